"""An event happens: the lifecycle moves, sagas and services act with it, policies react beyond the flow."""

from __future__ import annotations

from moment.behaviour.draft import Draft
from moment.behaviour.evidence import preconditions
from moment.behaviour.machine import (
    CASCADE_DEPTH,
    DONE,
    TWICE,
    Action,
    ActionKind,
    Occurrence,
    Plan,
    Record,
    Used,
)
from moment.behaviour.state import Flag
from moment.behaviour.view import View, false_precondition
from moment.model.domain import Command, Event, Saga


class Occurrences:
    """What follows from an event in one plan, in the same atomic step."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    def occur(self, draft: Draft, event: Event, step: int, *, lineage: tuple[int, ...], beyond: bool = False) -> None:
        """``event`` happens in its context: the lifecycle moves, sagas and services there act in the same step."""
        draft.add_fact(event.id, event.context, step)
        for number, aggregate in enumerate(self.plan.aggregates):
            machine = aggregate.lifecycle
            if machine is None or aggregate.context != event.context:
                continue
            edges = [edge for edge in machine.edges if edge.event and edge.event.target == event.id]
            if not edges:
                continue
            current = draft.cells[draft.at.aggregates + number]
            taken = next((edge for edge in edges if edge.source == current), None)
            if taken is not None:
                draft.cells[draft.at.aggregates + number] = taken.target
            else:
                draft.flags.append(Flag("illegal-transition", aggregate.id, f"{event.id}@{current}"))
        self.noticed(draft, event, event.context, step, lineage=lineage)
        if beyond:
            for number in self.plan.reacting.get((event.context, event.id), ()):
                if self.plan.reactions[number].commands:
                    self._cascade(draft, number, step, lineage=lineage)

    def noticed(self, draft: Draft, event: Event, context: str, step: int, *, lineage: tuple[int, ...]) -> None:
        """Sagas and services of ``context`` notice an event that happened or was received there."""
        for number, saga in enumerate(self.plan.sagas):
            if saga.context == context:
                self._advance(draft, number, saga, event)
        for number in self.plan.reacting.get((context, event.id), ()):
            reaction = self.plan.reactions[number]
            if not reaction.events:
                continue
            if number in lineage or len(lineage) >= CASCADE_DEPTH:
                draft.flags.append(Flag("policy-loop", reaction.source.id, event.id))
                continue
            produced = [self.plan.domain.event[name] for name in reaction.events if name in self.plan.domain.event]
            draft.records.append(
                Record(
                    f"service:{reaction.name}", "service", context=context, reaction=number,
                    used=(Used(event.id, context, "triggered-by"),),
                    events=tuple(Occurrence(each.id, each.context) for each in produced),
                )
            )  # fmt: skip
            for each in produced:
                self.occur(draft, each, step, lineage=(*lineage, number))

    def _advance(self, draft: Draft, number: int, saga: Saga, event: Event) -> None:
        if saga.trigger.target != event.id and all(
            e.event is None or e.event.target != event.id for e in saga.machine.edges
        ):
            return
        current = draft.saga(number)
        if draft.close is not None and draft.close.saga == number:
            return  # it timed out: what undoes it does not move it
        if current is None:
            target = saga.machine.initial if saga.trigger.target == event.id else None
        else:
            edges = (e for e in saga.machine.edges if e.source == current and e.event and e.event.target == event.id)
            target = next((edge.target for edge in edges), None)
        if target is not None:
            draft.cells[draft.at.sagas + number] = target
            used = (Used(event.id, saga.context, "triggered-by"),)
            draft.records.append(
                Record(f"saga:{saga.name}={target}", "saga", context=saga.context, saga=number, used=used)
            )

    def react(self, draft: Draft, action: Action, view: View) -> None:
        step, _, again = str(action.option).partition(":")
        draft.view = view
        if again:
            reaction = self.plan.reactions[action.subject]
            chained = [self.plan.domain.command[c] for c in view.unclaimed(action.subject, int(step))]
            refused = all(view.false_precondition(command) for command in chained)
            draft.set_reacted(action.subject, int(step), DONE if refused else TWICE)
            if not refused:
                draft.flags.append(Flag("double-effect", reaction.source.id, reaction.source.name))
        self._cascade(draft, action.subject, int(step), lineage=(), keep=bool(again))

    def _cascade(self, draft: Draft, number: int, step: int, *, lineage: tuple[int, ...], keep: bool = False) -> None:
        """A policy reacts beyond the flow: its commands are handled, their events happen, and so on."""
        reaction = self.plan.reactions[number]
        assert draft.view is not None
        commands = draft.view.unclaimed(number, step)
        if not commands:
            return
        if number in lineage or len(lineage) >= CASCADE_DEPTH:
            draft.flags.append(Flag("policy-loop", reaction.source.id, reaction.trigger))
            return
        if not keep:
            draft.set_reacted(number, step, DONE)
        context = reaction.source.context
        draft.records.append(
            Record(
                f"{reaction.kind}:{reaction.name}", reaction.kind, context=context, reaction=number, beyond=True,
                used=(Used(reaction.trigger, context, "triggered-by"),),
            )
        )  # fmt: skip
        for identity in commands:
            self._handle_beyond(draft, self.plan.domain.command[identity], number, step, lineage=lineage)

    def _handle_beyond(
        self, draft: Draft, command: Command, reaction: int, step: int, *, lineage: tuple[int, ...]
    ) -> None:
        refusal = false_precondition(self.plan, command, draft)
        targets = [each.target for each in command.emits if each.target in self.plan.domain.event]
        names = targets[:1] if command.mode == "one" else targets
        events = [] if refusal else [self.plan.domain.event[name] for name in names if name]
        kind: ActionKind = "refuse" if refusal else "handle"
        name = f"{kind}:{command.context}.{command.name}" + (f".{refusal.name}" if refusal else "")
        draft.records.append(
            Record(
                name, kind, context=command.context, command=command.id, ticks=True, beyond=True,
                used=(Used(self.plan.reactions[reaction].source.id, None, "policy"),),
                checks=preconditions(refusal, command),
                events=tuple(Occurrence(event.id, event.context) for event in events),
            )
        )  # fmt: skip
        if refusal:
            return
        draft.add_fact(command.id, command.context, step)
        if command.id in self.plan.undoable:
            draft.did(command.id)
        for event in events:
            self.occur(draft, event, step, lineage=(*lineage, reaction), beyond=True)
