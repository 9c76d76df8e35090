"""Every name and path that the Python target takes, and for which element."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from moment.generate.collisions import Claim
from moment.generate.naming import is_usable, pascal
from moment.generate.python import names
from moment.generate.typescript.contracts import contracts
from moment.model.domain import (
    Aggregate,
    Command,
    Context,
    Domain,
    EnumType,
    Event,
    Flow,
    Policy,
    Projection,
    Saga,
    Service,
    ValueObject,
)
from moment.text.span import Place

_Element: TypeAlias = Aggregate | Command | EnumType | Event | Policy | Projection | Saga | Service | ValueObject


def claims(domain: Domain) -> Iterator[Claim]:
    """Paths before names; then exports, fields and methods of each context, and the contracts of each flow."""
    for context in domain.contexts:
        path = f"{names.CONTEXTS}/{names.context_module(context.name)}"
        yield _claim("project", "path", path, context.id, context.name, context.place)
    for context in domain.contexts:
        if is_usable(context.name):
            yield from _context(context)
    for flow in domain.flows:
        yield from _flow(flow)


def exports(context: Context) -> Iterator[tuple[_Element, str]]:
    """What the module of ``context`` defines."""
    plain: tuple[ValueObject | EnumType, ...] = (*context.all_value_objects, *context.all_enums)
    yield from ((element, pascal(element.name)) for element in plain)
    for aggregate in context.aggregates:
        yield from _of_aggregate(aggregate)
    yield from ((policy, names.policy_type(policy.name)) for policy in context.policies)
    yield from ((service, names.service_type(service.name)) for service in context.services)
    for projection in context.projections:
        yield projection, names.row_type(projection.name)
        yield projection, names.projection_source(projection.name)
        yield projection, names.projector_type(projection.name)
    for saga in context.sagas:
        yield saga, names.saga_type(saga.name)
        yield saga, names.saga_state(saga.name)
        yield saga, names.saga_event(saga.name)
        yield saga, names.saga_table(saga.name)


def attributes(context: Context) -> Iterator[str]:
    """Every attribute and method that a class of ``context`` has."""
    yield from ("state", "input", "tag", "apply", "on", "compensate", "current", "event", "members_")
    for _, fields in _holders(context):
        yield from (resulting for _, _, resulting, _ in fields)
    for aggregate in context.aggregates:
        yield from (names.method(command.name) for command in aggregate.commands)


def _of_aggregate(aggregate: Aggregate) -> Iterator[tuple[_Element, str]]:
    yield aggregate, names.aggregate_type(aggregate.name)
    if aggregate.events:
        yield aggregate, names.event_union(aggregate.name)
    if aggregate.commands:
        yield aggregate, names.command_union(aggregate.name)
    if aggregate.lifecycle is not None:
        yield aggregate, names.state_union(aggregate.name)
        yield aggregate, names.lifecycle_table(aggregate.name)
    for event in aggregate.events:
        yield event, pascal(event.name)
    for command in aggregate.commands:
        yield command, pascal(command.name)
        yield command, names.input_type(command.name)
        yield command, names.refusal_type(command.name)


_Field: TypeAlias = tuple[str, str, str, Place]


def _holders(context: Context) -> Iterator[tuple[str, list[_Field]]]:
    """The scope of every class or enum, and its members: identity, name, resulting name, place."""
    for aggregate in context.aggregates:
        for event in aggregate.events:
            yield event.id, [(f"{event.id}.{f.name}", f.name, names.member(f.name), f.place) for f in event.fields]
        for command in aggregate.commands:
            yield (
                command.id,
                [(f"{command.id}.{f.name}", f.name, names.member(f.name), f.place) for f in command.inputs],
            )
    holders: tuple[ValueObject | Projection, ...] = (*context.all_value_objects, *context.projections)
    for holder in holders:
        yield holder.id, [(f"{holder.id}.{f.name}", f.name, names.member(f.name), f.place) for f in holder.fields]
    for enum in context.all_enums:
        yield enum.id, [(f"{enum.id}.{value}", value, names.constant(value), place) for value, place in enum.values]


def _context(context: Context) -> Iterator[Claim]:
    for element, resulting in exports(context):
        yield _claim(context.id, "export", resulting, element.id, element.name, element.place)
    for scope, fields in _holders(context):
        yield from _members(scope, fields)
    for aggregate in context.aggregates:
        yield from _methods(aggregate)


def _members(scope: str, fields: Iterable[_Field]) -> Iterator[Claim]:
    for element, name, resulting, place in fields:
        yield Claim(scope, "member", resulting, element, name, place)


def _methods(aggregate: Aggregate) -> Iterator[Claim]:
    scope = f"{aggregate.id} methods"
    if aggregate.lifecycle is not None:
        yield Claim(scope, "member", "state", f"{aggregate.id} state", "state", aggregate.place)
    field = aggregate.identity
    if field is not None:
        yield Claim(scope, "member", names.member(field.name), f"{aggregate.id}.{field.name}", field.name, field.place)
    for command in aggregate.commands:
        yield _claim(scope, "member", names.method(command.name), command.id, command.name, command.place)


def _flow(flow: Flow) -> Iterator[Claim]:
    found = contracts(flow)
    if not found:
        return
    yield _claim("project", "path", f"{names.FLOWS}/{names.flow_module(flow.name)}", flow.id, flow.name, flow.place)
    for contract in found:
        crossing = contract.crossing
        name = contract.placements[0].node.name
        yield _claim(flow.id, "export", contract.type_name, crossing.id, name, crossing.place)
        for field in crossing.fields:
            yield Claim(
                crossing.id, "member", names.member(field.name), f"{crossing.id}.{field.name}", field.name, field.place
            )


def _claim(scope: str, space: str, resulting: str, element: str, name: str, place: Place) -> Claim:
    """A claim of nothing when ``name`` has no letter or digit."""
    return Claim(scope, space, resulting if is_usable(name) else "", element, name, place)
