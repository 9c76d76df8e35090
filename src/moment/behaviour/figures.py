"""Exact figures of an explored graph: runs, ends and probabilities for every rung of the ladder of faults."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from moment.behaviour.interpreter import Interpreter
from moment.behaviour.machine import Action
from moment.behaviour.reachability import Edge, Graph
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


@dataclass(frozen=True, slots=True)
class Explored:
    """A graph with the verdict of each end, the number of ways to each state, and how likely each is.

    ``arms`` goes from (moment, arm) to the probability that a run takes it; ``hopeful`` are the states from which
    a good end can be reached without a further fault.
    """

    machine: Interpreter
    graph: Graph
    verdicts: Mapping[int, Verdict]
    ways: tuple[int, ...]
    arms: Mapping[tuple[int, int], Fraction]
    rungs: tuple[Rung, ...]
    hopeful: frozenset[int]

    @property
    def states(self) -> int:
        return len(self.graph.states)

    def least_faults(self, kind: str) -> int | None:
        """The smallest number of faults with which a run ends in ``kind``."""
        return min((self.graph.states[n].faults for n, v in self.verdicts.items() if v.kind == kind), default=None)


def measure(machine: Interpreter, graph: Graph) -> Explored:
    verdicts = {n: judge(machine, graph.states[n]) for n in range(len(graph.states)) if graph.is_end(n)}
    order = _order(graph)
    ways = _ways(graph, order)
    likely, arms = _probabilities(graph, order)
    highest = machine.plan.scope.max_faults
    rungs = tuple(_rung(graph, verdicts, faults, ways=ways, likely=likely) for faults in range(highest + 1))
    return Explored(machine, graph, verdicts, tuple(ways), arms, rungs, _hopeful(graph, verdicts, order))


def _order(graph: Graph) -> list[int]:
    """States so that every edge leads forward: no run comes back to a state, since budgets and returns only grow."""
    arriving = [0] * len(graph.states)
    for edges in graph.edges:
        for edge in edges:
            arriving[edge.target] += 1
    ready = [0]
    order: list[int] = []
    while ready:
        number = ready.pop()
        order.append(number)
        for edge in graph.edges[number]:
            arriving[edge.target] -= 1
            if not arriving[edge.target]:
                ready.append(edge.target)
    assert len(order) == len(graph.states), "a run came back to a state"
    return order


def _ways(graph: Graph, order: list[int]) -> list[int]:
    ways = [0] * len(graph.states)
    ways[0] = 1
    for number in order:
        for edge in graph.edges[number]:
            ways[edge.target] += ways[number]
    return ways


def _probabilities(graph: Graph, order: list[int]) -> tuple[list[Fraction], dict[tuple[int, int], Fraction]]:
    """Who moves next is uniform, then what a choice chooses; faults have no weight."""
    likely = [Fraction(0)] * len(graph.states)
    likely[0] = Fraction(1)
    arms: dict[tuple[int, int], Fraction] = defaultdict(Fraction)
    for number in order:
        if not likely[number]:
            continue
        groups = _groups(graph.edges[number])
        for edges in groups:
            share = likely[number] / (len(groups) * len(edges))
            for edge in edges:
                likely[edge.target] += share
                if edge.action.kind == "choose":
                    arms[edge.action.subject, int(edge.action.option or 0)] += share
    return likely, dict(arms)


def _groups(edges: tuple[Edge, ...]) -> list[list[Edge]]:
    """Alternatives of one choice together. A step is not skipped before it could be done, if anything else can be."""
    groups: dict[tuple[str, int], list[Edge]] = {}
    for edge in edges:
        if edge.action.fault is None:
            groups.setdefault(edge.action.group, []).append(edge)
    awaited = [found for found in groups.values() if any(edge.action.kind != "skip" for edge in found)]
    return awaited or list(groups.values())


def _rung(
    graph: Graph, verdicts: Mapping[int, Verdict], faults: int, *, ways: list[int], likely: list[Fraction]
) -> Rung:
    inside = [state.faults <= faults for state in graph.states]
    ends: dict[tuple[str, str | None], list[int]] = {}
    for number, verdict in verdicts.items():
        if inside[number]:
            ends.setdefault((verdict.kind, verdict.outcome), []).append(number)
    rows = []
    for (kind, outcome), numbers in sorted(ends.items(), key=lambda item: (item[0][0], item[0][1] or "")):
        reached = sum((likely[number] for number in numbers), Fraction(0))
        rows.append(End(kind, outcome, sum(ways[number] for number in numbers), reached or None))
    rows.sort(key=lambda end: -(end.probability or 0))
    return Rung(
        faults,
        sum(end.runs for end in rows),
        sum(inside),
        sum(1 for edges in graph.edges for edge in edges if inside[edge.target]),
        tuple(rows),
    )


def _hopeful(graph: Graph, verdicts: Mapping[int, Verdict], order: list[int]) -> frozenset[int]:
    hopeful = {number for number, verdict in verdicts.items() if verdict.is_good}
    for number in reversed(order):
        if any(edge.action.fault is None and edge.target in hopeful for edge in graph.edges[number]):
            hopeful.add(number)
    return frozenset(hopeful)


class Run(NamedTuple):
    """A representative way to an end. ``arms`` are the names of its choices, ``faults`` of its faults, sorted."""

    actions: tuple[Action, ...]
    states: tuple[int, ...]
    verdict: Verdict
    arms: tuple[str, ...]
    faults: tuple[str, ...]


class _Signature(NamedTuple):
    arms: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()


def representatives(explored: Explored, *, most: int = 2000, steps: int = 500_000) -> tuple[Run, ...]:
    """One run per distinct (arms, outcome, verdict, faults): of those the first in narrative order.

    Depth first through (state, signature): the first way found to each is the least in the order of actions.
    ``most`` runs and ``steps`` pairs bound it.
    """
    graph = explored.graph
    start = (0, _Signature())
    came: dict[tuple[int, _Signature], tuple[tuple[int, _Signature], Action] | None] = {start: None}
    found: dict[tuple[object, ...], Run] = {}
    stack = [(start, iter(graph.edges[0]))]
    _note(explored, start, came, found)
    while stack and len(found) < most and len(came) < steps:
        here, edges = stack[-1]
        edge = next(edges, None)
        if edge is None:
            stack.pop()
            continue
        there = (edge.target, _extend(here[1], edge.action))
        if there not in came:
            came[there] = (here, edge.action)
            _note(explored, there, came, found)
            stack.append((there, iter(graph.edges[edge.target])))
    return tuple(found.values())


def _extend(signature: _Signature, action: Action) -> _Signature:
    if action.kind == "choose":
        return signature._replace(arms=tuple(sorted((*signature.arms, action.name))))
    if action.fault is not None:
        return signature._replace(faults=tuple(sorted((*signature.faults, action.name))))
    return signature


def _note(
    explored: Explored,
    there: tuple[int, _Signature],
    came: Mapping[tuple[int, _Signature], tuple[tuple[int, _Signature], Action] | None],
    found: dict[tuple[object, ...], Run],
) -> None:
    number, signature = there
    verdict = explored.verdicts.get(number)
    if verdict is None:
        return
    key = (signature.arms, verdict.outcome, verdict.kind, signature.faults)
    if key in found:
        return
    actions: list[Action] = []
    states = [number]
    step = came[there]
    while step is not None:
        (number, _), action = step
        actions.append(action)
        states.append(number)
        step = came[step[0]]
    found[key] = Run(tuple(reversed(actions)), tuple(reversed(states)), verdict, signature.arms, signature.faults)
