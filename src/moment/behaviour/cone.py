"""Why a run ended as it did: the steps that led to the last bad thing, each with what it was caused by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from moment.behaviour.instances import alone, changed, start
from moment.behaviour.interpreter import Interpreter
from moment.behaviour.machine import Action, Step
from moment.behaviour.sentences import is_second, sentence
from moment.behaviour.state import UNDECIDED, Flag, Joint, instances_of
from moment.behaviour.trace import Line, Trace
from moment.behaviour.verdicts import Verdict, guilty, unfinished
from moment.behaviour.view import View


class Because(NamedTuple):
    """A step of the run, and how it caused: ``emitted``, ``triggered-by``, ``chosen``, ``duplicate``, ``state`` …"""

    seq: int
    reason: str


class Caused(NamedTuple):
    """A step of the cone with a sentence; ``because`` is empty when nothing in the run caused it."""

    seq: int
    text: str
    because: tuple[Because, ...]
    is_last: bool


def cone(machine: Interpreter, actions: Sequence[Action], trace: Trace, verdict: Verdict) -> tuple[Caused, ...]:
    """The steps without which ``verdict`` would not be, the last first: transitive causes, each once."""
    return _Cone(machine, actions, trace, verdict).steps()


class _Cone:
    def __init__(self, machine: Interpreter, actions: Sequence[Action], trace: Trace, verdict: Verdict) -> None:
        self.machine = machine
        self.plan = machine.plan
        self.actions = actions
        self.trace = trace
        self.lines = trace.lines
        self.verdict = verdict
        states = instances_of(trace.final)
        self.final = guilty(machine, trace.final, verdict)
        instance = next(number for number, state in enumerate(states) if state is self.final)
        self.own = [line for line in trace.lines if line.instance == instance]

    def steps(self) -> tuple[Caused, ...]:
        roots = sorted(set(self._roots()))
        because: dict[int, tuple[Because, ...]] = {}
        waiting = list(roots)
        while waiting:
            seq = waiting.pop()
            if seq not in because:
                causes = set(self._causes(self.lines[seq], is_root=seq in roots))
                because[seq] = tuple(sorted(causes))
                waiting.extend(each.seq for each in causes)
        return tuple(
            Caused(seq, self._text(seq, because[seq]), because[seq], seq in roots)
            for seq in sorted(because, reverse=True)
        )

    def _text(self, seq: int, because: tuple[Because, ...]) -> str:
        """The sentence; what came from outside says so, and where states matter, what they became."""
        parts = [sentence(self.plan, self.lines, seq)]
        caused = any(each.reason not in ("chosen", "state") for each in because)
        if not caused and self.lines[seq].record.kind in ("handle", "publish", "refuse"):
            parts.append("from outside")
        if self.verdict.kind in ("stalled", "illegal-transition"):
            moves = [change for change in self.lines[seq].diff if change.path.startswith("lifecycle:")]
            parts += [f"so {change.path.rpartition('/')[2]} became {change.after}" for change in moves]
        return ", ".join(parts)

    def _causes(self, line: Line, *, is_root: bool) -> Iterator[Because]:
        earlier = [each for each in self.lines[: line.seq] if each.instance == line.instance]
        record = line.record
        for cause in line.causes:
            yield Because(cause.seq, cause.reason)
        if line.step is not None and line.step.arm is not None and record.kind != "deliver":
            for seq in self._choice(line.step.moment, earlier):
                yield Because(seq, "chosen")
        if record.kind == "deliver":
            same = [each for each in earlier if each.record.route == record.route]
            for fault in ("duplicate", "drift"):
                if fault == "drift" or is_second(self.lines, line.seq):
                    for seq in _last(each.seq for each in same if each.record.kind == fault):
                        yield Because(seq, fault)
        if is_root and self.verdict.kind == "illegal-transition":
            for seq in self._moved(self.verdict.subject, self.lines[: line.seq]):
                yield Because(seq, "state")

    def _choice(self, moment: int, lines: Sequence[Line]) -> list[int]:
        return _last(line.seq for line in lines if line.record.kind == "choose" and line.moment == moment)

    def _moved(self, aggregate: str, lines: Sequence[Line]) -> list[int]:
        """The step in which the aggregate came into the state that it is in."""
        path = f"lifecycle:{aggregate}"
        return _last(line.seq for line in lines if any(change.path == path for change in line.diff))

    def _roots(self) -> Iterator[int]:
        found = self._flagged()
        if not found:
            match self.verdict.kind:
                case "stalled":
                    found = [*self._stalled()]
                case "retry-exhausted":
                    found = self._exhausted()
                case "unhandled-refusal":
                    found = _last(line.seq for line in self.own if line.record.kind == "refuse")
                case "unfinished-saga":
                    number = next(
                        (n for n, saga in enumerate(self.plan.sagas) if saga.id == self.verdict.subject), None
                    )
                    found = _last(line.seq for line in self.own if line.record.saga == number)
        yield from found or _last(line.seq for line in self.lines)

    def _flagged(self) -> list[int]:
        """The line in which the flag of the verdict was raised, seen by running the actions again."""
        wanted = Flag(self.verdict.kind, self.verdict.subject, self.verdict.detail)
        situation = start(self.machine)
        first = 0
        for action, length in zip(self.actions, self.trace.lengths, strict=True):
            before = instances_of(situation)[action.instance]
            after = self.machine.after(before, alone(action) if isinstance(situation, Joint) else action)
            if wanted in after.flags - before.flags:
                here = self.lines[first:length]
                return [next((line.seq for line in here if self._happened_to(line, wanted)), first)]
            situation = changed(situation, action.instance, after) if isinstance(situation, Joint) else after
            first = length
        return []

    def _happened_to(self, line: Line, flag: Flag) -> bool:
        record = line.record
        if flag.verdict in ("illegal-transition", "unanticipated"):
            event = flag.detail.rpartition("@")[0] if flag.verdict == "illegal-transition" else flag.detail
            return any(each.event == event for each in record.events)
        if record.saga is not None:
            return self.plan.sagas[record.saga].id == flag.subject
        if record.reaction is not None:
            return self.plan.reactions[record.reaction].source.id == flag.subject
        return line.step is not None and line.step.placement.id == flag.subject

    def _exhausted(self) -> list[int]:
        moment = next((m for m in self.plan.flow.moments if self.verdict.subject.endswith(f"/{m.slug}")), None)
        steps = {
            back.step for back in self.plan.returns
            if moment is not None and self.plan.flow.moments[self.plan.steps[back.step].moment] == moment
        }  # fmt: skip
        return _last(line.seq for line in self.own if line.step is not None and line.step.index in steps)

    def _stalled(self) -> Iterator[int]:
        view = View(self.plan, self.final)
        for step in unfinished(view):
            if view.lane_is_free(step):
                yield from self._towards(step, view)
        for moment, arms in enumerate(self.plan.arms):
            if arms and self.final.choices[moment] == UNDECIDED:
                for arm in arms:
                    for number in arm[:1]:
                        yield from self._towards(self.plan.steps[number], view)

    def _towards(self, step: Step, view: View) -> Iterator[int]:
        """The last things that happened towards a step that waits: its causes, its choice, its aggregate's state."""
        for cause in step.causes + step.alternatives:
            yield from _last(line.seq for line in self.own if self._makes(line, cause.identity))
            if not view.is_there(cause):
                routes = {r.number for r in self.plan.routes if r.event == cause.identity and r.target == cause.context}
                lost = (line for line in self.own if line.record.kind == "lose" and line.record.route in routes)
                yield from _last(line.seq for line in lost)
                crashes = (line for line in self.own if line.record.kind == "crash")
                yield from _last(line.seq for line in crashes if line.record.context == cause.context)
        for producer in view.live_producers(step):
            yield from _last(line.seq for line in self.own if line.step == producer)
        if step.command is not None and view.false_precondition(step.command) is not None:
            yield from self._moved(f"{step.command.context}/{step.command.aggregate}", self.lines)
        if step.arm is not None:
            yield from self._choice(step.moment, self.own)

    def _makes(self, line: Line, identity: str) -> bool:
        record = line.record
        if record.kind == "deliver" and record.route is not None:
            return self.plan.routes[record.route].event == identity
        return record.command == identity or any(each.event == identity for each in record.events)


def _last(numbers: Iterable[int]) -> list[int]:
    """The greatest number alone; none of none."""
    return sorted(numbers)[-1:]
