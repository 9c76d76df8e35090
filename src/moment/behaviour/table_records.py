"""What the actions of tables tell: their records, and where the values of their events come from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from moment.behaviour.machine import Record
from moment.behaviour.payload import Numbering, PayloadPlan
from moment.behaviour.tellings import Receipt, Telling, Tellings
from moment.behaviour.wire_tables import (
    Arrival,
    Emitted,
    PlannedField,
    PromisedField,
    RecordCause,
    RecordCheck,
    RecordRow,
    ShapedField,
    TableCrossing,
    TableEvent,
    TablePlace,
    TableShape,
)
from moment.text.span import Place


class Vocabulary(NamedTuple):
    """What the records of all actions refer to by number."""

    events: list[TableEvent]
    plans: list[list[PlannedField]]
    shapes: list[TableShape]
    crossings: list[TableCrossing]
    slots: list[str]
    marks: list[str]


class Numbers:
    """New numbers for things, in the order in which they are met."""

    def __init__(self) -> None:
        self.things: list[Any] = []
        self._numbers: dict[Any, int] = {}

    def __call__(self, thing: Any) -> int:
        number = self._numbers.setdefault(thing, len(self.things))
        if number == len(self.things):
            self.things.append(thing)
        return number


class Teller:
    """Tells the records of every instance; all ``records`` that there are, before any is written.

    Slots that nothing is read from and marks that nothing is found by are left out. Each instance has a memory of its
    own, so what two of them call alike has one number.
    """

    def __init__(
        self, told: Sequence[Tellings], records: Iterable[Record], place: Callable[[Place], TablePlace]
    ) -> None:
        self.told = told
        self.plan = told[0].plan
        self.place = place
        every = list(map(told[0], dict.fromkeys(records)))
        plans = [
            plan for each in every for plan in (each.input, *(made.plan for made in each.emits)) if plan is not None
        ]  # fmt: skip
        read = {slot for plan in plans for field in plan for slot in field.sources}
        moved = [move for each in every if each.receipt is not None for move in each.receipt.moves]
        read |= {move.source for move in moved if move.context in read or move.identifier in read}
        self._read = {_name(told[0].plans.slots, slot) for slot in read}
        asked = {mark for each in every for link in each.causes for mark in link.of}
        self._asked = {_name(told[0].marks, mark) for mark in asked}
        self._slots, self._marks, self._events, self._shapes = Numbers(), Numbers(), Numbers(), Numbers()
        self._plans: dict[str, list[PlannedField]] = {}
        self._plan_numbers, self._crossing_numbers = Numbers(), Numbers()
        self._crossings: list[TableCrossing] = []

    def records(self, records: Sequence[Record], instance: int) -> list[RecordRow]:
        return [self._record(self.told[instance](record), instance) for record in records]

    def emits(self, records: Sequence[Record], instance: int) -> list[Emitted]:
        return [
            Emitted(self._events(made.event), number, made.times, self._plan(made.plan, instance))
            for number, record in enumerate(records)
            for made in self.told[instance](record).emits
        ]

    def found_by(self, records: Sequence[Record]) -> set[str]:
        """The marks that these records leave."""
        told = self.told[0]
        return {
            _name(told.marks, mark) for record in records for mark in (*told(record).leaves, *told(record).offers)
        }  # fmt: skip

    def looks_for(self, records: Sequence[Record]) -> set[str]:
        """The marks that their causes are found by, but those that they leave to one another."""
        told = self.told[0]
        links = (link for record in records for link in told(record).causes)
        wanted = {_name(told.marks, mark) for link in links for mark in link.of}
        return wanted - self.found_by(records) if len(records) > 1 else wanted

    def vocabulary(self) -> Vocabulary:
        return Vocabulary(
            [TableEvent(name, self.plan.domain.event[name].name) for name in self._events.things],
            list(self._plans.values()),
            [self._shape(*each) for each in self._shapes.things],  # it grows by what they contain
            self._crossings,
            list(self._slots.things),
            list(self._marks.things),
        )

    def _record(self, told: Telling, instance: int) -> RecordRow:
        record = told.record
        moment = self.plan.flow.moments[told.moment] if told.moment is not None else None
        return RecordRow(
            action=record.action,
            kind=record.kind,
            lane=told.lane,
            context=record.context,
            aggregate=told.aggregate,
            moment=f"moment:{moment.slug}" if moment else None,
            arm=moment.arms[told.arm].condition if moment and told.arm is not None else None,
            beyond_flow=record.beyond,
            causes=[
                RecordCause(
                    [self._mark(mark, instance) for mark in cause.of], cause.reason, self._event(cause.identity)
                )
                for cause in told.causes
            ],
            checks=[RecordCheck(*check) for check in record.checks],
            fault=record.fault,
            place=self.place(told.place),
            ticks=record.ticks,
            command=record.command.rpartition("/")[2] if record.command is not None else None,
            leaves=self._left(told.leaves, instance),
            offers=self._left(told.offers, instance),
            brings=[self._events(name) for name in told.brings],
            input=self._plan(told.input, instance) if told.input else None,
            receives=self._crossing(told.receipt, instance) if told.receipt is not None else None,
        )

    def _mark(self, mark: int, instance: int) -> int:
        return self._marks(_name(self.told[instance].marks, mark))

    def _left(self, marks: Iterable[int], instance: int) -> list[int]:
        names = self.told[instance].marks
        return [self._marks(_name(names, mark)) for mark in marks if _name(names, mark) in self._asked]

    def _event(self, identity: str) -> int | None:
        return self._events(identity) if identity in self.plan.domain.event else None

    def _slot(self, slot: int | None, instance: int) -> int | None:
        """``None`` where nothing is ever read from it."""
        name = _name(self.told[instance].plans.slots, slot) if slot is not None else ""
        return self._slots(name) if name in self._read else None

    def _read_slot(self, slot: int, instance: int) -> int:
        return self._slots(_name(self.told[instance].plans.slots, slot))

    def _plan(self, plan: PayloadPlan, instance: int) -> int:
        key = f"{instance} {plan!r}"
        if key not in self._plans:
            self._plans[key] = [
                PlannedField(
                    each.name, list(each.new), [self._read_slot(slot, instance) for slot in each.sources],
                    self._slot(each.kept.own, instance), self._slot(each.kept.context, instance),
                    self._slot(each.kept.identifier, instance), self._shape_number(each.shape, instance), each.optional,
                )
                for each in plan
            ]  # fmt: skip
        return self._plan_numbers(key)

    def _crossing(self, receipt: Receipt, instance: int) -> int:
        number = self._crossing_numbers((instance, receipt.route))
        if number == len(self._crossings):
            moved = (
                (move.source, self._slot(move.context, instance), self._slot(move.identifier, instance))
                for move in receipt.moves
            )
            route = self.plan.routes[receipt.route]
            self._crossings.append(
                TableCrossing(
                    route.name, self._events(receipt.event), route.target,
                    [PromisedField(*each) for each in receipt.promises],
                    [Arrival(self._read_slot(source, instance), *to) for source, *to in moved if to != [None, None]],
                )
            )  # fmt: skip
        return number

    def _shape_number(self, shape: int | None, instance: int) -> int | None:
        return self._shapes((instance, shape)) if shape is not None else None

    def _shape(self, instance: int, number: int) -> TableShape:
        shape = self.told[instance].plans.shapes.found[number]
        return TableShape(
            shape.name,
            list(shape.values) if shape.values is not None else None,
            [
                ShapedField(
                    each.name, each.same, list(each.new), self._shape_number(each.shape, instance), each.optional
                )
                for each in shape.fields
            ],
        )


def _name(numbering: Numbering, number: int) -> str:
    return numbering.names[number]
