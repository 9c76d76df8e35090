"""The fields of tables: the cells of a state, and what is left of the budgets, by names and words that a reader knows."""

from __future__ import annotations

from collections.abc import Iterator

from moment.behaviour.compile import Compiled
from moment.behaviour.table_rows import Seats
from moment.behaviour.table_words import Words, Written, budgets
from moment.behaviour.wire_tables import TableField


class Fields:
    """Every cell that varies, but those that count faults, then the flags; see ``numbers``."""

    def __init__(self, compiled: Compiled) -> None:
        self.compiled = compiled
        packing = compiled.packing
        flags = compiled.machine.layout.flags
        self.cells = [
            number for number, field in enumerate(packing.fields)
            if number not in compiled.machine.layout.spent and number != flags and len(field.codes) > 1
        ]  # fmt: skip
        self._numbers = [
            (packing.fields[n].mask, {code: place for place, code in enumerate(packing.fields[n].values)})
            for n in self.cells
        ]
        self.flags = list(packing.flags.items())
        self.sizes = [len(packing.fields[number].codes) for number in self.cells] + [2] * len(self.flags)

    def numbers(self, packed: int) -> tuple[int, ...]:
        """The number of the value of each field."""
        return tuple(
            [codes[packed & mask] for mask, codes in self._numbers]
            + [1 if packed & bit else 0 for _, bit in self.flags]
        )

    def mask_of(self, bits: int) -> int:
        """All bits of the fields that some of ``bits`` belong to."""
        masks = [mask for mask, _ in self._numbers] + [bit for _, bit in self.flags]
        return sum(mask for mask in masks if mask & bits)

    @property
    def shared(self) -> frozenset[int]:
        """The numbers of the fields that several instances of the flow have in common."""
        common = self.compiled.machine.layout.shared
        return frozenset(number for number, cell in enumerate(self.cells) if cell in common)

    @property
    def names(self) -> list[str]:
        return [each.name for each in self._own()]

    def written(self, seats: Seats, most: int) -> list[TableField]:
        own = list(self._own())
        several = seats.instances > 1
        found = []
        for instance, number in seats.order:
            each = own[number]
            if several and instance >= 0:
                says = [f"{said} in instance {instance + 1}" for said in each.says]
                each = each._replace(name=f"{instance + 1}/{each.name}", says=says)
            found.append(each)
        found.extend(budgets(most))
        return [
            TableField(each.name, at, bits, each.words, each.says, each.hidden)
            for each, (at, bits) in zip(found, seats.bits.places, strict=True)
        ]

    def _own(self) -> Iterator[Written]:
        words = Words(self.compiled.machine)
        names: dict[str, int] = {}
        for cell in self.cells:
            found = words.cell(cell, list(self.compiled.packing.fields[cell].values.values()))
            times = names[found.name] = names.get(found.name, 0) + 1
            yield found._replace(name=f"{found.name} #{times}") if times > 1 else found
        for flag, _ in self.flags:
            yield words.flag(flag)
