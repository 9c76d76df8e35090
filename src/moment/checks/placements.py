"""What a placement may carry: a crossing, a modifier, a multiplicity."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from moment.diagnostics.model import Diagnostic, Label, Rule, Severity
from moment.model.domain import Arm, Crossing, Domain, Flow, Placement

CROSSING_TO_BRANCH_LANE = Rule(
    "MOM305", "crossing-to-branch-lane", Severity.ERROR, "`{node}` crosses to `{lane}`, which names an outcome"
)
CROSSING_TO_OWN_LANE = Rule(
    "MOM306", "crossing-to-own-lane", Severity.ERROR, "`{node}` crosses to its own lane `{lane}`"
)
TERMINAL_NOT_LAST = Rule(
    "MOM307", "terminal-not-last", Severity.ERROR, "`{node}` follows `{terminal}`, which is terminal"
)
OPTIONAL_CROSSING = Rule(
    "MOM308", "optional-crossing", Severity.WARNING, "`{node}` is optional and yet crosses to `{lane}`"
)
CROSSING_OF_COMMAND = Rule(
    "MOM311", "crossing-of-command", Severity.ERROR, "`{node}` is a {kind}, and only events cross"
)
MULTIPLICITY_ON_POLICY = Rule(
    "MOM312", "multiplicity-on-policy", Severity.WARNING, "{kind} `{node}` has a multiplicity but repeats nothing"
)

RULES = (
    CROSSING_TO_BRANCH_LANE,
    CROSSING_TO_OWN_LANE,
    TERMINAL_NOT_LAST,
    OPTIONAL_CROSSING,
    CROSSING_OF_COMMAND,
    MULTIPLICITY_ON_POLICY,
)


def placements(flow: Flow, domain: Domain) -> Iterator[Diagnostic]:
    """Crossings that cannot be, and multiplicities that mean nothing."""
    for placement in flow.placements:
        if placement.crossing is not None:
            yield from _crossing(placement, placement.crossing, flow, domain)
        if placement.multiplicity_place is not None and placement.kind in ("policy", "saga"):
            yield MULTIPLICITY_ON_POLICY.at(
                placement.multiplicity_place,
                hint=f"Put the multiplicity on what `{placement.node.name}` causes, or drop it.",
                elements=(placement.id,),
                kind=placement.kind,
                node=placement.node.name,
            )


def _crossing(placement: Placement, crossing: Crossing, flow: Flow, domain: Domain) -> Iterator[Diagnostic]:
    node, lane, elements = placement.node.name, crossing.target_lane.name, (placement.id,)
    if placement.kind not in ("event", "unknown"):
        kind = Label(placement.node.place, f"a {placement.kind}")
        hint = _crossing_instead(placement, domain)
        yield CROSSING_OF_COMMAND.at(crossing.place, kind, hint=hint, elements=elements, node=node, kind=placement.kind)
        return
    target = flow.lane(crossing.target_lane.target) if crossing.target_lane.target else None
    if target is None:
        return
    if target.kind == "outcome":
        outcome = Label(target.place, "a branch lane")
        hint = f"Cross to the lane of a context; to mark the outcome, place an event as `{target.name}: Name`."
        yield CROSSING_TO_BRANCH_LANE.at(
            crossing.target_lane.place, outcome, hint=hint, elements=elements, node=node, lane=lane
        )
    elif target.name == placement.lane.name:
        own = Label(placement.lane.place, "it happens here already")
        hint = "Name the lane of the context that needs the event, or drop the crossing."
        yield CROSSING_TO_OWN_LANE.at(
            crossing.target_lane.place, own, hint=hint, elements=elements, node=node, lane=lane
        )
    elif placement.modifier == "optional":
        optional = Label(placement.node.place, "optional here")
        hint = "Decide with `when …` in which case the event happens and crosses, or drop `[optional]`."
        yield OPTIONAL_CROSSING.at(crossing.place, optional, hint=hint, elements=elements, node=node, lane=lane)


def _crossing_instead(placement: Placement, domain: Domain) -> str:
    command = domain.command.get(placement.node.target or "")
    events = [reference.name for reference in command.emits if reference.target] if command else []
    if events:
        return f"Let the event that it emits cross, `{events[0]}`."
    return "Let the event that it leads to cross."


def terminals(flow: Flow, domain: Domain) -> Iterator[Diagnostic]:
    """Whatever stands behind a terminal in the same list."""
    for moment in flow.moments:
        yield from _after_terminal(moment.entries)
        for arm in moment.arms:
            yield from _after_terminal(arm.placements)


def _after_terminal(entries: tuple[Placement | Arm, ...]) -> Iterator[Diagnostic]:
    for terminal, sibling in pairwise(entries):
        if isinstance(terminal, Arm) or terminal.modifier != "terminal":
            continue
        place, name = (
            (sibling.place, sibling.condition) if isinstance(sibling, Arm) else (sibling.node.place, sibling.node.name)
        )
        yield TERMINAL_NOT_LAST.at(
            place,
            Label(terminal.node.place, "ends the flow here"),
            hint=f"Move `{name}` before `{terminal.node.name}`, or drop `[terminal]`.",
            elements=(terminal.id,),
            node=name,
            terminal=terminal.node.name,
        )
        return


CONTEXT = ()
FLOW = (placements, terminals)
PROJECT = ()
