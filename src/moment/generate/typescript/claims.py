"""Every name and path that the TypeScript target takes, and for which element."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from moment.generate.collisions import Claim
from moment.generate.naming import is_usable, pascal
from moment.generate.typescript import names
from moment.generate.typescript.contracts import contracts
from moment.model.domain import (
    Aggregate,
    Command,
    Context,
    Domain,
    EnumType,
    Event,
    Field,
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
    """Paths before names, so that two contexts on one path are reported as that."""
    for primitive in names.EXPORTED_PRIMITIVES:
        yield Claim("project", "export", primitive, primitive, primitive, None)
    for context in domain.contexts:
        yield _claim("project", "path", names.context_folder(context.name), context.id, context.name, context.place)
        yield _claim("project", "export", names.namespace(context.name), context.id, context.name, context.place)
    for context in domain.contexts:
        if is_usable(context.name):
            yield from context_claims(context)
    for flow in domain.flows:
        yield from _flow(flow)


def context_claims(context: Context) -> Iterator[Claim]:
    """What the modules of one context export, the members of its aggregates, and field names that cannot be."""
    for primitive in names.IMPORTED_BY_NAME:
        yield Claim(context.id, "export", primitive, primitive, primitive, None)
    for union in ("AnyEvent", "AnyCommand"):
        yield Claim(context.id, "export", union, union, union, None)
    for element, resulting in _exports(context):
        yield _claim(context.id, "export", resulting, element.id, element.name, element.place)
    for aggregate in context.aggregates:
        path = names.aggregate_module(context.name, aggregate.name)
        yield _claim(context.id, "path", path, aggregate.id, aggregate.name, aggregate.place)
        yield from _members(aggregate)
    yield from _fields(context)


def exported_names(context: Context) -> frozenset[str]:
    """All that the modules of ``context`` export and import under a fixed name."""
    return frozenset((*names.IMPORTED_BY_NAME, *(resulting for _, resulting in _exports(context))))


def _exports(context: Context) -> Iterator[tuple[_Element, str]]:
    plain: tuple[ValueObject | EnumType, ...] = (*context.all_value_objects, *context.all_enums)
    for element in plain:
        yield from _guarded(element, pascal(element.name))
    for aggregate in context.aggregates:
        yield aggregate, names.aggregate_type(aggregate.name)
        yield aggregate, names.event_union(aggregate.name)
        yield aggregate, names.command_union(aggregate.name)
        if aggregate.lifecycle is not None:
            yield aggregate, names.state_union(aggregate.name)
            yield aggregate, names.lifecycle_table(aggregate.name)
        for event in aggregate.events:
            yield from _guarded(event, pascal(event.name))
        for command in aggregate.commands:
            yield command, pascal(command.name)
            yield command, names.refusal_type(command.name)
            yield from _guarded(command, names.input_type(command.name))
    for policy in context.policies:
        yield policy, names.policy_type(policy.name)
    for service in context.services:
        yield service, names.service_type(service.name)
    for saga in context.sagas:
        for saga_name in (names.saga_type, names.saga_state, names.saga_event, names.saga_table):
            yield saga, saga_name(saga.name)
    for projection in context.projections:
        yield from _guarded(projection, names.row_type(projection.name))
        yield projection, names.projection_source(projection.name)
        yield projection, names.projector_type(projection.name)


def _guarded(element: _Element, type_name: str) -> Iterator[tuple[_Element, str]]:
    yield element, type_name
    yield element, names.guard(type_name)


def _members(aggregate: Aggregate) -> Iterator[Claim]:
    """``command State`` beside a lifecycle would make two members called ``state``."""
    if aggregate.lifecycle is not None:
        yield Claim(aggregate.id, "member", "state", f"{aggregate.id} state", "state", aggregate.place)
    if aggregate.identity is not None:
        field = aggregate.identity
        yield Claim(aggregate.id, "member", field.name, f"{aggregate.id}.{field.name}", field.name, field.place)
    for command in aggregate.commands:
        yield _claim(aggregate.id, "member", names.method(command.name), command.id, command.name, command.place)


def _fields(context: Context) -> Iterator[Claim]:
    """Claims of nothing, for the fields that no generated type can hold."""
    for aggregate in context.aggregates:
        for event in aggregate.events:
            yield from _unusable(event.id, event.fields, ("__proto__", "_tag"))
        for command in aggregate.commands:
            yield from _unusable(command.id, command.inputs, ("__proto__",))
        if aggregate.identity is not None:
            yield from _unusable(aggregate.id, (aggregate.identity,), ("__proto__",))
    holders: tuple[ValueObject | Projection, ...] = (*context.all_value_objects, *context.projections)
    for holder in holders:
        yield from _unusable(holder.id, holder.fields, ("__proto__",))


def _unusable(owner: str, fields: tuple[Field, ...], unusable: tuple[str, ...]) -> Iterator[Claim]:
    for field in fields:
        if field.name in unusable:
            yield Claim(owner, "member", "", f"{owner}.{field.name}", field.name, field.place)


def _flow(flow: Flow) -> Iterator[Claim]:
    found = contracts(flow)
    if not found:
        return
    yield _claim("flows", "path", names.flow_module(flow.name), flow.id, flow.name, flow.place)
    yield _claim("flows", "export", names.flow_namespace(flow.name), flow.id, flow.name, flow.place)
    for contract in found:
        crossing = contract.crossing
        for name in (contract.type_name, names.guard(contract.type_name)):
            yield _claim(flow.id, "export", name, crossing.id, contract.placements[0].node.name, crossing.place)
        for field in crossing.fields:
            if field.name == "__proto__":
                yield Claim(flow.id, "member", "", f"{crossing.id}.{field.name}", field.name, field.place)


def _claim(scope: str, space: str, resulting: str, element: str, name: str, place: Place) -> Claim:
    """A claim of nothing when ``name`` has no letter or digit, or is the one that objects cannot hold."""
    usable = is_usable(name) and name != "__proto__"
    return Claim(scope, space, resulting if usable else "", element, name, place)
