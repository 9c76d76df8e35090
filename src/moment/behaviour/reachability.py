"""Every state that a machine can reach, breadth first with an exact visited set."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from moment.behaviour.interpreter import Interpreter
from moment.behaviour.machine import Action
from moment.behaviour.state import State


class Limits(NamedTuple):
    """``expired`` is asked once per hundred states; the shell gives it a clock."""

    states: int = 2_000_000
    expired: Callable[[], bool] | None = None


class Edge(NamedTuple):
    action: Action
    target: int


@dataclass(frozen=True, slots=True)
class Graph:
    """States in the order they were found (the first is initial), their edges, and the edge that found each.

    ``limit`` says which limit ended the exploration; the states that were not looked into have no edges and stand
    in ``open``.
    """

    states: tuple[State, ...]
    edges: tuple[tuple[Edge, ...], ...]
    parents: tuple[tuple[int, Action] | None, ...]
    limit: str | None
    open: frozenset[int]

    @property
    def transitions(self) -> int:
        return sum(map(len, self.edges))

    def is_end(self, number: int) -> bool:
        """Whether nothing but a fault can follow."""
        return number not in self.open and all(edge.action.fault is not None for edge in self.edges[number])

    def path(self, number: int) -> tuple[Action, ...]:
        """A shortest way to a state."""
        actions: list[Action] = []
        found = self.parents[number]
        while found is not None:
            number, action = found
            actions.append(action)
            found = self.parents[number]
        return tuple(reversed(actions))


def explore_reference(machine: Interpreter, limits: Limits | None = None) -> Graph:
    """The reachable graph of ``machine``. Deterministic unless a limit of time is hit."""
    bounds = limits or Limits()
    initial = machine.initial()
    numbers = {initial.cells: 0}
    states = [initial]
    parents: list[tuple[int, Action] | None] = [None]
    edges: dict[int, tuple[Edge, ...]] = {}
    waiting = deque([0])
    limit: str | None = None
    while waiting:
        if len(states) >= bounds.states:
            limit = f"{bounds.states} states"
            break
        if bounds.expired is not None and len(edges) % 100 == 0 and bounds.expired():
            limit = "time"
            break
        number = waiting.popleft()
        found: list[Edge] = []
        for action in machine.actions(states[number]):
            state = machine.after(states[number], action)
            target = numbers.get(state.cells)
            if target is None:
                target = numbers[state.cells] = len(states)
                states.append(state)
                parents.append((number, action))
                waiting.append(target)
            found.append(Edge(action, target))
        edges[number] = tuple(found)
    return Graph(
        tuple(states),
        tuple(edges.get(number, ()) for number in range(len(states))),
        tuple(parents),
        limit,
        frozenset(waiting),
    )
