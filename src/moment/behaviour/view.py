"""What is true in a state of a flow: the rules that enable its steps, and who waits for what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from moment.behaviour.machine import AGAIN, FINISHED, SKIPPED, WAITING, Cause, Plan, Step
from moment.behaviour.state import UNDECIDED, Cells, Close, Fact, Layout, Message
from moment.model.domain import Command, Precondition


class Situation(Protocol):
    """A state, a draft of one, or one that notes which of its cells are read."""

    @property
    def layout(self) -> Layout: ...

    @property
    def cells(self) -> Cells: ...


class View:
    """A state with the questions that can be asked of it. Reads as few cells as the answer needs."""

    def __init__(self, plan: Plan, state: Situation) -> None:
        self.plan = plan
        self.state = state
        self.at = state.layout
        self.cells = state.cells

    @property
    def close(self) -> Close | None:
        found: Close | None = self.cells[self.at.close]
        return found

    def mark(self, step: int) -> int:
        found: int = self.cells[step]
        return found

    def choice(self, moment: int) -> int:
        found: int = self.cells[self.at.choices + moment]
        return found

    def message(self, route: int) -> Message | None:
        found: Message | None = self.cells[self.at.messages + route]
        return found

    def returned(self, number: int) -> int:
        found: int = self.cells[self.at.returned + number]
        return found

    def about(self, identity: str) -> frozenset[Fact]:
        """The facts about an event or command."""
        number = self.at.facts.get(identity)
        found: frozenset[Fact] = self.cells[number] if number is not None else frozenset()
        return found

    def is_known(self, identity: str) -> bool:
        """Whether ``identity`` has happened in this run."""
        return bool(self.about(identity))

    def is_seen(self, identity: str, context: str | None) -> bool:
        """Whether ``identity`` has happened, or was received, in ``context``."""
        return any(fact.context == context for fact in self.about(identity))

    def is_chosen(self, step: Step) -> bool:
        """Rule 1."""
        return step.arm is None or self.choice(step.moment) == step.arm

    def is_possible(self, step: Step) -> bool:
        return step.arm is None or self.choice(step.moment) in (step.arm, UNDECIDED)

    def is_finished(self, number: int) -> bool:
        return self.cells[number] in FINISHED

    def lane_is_free(self, step: Step, *, but: frozenset[int] = frozenset()) -> bool:
        """Rule 2; the steps ``but`` are taken as done."""
        if any(self.choice(moment) == UNDECIDED for moment in step.decisions_before):
            return False
        steps = self.plan.steps
        return all(n in but or self.is_finished(n) or not self.is_chosen(steps[n]) for n in reversed(step.before))

    def is_there(self, cause: Cause) -> bool:
        if cause.context is None:
            return self.is_known(cause.identity)
        return self.is_seen(cause.identity, cause.context) or (not cause.brought and self.is_known(cause.identity))

    def is_uncontracted(self, cause: Cause) -> bool:
        return cause.context is not None and not self.is_seen(cause.identity, cause.context)

    def has_happened(self, step: Step) -> bool:
        """Whether the step's event would only be shown again."""
        if step.event is None:
            return False
        if step.context is None:
            return self.is_known(step.event.id)
        brought = (step.event.id, step.context) in self.plan.brought
        return self.is_there(Cause(step.event.id, step.context, brought or step.event.context == step.context))

    def live_producers(self, step: Step) -> Iterator[Step]:
        """Earlier steps on a path still possible whose doing would make the step's event happen."""
        for number in step.producers:
            if self.is_possible(self.plan.steps[number]) and self.mark(number) != SKIPPED:
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
        if any(self.plan.arms[number] and self.choice(number) == UNDECIDED for number in range(moment)):
            return False
        earlier = (step for step in self.plan.steps if step.moment < moment)
        return all(self.is_finished(step.index) or not self.is_chosen(step) for step in earlier)

    def false_precondition(self, command: Command | None) -> Precondition | None:
        """The first formal precondition of ``command`` that its aggregate's state does not meet."""
        return false_precondition(self.plan, command, self.state) if command is not None else None

    def is_claimed(self, command: str, event: str, occurrence: int) -> bool:
        """Whether a step of the flow, on a path still possible, is this command caused by this event.

        ``occurrence`` is the step in which the event happened. One written before it is what the step acts on; one of
        the step itself, or of a later one, is another, which the step claims only as long as it is still to come.
        """
        for step in self.plan.steps:
            same = step.command is not None and step.command.id == command
            caused = same and any(cause.identity == event for cause in step.causes + step.alternatives)
            if not caused or not self.is_possible(step):
                continue
            if occurrence < step.index or self.mark(step.index) == WAITING:
                return True
        return False

    def unclaimed(self, reaction: int, occurrence: int) -> tuple[str, ...]:
        """The commands that a reaction to what happened in the step ``occurrence`` issues, and no step shows."""
        found = self.plan.reactions[reaction]
        return tuple(command for command in found.commands if not self.is_claimed(command, found.trigger, occurrence))

    def consumers(self, event: str, context: str) -> Iterator[Step]:
        for step in self.plan.steps:
            if step.context == context and any(c.identity == event for c in step.causes + step.alternatives):
                yield step

    def is_awaited(self, event: str, context: str) -> bool:
        """Whether something in ``context`` has yet to act on ``event``, which has been received there."""
        for step in self.consumers(event, context):
            if self.mark(step.index) in (WAITING, AGAIN) and self.is_possible(step):
                return True
        return any(
            True for number in self.plan.reacting.get((context, event), ()) for _ in self.pending_reactions(number)
        )

    def pending_reactions(self, reaction: int) -> Iterator[tuple[int, int]]:
        """(step of the occurrence, mark) of each reaction beyond the flow that has yet to happen."""
        found = self.plan.reactions[reaction]
        context = found.source.context
        steps = {fact.step for fact in self.about(found.trigger) if fact.context == context} if found.commands else ()
        if not steps:
            return
        marks = dict(self.cells[self.at.reacted[reaction]])
        waiting = [(step, marks.get(step, WAITING)) for step in sorted(steps)]
        for step, mark in waiting:
            if mark in (WAITING, AGAIN) and self.unclaimed(reaction, step):
                yield step, mark

    def is_unacted(self, fact: Fact) -> bool:
        """Whether ``fact`` was received in a context where nothing has acted on it yet."""
        event = self.plan.domain.event.get(fact.identity)
        if event is None or event.context == fact.context:
            return False
        waiting = (s for s in self.consumers(fact.identity, fact.context) if self.is_possible(s))
        return any(self.mark(step.index) == WAITING for step in waiting)


def false_precondition(plan: Plan, command: Command, state: Situation) -> Precondition | None:
    """The first formal precondition of ``command`` that its aggregate's state does not meet."""
    formal = [precondition for precondition in command.preconditions if precondition.is_formal]
    if not formal:
        return None
    for number, aggregate in enumerate(plan.aggregates):
        if aggregate.context == command.context and aggregate.name == command.aggregate:
            current = state.cells[state.layout.aggregates + number]
            for precondition in formal:
                if (current in {each.name for each in precondition.states}) == precondition.negated:
                    return precondition
    return None
