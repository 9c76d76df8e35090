"""Which exported symbol stands for which element of the specification, and where each of its parts is written there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple, TypeAlias

from moment.generate.naming import pascal
from moment.generate.typescript import names
from moment.generate.typescript.contracts import contracts
from moment.model.domain import Aggregate, Command, Context, Domain, EnumType, Event, Field, ValueObject
from moment.text.span import Place

Role: TypeAlias = Literal["value-object", "enum", "event", "input", "aggregate", "other"]
NOTHING: Mapping[str, Place] = MappingProxyType({})


class Element(NamedTuple):
    """One symbol that the specification asks for.

    ``id`` is the identity in the model; that of what follows from an element (a union, a refusal, a contract) ends in
    ``#Symbol``. ``symbol`` is what generators call it, ``name`` how the specification does. ``members`` are the places
    of its parts by the names that they have on the wire. Without ``is_required`` it is compared only where somebody
    declares it.
    """

    id: str
    role: Role
    context: str
    symbol: str
    name: str
    place: Place
    members: Mapping[str, Place] = NOTHING

    @property
    def is_required(self) -> bool:
        return self.role != "other"


def elements(domain: Domain) -> tuple[Element, ...]:
    """Every symbol of ``domain`` in declared order: what must exist first, then what follows from it."""
    required = tuple(each for context in domain.contexts for each in _required(context))
    taken = {(each.context, each.symbol) for each in required}
    others = (each for each in _others(domain) if (each.context, each.symbol) not in taken)
    return (*required, *others)


def _required(context: Context) -> Iterator[Element]:
    for value_object in context.all_value_objects:
        yield _fields(value_object, "value-object", pascal(value_object.name), value_object.fields)
    for enum in context.all_enums:
        members = MappingProxyType(dict(enum.values))
        yield Element(enum.id, "enum", context.id, pascal(enum.name), enum.name, enum.place, members)
    for aggregate in context.aggregates:
        for event in aggregate.events:
            yield _fields(event, "event", pascal(event.name), event.fields)
        for command in aggregate.commands:
            yield _fields(command, "input", names.input_type(command.name), command.inputs)
        yield _aggregate(aggregate)


def _fields(
    owner: ValueObject | EnumType | Event | Command, role: Role, symbol: str, fields: Iterable[Field]
) -> Element:
    members = MappingProxyType({each.name: each.place for each in fields})
    return Element(owner.id, role, owner.context, symbol, owner.name, owner.place, members)


def _aggregate(aggregate: Aggregate) -> Element:
    members = {names.method(command.name): command.place for command in aggregate.commands}
    if aggregate.identity is not None:
        members[aggregate.identity.name] = aggregate.identity.place
    if aggregate.lifecycle is not None:
        members["state"] = aggregate.lifecycle.states[0][1] if aggregate.lifecycle.states else aggregate.place
    symbol = names.aggregate_type(aggregate.name)
    return Element(
        aggregate.id, "aggregate", aggregate.context, symbol, aggregate.name, aggregate.place, MappingProxyType(members)
    )


def _others(domain: Domain) -> Iterator[Element]:
    for context in domain.contexts:
        for aggregate in context.aggregates:
            for union in (names.event_union(aggregate.name), names.command_union(aggregate.name)):
                yield _other(aggregate.id, context, union, aggregate.place)
            if aggregate.lifecycle is not None:
                yield _other(aggregate.id, context, names.state_union(aggregate.name), aggregate.place)
            for command in aggregate.commands:
                yield _other(command.id, context, pascal(command.name), command.place)
                yield _other(command.id, context, names.refusal_type(command.name), command.place)
        for policy in context.policies:
            yield _other(policy.id, context, names.policy_type(policy.name), policy.place)
        for service in context.services:
            yield _other(service.id, context, names.service_type(service.name), service.place)
        for saga in context.sagas:
            for symbol in (names.saga_type(saga.name), names.saga_state(saga.name), names.saga_event(saga.name)):
                yield _other(saga.id, context, symbol, saga.place)
        for projection in context.projections:
            row = {each.name: each.place for each in projection.fields}
            yield _other(projection.id, context, names.row_type(projection.name), projection.place, row)
            for symbol in (names.projection_source(projection.name), names.projector_type(projection.name)):
                yield _other(projection.id, context, symbol, projection.place)
    for flow in domain.flows:
        for contract in contracts(flow):
            yield Element(
                f"{flow.id}#{contract.type_name}", "other", "", contract.type_name, contract.type_name, flow.place
            )


def _other(owner: str, context: Context, symbol: str, place: Place, members: Mapping[str, Place] = NOTHING) -> Element:
    return Element(f"{owner}#{symbol}", "other", context.id, symbol, symbol, place, MappingProxyType(dict(members)))
