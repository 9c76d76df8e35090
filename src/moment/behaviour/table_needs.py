"""What an action needs, in as few fields as possible, and in those that a reader would look at first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from moment.behaviour.machine import Action
from moment.behaviour.table_rows import Cube
from moment.behaviour.table_views import Views

_FIRST = {
    "deliver": ("message",), "lose": ("message",), "duplicate": ("message",), "drift": ("message",),
    "crash": ("known",), "timeout": ("saga", "close"), "undo": ("close", "saga"), "policy": ("reacted", "known"),
    "service": ("reacted", "known"),
}  # fmt: skip
_THEN = ("step", "decision", "known", "lifecycle", "message", "order", "saga", "reacted", "close")
"""Kinds of fields: those of the action's own subject first, then in this order."""


def needs(views: Views) -> Mapping[str, list[Cube]]:
    """By the name of an action conditions of which one holds wherever it can be taken, but for what is left of faults."""
    where: dict[str, list[int]] = {}
    actions: dict[str, Action] = {}
    for move, changes in views.moves.items():
        actions.setdefault(move.action.name, move.action)
        for numbers in changes.values():
            where.setdefault(move.action.name, []).extend(numbers)
    names = views.fields.names
    return {
        name: list(views.space.covers(views.space.of(numbers), _wanted(views, actions[name], names)))
        for name, numbers in where.items()
    }


def _wanted(views: Views, action: Action, names: list[str]) -> Iterator[int]:
    plan = views.compiled.plan
    own = {f"message:{action.name.partition(':')[2]}", f"saga:{action.name.partition(':')[2].partition('.')[0]}"}
    if action.kind in ("handle", "publish", "skip", "end") or (action.kind == "refuse" and _is_of_step(action)):
        lane = plan.steps[action.subject].placement.lane.name
        own.update(f"step:{step.name}" for step in plan.steps if step.placement.lane.name == lane)
    elif action.kind == "choose":
        own.add(f"decision:{plan.flow.moments[action.subject].slug}")
    order = list(dict.fromkeys((*_FIRST.get(action.kind, ()), *_THEN)))

    def rank(number: int) -> tuple[bool, int, int]:
        name = names[number].partition(" #")[0]
        kind = name.partition(":")[0]
        return name not in own, order.index(kind) if kind in order else len(order), number

    yield from sorted(range(len(names)), key=rank)


def _is_of_step(action: Action) -> bool:
    return not str(action.option).startswith("undo:")
