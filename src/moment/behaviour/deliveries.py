"""Messages arrive, once or again, and what can befall them on the way."""

from __future__ import annotations

from moment.behaviour.draft import Draft
from moment.behaviour.machine import AGAIN, DONE, Action, Check, Flag, Plan, Record, Used
from moment.behaviour.occurrences import Occurrences
from moment.behaviour.view import View


class Deliveries:
    """The messages of one plan."""

    def __init__(self, plan: Plan, occurrences: Occurrences) -> None:
        self.plan = plan
        self.occurrences = occurrences

    def deliver(self, draft: Draft, action: Action, view: View) -> None:
        route = self.plan.routes[action.subject]
        message = next(each for each in draft.flight if each.route == route.number)
        event = self.plan.domain.event[route.event]
        checks = []
        if route.violations or message.drifted:
            detail = ", ".join(route.violations) or "drift"
            draft.flags.add(Flag("contract-violation", route.crossing.id, detail))
            checks.append(Check("contract", route.name, holds=False, why=f"without {detail}"))
        else:
            checks.append(Check("contract", route.name, holds=True, why="every required field is carried"))
        draft.replace_message(message, message._replace(copies=message.copies - 1, delivered=True))
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
            if draft.marks[step.index] == DONE and step.kind in ("handle", "publish"):
                draft.marks[step.index] = AGAIN
        for reaction, step_number, mark in sorted(draft.reacted):
            found = self.plan.reactions[reaction]
            if found.trigger == event.id and found.source.context == route.target and mark == DONE:
                draft.set_reacted(reaction, step_number, AGAIN)
        before = list(draft.sagas)
        self.occurrences.noticed(draft, event, route.target, route.step, lineage=())
        for saga, (was, now) in enumerate(zip(before, draft.sagas, strict=True)):
            if was != now and was is not None:
                draft.flags.add(Flag("double-effect", self.plan.sagas[saga].id, self.plan.sagas[saga].name))
        for reaction in self.plan.reacting.get((route.target, event.id), ()):
            if self.plan.reactions[reaction].events:
                source = self.plan.reactions[reaction].source
                draft.flags.add(Flag("double-effect", source.id, source.name))

    def disturb(self, draft: Draft, action: Action) -> None:
        message = next(each for each in draft.flight if each.route == action.subject)
        route = self.plan.routes[action.subject]
        changed = {
            "lose": message._replace(copies=message.copies - 1),
            "duplicate": message._replace(copies=message.copies + 1),
            "drift": message._replace(drifted=True),
        }[action.kind]
        draft.replace_message(message, changed)
        used = (Used(route.event, self.plan.domain.event[route.event].context, "emitted"),)
        draft.records.append(
            Record(action.name, action.kind, step=route.step, context=route.crossing.source, route=route.number,
                   used=used, fault=action.fault)
        )  # fmt: skip

    def crash(self, draft: Draft, action: Action, view: View) -> None:
        context = str(action.option)
        lost = {fact for fact in draft.facts if fact.context == context and view.is_unacted(fact)}
        draft.facts -= lost
        used = tuple(Used(fact.identity, context, "delivered") for fact in sorted(lost))
        draft.records.append(Record(action.name, "crash", context=context, used=used, fault="crash"))
