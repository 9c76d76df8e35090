"""Aggregates and what is written inside them; types and invariants are built alike at context level."""

from __future__ import annotations

from moment.language import syntax
from moment.model.domain import Aggregate, Command, EnumType, Event, Invariant, Machine, Precondition, ValueObject
from moment.model.fields import classification
from moment.model.machines import machine
from moment.model.scope import Scope


class Members:
    """The built members of one aggregate or context, by kind, in declared order."""

    __slots__ = ("enums", "invariants", "value_objects")

    def __init__(self) -> None:
        self.value_objects: list[ValueObject] = []
        self.enums: list[EnumType] = []
        self.invariants: list[Invariant] = []

    def take(self, member: object, scope: Scope, *, aggregate: str | None = None, inherited: str | None = None) -> None:
        """Adds ``member`` when it is a value object, an enum or an invariant."""
        match member:
            case syntax.ValueObject():
                self.value_objects.append(_value_object(member, scope, aggregate, inherited))
            case syntax.EnumType():
                self.enums.append(_enum(member, scope, aggregate))
            case syntax.Invariant():
                self.invariants.append(_invariant(member, scope, aggregate))
            case _:
                pass


def build_aggregate(aggregate: syntax.Aggregate, scope: Scope) -> Aggregate:
    name = aggregate.name.text
    owner = f"{scope.context}/{name}"
    annotations = scope.annotations(aggregate)
    inherited = classification(annotations)
    commands: list[Command] = []
    events: list[Event] = []
    states: list[syntax.States] = []
    members = Members()
    for member in aggregate.members:
        match member:
            case syntax.Command():
                commands.append(_command(member, scope, owner=owner, aggregate=name, inherited=inherited))
            case syntax.Event():
                events.append(_event(member, scope, owner=owner, aggregate=name, inherited=inherited))
            case syntax.States():
                states.append(member)
            case _:
                members.take(member, scope, aggregate=name, inherited=inherited)
    return Aggregate(
        id=owner,
        name=name,
        context=scope.context,
        identity=scope.fields((aggregate.identity,), inherited)[0] if aggregate.identity else None,
        commands=tuple(commands),
        events=tuple(events),
        value_objects=tuple(members.value_objects),
        enums=tuple(members.enums),
        invariants=tuple(members.invariants),
        lifecycle=_lifecycle(states, scope, name),
        annotations=annotations,
        place=scope.place(aggregate.name),
        extent=scope.extent(aggregate.start, aggregate.end),
    )


def _lifecycle(lines: list[syntax.States], scope: Scope, aggregate: str) -> Machine | None:
    """``None`` as well when no state of any line could be read."""
    built = machine(lines, scope.path, lambda name: scope.references.lifecycle_event(name, aggregate))
    return built if built.states else None


def _command(command: syntax.Command, scope: Scope, *, owner: str, aggregate: str, inherited: str | None) -> Command:
    annotations = scope.annotations(command)
    references = scope.references
    states = references.declared.states_of.get(aggregate, set())
    return Command(
        id=f"{owner}/{command.name.text}",
        name=command.name.text,
        context=scope.context,
        aggregate=aggregate,
        inputs=scope.fields(command.inputs, classification(annotations) or inherited),
        preconditions=tuple(
            Precondition(
                written.name.text,
                written.text.text,
                written.negated,
                tuple(references.among(state, states) for state in written.states),
                scope.place(written.name),
            )
            for written in command.preconditions
        ),
        mode=command.emits.mode,
        emits=tuple(references.emitted(name, aggregate) for name in command.emits.names),
        annotations=annotations,
        place=scope.place(command.name),
        extent=scope.extent(command.start, command.end),
    )


def _event(event: syntax.Event, scope: Scope, *, owner: str, aggregate: str, inherited: str | None) -> Event:
    annotations = scope.annotations(event)
    identity = f"{owner}/{event.name.text}"
    return Event(
        id=identity,
        name=event.name.text,
        context=scope.context,
        aggregate=aggregate,
        fields=scope.fields(event.fields, classification(annotations) or inherited),
        emitters=tuple(scope.emitters.get(identity, ())),
        annotations=annotations,
        place=scope.place(event.name),
        extent=scope.extent(event.start, event.end),
    )


def _value_object(value: syntax.ValueObject, scope: Scope, aggregate: str | None, inherited: str | None) -> ValueObject:
    annotations = scope.annotations(value)
    return ValueObject(
        id=f"{scope.context}/{value.name.text}",
        name=value.name.text,
        context=scope.context,
        aggregate=aggregate,
        fields=scope.fields(value.fields, classification(annotations) or inherited),
        annotations=annotations,
        place=scope.place(value.name),
        extent=scope.extent(value.start, value.end),
    )


def _enum(enum: syntax.EnumType, scope: Scope, aggregate: str | None) -> EnumType:
    return EnumType(
        id=f"{scope.context}/{enum.name.text}",
        name=enum.name.text,
        context=scope.context,
        aggregate=aggregate,
        values=tuple((value.text, scope.place(value)) for value in enum.values if value.text),
        annotations=scope.annotations(enum),
        place=scope.place(enum.name),
        extent=scope.extent(enum.start, enum.end),
    )


def _invariant(invariant: syntax.Invariant, scope: Scope, aggregate: str | None) -> Invariant:
    return Invariant(
        id=f"{scope.context}/{invariant.name.text}",
        name=invariant.name.text,
        context=scope.context,
        aggregate=aggregate,
        text=invariant.text.text,
        scope=scope.references.scope(invariant.scope),
        annotations=scope.annotations(invariant),
        place=scope.place(invariant.name),
        extent=scope.extent(invariant.start, invariant.end),
    )
