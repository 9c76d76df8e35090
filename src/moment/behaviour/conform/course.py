"""The course of a correlation: the runs of flows that go on in it, as one number, and where an event takes them."""

from __future__ import annotations

from moment.behaviour.conform.divergence import Divergence, explain
from moment.behaviour.conform.observer import Observer, TooLarge
from moment.behaviour.conform.shown import Item
from moment.behaviour.conform.signs import Sign

DIVERGED, UNJUDGED = -1, -2


class Edge:
    """What one sign does in one course. ``visits`` is counted by who replays; the rest never changes.

    ``target`` is the next course, ``DIVERGED`` with its ``divergence``, or ``UNJUDGED`` when the limit was hit.
    ``begins`` is the set of a run that begins here, ``ends`` those of runs that are over and forgotten.
    """

    __slots__ = ("begins", "divergence", "ends", "gain", "target", "visits")

    def __init__(
        self,
        target: int,
        *,
        gain: frozenset[Item] = frozenset(),
        begins: int | None = None,
        ends: tuple[int, ...] = (),
        divergence: Divergence | None = None,
    ) -> None:
        self.target = target
        self.gain = gain
        self.begins = begins
        self.ends = ends
        self.divergence = divergence
        self.visits = 0


class Courses:
    """Courses by number, made when first asked for; ``EMPTY`` is that of a correlation without an event.

    An event goes to the first run that allows it. It begins a run of its own when no flow of an unfinished run could
    ever show it; else it is a divergence.
    """

    EMPTY = 0

    def __init__(self, observer: Observer, signs: list[Sign]) -> None:
        self.observer = observer
        self.signs = signs
        self.runs: list[tuple[int, ...]] = [()]
        self.table: list[dict[int, Edge]] = [{}]
        self._numbers: dict[tuple[int, ...], int] = {(): 0}
        self._edges = 0
        self.hit_limit = False

    def edge(self, course: int, number: int) -> Edge:
        """Where the sign with ``number`` leads from ``course``."""
        found = self.table[course].get(number)
        if found is None:
            try:
                found = self._made(self.runs[course], self.signs[number])
            except TooLarge:
                self.hit_limit = True
                found = Edge(UNJUDGED)
            if self._edges < 4 * self.observer.limit:
                self.table[course][number] = found
                self._edges += 1
            else:
                self.hit_limit = True
        return found

    def _made(self, runs: tuple[int, ...], sign: Sign) -> Edge:
        observer = self.observer
        for index, run in enumerate(runs):
            moved = observer.move(run, sign)
            if moved is not None:
                target, gain = moved
                return Edge(self._course((*runs[:index], target, *runs[index + 1 :])), gain=gain)
        unfinished = tuple(run for run in runs if not observer.ends(run))
        flows = {flow for run in unfinished for flow in observer.flows(run)}
        if not any(sign.event in observer.alphabets[flow] for flow in flows):
            moved = observer.move(observer.START, sign)
            if moved is not None:
                target, gain = moved
                ended = tuple(run for run in runs if run not in unfinished)
                return Edge(self._course((*unfinished, target)), gain=gain, begins=target, ends=ended)
        return Edge(DIVERGED, divergence=explain(observer, runs, sign))

    def _course(self, runs: tuple[int, ...]) -> int:
        number = self._numbers.get(runs)
        if number is None:
            if len(self.runs) >= self.observer.limit:
                raise TooLarge
            number = self._numbers[runs] = len(self.runs)
            self.runs.append(runs)
            self.table.append({})
        return number
