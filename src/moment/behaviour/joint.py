"""The graph of several instances of a compiled flow, every order of them or one for all that differ in order only."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from functools import reduce
from operator import lshift, or_
from typing import NamedTuple

from moment.behaviour.compile import Compiled, Entry, Share
from moment.behaviour.explore import columns, explore_alone
from moment.behaviour.graph import Graph, Lazy, Limits
from moment.behaviour.instances import of_instance
from moment.behaviour.machine import Action
from moment.behaviour.state import Joint

_ALONE = 20_000


class Moved(NamedTuple):
    """What the actions of one instance do: differences of its own block and of the shared one."""

    own: tuple[int, ...]
    shared: tuple[int, ...]
    labels: array[int]


class Numbering:
    """Small numbers for bit patterns, in the order in which they are met; the first is 0."""

    def __init__(self) -> None:
        self.patterns: list[int] = []
        self.numbers: dict[int, int] = {}

    def __call__(self, pattern: int) -> int:
        number = self.numbers.get(pattern)
        if number is None:
            number = self.numbers[pattern] = len(self.patterns)
            self.patterns.append(pattern)
        return number


class Block(Share):
    """The moves of one instance, by its own block and the shared one."""

    __slots__ = ("number",)

    def __init__(self, number: int, mask: int) -> None:
        super().__init__(())
        self.number = number
        self.mask = mask


class Instances:
    """States of n instances as one integer: a block for what they share, and one for each.

    A block holds the number of what is in it, so the blocks are narrow. One that is too narrow for a number that turns
    up late raises ``TooNarrowError``; laid out anew the numbers fit, since they are kept.
    """

    def __init__(self, compiled: Compiled, count: int) -> None:
        self.compiled = compiled
        self.count = count
        self.shared_patterns = Numbering()
        self.own_patterns = Numbering()
        self._moved: dict[tuple[int, int], Moved] = {}
        self.lay_out()

    def lay_out(self) -> None:
        """Makes room for the numbers there are, and as many again."""
        self.own_patterns(0)
        self.shared_patterns(0)
        self.shared_bits = len(self.shared_patterns.patterns).bit_length() + 1
        self.own_bits = len(self.own_patterns.patterns).bit_length() + 1
        self.offsets = tuple(self.shared_bits + number * self.own_bits for number in range(self.count))
        self.shared = (1 << self.shared_bits) - 1
        self.own = (1 << self.own_bits) - 1
        self.blocks = tuple(self.own << offset | self.shared for offset in self.offsets)

    def meet(self, packed: int) -> None:
        """Numbers what is in a state of one instance."""
        self._number(packed)

    def _number(self, packed: int) -> tuple[int, int]:
        common = self.compiled.packing.mask(self.compiled.packing.layout.shared)
        return self.own_patterns(packed & ~common), self.shared_patterns(packed & common)

    def moved(self, own: int, shared: int) -> Moved:
        """The moves of an instance, by the numbers of its own block and of the shared one."""
        known = self._moved.get((own, shared))
        if known is not None:
            return known
        packed = self.own_patterns.patterns[own] | self.shared_patterns.patterns[shared]
        found = self.compiled.successors(packed)
        targets = [self._number(target) for _, target in found]
        if len(self.own_patterns.patterns) > self.own + 1 or len(self.shared_patterns.patterns) > self.shared + 1:
            raise TooNarrowError
        known = self._moved[own, shared] = Moved(
            tuple(target - own for target, _ in targets),
            tuple(target - shared for _, target in targets),
            array(self.compiled.label_type, [label for label, _ in found]),
        )
        return known

    def fill(self, share: Share, state: int) -> Entry:
        """The moves of the instance whose block ``share`` looks at, as differences of the whole state."""
        assert isinstance(share, Block)
        offset = self.offsets[share.number]
        moved = self.moved(state >> offset & self.own, state & self.shared)
        deltas = tuple((own << offset) + shared for own, shared in zip(moved.own, moved.shared, strict=True))
        labels = array(self.compiled.label_type, [label * self.count + share.number for label in moved.labels])
        entry = share.entries[state & share.mask] = Entry(deltas, labels, ())
        return entry

    def decode(self, packed: int) -> Joint:
        shared = self.shared_patterns.patterns[packed & self.shared]
        own = (self.own_patterns.patterns[packed >> offset & self.own] for offset in self.offsets)
        return Joint(tuple(self.compiled.decode(each | shared) for each in own))

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
    return _explored(compiled, limits or Limits(), symmetric=symmetric)[0]


def explore_views(compiled: Compiled, limits: Limits) -> list[int] | None:
    """What one instance can be in beside the others, packed; ``None`` when a limit is reached."""
    graph, instances = _explored(compiled, limits, symmetric=True)
    if graph.limit is not None:
        return None
    own, shared = instances.own_patterns.patterns, instances.shared_patterns.patterns
    pairs = {
        (state >> offset & instances.own, state & instances.shared): None
        for state in graph.rows
        for offset in instances.offsets
    }
    return [own[block] | shared[common] for block, common in pairs]


def _explored(compiled: Compiled, bounds: Limits, *, symmetric: bool) -> tuple[Graph, Instances]:
    instances = Instances(compiled, compiled.plan.scope.instances)
    for packed in explore_alone(compiled, Limits(states=_ALONE)).rows:
        instances.meet(packed)
    while True:
        instances.lay_out()
        try:
            found = _symmetric(instances, bounds) if symmetric else _plain(instances, bounds)
            return found, instances
        except TooNarrowError:
            continue


def _plain(instances: Instances, bounds: Limits) -> Graph:
    blocks: list[Share] = [Block(number, mask) for number, mask in enumerate(instances.blocks)]
    found = columns((blocks,), instances.compiled, instances.fill, bounds)
    return Graph(instances.decode, instances.actions, *found, instances.compiled)


def _symmetric(instances: Instances, bounds: Limits) -> Graph:
    index, rows = {0: 0}, [0]
    targets, labels = array("I"), array(instances.compiled.label_type)
    starts, found_by = array("I", [0]), array("I", [0])
    multiples = array("H")
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
            found = moved(block, common)
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
    return Graph(
        instances.decode, instances.actions, rows, targets, labels, starts, found_by, limit, instances.compiled,
        multiples, instances.states_of,
    )  # fmt: skip
