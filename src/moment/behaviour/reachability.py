"""Every state that a machine can reach, as the interpreter says: slow, obvious, and what explorers are held against."""

from __future__ import annotations

from array import array
from typing import Any

from moment.behaviour.graph import Graph, Limits
from moment.behaviour.interpreter import Interpreter
from moment.behaviour.machine import Action
from moment.behaviour.state import State


def explore_reference(machine: Interpreter, limits: Limits | None = None) -> Graph:
    """The reachable graph of ``machine``, breadth first. Deterministic unless a limit other than that of states is hit."""
    bounds = limits or Limits()
    states = [machine.initial()]
    numbers = {states[0].cells: 0}
    labels: dict[Action, int] = {}
    targets, edges, starts, found_by = array("I"), array("I"), array("Q", [0]), array("Q", [0])
    limit: str | None = None
    number = 0
    while number < len(states):
        limit = bounds.reached(number, len(states))
        if limit is not None:
            break
        for action in machine.actions(states[number]):
            state = machine.after(states[number], action)
            target = numbers.get(state.cells)
            if target is None:
                target = numbers[state.cells] = len(states)
                states.append(state)
                found_by.append(len(targets))
            targets.append(target)
            edges.append(labels.setdefault(action, len(labels)))
        starts.append(len(targets))
        number += 1

    def decode(state: State) -> State:
        return state

    return Graph(states, decode, tuple(labels), targets, edges, starts, found_by, limit, _Seen(states, targets, starts))


class _Seen:
    """What can be seen by looking at every state and edge."""

    def __init__(self, states: list[State], targets: array[int], starts: array[int]) -> None:
        self.states = states
        self.targets = targets
        self.starts = starts

    def ever(self, cell: int) -> frozenset[Any]:
        return frozenset(state.cells[cell] for state in self.states)

    def changes(self, *cells: int) -> frozenset[tuple[tuple[Any, ...], tuple[Any, ...]]]:
        found = set()
        for number in range(len(self.starts) - 1):
            before = tuple(self.states[number].cells[cell] for cell in cells)
            for target in self.targets[self.starts[number] : self.starts[number + 1]]:
                found.add((before, tuple(self.states[target].cells[cell] for cell in cells)))
        return frozenset(found)
