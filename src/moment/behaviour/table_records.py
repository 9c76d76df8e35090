"""What the actions of tables tell: their records, and where the values of their events come from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from moment.behaviour.machine import Record
from moment.behaviour.payload import PayloadPlan
from moment.behaviour.shapes import Shape
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
        self.found: dict[Any, int] = {}

    def __call__(self, thing: Any) -> int:
        return self.found.setdefault(thing, len(self.found))


class Teller:
    """Tells the records of one instance, whose tellings are all ``told`` before any is written.

    Slots that nothing is read from and marks that nothing is found by are left out.
    """

    def __init__(self, told: Tellings, records: Iterable[Record], place: Callable[[Place], TablePlace]) -> None:
        self.told = told
        self.place = place
        every = [told(record) for record in records]
        plans = [
            plan for each in every for plan in (each.input, *(made.plan for made in each.emits)) if plan is not None
        ]
        receipts = [each.receipt for each in every if each.receipt is not None]
        read = {slot for plan in plans for field in plan for slot in field.sources}
        moved = [move for each in receipts for move in each.moves]
        self._read = read | {m.source for m in moved if m.context in read or m.identifier in read}
        self._asked = {mark for each in every for link in each.causes for mark in link.of}
        self._slots, self._marks, self._events = Numbers(), Numbers(), Numbers()
        self._plans: dict[str, PayloadPlan] = {}
        self._plan_numbers = Numbers()
        self._crossings: dict[Receipt, int] = {}

    def records(self, records: Sequence[Record]) -> list[RecordRow]:
        return [self._record(self.told(record)) for record in records]

    def emits(self, records: Sequence[Record]) -> list[Emitted]:
        return [
            Emitted(self._events(made.event), number, made.times, self._plan(made.plan))
            for number, record in enumerate(records)
            for made in self.told(record).emits
        ]

    def found_by(self, records: Sequence[Record]) -> set[int]:
        """The marks that these records leave."""
        return {mark for record in records for mark in (*self.told(record).leaves, *self.told(record).offers)}

    def looks_for(self, records: Sequence[Record]) -> set[int]:
        """The marks that their causes are found by, but those that they leave to one another."""
        wanted = {mark for record in records for link in self.told(record).causes for mark in link.of}
        return wanted - self.found_by(records) if len(records) > 1 else wanted

    def vocabulary(self) -> Vocabulary:
        plan = self.told.plan
        crossings = [self._crossing(receipt) for receipt in self._crossings]
        plans = [self._fields(each) for each in self._plans.values()]
        names = list(self.told.plans.slots.numbers)
        marks = list(self.told.marks.numbers)
        return Vocabulary(
            [TableEvent(name, plan.domain.event[name].name) for name in self._events.found],
            plans,
            [_shape(each) for each in self.told.plans.shapes.found],
            crossings,
            [names[slot] for slot in self._slots.found],
            [marks[mark] for mark in self._marks.found],
        )

    def _record(self, told: Telling) -> RecordRow:
        record = told.record
        moment = self.told.plan.flow.moments[told.moment] if told.moment is not None else None
        receipt = told.receipt
        return RecordRow(
            action=record.action,
            kind=record.kind,
            lane=told.lane,
            context=record.context,
            aggregate=told.aggregate,
            moment=f"moment:{moment.slug}" if moment else None,
            arm=moment.arms[told.arm].condition if moment and told.arm is not None else None,
            beyond_flow=record.beyond,
            causes=[RecordCause(list(map(self._marks, c.of)), c.reason, self._event(c.identity)) for c in told.causes],
            checks=[RecordCheck(*check) for check in record.checks],
            fault=record.fault,
            place=self.place(told.place),
            ticks=record.ticks,
            command=record.command.rpartition("/")[2] if record.command is not None else None,
            leaves=self._left(told.leaves),
            offers=self._left(told.offers),
            brings=[self._events(name) for name in told.brings],
            input=self._plan(told.input) if told.input else None,
            receives=self._crossings.setdefault(receipt, len(self._crossings)) if receipt is not None else None,
        )

    def _left(self, marks: Iterable[int]) -> list[int]:
        return [self._marks(mark) for mark in marks if mark in self._asked]

    def _event(self, identity: str) -> int | None:
        return self._events(identity) if identity in self.told.plan.domain.event else None

    def _plan(self, plan: PayloadPlan) -> int:
        self._plans.setdefault(repr(plan), plan)
        return self._plan_numbers(repr(plan))

    def _slot(self, slot: int | None) -> int | None:
        return self._slots(slot) if slot is not None and slot in self._read else None

    def _fields(self, plan: PayloadPlan) -> list[PlannedField]:
        return [
            PlannedField(
                each.name, list(each.new), [self._slots(slot) for slot in each.sources], self._slot(each.kept.own),
                self._slot(each.kept.context), self._slot(each.kept.identifier), each.shape, each.optional,
            )
            for each in plan
        ]  # fmt: skip

    def _crossing(self, receipt: Receipt) -> TableCrossing:
        route = self.told.plan.routes[receipt.route]
        moved = ((move.source, self._slot(move.context), self._slot(move.identifier)) for move in receipt.moves)
        return TableCrossing(
            route.name, self._events(receipt.event), route.target, [PromisedField(*each) for each in receipt.promises],
            [Arrival(self._slots(source), *to) for source, *to in moved if to != [None, None]],
        )  # fmt: skip


def _shape(shape: Shape) -> TableShape:
    return TableShape(
        shape.name,
        list(shape.values) if shape.values is not None else None,
        [ShapedField(each.name, each.same, list(each.new), each.shape, each.optional) for each in shape.fields],
    )
