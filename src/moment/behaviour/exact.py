"""Exact numbers on an explored graph: runs, probabilities, and the chance of a good end from every state.

The graph has no cycles, since budgets and returns only grow, so one pass in topological order (Kahn 1962) counts the
runs and one pass back the chances. Probabilities are integers over one common denominator: what divides them at a state
divides it.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import NamedTuple

from moment.behaviour.graph import Graph


class Share(NamedTuple):
    """The ``edge``-th edge of a state is taken once in ``divisor`` times, ``times`` over."""

    edge: int
    times: int
    divisor: int


def topological(graph: Graph) -> list[int]:
    """States so that every edge leads forward."""
    targets, starts, expanded = graph.targets, graph.starts, graph.expanded
    arriving = Counter(targets)
    ready = [0]
    order: list[int] = []
    while ready:
        number = ready.pop()
        order.append(number)
        if number < expanded:
            for target in targets[starts[number] : starts[number + 1]]:
                arriving[target] -= 1
                if not arriving[target]:
                    ready.append(target)
    assert len(order) == len(graph.rows), "a run came back to a state"
    return order


def ways(graph: Graph, order: Iterable[int]) -> list[int]:
    """The number of different sequences of actions that lead to each state."""
    targets, starts, expanded, times = graph.targets, graph.starts, graph.expanded, graph.multiples
    found = [0] * len(graph.rows)
    found[0] = 1
    for number in order:
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
    """Who moves next is uniform, then what a choice chooses; faults have no weight."""

    def __init__(self, graph: Graph, order: Sequence[int]) -> None:
        self.graph = graph
        self.order = order
        self._known: dict[bytes, tuple[Share, ...]] = {}
        self._shares: list[tuple[Share, ...]] = [self._of(number) for number in range(graph.expanded)]
        self.whole = self._denominator()
        self.likely, self.arms = self._forward()

    def _of(self, number: int) -> tuple[Share, ...]:
        """The shares of a state; they depend on the names of its edges alone."""
        graph = self.graph
        span = slice(graph.starts[number], graph.starts[number + 1])
        key = graph.labels[span].tobytes()
        if graph.multiples is not None:
            key += b"|" + graph.multiples[span].tobytes()
        found = self._known.get(key)
        if found is None:
            times = graph.multiples[span] if graph.multiples is not None else array("I", [1] * (span.stop - span.start))
            found = self._known[key] = tuple(_shares(graph, graph.labels[span], times))
        return found

    def _denominator(self) -> int:
        """What every probability of the graph is an integer over."""
        graph, starts = self.graph, self.graph.starts
        step = lcm(*{share.divisor for shares in self._known.values() for share in shares})
        longest = [0] * len(graph.rows)
        for number in self.order:
            if number < graph.expanded:
                for share in self._shares[number]:
                    target = graph.targets[starts[number] + share.edge]
                    longest[target] = max(longest[target], longest[number] + 1)
        whole: int = step ** max(longest)
        return whole

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
            first = starts[number]
            for edge, times, divisor in self._shares[number]:
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
            if number < graph.expanded and self._shares[number]:
                first = starts[number]
                found[number] = sum(found[targets[first + e]] // d * times for e, times, d in self._shares[number])
        return found


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


def hopeful(graph: Graph, ends: Iterable[int], order: Sequence[int]) -> bytearray:
    """One for every state from which one of ``ends`` can be reached without a further fault."""
    targets, labels, starts, is_fault = graph.targets, graph.labels, graph.starts, graph.is_fault
    found = bytearray(len(graph.rows))
    for number in ends:
        found[number] = 1
    for number in reversed(order):
        if number < graph.expanded and not found[number]:
            for edge in range(starts[number], starts[number + 1]):
                if found[targets[edge]] and not is_fault[labels[edge]]:
                    found[number] = 1
                    break
    return found
