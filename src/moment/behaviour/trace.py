"""A run told from its actions: numbered steps with their causes, times, payloads and what they changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from moment.behaviour.changes import Change, changes
from moment.behaviour.instances import Situation, alone, changed, start
from moment.behaviour.interpreter import Interpreter
from moment.behaviour.machine import Action, Occurrence, Record, Step
from moment.behaviour.payload import Knowledge, Values, Variation, contract_knowledge, knowledge, timestamp
from moment.behaviour.saga_story import SagaSeen, SagaStory
from moment.behaviour.state import Joint, State, instances_of
from moment.behaviour.steps import field_verdict
from moment.model.domain import Command, Event
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
    common = frozenset(a.identity.name for a in machine.plan.aggregates if a.identity)
    tellers = [
        _Teller(
            machine, book, instance,
            Values(machine.plan.domain, seed=seed, variation=variation or Variation(), instance=instance, common=common),
        )
        for instance in range(len(instances_of(situation)))
    ]  # fmt: skip
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

    def __init__(self, machine: Interpreter, book: _Book, instance: int, values: Values) -> None:
        self.machine = machine
        self.plan = machine.plan
        self.book = book
        self.instance = instance
        self.values = values
        self.lines = book.lines
        self.events = book.events
        self.where: dict[tuple[str, str | None], int] = {}
        self.by_step: dict[int, int] = {}
        self.known: dict[str, Knowledge] = {}
        self.identifiers: Knowledge = {}
        self.latest: dict[str, Happened] = {}
        self.types = book.types
        self.visits = [1] * len(self.plan.flow.moments)
        self.sagas = SagaStory(machine.plan, instance)

    def tell(self, before: State, after: State, records: Sequence[Record]) -> None:
        changed = changes(self.plan, before, after)
        rest = tuple(change for change in changed if not change.path.startswith("saga:"))
        phases = list(before.sagas)
        for number, record in enumerate(records):
            own = self._move(record, phases)
            self._line(record, own + (rest if number == 0 else ()))
        self.sagas.note(after, len(self.lines) - 1)
        for back in self.plan.returns:
            if after.returned[back.number] > before.returned[back.number]:
                for moment in range(back.first, self.plan.steps[back.step].moment + 1):
                    self.visits[moment] += 1

    def _move(self, record: Record, phases: list[str | None]) -> tuple[Change, ...]:
        """The move of a saga; one that starts and goes on in the same action makes two."""
        if record.kind != "saga" or record.saga is None:
            return ()
        before, after = phases[record.saga], record.action.partition("=")[2]
        phases[record.saga] = after
        return (Change(f"saga:{self.plan.sagas[record.saga].name}", before or "not started", after),)

    def _line(self, record: Record, diff: tuple[Change, ...]) -> None:
        seq = len(self.lines)
        seconds = self.book.ticks if record.ticks else max(self.book.ticks - 1, 0)
        if record.ticks:
            self.book.ticks += 1
        step = self.plan.steps[record.step] if record.step is not None else None
        causes = self._causes(record)
        command = self.plan.domain.command.get(record.command or "")
        given = self._input(command, record, seconds=seconds) if command else {}
        happened = [
            made
            for occurrence in record.events
            for made in self._happen(occurrence, record, command, given, causes, seconds=seconds)
        ]
        carries = tuple(made.id for made in happened) + tuple(self._carried(record))
        if record.route is not None and record.kind == "deliver":
            self._receive(record.route, seq)
        moment = step.moment if step is not None and record.kind != "deliver" else record.moment
        if moment is not None and record.fault in (None, "refuse"):
            self.book.entered.setdefault((self.instance, moment, self.visits[moment]), None)
        self._register(record, seq, step)
        self.lines.append(
            Line(
                seq=seq, record=record, step=step, lane=self._lane(record, step),
                aggregate=self._aggregate(command, record), moment=moment, arm=self._arm(record, step),
                at=timestamp(seconds), causes=causes, events=tuple(made.id for made in happened), carries=carries,
                input=given, diff=diff, place=self._place(record, step), instance=self.instance,
            )
        )  # fmt: skip

    def _causes(self, record: Record) -> tuple[CauseOf, ...]:
        found: dict[int, CauseOf] = {}
        for used in record.used:
            seq = None
            if record.route is not None and used.reason == "emitted":
                seq = self.by_step.get(self.plan.routes[record.route].step)
            if seq is None:
                seq = self.where.get((used.identity, used.context), self.where.get((used.identity, None)))
            if seq is not None:
                found.setdefault(seq, CauseOf(seq, used.reason, used.identity))
        return tuple(found[seq] for seq in sorted(found))

    def _carried(self, record: Record) -> list[str]:
        names = list(record.repeats)
        if record.route is not None:
            names.append(self.plan.routes[record.route].event)
        return [self.latest[name].id for name in names if name in self.latest]

    def _nearest(self, causes: tuple[CauseOf, ...]) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for cause in causes:
            line = self.lines[cause.seq]
            exact = tuple(name for name in line.carries if self.types[name] == cause.identity)
            for name in exact or line.carries or self._nearest(line.causes):
                found[name] = None
        return tuple(sorted(found))

    def _sources(self, record: Record) -> Knowledge:
        """What the direct causes tell: an own event all of it, one that crossed what its contract carries."""
        found: Knowledge = {}
        for used in reversed(record.used):
            made = self.latest.get(used.identity)
            if made is None:
                continue
            here = record.context
            routes = [r for r in self.plan.routes if r.event == used.identity and r.target == here]
            if made.event.context == here or not routes:
                found.update(knowledge(made.event.fields, made.payload))
            for route in routes:
                found.update(contract_knowledge(route.crossing.fields, made.payload))
        return found

    def _input(self, command: Command, record: Record, *, seconds: int) -> dict[str, Any]:
        memory = self.known.setdefault(command.context, {})
        given = self.values.payload(
            command.id, command.inputs, sources=(self._sources(record), memory, self.identifiers),
            seconds=seconds, without=record.unsupplied,
        )  # fmt: skip
        self._remember(command.context, knowledge(command.inputs, given))
        return given

    def _happen(
        self,
        occurrence: Occurrence,
        record: Record,
        command: Command | None,
        given: Mapping[str, Any],
        causes: tuple[CauseOf, ...],
        *,
        seconds: int,
    ) -> list[Happened]:
        event = self.plan.domain.event[occurrence.event]
        inputs = knowledge(command.inputs, given) if command else {}
        made = []
        for number in range(occurrence.times):
            memory = self.known.setdefault(event.context, {})
            payload = self.values.payload(
                event.id, event.fields, sources=(inputs, self._sources(record), memory, self.identifiers),
                seconds=seconds, occurrence=number, own_time=True,
            )  # fmt: skip
            found = Happened(
                f"evt-{len(self.events) + 1:03}",
                event,
                self._nearest(causes),
                timestamp(seconds),
                payload,
                self.instance,
            )
            self.events.append(found)
            self.types[found.id] = event.id
            made.append(found)
        if made:
            self.latest[event.id] = made[0]
            self._remember(event.context, knowledge(event.fields, made[0].payload))
        return made

    def _remember(self, context: str, learnt: Knowledge) -> None:
        self.known.setdefault(context, {}).update(learnt)
        for name, known in learnt.items():
            if known.type.name == "UUID" and not known.type.array:
                self.identifiers.setdefault(name, known)

    def _receive(self, number: int, seq: int) -> None:
        route = self.plan.routes[number]
        made = self.latest.get(route.event)
        payload = made.payload if made else {}
        self._remember(route.target, contract_knowledge(route.crossing.fields, payload))
        seen = []
        for promised in route.crossing.fields:
            verdict = field_verdict(promised)
            if verdict == "carried" and promised.name not in payload:
                verdict = "missing" if promised.required else "absent"
            value = payload.get(promised.name)
            seen.append(FieldSeen(promised.name, promised.type.text, promised.required, verdict, value))
        self.book.contracts.append(ContractSeen(number, seq, tuple(seen)))

    def _register(self, record: Record, seq: int, step: Step | None) -> None:
        def register(identity: str, context: str | None) -> None:
            self.where[identity, context] = seq
            self.where[identity, None] = seq

        if record.kind in ("refuse", "lose", "duplicate", "drift", "crash", "skip", "choose"):
            return
        if step is not None and record.kind != "deliver":
            self.by_step[step.index] = seq
        for occurrence in record.events:
            register(occurrence.event, occurrence.context)
        for identity in record.repeats:
            if step is not None and (identity, step.context) not in self.where:
                self.where[identity, step.context] = seq
        if record.kind == "deliver" and record.route is not None:
            route = self.plan.routes[record.route]
            self.where[route.event, route.target] = seq
        if record.command is not None:
            register(record.command, record.context)
        if record.reaction is not None:
            register(self.plan.reactions[record.reaction].source.id, None)
        if record.saga is not None:
            register(self.plan.sagas[record.saga].id, None)

    def _lane(self, record: Record, step: Step | None) -> str | None:
        if record.route is not None and record.kind == "deliver":
            return self.plan.routes[record.route].crossing.target_lane.name
        if step is not None:
            return step.placement.lane.name
        return next(
            (lane.name for lane in self.plan.flow.lanes if record.context and lane.context == record.context), None
        )

    def _aggregate(self, command: Command | None, record: Record) -> str | None:
        if command is not None:
            return command.aggregate
        names = [occurrence.event for occurrence in record.events] + list(record.repeats)
        return self.plan.domain.event[names[0]].aggregate if names else None

    def _arm(self, record: Record, step: Step | None) -> int | None:
        return None if record.kind == "deliver" or step is None else step.arm

    def _place(self, record: Record, step: Step | None) -> Place:
        if record.route is not None:
            return self.plan.routes[record.route].crossing.place
        if record.reaction is not None:
            return self.plan.reactions[record.reaction].source.place
        if record.saga is not None:
            return self.plan.sagas[record.saga].place
        if step is not None:
            return step.placement.place
        if record.command is not None:
            return self.plan.domain.command[record.command].place
        if record.moment is not None:
            return self.plan.flow.moments[record.moment].place
        return self.plan.flow.place
