"""Every way in which the runs of a flow end badly, and the name that each keeps when the text around it changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from moment.behaviour.figures import Explored
from moment.behaviour.machine import Plan, Step
from moment.behaviour.rules import (
    ILLEGAL_TRANSITION,
    NON_IDEMPOTENT_CONSUMER,
    RETRY_EXHAUSTED,
    STALL,
    UNANTICIPATED_EMISSION,
    UNFINISHED_SAGA,
    UNHANDLED_REFUSAL,
)
from moment.behaviour.state import State, instances_of
from moment.behaviour.verdicts import Verdict, judge_alone
from moment.model.rules import CONTRACT_FIELD_MISSING, STARVED_INPUT

CODES: Mapping[str, str] = {
    "stalled": STALL.code,
    "contract-violation": CONTRACT_FIELD_MISSING.code,
    "illegal-transition": ILLEGAL_TRANSITION.code,
    "unhandled-refusal": UNHANDLED_REFUSAL.code,
    "unanticipated": UNANTICIPATED_EMISSION.code,
    "double-effect": NON_IDEMPOTENT_CONSUMER.code,
    "unfinished-saga": UNFINISHED_SAGA.code,
    "policy-loop": "MOM501",
    "retry-exhausted": RETRY_EXHAUSTED.code,
}


class Failing(NamedTuple):
    """The ends of one way to fail, in the order they were found, and the fewest faults that lead to any of them."""

    ends: tuple[int, ...]
    faults: int


def ways_to_fail(explored: Explored) -> Mapping[Verdict, Failing]:
    """One per bad verdict and what it is about, without outcome; an end may stand in several."""
    found: dict[Verdict, list[int]] = {}
    fewest: dict[Verdict, int] = {}
    for number, verdict in explored.verdicts.items():
        if verdict.is_good:
            continue
        states = instances_of(explored.graph.states[number])
        flags = {flag for state in states for flag in state.flags if flag.verdict == verdict.kind}
        parts = [Verdict(flag.verdict, None, flag.subject, flag.detail) for flag in sorted(flags)]
        faults = explored.faults[number]
        for each in parts or [verdict._replace(outcome=None)]:
            found.setdefault(each, []).append(number)
            fewest[each] = min(fewest.get(each, faults), faults)
    return {verdict: Failing(tuple(ends), fewest[verdict]) for verdict, ends in found.items()}


class FailureName(NamedTuple):
    """A way to fail by names alone, so that it is the same in a text that was edited elsewhere."""

    verdict: str
    subject: str
    detail: str

    @property
    def code(self) -> str:
        """The rule that the failure breaks; of a contract the first that may."""
        if self.verdict == "contract-violation" and ">" not in self.subject:
            return STARVED_INPUT.code
        return CODES[self.verdict]

    @property
    def text(self) -> str:
        """For people: the verdict and the last part of what it is about."""
        node = self.subject.rpartition("/")[2].partition(" #")[0]
        about = self.detail if self.verdict == "contract-violation" else ""
        return f"{self.verdict} of {node}" + (f" ({about})" if about else "")


def names_of(plan: Plan, verdict: Verdict) -> Iterator[FailureName]:
    """The names of ``verdict``; one that is about several contract fields or inputs has one for each."""
    subject = _stable(plan, verdict.subject)
    details = verdict.detail.split(", ") if verdict.kind == "contract-violation" else [verdict.detail]
    for detail in details:
        yield FailureName(verdict.kind, subject, detail)


def fewest_faults(explored: Explored) -> dict[FailureName, int]:
    """The smallest number of faults for each way to fail."""
    found: dict[FailureName, int] = {}
    for verdict, failing in ways_to_fail(explored).items():
        for name in names_of(explored.machine.plan, verdict):
            found[name] = min(found.get(name, failing.faults), failing.faults)
    return found


def hidden_faults(explored: Explored) -> dict[FailureName, int]:
    """What goes wrong in bad runs beside their verdict, which hides it: other flags, and how they would end without."""
    found: dict[FailureName, int] = {}
    machine = explored.machine
    for number, verdict in explored.verdicts.items():
        if verdict.is_good:
            continue
        for state in instances_of(explored.graph.states[number]):
            beside = [Verdict(flag.verdict, None, flag.subject, flag.detail) for flag in sorted(state.flags)]
            beside.append(judge_alone(machine, _without_flags(state)))
            for each in beside:
                for name in names_of(machine.plan, each) if not each.is_good else ():
                    found[name] = min(found.get(name, explored.faults[number]), explored.faults[number])
    return found


def step_of(plan: Plan, element: str) -> Step | None:
    """The step whose placement is ``element``."""
    return next((step for step in plan.steps if step.placement.id == element), None)


def _without_flags(state: State) -> State:
    at = state.layout.flags
    return State(state.layout, (*state.cells[:at], frozenset(), *state.cells[at + 1 :]))


def _stable(plan: Plan, subject: str) -> str:
    """A placement by moment, arm, lane and node instead of its position, a crossing by its event and target."""
    step = step_of(plan, subject)
    if step is not None:
        same = [each for each in plan.steps if _where(plan, each) == _where(plan, step)]
        count = same.index(step) + 1
        return _where(plan, step) + (f" #{count}" if count > 1 else "")
    route = next((route for route in plan.routes if route.crossing.id == subject), None)
    return route.name if route is not None else subject


def _where(plan: Plan, step: Step) -> str:
    moment = plan.flow.moments[step.moment]
    arm = moment.arms[step.arm].condition if step.arm is not None else "-"
    return f"{plan.flow.id}/{moment.slug}/{arm}/{step.name}"
