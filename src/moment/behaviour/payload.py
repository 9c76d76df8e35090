"""The values of fields: plans that say where each is from, and the memory of a run in which they are made.

What a run has learnt stands in numbered slots: of every message its latest payload field by field, of every context
what is known there by name and type, and the first identifier of every name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from moment.behaviour.shapes import Shapes, same
from moment.behaviour.templates import CLOCK, NOTHING, Template, Templates, Variation, by_occurrence, fill
from moment.model.domain import Command, ContractField, Event, Field


class Kept(NamedTuple):
    """The slots of a field: its ``own``, that of the context, and that of identifiers, which keeps its first value."""

    own: int
    context: int
    identifier: int | None


class FieldPlan(NamedTuple):
    """The value in the first of ``sources`` that has one, made into ``shape``, else ``new``; then ``kept``."""

    name: str
    optional: bool
    shape: int | None
    sources: tuple[int, ...]
    new: Template
    kept: Kept


PayloadPlan: TypeAlias = tuple[FieldPlan, ...]


class Move(NamedTuple):
    """What a message brings: the value of slot ``source`` into those of the receiver."""

    name: str
    source: int
    context: int
    identifier: int | None


class Numbering:
    """Numbers for names, in the order in which they are met."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.names: list[str] = []

    def __call__(self, name: str) -> int:
        number = self.numbers.setdefault(name, len(self.names))
        if number == len(self.names):
            self.names.append(name)
        return number


class Supplied(NamedTuple):
    """Fields of a message by their names; of one that crossed only those that its contract carries."""

    fields: Mapping[str, Field]
    owner: str


class Plans:
    """Compiles the payloads of one instance of a flow."""

    def __init__(self, templates: Templates, slots: Numbering) -> None:
        self.templates = templates
        self.shapes = Shapes(templates)
        self.slots = slots

    def input(self, command: Command, supplied: Sequence[Supplied], *, without: tuple[str, ...]) -> PayloadPlan:
        """The payload of a command, but for what nothing supplies."""
        found = []
        for field in _once(command.inputs):
            plan = self._field(command.id, command.context, field, supplied, times=1)
            found.append(plan._replace(sources=(), new=NOTHING) if field.name in without else plan)
        return tuple(found)

    def event(
        self,
        event: Event,
        supplied: Sequence[Supplied],
        *,
        command: Command | None = None,
        without: tuple[str, ...] = (),
        times: int = 1,
    ) -> PayloadPlan:
        """The payload of an event, first of all from the input of the ``command`` that emits it.

        A ``DateTime`` whose name ends in ``At`` is the step's own time unless the command has it.
        """
        inputs = {field.name: same(field.type) for field in command.inputs[::-1]} if command else {}
        found = []
        for field in _once(event.fields):
            plan = self._field(event.id, event.context, field, supplied, times=times)
            if field.type.name == "DateTime" and field.name.endswith("At"):
                plan = plan._replace(sources=(), new=CLOCK)
            if command is not None and inputs.get(field.name) == same(field.type) and field.name not in without:
                plan = plan._replace(sources=(self._own(command.id, field.name), *plan.sources))
            found.append(plan)
        return tuple(found)

    def moves(self, event: Event, fields: Iterable[ContractField], target: str) -> tuple[Move, ...]:
        """What the receiver of ``event`` learns: the contract fields that it carries, as the event types them."""
        return tuple(
            Move(each.name, self._own(event.id, each.name), *self._remembered(target, each.carried))
            for each in fields
            if each.carried is not None
        )

    def _field(self, owner: str, context: str, field: Field, supplied: Sequence[Supplied], *, times: int) -> FieldPlan:
        sources = [
            self._own(each.owner, field.name)
            for each in supplied
            if field.name in each.fields and same(each.fields[field.name].type) == same(field.type)
        ]
        kept = Kept(self._own(owner, field.name), *self._remembered(context, field))
        sources.append(kept.context)
        if kept.identifier is not None:
            sources.append(kept.identifier)
        new = by_occurrence(
            [self.templates.new(owner, field.name, field.type, occurrence=number) for number in range(times)]
        )
        shape = self.shapes.number(field.type)
        return FieldPlan(field.name, field.type.optional, shape, tuple(dict.fromkeys(sources)), new, kept)

    def _own(self, owner: str, name: str) -> int:
        return self.slots(f"{owner}.{name}")

    def _remembered(self, context: str, field: Field) -> tuple[int, int | None]:
        is_identifier = field.type.name == "UUID" and not field.type.array
        known = self.slots(f"{field.name}: {same(field.type)} in {context}")
        return known, self.slots(f"{field.name} anywhere") if is_identifier else None


def _once(fields: Iterable[Field]) -> tuple[Field, ...]:
    """The first field of each name."""
    found: dict[str, Field] = {}
    for field in fields:
        found.setdefault(field.name, field)
    return tuple(found.values())


class Memory:
    """The slots of a run, each with a value and the number of its shape."""

    def __init__(self, shapes: Shapes, variation: Variation) -> None:
        self.shapes = shapes
        self.variation = variation
        self.slots: dict[int, tuple[Any, int | None]] = {}

    def make(self, plan: PayloadPlan, at: str, occurrence: int = 0) -> dict[str, Any]:
        """The payload of a plan; nothing is kept."""
        found: dict[str, Any] = {}
        for field in plan:
            if field.optional and self.variation.sparse:
                continue
            source = next((slot for slot in field.sources if slot in self.slots), None)
            if source is not None:
                value, shape = self.slots[source]
                found[field.name] = self.shapes.adapt(value, shape, field.shape, at=at, variation=self.variation)
            elif field.new[0] != "?":
                found[field.name] = fill(field.new, at, self.variation, occurrence)
        return found

    def keep(self, plan: PayloadPlan, payload: Mapping[str, Any]) -> None:
        """Keeps a payload where those after it look."""
        for field in plan:
            if field.name in payload:
                self._put(field.kept.own, field.kept.context, field.kept.identifier, (payload[field.name], field.shape))
            else:
                self.slots.pop(field.kept.own, None)

    def receive(self, moves: Iterable[Move]) -> None:
        for move in moves:
            entry = self.slots.get(move.source)
            if entry is not None:
                self._put(None, move.context, move.identifier, entry)

    def _put(self, own: int | None, context: int, identifier: int | None, entry: tuple[Any, int | None]) -> None:
        if own is not None:
            self.slots[own] = entry
        self.slots[context] = entry
        if identifier is not None:
            self.slots.setdefault(identifier, entry)
