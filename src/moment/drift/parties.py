"""Who depends on an element of the specification, as the specification itself tells; code is added by its reader."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from moment.drift.category import Party, Position, Role
from moment.drift.types import NOWHERE
from moment.model.domain import (
    Aggregate,
    Command,
    Crossing,
    Domain,
    Event,
    Field,
    Flow,
    Placement,
    Projection,
    Reference,
)
from moment.model.words import words
from moment.text.span import Place


class Use(NamedTuple):
    """A field through which an event, a command or a projection reaches a value object or enum."""

    owner: Event | Command | Projection | Aggregate
    field: str


class Parties:
    """Answers for one ``Domain``; what it finds once it keeps."""

    def __init__(self, domain: Domain) -> None:
        self.domain = domain
        self._uses: dict[str, tuple[Use, ...]] = {}

    def positions(self, element: str) -> tuple[Position, ...]:
        """Where values of ``element`` go: out of a context, into one, or both."""
        if element in self.domain.event or element in self.domain.projection:
            return ("output",)
        if element in self.domain.command:
            return ("input",)
        if element in self.domain.value_object or element in self.domain.enum:
            taken = [isinstance(use.owner, Command) for use in self.uses(element)]
            found: tuple[Position, ...] = ("output",) if False in taken else ()
            return (*found, "input") if True in taken else found
        return ("output", "input")

    def of(self, element: str, member: str | None = None) -> tuple[Party, ...]:
        """Everybody who depends on ``element``, or on that ``member`` of it, each once, in declared order."""
        return tuple(dict.fromkeys(self._of(element, member)))

    def uses(self, element: str) -> tuple[Use, ...]:
        """The fields of events, inputs, projections and identities that hold ``element``, or what contains it."""
        if element not in self._uses:
            self._uses[element] = tuple(dict.fromkeys(self._reached(element, {element})))
        return self._uses[element]

    def _of(self, element: str, member: str | None) -> Iterator[Party]:
        domain = self.domain
        if element in domain.event:
            yield from self._event(domain.event[element], member)
        elif element in domain.command:
            yield from self._senders(domain.command[element])
        elif element in domain.projection:
            return
        elif element in domain.value_object or element in domain.enum:
            for use in self.uses(element):
                yield from self._owner(use.owner, use.field)
        elif element in domain.aggregate:
            yield from self._aggregate(domain.aggregate[element], member)

    def _owner(self, owner: Event | Command | Projection | Aggregate, field: str) -> Iterator[Party]:
        match owner:
            case Event():
                yield from self._event(owner, field)
            case Command():
                yield from self._senders(owner)
            case Aggregate():
                yield from self._aggregate(owner, field)

    def _aggregate(self, aggregate: Aggregate, member: str | None) -> Iterator[Party]:
        """Of the identity all who handle it, of a method those who send its command, of all of it everybody."""
        identity = aggregate.identity.name if aggregate.identity is not None else None
        for command in aggregate.commands:
            if member is None or member == identity or _same_word(member, command.name):
                yield from self._senders(command)
        for event in aggregate.events:
            if member is None or (member == identity and event.field(member) is not None):
                yield from self._event(event, member)

    # -- events ------------------------------------------------------------------------------------------------------

    def _event(self, event: Event, member: str | None) -> Iterator[Party]:
        for flow in self.domain.flow.values():
            for placement in flow.placements:
                crossing = placement.crossing
                if crossing is not None and crossing.event == event.id:
                    yield from self._crossing(flow, placement, crossing, member)
        yield from self._reading(event, member)
        if member is None:
            yield from self._reacting(event)
        for emitter in event.emitters:
            context = emitter.partition("/")[0]
            place = self._place(emitter)
            yield Party("supplier", context, f"{emitter} emits it", place)

    def _crossing(self, flow: Flow, placement: Placement, crossing: Crossing, member: str | None) -> Iterator[Party]:
        target = crossing.target or crossing.target_lane.name
        name = f"{flow.name}/{flow.moments[placement.moment].label}"
        route = f"crossing {name} {crossing.source or '?'} → {target}"
        if member is None:
            yield Party("reader", target, f"{route} carries it", crossing.place)
            return
        field = crossing.field(member)
        if field is not None:
            verb = "requires" if field.required else "takes"
            yield Party("reader", target, f"{route} {verb} it", field.place, weak=not field.required)

    def _reading(self, event: Event, member: str | None) -> Iterator[Party]:
        """Projections with a field of that name, and inputs that are filled from it."""
        for projection in self.domain.projection.values():
            if any(source.target == event.id for source in projection.sources):
                yield from _fields("projection", projection.id, projection.context, projection.fields, member, "reads")
        for command, how in self._filled(event):
            if member is not None:
                yield from _fields(how, command.id, command.context, command.inputs, member, "is filled from")

    def _filled(self, event: Event) -> Iterator[tuple[Command, str]]:
        """Commands that the event leads to."""
        for policy in self.domain.policy.values():
            if policy.trigger is not None and policy.trigger.target == event.id:
                yield from ((command, f"policy {policy.id}:") for command in self._commands(policy.chains))
        for flow in self.domain.flow.values():
            for placement in flow.placements:
                command = self.domain.command.get(placement.node.target or "")
                if command is not None and any(
                    link.kind == "triggered-by" and link.target.target == event.id for link in placement.links
                ):
                    yield command, f"flow {flow.name}:"
        for service in self.domain.service.values():
            if service.consumes.target == event.id:
                yield from ((command, f"service {service.id}:") for command in self._commands((service.produces,)))

    def _reacting(self, event: Event) -> Iterator[Party]:
        """What would no longer happen."""
        for policy in self.domain.policy.values():
            if policy.trigger is not None and policy.trigger.target == event.id:
                yield Party("reader", policy.context, f"policy {policy.id} is triggered by it", policy.place)
        for saga in self.domain.saga.values():
            awaited = [saga.trigger, *(edge.event for edge in saga.machine.edges if edge.event is not None)]
            if any(each.target == event.id for each in awaited):
                yield Party("reader", saga.context, f"saga {saga.id} waits for it", saga.place)
        for service in self.domain.service.values():
            if service.consumes.target == event.id:
                yield Party("reader", service.context, f"service {service.id} consumes it", service.place)
        for aggregate in self.domain.aggregate.values():
            edges = aggregate.lifecycle.edges if aggregate.lifecycle is not None else ()
            if any(edge.event is not None and edge.event.target == event.id for edge in edges):
                yield Party("reader", aggregate.context, f"lifecycle of {aggregate.id} moves on it", aggregate.place)
        for flow in self.domain.flow.values():
            for placement in flow.placements:
                if placement.context and any(
                    link.kind == "triggered-by" and link.target.target == event.id for link in placement.links
                ):
                    yield Party("reader", placement.context, f"flow {flow.name}: {placement.node.name} is triggered by it", placement.place)  # fmt: skip

    # -- commands ----------------------------------------------------------------------------------------------------

    def _senders(self, command: Command) -> Iterator[Party]:
        for policy in self.domain.policy.values():
            if any(each.target == command.id for each in policy.chains):
                yield Party("sender", policy.context, f"policy {policy.id} chains to it", policy.place)
        for saga in self.domain.saga.values():
            if any(undo.with_command.target == command.id for undo in saga.undo):
                yield Party("sender", saga.context, f"saga {saga.id} undoes with it", saga.place)
        for service in self.domain.service.values():
            if service.produces.target == command.id:
                yield Party("sender", service.context, f"service {service.id} produces it", service.place)
        for flow in self.domain.flow.values():
            for placement in flow.placements:
                triggers = any(link.kind == "triggers" and link.target.target == command.id for link in placement.links)
                if placement.node.target == command.id or triggers:
                    context = placement.context or command.context
                    yield Party("sender", context, f"flow {flow.name}: {placement.node.name} sends it", placement.place)

    def _commands(self, references: Sequence[Reference]) -> Iterator[Command]:
        for reference in references:
            command = self.domain.command.get(reference.target or "")
            if command is not None:
                yield command

    # -- types -------------------------------------------------------------------------------------------------------

    def _reached(self, element: str, seen: set[str]) -> Iterator[Use]:
        domain = self.domain
        owners: list[tuple[Event | Command | Projection | Aggregate, Sequence[Field]]] = [
            *((event, event.fields) for event in domain.event.values()),
            *((command, command.inputs) for command in domain.command.values()),
            *((projection, projection.fields) for projection in domain.projection.values()),
            *((aggregate, (aggregate.identity,)) for aggregate in domain.aggregate.values() if aggregate.identity),
        ]
        for owner, fields in owners:
            yield from (Use(owner, field.name) for field in fields if field.type.target == element)
        for value_object in domain.value_object.values():
            if value_object.id not in seen and any(field.type.target == element for field in value_object.fields):
                seen.add(value_object.id)
                yield from self._reached(value_object.id, seen)

    def _place(self, identity: str) -> Place:
        found = self.domain.command.get(identity) or self.domain.service.get(identity)
        return found.place if found is not None else NOWHERE


def kind_of(domain: Domain, element: str) -> str:
    """``event``, ``command``, ``value-object``, ``enum``, ``projection``, ``aggregate``; empty for anything else."""
    tables = {
        "event": domain.event,
        "command": domain.command,
        "value-object": domain.value_object,
        "enum": domain.enum,
        "projection": domain.projection,
        "aggregate": domain.aggregate,
    }
    return next((kind for kind, table in tables.items() if element in table), "")


def _fields(
    kind: str, identity: str, context: str, fields: Sequence[Field], member: str | None, verb: str
) -> Iterator[Party]:
    role: Role = "reader"
    for field in fields:
        if member is None or field.name == member:
            yield Party(role, context, f"{kind} {identity}.{field.name} {verb} it", field.place)


def _same_word(member: str, command: str) -> bool:
    return [word.lower() for word in words(member)] == [word.lower() for word in words(command)]
