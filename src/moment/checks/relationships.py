"""The context map: what contexts declared about each other against what really crosses between them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from moment.diagnostics.model import Diagnostic, Edit, Fix, Label, Rule, Severity
from moment.model.domain import RELATIONSHIP_KINDS, Domain, Flow, Relationship
from moment.text.nearest import nearest
from moment.text.span import Place

CONTRADICTING_RELATIONSHIP = Rule(
    "MOM601", "contradicting-relationship", Severity.WARNING, "{source} reaches {target} as {kind} and as {other}"
)
CROSSING_AGAINST_RELATIONSHIP = Rule(
    "MOM602", "crossing-against-relationship", Severity.WARNING, "crossing says {kind}, the relationship {declared}"
)
SEPARATE_WAYS_CROSSING = Rule(
    "MOM603", "separate-ways-crossing", Severity.ERROR, "{source} and {target} go separate ways, and this crosses"
)
ONE_SIDED_PARTNERSHIP = Rule(
    "MOM604", "one-sided-partnership", Severity.WARNING, "nothing comes back from {target} to its partner {source}"
)
UNKNOWN_RELATIONSHIP_KIND = Rule(
    "MOM605", "unknown-relationship-kind", Severity.WARNING, "`{kind}` is no kind of relationship"
)
RELATIONSHIP_WITHOUT_CROSSING = Rule(
    "MOM606", "relationship-without-crossing", Severity.INFO, "nothing crosses from {source} to {target}"
)
CROSSING_WITHOUT_RELATIONSHIP = Rule(
    "MOM607", "crossing-without-relationship", Severity.INFO, "no relationship from {source} to {target} is declared"
)
CORE_DEPENDS_ON_GENERIC = Rule(
    "MOM608", "core-depends-on-generic", Severity.INFO, "core context {core} conforms to generic {generic}"
)
MUTUAL_UPSTREAM = Rule("MOM609", "mutual-upstream", Severity.WARNING, "{first} and {second} are each other's supplier")

RULES = (
    CONTRADICTING_RELATIONSHIP,
    CROSSING_AGAINST_RELATIONSHIP,
    SEPARATE_WAYS_CROSSING,
    ONE_SIDED_PARTNERSHIP,
    UNKNOWN_RELATIONSHIP_KIND,
    RELATIONSHIP_WITHOUT_CROSSING,
    CROSSING_WITHOUT_RELATIONSHIP,
    CORE_DEPENDS_ON_GENERIC,
    MUTUAL_UPSTREAM,
)

_SYMMETRIC = frozenset(("Partnership", "SharedKernel", "SeparateWays"))


class _Use(NamedTuple):
    """One crossing as the map sees it."""

    source: str
    target: str
    kind: str
    place: Place
    id: str


def _uses(domain: Domain) -> list[_Use]:
    return [
        _Use(crossing.source, crossing.target, crossing.kind, crossing.kind_place, crossing.id)
        for flow in domain.flows
        for crossing in flow.crossings
        if crossing.source and crossing.target and crossing.kind and crossing.source != crossing.target
    ]


def _declared(domain: Domain) -> dict[tuple[str, str], Relationship]:
    found: dict[tuple[str, str], Relationship] = {}
    for context in domain.contexts:
        for relationship in context.relationships:
            if relationship.source.target and relationship.target.target:
                found.setdefault((relationship.source.target, relationship.target.target), relationship)
    return found


def kinds(flow: Flow, domain: Domain) -> Iterator[Diagnostic]:
    """Kinds on crossings that nobody knows."""
    for crossing in flow.crossings:
        yield from _kind(crossing.kind, crossing.kind_place, crossing.id)


def declared_kinds(domain: Domain) -> Iterator[Diagnostic]:
    for context in domain.contexts:
        for relationship in context.relationships:
            yield from _kind(relationship.kind, relationship.kind_place, context.id)


def _kind(kind: str, place: Place, element: str) -> Iterator[Diagnostic]:
    if kind and kind not in RELATIONSHIP_KINDS:
        guess = nearest(kind, RELATIONSHIP_KINDS, limit=4)
        fixes = (Fix(f"write `{guess}`", (Edit(place, guess),)),) if guess else ()
        hint = f"Did you mean `{guess}`?" if guess else f"Write one of {', '.join(RELATIONSHIP_KINDS)}."
        yield UNKNOWN_RELATIONSHIP_KIND.at(place, hint=hint, fixes=fixes, elements=(element,), kind=kind)


def contradictions(domain: Domain) -> Iterator[Diagnostic]:
    """Crossings of one pair against each other and against what is declared."""
    first: dict[tuple[str, str], _Use] = {}
    declared = _declared(domain)
    for use in _uses(domain):
        relationship = declared.get((use.source, use.target)) or _symmetric(declared.get((use.target, use.source)))
        if not _is_known(use.kind) or (relationship is not None and not _is_known(relationship.kind)):
            continue  # an unknown kind is a finding already
        other = first.setdefault((use.source, use.target), use)
        if use.kind == "SeparateWays" or (relationship is not None and relationship.kind == "SeparateWays"):
            yield _separate(use, relationship)
        elif relationship is not None and relationship.kind != use.kind:
            yield CROSSING_AGAINST_RELATIONSHIP.at(
                use.place, Label(relationship.kind_place, "declared here"), hint="Make both the same.",
                elements=(use.id,), kind=use.kind, declared=relationship.kind,
            )  # fmt: skip
        elif relationship is None and other.kind != use.kind:
            yield CONTRADICTING_RELATIONSHIP.at(
                use.place, Label(other.place, "the other one"), hint="Agree on one kind for this direction.",
                elements=(use.id, other.id), source=use.source, target=use.target, kind=use.kind, other=other.kind,
            )  # fmt: skip


def _is_known(kind: str) -> bool:
    return kind in RELATIONSHIP_KINDS


def _symmetric(relationship: Relationship | None) -> Relationship | None:
    return relationship if relationship is not None and relationship.kind in _SYMMETRIC else None


def _separate(use: _Use, relationship: Relationship | None) -> Diagnostic:
    labels = (Label(relationship.kind_place, "declared here"),) if relationship is not None else ()
    return SEPARATE_WAYS_CROSSING.at(
        use.place, *labels, hint="Drop the crossing, or say how the two really relate.", elements=(use.id,),
        source=use.source, target=use.target,
    )  # fmt: skip


def partnerships(domain: Domain) -> Iterator[Diagnostic]:
    """Partners of whom one only listens."""
    uses = _uses(domain)
    directions = {(use.source, use.target) for use in uses}
    reported: set[tuple[str, str]] = set()
    for use in uses:
        pair = use.source, use.target
        if use.kind == "Partnership" and (use.target, use.source) not in directions and pair not in reported:
            reported.add(pair)
            yield ONE_SIDED_PARTNERSHIP.at(
                use.place, hint="Let something cross back, or call it CustomerSupplier.", elements=(use.id,),
                source=use.source, target=use.target,
            )  # fmt: skip


def coverage(domain: Domain) -> Iterator[Diagnostic]:
    """Relationships without crossings; crossings without relationships, once the project declares any."""
    declared = _declared(domain)
    uses = _uses(domain)
    directions = {(use.source, use.target) for use in uses}
    for (source, target), relationship in declared.items():
        used = (source, target) in directions or (relationship.kind in _SYMMETRIC and (target, source) in directions)
        if domain.flows and not used and relationship.kind != "SeparateWays":
            yield RELATIONSHIP_WITHOUT_CROSSING.at(
                relationship.place, hint="Show in a flow what crosses, or remove the relationship.",
                elements=(relationship.context,), source=source, target=target,
            )  # fmt: skip
    for use in uses if declared else ():
        pair = use.source, use.target
        if pair not in declared and _symmetric(declared.get((use.target, use.source))) is None:
            declared[pair] = next(iter(declared.values()))
            yield _undeclared(use, domain)


def _undeclared(use: _Use, domain: Domain) -> Diagnostic:
    source = domain.context[use.source]
    text = f'relationship {_reference(use.source)} -> {_reference(use.target)} type {use.kind} contract "what crosses"'
    fix = Fix("declare the relationship", (Edit(source.place, text, "line-inside"),))
    return CROSSING_WITHOUT_RELATIONSHIP.at(
        use.place, hint=f"Declare it in context {use.source}.", fixes=(fix,), elements=(use.id,),
        source=use.source, target=use.target,
    )  # fmt: skip


def _reference(name: str) -> str:
    return name if name.isidentifier() else f'"{name}"'


def directions(domain: Domain) -> Iterator[Diagnostic]:
    """Core contexts that conform to generic ones, and two contexts that are each other's supplier."""
    edges: dict[tuple[str, str], tuple[str, Place, str]] = {}
    for (source, target), relationship in _declared(domain).items():
        edges[source, target] = relationship.kind, relationship.kind_place, relationship.context
    for use in _uses(domain):
        edges.setdefault((use.source, use.target), (use.kind, use.place, use.id))
    for (source, target), (kind, place, element) in edges.items():
        upstream, downstream = domain.context[source], domain.context[target]
        if kind == "Conformist" and downstream.classification == "Core" and upstream.classification == "Generic":
            yield CORE_DEPENDS_ON_GENERIC.at(
                place, Label(downstream.place, "core"), hint="Put an anticorruption layer between them.",
                elements=(element,), core=target, generic=source,
            )  # fmt: skip
        back = edges.get((target, source))
        if kind == "CustomerSupplier" and back is not None and back[0] == kind and source < target:
            yield MUTUAL_UPSTREAM.at(
                place, Label(back[1], "and the other way round"), hint="Call it Partnership, or turn one direction round.",
                elements=(element,), first=source, second=target,
            )  # fmt: skip


FLOW = (kinds,)
PROJECT = (declared_kinds, contradictions, partnerships, coverage, directions)
