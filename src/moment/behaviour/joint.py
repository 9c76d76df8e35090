"""The graph of several instances of a compiled flow, every order of them or one for all that differ in order only."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from functools import reduce
from operator import lshift, or_
from typing import NamedTuple

from moment.behaviour.compile import Compiled
from moment.behaviour.graph import Graph, Lazy, Limits
from moment.behaviour.instances import of_instance
from moment.behaviour.machine import Action
from moment.behaviour.state import Joint

_SLACK = 16


class Moved(NamedTuple):
    """What the actions of one instance do: differences of its own block and of the shared bits, faults apart."""

    own: tuple[int, ...]
    shared: tuple[int, ...]
    labels: array[int]
    faults: int


class Instances:
    """States of n instances as one integer: a block of bits for each, and the shared ones inside the first.

    The blocks are as wide as a state of one instance and some more; when that does not do, everything is laid out anew.
    """

    def __init__(self, compiled: Compiled, count: int) -> None:
        self.compiled = compiled
        self.count = count
        self.width = compiled.packing.bits + _SLACK
        self._moved: dict[int, Moved] = {}
        self.shared = 0
        self.own = 0
        self.blocks: tuple[int, ...] = ()
        self.offsets = tuple(number * self.width for number in range(count))
        self.refresh()

    def refresh(self) -> None:
        """Takes over the bits that the compiled machine has got meanwhile, or raises ``TooNarrowError``."""
        packing = self.compiled.packing
        if packing.bits > self.width:
            raise TooNarrowError
        self.shared = packing.mask(packing.layout.shared)
        self.own = ((1 << self.width) - 1) & ~self.shared
        self.blocks = tuple(self.own << offset | self.shared for offset in self.offsets)

    def moved(self, packed: int) -> Moved:
        """The moves of an instance whose state, alone, is ``packed``."""
        known = self._moved.get(packed)
        if known is not None:
            return known
        compiled = self.compiled
        bits = compiled.packing.bits
        found = sorted(compiled.successors(packed), key=lambda pair: compiled.actions[pair[0]].fault is not None)
        if compiled.packing.bits != bits:
            self.refresh()
        own = tuple((target & self.own) - (packed & self.own) for _, target in found)
        shared = tuple((target & self.shared) - (packed & self.shared) for _, target in found)
        faults = sum(1 for label, _ in found if compiled.actions[label].fault is not None)
        known = Moved(own, shared, array("I", [label for label, _ in found]), faults)
        self._moved[packed] = known
        return known

    def decode(self, packed: int) -> Joint:
        shared = packed & self.shared
        blocks = ((packed >> offset) & self.own | shared for offset in self.offsets)
        return Joint(tuple(map(self.compiled.decode, blocks)))

    def states_of(self, packed: int) -> list[int]:
        """What each instance is in, sorted where they are folded."""
        return [packed >> offset & self.own for offset in self.offsets]

    @property
    def actions(self) -> Sequence[Action]:
        """By the label of an instance's action times ``count`` plus the instance's number."""
        known, count = self.compiled.actions, self.count
        found: list[Action | None] = [None] * (len(known) * count)

        def make(label: int) -> Action:
            action = found[label]
            if action is None:
                action = found[label] = of_instance(known[label // count], label % count)
            return action

        return Lazy(len(found), make)


class TooNarrowError(Exception):
    """A state of one instance needs more bits than its block has."""


def explore_joint(compiled: Compiled, limits: Limits | None = None, *, symmetric: bool = True) -> Graph:
    """The graph of as many instances as the scope says.

    ``symmetric``: states that differ only in which instance is where are one state, the one with sorted blocks
    (Ip and Dill, "Better verification through symmetry", 1996); ``multiples`` says how many instances offer an edge.
    """
    while True:
        try:
            instances = Instances(compiled, compiled.plan.scope.instances)
            return _symmetric(instances, limits or Limits()) if symmetric else _plain(instances, limits or Limits())
        except TooNarrowError:
            continue


def _plain(instances: Instances, bounds: Limits) -> Graph:
    count = instances.count
    tables: list[dict[int, tuple[tuple[int, ...], array[int], int]]] = [{} for _ in range(count)]

    def fill(number: int, state: int) -> tuple[tuple[int, ...], array[int], int]:
        offset = instances.offsets[number]
        moved = instances.moved(state >> offset & instances.own | state & instances.shared)
        deltas = tuple((own << offset) + shared for own, shared in zip(moved.own, moved.shared, strict=True))
        entry = deltas, array("I", [label * count + number for label in moved.labels]), moved.faults
        tables[number][state & instances.blocks[number]] = entry
        return entry

    index, rows = {0: 0}, [0]
    targets, labels, starts, found_by = array("I"), array("I"), array("Q", [0]), array("Q", [0])
    known, reach = index.get, targets.append
    numbered = tuple(enumerate(tables))
    limit: str | None = None
    number = 0
    while number < len(rows):
        if not number & 511 or len(rows) >= bounds.states:
            limit = bounds.reached(number, len(rows))
            if limit is not None:
                break
        state = rows[number]
        blocks = instances.blocks
        for which, table in numbered:
            entry = table.get(state & blocks[which])
            if entry is None:
                entry = fill(which, state)
                blocks = instances.blocks
            for delta in entry[0]:
                target = known(state + delta)
                if target is None:
                    index[state + delta] = target = len(rows)
                    rows.append(state + delta)
                    found_by.append(len(targets))
                reach(target)
            labels.extend(entry[1])
        starts.append(len(targets))
        number += 1
    return _graph(instances, rows, targets, labels, starts, found_by, limit, None)


def _symmetric(instances: Instances, bounds: Limits) -> Graph:
    index, rows = {0: 0}, [0]
    targets, labels, starts, found_by = array("I"), array("I"), array("Q", [0]), array("Q", [0])
    multiples = array("I")
    known, moved, offsets, count = index.get, instances.moved, instances.offsets, instances.count
    limit: str | None = None
    number = 0
    while number < len(rows):
        if not number & 511 or len(rows) >= bounds.states:
            limit = bounds.reached(number, len(rows))
            if limit is not None:
                break
        state = rows[number]
        common = state & instances.shared
        blocks = [state >> offset & instances.own for offset in offsets]
        for which, block in enumerate(blocks):
            if which and block == blocks[which - 1]:
                continue
            times = blocks.count(block)
            found = moved(block | common)
            for own, shared, label in zip(found.own, found.shared, found.labels, strict=True):
                after = blocks.copy()
                after[which] = block + own
                after.sort()
                packed = reduce(or_, map(lshift, after, offsets), common + shared)
                target = known(packed)
                if target is None:
                    index[packed] = target = len(rows)
                    rows.append(packed)
                    found_by.append(len(targets))
                targets.append(target)
                labels.append(label * count + which)
                multiples.append(times)
        starts.append(len(targets))
        number += 1
    return _graph(instances, rows, targets, labels, starts, found_by, limit, multiples)


def _graph(
    instances: Instances, rows: list[int], targets: array[int], labels: array[int], starts: array[int],
    found_by: array[int], limit: str | None, multiples: array[int] | None,
) -> Graph:  # fmt: skip
    return Graph(
        rows, instances.decode, instances.actions, targets, labels, starts, found_by, limit, instances.compiled,
        multiples, instances.states_of if multiples is not None else None,
    )  # fmt: skip
