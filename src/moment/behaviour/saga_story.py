"""The sagas of a run: the states that each went through, and what it would have had to undo when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from moment.behaviour.machine import Plan
from moment.behaviour.state import State
from moment.behaviour.view import View


class SagaSeen(NamedTuple):
    """The states that a saga went through, each with the step's number and its phase, and what was owed when."""

    saga: int
    states: tuple[tuple[int, str, str], ...]
    debt: tuple[tuple[int, tuple[str, ...]], ...]
    instance: int = 0


class SagaStory:
    """The sagas of one instance of a flow."""

    def __init__(self, plan: Plan, instance: int) -> None:
        self.plan = plan
        self.instance = instance
        self.states: dict[int, list[tuple[int, str, str]]] = {}
        self.debts: dict[int, list[tuple[int, tuple[str, ...]]]] = {}

    def seen(self) -> Iterator[SagaSeen]:
        for number, states in self.states.items():
            yield SagaSeen(number, tuple(states), tuple(self.debts.get(number, ())), self.instance)

    def note(self, state: State, seq: int) -> None:
        """What ``state``, after the step ``seq``, has of every saga that has started."""
        view = View(self.plan, state)
        for number in range(len(self.plan.sagas)):
            told = told_of(view, number)
            if told is None:
                continue
            current, phase, owed = told
            seen = self.states.setdefault(number, [])
            if not seen or seen[-1][1:] != (current, phase):
                seen.append((seq, current, phase))
            debts = self.debts.setdefault(number, [])
            if (debts and debts[-1][1] != owed) or (not debts and owed):
                debts.append((seq, owed))


def told_of(view: View, number: int) -> tuple[str, str, tuple[str, ...]] | None:
    """The state of a saga, its phase, and what it owes; ``None`` before it starts."""
    current: str | None = view.cells[view.at.sagas + number]
    if current is None:
        return None
    saga, close = view.plan.sagas[number], view.close
    if close is not None and close.saga == number:
        phases = {"compensating": "compensating", "compensated": "undone", "stuck": "stuck"}
        return current, phases.get(close.kind, "forward"), _names(close.pending)
    if current in saga.machine.finals:
        return current, "done", ()
    undone = {undo.command.target for undo in saga.undo}
    done: tuple[str, ...] = view.cells[view.at.undoable]
    return current, "forward", _names(name for name in reversed(done) if name in undone)


def _names(commands: Iterable[str]) -> tuple[str, ...]:
    """Commands that a saga would have to undo as long as it is not done."""
    return tuple(name.rpartition("/")[2] for name in commands)
