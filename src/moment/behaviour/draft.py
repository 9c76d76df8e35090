"""A state while an action changes it, and how it becomes canonical again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from moment.behaviour.machine import UNDECIDED, WAITING, Fact, Message, Record, Route, State, Step

if TYPE_CHECKING:
    from moment.behaviour.view import View


class Draft:
    """The parts of a ``State``, open for change; ``view`` is the state before, ``records`` what happens."""

    def __init__(self, state: State) -> None:
        self.marks = list(state.marks)
        self.choices = list(state.choices)
        self.facts = set(state.facts)
        self.flight = list(state.flight)
        self.lifecycle = list(state.lifecycle)
        self.sagas = list(state.sagas)
        self.reacted = set(state.reacted)
        self.returned = list(state.returned)
        self.undoable = list(state.undoable)
        self.times = set(state.times)
        self.used = list(state.used)
        self.flags = set(state.flags)
        self.close = state.close
        self.records: list[Record] = []
        self.view: View | None = None

    def freeze(self, routes: tuple[Route, ...]) -> State:
        """Messages of unordered channels in the order of their routes, then the ordered ones as they were sent."""
        free = sorted(message for message in self.flight if routes[message.route].channel is None)
        queued = [message for message in self.flight if routes[message.route].channel is not None]
        queued.sort(key=lambda message: routes[message.route].channel or "")
        return State(
            marks=tuple(self.marks),
            choices=tuple(self.choices),
            facts=frozenset(self.facts),
            flight=(*free, *queued),
            lifecycle=tuple(self.lifecycle),
            sagas=tuple(self.sagas),
            reacted=frozenset(self.reacted),
            returned=tuple(self.returned),
            undoable=tuple(self.undoable),
            times=frozenset(self.times),
            used=tuple(self.used),
            flags=frozenset(self.flags),
            close=self.close,
        )

    def add_fact(self, identity: str, context: str, step: int, *, by: int | None = None) -> None:
        self.facts.add(Fact(identity, context, step, step if by is None else by))

    def origin(self, identity: str, by: int) -> int:
        """The step in which ``identity`` happened that ``by`` shows: its own, else the first that made it happen."""
        found = sorted(fact.step for fact in self.facts if fact.identity == identity)
        return by if by in found or not found else found[0]

    def send(self, route: int, *, again: bool) -> None:
        """One more message of ``route``; ``again`` when its receiver has had it before."""
        waiting = next((message for message in self.flight if message.route == route), None)
        if waiting is None:
            self.flight.append(Message(route, 1, delivered=again))
        else:
            self.replace_message(waiting, waiting._replace(copies=waiting.copies + 1))

    def replace_message(self, message: Message, changed: Message) -> None:
        position = self.flight.index(message)
        self.flight[position : position + 1] = [changed] if changed.copies else []

    def set_reacted(self, reaction: int, step: int, mark: int) -> None:
        self.reacted = {each for each in self.reacted if each[:2] != (reaction, step)}
        self.reacted.add((reaction, step, mark))

    def go_back(self, first: int, last: int, steps: Iterable[Step], routes: tuple[Route, ...]) -> None:
        """Everything in the moments ``first`` to ``last`` is undone; what it sent and caused no longer counts."""
        undone = {step.index for step in steps if first <= step.moment <= last}
        for number in undone:
            self.marks[number] = WAITING
        for moment in range(first, last + 1):
            self.choices[moment] = UNDECIDED
        self.facts = {fact for fact in self.facts if fact.step not in undone and fact.by not in undone}
        self.flight = [message for message in self.flight if routes[message.route].step not in undone]
        self.reacted = {each for each in self.reacted if each[1] not in undone}
        self.times = {each for each in self.times if each[0] not in undone}

    def together(self, first: int) -> None:
        """Records from ``first`` on happen at the same time as those before them."""
        self.records[first:] = [replace(record, ticks=False) for record in self.records[first:]]
