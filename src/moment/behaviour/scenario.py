"""Which runs are told, and how a run reads: name, kind, given, when, then."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from moment.behaviour.explain import ending
from moment.behaviour.figures import Explored
from moment.behaviour.machine import NO_ARM, Action, Plan
from moment.behaviour.runs import Run, representatives
from moment.behaviour.templates import Variation
from moment.behaviour.trace import Trace, replay
from moment.behaviour.verdicts import Verdict, guilty
from moment.model.domain import Command, Flow, Precondition
from moment.model.words import kebab, words

ScenarioKind: TypeAlias = Literal["happy", "variant", "failure", "negative", "timeout", "fault"]


class Choice(NamedTuple):
    """A decision that a run took; ``route`` is the branch lane of the arm, without one its condition."""

    moment: str
    condition: str
    route: str


class Named(NamedTuple):
    """What a run is told as; ``nearest`` is the identifier of the nearest good one."""

    id: str
    kind: ScenarioKind
    variation: Variation
    nearest: str | None


@dataclass(frozen=True, slots=True)
class Scenario:
    """One representative run. ``point_of_no_return`` is the first step after which no good end can follow."""

    id: str
    label: str
    description: str
    given: str
    when: str
    then: str
    kind: ScenarioKind
    verdict: Verdict
    text: str
    point_of_no_return: int | None
    nearest_good: str | None
    flow: Flow
    choices: tuple[Choice, ...]
    run: Run
    trace: Trace
    variation: Variation


def scenarios(explored: Explored, *, seed: int = 1) -> tuple[Scenario, ...]:
    """One per distinct (arms, outcome, verdict, faults): the happy one first, then in narrative order by kind."""
    runs = representatives(explored)
    happy = _happy(runs)
    kinds = [(run, _kind(run, is_happy=run is happy)) for run in runs]
    order = ("happy", "variant", "failure", "negative", "timeout", "fault")
    kinds.sort(key=lambda pair: order.index(pair[1]))
    taken: dict[str, int] = {}
    found = []
    good = [run for run, _ in kinds if run.verdict.is_good and not run.faults]
    names: dict[int, str] = {}
    variants = 0
    for run, kind in kinds:
        variants += kind == "variant"
        name = _unique(_name(explored, run, kind), taken)
        names[id(run)] = name
        variation = Variation(variants, sparse=variants == 1) if kind == "variant" else Variation()
        trace = replay(explored.machine, run.actions, seed=seed, variation=variation)
        nearest = _nearest(run, good)
        told = Named(name, kind, variation, names.get(id(nearest)) if nearest else None)
        found.append(_told(explored, run, told, trace))
    return tuple(found)


def _happy(runs: Iterable[Run]) -> Run | None:
    return next((run for run in runs if not run.faults and run.verdict.kind == "completed"), None)


def _kind(run: Run, *, is_happy: bool) -> ScenarioKind:
    if is_happy:
        return "happy"
    if any(name.startswith("refuse:") for name in run.faults):
        return "negative"
    if any(name.startswith("timeout:") for name in run.faults):
        return "timeout"
    if run.faults:
        return "fault"
    return "variant" if run.verdict.kind in ("completed", "compensated") else "failure"


def _told(explored: Explored, run: Run, named: Named, trace: Trace) -> Scenario:
    kind = named.kind
    flow = explored.machine.plan.flow
    text = ending(explored.machine, run.verdict, guilty(explored.machine, trace.final, run.verdict))
    differs = _differs(explored, run, kind)
    label = " ".join(word.capitalize() if word.islower() else word for word in words(flow.name))
    told = "Happy Path" if kind == "happy" else ", ".join(differs) or kind.capitalize()
    return Scenario(
        id=named.id,
        label=f"{label} — {told}",
        description=flow.description or "",
        given=_given(explored, run),
        when=_when(trace),
        then=_then(explored, trace, "" if kind == "happy" else text),
        kind=kind,
        verdict=run.verdict,
        text=text,
        point_of_no_return=None if run.verdict.is_good else _point_of_no_return(explored, run, trace),
        nearest_good=None if run.verdict.is_good else named.nearest,
        flow=flow,
        choices=tuple(_choices(flow, run.actions)),
        run=run,
        trace=trace,
        variation=named.variation,
    )


def _name(explored: Explored, run: Run, kind: ScenarioKind) -> str:
    flow = explored.machine.plan.flow.name
    if kind == "happy":
        return f"{flow}-happy-path"
    return "-".join((flow, kind, *(kebab(text) for text in _differs(explored, run, kind)))).rstrip("-")


def _differs(explored: Explored, run: Run, kind: ScenarioKind) -> list[str]:
    """What tells a run from the happy one: its arms, and its faults by what they strike."""
    arms = [choice.condition for choice in _choices(explored.machine.plan.flow, run.actions) if choice.condition]
    strikes = []
    for action in run.actions:
        if action.fault == "refuse":
            strikes.append(action.name.rpartition(".")[2])
        elif action.fault == "timeout":
            strikes.append(action.name.partition(":")[2])
        elif action.fault is not None:
            strikes.append(f"{action.fault} {action.name.partition(':')[2].partition('>')[0]}")
    shown = strikes if kind in ("negative", "timeout", "fault") else []
    if not arms and not shown:
        return [run.verdict.kind]
    return shown + arms


def _unique(name: str, taken: dict[str, int]) -> str:
    taken[name] = taken.get(name, 0) + 1
    return name if taken[name] == 1 else f"{name}-{taken[name]}"


def _choices(flow: Flow, actions: Iterable[Action]) -> Iterator[Choice]:
    for action in actions:
        if action.kind != "choose" or action.option == NO_ARM or not isinstance(action.option, int):
            continue
        moment = flow.moments[action.subject]
        arm = moment.arms[action.option]
        yield Choice(moment.label, arm.condition, arm.lane.name if arm.lane else arm.condition)


def _given(explored: Explored, run: Run) -> str:
    """The preconditions of the first command, the refused one after ``Not:``."""
    found = (given(explored.machine.plan, action) for action in run.actions)
    return next((text for text in found if text is not None), None) or "Nothing has happened yet"


def given(plan: Plan, action: Action) -> str | None:
    """The preconditions of the command of an action, empty without; ``None`` where it has no command."""
    is_undo = isinstance(action.option, str) and action.option.startswith("undo:")
    if action.kind not in ("handle", "refuse") or is_undo:
        return None
    command = plan.steps[action.subject].command
    if command is None:
        return None
    refused = str(action.option) if action.fault == "refuse" else ""
    return "; ".join(_condition(each, command, refused=each.name == refused) for each in command.preconditions)


def _condition(precondition: Precondition, command: Command, *, refused: bool) -> str:
    if not precondition.is_formal:
        return f"Not: {precondition.text}" if refused else precondition.text
    states = " or ".join(each.name for each in precondition.states)
    return f"{command.aggregate} is {'not ' if precondition.negated else ''}{states}"


def _when(trace: Trace) -> str:
    for line in trace.lines:
        record = line.record
        if record.command is not None:
            name = record.command.rpartition("/")[2]
            return f"{name} is {'refused' if record.kind == 'refuse' else 'executed'} in {record.context}"
        if record.events:
            return f"{record.events[0].event.rpartition('/')[2]} happens in {record.events[0].context}"
    return "Nothing happens"


def _then(explored: Explored, trace: Trace, text: str) -> str:
    parts = []
    for seen in trace.contracts:
        route = explored.machine.plan.routes[seen.route]
        event = route.event.rpartition("/")[2]
        part = f"{event} crosses to {route.target}"
        for line in trace.lines:
            if line.record.command is not None and any(cause.seq == seen.seq for cause in line.causes):
                part += f" and {line.record.command.rpartition('/')[2]} is triggered"
                break
        if part not in parts:
            parts.append(part)
    if text:
        parts.append(text)
    if not parts:
        parts.append(f"{trace.events[-1].event.name} happens" if trace.events else "Nothing happens")
    return "; ".join(parts)


def _point_of_no_return(explored: Explored, run: Run, trace: Trace) -> int | None:
    """The number of the first step after which every run without a further fault ends badly."""
    lost = next((index for index, state in enumerate(run.states) if not explored.hopeful[state]), None)
    if lost is None or lost == 0:
        return 0 if lost == 0 and trace.lines else None
    return trace.lengths[lost - 2] if lost > 1 else 0


def _nearest(run: Run, good: Sequence[Run]) -> Run | None:
    """The good run without faults that shares the longest beginning."""
    return max(good, key=lambda other: _shared(run, other), default=None)


def _shared(first: Run, second: Run) -> int:
    count = 0
    for one, other in zip(first.actions, second.actions, strict=False):
        if one.name != other.name:
            break
        count += 1
    return count
