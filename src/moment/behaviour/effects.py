"""What an action does to a state: steps of the flow, and what is done together with them."""

from __future__ import annotations

from moment.behaviour.compensation import Compensation
from moment.behaviour.deliveries import Deliveries
from moment.behaviour.draft import Draft
from moment.behaviour.evidence import checks, used, why
from moment.behaviour.machine import (
    AGAIN,
    DONE,
    FAULT_KINDS,
    LOST,
    NO_ARM,
    REFUSED,
    SKIPPED,
    TWICE,
    WAITING,
    Action,
    ActionKind,
    Check,
    Occurrence,
    Plan,
    Record,
    Step,
    Transition,
)
from moment.behaviour.occurrences import Occurrences
from moment.behaviour.state import Close, Flag
from moment.behaviour.view import View
from moment.model.domain import Event


class Effects:
    """Applies the actions of one plan."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.occurrences = Occurrences(plan)
        self.deliveries = Deliveries(plan, self.occurrences)
        self.compensation = Compensation(plan, self.occurrences)

    def kind(self, step: Step) -> ActionKind:
        if step.kind != "note":
            return step.kind
        return "policy" if step.placement.kind == "policy" else "saga" if step.placement.kind == "saga" else "publish"

    def emissions(self, step: Step) -> tuple[str | None, ...]:
        """What a handled command may emit: one of several events, or ``None`` for all of them."""
        command = step.command
        targets = tuple(each.target for each in command.emits if each.target) if command else ()
        return targets if command is not None and command.mode == "one" and len(targets) > 1 else (None,)

    def apply(self, view: View, action: Action) -> Transition:
        draft = Draft(view.state)
        self.change(draft, view, action)
        return Transition(action, draft.freeze(), tuple(draft.records))

    def change(self, draft: Draft, view: View, action: Action) -> None:
        """Does ``action`` to ``draft``, whose state is that of ``view``."""
        if action.fault is not None:
            draft.use(FAULT_KINDS.index(action.fault))
        match action.kind:
            case "choose":
                self._choose(draft, action)
            case "skip":
                self._skip(draft, action)
            case "refuse":
                self._refuse(draft, action, view)
            case "deliver":
                self.deliveries.deliver(draft, action, view)
            case "lose" | "duplicate" | "drift":
                self.deliveries.disturb(draft, action, view)
            case "crash":
                self.deliveries.crash(draft, action, view)
            case "timeout":
                self.compensation.time_out(draft, action)
            case "undo":
                self.compensation.undo(draft, action, view)
            case "policy" | "service" if isinstance(action.option, str):
                self.occurrences.react(draft, action, view)
            case _:
                self._do(draft, action, view)

    def _choose(self, draft: Draft, action: Action) -> None:
        draft.choose(action.subject, int(action.option if action.option is not None else NO_ARM))
        draft.records.append(Record(action.name, "choose", moment=action.subject))

    def _skip(self, draft: Draft, action: Action) -> None:
        step = self.plan.steps[action.subject]
        draft.mark(step.index, SKIPPED)
        draft.records.append(Record(action.name, "skip", step=step.index, context=step.context))

    def _refuse(self, draft: Draft, action: Action, view: View) -> None:
        option = str(action.option)
        if option.startswith("undo:"):
            self.compensation.stick(draft, action, option.removeprefix("undo:"))
            return
        step = self.plan.steps[action.subject]
        again = view.mark(step.index) == AGAIN
        draft.mark(step.index, DONE if again else SKIPPED if step.optional else REFUSED)
        formal = view.false_precondition(step.command)
        reason = why(formal) if formal and again else "refused: in words only"
        draft.records.append(
            Record(
                action.name, "refuse", step=step.index, context=step.context,
                command=step.command.id if step.command else None, used=used(view, step),
                checks=(Check("precondition", option, holds=False, why=reason),), fault=action.fault, ticks=True,
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
            draft.cells[draft.at.times[step.index]] = times
        self._perform(draft, view, step, name=action.name, option=option if isinstance(option, str) else None,
                      times=times, again=again)  # fmt: skip
        if not again and draft.close is None and draft.cells[step.index] == DONE:
            self._merge(draft, step)

    def _perform(
        self, draft: Draft, view: View, step: Step, *, name: str, option: str | None, times: int, again: bool
    ) -> None:
        events, repeats = self._happening(view, step, option, again=again)
        if again:
            draft.mark(step.index, TWICE)
            draft.flags.append(Flag("double-effect", step.placement.id, step.placement.node.name))
        else:
            draft.mark(step.index, DONE)
        if step.starved and not again:
            draft.flags.append(Flag("contract-violation", step.placement.id, ", ".join(step.starved)))
        command = step.command
        if command is not None:
            draft.add_fact(command.id, step.context or command.context, step.index)
            if command.id in self.plan.undoable:
                draft.did(command.id)
        if draft.telling:
            record = Record(
                name, self.kind(step), step=step.index, context=step.context or (step.event.context if step.event else None),
                command=command.id if command else None, repeats=tuple(event.id for event in repeats),
                used=used(view, step), checks=checks(view, step), ticks=True, unsupplied=step.unsupplied,
                events=tuple(Occurrence(event.id, event.context, times) for event in events),
            )  # fmt: skip
            draft.records.append(record)
        for event in events:
            self.occurrences.occur(draft, event, step.index, lineage=())
        for event in repeats:
            if step.context is not None:
                draft.add_fact(event.id, step.context, draft.origin(event.id, step.index), by=step.index)
        shown = {event.id for event in (*events, *repeats)}
        for number in step.crossings:
            if self.plan.routes[number].event in shown:
                draft.send(self.plan.routes[number], again=again)
        self._continue(draft, view, step, option, shown=shown)

    def _happening(self, view: View, step: Step, option: str | None, *, again: bool) -> tuple[list[Event], list[Event]]:
        """Events that happen in a step, and those that it only shows again."""
        events = self.plan.domain.event
        if step.command is not None:
            names = [each.target for each in step.command.emits if each.target]
            if option is not None:
                names = [option]
            elif again and step.command.mode == "one":
                before = [n for n in names if any(f.step == step.index for f in view.about(n))]
                names = (before or names)[:1]
            return [events[name] for name in dict.fromkeys(names) if name in events], []
        if step.event is None:
            return [], []
        return ([], [step.event]) if view.has_happened(step) and not again else ([step.event], [])

    def _continue(self, draft: Draft, view: View, step: Step, option: str | None, *, shown: set[str]) -> None:
        """Returns, terminals, and whether the flow says what follows the one event that was emitted."""
        if option is not None and not self._is_anticipated(view, step, option):
            draft.mark(step.index, LOST)
            draft.flags.append(Flag("unanticipated", step.placement.id, option))
            return
        for placement in step.placements:
            happened = placement.kind != "event" or placement.node.target in shown or not step.command
            if placement.modifier == "terminal" and happened:
                draft.close = Close("ended", self._outcome(step), step=step.index)
        for back in self.plan.returns:
            if back.step != step.index or draft.close is not None:
                continue
            taken = draft.returned(back.number)
            if taken < back.limit:
                draft.cells[draft.at.returned + back.number] = taken + 1
                draft.go_back(back.first, step.moment, self.plan.steps, self.plan.routes)
                return

    def _is_anticipated(self, view: View, step: Step, event: str) -> bool:
        if any(placement.node.target == event for placement in step.shown):
            return True
        for other in self.plan.steps:
            if other.index == step.index:
                continue
            if other.arm is not None and other.moment == step.moment and other.arm != step.arm:
                continue
            continues = (other.event is not None and other.event.id == event) or any(
                cause.identity == event for cause in other.causes + other.alternatives
            )
            if continues and view.mark(other.index) == WAITING and view.is_possible(other):
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
        view = View(self.plan, draft)
        for following in self.plan.steps[step.index + 1 :]:
            if following.follows != last or draft.close is not None or draft.cells[last] != DONE:
                return
            if following.kind not in ("end", "publish"):
                return
            plain = not following.optional and following.occurrences == (1,) and not following.crossings
            shows = following.kind == "end" or (following.kind == "publish" and view.has_happened(following))
            waiting = view.mark(following.index) == WAITING
            if not (plain and shows and waiting and view.lane_is_free(following) and view.is_caused(following)):
                return
            name = f"{self.kind(following)}:{following.name}"
            before = len(draft.records)
            self._perform(draft, view, following, name=name, option=None, times=1, again=False)
            draft.together(before)
            last = following.index
