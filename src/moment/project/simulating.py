"""A whole project simulated as moment.toml says, and its scenarios as one text."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from time import monotonic

from moment.behaviour.bundle import bundle
from moment.behaviour.graph import Limits
from moment.behaviour.repairs import Effort
from moment.behaviour.simulation import FlowRun, Simulation, run_flow
from moment.behaviour.walks.walker import walked, walker
from moment.model.domain import Flow
from moment.project.config import FlowSettings
from moment.project.memory import used_memory
from moment.project.scopes import scope_of
from moment.project.session import Session

EXPLORING = 0.9
"""Share of the time for a flow in which its states are explored."""


def facet(session: Session) -> str:
    """What ``moment simulate`` without flags writes to facet.json, but for walks that the clock ends."""
    return text_of(session, simulated(session, session.domain().flows))


def simulated(session: Session, flows: Iterable[Flow]) -> Simulation:
    """The flows as moment.toml says, with repairs; walks only where their number is configured."""
    effort = Effort()
    return together(session, [run_configured(flow, session, effort) for flow in flows])


def run_configured(flow: Flow, session: Session, effort: Effort | None = None) -> FlowRun:
    settings = session.project.config.simulate.of_flow(flow.name)
    return _walked(run(flow, session, settings, effort), session, settings)


def together(session: Session, runs: Iterable[FlowRun]) -> Simulation:
    settings = session.project.config.simulate
    return Simulation(session.domain(), scope_of(settings), settings.seed, settings.strict, tuple(runs))


def _walked(run: FlowRun, session: Session, settings: FlowSettings) -> FlowRun:
    """The run with as many walks as are configured."""
    if not settings.limits.walks:
        return run
    walking = walker(run.flow, session.domain(), scope=scope_of(settings), seed=settings.seed)
    return replace(run, walks=walked(walking, settings.limits.walks))


def limits_of(settings: FlowSettings, interrupted: Callable[[], bool] | None = None) -> Limits:
    """Those of one flow from now on; one that is ``interrupted`` stops like one whose time is over."""
    end = monotonic() + settings.limits.seconds * EXPLORING
    return Limits(
        states=settings.limits.states,
        expired=lambda: monotonic() > end or (interrupted is not None and interrupted()),
        crowded=lambda: used_memory() > settings.limits.megabytes,
    )


def run(flow: Flow, session: Session, settings: FlowSettings, effort: Effort | None = None) -> FlowRun:
    """One flow, as long as its limits allow from now on; with the repairs that ``effort``, if any, allows.

    Its seconds are not all for exploring: where they do not suffice, walks have the rest.
    """
    return run_flow(
        flow, session.domain(), scope=scope_of(settings), seed=settings.seed, limits=limits_of(settings),
        sources={path: parsed.source for path, parsed in session.parsed.items()} if effort is not None else None,
        effort=effort,
    )  # fmt: skip


def text_of(session: Session, simulation: Simulation) -> str:
    """The scenarios as facet.json, with the findings of the check and those of the runs."""
    return bundle(
        simulation,
        project=session.project.name,
        sources={path: parsed.source for path, parsed in session.parsed.items()},
        diagnostics=session.settled(simulation.diagnostics),
    )
