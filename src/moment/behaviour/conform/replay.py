"""Replays a log against the model, event by event, in memory that does not grow with the log."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Iterable

from moment.behaviour.conform.aside import Aside
from moment.behaviour.conform.course import DIVERGED, UNJUDGED, Courses, Edge
from moment.behaviour.conform.divergence import Divergence, DivergenceKind, kind_of
from moment.behaviour.conform.logged import Flaw, Logged, seconds_of
from moment.behaviour.conform.observer import Observer
from moment.behaviour.conform.payloads import Broken, Holds, Payloads, Problem
from moment.behaviour.conform.recognition import Recognition
from moment.behaviour.conform.signs import Sign
from moment.behaviour.conform.tally import First, Tally

_REMEMBERED = 128
_TRAIL = 64
_TOLERANCE = 300.0


class Correlation:
    """What is kept of one correlation: its course, the signs seen, and the last events by number.

    ``ids`` are hashes of identifiers, ``numbers`` those of their signs, ``times`` their seconds; of the last
    ``_REMEMBERED`` events. Hashes of texts differ from run to run, but two are equal once in 2^64 pairs. ``waiting`` are
    signs that would turn what ``diverged`` into a swap.
    """

    __slots__ = ("course", "diverged", "ids", "latest", "numbers", "times", "trail", "waiting")

    def __init__(self) -> None:
        self.course = Courses.EMPTY
        self.trail = ""
        self.ids = array("q")
        self.numbers = array("l")
        self.times = array("d")
        self.latest = 0.0
        self.diverged: tuple[Divergence, First, str] | None = None
        self.waiting: frozenset[Sign] = frozenset()

    def has(self, identifier: int, number: int) -> bool:
        """Whether the event with this identifier was seen from the same side."""
        if identifier not in self.ids:
            return False
        return any(each == identifier and self.numbers[at] == number for at, each in enumerate(self.ids))

    def remember(self, identifier: int, number: int, seconds: float) -> None:
        self.ids.append(identifier)
        self.numbers.append(number)
        self.times.append(seconds)
        if len(self.ids) > _REMEMBERED:
            for kept in (self.ids, self.numbers, self.times):
                del kept[: _REMEMBERED // 2]


class Replay:
    """The whole replay. ``now`` is the moment, in seconds since 1970, after which a time lies in the future."""

    def __init__(
        self, observer: Observer, payloads: Payloads, recognition: Recognition, *, now: float, open_limit: int
    ) -> None:
        self.observer = observer
        self.payloads = payloads
        self.recognition = recognition
        self.courses = Courses(observer, recognition.signs)
        self.now = now
        self.open_limit = open_limit
        self.events = 0
        self.replayed = 0
        self.correlations = 0
        self.evicted = 0
        self.unjudged = 0
        self.unchecked = 0
        self.aside = Aside()
        self.open: OrderedDict[str, Correlation] = OrderedDict()
        self.divergences: Tally[tuple[Divergence, DivergenceKind]] = Tally()
        self.broken: Tally[tuple[str, int | None, str, str]] = Tally()
        self.problems: dict[tuple[str, int | None, str, str], Problem] = {}
        self.finished: dict[int, int] = {}
        self.unfinished: Tally[tuple[int, str, bool]] = Tally()
        self._checks: list[Holds | None] = []

    def run(self, events: Iterable[Logged | Flaw]) -> None:
        """Takes all ``events``, then closes what is still open."""
        for event in events:
            if isinstance(event, Flaw):
                tally = self.aside.late if event.kind == "late" else self.aside.flaws
                tally.add(event.kind, First(event.line, None, None, event.text))
            else:
                self.take(event)
        self.close()

    def take(self, event: Logged) -> None:
        self.events += 1
        recognised = self.recognition.of(event)
        if recognised is None:
            self.aside.unrecognised(event, self.recognition)
            return
        number = recognised.number
        if recognised.note is not None:
            self.aside.note(recognised.note, event)
        self._check(number, event)
        seconds = self._seconds(event)
        if event.correlation is None:
            self.aside.uncorrelated.add("", First(event.line, event.id, None, event.type))
            return
        kept = self.open.get(event.correlation)
        if kept is None:
            kept = self._begin(event.correlation)
        else:
            self.open.move_to_end(event.correlation)
        if self._is_redelivery(kept, number, event, seconds) or not recognised.is_replayed:
            return
        self.replayed += 1
        if kept.course < 0:
            self._after_divergence(kept, number)
            return
        edge = self.courses.table[kept.course].get(number) or self.courses.edge(kept.course, number)
        edge.visits += 1
        if edge.target >= 0:
            kept.course = edge.target
            kept.trail += chr(number)
            if len(kept.trail) > _TRAIL:
                kept.trail = kept.trail[-_TRAIL // 2 :]
            if edge.ends:
                self._count_ends(edge.ends)
        else:
            self._diverge(kept, edge, number, event)

    def close(self) -> None:
        """What is open is judged as it stands."""
        while self.open:
            self._judge(*self.open.popitem(last=False), evicted=False)

    def _begin(self, correlation: str) -> Correlation:
        self.correlations += 1
        if len(self.open) >= self.open_limit:
            self._judge(*self.open.popitem(last=False), evicted=True)
        kept = self.open[correlation] = Correlation()
        return kept

    def _check(self, number: int, event: Logged) -> None:
        if not event.has_data:
            self.unchecked += 1
            return
        while len(self._checks) <= number:
            self._checks.append(None)
        holds = self._checks[number]
        sign = self.recognition.signs[number]
        if holds is None:
            declared = self.payloads.domain.event[sign.event]
            holds = self._checks[number] = self.payloads.compiled(declared, sign.heard)
        declared = self.payloads.domain.event[sign.event]
        try:
            if holds(event.data):
                return
            broken = self.payloads.broken(declared, sign.heard, event.data)
        except RecursionError:
            broken = [Broken(None, Problem("data", "wrong-type", "object", "something nested too deeply"))]
        for route, problem in broken:
            key = sign.event, route, problem.path, problem.kind
            self.broken.add(key, First(event.line, event.id, event.correlation, problem.found))
            if key not in self.problems and len(self.problems) < self.broken.limit:
                self.problems[key] = problem

    def _is_redelivery(self, kept: Correlation, number: int, event: Logged, seconds: float) -> bool:
        """Whether the same event was logged here before, from the same side; else its time is judged."""
        if event.id is None:
            self.aside.unidentified += 1
        else:
            identifier = hash(event.id)
            if kept.has(identifier, number):
                if not event.is_loose:  # a trace tells one occurrence in several spans
                    self.aside.redelivered.add(number, First(event.line, event.id, event.correlation))
                return True
            kept.remember(identifier, number, seconds)
        if seconds:
            if seconds < kept.latest:
                self.aside.out_of_order.add("", First(event.line, event.id, event.correlation, event.type))
            else:
                kept.latest = seconds
            if event.causation is not None:
                cause = hash(event.causation)
                if cause in kept.ids and kept.times[kept.ids.index(cause)] > seconds:
                    first = First(event.line, event.id, event.correlation, event.causation)
                    self.aside.before_cause.add(number, first)
        return False

    def _seconds(self, event: Logged) -> float:
        """Seconds since 1970; 0.0 when there is no time to be read."""
        seconds = seconds_of(event.time)
        if seconds is None:
            if event.time is None:
                self.aside.untimed += 1
            else:
                first = First(event.line, event.id, event.correlation, str(event.time)[:40])
                self.aside.invalid_times.add("", first)
            return 0.0
        if seconds > self.now + _TOLERANCE:
            self.aside.future.add("", First(event.line, event.id, event.correlation, str(event.time)[:40]))
        return seconds

    def _diverge(self, kept: Correlation, edge: Edge, number: int, event: Logged) -> None:
        if edge.target == UNJUDGED or edge.divergence is None:
            kept.course = UNJUDGED
            self.unjudged += 1
            return
        kept.diverged = edge.divergence, First(event.line, event.id, event.correlation, kept.trail), chr(number)
        kept.course = DIVERGED
        if edge.divergence.missing:
            kept.waiting = frozenset(edge.divergence.missing)
        else:
            self._tell(kept, swapped=False)

    def _after_divergence(self, kept: Correlation, number: int) -> None:
        if self.recognition.signs[number] in kept.waiting:
            self._tell(kept, swapped=True)

    def _tell(self, kept: Correlation, *, swapped: bool) -> None:
        """Counts a divergence, once it is clear whether what was missing still came."""
        assert kept.diverged is not None
        divergence, first, sign = kept.diverged
        kind = "swapped" if swapped else kind_of(divergence, seen_before=sign in first.text)
        self.divergences.add((divergence, kind), first)
        kept.diverged = None
        kept.waiting = frozenset()

    def _judge(self, correlation: str, kept: Correlation, *, evicted: bool) -> None:
        if kept.diverged is not None:
            self._tell(kept, swapped=False)
        if kept.course <= 0:
            return
        runs = self.courses.runs[kept.course]
        waiting = [run for run in runs if not self.observer.ends(run)]
        self._count_ends(tuple(run for run in runs if run not in waiting))
        for run in waiting:
            self.unfinished.add((run, kept.trail[-1:], evicted), First(0, None, correlation))
        self.evicted += bool(waiting) and evicted

    def _count_ends(self, runs: tuple[int, ...]) -> None:
        for run in runs:
            self.finished[run] = self.finished.get(run, 0) + 1
