"""What is wrong with a flow according to its runs: findings with the recipe, and the diagnostics they become."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from moment.behaviour.action_names import in_words, is_fault_name
from moment.behaviour.coverage import Reached, furthest
from moment.behaviour.explain import waits
from moment.behaviour.explanations import Explainer, Explanation, shows
from moment.behaviour.failures import CODES, ways_to_fail
from moment.behaviour.figures import Explored
from moment.behaviour.machine import Action, Route, Step
from moment.behaviour.recipes import Recipe, is_choice
from moment.behaviour.repairs import NOT_MENDED, Effort, Explorer, Failure, Mended, mend
from moment.behaviour.rules import (
    BUDGET_EXHAUSTED,
    DOUBLE_EFFECT,
    EMITTED_FIELD_WITHOUT_SOURCE,
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
from moment.behaviour.state import State
from moment.behaviour.supply import unsupplied
from moment.behaviour.verdicts import Verdict, guilty
from moment.behaviour.view import false_precondition
from moment.diagnostics.model import Diagnostic, Fix, Label, Severity
from moment.model.contracts import contract_findings
from moment.model.rules import STARVED_INPUT
from moment.text.source import Source
from moment.text.span import Place


@dataclass(frozen=True, slots=True)
class Finding:
    """A way in which runs end badly. ``recipe`` are the choices and faults that it takes; ``mended`` what removes it."""

    code: str
    verdict: str
    subject: str
    detail: str
    scenario: str | None
    recipe: tuple[str, ...]
    point_of_no_return: int | None
    nearest_good: str | None
    min_faults: int
    why: Explanation
    diagnostics: tuple[Diagnostic, ...]
    mended: Mended = NOT_MENDED

    @property
    def as_verdict(self) -> Verdict:
        return Verdict(self.verdict, None, self.subject, self.detail)


class Judged:
    """The findings of one explored flow."""

    def __init__(
        self,
        explored: Explored,
        told: tuple[Scenario, ...],
        found: Reached,
        expired: Callable[[], bool] | None = None,
    ) -> None:
        self.explored = explored
        self.told = told
        self.found = found
        self.machine = explored.machine
        self.plan = explored.machine.plan
        self.flow = explored.machine.plan.flow
        self.ways = ways_to_fail(explored)
        self.explainer = Explainer(explored, expired)

    def findings(self) -> tuple[Finding, ...]:
        """One per verdict and what it is about, those with the fewest faults first."""
        faults = self.explored.faults
        best = {
            verdict: next(number for number in failing.ends if faults[number] == failing.faults)
            for verdict, failing in self.ways.items()
        }
        order = sorted(best.items(), key=lambda item: (self.ways[item[0]].faults, item[1], item[0].subject))
        return tuple(self._finding(number, verdict) for verdict, number in order)

    def _finding(self, number: int, verdict: Verdict) -> Finding:
        failing = self.ways[verdict]
        shown = [each for each in self.told if len(each.run.faults) == failing.faults and shows(each, verdict)]
        scenario = min(shown, key=lambda each: len(each.run.actions), default=None)
        why = self.explainer.explain(verdict, failing.ends, number, scenario)
        diagnostics = tuple(self._diagnostics(verdict, number, why))
        return Finding(
            code=diagnostics[0].code if diagnostics else CODES.get(verdict.kind, STALL.code),
            verdict=verdict.kind,
            subject=verdict.subject,
            detail=verdict.detail,
            scenario=scenario.id if scenario else None,
            recipe=why.recipe.names,
            point_of_no_return=max(why.lost, 0) if why.lost is not None else None,
            nearest_good=scenario.nearest_good if scenario else None,
            min_faults=failing.faults,
            why=why,
            diagnostics=diagnostics,
        )

    def _diagnostics(self, verdict: Verdict, number: int, why: Explanation) -> Iterator[Diagnostic]:
        needs = self.ways[verdict].faults
        state = guilty(self.machine, self.explored.graph.states[number], verdict)
        for diagnostic in self._of_verdict(verdict, state, after_in_words(why.recipe)):
            if needs and diagnostic.severity is Severity.ERROR:
                yield diagnostic.with_severity(Severity.WARNING)
            else:
                yield diagnostic

    def _of_verdict(self, verdict: Verdict, state: State, hint: str) -> Iterator[Diagnostic]:
        match verdict.kind:
            case "stalled":
                yield self._stall(state, verdict, hint)
            case "contract-violation":
                yield from self._contract(verdict, hint)
            case "illegal-transition":
                yield self._illegal(verdict, hint)
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

    def _illegal(self, verdict: Verdict, hint: str) -> Diagnostic:
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
            hint = _covered(self.explored)
            yield BUDGET_EXHAUSTED.at(self.flow.place, hint=hint, elements=(self.flow.id,), flow=self.flow.name)
        elif not any(each.verdict == "stalled" and not each.min_faults for each in findings):
            yield from self._unreachable()
        yield from self._beyond()
        yield from self._unsupplied()
        broken = [each for each in findings if _breaks(each)]
        if broken and min(each.min_faults for each in broken) == 1:
            first = next(each for each in broken if each.min_faults == 1)
            fault = next(filter(is_fault_name, first.recipe), first.recipe[0])
            steps = ", then ".join(in_words(first.recipe))
            yield FRAGILE.at(
                self.flow.place, hint=f"It ends as {first.verdict} after: {steps}.", elements=(self.flow.id,),
                flow=self.flow.name, fault=in_words((fault,))[0],
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

    def _unsupplied(self) -> Iterator[Diagnostic]:
        for lacking in unsupplied(self.plan, self.found.steps):
            step, event, field = lacking
            advice = f"Give `{field.name}` to `{step.placement.node.name}` as input, or carry it in what comes before."
            yield EMITTED_FIELD_WITHOUT_SOURCE.at(
                field.place, Label(step.placement.place, "emitted here"), hint=advice + self._way_to(step),
                elements=(f"{event.id}.{field.name}", step.placement.id), event=event.name, field=field.name,
            )  # fmt: skip

    def _way_to(self, step: Step) -> str:
        """The choices of the shortest run that handles ``step``."""
        graph = self.explored.graph
        handling = {n for n, each in enumerate(graph.actions) if each.kind == "handle" and each.subject == step.index}
        first = next((edge for edge, label in enumerate(graph.labels) if label in handling), None)
        return _among(graph.path(graph.source(first))) if first is not None else ""


def _among(path: Sequence[Action]) -> str:
    """The choices and faults of ``path``, as a sentence behind another one."""
    names = tuple(action.name for action in path if action.fault is not None or is_choice(action))
    return f" It happens after: {', then '.join(in_words(names))}." if names else ""


def _breaks(finding: Finding) -> bool:
    return finding.verdict != "unhandled-refusal"


def mended(
    explored: Explored,
    findings: Sequence[Finding],
    *,
    sources: Mapping[str, Source],
    explore: Explorer,
    effort: Effort | None = None,
    expired: Callable[[], bool] | None = None,
) -> tuple[Finding, ...]:
    """``findings`` with their repairs, which those of their diagnostics that have no fix offer as fixes."""
    failures = [Failure(each.as_verdict, each.why.actions) for each in findings]
    found = mend(explored, failures, sources=sources, explore=explore, effort=effort, expired=expired)
    return tuple(_with(finding, repaired) for finding, repaired in zip(findings, found, strict=True))


def _with(finding: Finding, repaired: Mended) -> Finding:
    fixes = tuple(Fix(each.title, each.edits) for each in repaired.repairs)
    diagnostics = tuple(each if each.fixes else replace(each, fixes=fixes) for each in finding.diagnostics)
    return replace(finding, diagnostics=diagnostics, mended=repaired)


def _covered(explored: Explored) -> str:
    looked, found, limit = explored.graph.expanded, len(explored.graph.rows), explored.graph.limit
    if limit in ("time", "memory"):
        return f"Looked into {looked} of {found} states found when the {limit} was used up."
    return f"Looked into {looked} of {found} states found, which are as many as there may be."


def after_in_words(recipe: Recipe) -> str:
    """What has to be chosen and go wrong, as one sentence."""
    if not recipe.names:
        how = "in every run" if recipe.always else "in some orders of events"
        return f"It happens {how}, without any fault, whatever is chosen."
    steps = ", then ".join(in_words(recipe.names))
    return f"It happens after: {steps}{'' if recipe.always else ', in some orders of events'}."
