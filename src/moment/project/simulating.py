"""A whole project simulated as moment.toml says, and its scenarios as one text."""

from __future__ import annotations

from time import monotonic

from moment.behaviour.bundle import bundle
from moment.behaviour.graph import Limits
from moment.behaviour.machine import FAULT_KINDS, FaultKind, Scope
from moment.behaviour.simulation import FlowRun, Simulation, run_flow
from moment.model.domain import Flow
from moment.project.config import SimulateSettings
from moment.project.session import Session


def facet(session: Session) -> str:
    """What ``moment simulate`` without flags writes to facet.json."""
    settings = session.project.config.simulate
    domain = session.domain()
    scope = Scope(max_faults=settings.max_faults, budgets=budgets_of(settings))
    runs = [
        run(
            flow,
            session,
            scope=scope,
            seed=settings.seed,
            states=settings.limits.states,
            seconds=settings.limits.seconds,
        )
        for flow in domain.flow.values()
    ]
    return text_of(session, Simulation(domain, scope, settings.seed, settings.strict, tuple(runs)))


def budgets_of(settings: SimulateSettings) -> dict[FaultKind, int]:
    """How often each kind of fault may strike."""
    return {kind: getattr(settings.faults, kind) for kind in FAULT_KINDS}


def run(flow: Flow, session: Session, *, scope: Scope, seed: int, states: int, seconds: float) -> FlowRun:
    """One flow, until ``seconds`` from now at the latest."""
    end = monotonic() + seconds
    limits = Limits(states=states, expired=lambda: monotonic() > end)
    return run_flow(flow, session.domain(), scope=scope, seed=seed, limits=limits)


def text_of(session: Session, simulation: Simulation) -> str:
    """The scenarios as facet.json, with the findings of the check and those of the runs."""
    return bundle(
        simulation,
        project=session.project.name,
        sources={path: parsed.source for path, parsed in session.parsed.items()},
        diagnostics=session.diagnostics(),
    )
