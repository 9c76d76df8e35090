"""The difference between two states in words: lanes, messages, lifecycles and sagas."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from moment.behaviour.machine import DONE, FINISHED, LOST, REFUSED, SKIPPED, TWICE, Plan
from moment.behaviour.state import State
from moment.behaviour.view import View


class Change(NamedTuple):
    path: str
    before: str
    after: str


def changes(plan: Plan, before: State, after: State) -> tuple[Change, ...]:
    """What is different in ``after``, lanes first; deterministic order."""
    return differences(described(plan, before), described(plan, after))


def differences(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Change, ...]:
    """What is different between two states that are described."""
    return tuple(Change(path, value, after[path]) for path, value in before.items() if value != after[path])


def described(plan: Plan, state: State) -> dict[str, str]:
    """Every part of a state that a reader can see, by its path."""
    view = View(plan, state)
    found = {f"lane:{lane.name}": lane_word(view, lane.name) for lane in plan.flow.lanes}
    copies = {message.route: message.copies for message in state.flight}
    found.update({f"message:{route.name}": str(copies.get(route.number, 0)) for route in plan.routes})
    for aggregate, current in zip(plan.aggregates, state.lifecycle, strict=True):
        found[f"lifecycle:{aggregate.id}"] = current
    for saga, phase in zip(plan.sagas, state.sagas, strict=True):
        found[f"saga:{saga.name}"] = phase or "not started"
    return found


def lane_word(view: View, lane: str) -> str:
    """``waiting``, ``received``, the last thing done, ``done`` or ``refused``."""
    steps = [step for step in view.plan.steps if step.placement.lane.name == lane and view.is_possible(step)]
    marks = [view.mark(step.index) for step in steps]
    if REFUSED in marks:
        return "refused"
    if LOST in marks:
        return "stopped"
    if TWICE in marks:
        return "twice"
    if steps and all(mark in FINISHED and view.is_chosen(s) for mark, s in zip(marks, steps, strict=True)):
        return "done" if any(mark != SKIPPED for mark in marks) else "skipped"
    waiting = next((s for s, mark in zip(steps, marks, strict=True) if mark not in FINISHED), None)
    if waiting is not None and any(
        cause.brought and view.is_seen(cause.identity, waiting.context)
        for cause in waiting.causes + waiting.alternatives
    ):
        return "received"
    done = [step.placement.node.name for step, mark in zip(steps, marks, strict=True) if mark == DONE]
    return done[-1] if done else "waiting"
