"""Messages arrive, once or again, and what can befall them on the way."""

from __future__ import annotations

from moment.behaviour.draft import Draft
from moment.behaviour.machine import AGAIN, DONE, Action, Check, Plan, Record, Used
from moment.behaviour.occurrences import Occurrences
from moment.behaviour.state import Flag
from moment.behaviour.view import View


class Deliveries:
    """The messages of one plan."""

    def __init__(self, plan: Plan, occurrences: Occurrences) -> None:
        self.plan = plan
        self.occurrences = occurrences

    def deliver(self, draft: Draft, action: Action, view: View) -> None:
        route = self.plan.routes[action.subject]
        message = view.message(route.number)
        assert message is not None
        event = self.plan.domain.event[route.event]
        checks = []
        if route.violations or message.drifted:
            detail = ", ".join(route.violations) or "drift"
            draft.flags.append(Flag("contract-violation", route.crossing.id, detail))
            checks.append(Check("contract", route.name, holds=False, why=f"without {detail}"))
        else:
            checks.append(Check("contract", route.name, holds=True, why="every required field is carried"))
        draft.put_message(message._replace(copies=message.copies - 1, delivered=True), route)
        ignored = message.delivered and route.idempotent
        if ignored:
            key = route.crossing.delivery.key if route.crossing.delivery else ""
            checks.append(Check("idempotent", route.name, holds=True, why=f"a second one with this `{key}` is ignored"))
        draft.records.append(
            Record(
                action.name, "deliver", step=route.step, context=route.target, route=route.number,
                used=(Used(event.id, event.context, "emitted"),), checks=tuple(checks),
            )
        )  # fmt: skip
        if ignored:
            return
        if message.delivered:
            self._repeat(draft, view, route.number)
            return
        draft.add_fact(event.id, route.target, draft.origin(event.id, route.step), by=route.step)
        self.occurrences.noticed(draft, event, route.target, route.step, lineage=())

    def _repeat(self, draft: Draft, view: View, number: int) -> None:
        """A second copy: every reaction to the first runs again."""
        route = self.plan.routes[number]
        event = self.plan.domain.event[route.event]
        for step in view.consumers(event.id, route.target):
            if step.kind in ("handle", "publish") and view.mark(step.index) == DONE:
                draft.mark(step.index, AGAIN)
        for reaction in self.plan.reacting.get((route.target, event.id), ()):
            for step_number, mark in sorted(draft.cells[draft.at.reacted[reaction]]):
                if mark == DONE:
                    draft.set_reacted(reaction, step_number, AGAIN)
        involved = [n for n, saga in enumerate(self.plan.sagas) if saga.context == route.target]
        before = [draft.saga(number) for number in involved]
        self.occurrences.noticed(draft, event, route.target, route.step, lineage=())
        for saga, was in zip(involved, before, strict=True):
            if was is not None and was != draft.saga(saga):
                draft.flags.append(Flag("double-effect", self.plan.sagas[saga].id, self.plan.sagas[saga].name))
        for reaction in self.plan.reacting.get((route.target, event.id), ()):
            if self.plan.reactions[reaction].events:
                source = self.plan.reactions[reaction].source
                draft.flags.append(Flag("double-effect", source.id, source.name))

    def disturb(self, draft: Draft, action: Action, view: View) -> None:
        message = view.message(action.subject)
        assert message is not None
        route = self.plan.routes[action.subject]
        changed = {
            "lose": message._replace(copies=message.copies - 1),
            "duplicate": message._replace(copies=message.copies + 1),
            "drift": message._replace(drifted=True),
        }[action.kind]
        draft.put_message(changed, route)
        used = (Used(route.event, self.plan.domain.event[route.event].context, "emitted"),)
        draft.records.append(
            Record(action.name, action.kind, step=route.step, context=route.crossing.source, route=route.number,
                   used=used, fault=action.fault)
        )  # fmt: skip

    def crash(self, draft: Draft, action: Action, view: View) -> None:
        context = str(action.option)
        here = (fact for name in self.plan.identities for fact in view.about(name) if fact.context == context)
        lost = sorted(fact for fact in here if view.is_unacted(fact))
        for fact in lost:
            draft.drop_fact(fact)
        used = tuple(Used(fact.identity, context, "delivered") for fact in lost)
        draft.records.append(Record(action.name, "crash", context=context, used=used, fault="crash"))
