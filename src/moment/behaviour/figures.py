"""The figures of an explored graph: runs, ends and probabilities for every rung of the ladder of faults."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from moment.behaviour.exact import Chances, hopeful, topological, ways
from moment.behaviour.graph import Graph
from moment.behaviour.interpreter import Interpreter
from moment.behaviour.verdicts import Verdict, judge


class End(NamedTuple):
    """``probability`` is that of the runs without faults, ``None`` for an end that only faults reach."""

    verdict: str
    outcome: str | None
    runs: int
    probability: Fraction | None


class Rung(NamedTuple):
    """The graph with at most ``faults`` faults."""

    faults: int
    runs: int
    states: int
    transitions: int
    ends: tuple[End, ...]


@dataclass(frozen=True)
class Explored:
    """A graph with the verdict of each end, the number of ways to each state, and how many faults it took.

    ``arms`` goes from (moment, arm) to the probability that a run takes it; ``hopeful`` says of each state whether a
    good end can be reached from it without a further fault.
    """

    machine: Interpreter
    graph: Graph
    verdicts: Mapping[int, Verdict]
    ways: Sequence[int]
    faults: Sequence[int]
    arms: Mapping[tuple[int, int], Fraction]
    rungs: tuple[Rung, ...]
    hopeful: Sequence[int]
    chances: Chances

    @property
    def states(self) -> int:
        return len(self.graph.rows)

    @cached_property
    def _good(self) -> list[int]:
        return self.chances.good(number for number, verdict in self.verdicts.items() if verdict.is_good)

    def chance_of_good(self, number: int) -> Fraction:
        """The probability of a good end from a state, as long as no further fault strikes."""
        return Fraction(self._good[number], self.chances.whole)

    def least_faults(self, kind: str) -> int | None:
        """The smallest number of faults with which a run ends in ``kind``."""
        return min((self.faults[n] for n, v in self.verdicts.items() if v.kind == kind), default=None)


def measure(machine: Interpreter, graph: Graph) -> Explored:
    verdicts = {number: judge(machine, graph.states[number]) for number in graph.ends}
    order = topological(graph)
    counted = ways(graph, order)
    chances = Chances(graph, order)
    faults = _faults(graph)
    good = (number for number, verdict in verdicts.items() if verdict.is_good)
    highest = machine.plan.scope.max_faults
    rungs = tuple(
        _rung(graph, verdicts, most, faults=faults, counted=counted, chances=chances) for most in range(highest + 1)
    )
    return Explored(
        machine, graph, verdicts, counted, faults, chances.arms, rungs, hopeful(graph, good, order), chances
    )


def _faults(graph: Graph) -> Sequence[int]:
    """How many faults struck on the way to each state."""
    found = bytearray(len(graph.rows))
    source = 0
    for number in range(1, len(graph.rows)):
        edge = graph.found_by[number]
        while graph.starts[source + 1] <= edge:
            source += 1
        found[number] = found[source] + graph.is_fault[graph.labels[edge]]
    return found


def _rung(
    graph: Graph, verdicts: Mapping[int, Verdict], most: int, *, faults: Sequence[int], counted: Sequence[int],
    chances: Chances,
) -> Rung:  # fmt: skip
    ends: dict[tuple[str, str | None], list[int]] = {}
    for number, verdict in verdicts.items():
        if faults[number] <= most:
            ends.setdefault((verdict.kind, verdict.outcome), []).append(number)
    rows = []
    for (kind, outcome), numbers in sorted(ends.items(), key=lambda item: (item[0][0], item[0][1] or "")):
        runs = sum(counted[number] for number in numbers)
        rows.append(End(kind, outcome, runs, chances.probability(numbers) or None))
    rows.sort(key=lambda end: -(end.probability or 0))
    inside = [number for number, used in enumerate(faults) if used <= most]
    transitions = (
        len(graph.targets) if len(inside) == len(faults) else sum(1 for t in graph.targets if faults[t] <= most)
    )
    return Rung(most, sum(end.runs for end in rows), len(inside), transitions, tuple(rows))
