"""Which course a case asks of a whole flow, and what it expects of the passage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from moment.model.domain import Domain, Flow, Placement
from moment.model.results import Case


class Course(NamedTuple):
    """Conditions taken by the slug of their moment, first time first; what is left out; what a name stands for."""

    choices: dict[str, list[str]]
    without: list[str]
    times: dict[str, int]


def course_of(flow: Flow, case: Case) -> Course:
    """The course whose passage shows ``case``."""
    placement = _placement(flow, case)
    without = [placement.node.name] if case.kind == "optional" else []
    return Course(_choices(flow, case, placement), without, _times(flow, case))


def _placement(flow: Flow, case: Case) -> Placement:
    return next(p for p in flow.placements if case.covers and p.id == case.covers[-1])


def _times(flow: Flow, case: Case) -> dict[str, int]:
    """Every named multiplicity stands for 1, the one that ``case`` is about for 2."""
    named = (p.multiplicity for p in flow.placements)
    times = {name: 1 for name in named if isinstance(name, str)}
    return {**times, case.detail: 2} if case.kind == "multiplicity" and case.detail in times else times


def _choices(flow: Flow, case: Case, placement: Placement) -> dict[str, list[str]]:
    """From the slug of each deciding moment to the conditions taken, first time first."""
    again = _returning_to(placement) if case.kind == "return" else None
    taken: dict[str, list[str]] = {}
    for position, moment in enumerate(flow.moments):
        arms = f"{flow.id}/{moment.slug}/"
        ways = [arm.removeprefix(arms) for arm in case.given if arm.startswith(arms)]
        if again is not None and again <= position <= placement.moment:
            onward = [arm.condition for arm in moment.arms if arm.condition != case.arm]
            ways += onward[:1] if placement.arm is not None and position == placement.moment else ways
        if ways:
            taken[moment.slug] = ways
    return taken


def _returning_to(placement: Placement) -> int | None:
    targets = (link.target.target for link in placement.links if link.kind == "returns-to")
    return next((int(target) for target in targets if target), None)


def expected_passage(domain: Domain, flow: Flow, case: Case) -> dict[str, Any]:
    """What a passage on that course must show: ``happens``, and what else ``case`` is about."""
    placement = _placement(flow, case)
    then = [domain.event[identity].name for identity in case.then if identity in domain.event]
    given = [domain.event[identity].name for identity in case.given if identity in domain.event]
    before = [name for name in given if name not in then]
    match case.kind:
        case "arm":
            return {"happens": [*before, *then], "never": _only_elsewhere(domain, flow, placement)}
        case "ending" if placement.modifier == "terminal":
            return {"happens": [*before, *then], "outcome": case.detail}
        case "return":
            return {"happens": [*given, *then]}
        case "optional":
            return {"happens": given, "never": [name for name in then if name not in given]}
        case "multiplicity":
            number = placement.multiplicity if isinstance(placement.multiplicity, int) else 2
            single = set(case.then).isdisjoint(_certain(_outside_step(flow, placement), domain))
            exactly = {"times": dict.fromkeys(then, number)} if single else {}
            return {"happens": [*before, *then * number], **exactly}
        case _:
            return {"happens": [*before, *then]}


def _outside_step(flow: Flow, placement: Placement) -> list[Placement]:
    step = (placement.moment, placement.arm, placement.lane.name)
    return [p for p in flow.placements if (p.moment, p.arm, p.lane.name) != step]


def _only_elsewhere(domain: Domain, flow: Flow, placement: Placement) -> list[str]:
    """Events that only the other arms of this moment make happen."""
    moment = flow.moments[placement.moment]
    siblings = [p for p in moment.placements if p.arm not in (None, placement.arm)]
    others = [p for p in flow.placements if p not in siblings]
    elsewhere = set(_certain(others, domain))
    return [domain.event[event].name for event in dict.fromkeys(_certain(siblings, domain)) if event not in elsewhere]


def _certain(placements: Iterable[Placement], domain: Domain) -> Iterator[str]:
    for placement in placements:
        target = placement.node.target
        command = domain.command.get(target or "")
        if command is not None and command.mode == "all":
            yield from (ref.target for ref in command.emits if ref.target in domain.event and ref.target)
        elif target is not None and target in domain.event:
            yield target
