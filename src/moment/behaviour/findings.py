"""What is wrong with a flow according to its runs: findings with the recipe, and the diagnostics they become."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from moment.behaviour.coverage import Reached, furthest
from moment.behaviour.explain import waits
from moment.behaviour.figures import Explored
from moment.behaviour.instances import bare
from moment.behaviour.machine import Action, Route, Step
from moment.behaviour.rules import (
    BUDGET_EXHAUSTED,
    DOUBLE_EFFECT,
    FRAGILE,
    ILLEGAL_TRANSITION,
    NON_IDEMPOTENT_CONSUMER,
    POLICY_OUTSIDE_FLOW,
    RETRY_EXHAUSTED,
    STALL,
    UNANTICIPATED_EMISSION,
    UNDO_REFUSABLE,
    UNFINISHED_SAGA,
    UNHANDLED_REFUSAL,
    UNREACHABLE_ARM,
    UNREACHABLE_MOMENT,
)
from moment.behaviour.scenario import Scenario
from moment.behaviour.state import State, instances_of
from moment.behaviour.verdicts import Verdict, guilty
from moment.behaviour.view import false_precondition
from moment.diagnostics.model import Diagnostic, Label, Severity
from moment.model.contracts import contract_findings
from moment.model.rules import STARVED_INPUT
from moment.text.span import Place

POLICY_CYCLE = "MOM501"


@dataclass(frozen=True, slots=True)
class Finding:
    """A way in which runs end badly. ``recipe`` are the choices and faults that lead there."""

    code: str
    verdict: str
    subject: str
    scenario: str | None
    recipe: tuple[str, ...]
    point_of_no_return: int | None
    nearest_good: str | None
    min_faults: int
    diagnostics: tuple[Diagnostic, ...]


class Judged:
    """The findings of one explored flow."""

    def __init__(self, explored: Explored, told: tuple[Scenario, ...], found: Reached) -> None:
        self.explored = explored
        self.told = told
        self.found = found
        self.machine = explored.machine
        self.plan = explored.machine.plan
        self.flow = explored.machine.plan.flow

    def findings(self) -> tuple[Finding, ...]:
        """One per verdict and what it is about, those with the fewest faults first."""
        best: dict[Verdict, int] = {}
        for number, verdict in self.explored.verdicts.items():
            for each in self._parts(number, verdict):
                if each not in best or self._faults(number) < self._faults(best[each]):
                    best[each] = number
        order = sorted(best.items(), key=lambda item: (self._faults(item[1]), item[1], item[0].subject))
        return tuple(self._finding(number, verdict) for verdict, number in order)

    def _parts(self, number: int, verdict: Verdict) -> Iterator[Verdict]:
        """A bad verdict once for everything that it is about."""
        if verdict.is_good:
            return
        states = instances_of(self.explored.graph.states[number])
        flags = {flag for state in states for flag in state.flags if flag.verdict == verdict.kind}
        for flag in sorted(flags):
            yield Verdict(flag.verdict, None, flag.subject, flag.detail)
        if not flags:
            yield verdict._replace(outcome=None)

    def _faults(self, number: int) -> int:
        return self.explored.faults[number]

    def _finding(self, number: int, verdict: Verdict) -> Finding:
        faults = self._faults(number)
        same = (verdict.kind, verdict.subject)
        shown = [each for each in self.told if each.verdict[0::2] == same] or [
            each for each in self.told if each.verdict.kind == verdict.kind
        ]
        scenario = min(shown, key=lambda each: len(each.run.faults), default=None)
        exact = scenario is not None and scenario.verdict[0::2] == same and len(scenario.run.faults) == faults
        path = scenario.run.actions if scenario is not None and exact else self.explored.graph.path(number)
        diagnostics = tuple(self._diagnostics(verdict, number, path))
        return Finding(
            code=diagnostics[0].code if diagnostics else _code(verdict),
            verdict=verdict.kind,
            subject=verdict.subject,
            scenario=scenario.id if scenario else None,
            recipe=recipe(path),
            point_of_no_return=scenario.point_of_no_return if scenario else None,
            nearest_good=scenario.nearest_good if scenario else None,
            min_faults=faults,
            diagnostics=diagnostics,
        )

    def _diagnostics(self, verdict: Verdict, number: int, path: tuple[Action, ...]) -> Iterator[Diagnostic]:
        needs = self._faults(number)
        state = guilty(self.machine, self.explored.graph.states[number], verdict)
        for diagnostic in self._of_verdict(verdict, state, path):
            if needs and diagnostic.severity is Severity.ERROR:
                yield diagnostic.with_severity(Severity.WARNING)
            else:
                yield diagnostic

    def _of_verdict(self, verdict: Verdict, state: State, path: tuple[Action, ...]) -> Iterator[Diagnostic]:
        hint = _after(path)
        match verdict.kind:
            case "stalled":
                yield self._stall(state, verdict, hint)
            case "contract-violation":
                yield from self._contract(verdict, hint)
            case "illegal-transition":
                yield self._illegal(verdict, path, hint)
            case "unhandled-refusal":
                yield from self._refusal(verdict)
            case "unanticipated":
                yield from self._unanticipated(verdict)
            case "double-effect":
                yield self._double(verdict, hint)
            case "unfinished-saga":
                yield self._unfinished(state, verdict, hint)
            case "retry-exhausted":
                yield self._exhausted(verdict, hint)
            case _:
                return

    def _stall(self, state: State, verdict: Verdict, hint: str) -> Diagnostic:
        found = waits(self.machine, state)
        labels = tuple(Label(each.place, each.text) for each in found)
        place, element = (found[0].place, found[0].element) if found else (self.flow.place, verdict.subject)
        step = self._step(element)
        node = step.placement.node.name if step else element.rpartition("/")[2]
        caption = found[0].text if found else "waits"
        return STALL.at(place, *labels[1:], caption=caption, hint=hint, elements=(element,), node=node)

    def _contract(self, verdict: Verdict, hint: str) -> Iterator[Diagnostic]:
        route = next((r for r in self.plan.routes if r.crossing.id == verdict.subject), None)
        if route is not None:
            yield from contract_findings(route.crossing, self.plan.domain)
            return
        step = self._step(verdict.subject)
        if step is None or step.command is None:
            return
        for name in step.starved:
            field = next(field for field in step.command.inputs if field.name == name)
            advice = f"Carry `{name}` in the contract of the event that causes `{step.command.name}`."
            yield STARVED_INPUT.at(
                step.placement.place, Label(field.place, "needed here"), caption=f"has no `{name}`", hint=advice,
                elements=(step.placement.id, f"{step.command.id}.{name}"), command=step.command.name, field=name,
            )  # fmt: skip

    def _illegal(self, verdict: Verdict, path: tuple[Action, ...], hint: str) -> Diagnostic:
        event, _, current = verdict.detail.rpartition("@")
        aggregate = self.plan.domain.aggregate[verdict.subject]
        declared = self.plan.domain.event[event]
        shown = (p for s in self.plan.steps for p in s.placements if p.node.target == event)
        handled = (s.placement for s in self.plan.steps if s.command and event in {e.target for e in s.command.emits})
        placement = next(shown, next(handled, None))
        place = placement.place if placement else declared.place
        states = dict(aggregate.lifecycle.states) if aggregate.lifecycle else {}
        label = Label(states.get(current, aggregate.place), f"`{current}` has no edge on `{declared.name}`")
        return ILLEGAL_TRANSITION.at(
            place, label, hint=hint, elements=(event, aggregate.id),
            event=declared.name, aggregate=aggregate.name, state=current,
        )  # fmt: skip

    def _refusal(self, verdict: Verdict) -> Iterator[Diagnostic]:
        step = self._step(verdict.subject)
        if step is None or step.command is None:
            return
        for precondition in step.command.preconditions:
            if not precondition.is_formal:
                yield UNHANDLED_REFUSAL.at(
                    precondition.place, Label(step.placement.place, "refused here, the flow stops"),
                    hint="Say what follows in words of the model: another event with `or`, an arm, or a saga.",
                    elements=(f"{step.command.id}.{precondition.name}", step.placement.id),
                    precondition=precondition.name,
                )  # fmt: skip

    def _unanticipated(self, verdict: Verdict) -> Iterator[Diagnostic]:
        step = self._step(verdict.subject)
        if step is None or step.command is None:
            return
        event = self.plan.domain.event[verdict.detail]
        written = next((each for each in step.command.emits if each.target == event.id), None)
        labels = (Label(written.place, "may be emitted instead"),) if written else ()
        yield UNANTICIPATED_EMISSION.at(
            step.placement.place, *labels, elements=(step.placement.id, event.id),
            hint=f"Continue from `{event.name}`: place it, make an arm of it, or name it in `triggered-by`.",
            command=step.command.name, event=event.name,
        )  # fmt: skip

    def _double(self, verdict: Verdict, hint: str) -> Diagnostic:
        saga = self.plan.domain.saga.get(verdict.subject)
        if saga is not None:
            moving = {edge.event.target for edge in saga.machine.edges if edge.event}
            route = next((r for r in self.plan.routes if r.target == saga.context and r.event in moving), None)
            event = route.event.rpartition("/")[2] if route else saga.trigger.name
            labels = (Label(route.crossing.place, "crosses at least once"),) if route else ()
            return DOUBLE_EFFECT.at(
                saga.place, *labels, hint="Say `idempotent by` a field of the contract.", elements=(saga.id,),
                saga=saga.name, event=event,
            )  # fmt: skip
        step = self._step(verdict.subject)
        policy = self.plan.domain.policy.get(verdict.subject)
        route = self._arriving(step, verdict)
        place, reaction = self._reaction(step, verdict)
        label = Label(place, "runs again")
        name = route.event.rpartition("/")[2] if route else reaction
        elements = (route.crossing.id, verdict.subject) if route else (verdict.subject,)
        return NON_IDEMPOTENT_CONSUMER.at(
            route.crossing.place if route else place, label,
            hint="Say `idempotent by` a field of the contract, or guard the reaction with a formal precondition.",
            elements=elements, event=name, reaction=policy.name if policy else reaction,
        )  # fmt: skip

    def _arriving(self, step: Step | None, verdict: Verdict) -> Route | None:
        reaction = next((r for r in self.plan.reactions if r.source.id == verdict.subject), None)
        context = step.context if step else reaction.source.context if reaction else None
        wanted = {c.identity for c in step.causes + step.alternatives} if step else set()
        if reaction is not None:
            wanted = {reaction.trigger}
        found = (r for r in self.plan.routes if r.target == context and r.event in wanted)
        return next((route for route in found if not route.idempotent), None)

    def _reaction(self, step: Step | None, verdict: Verdict) -> tuple[Place, str]:
        if step is not None:
            return step.placement.place, step.placement.node.name
        reaction = next((r for r in self.plan.reactions if r.source.id == verdict.subject), None)
        return (reaction.source.place, reaction.source.name) if reaction else (self.flow.place, verdict.detail)

    def _unfinished(self, state: State, verdict: Verdict, hint: str) -> Diagnostic:
        saga = self.plan.domain.saga[verdict.subject]
        close = state.close
        if close is not None and close.kind == "stuck":
            undo = next((each for each in saga.undo if close.pending and each.command.target == close.pending[0]), None)
            place = undo.with_command.place if undo else saga.place
            command = self.plan.domain.command.get(undo.with_command.target or "") if undo else None
            worded = next((each for each in command.preconditions if not each.is_formal), None) if command else None
            reason = (false_precondition(self.plan, command, state) or worded) if command else None
            why = (Label(reason.place, "may refuse it"),) if reason else ()
            return UNDO_REFUSABLE.at(
                place, *why, hint=hint, elements=(saga.id,),
                command=undo.command.name if undo else saga.name, reason=reason.name if reason else "refused",
            )  # fmt: skip
        outgoing = [edge for edge in saga.machine.edges if edge.source == verdict.detail]
        labels = tuple(
            Label(edge.event.place if edge.event else edge.target_place, f"waits for `{edge.event.name}`" if edge.event
                  else "is never taken by itself")
            for edge in outgoing
        )  # fmt: skip
        return UNFINISHED_SAGA.at(
            saga.place, *labels, Label(self.flow.place, "this flow is over"), hint=hint,
            elements=(saga.id, self.flow.id), saga=saga.name, state=verdict.detail,
        )  # fmt: skip

    def _exhausted(self, verdict: Verdict, hint: str) -> Diagnostic:
        moment = next(m for m in self.flow.moments if f"{self.flow.id}/{m.slug}" == verdict.subject)
        return RETRY_EXHAUSTED.at(
            moment.place, hint="Add an arm for when it fails for good, or raise `at-most`.",
            elements=(verdict.subject,), moment=moment.label,
        )  # fmt: skip

    def _step(self, element: str) -> Step | None:
        return next((step for step in self.plan.steps if step.placement.id == element), None)

    def notes(self, findings: tuple[Finding, ...]) -> Iterator[Diagnostic]:
        """What is no verdict: unreachable parts, policies beyond the flow, fragility, limits."""
        if self.explored.graph.limit is not None:
            hint = f"Looked into {self.explored.graph.expanded} states until {self.explored.graph.limit} ran out."
            yield BUDGET_EXHAUSTED.at(self.flow.place, hint=hint, elements=(self.flow.id,), flow=self.flow.name)
        elif not any(each.verdict == "stalled" and not each.min_faults for each in findings):
            yield from self._unreachable()
        yield from self._beyond()
        broken = [each for each in findings if _breaks(each)]
        if broken and min(each.min_faults for each in broken) == 1:
            first = next(each for each in broken if each.min_faults == 1)
            fault = next((name for name in first.recipe if not bare(name).startswith("choose:")), first.recipe[0])
            steps = ", then ".join(map(fault_in_words, first.recipe))
            yield FRAGILE.at(
                self.flow.place, hint=f"It ends as {first.verdict} after: {steps}.", elements=(self.flow.id,),
                flow=self.flow.name, fault=fault_in_words(fault),
            )  # fmt: skip

    def _unreachable(self) -> Iterator[Diagnostic]:
        for number, moment in enumerate(self.flow.moments):
            inside = [step for step in self.plan.steps if step.moment == number]
            decided = {arm for index, arm in self.found.arms if index == number}
            if inside and not any(step.index in self.found.steps for step in inside) and not decided:
                near = furthest(self.explored, inside[0].index)
                hint = f"The run that got nearest stopped after {near}." if near else "Nothing happens before it."
                element = f"{self.flow.id}/{moment.slug}"
                yield UNREACHABLE_MOMENT.at(moment.place, hint=hint, elements=(element,), moment=moment.label)
                return
            for arm, written in enumerate(moment.arms):
                if arm not in decided and decided:
                    element = f"{self.flow.id}/{moment.slug}/{written.condition}"
                    yield UNREACHABLE_ARM.at(
                        written.place, hint="Make something emit what its first steps wait for.",
                        elements=(element,), arm=written.condition, moment=moment.label,
                    )  # fmt: skip

    def _beyond(self) -> Iterator[Diagnostic]:
        for number in sorted(self.found.reactions):
            reaction = self.plan.reactions[number]
            event = reaction.trigger.rpartition("/")[2]
            commands = ", ".join(f"`{name.rpartition('/')[2]}`" for name in reaction.commands)
            yield POLICY_OUTSIDE_FLOW.at(
                reaction.source.place, Label(self.flow.place, "does not show it"),
                hint=f"After `{event}` it handles {commands}: place that in the flow, or know that it happens.",
                elements=(reaction.source.id, self.flow.id), policy=reaction.source.name, flow=self.flow.name,
            )  # fmt: skip


def _breaks(finding: Finding) -> bool:
    return finding.verdict != "unhandled-refusal"


def recipe(path: tuple[Action, ...]) -> tuple[str, ...]:
    """Choices and faults only, in their order."""
    return tuple(action.name for action in path if action.kind == "choose" or action.fault is not None)


def fault_in_words(name: str) -> str:
    """``duplicate:OrderPlaced>Fulfillment`` as ``duplicate OrderPlaced to Fulfillment``."""
    kind, _, rest = bare(name).partition(":")
    whose = f" (instance {name.partition('/')[0]})" if name != bare(name) else ""
    return (f"{kind} {rest.replace('>', ' to ')}" if rest else bare(name)) + whose


def _after(path: tuple[Action, ...]) -> str:
    names = recipe(path)
    if names:
        return f"It happens after: {', then '.join(map(fault_in_words, names))}."
    return "It happens in every order of events, without any choice or fault."


def _code(verdict: Verdict) -> str:
    return {"policy-loop": POLICY_CYCLE, "unhandled-refusal": UNHANDLED_REFUSAL.code}.get(verdict.kind, STALL.code)
