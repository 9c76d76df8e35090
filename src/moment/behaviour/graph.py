"""The reachable graph of a flow in columns: states by number, edges by the state they leave."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from moment.behaviour.instances import alone, of_instance
from moment.behaviour.interpreter import narrative
from moment.behaviour.machine import Action

Row = TypeVar("Row")
_ASKED_EVERY = 512


class Limits(NamedTuple):
    """``expired`` and ``crowded`` are asked once in a while; the shell gives them a clock and the memory in use."""

    states: int = 2_000_000
    expired: Callable[[], bool] | None = None
    crowded: Callable[[], bool] | None = None

    def reached(self, looked_into: int, states: int) -> str | None:
        """The limit that is reached when ``looked_into`` of ``states`` states are done."""
        if states >= self.states:
            return f"{self.states} states"
        if looked_into % _ASKED_EVERY:
            return None
        if self.expired is not None and self.expired():
            return "time"
        if self.crowded is not None and self.crowded():
            return "memory"
        return None


class Seen(Protocol):
    """What the states of a graph had in their cells."""

    def ever(self, cell: int) -> frozenset[Any]:
        """Every value that a cell had."""
        ...

    def changes(self, *cells: int) -> frozenset[tuple[tuple[Any, ...], tuple[Any, ...]]]:
        """The values of cells before and after the actions that depend on all of them."""
        ...


class Edge(NamedTuple):
    """``times`` equal instances offer the same action; it leads to the same state from each."""

    action: Action
    target: int
    times: int = 1


class Lazy(Sequence[Row], Generic[Row]):
    """Rows made when they are asked for."""

    def __init__(self, count: int, make: Callable[[int], Row]) -> None:
        self._count = count
        self._make = make

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, number: Any) -> Any:
        if number < 0:
            number += self._count
        if not 0 <= number < self._count:
            raise IndexError(number)
        return self._make(number)

    def __iter__(self) -> Iterator[Row]:
        return map(self._make, range(self._count))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(self) == len(other) and all(map(_same, self, other))

    def __hash__(self) -> int:
        return hash(self._count)


def _same(one: object, other: object) -> bool:
    return one == other


@dataclass(frozen=True, eq=False)
class Graph:
    """States in the order they were found (the first is initial), their edges, and the edge that found each.

    The edges of state n stand from ``starts[n]`` to ``starts[n + 1]``: the state each leads to in ``targets``, the
    number of its action in ``labels``. ``found_by`` is the position of the edge that found a state first. ``limit`` says
    which limit ended the exploration; the states from ``expanded`` on were not looked into.

    Where equal instances are folded, ``multiples`` says how many offer an edge, and ``blocks`` what each is in: the
    instance of an action then is a position among them, and only ``told`` says whose it really was.
    """

    decode: Callable[[Any], Any]
    actions: Sequence[Action]
    rows: Sequence[Any]
    targets: array[int]
    labels: array[int]
    starts: array[int]
    found_by: array[int]
    limit: str | None
    seen: Seen
    multiples: array[int] | None = None
    blocks: Callable[[Any], list[int]] | None = None

    @property
    def expanded(self) -> int:
        return len(self.starts) - 1

    @property
    def transitions(self) -> int:
        return len(self.targets)

    @cached_property
    def states(self) -> Sequence[Any]:
        return Lazy(len(self.rows), lambda number: self.decode(self.rows[number]))

    @cached_property
    def edges(self) -> Sequence[tuple[Edge, ...]]:
        """Those of each state in narrative order, faults last."""
        return Lazy(len(self.rows), self._edges)

    def _edges(self, number: int) -> tuple[Edge, ...]:
        if number >= self.expanded:
            return ()
        span = range(self.starts[number], self.starts[number + 1])
        times = self.multiples
        found = [Edge(self.actions[self.labels[n]], self.targets[n], times[n] if times else 1) for n in span]
        found.sort(key=lambda edge: narrative(edge.action))
        return tuple(found)

    @cached_property
    def is_fault(self) -> tuple[bool, ...]:
        """By label."""
        return tuple(action.fault is not None for action in self.actions)

    @property
    def open(self) -> range:
        """The states that were not looked into."""
        return range(self.expanded, len(self.rows))

    def is_end(self, number: int) -> bool:
        """Whether nothing but a fault can follow."""
        if number >= self.expanded:
            return False
        labels = self.labels[self.starts[number] : self.starts[number + 1]]
        return all(map(self.is_fault.__getitem__, labels))

    @cached_property
    def ends(self) -> tuple[int, ...]:
        return tuple(number for number in range(self.expanded) if self.is_end(number))

    def source(self, edge: int) -> int:
        """The state that an edge leaves."""
        return bisect_right(self.starts, edge) - 1

    def path(self, number: int) -> tuple[Action, ...]:
        """A shortest way to a state."""
        route = self.route(number)
        return self.told(route, [self.actions[self.labels[self.found_by[each]]] for each in route[1:]])

    def told(self, route: Sequence[int], actions: Iterable[Action]) -> tuple[Action, ...]:
        """``actions`` along the states of ``route``, each with the instance that really took it."""
        if self.blocks is None:
            return tuple(actions)
        found: list[Action] = []
        before = self.blocks(self.rows[route[0]])
        whose = list(range(len(before)))
        for number, action in zip(route[1:], actions, strict=True):
            found.append(of_instance(alone(action), whose[action.instance]))
            after = self.blocks(self.rows[number])
            kept = Counter(before[: action.instance] + before[action.instance + 1 :])
            new = next((Counter(after) - kept).elements())
            before[action.instance] = new
            order = sorted(range(len(before)), key=before.__getitem__)
            whose = [whose[position] for position in order]
            before = after
        return tuple(found)

    def route(self, number: int) -> list[int]:
        """The states on that way, the initial one first."""
        found = [number]
        while found[-1]:
            found.append(self.source(self.found_by[found[-1]]))
        return found[::-1]
