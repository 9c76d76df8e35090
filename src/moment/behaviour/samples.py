"""Sample payloads of every moment and arm, taken from runs without faults."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from moment.behaviour.compile import Compiled
from moment.behaviour.explore import explore
from moment.behaviour.figures import measure
from moment.behaviour.graph import Limits
from moment.behaviour.interpreter import Interpreter
from moment.behaviour.machine import Scope
from moment.behaviour.runs import Run, representatives
from moment.behaviour.steps import prepare
from moment.behaviour.templates import Variation
from moment.behaviour.trace import Trace, replay
from moment.model.domain import Domain, Flow
from moment.model.results import HappyRun, Sample

_STATES = 20_000


def samples(domain: Domain, *, seed: int = 1) -> tuple[Sample, ...]:
    """One sample per moment and arm that a run without faults reaches, in declared order.

    What the happy run does not reach comes from the first other run that does, good ones first.
    """
    return tuple(sample for flow in domain.flows for sample in _of_flow(flow, domain, seed=seed))


def preferred(runs: Iterable[Run]) -> list[Run]:
    """Runs without faults: completed ones first, then other good ones, then the rest; else as they come."""
    found = [run for run in runs if not run.faults]
    return sorted(found, key=lambda run: (run.verdict.kind != "completed", not run.verdict.is_good))


def _of_flow(flow: Flow, domain: Domain, *, seed: int) -> Iterator[Sample]:
    machine = Interpreter(prepare(flow, domain, Scope(max_faults=0)))
    explored = measure(machine, explore(Compiled(machine), Limits(states=_STATES)))
    found: dict[tuple[int, int | None], Sample] = {}
    for run in preferred(representatives(explored)):
        if _is_known(machine, run, found):
            continue
        whole = replay(machine, run.actions, seed=seed)
        sparse = replay(machine, run.actions, seed=seed, variation=Variation(sparse=True))
        for sample, moment, arm in _of_run(flow, whole, sparse):
            found.setdefault((moment, arm), sample)
    for key in sorted(found, key=lambda key: (key[0], -1 if key[1] is None else key[1])):
        yield found[key]


def _is_known(machine: Interpreter, run: Run, found: Mapping[tuple[int, int | None], Sample]) -> bool:
    """Whether the run takes no arm and enters no moment that has no sample yet; spares telling it."""
    if not found:
        return False
    steps = machine.plan.steps
    taken = {(action.subject, action.option) for action in run.actions if action.kind == "choose"}
    done = [steps[a.subject] for a in run.actions if a.kind in ("handle", "publish", "end")]
    return not {(s.moment, s.arm) for s in done} - set(found) and all(
        (moment, arm) in found or arm == -2 for moment, arm in taken
    )


def _of_run(flow: Flow, whole: Trace, sparse: Trace) -> Iterator[tuple[Sample, int, int | None]]:
    keys: dict[tuple[int, int | None], None] = {}
    for line in whole.lines:
        if line.step is not None and line.moment is not None and line.record.kind not in ("skip", "choose"):
            keys[line.step.moment, line.step.arm] = None
    for moment, arm in keys:
        label = flow.moments[moment]
        condition = label.arms[arm].condition if arm is not None else None
        sample = Sample(
            key=f"{flow.id}/{label.slug}" + (f"/{condition}" if condition is not None else ""),
            flow=flow.id,
            moment=label.slug,
            arm=condition,
            payloads=_payloads(whole, moment, arm),
            sparse=_payloads(sparse, moment, arm),
            history=_history(whole, moment, arm),
        )
        yield sample, moment, arm


def _payloads(trace: Trace, moment: int, arm: int | None) -> dict[str, Any]:
    events = {happened.id: happened for happened in trace.events}
    found: dict[str, Any] = {}
    for line in trace.lines:
        if line.step is None or line.moment != moment or line.step.arm != arm or line.record.kind in ("skip", "choose"):
            continue
        if line.step.command is not None:
            found.setdefault(line.step.command.name, dict(line.input))
        for name in line.carries:
            found.setdefault(events[name].event.name, dict(events[name].payload))
    return found


def _history(trace: Trace, moment: int, arm: int | None) -> tuple[str, ...]:
    """Identities of the events that happened before the moment or arm was entered."""
    identities = {happened.id: happened.event.id for happened in trace.events}
    found: list[str] = []
    for line in trace.lines:
        if line.step is not None and line.moment == moment and line.step.arm == arm and line.record.kind != "skip":
            break
        found.extend(identities[name] for name in line.events)
    return tuple(found)


def happy_runs(domain: Domain) -> tuple[HappyRun, ...]:
    """The happy scenario of every flow that has a run without faults, in declared order."""
    return tuple(run for flow in domain.flow.values() for run in _happy(flow, domain))


def _happy(flow: Flow, domain: Domain) -> Iterator[HappyRun]:
    machine = Interpreter(prepare(flow, domain, Scope(max_faults=0)))
    explored = measure(machine, explore(Compiled(machine), Limits(states=_STATES)))
    for run in preferred(representatives(explored))[:1]:
        steps = machine.plan.steps
        entered = {
            steps[action.subject].moment for action in run.actions if action.kind in ("handle", "publish", "end")
        }
        arms: dict[str, str] = {}
        for action in run.actions:
            if action.kind == "choose" and isinstance(action.option, int) and action.option >= 0:
                moment = flow.moments[action.subject]
                arms[moment.slug] = moment.arms[action.option].condition
                entered.add(action.subject)
        yield HappyRun(flow.name, tuple(flow.moments[number].slug for number in sorted(entered)), arms)
