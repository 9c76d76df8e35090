"""Running the flows of a domain: figures, coverage, findings and scenarios of each, and whether they pass."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from moment.behaviour import repairs
from moment.behaviour.compile import Compiled
from moment.behaviour.coverage import Covered, coverage, reached
from moment.behaviour.explore import explore
from moment.behaviour.figures import Explored, Rung, measure
from moment.behaviour.findings import Finding, Judged, mended
from moment.behaviour.graph import Limits
from moment.behaviour.interpreter import Interpreter
from moment.behaviour.judging import diagnostics_of
from moment.behaviour.machine import DEFAULT_BUDGETS, IN_WORDS, FaultKind, Scope
from moment.behaviour.ordering import order_assumed
from moment.behaviour.scenario import Scenario, scenarios
from moment.behaviour.steps import prepare
from moment.behaviour.walks.summary import Summary
from moment.behaviour.walks.walker import walked, walker
from moment.diagnostics.model import Diagnostic, order
from moment.model.domain import Domain, Flow
from moment.text.source import Source


@dataclass(frozen=True, slots=True)
class FlowRun:
    """All that was found about one flow."""

    flow: Flow
    explored: Explored
    scenarios: tuple[Scenario, ...]
    coverage: tuple[Covered, ...]
    findings: tuple[Finding, ...]
    diagnostics: tuple[Diagnostic, ...]
    seed: int = 1
    walks: Summary | None = None

    @property
    def scope(self) -> Scope:
        """That of this flow, which may have its own."""
        return self.explored.machine.plan.scope

    @property
    def rungs(self) -> tuple[Rung, ...]:
        return self.explored.rungs

    @property
    def limit(self) -> str | None:
        """Which limit left the flow ``incomplete``."""
        return self.explored.graph.limit

    def fails(self, *, strict: bool) -> bool:
        """Whether a run without faults ends badly, explored or walked; with ``strict`` any run."""
        if self.walks is not None and self.walks.fails(strict=strict):
            return True
        return any(
            verdict.counts(strict=strict)
            for number, verdict in self.explored.verdicts.items()
            if strict or not self.explored.faults[number]
        )

    @property
    def breaks_at(self) -> Finding | None:
        """The finding with the fewest faults, refusals that nothing answers aside."""
        broken = [each for each in self.findings if each.verdict != "unhandled-refusal"]
        return min(broken, key=lambda each: each.min_faults, default=None)

    @property
    def assumptions(self) -> int:
        """Conditions and compensations that rest on words."""
        checks = {
            (line.record.action, check.name)
            for each in self.scenarios
            for line in each.trace.lines
            for check in line.record.checks
            if check.why.startswith("assumed") and IN_WORDS in check.why
        }
        return len(checks)


@dataclass(frozen=True, slots=True)
class Simulation:
    """The runs of the chosen flows under one scope and seed."""

    domain: Domain
    scope: Scope
    seed: int
    strict: bool
    flows: tuple[FlowRun, ...]

    @property
    def fails(self) -> bool:
        return any(flow.fails(strict=self.strict) for flow in self.flows)

    @property
    def exit(self) -> int:
        return 1 if self.fails else 0

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Every finding once, in order of place."""
        found = {_key(each): each for flow in reversed(self.flows) for each in reversed(flow.diagnostics)}
        return tuple(sorted(found.values(), key=order))

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        return tuple(scenario for flow in self.flows for scenario in flow.scenarios)


def simulate(
    domain: Domain,
    *,
    flows: Iterable[str] = (),
    instances: int = 1,
    faults: Mapping[FaultKind, int] | None = None,
    max_faults: int = 1,
    seed: int = 1,
    strict: bool = False,
    limits: Limits | None = None,
    sources: Mapping[str, Source] | None = None,
    walks: int = 0,
) -> Simulation:
    """Runs every flow of ``domain``, or those named, through all its states, and walks through it ``walks`` times.

    ``instances`` of a flow run side by side; ``faults`` changes the budget of single kinds; repairs are looked for when
    the ``sources`` of the domain are given. Deterministic, unless ``limits`` has a clock and it strikes.
    """
    scope = Scope(instances, max_faults=max_faults, budgets={**DEFAULT_BUDGETS, **(faults or {})})
    chosen = set(flows)
    found = [flow for flow in domain.flows if not chosen or flow.name in chosen]
    effort = repairs.Effort()
    runs = [
        run_flow(flow, domain, scope=scope, seed=seed, limits=limits, sources=sources, effort=effort) for flow in found
    ]
    if walks:
        runs = [replace(e, walks=walked(walker(e.flow, domain, scope=scope, seed=seed), walks)) for e in runs]
    return Simulation(domain, scope, seed, strict, tuple(runs))


def run_flow(
    flow: Flow,
    domain: Domain,
    *,
    scope: Scope,
    seed: int = 1,
    limits: Limits | None = None,
    sources: Mapping[str, Source] | None = None,
    effort: repairs.Effort | None = None,
    expired: Callable[[], bool] | None = None,
) -> FlowRun:
    """One flow; with the ``sources`` of the domain its findings have repairs, as many as ``effort`` allows.

    ``expired`` says that nobody waits for them any more.
    """
    explored = _explore(flow, domain, scope, limits)
    told = scenarios(explored, seed=seed)
    touched = reached(explored)
    judged = Judged(explored, told, touched)
    findings = order_assumed(judged, judged.findings(), limits)
    if sources is not None:
        again = Limits(states=repairs.MOST_STATES, expired=expired)
        findings = mended(
            explored,
            findings,
            sources=sources,
            explore=partial(_explore, scope=scope, limits=again),
            effort=effort,
            expired=expired,
        )
    found = diagnostics_of(judged, findings)
    return FlowRun(flow, explored, told, coverage(explored, told, touched), findings, found, seed)


def _explore(flow: Flow, domain: Domain, scope: Scope, limits: Limits | None) -> Explored:
    machine = Interpreter(prepare(flow, domain, scope))
    return measure(machine, explore(Compiled(machine), limits))


def _key(diagnostic: Diagnostic) -> tuple[object, ...]:
    return diagnostic.code, diagnostic.place, diagnostic.message
