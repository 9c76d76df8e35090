"""What can follow one situation of a flow: unseen, or by what a log would show of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeAlias

from moment.behaviour.conform.shown import Item, items_of
from moment.behaviour.conform.signs import Sign
from moment.behaviour.interpreter import Interpreter
from moment.behaviour.machine import Action, Record, Transition
from moment.behaviour.state import State


class Owed(NamedTuple):
    """An event of a step that was begun and has yet to be logged; ``again``: one that may be logged any number of times."""

    event: str
    context: str
    again: bool = False


class Situation(NamedTuple):
    """A state of one flow's machine. ``faults`` are those that had to strike, by the names of their actions."""

    flow: int
    state: State
    owed: tuple[Owed, ...] = ()
    faults: tuple[str, ...] = ()


Following: TypeAlias = tuple[Sign | None, Situation, frozenset[Item]]
"""The sign of a move, ``None`` when no log shows it; where it leads; what of the flow it shows."""


def following(machine: Interpreter, situation: Situation) -> Iterator[Following]:
    """Every move from ``situation``, which is one of ``machine``; deterministic order."""
    yield from _of_what_is_there(machine, situation)
    yield from _of_actions(machine, situation)


def _of_what_is_there(machine: Interpreter, situation: Situation) -> Iterator[Following]:
    """Events still owed, and receipts that are logged late or once more: the machine stands still."""
    for owed in situation.owed:
        rest = list(situation.owed)
        if not owed.again:
            rest.remove(owed)
        yield Sign(owed.event), situation._replace(owed=tuple(rest)), frozenset()
    events = machine.plan.domain.event
    for fact in sorted(situation.state.facts):
        if fact.identity in events and events[fact.identity].context != fact.context:
            yield Sign(fact.identity, fact.context), situation, frozenset()


def _of_actions(machine: Interpreter, situation: Situation) -> Iterator[Following]:
    """Every action: unseen, or seen by the first of its events that is logged; the others are owed.

    The events of one step come in any order, but before anything else of their context.
    """
    owing = {owed.context for owed in situation.owed if not owed.again}
    for action in machine.actions(situation.state):
        if _is_other_number(machine, action):
            continue
        done = machine.apply(situation.state, action)
        events = _events(done.records)
        faults = tuple(sorted((*situation.faults, action.name))) if action.fault else situation.faults
        contexts = {owed.context for owed in events}
        if contexts & owing:
            continue
        left = tuple(owed for owed in situation.owed if not (owed.again and owed.context in contexts))
        after = Situation(situation.flow, done.state, left, faults)
        items = _touched(machine, situation.flow, done)
        names = _is_named(machine, action)
        for sign in _optional(machine, done.records):
            yield sign, after._replace(owed=_with(left, events, again=names)), items
        if not events:
            yield None, after, items
        for first in events:
            rest = events - Counter((first,))
            yield (
                Sign(first.event),
                after._replace(owed=_with(left, rest, events if names else (), again=names)),
                items,
            )


def _events(records: Iterable[Record]) -> Counter[Owed]:
    found: Counter[Owed] = Counter()
    for record in records:
        for occurrence in record.events:
            found[Owed(occurrence.event, occurrence.context)] += occurrence.times
    return found


def _with(
    left: tuple[Owed, ...], events: Counter[Owed], repeated: Iterable[Owed] = (), *, again: bool
) -> tuple[Owed, ...]:
    found = [*left, *events.elements()]
    if again:
        found += [owed._replace(again=True) for owed in (*repeated, *events)]
    once = [owed for owed in found if not owed.again]
    return tuple(sorted((*once, *{owed for owed in found if owed.again})))


def _optional(machine: Interpreter, records: Iterable[Record]) -> Iterator[Sign]:
    """What a log may show and need not: that a context received a message, or shows what happened in another."""
    for record in records:
        if record.kind == "deliver" and record.route is not None:
            route = machine.plan.routes[record.route]
            yield Sign(route.event, route.target)
        for event in record.repeats:
            if record.context not in (None, machine.plan.domain.event[event].context):
                yield Sign(event, record.context)


def _is_named(machine: Interpreter, action: Action) -> bool:
    """Whether a step happens a named number of times: the machine explores one and two, a log may show any."""
    return action.kind in ("handle", "publish") and len(machine.plan.steps[action.subject].occurrences) > 1


def _is_other_number(machine: Interpreter, action: Action) -> bool:
    if not _is_named(machine, action) or not isinstance(action.option, str) or action.option == "again":
        return False
    return not action.option.startswith(f"{machine.plan.steps[action.subject].occurrences[0]}:")


def _touched(machine: Interpreter, flow: int, done: Transition) -> frozenset[Item]:
    """What of the flow an action shows, also where a return forgets it at once."""
    found = set(items_of(machine.plan, flow, done.state))
    for record in done.records:
        if record.step is not None and record.kind not in ("deliver", "skip", "refuse"):
            found.add(Item("step", flow, record.step))
    return frozenset(found)
