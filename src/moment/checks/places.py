"""Names inside flows: lanes, contexts, nodes, causes and moments to return to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from moment.checks.spelling import offer
from moment.diagnostics.model import Diagnostic, Rule, Severity
from moment.model.domain import Context, Domain, Flow, Link, Placement, Reference

UNKNOWN_LANE = Rule("MOM115", "unknown-lane", Severity.ERROR, "flow `{flow}` has no lane `{name}`")
UNKNOWN_CONTEXT = Rule("MOM116", "unknown-context", Severity.ERROR, "no context is called `{name}`")
UNKNOWN_NODE = Rule("MOM117", "unknown-node", Severity.ERROR, "{context} declares no `{name}` to place")
UNKNOWN_CAUSE = Rule("MOM118", "unknown-cause", Severity.ERROR, "nothing called `{name}` is placed in this flow")
UNKNOWN_RETURN = Rule("MOM119", "unknown-return", Severity.ERROR, "no moment is called `{name}`")

RULES = (UNKNOWN_LANE, UNKNOWN_CONTEXT, UNKNOWN_NODE, UNKNOWN_CAUSE, UNKNOWN_RETURN)


def lanes(flow: Flow, domain: Domain) -> Iterator[Diagnostic]:
    """Lanes that placements, crossings and arms name, and the contexts that lanes name."""
    names = [lane.name for lane in flow.lanes]
    for lane in flow.lanes:
        if lane.kind == "context" and lane.context is None and lane.label:
            hint, fixes = offer(
                f'"{lane.label}"', lane.label_place, [f'"{name}"' for name in domain.context],
                otherwise=f'Declare `context "{lane.label}"`, or name another.',
            )  # fmt: skip
            yield UNKNOWN_CONTEXT.at(lane.label_place, hint=hint, fixes=fixes, elements=(flow.id,), name=lane.label)
    seen: set[str] = set()
    for reference in _lane_references(flow):
        if reference.target is None and reference.name and reference.name not in seen:
            seen.add(reference.name)
            hint, fixes = offer(
                reference.name, reference.place, names, otherwise=f'Declare `lane {reference.name} "…"` in the flow.'
            )
            yield UNKNOWN_LANE.at(
                reference.place, hint=hint, fixes=fixes, elements=(flow.id,), flow=flow.name, name=reference.name
            )


def _lane_references(flow: Flow) -> Iterator[Reference]:
    for moment in flow.moments:
        for arm in moment.arms:
            if arm.lane is not None:
                yield arm.lane
        for placement in moment.placements:
            yield placement.lane
            if placement.crossing is not None:
                yield placement.crossing.target_lane


def nodes(flow: Flow, domain: Domain) -> Iterator[Diagnostic]:
    """Placements of what their context does not have, each name once; silent where the lane is already unknown."""
    seen: set[tuple[str, str | None]] = set()
    for placement in flow.placements:
        reference = placement.node
        if reference.target is not None or not reference.name or not _has_place(placement):
            continue
        if (reference.name, placement.context) in seen or (
            placement.outcome and any(reference.name == n for n, _ in seen)
        ):
            continue
        seen.add((reference.name, placement.context))
        context = domain.context.get(placement.context or "")
        owner = context.name if context else "the project"
        otherwise = f"Declare it in {owner}, or place something else." if context else "Declare it as an event."
        names = _nodes(context) if context else list(domain.events_named)
        hint, fixes = offer(reference.name, reference.place, names, otherwise=otherwise)
        if reference.candidates:
            owners = ", ".join(f"`{candidate}`" for candidate in reference.candidates)
            hint, fixes = f"Several contexts have one: {owners}. Let the right one cross to this lane.", ()
        yield UNKNOWN_NODE.at(
            reference.place, hint=hint, fixes=fixes, elements=(placement.id,), context=owner, name=reference.name
        )


def _has_place(placement: Placement) -> bool:
    return placement.lane.target is not None and (placement.outcome or placement.context is not None)


def _nodes(context: Context) -> list[str]:
    elements: Iterable[object] = (*context.commands, *context.events, *context.policies, *context.sagas)
    return [str(getattr(element, "name", "")) for element in elements]


def links(flow: Flow, domain: Domain) -> Iterator[Diagnostic]:
    """Causes that nothing in the flow is, and returns to no moment."""
    placed = [placement.node.name for placement in flow.placements]
    for placement in flow.placements:
        for link in placement.links:
            if link.target.target is None and link.target.name:
                yield _link(link, placement, placed, flow)


def _link(link: Link, placement: Placement, placed: list[str], flow: Flow) -> Diagnostic:
    reference = link.target
    if link.kind == "returns-to":
        labels = [f'"{moment.label}"' for moment in flow.moments]
        hint, fixes = offer(
            f'"{reference.name}"', reference.place, labels, otherwise="Name the label of an earlier moment."
        )
        return UNKNOWN_RETURN.at(reference.place, hint=hint, fixes=fixes, elements=(placement.id,), name=reference.name)
    hint, fixes = offer(
        reference.name, reference.place, placed, otherwise="Place it in the flow, or name an event that is placed."
    )
    return UNKNOWN_CAUSE.at(reference.place, hint=hint, fixes=fixes, elements=(placement.id,), name=reference.name)


def relationships(context: Context, domain: Domain) -> Iterator[Diagnostic]:
    """The two ends of a relationship."""
    for relationship in context.relationships:
        for end in (relationship.source, relationship.target):
            if end.target is None and end.name:
                hint, fixes = offer(
                    end.name, end.place, domain.context, otherwise=f'Declare `context "{end.name}"`, or name another.'
                )
                yield UNKNOWN_CONTEXT.at(end.place, hint=hint, fixes=fixes, elements=(context.id,), name=end.name)


CONTEXT = (relationships,)
FLOW = (lanes, nodes, links)
