"""Every state that a machine can reach, as the interpreter says: slow, obvious, and what explorers are held against."""

from __future__ import annotations

from array import array
from typing import Any

from moment.behaviour.graph import Graph, Limits
from moment.behaviour.instances import Situation, moves, start
from moment.behaviour.interpreter import Interpreter
from moment.behaviour.machine import Action
from moment.behaviour.state import instances_of


def explore_reference(machine: Interpreter, limits: Limits | None = None) -> Graph:
    """The reachable graph of ``machine``, breadth first. Deterministic unless a limit other than that of states is hit."""
    bounds = limits or Limits()
    states = [start(machine)]
    numbers: dict[Situation, int] = {states[0]: 0}
    labels: dict[Action, int] = {}
    targets, edges, starts, found_by = array("I"), array("I"), array("I", [0]), array("I", [0])
    limit: str | None = None
    number = 0
    while number < len(states):
        limit = bounds.reached(number, len(states))
        if limit is not None:
            break
        for action, state in moves(machine, states[number]):
            target = numbers.get(state)
            if target is None:
                target = numbers[state] = len(states)
                states.append(state)
                found_by.append(len(targets))
            targets.append(target)
            edges.append(labels.setdefault(action, len(labels)))
        starts.append(len(targets))
        number += 1

    def decode(state: Situation) -> Situation:
        return state

    return Graph(decode, tuple(labels), states, targets, edges, starts, found_by, limit, _Seen(states, targets, starts))


class _Seen:
    """What can be seen by looking at every state and edge."""

    def __init__(self, states: list[Situation], targets: array[int], starts: array[int]) -> None:
        self.states = states
        self.targets = targets
        self.starts = starts

    def ever(self, cell: int) -> frozenset[Any]:
        return frozenset(each.cells[cell] for state in self.states for each in instances_of(state))

    def changes(self, *cells: int) -> frozenset[tuple[tuple[Any, ...], tuple[Any, ...]]]:
        found = set()
        for number in range(len(self.starts) - 1):
            for target in self.targets[self.starts[number] : self.starts[number + 1]]:
                pair = zip(instances_of(self.states[number]), instances_of(self.states[target]), strict=True)
                for before, after in pair:
                    found.add((tuple(before.cells[cell] for cell in cells), tuple(after.cells[cell] for cell in cells)))
        return frozenset(found)
