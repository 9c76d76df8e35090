"""Which parts of a flow a log has shown: arms, placements, crossings, policies and services, and which never."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias

from moment.behaviour.machine import AGAIN, DONE, LOST, TWICE, Plan
from moment.behaviour.state import State
from moment.text.span import Place

ItemKind: TypeAlias = Literal["arm", "step", "route", "reaction"]
_HAPPENED = (DONE, AGAIN, TWICE, LOST)


class Item(NamedTuple):
    """A part of the flow with number ``flow``: a step, route or reaction by its number, an arm with its moment's."""

    kind: ItemKind
    flow: int
    number: int
    arm: int = -1


class Part(NamedTuple):
    """``seen`` counts how often a log has shown the part for certain."""

    kind: str
    element: str
    name: str
    place: Place
    seen: int


@lru_cache(maxsize=1 << 14)
def _items(flow: int, marks: tuple[int, ...], choices: tuple[int, ...]) -> frozenset[Item]:
    steps = (Item("step", flow, number) for number, mark in enumerate(marks) if mark in _HAPPENED)
    arms = (Item("arm", flow, moment, arm) for moment, arm in enumerate(choices) if arm >= 0)
    return frozenset((*steps, *arms))


def items_of(plan: Plan, flow: int, state: State) -> frozenset[Item]:
    """What has been done on the way to ``state``."""
    found = set(_items(flow, state.marks, state.choices))
    happened = {(fact.identity, fact.context, fact.by) for fact in state.facts}
    for route in plan.routes:
        if (route.event, route.target, route.step) in happened:
            found.add(Item("route", flow, route.number))
    there = {(fact.identity, fact.context) for fact in state.facts}
    for step in plan.steps:
        # no log tells whether an occurrence was shown once more where that is optional
        is_chosen = step.arm is None or state.choices[step.moment] == step.arm
        if step.optional and is_chosen and step.event is not None and (step.event.id, step.context) in there:
            found.add(Item("step", flow, step.index))
    for fact in state.facts:
        found.update(Item("reaction", flow, number) for number in plan.reacting.get((fact.context, fact.identity), ()))
    return frozenset(found)


def parts(
    plan: Plan, flow: int, seen: Mapping[Item, int], *, outcomes: Mapping[str | None, int], events: frozenset[str]
) -> Iterator[Part]:
    """Every part of a flow, arms first; of policies and services those whose trigger is among ``events``.

    ``outcomes`` counts the runs that ended with each.
    """
    for number, moment in enumerate(plan.flow.moments):
        for arm, written in enumerate(moment.arms):
            count = seen.get(Item("arm", flow, number, arm), 0)
            element = f"{plan.flow.id}/{moment.slug}/{written.condition}"
            yield Part("arm", element, written.condition, written.place, count)
    for step in plan.steps:
        if step.event is None and step.command is None:
            continue
        for placement in step.placements:
            count = seen.get(Item("step", flow, step.index), 0)
            yield Part("placement", placement.id, placement.node.name, placement.place, count)
    for route in plan.routes:
        count = seen.get(Item("route", flow, route.number), 0)
        yield Part("crossing", route.crossing.id, route.name, route.crossing.place, count)
    contexts = {lane.context for lane in plan.flow.lanes}
    for reaction in plan.reactions:
        if reaction.trigger in events and reaction.source.context in contexts:
            count = seen.get(Item("reaction", flow, reaction.number), 0)
            yield Part(reaction.kind, reaction.source.id, reaction.source.name, reaction.source.place, count)
    yield from _outcomes(plan, outcomes)


def _outcomes(plan: Plan, outcomes: Mapping[str | None, int]) -> Iterator[Part]:
    """Every outcome that a terminal can give, once."""
    found: dict[str, Part] = {}
    for placement in plan.flow.placements:
        if placement.modifier != "terminal":
            continue
        lane = plan.flow.lane(placement.lane.name)
        arm = plan.flow.moments[placement.moment].arms[placement.arm] if placement.arm is not None else None
        branch = plan.flow.lane(arm.lane.name) if arm is not None and arm.lane is not None else None
        marks = lane if lane is not None and lane.kind == "outcome" else branch
        name = marks.label if marks is not None else arm.condition if arm is not None else None
        if name is not None and name not in found:
            found[name] = Part("outcome", f"{plan.flow.id}/{name}", name, placement.place, outcomes.get(name, 0))
    yield from found.values()
