"""What an end means in words, and who waits for what in a stall."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from moment.behaviour.interpreter import Interpreter
from moment.behaviour.machine import Cause, Step
from moment.behaviour.state import UNDECIDED, State
from moment.behaviour.verdicts import Verdict, unfinished
from moment.behaviour.view import View
from moment.text.span import Place


class Waiting(NamedTuple):
    """A step or decision that cannot go on, and why, in words."""

    place: Place
    element: str
    text: str


def waits(machine: Interpreter, state: State) -> tuple[Waiting, ...]:
    """Who waits for what in ``state``: steps first, then decisions, in written order."""
    return (*_steps(machine, state), *_decisions(machine, state))


def ending(machine: Interpreter, verdict: Verdict, state: State) -> str:
    """How a run ends, as half a sentence."""
    name = verdict.subject.rpartition("/")[2]
    node = _node(machine, verdict.subject)
    match verdict.kind:
        case "completed":
            return "every step is done, nothing is owed"
        case "ended":
            return f"the flow ends: {verdict.outcome}" if verdict.outcome else "the flow ends here"
        case "compensated":
            saga = machine.plan.domain.saga.get(verdict.subject)
            how = "what was done is undone" if saga is not None and saga.undo else "compensated in words only"
            return f"{name} timed out: {how}"
        case "stalled":
            found = waits(machine, state)
            return f"nothing can happen: {found[0].text}" if found else "nothing can happen and something is owed"
        case "contract-violation":
            crossing = _crossing(machine, verdict.subject)
            if crossing is None:
                return f"{node} needs {verdict.detail}, which nothing supplies"
            return f"{crossing} breaks its contract: {verdict.detail}"
        case "illegal-transition":
            event, _, current = verdict.detail.rpartition("@")
            return f"{event.rpartition('/')[2]} happens while {name} is {current}"
        case "unhandled-refusal":
            return f"{node} is refused and the model says nothing about it"
        case "unanticipated":
            return f"{verdict.detail.rpartition('/')[2]} happens and the flow does not continue from it"
        case "double-effect":
            return f"{verdict.detail or node} takes effect twice"
        case "unfinished-saga":
            return f"the flow is over and {name} is still {verdict.detail}" if verdict.detail else f"{name} cannot undo"
        case "policy-loop":
            return f"{name} fires again because of itself"
        case "retry-exhausted":
            return f"{name} may not be tried again and no other arm is left"
        case _:
            return verdict.kind


def _node(machine: Interpreter, element: str) -> str:
    found = next((s for s in machine.plan.steps if s.placement.id == element), None)
    return found.placement.node.name if found else element.rpartition("/")[2]


def _crossing(machine: Interpreter, element: str) -> str | None:
    route = next((route for route in machine.plan.routes if route.crossing.id == element), None)
    return f"{route.event.rpartition('/')[2]} to {route.target}" if route else None


def _steps(machine: Interpreter, state: State) -> Iterator[Waiting]:
    view = View(machine.plan, state)
    for step in unfinished(view):
        reasons = list(_reasons(machine, view, step))
        if reasons:
            text = f"{step.placement.node.name} waits for {' and '.join(reasons)}"
            yield Waiting(step.placement.place, step.placement.id, text)


def _reasons(machine: Interpreter, view: View, step: Step) -> Iterator[str]:
    """Causes that are missing, the false formal condition; a step that only stands behind others has none."""
    if not view.lane_is_free(step):
        return
    missing = [cause for cause in step.causes if not view.is_there(cause)]
    if step.alternatives and not any(view.is_there(cause) for cause in step.alternatives):
        missing.extend(step.alternatives)
    for cause in missing:
        yield _missing(machine, view, cause)
    if step.event is not None and not missing and not view.has_happened(step):
        producers = sorted({producer.placement.node.name for producer in view.live_producers(step)})
        if producers:
            yield f"{step.event.name}, which {' or '.join(producers)} did not emit"
    refusal = view.false_precondition(step.command)
    if refusal is not None and step.command is not None:
        states = " or ".join(each.name for each in refusal.states)
        current = next(
            view.cells[view.at.aggregates + number] for number, a in enumerate(machine.plan.aggregates)
            if a.context == step.command.context and a.name == step.command.aggregate
        )  # fmt: skip
        yield f"{step.command.aggregate} {'not ' if refusal.negated else ''}to be {states} ({refusal.name}); it is {current}"


def _missing(machine: Interpreter, view: View, cause: Cause) -> str:
    name = cause.identity.rpartition("/")[2]
    if view.is_known(cause.identity):
        return f"{name}, which happened but was not received in {cause.context}"
    makers = sorted({e.rpartition("/")[2] for e in _emitters(machine, cause.identity)})
    return f"{name}" + (f", which {' or '.join(makers)} would emit" if makers else ", which nothing emits")


def _emitters(machine: Interpreter, identity: str) -> tuple[str, ...]:
    event = machine.plan.domain.event.get(identity)
    return event.emitters if event else ()


def _decisions(machine: Interpreter, state: State) -> Iterator[Waiting]:
    view = View(machine.plan, state)
    flow = machine.plan.flow
    for number, arms in enumerate(machine.plan.arms):
        if not arms or state.choices[number] != UNDECIDED or not view.earlier_is_settled(number):
            continue
        moment = flow.moments[number]
        reasons = []
        for arm, written in enumerate(moment.arms):
            why = machine.blocked_arm(view, number, arm)
            words = {"exhausted": "may not be tried again", "refused": "is refused by a formal condition"}
            if why is not None:
                reasons.append(f"{written.condition} {words.get(why, 'has no cause')}")
        yield Waiting(
            moment.place, f"{flow.id}/{moment.slug}", f"{moment.label} cannot be decided: {'; '.join(reasons)}"
        )
