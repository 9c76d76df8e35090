"""A state as one integer: each cell has bits of its own, given to it when it first needs them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from moment.behaviour.state import Flag, Layout, State


class Field:
    """The bits of one cell: ``codes`` goes from a value to its bits, ``values`` back.

    The first value is all zeros. The bits need not stand side by side: a field that runs out of them gets one more.
    """

    __slots__ = ("codes", "mask", "places", "values")

    def __init__(self, value: Any) -> None:
        self.mask = 0
        self.places: list[int] = []
        self.codes: dict[Any, int] = {value: 0}
        self.values: dict[int, Any] = {0: value}

    def add(self, value: Any) -> int:
        number = len(self.codes)
        code = sum(1 << place for bit, place in enumerate(self.places) if number >> bit & 1)
        self.codes[value] = code
        self.values[code] = value
        return code

    @property
    def is_full(self) -> bool:
        return len(self.codes) >> len(self.places) > 0


class Packing:
    """States of one layout as integers; the initial state is 0.

    ``grown`` is told the number of a cell that got another bit, and its mask. A state keeps its integer for ever: what
    was never met before only adds bits above.
    """

    def __init__(self, layout: Layout, grown: Callable[[int], None]) -> None:
        self.layout = layout
        self.fields = tuple(Field(value) for value in layout.initial)
        self.flags: dict[Flag, int] = {}
        self.bits = 0
        self._grown = grown

    def widen(self, bits: int) -> None:
        """Leaves ``bits`` free, for what several instances share or do not share."""
        self.bits += bits

    def read(self, number: int, packed: int) -> Any:
        """The value of a cell."""
        if number == self.layout.flags:
            return self._flags_of(packed)
        field = self.fields[number]
        return field.values[packed & field.mask]

    def code(self, number: int, value: Any) -> int:
        """The bits that say ``value`` in a cell other than that of the flags."""
        field = self.fields[number]
        known = field.codes.get(value)
        if known is not None:
            return known
        if field.is_full:
            field.places.append(self.bits)
            field.mask |= 1 << self.bits
            self.bits += 1
            self._grown(number)
        return field.add(value)

    def flag(self, flag: Flag) -> int:
        """The bit of a flag."""
        bit = self.flags.get(flag)
        if bit is None:
            bit = self.flags[flag] = 1 << self.bits
            self.bits += 1
        return bit

    def mask(self, cells: Iterable[int]) -> int:
        found = 0
        for number in cells:
            found |= self.flag_mask if number == self.layout.flags else self.fields[number].mask
        return found

    @property
    def flag_mask(self) -> int:
        return sum(self.flags.values())

    def pack(self, state: State) -> int:
        packed = sum(self.flag(flag) for flag in state.flags)
        for number, value in enumerate(state.cells):
            if number != self.layout.flags:
                packed += self.code(number, value)
        return packed

    def unpack(self, packed: int) -> State:
        flags = self.layout.flags
        return State(
            self.layout,
            tuple(
                self._flags_of(packed) if number == flags else field.values[packed & field.mask]
                for number, field in enumerate(self.fields)
            ),
        )

    def _flags_of(self, packed: int) -> frozenset[Flag]:
        return frozenset(flag for flag, bit in self.flags.items() if packed & bit)


class Reading:
    """A packed state whose cells can be read, and which notes the numbers of those that were."""

    __slots__ = ("cells", "layout", "packed", "packing", "seen")

    def __init__(self, packing: Packing, packed: int) -> None:
        self.packing = packing
        self.layout = packing.layout
        self.packed = packed
        self.seen: set[int] = set()
        self.cells = self

    def __getitem__(self, number: int) -> Any:
        self.seen.add(number)
        return self.packing.read(number, self.packed)


class Writing:
    """Cells over those of a reading: what was written is in ``changes``, the rest is read."""

    __slots__ = ("changes", "reading")

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.changes: dict[int, Any] = {}

    def __getitem__(self, number: int) -> Any:
        return self.changes[number] if number in self.changes else self.reading[number]

    def __setitem__(self, number: int, value: Any) -> None:
        self.changes[number] = value
