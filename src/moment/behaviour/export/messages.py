"""Which message of a run was sent by which step, and which steps it arrived in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from moment.behaviour.machine import Plan, Route
from moment.behaviour.trace import Line, Trace


class Message(NamedTuple):
    """One sending on a crossing, by one instance of the flow, counted from 0.

    ``sent``, ``arrived``, ``lost`` and ``touched`` (duplicated, drifted) are numbers of steps; a duplicate arrives twice.
    ``event`` is the identifier of what it carries, ``None`` when nothing of that type has happened.
    """

    number: int
    route: Route
    instance: int
    event: str | None
    sent: int
    arrived: tuple[int, ...]
    lost: tuple[int, ...]
    touched: tuple[int, ...]


class _Draft(NamedTuple):
    route: Route
    instance: int
    event: str | None
    sent: int
    arrived: list[int]
    lost: list[int]
    touched: list[int]


def messages(trace: Trace, plan: Plan) -> tuple[Message, ...]:
    """All messages in the order of sending. Of several on one crossing the oldest arrives first."""
    types = {happened.id: happened.event.id for happened in trace.events}
    drafts: list[_Draft] = []
    flight: defaultdict[tuple[int, int], list[_Draft]] = defaultdict(list)
    for line in trace.lines:
        if line.record.route is not None:
            _befall(line, flight[line.instance, line.record.route])
        else:
            for route in _sent(line, plan):
                event = next((name for name in line.carries if types[name] == route.event), None)
                drafts.append(_Draft(route, line.instance, event, line.seq, [], [], []))
                flight[line.instance, route.number].append(drafts[-1])
        for route, copies in _in_flight(line, plan):
            waiting = flight[line.instance, route.number]
            del waiting[: max(0, len(waiting) - copies)]
    return tuple(
        Message(
            number,
            each.route,
            each.instance,
            each.event,
            each.sent,
            tuple(each.arrived),
            tuple(each.lost),
            tuple(each.touched),
        )
        for number, each in enumerate(drafts, 1)
    )


def _sent(line: Line, plan: Plan) -> list[Route]:
    """A step sends what crosses of the events that it makes or shows."""
    if line.step is None:
        return []
    shown = {occurrence.event for occurrence in line.record.events} | set(line.record.repeats)
    return [plan.routes[number] for number in line.step.crossings if plan.routes[number].event in shown]


def _befall(line: Line, waiting: list[_Draft]) -> None:
    if not waiting:
        return
    match line.record.kind:
        case "deliver":
            waiting.pop(0).arrived.append(line.seq)
        case "lose":
            waiting.pop(0).lost.append(line.seq)
        case "duplicate":
            waiting[0].touched.append(line.seq)
            waiting.insert(0, waiting[0])
        case _:
            waiting[0].touched.append(line.seq)


def _in_flight(line: Line, plan: Plan) -> Iterator[tuple[Route, int]]:
    """How many are left on a crossing after the step: what went back or ended on the way is in flight no more."""
    for change in line.diff:
        for route in plan.routes:
            if change.path == f"message:{route.name}":
                yield route, int(change.after)
