"""A run told from its actions: numbered steps with their causes, times, payloads and what they changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from moment.behaviour.changes import Change, described, differences
from moment.behaviour.instances import Situation, alone, changed, start
from moment.behaviour.interpreter import Interpreter
from moment.behaviour.machine import Action, Record, Step
from moment.behaviour.payload import Memory
from moment.behaviour.saga_story import SagaSeen, SagaStory
from moment.behaviour.state import Joint, State, instances_of
from moment.behaviour.tellings import Emission, Link, Receipt, Tellings, tellings
from moment.behaviour.templates import Variation, timestamp
from moment.model.domain import Event
from moment.text.span import Place


class CauseOf(NamedTuple):
    """The step that a step was caused by, through what ``identity``."""

    seq: int
    reason: str
    identity: str


class Happened(NamedTuple):
    """An event of a run; ``causation`` are the identifiers of the nearest events that led to it.

    ``instance`` says in which instance of the flow it happened, counted from 0.
    """

    id: str
    event: Event
    causation: tuple[str, ...]
    at: str
    payload: Mapping[str, Any]
    instance: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One step of a run; ``carries`` are the events that it makes, shows or brings, ``input`` a command's payload."""

    seq: int
    record: Record
    step: Step | None
    lane: str | None
    aggregate: str | None
    moment: int | None
    arm: int | None
    at: str
    causes: tuple[CauseOf, ...]
    events: tuple[str, ...]
    carries: tuple[str, ...]
    input: Mapping[str, Any]
    diff: tuple[Change, ...]
    place: Place
    instance: int = 0


class FieldSeen(NamedTuple):
    field: str
    type: str
    required: bool
    verdict: str
    value: Any


