"""A run as it stands in the bundle: the published fields, then its steps, sagas and contracts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from moment.behaviour import wire
from moment.behaviour.machine import Plan
from moment.behaviour.model_document import Places
from moment.behaviour.saga_story import SagaSeen
from moment.behaviour.scenario import Scenario
from moment.behaviour.simulation import FlowRun
from moment.behaviour.templates import Variation
from moment.behaviour.trace import ContractSeen, Line, Trace

_VERSION = "1.0.0"


class TraceDocument(NamedTuple):
    """What is told of a run, whichever it is."""

    events: list[wire.EventSeen]
    steps: list[wire.StepDoc]
    sagas: list[wire.SagaSeenDoc]
    contracts: list[wire.ContractDoc]


def scenario_document(scenario: Scenario, run: FlowRun, places: Places) -> wire.ScenarioDoc:
    told = trace_document(scenario.trace, run.explored.machine.plan, places, _chances(scenario, run))
    return wire.ScenarioDoc(
        scenario_id=scenario.id,
        scenario_label=scenario.label,
        description=scenario.description,
        given=scenario.given,
        when=scenario.when,
        then=scenario.then,
        expected_path=list(scenario.trace.path),
        active_branches=[wire.Branch(*choice) for choice in scenario.choices],
        events=told.events,
        kind=scenario.kind,
        verdict=wire.VerdictDoc(
            scenario.verdict.kind, scenario.verdict.is_good, scenario.verdict.outcome, scenario.text,
            scenario.point_of_no_return, scenario.nearest_good,
        ),
        flow_id=f"flow-{scenario.flow.name}",
        seed=run.seed,
        faults=[action.name for action in scenario.run.actions if action.fault is not None],
        choices=[action.name for action in scenario.run.actions if action.kind == "choose"],
        steps=told.steps,
        sagas=told.sagas,
        contracts=told.contracts,
        variation=wire.VariationDoc(*scenario.variation) if scenario.variation != Variation() else None,
    )  # fmt: skip


def trace_document(trace: Trace, plan: Plan, places: Places, good: Mapping[int, str]) -> TraceDocument:
    """``good`` is the probability of a good end after steps, by their numbers."""

    def correlation(instance: int) -> str:
        return f"corr-{plan.flow.name}-{instance + 1:03}"

    return TraceDocument(
        [
            wire.EventSeen(
                each.id, each.event.name, "moment", list(each.causation), correlation(each.instance), each.at, _VERSION,
                dict(each.payload),
            )
            for each in trace.events
        ],
        [_step(line, plan, correlation(line.instance), places, good.get(line.seq)) for line in trace.lines],
        [_saga(seen, plan) for seen in trace.sagas],
        [_contract(seen, plan) for seen in trace.contracts],
    )  # fmt: skip


def _chances(scenario: Scenario, run: FlowRun) -> dict[int, str]:
    """By the last step of each action, the probability of a good end after it, as long as no further fault strikes."""
    lengths = zip(scenario.trace.lengths, scenario.run.states[1:], strict=True)
    return {length - 1: str(run.explored.chance_of_good(state)) for length, state in lengths}


def _step(line: Line, plan: Plan, correlation: str, places: Places, good: str | None) -> wire.StepDoc:
    record = line.record
    moment = plan.flow.moments[line.moment] if line.moment is not None else None
    return wire.StepDoc(
        seq=line.seq,
        action=record.action,
        kind=record.kind,
        lane=line.lane,
        context=record.context,
        aggregate=line.aggregate,
        moment=f"moment:{moment.slug}" if moment else None,
        arm=moment.arms[line.arm].condition if moment and line.arm is not None else None,
        beyond_flow=record.beyond,
        event_ids=list(line.events),
        at=line.at,
        causes=[wire.CauseDoc(cause.seq, cause.reason) for cause in line.causes],
        correlation=correlation,
        diff=[wire.DiffDoc(path=c.path, before=c.before, after=c.after) for c in line.diff],
        checks=[wire.CheckDoc(*check) for check in record.checks],
        fault=record.fault,
        place=places.of(line.place),
        good=good,
    )


def _saga(seen: SagaSeen, plan: Plan) -> wire.SagaSeenDoc:
    return wire.SagaSeenDoc(
        plan.sagas[seen.saga].name, seen.instance + 1,
        [wire.SagaState(*state) for state in seen.states], [wire.Debt(seq, list(owed)) for seq, owed in seen.debt],
    )  # fmt: skip


def _contract(seen: ContractSeen, plan: Plan) -> wire.ContractDoc:
    fields = [wire.ContractField(*field) for field in seen.fields]
    return wire.ContractDoc(plan.routes[seen.route].name, seen.seq, fields)
