"""What a record says of why its step could happen: causes, preconditions, assumptions."""

from __future__ import annotations

from moment.behaviour.machine import IN_WORDS, Check, Step, Used
from moment.behaviour.view import View
from moment.model.domain import Command, Precondition


def used(view: View, step: Step) -> tuple[Used, ...]:
    found = [Used(c.identity, _heard(view, c.identity, c.context), c.reason) for c in step.causes]
    for cause in step.alternatives:
        if view.is_there(cause):
            found.append(Used(cause.identity, _heard(view, cause.identity, cause.context), "policy"))
    shown = step.event is not None and view.has_happened(step)
    if step.event is not None and shown and all(used.identity != step.event.id for used in found):
        found.append(Used(step.event.id, _heard(view, step.event.id, step.context), "emitted"))
    return tuple(found)


def _heard(view: View, identity: str, context: str | None) -> str | None:
    return context if context is not None and view.is_seen(identity, context) else None


def checks(view: View, step: Step) -> tuple[Check, ...]:
    found = list(preconditions(view.false_precondition(step.command), step.command)) if step.command else []
    for cause in step.causes + step.alternatives:
        if view.is_there(cause) and view.is_uncontracted(cause):
            name = cause.identity.rpartition("/")[2]
            found.append(Check("cause", name, holds=True, why="uncontracted: no crossing brings it here"))
    found.extend(Check("input", name, holds=False, why="nothing supplied it") for name in step.unsupplied)
    return tuple(found)


def preconditions(refusal: Precondition | None, command: Command) -> tuple[Check, ...]:
    found = []
    for precondition in command.preconditions:
        if precondition.is_formal:
            found.append(Check("precondition", precondition.name, holds=precondition != refusal, why=why(precondition)))
        else:
            found.append(Check("precondition", precondition.name, holds=True, why=f"assumed: {IN_WORDS} only"))
    return tuple(found)


def why(precondition: Precondition) -> str:
    states = ", ".join(each.name for each in precondition.states)
    return f"the state must {'not ' if precondition.negated else ''}be {states}"
