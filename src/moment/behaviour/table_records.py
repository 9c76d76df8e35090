"""What the actions of tables tell: their records, and where the values of their events come from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from moment.behaviour.interpreter import Interpreter
from moment.behaviour.machine import Action
from moment.behaviour.trace import Happened, Line, Trace, replay
from moment.behaviour.wire_tables import Emitted, RecordCause, RecordCheck, RecordRow, TablePlace
from moment.text.span import Place


class Teller:
    """Tells an action from the first run that comes to it."""

    def __init__(self, machine: Interpreter, seed: int, place: Callable[[Place], TablePlace]) -> None:
        self.machine = machine
        self.seed = seed
        self.place = place

    def told(self, path: Sequence[Action], action: Action) -> tuple[list[RecordRow], list[Emitted], list[str]]:
        """The records, the events, and the names of the actions that caused it."""
        trace = replay(self.machine, [*path, action], seed=self.seed)
        first = trace.lengths[-2] if path else 0
        events = {event.id: event for event in trace.events}
        records, emits = [], []
        causes: dict[str, None] = {}
        for number, line in enumerate(trace.lines[first:]):
            records.append(self._record(line, trace, events))
            causes.update((trace.lines[cause.seq].record.action, None) for cause in line.causes if cause.seq < first)
            emits.extend(self._emits(number, line, trace, events))
        return records, emits, list(causes)

    def _record(self, line: Line, trace: Trace, events: Mapping[str, Happened]) -> RecordRow:
        record = line.record
        moment = self.machine.plan.flow.moments[line.moment] if line.moment is not None else None
        return RecordRow(
            action=record.action,
            kind=record.kind,
            lane=line.lane,
            context=record.context,
            aggregate=line.aggregate,
            moment=f"moment:{moment.slug}" if moment else None,
            arm=moment.arms[line.arm].condition if moment and line.arm is not None else None,
            beyond_flow=record.beyond,
            causes=[RecordCause([trace.lines[c.seq].record.action], c.reason) for c in line.causes],
            checks=[RecordCheck(*check) for check in record.checks],
            fault=record.fault,
            place=self.place(line.place),
            ticks=record.ticks,
            events=[events[each].event.name for each in line.events],
        )

    def _emits(self, number: int, line: Line, trace: Trace, events: Mapping[str, Happened]) -> list[Emitted]:
        made: dict[str, list[Happened]] = {}
        for each in line.events:
            made.setdefault(events[each].event.id, []).append(events[each])
        told = [[events[name] for name in trace.lines[cause.seq].carries if name in events] for cause in line.causes]
        return [
            Emitted(
                same[0].event.name, number, len(same),
                {name: _plan(name, same, told) for name in same[0].payload},
            )
            for same in made.values()
        ]  # fmt: skip


def _plan(name: str, made: Sequence[Happened], told: Sequence[Sequence[Happened]]) -> list[Any]:
    """Where a value is from: the clock, the field of that name of a cause, else it is always the same."""
    values = [each.payload.get(name) for each in made]
    typed = next((field.type.name for field in made[0].event.fields if field.name == name), "")
    for number, events in enumerate(told):
        if any(event.payload.get(name) == values[0] and name in event.payload for event in events):
            return ["<", number]
    if typed == "DateTime" and values[0] == made[0].at:
        return ["@"]
    while len(values) > 1 and values[-1] == values[-2]:
        values.pop()
    return ["=", *values]
