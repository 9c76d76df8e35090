"""The features of a model: one for every flow, one for what no flow shows of a context."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from moment.generate.gherkin.features import Feature, Rule, Scenario, case_tags, tag_value
from moment.generate.gherkin.scenes import Scenes
from moment.generate.naming import stem
from moment.generate.suites.blocks import by_block, by_flow, context_sources, flow_sources
from moment.model.domain import Context, Domain, Flow
from moment.model.results import Case, HappyRun

FEATURES = "features"
_KINDS: Mapping[str, tuple[str, ...]] = {
    "crossing": ("@crossing",), "return": ("@retry",), "optional": ("@optional",), "refusal": ("@refusal",),
    "saga-undo": ("@compensation",), "saga-timeout": ("@timeout", "@compensation"),
}  # fmt: skip
_NAMED = {
    "policy": "@policy:",
    "saga-start": "@saga:",
    "saga-transition": "@saga:",
    "saga-timeout": "@saga:",
    "saga-undo": "@saga:",
}


class Composer:
    """Features, and through ``scenes`` the phrases and names that their steps use."""

    def __init__(self, domain: Domain, cases: Sequence[Case], happy: Iterable[HappyRun]) -> None:
        self.domain = domain
        self.scenes = Scenes(domain)
        self._cases = cases
        self._happy = {run.flow: run for run in happy}
        self._tags = case_tags([case.id for case in cases])

    def features(self) -> tuple[Feature, ...]:
        """Flows in declared order, then contexts; none without a case."""
        return (*self._flows(), *self._contexts())

    def _flows(self) -> Iterator[Feature]:
        found = by_flow(self._cases)
        for flow in self.domain.flow.values():
            cases = found.get(flow.name)
            if cases:
                path = f"{FEATURES}/{stem(flow.name)}.feature"
                tags = (f"@flow:{tag_value(flow.name)}",)
                sources = tuple(sorted(flow_sources(flow, self.domain)))
                yield Feature(
                    path, flow.description or flow.name, tags, "", tuple(self._flow_rules(flow, cases)), sources
                )

    def _flow_rules(self, flow: Flow, cases: Sequence[Case]) -> Iterator[Rule]:
        """A rule for every context, and for the outcomes; in the order in which the flow comes to them."""
        grouped: dict[str | None, list[Case]] = {}
        for case in cases:
            grouped.setdefault(case.context, []).append(case)
        for name, found in grouped.items():
            context = self.domain.context.get(name or "")
            commands = [
                self.domain.command[case.subject]
                for case in found
                if case.kind == "step" and case.subject in self.domain.command
            ]
            scenarios = tuple(self._scenario(case, self._flow_name(flow, case, found)) for case in found)
            background = self.scenes.background(commands)
            yield Rule(*_head(context, "Outcomes" if name is None else name), background, scenarios)

    def _flow_name(self, flow: Flow, case: Case, cases: Sequence[Case]) -> str:
        """A step is called like its moment, a crossing by what crosses, everything else by its title."""
        if case.kind == "crossing":
            return f"{case.id.rpartition('crossing:')[2].partition('>')[0]} crosses to {case.then[0]}"
        if case.kind != "step":
            return case.title
        label = next(moment.label for moment in flow.moments if moment.slug == case.moment)
        steps = [each for each in cases if each.kind == "step" and each.moment == case.moment]
        return label if len(steps) == 1 else f"{label}: {case.subject.rpartition('/')[2]}"

    def _contexts(self) -> Iterator[Feature]:
        found = by_block(self._cases)
        for context in self.domain.context.values():
            rules = tuple(self._context_rules(context, found))
            if rules:
                path = f"{FEATURES}/contexts/{stem(context.name)}.feature"
                tags = (f"@context:{tag_value(context.name)}", *_classification(context))
                sources = tuple(sorted(context_sources(context)))
                yield Feature(path, context.name, tags, context.description or "", rules, sources)

    def _context_rules(self, context: Context, found: Mapping[str, list[Case]]) -> Iterator[Rule]:
        for aggregate in context.aggregates:
            cases = found.get(aggregate.id, []) if self.domain.aggregate[aggregate.id] is aggregate else []
            if cases:
                tags = (f"@aggregate:{tag_value(aggregate.name)}",)
                yield Rule(aggregate.name, tags, "", (), tuple(self._scenario(case, case.title) for case in cases))
        cases = found.get(context.id, [])
        if cases:
            yield Rule("Processes", (), "", (), tuple(self._scenario(case, case.title) for case in cases))

    def _scenario(self, case: Case, name: str) -> Scenario:
        return Scenario(name, tuple(dict.fromkeys(self._scenario_tags(case))), self.scenes.steps(case), case.id)

    def _scenario_tags(self, case: Case) -> Iterator[str]:
        yield from self._course(case)
        yield from _KINDS.get(case.kind, ())
        if case.kind == "invariant":
            yield f"@invariant:{tag_value(case.detail or '')}"
        elif case.kind in _NAMED:
            yield f"{_NAMED[case.kind]}{tag_value(case.subject.rpartition('/')[2])}"
        element = self.domain.command.get(case.subject) or self.domain.event.get(case.subject)
        if element is not None and case.flow is not None:
            yield f"@aggregate:{tag_value(element.aggregate)}"
        events = [self.domain.event[each] for each in case.covers if each in self.domain.event]
        if any(field.deprecation is not None for event in events for field in event.fields):
            yield "@deprecated"
        yield self._tags[case.id]

    def _course(self, case: Case) -> Iterator[str]:
        """Whether the happy run comes here; where it does not, an arm is another way, or a way to fail."""
        run = self._happy.get(case.flow or "")
        if case.flow is None or case.moment is None:
            return
        is_happy = run is not None and case.moment in run.moments and case.arm in (None, run.arms.get(case.moment))
        if case.kind == "ending" and not is_happy:
            yield "@failure"
        elif case.kind in ("step", "arm") and is_happy:
            yield "@happy-path"
        elif case.arm is not None and not is_happy:
            yield "@alternative"


def _head(context: Context | None, name: str) -> tuple[str, tuple[str, ...], str]:
    """Name, tags and description of a rule about ``context``."""
    if context is None:
        return name, (), ""
    title = f"{context.name} [{context.classification}]" if context.classification else context.name
    return title, (f"@context:{tag_value(context.name)}", *_classification(context)), context.description or ""


def _classification(context: Context) -> tuple[str, ...]:
    return (f"@classification:{context.classification}",) if context.classification else ()
