"""What is true in a state of a flow: the rules that enable its steps, and who waits for what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from moment.behaviour.machine import (
    AGAIN,
    FINISHED,
    SKIPPED,
    UNDECIDED,
    WAITING,
    Cause,
    Fact,
    Plan,
    State,
    Step,
)
from moment.model.domain import Command, Precondition


class View:
    """A state with the look-ups that every question about it needs."""

    def __init__(self, plan: Plan, state: State) -> None:
        self.plan = plan
        self.state = state
        self.seen = {(fact.identity, fact.context) for fact in state.facts}
        self.anywhere = {fact.identity for fact in state.facts}

    def is_chosen(self, step: Step) -> bool:
        """Rule 1."""
        return step.arm is None or self.state.choices[step.moment] == step.arm

    def is_possible(self, step: Step) -> bool:
        return step.arm is None or self.state.choices[step.moment] in (step.arm, UNDECIDED)

    def is_finished(self, number: int) -> bool:
        return self.state.marks[number] in FINISHED

    def lane_is_free(self, step: Step, *, but: frozenset[int] = frozenset()) -> bool:
        """Rule 2; the steps ``but`` are taken as done."""
        steps = self.plan.steps
        if any(self.state.choices[moment] == UNDECIDED for moment in step.decisions_before):
            return False
        return all(n in but or self.is_finished(n) or not self.is_chosen(steps[n]) for n in step.before)

    def is_there(self, cause: Cause) -> bool:
        if cause.context is None:
            return cause.identity in self.anywhere
        if (cause.identity, cause.context) in self.seen:
            return True
        return not cause.brought and cause.identity in self.anywhere

    def is_uncontracted(self, cause: Cause) -> bool:
        return cause.context is not None and (cause.identity, cause.context) not in self.seen

    def has_happened(self, step: Step) -> bool:
        """Whether the step's event would only be shown again."""
        if step.event is None:
            return False
        if step.context is None:
            return step.event.id in self.anywhere
        brought = (step.event.id, step.context) in self.plan.brought
        return self.is_there(Cause(step.event.id, step.context, brought or step.event.context == step.context))

    def live_producers(self, step: Step) -> Iterator[Step]:
        """Earlier steps on a path still possible whose doing would make the step's event happen."""
        for number in step.producers:
            if self.is_possible(self.plan.steps[number]) and self.state.marks[number] != SKIPPED:
                yield self.plan.steps[number]

    def is_caused(self, step: Step, *, inside: frozenset[str] = frozenset()) -> bool:
        """Rules 3 and 4; causes ``inside`` come from the arm itself and are not asked for."""
        if not all(cause.identity in inside or self.is_there(cause) for cause in step.causes):
            return False
        if step.alternatives:
            return any(cause.identity in inside or self.is_there(cause) for cause in step.alternatives)
        if step.event is not None:
            if self.has_happened(step):
                return True
            if any(True for _ in self.live_producers(step)):
                return step.event.id in inside
        if step.causes or (step.kind == "end" and step.before):
            return True
        return self.earlier_is_settled(step.moment)

    def earlier_is_settled(self, moment: int) -> bool:
        """Rule 4: every step of every earlier moment is done and every earlier decision taken."""
        plan = self.plan
        if any(arms and self.state.choices[number] == UNDECIDED for number, arms in enumerate(plan.arms[:moment])):
            return False
        return all(self.is_finished(step.index) for step in plan.steps if step.moment < moment and self.is_chosen(step))

    def false_precondition(self, command: Command | None) -> Precondition | None:
        """The first formal precondition of ``command`` that its aggregate's state does not meet."""
        return false_precondition(self.plan, command, self.state.lifecycle) if command is not None else None

    def is_claimed(self, command: str, event: str) -> bool:
        """Whether a step of the flow, on a path still possible, is this command caused by this event."""
        for step in self.plan.steps:
            same = step.command is not None and step.command.id == command and self.is_possible(step)
            if same and any(cause.identity == event for cause in step.causes + step.alternatives):
                return True
        return False

    def unclaimed(self, reaction: int) -> tuple[str, ...]:
        found = self.plan.reactions[reaction]
        return tuple(command for command in found.commands if not self.is_claimed(command, found.trigger))

    def consumers(self, event: str, context: str) -> Iterator[Step]:
        for step in self.plan.steps:
            if step.context == context and any(c.identity == event for c in step.causes + step.alternatives):
                yield step

    def is_awaited(self, event: str, context: str) -> bool:
        """Whether something in ``context`` has yet to act on ``event``, which has been received there."""
        marks = self.state.marks
        if any(marks[s.index] in (WAITING, AGAIN) and self.is_possible(s) for s in self.consumers(event, context)):
            return True
        return any(self.plan.reactions[number].trigger == event for number, _, _ in self.pending_reactions(context))

    def pending_reactions(self, context: str | None = None) -> Iterator[tuple[int, int, int]]:
        """(reaction, step of the occurrence, mark) of each reaction beyond the flow that has yet to happen."""
        marks = {(number, step): mark for number, step, mark in self.state.reacted}
        there = sorted({fact[:3] for fact in self.state.facts if context is None or fact.context == context})
        for identity, where, step in there:
            for number in self.plan.reacting.get((where, identity), ()):
                mark = marks.get((number, step), WAITING)
                if mark in (WAITING, AGAIN) and self.unclaimed(number):
                    yield number, step, mark

    def is_unacted(self, fact: Fact) -> bool:
        """Whether ``fact`` was received in a context where nothing has acted on it yet."""
        event = self.plan.domain.event.get(fact.identity)
        if event is None or event.context == fact.context:
            return False
        waiting = (s for s in self.consumers(fact.identity, fact.context) if self.is_possible(s))
        return any(self.state.marks[step.index] == WAITING for step in waiting)


def false_precondition(plan: Plan, command: Command, lifecycle: Sequence[str]) -> Precondition | None:
    """The first formal precondition of ``command`` that ``lifecycle``, the states of all aggregates, does not meet."""
    for current, aggregate in zip(lifecycle, plan.aggregates, strict=True):
        if aggregate.context == command.context and aggregate.name == command.aggregate:
            for precondition in command.preconditions:
                names = {each.name for each in precondition.states}
                if precondition.is_formal and (current in names) == precondition.negated:
                    return precondition
    return None
