"""The cases that a flow shows: steps, crossings, arms, endings, returns, what is optional and what is repeated."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from moment.derive.paths import Paths, arm_labels
from moment.model.domain import Arm, Crossing, Domain, Flow, Link, Moment, Placement
from moment.model.results import Case, CaseKind


class _Scene(NamedTuple):
    """One flow and the ways through it."""

    flow: Flow
    paths: Paths

    def moment(self, placement: Placement) -> Moment:
        return self.flow.moments[placement.moment]

    def shown_by(self, command: Placement) -> tuple[Placement, ...]:
        return tuple(p for p in self.moment(command).placements if self.paths.shown.get(p.id) is command)

    def happens(self, placement: Placement) -> tuple[str, ...]:
        """Identities of the events that the step of ``placement`` makes happen."""
        return self.paths.events[placement.id]

    def case(
        self,
        kind: CaseKind,
        label: str,
        title: str,
        placement: Placement,
        *,
        when: str | None = None,
        then: tuple[str, ...],
        detail: str | None = None,
        contract: str | None = None,
        covers: tuple[str, ...] = (),
    ) -> Case:
        moment, arm = self.moment(placement).slug, self.paths.arm(placement)
        block = "/".join((self.flow.name, moment) if arm is None else (self.flow.name, moment, arm))
        subject = placement.node.target or placement.node.name
        return Case(
            id=f"{block}/{kind}:{label}",
            kind=kind,
            title=title,
            context=placement.context,
            flow=self.flow.name,
            moment=moment,
            arm=arm,
            subject=placement.crossing.id if contract and placement.crossing else subject,
            detail=detail,
            given=self.paths.history(placement),
            when=subject if when is None else when,
            then=then,
            contract=contract,
            example=None,
            covers=tuple(dict.fromkeys((*covers, placement.id))),
            place=placement.place,
        )


def flow_cases(flow: Flow, domain: Domain) -> Iterator[Case]:
    """In written order; an arm comes before its placements, what a placement leads to after it."""
    scene = _Scene(flow, Paths(flow, domain))
    for moment in flow.moments:
        for label, entry in _labelled(moment):
            if not isinstance(entry, Arm):
                yield from _placement_cases(entry, scene)
            elif entry.placements:
                yield _arm_case(entry, label, scene)
                for placement in entry.placements:
                    yield from _placement_cases(placement, scene)


def _labelled(moment: Moment) -> Iterator[tuple[str, Placement | Arm]]:
    labels = iter(arm_labels(moment))
    for entry in moment.entries:
        yield (next(labels) if isinstance(entry, Arm) else ""), entry


def _placement_cases(placement: Placement, scene: _Scene) -> Iterator[Case]:
    if placement.outcome or (placement.modifier == "terminal" and placement.id in scene.paths.shown):
        yield _ending_case(placement, scene)
    elif placement.id not in scene.paths.shown:
        yield _step_case(placement, scene)
        if placement.modifier == "terminal":
            yield _ending_case(placement, scene)
    if placement.crossing is not None:
        yield _crossing_case(placement, placement.crossing, scene)
    if placement.modifier == "optional":
        yield _optional_case(placement, scene)
    if placement.multiplicity is not None:
        yield _multiplicity_case(placement, placement.multiplicity, scene)
    for link in placement.links:
        if link.kind == "returns-to":
            yield _return_case(placement, link, scene)


def _where(placement: Placement, scene: _Scene) -> str:
    lane = scene.flow.lane(placement.lane.name)
    return placement.context or (lane.label if lane else placement.lane.name)


def _doing(placement: Placement) -> str:
    match placement.kind:
        case "event":
            return f"record {placement.node.name}"
        case "policy":
            return f"run policy {placement.node.name}"
        case "saga":
            return f"run saga {placement.node.name}"
        case _:
            return f"execute {placement.node.name}"


def _step_case(placement: Placement, scene: _Scene) -> Case:
    because = ", ".join(scene.paths.causes[placement.id])
    tail = f"triggered by {because}" if because else f"in {_where(placement, scene)}"
    then = scene.happens(placement)
    shown = tuple(p.id for p in scene.shown_by(placement)) if placement.kind == "command" else ()
    return scene.case(
        "step",
        placement.node.name,
        f"should {_doing(placement)} {tail}",
        placement,
        then=then,
        covers=(*_known(placement), *then, *shown),
    )


def _known(placement: Placement) -> tuple[str, ...]:
    return (placement.node.target,) if placement.node.target else ()


def _crossing_case(placement: Placement, crossing: Crossing, scene: _Scene) -> Case:
    target = crossing.target or crossing.target_lane.name
    event = placement.node.name
    return scene.case(
        "crossing",
        f"{event}>{target}",
        f"should verify {event} crosses from {crossing.source or _where(placement, scene)} to {target}",
        placement,
        then=(target,),
        contract=crossing.id,
        covers=(*_known(placement), crossing.id),
    )


def _arm_case(arm: Arm, label: str, scene: _Scene) -> Case:
    first = arm.placements[0]
    way = tuple(p for p in arm.placements if not p.outcome)
    return scene.case(
        "arm",
        label,
        f"should follow {label}",
        first,
        then=scene.paths.happened(way),
        detail=label,
        covers=(scene.paths.arm_identity(first) or "",),
    )


def _ending_case(placement: Placement, scene: _Scene) -> Case:
    lane = scene.flow.lane(placement.lane.name)
    outcome = lane.label if lane and placement.outcome else placement.node.name
    verb = "end as" if placement.modifier == "terminal" else "pass through"
    return scene.case(
        "ending",
        f"{outcome}>{placement.node.name}" if outcome != placement.node.name else outcome,
        f"should {verb} {outcome} on {placement.node.name}",
        placement,
        then=_known(placement),
        detail=outcome,
        covers=_known(placement),
    )


def _return_case(placement: Placement, link: Link, scene: _Scene) -> Case:
    """``then`` holds what must happen again: all between there and here, but for republications and the arm that returns."""
    again = int(link.target.target) if link.target.target else placement.moment
    chosen = scene.paths.chosen_arms(placement)
    until = (*scene.paths.way_to(placement), placement)
    own = (placement.moment, placement.arm) if placement.arm is not None else None
    between = tuple(p for p in until if p.moment >= again and p.arm in (None, chosen.get(p.moment)))
    before = scene.paths.happened(p for p in until if p.moment < again)
    repeated = tuple(
        p for p in between if (p.moment, p.arm) != own and (p.kind == "command" or p.node.target not in before)
    )
    return scene.case(
        "return",
        f"{placement.node.name}>{link.target.name}",
        f"should return to {link.target.name} after {placement.node.name}",
        placement,
        then=scene.paths.happened(repeated),
        detail=link.target.name,
        covers=_known(placement),
    )


def _optional_case(placement: Placement, scene: _Scene) -> Case:
    return scene.case(
        "optional",
        placement.node.name,
        f"should go on without {placement.node.name}",
        placement,
        then=scene.happens(placement),
        covers=_known(placement),
    )


def _multiplicity_case(placement: Placement, times: int | str, scene: _Scene) -> Case:
    return scene.case(
        "multiplicity",
        placement.node.name,
        f"should {_doing(placement)} {times} times",
        placement,
        then=scene.happens(placement),
        detail=str(times),
        covers=_known(placement),
    )
