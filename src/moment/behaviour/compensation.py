"""A saga times out: what was done is undone in reverse order, as far as it can be."""

from __future__ import annotations

from moment.behaviour.draft import Draft
from moment.behaviour.evidence import preconditions, why
from moment.behaviour.machine import IN_WORDS, Action, Check, Occurrence, Plan, Record, Used
from moment.behaviour.occurrences import Occurrences
from moment.behaviour.state import Close
from moment.behaviour.view import View
from moment.model.domain import Command

_OUTSIDE = -1


class Compensation:
    """The timeouts of one plan's sagas."""

    def __init__(self, plan: Plan, occurrences: Occurrences) -> None:
        self.plan = plan
        self.occurrences = occurrences

    def undoing(self, saga: int, done: str) -> Command | None:
        undo = next((each for each in self.plan.sagas[saga].undo if each.command.target == done), None)
        return self.plan.domain.command.get(undo.with_command.target or "") if undo else None

    def time_out(self, draft: Draft, action: Action) -> None:
        saga = self.plan.sagas[action.subject]
        undone = {undo.command.target for undo in saga.undo}
        pending = tuple(done for done in reversed(draft.cells[draft.at.undoable]) if done in undone)
        draft.close = Close("compensating" if pending else "compensated", saga=action.subject, pending=pending)
        draft.drop_messages(self.plan.routes)
        check = Check("compensation", saga.name, holds=True, why="" if saga.undo else f"assumed: {IN_WORDS} only")
        draft.records.append(
            Record(action.name, "timeout", context=saga.context, saga=action.subject, fault="timeout",
                   used=(Used(saga.id, None, "saga"),), checks=(check,))
        )  # fmt: skip

    def undo(self, draft: Draft, action: Action, view: View) -> None:
        command = self.undoing(action.subject, str(action.option))
        refusal = view.false_precondition(command)
        if refusal is not None:
            self.stick(draft, action, refusal.name, why=why(refusal))
            return
        close = draft.close
        assert close is not None
        pending = close.pending[1:]
        draft.close = close._replace(kind="compensating" if pending else "compensated", pending=pending)
        targets = [each.target for each in command.emits if each.target] if command else []
        names = targets[:1] if command and command.mode == "one" else targets
        events = [self.plan.domain.event[name] for name in names if name in self.plan.domain.event]
        draft.records.append(
            Record(
                action.name, "undo", context=command.context if command else None, saga=action.subject,
                command=command.id if command else None, ticks=True,
                used=(Used(self.plan.sagas[action.subject].id, None, "saga"),),
                checks=preconditions(None, command) if command else (),
                events=tuple(Occurrence(event.id, event.context) for event in events),
            )
        )  # fmt: skip
        for event in events:
            self.occurrences.occur(draft, event, _OUTSIDE, lineage=())

    def stick(self, draft: Draft, action: Action, precondition: str, *, why: str = "refused: in words only") -> None:
        close = draft.close
        assert close is not None
        draft.close = close._replace(kind="stuck")
        saga = self.plan.sagas[action.subject]
        draft.records.append(
            Record(
                action.name, "refuse" if action.fault else "undo", context=saga.context, saga=action.subject,
                used=(Used(saga.id, None, "saga"),), ticks=True, fault=action.fault,
                checks=(Check("precondition", precondition, holds=False, why=why),),
            )
        )  # fmt: skip
