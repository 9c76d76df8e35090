"""What an action does to a state: occurrences and all that follows from them in the same atomic step."""

from __future__ import annotations

from moment.behaviour.draft import Draft
from moment.behaviour.machine import (
    AGAIN,
    CASCADE_DEPTH,
    DONE,
    FAULT_KINDS,
    IN_WORDS,
    LOST,
    NO_ARM,
    REFUSED,
    SKIPPED,
    TWICE,
    WAITING,
    Action,
    ActionKind,
    Check,
    Close,
    Flag,
    Occurrence,
    Plan,
    Record,
    Step,
    Transition,
    Used,
)
from moment.behaviour.view import View, false_precondition
from moment.model.domain import Command, Event, Precondition, Saga

_OUTSIDE = -1


class Effects:
    """Applies the actions of one plan."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    def kind(self, step: Step) -> ActionKind:
        if step.kind != "note":
            return step.kind
        return "policy" if step.placement.kind == "policy" else "saga" if step.placement.kind == "saga" else "publish"

    def emissions(self, step: Step) -> tuple[str | None, ...]:
        """What a handled command may emit: one of several events, or ``None`` for all of them."""
        command = step.command
        targets = tuple(each.target for each in command.emits if each.target) if command else ()
        return targets if command is not None and command.mode == "one" and len(targets) > 1 else (None,)

    def undoing(self, saga: int, done: str) -> Command | None:
        undo = next((each for each in self.plan.sagas[saga].undo if each.command.target == done), None)
        return self.plan.domain.command.get(undo.with_command.target or "") if undo else None

    def apply(self, view: View, action: Action) -> Transition:
        draft = Draft(view.state)
        if action.fault is not None:
            draft.used[FAULT_KINDS.index(action.fault)] += 1
        match action.kind:
            case "choose":
                self._choose(draft, action)
            case "skip":
                self._skip(draft, action)
            case "refuse":
                self._refuse(draft, action, view)
            case "deliver":
                self._deliver(draft, action, view)
            case "lose" | "duplicate" | "drift":
                self._disturb(draft, action)
            case "crash":
                self._crash(draft, action, view)
            case "timeout":
                self._time_out(draft, action)
            case "undo":
                self._undo(draft, action, view)
            case "policy" | "service" if isinstance(action.option, str):
                self._react(draft, action, view)
            case _:
                self._do(draft, action, view)
        return Transition(action, draft.freeze(self.plan.routes), tuple(draft.records))

    # -- steps of the flow

    def _choose(self, draft: Draft, action: Action) -> None:
        draft.choices[action.subject] = int(action.option if action.option is not None else NO_ARM)
        draft.records.append(Record(action.name, "choose", moment=action.subject))

    def _skip(self, draft: Draft, action: Action) -> None:
        step = self.plan.steps[action.subject]
        draft.marks[step.index] = SKIPPED
        draft.records.append(Record(action.name, "skip", step=step.index, context=step.context))

    def _refuse(self, draft: Draft, action: Action, view: View) -> None:
        option = str(action.option)
        if option.startswith("undo:"):
            self._stick(draft, action, option.removeprefix("undo:"))
            return
        step = self.plan.steps[action.subject]
        again = draft.marks[step.index] == AGAIN
        draft.marks[step.index] = DONE if again else SKIPPED if step.optional else REFUSED
        formal = view.false_precondition(step.command)
        why = self._why(formal) if formal and again else "refused: in words only"
        draft.records.append(
            Record(
                action.name, "refuse", step=step.index, context=step.context,
                command=step.command.id if step.command else None, used=self._used(view, step),
                checks=(Check("precondition", option, holds=False, why=why),), fault=action.fault, ticks=True,
            )
        )  # fmt: skip

    def _do(self, draft: Draft, action: Action, view: View) -> None:
        step = self.plan.steps[action.subject]
        again = action.option == "again"
        option = None if again else action.option
        times = step.occurrences[0]
        if isinstance(option, str) and len(step.occurrences) > 1:
            number, _, option = option.partition(":")
            times, option = int(number), option or None
            draft.times.add((step.index, times))
        self._perform(draft, view, step, name=action.name, option=option if isinstance(option, str) else None,
                      times=times, again=again)  # fmt: skip
        if not again and draft.close is None and draft.marks[step.index] == DONE:
            self._merge(draft, step)

    def _perform(
        self, draft: Draft, view: View, step: Step, *, name: str, option: str | None, times: int, again: bool
    ) -> None:
        events, repeats = self._happening(view, step, option, again=again)
        if again:
            draft.marks[step.index] = TWICE
            draft.flags.add(Flag("double-effect", step.placement.id, step.placement.node.name))
        else:
            draft.marks[step.index] = DONE
        if step.starved and not again:
            draft.flags.add(Flag("contract-violation", step.placement.id, ", ".join(step.starved)))
        command = step.command
        if command is not None:
            draft.add_fact(command.id, step.context or command.context, step.index)
            if command.id in self.plan.undoable:
                draft.undoable.append(command.id)
        record = Record(
            name, self.kind(step), step=step.index, context=step.context or (step.event.context if step.event else None),
            command=command.id if command else None, repeats=tuple(event.id for event in repeats),
            used=self._used(view, step), checks=self._checks(view, step), ticks=True, unsupplied=step.unsupplied,
            events=tuple(Occurrence(event.id, event.context, times) for event in events),
        )  # fmt: skip
        draft.records.append(record)
        for event in events:
            self._occur(draft, event, step.index, lineage=())
        for event in repeats:
            if step.context is not None:
                draft.add_fact(event.id, step.context, draft.origin(event.id, step.index), by=step.index)
        shown = {event.id for event in (*events, *repeats)}
        for number in step.crossings:
            if self.plan.routes[number].event in shown:
                draft.send(number, again=again)
        self._continue(draft, view, step, option, shown=shown)

    def _happening(
        self, view: View, step: Step, option: str | None, *, again: bool
    ) -> tuple[list[Event], list[Event]]:
        """Events that happen in a step, and those that it only shows again."""
        events = self.plan.domain.event
        if step.command is not None:
            names = [each.target for each in step.command.emits if each.target]
            if option is not None:
                names = [option]
            elif again and step.command.mode == "one":
                before = [n for n in names if any(f.identity == n and f.step == step.index for f in view.state.facts)]
                names = (before or names)[:1]
            return [events[name] for name in dict.fromkeys(names) if name in events], []
        if step.event is None:
            return [], []
        return ([], [step.event]) if view.has_happened(step) and not again else ([step.event], [])

    def _continue(self, draft: Draft, view: View, step: Step, option: str | None, *, shown: set[str]) -> None:
        """Returns, terminals, and whether the flow says what follows the one event that was emitted."""
        if option is not None and not self._is_anticipated(view, step, option):
            draft.marks[step.index] = LOST
            draft.flags.add(Flag("unanticipated", step.placement.id, option))
            return
        for placement in step.placements:
            happened = placement.kind != "event" or placement.node.target in shown or not step.command
            if placement.modifier == "terminal" and happened:
                draft.close = Close("ended", self._outcome(step), step=step.index)
        for back in self.plan.returns:
            if back.step == step.index and draft.returned[back.number] < back.limit and draft.close is None:
                draft.returned[back.number] += 1
                draft.go_back(back.first, step.moment, self.plan.steps, self.plan.routes)
                return

    def _is_anticipated(self, view: View, step: Step, event: str) -> bool:
        if any(placement.node.target == event for placement in step.shown):
            return True
        for other in self.plan.steps:
            if other.index == step.index or not view.is_possible(other):
                continue
            if other.arm is not None and other.moment == step.moment and other.arm != step.arm:
                continue
            if view.state.marks[other.index] != WAITING:
                continue
            if (other.event is not None and other.event.id == event) or any(
                cause.identity == event for cause in other.causes + other.alternatives
            ):
                return True
        return False

    def _outcome(self, step: Step) -> str | None:
        flow = self.plan.flow
        lane = flow.lane(step.placement.lane.name)
        if lane is not None and lane.kind == "outcome":
            return lane.label
        if step.arm is None:
            return None
        arm = flow.moments[step.moment].arms[step.arm]
        branch = flow.lane(arm.lane.name) if arm.lane is not None else None
        return branch.label if branch is not None else arm.condition

    def _merge(self, draft: Draft, step: Step) -> None:
        """Marks and republications without choice and message happen together with the step written before them."""
        last = step.index
        for following in self.plan.steps[step.index + 1 :]:
            if following.follows != last or draft.close is not None or draft.marks[last] != DONE:
                return
            if following.kind not in ("end", "publish"):
                return
            view = View(self.plan, draft.freeze(self.plan.routes))
            plain = not following.optional and following.occurrences == (1,) and not following.crossings
            shows = following.kind == "end" or (following.kind == "publish" and view.has_happened(following))
            waiting = draft.marks[following.index] == WAITING
            if not (plain and shows and waiting and view.lane_is_free(following) and view.is_caused(following)):
                return
            name = f"{self.kind(following)}:{following.name}"
            before = len(draft.records)
            self._perform(draft, view, following, name=name, option=None, times=1, again=False)
            draft.together(before)
            last = following.index

    # -- occurrences

    def _occur(self, draft: Draft, event: Event, step: int, *, lineage: tuple[int, ...], beyond: bool = False) -> None:
        """``event`` happens in its context: the lifecycle moves, sagas and services there act in the same step."""
        draft.add_fact(event.id, event.context, step)
        for number, aggregate in enumerate(self.plan.aggregates):
            machine = aggregate.lifecycle
            if machine is None or aggregate.context != event.context:
                continue
            edges = [edge for edge in machine.edges if edge.event and edge.event.target == event.id]
            taken = next((edge for edge in edges if edge.source == draft.lifecycle[number]), None)
            if taken is not None:
                draft.lifecycle[number] = taken.target
            elif edges:
                draft.flags.add(Flag("illegal-transition", aggregate.id, f"{event.id}@{draft.lifecycle[number]}"))
        self._noticed(draft, event, event.context, step, lineage=lineage)
        if beyond:
            for number in self.plan.reacting.get((event.context, event.id), ()):
                if self.plan.reactions[number].commands:
                    self._cascade(draft, number, step, lineage=lineage)

    def _noticed(self, draft: Draft, event: Event, context: str, step: int, *, lineage: tuple[int, ...]) -> None:
        """Sagas and services of ``context`` notice an event that happened or was received there."""
        for number, saga in enumerate(self.plan.sagas):
            if saga.context == context:
                self._advance(draft, number, saga, event)
        for number in self.plan.reacting.get((context, event.id), ()):
            reaction = self.plan.reactions[number]
            if not reaction.events:
                continue
            if number in lineage or len(lineage) >= CASCADE_DEPTH:
                draft.flags.add(Flag("policy-loop", reaction.source.id, event.id))
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
                self._occur(draft, each, step, lineage=(*lineage, number))

    def _advance(self, draft: Draft, number: int, saga: Saga, event: Event) -> None:
        current = draft.sagas[number]
        if current is None:
            target = saga.machine.initial if saga.trigger.target == event.id else None
        else:
            edges = (e for e in saga.machine.edges if e.source == current and e.event and e.event.target == event.id)
            target = next((edge.target for edge in edges), None)
        if target is not None:
            draft.sagas[number] = target
            used = (Used(event.id, saga.context, "triggered-by"),)
            draft.records.append(
                Record(f"saga:{saga.name}={target}", "saga", context=saga.context, saga=number, used=used)
            )

    def _react(self, draft: Draft, action: Action, view: View) -> None:
        step, _, again = str(action.option).partition(":")
        draft.view = view
        if again:
            reaction = self.plan.reactions[action.subject]
            chained = [self.plan.domain.command[c] for c in view.unclaimed(action.subject)]
            refused = all(view.false_precondition(command) for command in chained)
            draft.set_reacted(action.subject, int(step), DONE if refused else TWICE)
            if not refused:
                draft.flags.add(Flag("double-effect", reaction.source.id, reaction.source.name))
        self._cascade(draft, action.subject, int(step), lineage=(), keep=bool(again))

    def _cascade(
        self, draft: Draft, number: int, step: int, *, lineage: tuple[int, ...], keep: bool = False
    ) -> None:
        """A policy reacts beyond the flow: its commands are handled, their events happen, and so on."""
        reaction = self.plan.reactions[number]
        assert draft.view is not None
        commands = draft.view.unclaimed(number)
        if not commands:
            return
        if number in lineage or len(lineage) >= CASCADE_DEPTH:
            draft.flags.add(Flag("policy-loop", reaction.source.id, reaction.trigger))
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
        refusal = false_precondition(self.plan, command, draft.lifecycle)
        targets = [each.target for each in command.emits if each.target in self.plan.domain.event]
        names = targets[:1] if command.mode == "one" else targets
        events = [] if refusal else [self.plan.domain.event[name] for name in names if name]
        kind: ActionKind = "refuse" if refusal else "handle"
        name = f"{kind}:{command.context}.{command.name}" + (f".{refusal.name}" if refusal else "")
        draft.records.append(
            Record(
                name, kind, context=command.context, command=command.id, ticks=True, beyond=True,
                used=(Used(self.plan.reactions[reaction].source.id, None, "policy"),),
                checks=self._preconditions(refusal, command),
                events=tuple(Occurrence(event.id, event.context) for event in events),
            )
        )  # fmt: skip
        if refusal:
            return
        draft.add_fact(command.id, command.context, step)
        if command.id in self.plan.undoable:
            draft.undoable.append(command.id)
        for event in events:
            self._occur(draft, event, step, lineage=(*lineage, reaction), beyond=True)

    # -- messages and faults

    def _deliver(self, draft: Draft, action: Action, view: View) -> None:
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
        self._noticed(draft, event, route.target, route.step, lineage=())

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
        self._noticed(draft, event, route.target, route.step, lineage=())
        for saga, (was, now) in enumerate(zip(before, draft.sagas, strict=True)):
            if was != now and was is not None:
                draft.flags.add(Flag("double-effect", self.plan.sagas[saga].id, self.plan.sagas[saga].name))
        for reaction in self.plan.reacting.get((route.target, event.id), ()):
            if self.plan.reactions[reaction].events:
                source = self.plan.reactions[reaction].source
                draft.flags.add(Flag("double-effect", source.id, source.name))

    def _disturb(self, draft: Draft, action: Action) -> None:
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

    def _crash(self, draft: Draft, action: Action, view: View) -> None:
        context = str(action.option)
        lost = {fact for fact in draft.facts if fact.context == context and view.is_unacted(fact)}
        draft.facts -= lost
        used = tuple(Used(fact.identity, context, "delivered") for fact in sorted(lost))
        draft.records.append(Record(action.name, "crash", context=context, used=used, fault="crash"))

    def _time_out(self, draft: Draft, action: Action) -> None:
        saga = self.plan.sagas[action.subject]
        undone = {undo.command.target for undo in saga.undo}
        pending = tuple(done for done in reversed(draft.undoable) if done in undone)
        draft.close = Close("compensating" if pending else "compensated", saga=action.subject, pending=pending)
        draft.flight = []
        check = Check("compensation", saga.name, holds=True, why="" if saga.undo else f"assumed: {IN_WORDS} only")
        draft.records.append(
            Record(action.name, "timeout", context=saga.context, saga=action.subject, fault="timeout",
                   used=(Used(saga.id, None, "saga"),), checks=(check,))
        )  # fmt: skip

    def _undo(self, draft: Draft, action: Action, view: View) -> None:
        command = self.undoing(action.subject, str(action.option))
        refusal = view.false_precondition(command)
        if refusal is not None:
            self._stick(draft, action, refusal.name, why=self._why(refusal))
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
                checks=self._preconditions(None, command) if command else (),
                events=tuple(Occurrence(event.id, event.context) for event in events),
            )
        )  # fmt: skip
        for event in events:
            self._occur(draft, event, _OUTSIDE, lineage=())

    def _stick(self, draft: Draft, action: Action, precondition: str, *, why: str = "refused: in words only") -> None:
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

    # -- what a record says

    def _used(self, view: View, step: Step) -> tuple[Used, ...]:
        found = [Used(c.identity, self._heard(view, c.identity, c.context), c.reason) for c in step.causes]
        for cause in step.alternatives:
            if view.is_there(cause):
                found.append(Used(cause.identity, self._heard(view, cause.identity, cause.context), "policy"))
        shown = step.event is not None and view.has_happened(step)
        if step.event is not None and shown and all(used.identity != step.event.id for used in found):
            found.append(Used(step.event.id, self._heard(view, step.event.id, step.context), "emitted"))
        return tuple(found)

    @staticmethod
    def _heard(view: View, identity: str, context: str | None) -> str | None:
        return context if context is not None and (identity, context) in view.seen else None

    def _checks(self, view: View, step: Step) -> tuple[Check, ...]:
        found = list(self._preconditions(view.false_precondition(step.command), step.command)) if step.command else []
        for cause in step.causes + step.alternatives:
            if view.is_there(cause) and view.is_uncontracted(cause):
                name = cause.identity.rpartition("/")[2]
                found.append(Check("cause", name, holds=True, why="uncontracted: no crossing brings it here"))
        found.extend(Check("input", name, holds=False, why="nothing supplied it") for name in step.unsupplied)
        return tuple(found)

    def _preconditions(self, refusal: Precondition | None, command: Command) -> tuple[Check, ...]:
        found = []
        for precondition in command.preconditions:
            if precondition.is_formal:
                found.append(
                    Check("precondition", precondition.name, holds=precondition != refusal, why=self._why(precondition))
                )
            else:
                found.append(Check("precondition", precondition.name, holds=True, why=f"assumed: {IN_WORDS} only"))
        return tuple(found)

    @staticmethod
    def _why(precondition: Precondition) -> str:
        states = ", ".join(each.name for each in precondition.states)
        return f"the state must {'not ' if precondition.negated else ''}be {states}"

