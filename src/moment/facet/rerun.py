"""A flow run as a page asks for it: where it has no tables, or other options than the project's are wanted."""

from __future__ import annotations

from dataclasses import replace

from moment.behaviour.machine import FAULT_KINDS
from moment.behaviour.simulation import run_flow
from moment.facet.messages import FlowPart, SimulateRequest
from moment.facet.rebuild import Rebuilder, part_of
from moment.project.config import FaultSettings, FlowSettings
from moment.project.scopes import scope_of
from moment.project.simulating import limits_of

MOST_INSTANCES, MOST_FAULTS = 16, 16


class RefusedRun(Exception):  # noqa: N818
    """Why nothing was run: a status of HTTP, and a sentence."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


def rerun(rebuilder: Rebuilder, request: SimulateRequest) -> FlowPart:
    """One flow with other options, as long as its limits allow; ``RefusedRun`` when it cannot be."""
    texts = rebuilder.texts
    name = request.flow.removeprefix("flow-")
    if name in rebuilder.current.held:
        raise RefusedRun(409, f"{name} is held back by an error in the specification. Mend that first.")
    flow = texts.domain.flow.get(name)
    if flow is None:
        raise RefusedRun(404, f"There is no flow {name}.")
    settings = _settings(texts.session.project.config.simulate.of_flow(name), request)
    run = run_flow(flow, texts.domain, scope=scope_of(settings), seed=settings.seed, limits=limits_of(settings))
    return part_of(run, texts)


def _settings(base: FlowSettings, request: SimulateRequest) -> FlowSettings:
    faults = base.faults
    if request.faults is not None:
        for kind, budget in request.faults.items():
            if kind not in FAULT_KINDS:
                raise RefusedRun(400, f"There is no fault {kind}: kinds are {', '.join(FAULT_KINDS)}.")
            _within(f"faults.{kind}", budget, 0, MOST_FAULTS)
        budgets: dict[str, int] = dict.fromkeys(FAULT_KINDS, 0)
        faults = FaultSettings(**{**budgets, **request.faults})
    return replace(
        base,
        faults=faults,
        max_faults=_within("maxFaults", request.max_faults, 0, MOST_FAULTS, base.max_faults),
        instances=_within("instances", request.instances, 1, MOST_INSTANCES, base.instances),
        seed=base.seed if request.seed is None else request.seed,
    )


def _within(name: str, value: int | None, least: int, most: int, otherwise: int = 0) -> int:
    if value is None:
        return otherwise
    if not least <= value <= most:
        raise RefusedRun(400, f"{name} is {value}, and can be {least} to {most}.")
    return value
