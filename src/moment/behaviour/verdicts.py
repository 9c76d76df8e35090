"""How a run has ended: one verdict for every state in which nothing but a fault can follow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple, TypeAlias

from moment.behaviour.interpreter import Interpreter
from moment.behaviour.machine import REFUSED, Step
from moment.behaviour.state import UNDECIDED, Joint, State, instances_of
from moment.behaviour.view import View

Tone: TypeAlias = Literal["good", "noted", "bad", "incomplete", "plain"]
GOOD = frozenset(("completed", "ended", "compensated"))
FLAGGED = ("contract-violation", "double-effect", "illegal-transition", "policy-loop", "unanticipated")
"""Verdicts that something on the way decided, the root causes first."""


WORST_FIRST = (
    *FLAGGED, "stalled", "retry-exhausted", "unfinished-saga", "unhandled-refusal", "compensated", "ended", "completed",
)  # fmt: skip

TONES: Mapping[str, Tone] = {
    **dict.fromkeys(WORST_FIRST, "bad"), "compensated": "noted", "ended": "plain", "completed": "good",
    "incomplete": "incomplete",
}  # fmt: skip
"""How a verdict is shown: an outcome that the flow foresees is good, and told apart from a flow that was gone through."""


class Verdict(NamedTuple):
    """``subject`` is the element that the verdict is about, ``detail`` what is known of it."""

    kind: str
    outcome: str | None = None
    subject: str = ""
    detail: str = ""

    @property
    def is_good(self) -> bool:
        return self.kind in GOOD

    def counts(self, *, strict: bool) -> bool:
        """Whether a run without faults that ends like this is a failure of the model."""
        return not self.is_good and (strict or self.kind != "unhandled-refusal")


def judge(machine: Interpreter, situation: State | Joint) -> Verdict:
    """The verdict of a state that is an end: of several instances the one that is worst off decides."""
    if isinstance(situation, State):
        return judge_alone(machine, situation)
    found = [judge_alone(machine, state) for state in situation.instances]
    worst = min(found, key=worst_first)
    count = found.count(worst)
    if worst.outcome is None or count == len(found):
        return worst
    return worst._replace(outcome=f"{worst.outcome} ({count} of {len(found)})")


def worst_first(verdict: Verdict) -> tuple[int, str, str, str]:
    """The order in which verdicts of several instances decide."""
    return WORST_FIRST.index(verdict.kind), verdict.outcome or "", verdict.subject, verdict.detail


def guilty(machine: Interpreter, situation: State | Joint, verdict: Verdict) -> State:
    """The state of the instance that ``verdict`` is about."""
    states = instances_of(situation)
    alike = (state for state in states if judge_alone(machine, state)[0::2] == verdict[0::2])
    return next(alike, states[0])


def judge_alone(machine: Interpreter, state: State) -> Verdict:
    """The verdict of one instance. What happened first in the order of causes decides."""
    outcome = state.close.outcome if state.close is not None else None
    for kind in FLAGGED:
        found = sorted(flag for flag in state.flags if flag.verdict == kind)
        if found:
            return Verdict(kind, outcome, found[0].subject, found[0].detail)
    plan = machine.plan
    if state.close is not None and state.close.kind in ("stuck", "compensated") and state.close.saga is not None:
        kind = "compensated" if state.close.kind == "compensated" else "unfinished-saga"
        return Verdict(kind, None, plan.sagas[state.close.saga].id)
    view = View(plan, state)
    ended = state.close is not None
    owed = [] if ended else unfinished(view)
    undecided = [] if ended else [n for n, arms in enumerate(plan.arms) if arms and state.choices[n] == UNDECIDED]
    if owed or undecided:
        refused = next((step for step in owed if state.marks[step.index] == REFUSED), None)
        if refused is not None:
            return Verdict("unhandled-refusal", None, refused.placement.id)
        for moment in undecided:
            blocked = [machine.blocked_arm(view, moment, arm) for arm in range(len(plan.arms[moment]))]
            if "exhausted" in blocked:
                return Verdict("retry-exhausted", None, f"{plan.flow.id}/{plan.flow.moments[moment].slug}")
        subject = owed[0].placement.id if owed else f"{plan.flow.id}/{plan.flow.moments[undecided[0]].slug}"
        return Verdict("stalled", None, subject)
    for number, saga in enumerate(plan.sagas):
        current = state.sagas[number]
        is_tracked = any(edge.event is not None for edge in saga.machine.edges)
        if current is not None and is_tracked and current not in saga.machine.finals:
            return Verdict("unfinished-saga", outcome, saga.id, current)
    return Verdict("ended" if ended else "completed", outcome)


def unfinished(view: View) -> list[Step]:
    """Steps of the chosen path that are neither done nor skipped, in written order."""
    return [step for step in view.plan.steps if view.is_chosen(step) and not view.is_finished(step.index)]
