"""What a flow is made of: its moments, its lanes, and the outcomes that its branch lanes name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from moment.diagnostics.model import Diagnostic, Edit, Fix, Label, Rule, Severity
from moment.model.domain import Arm, Domain, Flow, Moment, Placement

EMPTY_FLOW = Rule("MOM301", "empty-flow", Severity.WARNING, "flow `{flow}` has no moments")
EMPTY_MOMENT = Rule("MOM302", "empty-moment", Severity.ERROR, "moment `{moment}` places nothing")
UNUSED_LANE = Rule("MOM303", "unused-lane", Severity.WARNING, "nothing happens on lane `{lane}`")
UNUSED_BRANCH_LANE = Rule("MOM304", "unused-branch-lane", Severity.WARNING, "nothing leads to branch lane `{lane}`")
LANE_CLASSIFICATION_DIFFERS = Rule(
    "MOM326",
    "lane-classification-differs",
    Severity.WARNING,
    "lane `{lane}` says `{stated}`, its context `{declared}`",
)
OUTCOME_NEVER_TERMINAL = Rule(
    "MOM327", "outcome-never-terminal", Severity.WARNING, "outcome `{outcome}` is reached but never ends the flow"
)

RULES = (
    EMPTY_FLOW,
    EMPTY_MOMENT,
    UNUSED_LANE,
    UNUSED_BRANCH_LANE,
    LANE_CLASSIFICATION_DIFFERS,
    OUTCOME_NEVER_TERMINAL,
)


def moments(flow: Flow, domain: Domain) -> Iterator[Diagnostic]:
    """A flow without moments, and moments without placements."""
    if not flow.moments:
        hint = 'Add a `moment "…"` with at least one placement, or remove the flow.'
        yield EMPTY_FLOW.at(flow.place, hint=hint, elements=(flow.id,), flow=flow.name)
    for moment in flow.moments:
        if not any(not isinstance(entry, Arm) or entry.placements for entry in moment.entries):
            hint = "Place a command or an event on a lane, as `lane: Name`, or remove the moment."
            yield EMPTY_MOMENT.at(moment.place, hint=hint, elements=(flow.id,), moment=moment.label)


def lanes(flow: Flow, domain: Domain) -> Iterator[Diagnostic]:
    """Lanes and branch lanes that no placement, crossing or arm names."""
    usage = _usage(flow)
    if not flow.moments or usage.has_unknown:
        return
    for lane in flow.lanes:
        if not lane.name or lane.name in usage.lanes:
            continue
        if lane.kind == "outcome":
            hint = f"Lead an arm there with `when … [{lane.name}]`, or remove the branch lane."
            yield UNUSED_BRANCH_LANE.at(lane.place, hint=hint, elements=(flow.id,), lane=lane.name)
        else:
            hint = f"Place something on it, as `{lane.name}: Name`, let an event cross to it, or remove the lane."
            yield UNUSED_LANE.at(lane.place, hint=hint, elements=(flow.id,), lane=lane.name)


class _Usage(NamedTuple):
    lanes: frozenset[str]
    has_unknown: bool


def _usage(flow: Flow) -> _Usage:
    """The lanes that something names; a name that is no lane leaves open which one was meant."""
    named: set[str | None] = set()
    for moment in flow.moments:
        for entry in moment.entries:
            if isinstance(entry, Arm):
                if entry.lane is not None:
                    named.add(entry.lane.target)
                named.update(_named_by(entry.placements))
            else:
                named.update(_named_by((entry,)))
    return _Usage(frozenset(name for name in named if name is not None), None in named)


def _named_by(placements: tuple[Placement, ...]) -> Iterator[str | None]:
    for placement in placements:
        yield placement.lane.target
        if placement.crossing is not None:
            yield placement.crossing.target_lane.target


def classifications(flow: Flow, domain: Domain) -> Iterator[Diagnostic]:
    """Lanes whose classification is not the one their context declares."""
    for lane in flow.lanes:
        context = domain.context.get(lane.context or "")
        if context is None or lane.classification_place is None or context.classification_place is None:
            continue
        if lane.classification == context.classification or not context.classification:
            continue
        title = f"say `{context.classification}`, as the context does"
        yield LANE_CLASSIFICATION_DIFFERS.at(
            lane.classification_place,
            Label(context.classification_place, f"`{context.name}` is declared here"),
            hint=f"Write `[{context.classification}]` on the lane, or classify the context anew.",
            fixes=(Fix(title, (Edit(lane.classification_place, context.classification),)),),
            elements=(flow.id, context.id),
            lane=lane.name,
            stated=lane.classification,
            declared=context.classification,
        )


def outcomes(flow: Flow, domain: Domain) -> Iterator[Diagnostic]:
    """Branch lanes with placements none of which ends the flow or returns to an earlier moment."""
    branch_lanes = [lane for lane in flow.lanes if lane.kind == "outcome" and lane.name]
    if not branch_lanes or _usage(flow).has_unknown:
        return
    reached: dict[str, Placement] = {}
    settled: set[str] = set()
    for moment in flow.moments:
        for placements in _lists(moment):
            returns = any(link.kind == "returns-to" for placement in placements for link in placement.links)
            for placement in placements:
                reached.setdefault(placement.lane.name, placement)
                if returns or placement.modifier == "terminal":
                    settled.add(placement.lane.name)
    for lane in branch_lanes:
        if lane.name in reached and lane.name not in settled:
            first = reached[lane.name]
            yield OUTCOME_NEVER_TERMINAL.at(
                lane.place,
                Label(first.node.place, "reached here"),
                hint="Write `[terminal]` behind the placement on this lane that ends the flow.",
                elements=(flow.id,),
                outcome=lane.label,
            )


def _lists(moment: Moment) -> Iterator[tuple[Placement, ...]]:
    """The moment's own placements, then those of each arm: what is done together when it is done."""
    yield tuple(entry for entry in moment.entries if not isinstance(entry, Arm))
    for arm in moment.arms:
        yield arm.placements


CONTEXT = ()
FLOW = (moments, lanes, classifications, outcomes)
PROJECT = ()
