"""Every element that has an identity, with the one line that tells a reader what it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from moment.model.domain import (
    Aggregate,
    Arm,
    Command,
    Context,
    Domain,
    EnumType,
    Field,
    Flow,
    Invariant,
    Placement,
    Reference,
    Relationship,
    ValueObject,
)
from moment.text.span import Place


class Listed(NamedTuple):
    """``kind`` is the word of the language (``value-object``, ``field``, ``crossing``), ``name`` the bare name.

    ``signature`` begins with the identity: ``Ordering/Order/OrderPlaced.placedAt: DateTime``.
    """

    kind: str
    id: str
    name: str
    signature: str
    place: Place


def elements(domain: Domain) -> Iterator[Listed]:
    """All of them in declared order, owners before what they own."""
    for context in domain.contexts:
        yield from _context(context)
    for flow in domain.flows:
        yield from _flow(flow)


def by_identity(domain: Domain) -> dict[str, Listed]:
    """The same by identity; of equal ones the first."""
    found: dict[str, Listed] = {}
    for element in elements(domain):
        found.setdefault(element.id, element)
    return found


def _context(context: Context) -> Iterator[Listed]:
    category = f" [{context.classification}]" if context.classification else ""
    yield Listed("context", context.id, context.name, f"{context.id}{category}", context.place)
    for aggregate in context.aggregates:
        yield from _aggregate(aggregate)
    yield from _types(context.value_objects, context.enums, context.invariants)
    for s in context.services:
        yield Listed("service", s.id, s.name, f"{s.id} consumes {s.consumes.name} produces {s.produces.name}", s.place)
    for policy in context.policies:
        trigger = policy.trigger.name if policy.trigger else '"file-watcher"'
        chains = f" chains-to {_names(policy.chains)}" if policy.chains else ""
        yield Listed("policy", policy.id, policy.name, f"{policy.id} trigger {trigger}{chains}", policy.place)
    for saga in context.sagas:
        states = " | ".join(saga.machine.names)
        yield Listed("saga", saga.id, saga.name, f"{saga.id} trigger {saga.trigger.name} = {states}", saga.place)
    for projection in context.projections:
        signature = f"{projection.id}({_fields(projection.fields)}) from {_names(projection.sources)}"
        yield Listed("projection", projection.id, projection.name, signature, projection.place)
        yield from _owned(projection.id, projection.fields)
    for term in context.terms:
        yield Listed("term", term.id, term.word, f'{term.id} "{term.meaning}"', term.place)
    for relationship in context.relationships:
        yield _relationship(relationship)


def _relationship(relationship: Relationship) -> Listed:
    name = f"{relationship.source.name}->{relationship.target.name}"
    identity = f"{relationship.context}/{name}"
    return Listed("relationship", identity, name, f"{identity} type {relationship.kind}", relationship.place)


def _aggregate(aggregate: Aggregate) -> Iterator[Listed]:
    identity = aggregate.identity
    key = f" identity {identity.name}: {identity.type.text}" if identity else ""
    yield Listed("aggregate", aggregate.id, aggregate.name, f"{aggregate.id}{key}", aggregate.place)
    if identity is not None:
        yield from _owned(aggregate.id, (identity,))
    for command in aggregate.commands:
        yield Listed("command", command.id, command.name, _command(command), command.place)
        yield from _owned(command.id, command.inputs)
    for event in aggregate.events:
        yield Listed("event", event.id, event.name, f"{event.id}({_fields(event.fields)})", event.place)
        yield from _owned(event.id, event.fields)
    yield from _types(aggregate.value_objects, aggregate.enums, aggregate.invariants)


def _types(
    value_objects: Iterable[ValueObject], enums: Iterable[EnumType], invariants: Iterable[Invariant]
) -> Iterator[Listed]:
    for value in value_objects:
        yield Listed("value-object", value.id, value.name, f"{value.id}({_fields(value.fields)})", value.place)
        yield from _owned(value.id, value.fields)
    for enum in enums:
        values = " | ".join(value for value, _ in enum.values)
        yield Listed("enum", enum.id, enum.name, f"{enum.id} = {values}", enum.place)
    for invariant in invariants:
        signature = f'{invariant.id} "{invariant.text}" scope {invariant.scope.name}'
        yield Listed("invariant", invariant.id, invariant.name, signature, invariant.place)


def _flow(flow: Flow) -> Iterator[Listed]:
    yield Listed("flow", flow.id, flow.name, flow.id, flow.place)
    for moment in flow.moments:
        identity = f"{flow.id}/{moment.slug}"
        yield Listed("moment", identity, moment.label, f'{identity} "{moment.label}"', moment.place)
        for entry in moment.entries:
            if isinstance(entry, Arm):
                arm = f"{identity}/{entry.condition}"
                lane = f" [{entry.lane.name}]" if entry.lane else ""
                yield Listed("arm", arm, entry.condition, f"{arm} when {entry.condition}{lane}", entry.place)
                for placement in entry.placements:
                    yield from _placement(placement)
            else:
                yield from _placement(entry)


def _placement(placement: Placement) -> Iterator[Listed]:
    name = placement.node.name
    yield Listed("placement", placement.id, name, f"{placement.id} {placement.lane.name}: {name}", placement.place)
    crossing = placement.crossing
    if crossing is not None:
        contract = ", ".join(f"{field.name}: {field.type.text}" for field in crossing.fields)
        yield Listed("crossing", crossing.id, name, f"{crossing.id} {name}({contract})", crossing.place)


def _owned(owner: str, fields: Iterable[Field]) -> Iterator[Listed]:
    for field in fields:
        identity = f"{owner}.{field.name}"
        yield Listed("field", identity, field.name, f"{identity}: {field.type.text}", field.place)


def _command(command: Command) -> str:
    emitted = (" or " if command.mode == "one" else ", ").join(event.name for event in command.emits)
    return f"{command.id}({_fields(command.inputs)}) emits {emitted}"


def _fields(fields: Iterable[Field]) -> str:
    return ", ".join(f"{field.name}: {field.type.text}" for field in fields)


def _names(references: Iterable[Reference]) -> str:
    return ", ".join(reference.name for reference in references)