class ContractSeen(NamedTuple):
    route: int
    seq: int
    fields: tuple[FieldSeen, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """``lengths`` says after each action how many lines there are."""

    lines: tuple[Line, ...]
    events: tuple[Happened, ...]
    path: tuple[str, ...]
    contracts: tuple[ContractSeen, ...]
    sagas: tuple[SagaSeen, ...]
    lengths: tuple[int, ...]
    final: Situation


def replay(
    machine: Interpreter, actions: Sequence[Action], *, seed: int = 1, variation: Variation | None = None
) -> Trace:
    """Runs ``actions`` from the initial state; they must be enabled in this order."""
    situation = start(machine)
    book = _Book([], [], [])
    tellers = [
        _Teller(machine, book, instance, tellings(machine, seed, instance), variation or Variation())
        for instance in range(len(instances_of(situation)))
    ]
    lengths = []
    for action in actions:
        before = instances_of(situation)[action.instance]
        after, records = machine.apply(before, alone(action) if isinstance(situation, Joint) else action)[1:]
        tellers[action.instance].tell(before, after, records)
        situation = changed(situation, action.instance, after) if isinstance(situation, Joint) else after
        lengths.append(len(book.lines))
    return Trace(
        tuple(book.lines), tuple(book.events), tuple(_path(book, tellers)), tuple(book.contracts),
        tuple(saga for teller in tellers for saga in teller.sagas.seen()), tuple(lengths), situation,
    )  # fmt: skip


def _path(book: _Book, tellers: Sequence[_Teller]) -> Iterator[str]:
    """The moments in the order entered; of several instances with the number of the instance."""
    for instance, moment, visit in book.entered:
        flow = tellers[instance].plan.flow
        number = f"{instance + 1}/" if len(tellers) > 1 else ""
        yield f"{number}moment:{flow.moments[moment].slug}" + (f"#{visit}" if visit > 1 else "")


@dataclass(slots=True)
class _Book:
    """What all instances write into: one list of steps, one clock."""

    lines: list[Line]
    events: list[Happened]
    contracts: list[ContractSeen]
    entered: dict[tuple[int, int, int], None] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    ticks: int = 0


class _Teller:
    """Tells what one instance does."""

    def __init__(self, machine: Interpreter, book: _Book, instance: int, told: Tellings, variation: Variation) -> None:
        self.plan = machine.plan
        self.book = book
        self.instance = instance
        self.told = told
        self.memory = Memory(told.plans.shapes, variation)
        self.where: dict[int, int] = {}
        self.latest: dict[str, Happened] = {}
        self.visits = [1] * len(self.plan.flow.moments)
        self.sagas = SagaStory(machine.plan, instance)
        self.described: tuple[State | None, dict[str, str]] = (None, {})

    def tell(self, before: State, after: State, records: Sequence[Record]) -> None:
        rest = tuple(change for change in self._changes(before, after) if not change.path.startswith("saga:"))
        phases = list(before.sagas)
        for number, record in enumerate(records):
            own = self._move(record, phases)
            self._line(record, own + (rest if number == 0 else ()))
        self.sagas.note(after, len(self.book.lines) - 1)
        for back in self.plan.returns:
            if after.returned[back.number] > before.returned[back.number]:
                for moment in range(back.first, self.plan.steps[back.step].moment + 1):
                    self.visits[moment] += 1

    def _changes(self, before: State, after: State) -> tuple[Change, ...]:
        """What is different in ``after``; where a step ended the next one often begins."""
        known, words = self.described
        if known is not before:
            words = described(self.plan, before)
        self.described = after, described(self.plan, after)
        return differences(words, self.described[1])

    def _move(self, record: Record, phases: list[str | None]) -> tuple[Change, ...]:
        """The move of a saga; one that starts and goes on in the same action makes two."""
        if record.kind != "saga" or record.saga is None:
            return ()
        before, after = phases[record.saga], record.action.partition("=")[2]
        phases[record.saga] = after
        return (Change(f"saga:{self.plan.sagas[record.saga].name}", before or "not started", after),)

    def _line(self, record: Record, diff: tuple[Change, ...]) -> None:
        told = self.told(record)
        seq = len(self.book.lines)
        at = timestamp(self.book.ticks if record.ticks else max(self.book.ticks - 1, 0))
        if record.ticks:
            self.book.ticks += 1
        causes = self._causes(told.causes)
        given = self.memory.make(told.input, at) if told.input is not None else {}
        if told.input is not None:
            self.memory.keep(told.input, given)
        happened = tuple(made.id for each in told.emits for made in self._happen(each, causes, at))
        carries = happened + tuple(self.latest[name].id for name in told.brings if name in self.latest)
        if told.receipt is not None:
            self._receive(told.receipt, seq)
        if told.moment is not None and record.fault in (None, "refuse"):
            self.book.entered.setdefault((self.instance, told.moment, self.visits[told.moment]), None)
        self.where.update(dict.fromkeys(told.leaves, seq))
        for mark in told.offers:
            self.where.setdefault(mark, seq)
        self.book.lines.append(
            Line(
                seq=seq, record=record, step=told.step, lane=told.lane, aggregate=told.aggregate, moment=told.moment,
                arm=told.arm, at=at, causes=causes, events=happened, carries=carries, input=given, diff=diff,
                place=told.place, instance=self.instance,
            )
        )  # fmt: skip

    def _causes(self, links: tuple[Link, ...]) -> tuple[CauseOf, ...]:
        found: dict[int, CauseOf] = {}
        for of, reason, identity in links:
            seq = next((self.where[mark] for mark in of if mark in self.where), None)
            if seq is not None:
                found.setdefault(seq, CauseOf(seq, reason, identity))
        return tuple(found[seq] for seq in sorted(found))

    def _nearest(self, causes: tuple[CauseOf, ...]) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for cause in causes:
            line = self.book.lines[cause.seq]
            exact = tuple(name for name in line.carries if self.book.types[name] == cause.identity)
            for name in exact or line.carries or self._nearest(line.causes):
                found[name] = None
        return tuple(sorted(found))

    def _happen(self, each: Emission, causes: tuple[CauseOf, ...], at: str) -> list[Happened]:
        event = self.plan.domain.event[each.event]
        causation = self._nearest(causes)
        made = []
        for number in range(each.times):
            payload = self.memory.make(each.plan, at, number)
            found = Happened(f"evt-{len(self.book.events) + 1:03}", event, causation, at, payload, self.instance)
            self.book.events.append(found)
            self.book.types[found.id] = event.id
            made.append(found)
        if made:
            self.latest[event.id] = made[0]
            self.memory.keep(each.plan, made[0].payload)
        return made

    def _receive(self, receipt: Receipt, seq: int) -> None:
        made = self.latest.get(receipt.event)
        payload = made.payload if made else {}
        self.memory.receive(receipt.moves)
        seen = []
        for promised in receipt.promises:
            verdict = promised.verdict
            if verdict == "carried" and promised.field not in payload:
                verdict = "missing" if promised.required else "absent"
            seen.append(
                FieldSeen(promised.field, promised.type, promised.required, verdict, payload.get(promised.field))
            )
        self.book.contracts.append(ContractSeen(receipt.route, seq, tuple(seen)))
