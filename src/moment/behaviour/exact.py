"""Exact numbers on an explored graph: runs, probabilities, and the chance of a good end from every state.

The graph has no cycles, since budgets and returns only grow, so one pass in topological order (Kahn 1962) counts the
runs and one pass back the chances. Probabilities are integers over one common denominator: what divides them at a state
divides it.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import lcm
from typing import NamedTuple

from moment.behaviour.graph import Graph


class Share(NamedTuple):
    """The ``edge``-th edge of a state is taken once in ``divisor`` times, ``times`` over."""

    edge: int
    times: int
    divisor: int


class Order(NamedTuple):
    """States so that every edge leads forward, and the length of the longest run of the graph."""

    states: list[int]
    longest: int


def topological(graph: Graph) -> Order:
    targets, starts, expanded = graph.targets, graph.starts, graph.expanded
    arriving = Counter(targets)
    depth = [0] * len(graph.rows)
    ready = [0]
    order: list[int] = []
    while ready:
        number = ready.pop()
        order.append(number)
        if number >= expanded:
            continue
        below = depth[number] + 1
        for target in targets[starts[number] : starts[number + 1]]:
            if depth[target] < below:
                depth[target] = below
            arriving[target] -= 1
            if not arriving[target]:
                ready.append(target)
    assert len(order) == len(graph.rows), "a run came back to a state"
    return Order(order, max(depth))


def ways(graph: Graph, order: Order) -> list[int]:
    """The number of different sequences of actions that lead to each state."""
    targets, starts, expanded, times = graph.targets, graph.starts, graph.expanded, graph.multiples
    found = [0] * len(graph.rows)
    found[0] = 1
    for number in order.states:
        if number >= expanded:
            continue
        here = found[number]
        if times is None:
            for target in targets[starts[number] : starts[number + 1]]:
                found[target] += here
        else:
            for edge in range(starts[number], starts[number + 1]):
                found[targets[edge]] += here * times[edge]
    return found


class Chances:
    """Who moves next is uniform, then what a choice chooses; faults have no weight.

    ``whole`` is what every probability of the graph is an integer over, ``likely`` the probability of a run to pass each
    state over it.
    """

    def __init__(self, graph: Graph, order: Order) -> None:
        self.graph = graph
        self.order = order.states
        self._alone = _alone(graph)
        self._known: dict[bytes, tuple[Share, ...]] = {}
        self._shares = [self._of(number) for number in range(graph.expanded)]
        widest = {shares if isinstance(shares, int) else lcm(*(s.divisor for s in shares)) for shares in self._shares}
        self.whole: int = lcm(*(widest - {0})) ** order.longest
        self.likely, self.arms = self._forward()

    def _of(self, number: int) -> int | tuple[Share, ...]:
        """The shares of a state, which depend on the names of its edges alone; a number when all of them are equal."""
        graph = self.graph
        span = slice(graph.starts[number], graph.starts[number + 1])
        labels = graph.labels[span]
        if graph.multiples is None and all(map(self._alone.__getitem__, labels)):
            return len(labels)
        times = graph.multiples[span] if graph.multiples is not None else array("I", [1] * len(labels))
        key = labels.tobytes() + times.tobytes()
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = tuple(_shares(graph, labels, times))
        return found

    def _forward(self) -> tuple[list[int], Mapping[tuple[int, int], Fraction]]:
        graph, starts, targets = self.graph, self.graph.starts, self.graph.targets
        likely = [0] * len(graph.rows)
        likely[0] = self.whole
        taken: dict[int, int] = {}
        choosing = {label for label, action in enumerate(graph.actions) if action.kind == "choose"}
        for number in self.order:
            here = likely[number]
            if not here or number >= graph.expanded:
                continue
            first, shares = starts[number], self._shares[number]
            if isinstance(shares, int):
                if shares:
                    here //= shares
                    for target in targets[first : first + shares]:
                        likely[target] += here
                continue
            for edge, times, divisor in shares:
                share = here // divisor * times
                likely[targets[first + edge]] += share
                label = graph.labels[first + edge]
                if label in choosing:
                    taken[label] = taken.get(label, 0) + share
        arms: dict[tuple[int, int], Fraction] = {}
        for label, share in taken.items():
            action = graph.actions[label]
            key = action.subject, int(action.option or 0)
            arms[key] = arms.get(key, Fraction(0)) + Fraction(share, self.whole)
        return likely, arms

    def probability(self, states: Iterable[int]) -> Fraction:
        """That of a run to pass one of ``states``, of which no two lie on one run."""
        return Fraction(sum(self.likely[number] for number in states), self.whole)

    def good(self, ends: Iterable[int]) -> list[int]:
        """The chance, over ``whole``, of coming from each state to one of ``ends`` without a further fault."""
        graph, starts, targets = self.graph, self.graph.starts, self.graph.targets
        found = [0] * len(graph.rows)
        for number in ends:
            found[number] = self.whole
        for number in reversed(self.order):
            shares = self._shares[number] if number < graph.expanded else 0
            first = starts[number] if shares else 0
            if isinstance(shares, tuple):
                found[number] = sum(found[targets[first + e]] // d * times for e, times, d in shares) or found[number]
            elif shares:
                found[number] = sum(map(found.__getitem__, targets[first : first + shares])) // shares
        return found


def _alone(graph: Graph) -> tuple[bool, ...]:
    """By label: whether the action is no fault, no skip, no choice of an arm, and has no alternative."""
    sizes = Counter((*action.group, action.instance) for action in graph.actions)
    return tuple(
        action.fault is None and action.kind not in ("skip", "choose") and sizes[(*action.group, action.instance)] == 1
        for action in graph.actions
    )


def _shares(graph: Graph, labels: array[int], times: array[int]) -> Iterable[Share]:
    """Alternatives of one choice together. A step is not skipped before it could be done, if anything else can be."""
    groups: dict[tuple[str, int, int], list[int]] = {}
    for edge, label in enumerate(labels):
        action = graph.actions[label]
        if action.fault is None:
            groups.setdefault((*action.group, action.instance), []).append(edge)
    awaited = [found for found in groups.values() if any(graph.actions[labels[n]].kind != "skip" for n in found)]
    chosen = awaited or list(groups.values())
    movers = sum(times[found[0]] for found in chosen)
    for found in chosen:
        for edge in found:
            yield Share(edge, times[edge], movers * len(found))


def hopeful(graph: Graph, ends: Iterable[int], order: Order) -> bytearray:
    """One for every state from which one of ``ends`` can be reached without a further fault."""
    targets, labels, starts, is_fault = graph.targets, graph.labels, graph.starts, graph.is_fault
    found = bytearray(len(graph.rows))
    for number in ends:
        found[number] = 1
    for number in reversed(order.states):
        if number < graph.expanded and not found[number]:
            for edge in range(starts[number], starts[number + 1]):
                if found[targets[edge]] and not is_fault[labels[edge]]:
                    found[number] = 1
                    break
    return found
