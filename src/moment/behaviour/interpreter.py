"""The reference interpreter: which actions a state allows. Slow and obvious; what it says is what a flow means."""

from __future__ import annotations

from collections.abc import Iterator

from moment.behaviour.effects import Effects
from moment.behaviour.machine import (
    AGAIN,
    FAULT_KINDS,
    NO_ARM,
    UNDECIDED,
    WAITING,
    Action,
    FaultKind,
    Message,
    Plan,
    State,
    Step,
    Transition,
)
from moment.behaviour.view import View


class Interpreter:
    """The machine of one plan: its initial state, and for a state its enabled actions and where they lead."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.effects = Effects(plan)
        self._view: View | None = None

    def view(self, state: State) -> View:
        """The look-ups of ``state``; those of the last state asked for are kept."""
        if self._view is None or self._view.state is not state:
            self._view = View(self.plan, state)
        return self._view

    def initial(self) -> State:
        plan = self.plan
        return State(
            marks=(WAITING,) * len(plan.steps),
            choices=(UNDECIDED,) * len(plan.flow.moments),
            facts=frozenset(),
            flight=(),
            lifecycle=tuple(a.lifecycle.initial or "" for a in plan.aggregates if a.lifecycle),
            sagas=(None,) * len(plan.sagas),
            reacted=frozenset(),
            returned=(0,) * len(plan.returns),
            undoable=(),
            times=frozenset(),
            used=(0,) * len(FAULT_KINDS),
            flags=frozenset(),
            close=None,
        )

    def apply(self, state: State, action: Action) -> Transition:
        return self.effects.apply(self.view(state), action)

    def actions(self, state: State) -> tuple[Action, ...]:
        """All enabled actions, faults last, both in narrative order."""
        view = self.view(state)
        if state.close is not None:
            found = list(self._undo(view)) if state.close.kind == "compensating" else []
        else:
            found = [
                *self._choices(view), *self._steps(view), *self._messages(view), *self._reactions(view),
                *self._sagas(view), *self._crashes(view),
            ]  # fmt: skip
        found.sort(key=lambda action: (action.fault is not None, action.rank))
        return tuple(found)

    def _budget(self, view: View, kind: FaultKind) -> bool:
        scope = self.plan.scope
        used = view.state.used[FAULT_KINDS.index(kind)]
        return view.state.faults < scope.max_faults and used < scope.budgets.get(kind, 0)

    def _choices(self, view: View) -> Iterator[Action]:
        for number, moment in enumerate(self.plan.flow.moments):
            arms = moment.arms
            if not arms or view.state.choices[number] != UNDECIDED:
                continue
            first = min((n for inside in self.plan.arms[number] for n in inside), default=0)
            for arm, written in enumerate(arms):
                if self.blocked_arm(view, number, arm) is None:
                    yield _choose(number, moment.slug, arm, written.condition, first)
            if len(arms) == 1 and self._may_pass(view, number):
                name = "none" if arms[0].condition != "none" else "otherwise"
                yield _choose(number, moment.slug, NO_ARM, name, first)

    def _may_pass(self, view: View, moment: int) -> bool:
        """Whether everything written before the arms of ``moment`` is done."""
        first = min((n for inside in self.plan.arms[moment] for n in inside), default=len(self.plan.steps))
        here = (s for s in self.plan.steps if s.moment == moment and s.arm is None and s.index < first)
        return view.earlier_is_settled(moment) and all(view.is_finished(step.index) for step in here)

    def blocked_arm(self, view: View, moment: int, arm: int) -> str | None:
        """Why an arm cannot be chosen: ``exhausted``, ``waits`` or ``refused``; ``None`` when it can."""
        inside = self.plan.arms[moment][arm]
        for back in self.plan.returns:
            if back.step in inside and view.state.returned[back.number] >= back.limit:
                return "exhausted"
        if not inside:
            return None if self._may_pass(view, moment) else "waits"
        steps = [self.plan.steps[number] for number in inside]
        lanes: dict[str, Step] = {}
        for step in steps:
            if step.kind != "end" or step is steps[0]:
                lanes.setdefault(step.placement.lane.name, step)
        for step in lanes.values():
            made = frozenset(
                identity for other in steps if other.index < step.index for identity in makes(self.plan, other)
            )
            if not view.lane_is_free(step, but=frozenset(inside)) or not view.is_caused(step, inside=made):
                return "waits"
            if not any(c.identity in made for c in step.causes) and view.false_precondition(step.command):
                return "refused"
        return None

    def _steps(self, view: View) -> Iterator[Action]:
        for step in self.plan.steps:
            mark = view.state.marks[step.index]
            if mark == AGAIN:
                yield self._again(view, step)
            elif mark == WAITING and view.is_chosen(step) and view.lane_is_free(step):
                if step.optional:
                    rank = (step.moment, step.index, 3, 0)
                    yield Action(f"skip:{step.name}", "skip", step.index, None, None, rank, ("step", step.index))
                if view.is_caused(step) and view.false_precondition(step.command) is None:
                    yield from self._do(view, step)

    def _do(self, view: View, step: Step) -> Iterator[Action]:
        kind = self.effects.kind(step)
        alternative = 0
        for times in step.occurrences:
            for option in self.effects.emissions(step):
                name = f"{kind}:{step.name}"
                if option is not None:
                    name += f"={option.rpartition('/')[2]}"
                if len(step.occurrences) > 1:
                    name += f"(×{times})"
                rank = (step.moment, step.index, 0, alternative)
                chosen = option if len(step.occurrences) == 1 else f"{times}:{option or ''}"
                yield Action(name, kind, step.index, chosen, None, rank, ("step", step.index))
                alternative += 1
        if step.command is not None and self._budget(view, "refuse"):
            for number, precondition in enumerate(step.command.preconditions):
                if not precondition.is_formal:
                    rank = (step.moment, step.index, 4, number)
                    name = f"refuse:{step.name}.{precondition.name}"
                    group = ("refuse", step.index)
                    yield Action(name, "refuse", step.index, precondition.name, "refuse", rank, group)

    def _again(self, view: View, step: Step) -> Action:
        rank = (step.moment, step.index, 5, 0)
        group = ("step", step.index)
        refusal = view.false_precondition(step.command)
        if refusal is not None:
            return Action(f"refuse:{step.name}.{refusal.name}", "refuse", step.index, refusal.name, None, rank, group)
        kind = self.effects.kind(step)
        return Action(f"{kind}:{step.name}", kind, step.index, "again", None, rank, group)

    def _messages(self, view: View) -> Iterator[Action]:
        for position, message in enumerate(view.state.flight):
            route = self.plan.routes[message.route]
            rank = (self.plan.steps[route.step].moment, route.step, 1, route.number)
            if self._may_arrive(view, position, message):
                yield Action(
                    f"deliver:{route.name}", "deliver", route.number, None, None, rank, ("deliver", route.number)
                )
            if message.delivered:
                continue
            can_drift = any(field.required and field.carried for field in route.crossing.fields) and not message.drifted
            possible: tuple[tuple[FaultKind, bool], ...] = (
                ("lose", True), ("duplicate", route.guarantee == "at-least-once"), ("drift", can_drift),
            )  # fmt: skip
            for kind, allowed in possible:
                if allowed and self._budget(view, kind):
                    group = (kind, route.number)
                    yield Action(f"{kind}:{route.name}", kind, route.number, None, kind, rank, group)

    def _may_arrive(self, view: View, position: int, message: Message) -> bool:
        """A channel that is ordered lets nothing overtake; a second copy comes when the first was acted on."""
        route = self.plan.routes[message.route]
        if message.delivered:
            return not view.is_awaited(route.event, route.target)
        if route.channel is None:
            return True
        earlier = (other for other in view.state.flight[:position] if not other.delivered)
        return all(self.plan.routes[other.route].channel != route.channel for other in earlier)

    def _reactions(self, view: View) -> Iterator[Action]:
        for number, step, mark in view.pending_reactions():
            reaction = self.plan.reactions[number]
            at = self.plan.steps[step].moment if step >= 0 else 0
            rank = (at, step, 2, number)
            name = f"{reaction.kind}:{reaction.name}"
            option = f"{step}:{'again' if mark == AGAIN else ''}"
            yield Action(name, reaction.kind, number, option, None, rank, (f"{reaction.kind}@{step}", number))

    def _sagas(self, view: View) -> Iterator[Action]:
        for number, saga in enumerate(self.plan.sagas):
            current = view.state.sagas[number]
            if current is None or current in saga.machine.finals or saga.timeout is None:
                continue
            if self._budget(view, "timeout"):
                rank = (len(self.plan.flow.moments), 0, 0, number)
                yield Action(f"timeout:{saga.name}", "timeout", number, None, "timeout", rank, ("timeout", number))

    def _undo(self, view: View) -> Iterator[Action]:
        close = view.state.close
        if close is None or close.saga is None or not close.pending:
            return
        saga = self.plan.sagas[close.saga]
        done = close.pending[0]
        name = done.rpartition("/")[2]
        yield Action(f"undo:{saga.name}.{name}", "undo", close.saga, done, None, (0, 0, 0, 0), ("undo", close.saga))
        command = self.effects.compensation.undoing(close.saga, done)
        if command is not None and view.false_precondition(command) is None and self._budget(view, "refuse"):
            for number, precondition in enumerate(command.preconditions):
                if not precondition.is_formal:
                    text = f"refuse:{saga.name}.{command.name}.{precondition.name}"
                    option = f"undo:{precondition.name}"
                    group = ("refuse-undo", close.saga)
                    yield Action(text, "refuse", close.saga, option, "refuse", (0, 0, 1, number), group)

    def _crashes(self, view: View) -> Iterator[Action]:
        if not self._budget(view, "crash"):
            return
        losing = sorted({fact.context for fact in view.state.facts if view.is_unacted(fact)})
        for number, context in enumerate(losing):
            rank = (len(self.plan.flow.moments), 1, 0, number)
            yield Action(f"crash:{context}", "crash", number, context, "crash", rank, ("crash", number))


def makes(plan: Plan, step: Step) -> frozenset[str]:
    """Identities that happen when ``step`` is done, what it sends included."""
    if step.command is None:
        return frozenset((step.event.id,)) if step.event else frozenset()
    return frozenset((step.command.id, *(each.target for each in step.command.emits if each.target)))


def _choose(moment: int, slug: str, arm: int, condition: str, first: int) -> Action:
    alternative = arm if arm >= 0 else 1
    rank = (moment, first, -1, alternative)
    return Action(f"choose:{slug}={condition}", "choose", moment, arm, None, rank, ("choose", moment))
