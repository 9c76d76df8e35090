"""A state while an action changes it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from moment.behaviour.machine import WAITING, Record, Route, Step
from moment.behaviour.state import UNDECIDED, Close, Fact, Flag, Message, State

if TYPE_CHECKING:
    from moment.behaviour.view import Situation, View


class Draft:
    """The cells of a state, open for change; ``view`` is the state before, ``records`` and ``flags`` what happens.

    Unless it is ``telling``, the records of what is done most often are left out.
    """

    def __init__(self, state: Situation, cells: Any = None, *, telling: bool = True) -> None:
        self.telling = telling
        self.layout = self.at = state.layout
        self.cells: Any = list(state.cells) if cells is None else cells  # type: ignore[call-overload]
        self.flags: list[Flag] = []
        self.records: list[Record] = []
        self.view: View | None = None

    def freeze(self) -> State:
        if self.flags:
            self.cells[self.at.flags] = self.cells[self.at.flags].union(self.flags)
        return State(self.layout, tuple(self.cells))

    @property
    def close(self) -> Close | None:
        found: Close | None = self.cells[self.at.close]
        return found

    @close.setter
    def close(self, close: Close) -> None:
        self.cells[self.at.close] = close

    def mark(self, step: int, mark: int) -> None:
        self.cells[step] = mark

    def choose(self, moment: int, arm: int) -> None:
        self.cells[self.at.choices + moment] = arm

    def use(self, fault: int) -> None:
        self.cells[self.at.used + fault] += 1

    def saga(self, number: int) -> str | None:
        found: str | None = self.cells[self.at.sagas + number]
        return found

    def returned(self, number: int) -> int:
        found: int = self.cells[self.at.returned + number]
        return found

    def add_fact(self, identity: str, context: str, step: int, *, by: int | None = None) -> None:
        number = self.at.facts[identity]
        self.cells[number] = self.cells[number] | {Fact(identity, context, step, step if by is None else by)}

    def drop_fact(self, fact: Fact) -> None:
        number = self.at.facts[fact.identity]
        self.cells[number] = self.cells[number] - {fact}

    def origin(self, identity: str, by: int) -> int:
        """The step in which ``identity`` happened that ``by`` shows: its own, else the first that made it happen."""
        found = sorted(fact.step for fact in self.cells[self.at.facts[identity]])
        return by if by in found or not found else found[0]

    def did(self, command: str) -> None:
        """Notes a command that a saga can undo."""
        self.cells[self.at.undoable] = (*self.cells[self.at.undoable], command)

    def send(self, route: Route, *, again: bool) -> None:
        """One more message of ``route``; ``again`` when its receiver has had it before."""
        waiting: Message | None = self.cells[self.at.messages + route.number]
        if waiting is not None:
            self.put_message(waiting._replace(copies=waiting.copies + 1), route)
            return
        self.put_message(Message(route.number, 1, delivered=again), route)
        if route.channel is not None:
            self._queue(route.channel, add=route.number)

    def put_message(self, message: Message, route: Route) -> None:
        self.cells[self.at.messages + route.number] = message if message.copies else None
        if not message.copies and route.channel is not None:
            self._queue(route.channel, without=frozenset((route.number,)))

    def drop_messages(self, routes: Iterable[Route]) -> None:
        gone = list(routes)
        for route in gone:
            self.cells[self.at.messages + route.number] = None
        for channel in sorted({route.channel for route in gone if route.channel is not None}):
            self._queue(channel, without=frozenset(route.number for route in gone))

    def _queue(self, channel: str, *, add: int | None = None, without: frozenset[int] = frozenset()) -> None:
        number = self.at.channels[channel]
        kept = tuple(route for route in self.cells[number] if route not in without)
        self.cells[number] = kept if add is None else (*kept, add)

    def set_reacted(self, reaction: int, step: int, mark: int) -> None:
        number = self.at.reacted[reaction]
        kept = frozenset(each for each in self.cells[number] if each[0] != step)
        self.cells[number] = kept | {(step, mark)}

    def go_back(self, first: int, last: int, steps: Iterable[Step], routes: Iterable[Route]) -> None:
        """Everything in the moments ``first`` to ``last`` is undone; what it sent and caused no longer counts."""
        undone = {step.index for step in steps if first <= step.moment <= last}
        for step in undone:
            self.cells[step] = WAITING
            if step in self.at.times:
                self.cells[self.at.times[step]] = 0
        for moment in range(first, last + 1):
            self.choose(moment, UNDECIDED)
        for number in self.at.facts.values():
            facts = self.cells[number]
            self.cells[number] = frozenset(f for f in facts if f.step not in undone and f.by not in undone)
        self.drop_messages(route for route in routes if route.step in undone)
        for number in self.at.reacted.values():
            self.cells[number] = frozenset(each for each in self.cells[number] if each[0] not in undone)

    def together(self, first: int) -> None:
        """Records from ``first`` on happen at the same time as those before them."""
        self.records[first:] = [replace(record, ticks=False) for record in self.records[first:]]
