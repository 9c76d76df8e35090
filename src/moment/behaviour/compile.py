"""A machine as tables: for what a share of the actions depends on, the differences that those actions make.

Each table is filled from the interpreter when a key is first met. The interpreter runs on a state that notes which of
its cells are read, so a key holds exactly what the answer depends on, and the same answer is never computed twice. This
is partial evaluation by memoisation with dynamic dependencies (Acar, Blelloch and Harper, "Selective memoization",
POPL 2003), with bit masks for the dependencies.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from moment.behaviour.draft import Draft
from moment.behaviour.interpreter import Interpreter, Part, narrative
from moment.behaviour.machine import Action
from moment.behaviour.packing import Packing, Reading, Writing
from moment.behaviour.state import State
from moment.behaviour.view import View

_NARROW = 8


class Entry(NamedTuple):
    """The enabled actions of a share: ``deltas`` are added to the state, ``labels`` are the numbers of the actions.

    Those in ``wide`` change more than the share looks at and have a table of their own; their labels come last.
    """

    deltas: tuple[int, ...]
    labels: array[int]
    wide: tuple[Effect, ...]


class Table:
    """What depends on ``cells``: answers by the bits of ``mask``."""

    __slots__ = ("cells", "mask")

    def __init__(self) -> None:
        self.cells: set[int] = set()
        self.mask = 0


class Share(Table):
    """Actions that are looked up together."""

    __slots__ = ("entries", "parts")

    def __init__(self, parts: Sequence[Part]) -> None:
        super().__init__()
        self.parts = tuple(parts)
        self.entries: dict[int, Entry] = {}


class Effect(Table):
    """What one action does where that depends on much."""

    __slots__ = ("action", "deltas")

    def __init__(self, action: Action) -> None:
        super().__init__()
        self.action = action
        self.deltas: dict[int, int] = {}


class Compiled:
    """The tables of one machine. A state is an integer, the initial one 0; ``actions`` are numbered by their labels."""

    initial = 0

    def __init__(self, machine: Interpreter) -> None:
        self.machine = machine
        self.plan = machine.plan
        self.packing = Packing(machine.layout, self._grown)
        self.actions: list[Action] = []
        self.labels: dict[Action, int] = {}
        self.label_type = "H" if _most_labels(machine) * machine.plan.scope.instances < 1 << 16 else "I"
        self.plain = _shares(machine, strikes=False)
        self.faults = _shares(machine, strikes=True)
        self._effects: dict[Action, Effect] = {}
        self._retired: list[Share] = []

    def decode(self, packed: int) -> State:
        return self.packing.unpack(packed)

    def successors(self, packed: int) -> list[tuple[int, int]]:
        """(label, state) of every enabled action, faults last, both in narrative order."""
        found = self.moves_from(packed)
        found.sort(key=lambda pair: narrative(self.actions[pair[0]]))
        return found

    def moves_from(self, packed: int) -> list[tuple[int, int]]:
        """(label, state) of every enabled action, in no order that means anything."""
        found: list[tuple[int, int]] = []
        for share in (*self.plain, *self.faults):
            entry = share.entries.get(packed & share.mask) or self.fill(share, packed)
            found.extend(zip(entry.labels, self.moves(entry, packed), strict=True))
        return found

    def moves(self, entry: Entry, packed: int) -> list[int]:
        """The states that the actions of ``entry`` lead to, in the order of its labels."""
        found = [packed + delta for delta in entry.deltas]
        found.extend(packed + self.difference(effect, packed) for effect in entry.wide)
        return found

    def difference(self, effect: Effect, packed: int) -> int:
        delta = effect.deltas.get(packed & effect.mask)
        if delta is None:
            delta, cells, flags = self._change(effect.action, packed)
            self._depend(effect, cells, flags)
            effect.deltas[packed & effect.mask] = delta
        return delta

    def fill(self, share: Share, packed: int) -> Entry:
        """Asks the interpreter, and keeps what it says."""
        reading = Reading(self.packing, packed)
        view = View(self.plan, reading)
        enabled = sorted((a for part in share.parts for a in self.machine.offered(view, part)), key=narrative)
        self._depend(share, reading.seen, 0)
        narrow: list[tuple[int, Action]] = []
        wide: list[Action] = []
        for action in enabled:
            delta, cells, flags = self._change(action, packed)
            if len(cells - share.cells) > _NARROW:
                wide.append(action)
            else:
                self._depend(share, cells, flags)
                narrow.append((delta, action))
        labels = array(self.label_type, [self._label(action) for action in (*(action for _, action in narrow), *wide)])
        entry = Entry(tuple(delta for delta, _ in narrow), labels, tuple(map(self._effect, wide)))
        share.entries[packed & share.mask] = entry
        return entry

    def split(self, share: Share, *, keys: int = 4096) -> bool:
        """Gives every part of a share that has met more than ``keys`` keys a share of its own; whether it did."""
        if len(share.entries) < keys or len(share.parts) == 1:
            return False
        for shares in (self.plain, self.faults):
            if share in shares:
                at = shares.index(share)
                self._retired.append(share)
                shares[at : at + 1] = [Share((part,)) for part in share.parts]
        return True

    def split_large(self) -> None:
        for share in (*self.plain, *self.faults):
            self.split(share)

    def ever(self, cell: int) -> frozenset[Any]:
        """Every value that a cell had in a state met so far."""
        return frozenset(self.packing.fields[cell].codes)

    def changes(self, *cells: int) -> frozenset[tuple[tuple[Any, ...], tuple[Any, ...]]]:
        """The values of cells before and after the actions met so far that depend on all of them."""
        found = set()
        for table, key, delta in self._met():
            if table.cells.issuperset(cells):
                before, after = (tuple(self.packing.read(cell, k) for cell in cells) for k in (key, key + delta))
                found.add((before, after))
        return frozenset(found)

    def _met(self) -> Iterator[tuple[Table, int, int]]:
        for share in (*self.plain, *self.faults, *self._retired):
            for key, entry in share.entries.items():
                yield from ((share, key, delta) for delta in entry.deltas)
        for effect in self._effects.values():
            yield from ((effect, key, delta) for key, delta in effect.deltas.items())

    def _change(self, action: Action, packed: int) -> tuple[int, set[int], int]:
        """The difference that ``action`` makes, the cells that it depends on, and the bits of its flags."""
        reading = Reading(self.packing, packed)
        writing = Writing(reading)
        draft = Draft(reading, writing, telling=False)
        self.machine.effects.change(draft, View(self.plan, reading), action)
        delta = 0
        for number, value in writing.changes.items():
            code = self.packing.code(number, value)
            delta += code - (packed & self.packing.fields[number].mask)
        flags = 0
        for flag in dict.fromkeys(draft.flags):
            flags |= self.packing.flag(flag)
        return delta + (flags & ~packed), reading.seen | writing.changes.keys(), flags

    def _depend(self, table: Table, cells: Iterable[int], flags: int) -> None:
        new = set(cells) - table.cells
        if new or flags & ~table.mask:
            table.cells |= new
            table.mask |= self.packing.mask(new) | flags

    def _grown(self, number: int) -> None:
        """A cell has one more bit, which is 0 in every state met before: entries stay where they are."""
        for table in (*self.plain, *self.faults, *self._effects.values()):
            if number in table.cells:
                table.mask |= self.packing.fields[number].mask

    def _label(self, action: Action) -> int:
        label = self.labels.get(action)
        if label is None:
            label = self.labels[action] = len(self.actions)
            self.actions.append(action)
        return label

    def _effect(self, action: Action) -> Effect:
        found = self._effects.get(action)
        if found is None:
            found = self._effects[action] = Effect(action)
        return found


def _most_labels(machine: Interpreter) -> int:
    """More than the number of different actions of one instance."""
    plan = machine.plan
    arms = sum(len(arms) + 1 for arms in plan.arms)
    steps = sum(
        1 + len(step.occurrences) * len(step.command.emits) + len(step.command.preconditions)
        if step.command is not None else 1 + len(step.occurrences)
        for step in plan.steps
    )  # fmt: skip
    reactions = 2 * (len(plan.steps) + 1) * len(machine.layout.reacted)
    undos = sum(2 + len(saga.undo) for saga in plan.sagas)
    return (
        2 * (arms + steps + reactions + undos) + 4 * len(plan.routes) + len(plan.domain.contexts) + len(plan.sagas) + 64
    )


def _shares(machine: Interpreter, *, strikes: bool) -> list[Share]:
    """Parts that concern one lane together: they depend on much the same."""
    found: dict[tuple[str, object], list[Part]] = {}
    for part in machine.parts:
        if part.strikes == strikes:
            found.setdefault(_place(machine, part), []).append(part)
    return [Share(parts) for parts in found.values()]


def _place(machine: Interpreter, part: Part) -> tuple[str, object]:
    plan = machine.plan
    match part.kind:
        case "step" | "refusal":
            return "lane", plan.steps[part.number].placement.lane.name
        case "message":
            return "lane", plan.routes[part.number].crossing.target_lane.name
        case "disturbance":
            return "channel", plan.routes[part.number].target
        case _:
            return part.kind, part.number
