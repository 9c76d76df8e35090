"""The reference interpreter: which actions a state allows. Slow and obvious; what it says is what a flow means."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

from moment.behaviour.draft import Draft
from moment.behaviour.effects import Effects
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
    FaultKind,
    Plan,
    Step,
    Transition,
)
from moment.behaviour.state import NO_FACTS, UNDECIDED, Message, State, lay_out
from moment.behaviour.view import View
from moment.model.domain import Command


class Part(NamedTuple):
    """A share of a machine's actions: those of one step, decision, message, reaction or saga. ``strikes``: faults."""

    kind: Literal["choice", "step", "message", "reaction", "refusal", "disturbance", "timeout", "crash", "undo"]
    number: int
    strikes: bool


class Watch(NamedTuple):
    """A part offers nothing as long as ``cell`` has one of the values in ``asleep``."""

    part: Part
    cell: int
    asleep: frozenset[Any]


_OVER = frozenset((DONE, SKIPPED, REFUSED, LOST, TWICE))
_NOTHING: frozenset[Any] = frozenset((None,))


class Interpreter:
    """The machine of one plan: its initial state, and for a state its enabled actions and where they lead."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.layout = lay_out(plan, faults=len(FAULT_KINDS))
        self.effects = Effects(plan)
        self.parts = tuple(self._parts())
        self._watches = tuple(map(self._watch, self.parts))
        self._view: View | None = None

    def _parts(self) -> Iterator[Part]:
        plan = self.plan
        may = {kind: plan.scope.max_faults > 0 and plan.scope.budgets.get(kind, 0) > 0 for kind in FAULT_KINDS}
        yield from (Part("choice", number, False) for number, arms in enumerate(plan.arms) if arms)
        yield from (Part("step", step.index, False) for step in plan.steps)
        yield from (Part("message", route.number, False) for route in plan.routes)
        yield from (
            Part("reaction", number, False) for number in self.layout.reacted if plan.reactions[number].commands
        )
        timed = [number for number, saga in enumerate(plan.sagas) if saga.timeout is not None]
        yield from (Part("undo", number, False) for number in timed if may["timeout"])
        yield from (
            Part("refusal", step.index, True) for step in plan.steps if may["refuse"] and is_worded(step.command)
        )
        if may["lose"] or may["duplicate"] or may["drift"]:
            yield from (Part("disturbance", route.number, True) for route in plan.routes)
        yield from (Part("timeout", number, True) for number in timed if may["timeout"])
        yield from (Part("crash", 0, True) for _ in range(may["crash"]))

    def _watch(self, part: Part) -> Watch:
        at = self.layout
        match part.kind:
            case "choice":
                return Watch(
                    part, at.choices + part.number, frozenset((NO_ARM, *range(len(self.plan.arms[part.number]))))
                )
            case "step":
                return Watch(part, part.number, _OVER)
            case "refusal":
                return Watch(part, part.number, _OVER | {AGAIN})
            case "message" | "disturbance":
                return Watch(part, at.messages + part.number, _NOTHING)
            case "reaction":
                return Watch(part, at.facts[self.plan.reactions[part.number].trigger], frozenset((NO_FACTS,)))
            case "timeout":
                return Watch(part, at.sagas + part.number, _NOTHING)
            case "undo":
                return Watch(part, at.close, _NOTHING)
            case "crash":
                return Watch(part, at.close, frozenset())

    def view(self, state: State) -> View:
        """The look-ups of ``state``; those of the last state asked for are kept."""
        if self._view is None or self._view.state is not state:
            self._view = View(self.plan, state)
        return self._view

    def initial(self) -> State:
        return State(self.layout, self.layout.initial)

    def apply(self, state: State, action: Action) -> Transition:
        """Where ``action`` leads, and what a reader is told of it."""
        return self.effects.apply(self.view(state), action)

    def after(self, state: State, action: Action) -> State:
        """Where ``action`` leads."""
        draft = Draft(state, telling=False)
        self.effects.change(draft, self.view(state), action)
        return draft.freeze()

    def actions(self, state: State) -> tuple[Action, ...]:
        """All enabled actions, faults last, both in narrative order."""
        view, cells = self.view(state), state.cells
        awake = (part for part, cell, asleep in self._watches if cells[cell] not in asleep)
        found = [action for part in awake for action in self.offered(view, part)]
        found.sort(key=narrative)
        return tuple(found)

    def offered(self, view: View, part: Part) -> Iterator[Action]:
        """The enabled actions of one part."""
        if (view.close is not None) != (part.kind == "undo"):
            return
        match part.kind:
            case "choice":
                yield from self._choices(view, part.number)
            case "step":
                yield from self._step(view, self.plan.steps[part.number])
            case "message":
                yield from self._deliveries(view, part.number)
            case "reaction":
                yield from self._reactions(view, part.number)
            case "refusal":
                yield from self._refusals(view, self.plan.steps[part.number])
            case "disturbance":
                yield from self._disturbances(view, part.number)
            case "timeout":
                yield from self._timeouts(view, part.number)
            case "crash":
                yield from self._crashes(view)
            case "undo":
                yield from self._undo(view, part.number)

    def _budget(self, view: View, kind: FaultKind) -> bool:
        scope = self.plan.scope
        used: list[int] = [view.cells[view.at.used + number] for number in range(len(FAULT_KINDS))]
        return sum(used) < scope.max_faults and used[FAULT_KINDS.index(kind)] < scope.budgets.get(kind, 0)

    def _choices(self, view: View, number: int) -> Iterator[Action]:
        moment = self.plan.flow.moments[number]
        arms = moment.arms
        if view.choice(number) != UNDECIDED:
            return
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
            if back.step in inside and view.returned(back.number) >= back.limit:
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

    def _step(self, view: View, step: Step) -> Iterator[Action]:
        mark = view.mark(step.index)
        if mark == AGAIN:
            yield self._again(view, step)
        elif mark == WAITING and view.is_chosen(step) and view.lane_is_free(step):
            if step.optional:
                rank = (step.moment, step.index, 3, 0)
                yield Action(f"skip:{step.name}", "skip", step.index, None, None, rank, ("step", step.index))
            if view.is_caused(step) and view.false_precondition(step.command) is None:
                yield from self._do(step)

    def _do(self, step: Step) -> Iterator[Action]:
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

    def _refusals(self, view: View, step: Step) -> Iterator[Action]:
        if step.command is None or view.mark(step.index) != WAITING or not view.is_chosen(step):
            return
        if not self._budget(view, "refuse") or not view.lane_is_free(step) or not view.is_caused(step):
            return
        if view.false_precondition(step.command) is None:
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

    def _deliveries(self, view: View, number: int) -> Iterator[Action]:
        message = view.message(number)
        if message is not None and self._may_arrive(view, message):
            route = self.plan.routes[number]
            rank = (self.plan.steps[route.step].moment, route.step, 1, number)
            yield Action(f"deliver:{route.name}", "deliver", number, None, None, rank, ("deliver", number))

    def _may_arrive(self, view: View, message: Message) -> bool:
        """A channel that is ordered lets nothing overtake; a second copy comes when the first was acted on."""
        route = self.plan.routes[message.route]
        if message.delivered:
            return not view.is_awaited(route.event, route.target)
        if route.channel is None:
            return True
        queue: tuple[int, ...] = view.cells[view.at.channels[route.channel]]
        earlier = (view.message(number) for number in queue[: queue.index(route.number)])
        return all(other is None or other.delivered for other in earlier)

    def _disturbances(self, view: View, number: int) -> Iterator[Action]:
        message = view.message(number)
        if message is None or message.delivered:
            return
        route = self.plan.routes[number]
        can_drift = any(field.required and field.carried for field in route.crossing.fields) and not message.drifted
        possible: tuple[tuple[FaultKind, bool], ...] = (
            ("lose", True), ("duplicate", route.guarantee == "at-least-once"), ("drift", can_drift),
        )  # fmt: skip
        for kind, allowed in possible:
            if allowed and self._budget(view, kind):
                rank = (self.plan.steps[route.step].moment, route.step, 1, number)
                yield Action(f"{kind}:{route.name}", kind, number, None, kind, rank, (kind, number))

    def _reactions(self, view: View, number: int) -> Iterator[Action]:
        for step, mark in view.pending_reactions(number):
            reaction = self.plan.reactions[number]
            at = self.plan.steps[step].moment if step >= 0 else 0
            rank = (at, step, 2, number)
            name = f"{reaction.kind}:{reaction.name}"
            option = f"{step}:{'again' if mark == AGAIN else ''}"
            yield Action(name, reaction.kind, number, option, None, rank, (f"{reaction.kind}@{step}", number))

    def _timeouts(self, view: View, number: int) -> Iterator[Action]:
        saga = self.plan.sagas[number]
        current = view.cells[view.at.sagas + number]
        if current is not None and current not in saga.machine.finals and self._budget(view, "timeout"):
            rank = (len(self.plan.flow.moments), 0, 0, number)
            yield Action(f"timeout:{saga.name}", "timeout", number, None, "timeout", rank, ("timeout", number))

    def _undo(self, view: View, number: int) -> Iterator[Action]:
        close = view.close
        if close is None or close.kind != "compensating" or close.saga != number:
            return
        saga = self.plan.sagas[number]
        done = close.pending[0]
        name = done.rpartition("/")[2]
        yield Action(f"undo:{saga.name}.{name}", "undo", number, done, None, (0, 0, 0, 0), ("undo", number))
        command = self.effects.compensation.undoing(number, done)
        if not is_worded(command) or view.false_precondition(command) is not None or not self._budget(view, "refuse"):
            return
        for position, precondition in enumerate(command.preconditions if command else ()):
            if not precondition.is_formal:
                text = f"refuse:{saga.name}.{command.name if command else ''}.{precondition.name}"
                option = f"undo:{precondition.name}"
                rank = (0, 0, 1, position)
                yield Action(text, "refuse", number, option, "refuse", rank, ("refuse-undo", number))

    def _crashes(self, view: View) -> Iterator[Action]:
        if not self._budget(view, "crash"):
            return
        facts = (fact for name in self.plan.identities for fact in view.about(name))
        losing = sorted({fact.context for fact in facts if view.is_unacted(fact)})
        for number, context in enumerate(losing):
            rank = (len(self.plan.flow.moments), 1, 0, number)
            yield Action(f"crash:{context}", "crash", number, context, "crash", rank, ("crash", number))


def narrative(action: Action) -> tuple[bool, tuple[int, int, int, int], str, int]:
    """The order in which actions are told: faults last, both as the flow is written, what is equal in it by name."""
    return action.fault is not None, action.rank, action.name, action.instance


def is_worded(command: Command | None) -> bool:
    """Whether a condition in words may refuse ``command``."""
    return command is not None and any(not precondition.is_formal for precondition in command.preconditions)


def makes(plan: Plan, step: Step) -> frozenset[str]:
    """Identities that happen when ``step`` is done, what it sends included."""
    if step.command is None:
        return frozenset((step.event.id,)) if step.event else frozenset()
    return frozenset((step.command.id, *(each.target for each in step.command.emits if each.target)))


def _choose(moment: int, slug: str, arm: int, condition: str, first: int) -> Action:
    alternative = arm if arm >= 0 else 1
    rank = (moment, first, -1, alternative)
    return Action(f"choose:{slug}={condition}", "choose", moment, arm, None, rank, ("choose", moment))
