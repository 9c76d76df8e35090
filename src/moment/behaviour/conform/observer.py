"""The observer automaton: which situations of the flows the events seen so far allow.

A log shows events, not choices, deliveries or faults. So what is known after some events is a set of situations, closed
under everything that makes no event: the subset construction (Rabin and Scott, 1959) over the interpreter. Sets and
moves are made when a log first asks for them and kept, so that a later event costs a look-up.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from moment.behaviour.conform.shown import Item, items_of
from moment.behaviour.conform.signs import Sign, alphabet
from moment.behaviour.conform.situations import Situation, following
from moment.behaviour.interpreter import Interpreter
from moment.behaviour.verdicts import Verdict, judge

_MEMBERS = 40
"""Members of all sets, in multiples of the limit of situations: sets share them, and can be many more."""


class Way(NamedTuple):
    """Where a sign leads from one situation, and what of the flow it shows."""

    target: int
    items: frozenset[Item]


class Moves(NamedTuple):
    """What can follow a situation: unseen, and by sign."""

    hidden: tuple[int, ...]
    shown: dict[Sign, tuple[Way, ...]]


class End(NamedTuple):
    """How a run that may be over ended; the ``faults`` without which it cannot be explained."""

    flow: int
    verdict: Verdict
    faults: tuple[str, ...]


class TooLarge(Exception):  # noqa: N818
    """The flows have more situations than the limit; what was made before stays valid."""


class Observer:
    """The automaton of several flows at once: a flow that a log rules out is simply in no situation any more.

    Sets have numbers; ``START`` is what holds before the first event. ``TooLarge`` comes out of ``move``.
    """

    START = 0

    def __init__(self, machines: Sequence[Interpreter], *, limit: int = 50_000) -> None:
        self.machines = tuple(machines)
        self.alphabets = tuple(alphabet(machine.plan) for machine in machines)
        self.limit = limit
        self._numbers: dict[Situation, int] = {}
        self._situations: list[Situation] = []
        self._moves: list[Moves | None] = []
        self._held = 0
        self._sets: dict[tuple[int, ...], int] = {}
        self.members: list[tuple[int, ...]] = []
        self._known: list[dict[Sign, tuple[int, frozenset[Item]] | None]] = []
        self._ranks = _ranks(self.machines)
        self._ends: dict[int, tuple[End, ...]] = {}
        self._shown: dict[int, frozenset[Item]] = {}
        self._begin()

    def _begin(self) -> None:
        """Makes ``START``; when even that is too large it is empty, and every move says so."""
        try:
            self._set_of([self._number(Situation(number, each.initial())) for number, each in enumerate(self.machines)])
        except TooLarge:
            self.members, self._known = [()], [{}]

    def move(self, number: int, sign: Sign) -> tuple[int, frozenset[Item]] | None:
        """The set after ``sign`` and what the sign shows for certain; ``None`` when nothing allows it."""
        known = self._known[number]
        if sign not in known:
            known[sign] = self._move(number, sign)
        return known[sign]

    def _move(self, number: int, sign: Sign) -> tuple[int, frozenset[Item]] | None:
        if not self.members[number]:
            raise TooLarge
        ways: list[tuple[int, Way]] = []
        for member in self.members[number]:
            ways.extend((member, way) for way in self._moves_of(member).shown.get(sign, ()))
        if not ways:
            return None
        least = min(len(self._situations[way.target].faults) for _, way in ways)
        certain: frozenset[Item] | None = None
        for member, way in ways:
            if len(self._situations[way.target].faults) == least:
                items = self._items(member) | way.items
                certain = items if certain is None else certain & items
        target = self._set_of(way.target for _, way in ways)
        return target, (certain or frozenset()) - self.certain(number)

    def signs(self, number: int) -> dict[Sign, int]:
        """Every sign that is possible next, and the fewest faults it takes; in written order, flow by flow."""
        found: dict[Sign, int] = {}
        for member in self.members[number]:
            for sign, ways in self._moves_of(member).shown.items():
                least = min(len(self._situations[way.target].faults) for way in ways)
                found[sign] = min(found.get(sign, least), least)
        last = (len(self.machines), 0)
        return dict(sorted(found.items(), key=lambda item: (self._ranks.get(item[0].event, last), str(item[0]))))

    def flows(self, number: int) -> tuple[int, ...]:
        return tuple(sorted({self._situations[member].flow for member in self.members[number]}))

    def core(self, number: int) -> tuple[int, ...]:
        """The situations that need the fewest faults."""
        least = min(len(self._situations[member].faults) for member in self.members[number])
        return tuple(member for member in self.members[number] if len(self._situations[member].faults) == least)

    def faults(self, number: int) -> tuple[str, ...]:
        """The faults of the first of the explanations that need the fewest."""
        return self._situations[self.core(number)[0]].faults

    def certain(self, number: int, *, over: bool = False) -> frozenset[Item]:
        """What every explanation with the fewest faults has shown; with ``over`` those that are at an end."""
        key = -1 - number if over else number
        if key not in self._shown:
            chosen = [m for m in self.core(number) if not over or self._is_end(m)]
            found = frozenset.intersection(*(self._items(member) for member in chosen)) if chosen else frozenset()
            self._shown[key] = found
        return self._shown[key]

    def ends(self, number: int) -> tuple[End, ...]:
        """How the run may have ended, good ends first; empty while every explanation still waits for something."""
        if number not in self._ends:
            found = {
                End(s.flow, judge(self.machines[s.flow], s.state), s.faults)
                for s in (self._situations[member] for member in self.core(number) if self._is_end(member))
            }
            order = sorted(found, key=lambda end: (not end.verdict.is_good, end.flow, end.faults, str(end.verdict)))
            self._ends[number] = tuple(order)
        return self._ends[number]

    def is_over(self, number: int) -> bool:
        """Whether nothing at all can follow."""
        return not self.signs(number)

    def owed(self, number: int) -> tuple[str, ...]:
        """Events of a begun step that every explanation still waits for."""
        owing = [{o.event for o in self._situations[m].owed if not o.again} for m in self.core(number)]
        return tuple(sorted(set.intersection(*owing)))

    def _is_end(self, member: int) -> bool:
        situation = self._situations[member]
        if any(not owed.again for owed in situation.owed):
            return False
        return all(action.fault is not None for action in self.machines[situation.flow].actions(situation.state))

    def _items(self, member: int) -> frozenset[Item]:
        situation = self._situations[member]
        return items_of(self.machines[situation.flow].plan, situation.flow, situation.state)

    def _number(self, situation: Situation) -> int:
        number = self._numbers.get(situation)
        if number is None:
            if len(self._situations) >= self.limit:
                raise TooLarge
            number = self._numbers[situation] = len(self._situations)
            self._situations.append(situation)
            self._moves.append(None)
        return number

    def _set_of(self, kernel: Iterable[int]) -> int:
        """The number of the set of all situations that can be reached unseen from ``kernel``."""
        found = set(kernel)
        waiting = list(found)
        while waiting:
            for target in self._moves_of(waiting.pop()).hidden:
                if target not in found:
                    found.add(target)
                    waiting.append(target)
        members = tuple(sorted(found))
        if members not in self._sets:
            self._held += len(members)
            if self._held > _MEMBERS * self.limit:
                raise TooLarge
            self._sets[members] = len(self.members)
            self.members.append(members)
            self._known.append({})
        return self._sets[members]

    def _moves_of(self, member: int) -> Moves:
        moves = self._moves[member]
        if moves is None:
            moves = self._moves[member] = self._expand(self._situations[member])
        return moves

    def _expand(self, situation: Situation) -> Moves:
        machine = self.machines[situation.flow]
        hidden: dict[int, None] = {}
        shown: dict[Sign, dict[Way, None]] = {}
        for sign, target, items in following(machine, situation):
            number = self._number(target)
            if sign is None:
                hidden[number] = None
            else:
                shown.setdefault(sign, {})[Way(number, items)] = None
        return Moves(tuple(hidden), {sign: tuple(ways) for sign, ways in shown.items()})


def _ranks(machines: Sequence[Interpreter]) -> dict[str, tuple[int, int]]:
    """Where each event is written first: flow and step, or the step of a command that emits it."""
    found: dict[str, tuple[int, int]] = {}
    for number, machine in enumerate(machines):
        for step in machine.plan.steps:
            emitted = [each.target for each in step.command.emits if each.target] if step.command else []
            for event in (*emitted, *((step.event.id,) if step.event else ())):
                found.setdefault(event, (number, step.index))
    return found
