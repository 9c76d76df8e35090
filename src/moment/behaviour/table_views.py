"""What an instance of a flow can be in, and what follows from there: the states that tables are made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Generic, NamedTuple, TypeVar

from moment.behaviour.compile import Compiled
from moment.behaviour.draft import Draft
from moment.behaviour.interpreter import narrative
from moment.behaviour.machine import Action, Record
from moment.behaviour.packing import Packing, Reading, Writing
from moment.behaviour.state import Flag
from moment.behaviour.table_fields import Fields
from moment.behaviour.table_rows import Space
from moment.behaviour.view import View

Changes = tuple[tuple[int, int, int], ...]
"""Fields that change, each with the numbers of its value before and after."""

Moves = dict[int, list[tuple[int, int]]]
"""Packed states, each with the labels of its actions and where they lead."""

T = TypeVar("T")


class Answers(Generic[T]):
    """Answers about packed states, each asked once for all states in which what it depends on is the same."""

    def __init__(self, packing: Packing, ask: Callable[[Reading], tuple[T, Iterable[int]]]) -> None:
        self.packing = packing
        self.ask = ask
        self.mask = 0
        self.known: dict[int, T] = {}

    def __call__(self, packed: int) -> T:
        key = packed & self.mask
        if key not in self.known:
            reading = Reading(self.packing, packed)
            answer, written = self.ask(reading)
            self.mask |= self.packing.mask({*reading.seen, *written})
            key = packed & self.mask
            self.known[key] = answer
        return self.known[key]


def reached(compiled: Compiled, *, faults: int, most: int) -> Moves | None:
    """Every state that as many faults of any kinds can lead to; ``None`` above ``most`` of them.

    What is spent is no part of a state here: those that take fewer faults are looked into first, so each is once.
    """
    spent = compiled.packing.layout.spent
    found: Moves = {}
    waiting, later = [compiled.initial], []
    for _ in range(faults + 1):
        for row in waiting:
            if row in found:
                continue
            if len(found) >= most:
                return None
            found[row] = moves = compiled.moves_from(row)
            for label, target in moves:
                if compiled.actions[label].fault is None:
                    waiting.append(target)
                else:
                    later.append(target & ~compiled.packing.mask(spent))
        waiting, later = later, []
    return found


def seen_together(compiled: Compiled, states: Iterable[int]) -> Moves:
    """The same of states that are known; those that differ in what is spent are one."""
    spent = compiled.packing.mask(compiled.packing.layout.spent)
    return {row: compiled.moves_from(row) for row in dict.fromkeys(state & ~spent for state in states)}


class Move(NamedTuple):
    """An action in the states in which it is told alike; ``returns`` are the numbers of those that it takes."""

    action: Action
    records: tuple[Record, ...]
    flags: tuple[Flag, ...]
    returns: tuple[int, ...]


class Views:
    """The states of one instance, without what is spent of faults: actions look at that in fields of its own.

    ``moves`` go from how an action is told to what it changes where; ``ends`` are states without one but faults.
    """

    def __init__(self, compiled: Compiled, found: Moves) -> None:
        self.compiled = compiled
        self.rows = list(found)
        self.ends = [
            number for number, every in enumerate(found.values())
            if all(compiled.actions[label].fault is not None for label, _ in every)
        ]  # fmt: skip
        self.fields = Fields(compiled)
        self.space = Space([self.fields.numbers(row) for row in self.rows], self.fields.sizes)
        self.moves = self._moves(found)

    def view(self, reading: Reading) -> View:
        return View(self.compiled.plan, reading)

    def _moves(self, edges: Moves) -> dict[Move, dict[Changes, list[int]]]:
        found: dict[Move, dict[Changes, list[int]]] = {}
        told = [Answers(self.compiled.packing, self._telling(action)) for action in self.compiled.actions]
        differences = _Differences(self.fields)
        for number, (row, every) in enumerate(edges.items()):
            for label, target in every:
                found.setdefault(told[label](row), {}).setdefault(differences(row, target), []).append(number)
        return {move: found[move] for move in sorted(found, key=lambda each: narrative(each.action))}

    def _telling(self, action: Action) -> Callable[[Reading], tuple[Move, Iterable[int]]]:
        at, count = self.compiled.machine.layout, len(self.compiled.plan.returns)

        def ask(reading: Reading) -> tuple[Move, Iterable[int]]:
            writing = Writing(reading)
            draft = Draft(reading, writing)
            self.compiled.machine.effects.change(draft, self.view(reading), action)
            returns = (cell for cell in sorted(writing.changes) if at.returned <= cell < at.returned + count)
            records, flags = tuple(draft.records), tuple(dict.fromkeys(draft.flags))
            return Move(action, records, flags, tuple(cell - at.returned for cell in returns)), writing.changes

        return ask


class _Differences:
    """What is different between two packed states, looked up by the bits that are."""

    def __init__(self, fields: Fields) -> None:
        self.fields = fields
        self._masks: dict[int, int] = {}
        self._known: dict[tuple[int, int], Changes] = {}

    def __call__(self, before: int, after: int) -> Changes:
        bits = before ^ after
        mask = self._masks.get(bits)
        if mask is None:
            mask = self._masks[bits] = self.fields.mask_of(bits)
        key = bits, before & mask
        found = self._known.get(key)
        if found is None:
            both = zip(self.fields.numbers(before), self.fields.numbers(after), strict=True)
            found = self._known[key] = tuple((n, b, a) for n, (b, a) in enumerate(both) if a != b)
        return found
