"""Decisions: the arms of a moment, told apart by what they place and by the branch lane they lead to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from moment.diagnostics.model import Diagnostic, Label, Rule, Severity
from moment.model.domain import Arm, Crossing, Domain, Flow, Moment, Placement

SINGLE_ARM = Rule("MOM313", "single-arm", Severity.WARNING, "moment `{moment}` has `{arm}` as its only arm")
BRANCH_WITHOUT_ARMS = Rule(
    "MOM314", "branch-without-arms", Severity.WARNING, "moment `{moment}` is a `[branch]` without arms"
)
EQUAL_ARMS = Rule("MOM315", "equal-arms", Severity.WARNING, "arms `{first}` and `{second}` place the same")
ARM_LANE_MISMATCH = Rule(
    "MOM316", "arm-lane-mismatch", Severity.WARNING, "arm `{arm}` leads to `{lane}` but places nothing there"
)

RULES = (SINGLE_ARM, BRANCH_WITHOUT_ARMS, EQUAL_ARMS, ARM_LANE_MISMATCH)

_Shape: TypeAlias = tuple[object, ...]


def decisions(flow: Flow, domain: Domain) -> Iterator[Diagnostic]:
    """Moments that decide between too few arms, and arms that differ in nothing but their condition."""
    for moment in flow.moments:
        arms = moment.arms
        if not moment.placements:
            continue
        if not arms:
            if moment.branch:
                hint = "Add an arm with `when …` for each way it can go, or drop `[branch]`."
                yield BRANCH_WITHOUT_ARMS.at(moment.place, hint=hint, elements=(flow.id,), moment=moment.label)
        elif len(arms) == 1:
            yield SINGLE_ARM.at(
                arms[0].place,
                hint="Add the arm for the other case with `when …`, or mark its placements `[optional]`.",
                elements=(flow.id,),
                moment=moment.label,
                arm=arms[0].condition,
            )
        else:
            yield from _equal_arms(moment, flow)


def _equal_arms(moment: Moment, flow: Flow) -> Iterator[Diagnostic]:
    seen: dict[_Shape, Arm] = {}
    for arm in moment.arms:
        if any(placement.node.target is None or placement.lane.target is None for placement in arm.placements):
            continue
        first = seen.setdefault(tuple(_shape(placement) for placement in arm.placements), arm)
        if first.condition != arm.condition:
            yield EQUAL_ARMS.at(
                arm.place,
                Label(first.place, "the same placements"),
                hint="Place in each arm what happens only there, or make them one arm.",
                elements=(flow.id,),
                first=first.condition,
                second=arm.condition,
            )


def _shape(placement: Placement) -> _Shape:
    links = tuple((link.kind, link.target.name, link.at_most) for link in placement.links)
    crossing = None if placement.crossing is None else _crossing_shape(placement.crossing)
    return (placement.lane.name, placement.node.target, placement.multiplicity, placement.modifier, links, crossing)


def _crossing_shape(crossing: Crossing) -> _Shape:
    delivery = crossing.delivery and (crossing.delivery.guarantee, crossing.delivery.ordered, crossing.delivery.key)
    fields = tuple((field.name, field.type.text, field.required) for field in crossing.fields)
    return (crossing.target_lane.name, crossing.kind, delivery, fields)


def leads(flow: Flow, domain: Domain) -> Iterator[Diagnostic]:
    """Arms whose branch lane is reached neither by their own placements nor by a later moment."""
    if not any(arm.lane is not None for moment in flow.moments for arm in moment.arms):
        return
    later: set[str | None] = set()
    for moment in reversed(flow.moments):
        for arm in moment.arms:
            if arm.lane is None or arm.lane.target is None or not moment.placements:
                continue
            reached = _reached(arm.placements) | later
            if arm.lane.target not in reached and None not in reached:
                yield ARM_LANE_MISMATCH.at(
                    arm.lane.place,
                    Label(arm.place, "of this arm"),
                    hint=f"Place the event that ends this arm, as `{arm.lane.name}: Name`, or drop `[{arm.lane.name}]`.",
                    elements=(flow.id,),
                    arm=arm.condition,
                    lane=arm.lane.name,
                )
        later |= _reached(moment.placements)


def _reached(placements: tuple[Placement, ...]) -> set[str | None]:
    reached = {placement.lane.target for placement in placements}
    reached.update(p.crossing.target_lane.target for p in placements if p.crossing is not None)
    return reached


CONTEXT = ()
FLOW = (decisions, leads)
PROJECT = ()
