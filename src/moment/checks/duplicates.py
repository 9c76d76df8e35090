"""Names that are given twice where they must tell things apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from moment.diagnostics.model import Diagnostic, Label, Rule, Severity
from moment.model.domain import Context, ContractField, Domain, Field, Flow
from moment.text.span import Place

DUPLICATE_CONTEXT = Rule("MOM101", "duplicate-context", Severity.ERROR, "context `{name}` is declared twice")
DUPLICATE_DECLARATION = Rule("MOM102", "duplicate-declaration", Severity.ERROR, "{kind} `{name}` is declared twice")
DUPLICATE_FIELD = Rule("MOM103", "duplicate-field", Severity.ERROR, "field `{name}` is given twice in {owner}")
DUPLICATE_FLOW = Rule("MOM104", "duplicate-flow", Severity.ERROR, "flow `{name}` is declared twice")
DUPLICATE_LANE = Rule("MOM105", "duplicate-lane", Severity.ERROR, "lane `{name}` is declared twice")
DUPLICATE_MOMENT = Rule("MOM106", "duplicate-moment", Severity.WARNING, "two moments are called `{name}`")
DUPLICATE_ARM = Rule("MOM107", "duplicate-arm", Severity.ERROR, "two arms have the condition `{name}`")
CASE_COLLISION = Rule(
    "MOM126", "case-collision", Severity.WARNING, "`{name}` and `{other}` differ only in case or hyphens"
)

RULES = (
    DUPLICATE_CONTEXT, DUPLICATE_DECLARATION, DUPLICATE_FIELD, DUPLICATE_FLOW, DUPLICATE_LANE, DUPLICATE_MOMENT,
    DUPLICATE_ARM, CASE_COLLISION,
)  # fmt: skip


class _Named(NamedTuple):
    kind: str
    name: str
    place: Place
    id: str


_RENAME = "Give one of them another name, or remove it."


def contexts(domain: Domain) -> Iterator[Diagnostic]:
    """Two contexts of one name, in one file or in two."""
    named = [_Named("context", context.name, context.place, context.id) for context in domain.contexts]
    yield from _again(DUPLICATE_CONTEXT, named, "Merge them, or give one another name.")


def flows(domain: Domain) -> Iterator[Diagnostic]:
    named = [_Named("flow", flow.name, flow.place, flow.id) for flow in domain.flows]
    yield from _again(DUPLICATE_FLOW, named, "Merge them, or give one another name.")


def _again(rule: Rule, named: Iterable[_Named], hint: str) -> Iterator[Diagnostic]:
    """A finding for each later bearer of a name."""
    for again, first in _repeated(named):
        label = Label(first.place, "first declared here")
        yield rule.at(again.place, label, hint=hint, elements=(again.id,), kind=again.kind, name=again.name)


def _repeated(named: Iterable[_Named]) -> Iterator[tuple[_Named, _Named]]:
    """Each later bearer of a name with the first of its kind."""
    first: dict[tuple[str, str], _Named] = {}
    for item in named:
        if item.name:
            other = first.setdefault((item.kind, item.name), item)
            if other is not item:
                yield item, other


def declarations(context: Context, domain: Domain) -> Iterator[Diagnostic]:
    """Two declarations of one kind and name in a context, and names that only case or hyphens tell apart."""
    named = list(_declared(context))
    yield from _again(DUPLICATE_DECLARATION, named, _RENAME)
    yield from _collisions(named)


def _declared(context: Context) -> Iterator[_Named]:
    for aggregate in context.aggregates:
        yield _Named("aggregate", aggregate.name, aggregate.place, aggregate.id)
    for command in context.commands:
        yield _Named("command", command.name, command.place, command.id)
    for event in context.events:
        yield _Named("event", event.name, event.place, event.id)
    for value_object in context.all_value_objects:
        yield _Named("value object", value_object.name, value_object.place, value_object.id)
    for enum in context.all_enums:
        yield _Named("enum", enum.name, enum.place, enum.id)
    for policy in context.policies:
        yield _Named("policy", policy.name, policy.place, policy.id)
    for saga in context.sagas:
        yield _Named("saga", saga.name, saga.place, saga.id)
    for service in context.services:
        yield _Named("service", service.name, service.place, service.id)
    for projection in context.projections:
        yield _Named("projection", projection.name, projection.place, projection.id)
    for invariant in context.all_invariants:
        yield _Named("invariant", invariant.name, invariant.place, invariant.id)
    for term in context.terms:
        yield _Named("term", term.word, term.place, term.id)


def _collisions(named: Iterable[_Named]) -> Iterator[Diagnostic]:
    """Names of one kind that differ only in case or hyphens; a term may well be called like its aggregate."""
    first: dict[tuple[str, str], _Named] = {}
    for item in named:
        key = item.name.replace("-", "").replace("_", "").casefold()
        other = first.setdefault((item.kind, key), item)
        if key and other.name != item.name:
            yield CASE_COLLISION.at(
                item.place,
                Label(other.place, "the other one"),
                hint="Give one of them a name that can be told apart when it is spoken.",
                elements=(item.id, other.id),
                name=item.name,
                other=other.name,
            )


def fields(context: Context, domain: Domain) -> Iterator[Diagnostic]:
    """A field given twice in an event, input, value object or projection."""
    for event in context.events:
        yield from _twice(event.fields, f"event `{event.name}`", event.id)
    for command in context.commands:
        yield from _twice(command.inputs, f"the input of `{command.name}`", command.id)
    for value_object in context.all_value_objects:
        yield from _twice(value_object.fields, f"value object `{value_object.name}`", value_object.id)
    for projection in context.projections:
        yield from _twice(projection.fields, f"projection `{projection.name}`", projection.id)


def _twice(found: Iterable[Field | ContractField], owner: str, identity: str) -> Iterator[Diagnostic]:
    first: dict[str, Place] = {}
    for item in found:
        name, place = item.name, item.place
        if name in first:
            yield DUPLICATE_FIELD.at(
                place,
                Label(first[name], "first given here"),
                hint="Remove one, or give it another name.",
                elements=(f"{identity}.{name}",),
                name=name,
                owner=owner,
            )
        elif name:
            first[name] = place


def contract_fields(flow: Flow, domain: Domain) -> Iterator[Diagnostic]:
    for crossing in flow.crossings:
        yield from _twice(crossing.fields, "the contract", crossing.id)


def lanes(flow: Flow, domain: Domain) -> Iterator[Diagnostic]:
    yield from _again(DUPLICATE_LANE, [_Named("lane", lane.name, lane.place, flow.id) for lane in flow.lanes], _RENAME)


def moments(flow: Flow, domain: Domain) -> Iterator[Diagnostic]:
    """Two moments of one label, an error when a return names it and could mean either; two arms of one condition."""
    returned = {
        link.target.name for placement in flow.placements for link in placement.links if link.kind == "returns-to"
    }
    named = [_Named("moment", moment.label, moment.place, flow.id) for moment in flow.moments]
    for found, (again, _) in zip(
        _again(DUPLICATE_MOMENT, named, "Give one of them another label."), _repeated(named), strict=True
    ):
        yield found.with_severity(Severity.ERROR) if again.name in returned else found
    for moment in flow.moments:
        arms = [_Named("arm", arm.condition, arm.place, flow.id) for arm in moment.arms]
        yield from _again(DUPLICATE_ARM, arms, "Merge the two arms, or give one another condition.")


CONTEXT = (declarations, fields)
FLOW = (contract_fields, lanes, moments)
PROJECT = (contexts, flows)
