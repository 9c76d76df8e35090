"""The fields of tables: the cells of a state, and what is left of the budgets, by names and words that a reader knows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from moment.behaviour.compile import Compiled
from moment.behaviour.machine import FAULT_KINDS, NO_ARM
from moment.behaviour.state import UNDECIDED
from moment.behaviour.table_rows import Seats
from moment.behaviour.wire_tables import TableField

_MARKS = ("waiting", "done", "skipped", "refused", "lost", "again", "twice")


Written = tuple[str, list[str], list[str], bool]
"""Name, words and sentences of a field, and whether it is hidden."""


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

    def written(self, seats: Seats, most: int) -> list[TableField]:
        own = list(self._own())
        several = seats.instances > 1
        found = []
        for instance, number in seats.order:
            name, words, says, hidden = own[number]
            if several and instance >= 0:
                name, says = f"{instance + 1}/{name}", [f"{said} in instance {instance + 1}" for said in says]
            found.append((name, words, says, hidden))
        found.extend(_budgets(most))
        return [
            TableField(name, at, bits, words, says, hidden)
            for (name, words, says, hidden), (at, bits) in zip(found, seats.bits.places, strict=True)
        ]

    def _own(self) -> Iterator[Written]:
        names: dict[str, int] = {}
        for cell in self.cells:
            name, word, hidden = self._named(cell)
            names[name] = names.get(name, 0) + 1
            name += f" #{names[name]}" if names[name] > 1 else ""
            words = [word(value) for value in self.compiled.packing.fields[cell].values.values()]
            subject = name.partition(":")[2] or name
            yield name, words, [f"{subject} is {each}" for each in words], hidden
        for flag, _ in self.flags:
            name = f"flag:{flag.verdict}:{flag.subject}" + (f":{flag.detail}" if flag.detail else "")
            yield name, ["no", "yes"], [f"no {flag.verdict}", flag.verdict], True

    def _named(self, cell: int) -> tuple[str, Callable[[Any], str], bool]:
        plan, at = self.compiled.plan, self.compiled.machine.layout
        if cell < at.choices:
            return f"step:{plan.steps[cell].name}", lambda mark: _MARKS[mark], True
        if cell < at.choices + len(plan.flow.moments):
            moment = plan.flow.moments[cell - at.choices]
            return f"decision:{moment.slug}", lambda arm: _arm(moment.arms, arm), True
        if at.messages <= cell < at.messages + len(plan.routes):
            route = plan.routes[cell - at.messages]
            return f"message:{route.name}", lambda message: str(message.copies if message else 0), False
        if at.aggregates <= cell < at.sagas:
            with_lifecycle = [each for each in plan.aggregates if each.lifecycle]
            return f"lifecycle:{with_lifecycle[cell - at.aggregates].id}", str, False
        if at.sagas <= cell < at.sagas + len(plan.sagas):
            return f"saga:{plan.sagas[cell - at.sagas].name}", lambda phase: phase or "not started", False
        for kind, cells in (("known", at.facts), ("order", at.channels)):
            for key, number in cells.items():
                if number == cell:
                    return f"{kind}:{key}", _facts if kind == "known" else _plain, True
        for reaction, number in at.reacted.items():
            if number == cell:
                return f"reacted:{plan.reactions[reaction].name}", _plain, True
        if cell == at.close:
            return "close", lambda close: close.kind if close else "open", True
        return ("undoable" if cell == at.undoable else f"count:{cell}"), _plain, True


def _arm(arms: Sequence[Any], arm: int) -> str:
    return "open" if arm == UNDECIDED else "none" if arm == NO_ARM else str(arms[arm].condition)


def _facts(facts: Any) -> str:
    return " and ".join(sorted({f"in {fact.context}" for fact in facts})) or "unknown"


def _plain(value: Any) -> str:
    if isinstance(value, frozenset):
        return ", ".join(map(str, sorted(value))) or "none"
    return ", ".join(map(str, value)) or "none" if isinstance(value, tuple) else str(value)


def _budgets(most: int) -> Iterator[Written]:
    """What is left of faults, in all and of each kind."""
    for kind in (None, *FAULT_KINDS):
        counts = [str(number) for number in range(most + 1)]
        of = f" to {kind}" if kind else ""
        says = [f"{count} fault{'' if count == '1' else 's'}{of} left" for count in counts]
        yield f"budget:{kind}" if kind else "budget", counts, says, True
