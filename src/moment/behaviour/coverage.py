"""What the runs of a flow reached, and for what none reached, how near one got."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from moment.behaviour.figures import Explored
from moment.behaviour.machine import FINISHED, Plan
from moment.behaviour.scenario import Scenario
from moment.behaviour.state import UNDECIDED
from moment.model.domain import Edge, Machine
from moment.model.words import words
from moment.text.span import Place


class Covered(NamedTuple):
    """``reached`` of ``of`` told runs touch ``element``; ``furthest`` is the last action of the run that got near."""

    kind: str
    element: str
    name: str
    place: Place
    reached: int
    of: int
    furthest: str | None = None


class Reached(NamedTuple):
    """What the whole graph touches: steps, (moment, arm), routes, reactions, and moves of lifecycles and sagas."""

    steps: frozenset[int]
    arms: frozenset[tuple[int, int]]
    routes: frozenset[int]
    reactions: frozenset[int]
    lifecycle: frozenset[tuple[int, str, str]]
    sagas: frozenset[tuple[int, str, str]]


def reached(explored: Explored) -> Reached:
    graph = explored.graph
    steps: set[int] = set()
    arms: set[tuple[int, int]] = set()
    routes: set[int] = set()
    reactions: set[int] = set()
    lifecycle: set[tuple[int, str, str]] = set()
    sagas: set[tuple[int, str, str]] = set()
    for number, state in enumerate(graph.states):
        steps.update(step for step, mark in enumerate(state.marks) if mark)
        reactions.update(reaction for reaction, _, _ in state.reacted)
        for edge in graph.edges[number]:
            target = graph.states[edge.target]
            action = edge.action
            if action.kind in ("handle", "publish", "end"):
                steps.add(action.subject)
            elif action.kind == "choose":
                arms.add((action.subject, int(action.option or 0)))
            elif action.kind == "deliver":
                routes.add(action.subject)
            for index, (was, now) in enumerate(zip(state.lifecycle, target.lifecycle, strict=True)):
                if was != now:
                    lifecycle.add((index, was, now))
            for index, (before, after) in enumerate(zip(state.sagas, target.sagas, strict=True)):
                if before != after and after is not None:
                    sagas.add((index, before or "", after))
    return Reached(*map(frozenset, (steps, arms, routes, reactions, lifecycle, sagas)))  # type: ignore[arg-type]


def coverage(explored: Explored, told: tuple[Scenario, ...], found: Reached) -> tuple[Covered, ...]:
    """Moments, arms, placements, crossings, policies, sagas, lifecycles, preconditions, terms; in this order."""
    rows = [
        *_moments(explored, told, found),
        *_crossings(explored, told, found),
        *_policies(explored, told, found),
        *_machines(explored, told, found),
        *_preconditions(explored, told),
    ]
    return (*rows, *_terms(explored.machine.plan, rows))


def _count(told: Iterable[Scenario], keys: Iterable[str], *, touched: bool) -> int:
    """Told runs with one of the actions; one that only untold runs have counts once."""
    wanted = set(keys)
    count = sum(1 for each in told if any(action.name in wanted for action in each.run.actions))
    return count or int(touched)


def _moments(explored: Explored, told: tuple[Scenario, ...], found: Reached) -> Iterator[Covered]:
    plan = explored.machine.plan
    total = len(told)
    for number, moment in enumerate(plan.flow.moments):
        inside = [step for step in plan.steps if step.moment == number]
        touched = any(step.index in found.steps for step in inside)
        slug = f"moment:{moment.slug}"
        count = sum(1 for each in told if slug in each.trace.path) or int(touched)
        near = None if touched or not inside else furthest(explored, inside[0].index)
        yield Covered("moment", f"{plan.flow.id}/{moment.slug}", moment.label, moment.place, count, total, near)
        for arm, written in enumerate(moment.arms):
            name = f"choose:{moment.slug}={written.condition}"
            taken = (number, arm) in found.arms
            count = _count(told, (name,), touched=taken)
            near = None if taken or not inside else furthest(explored, inside[0].index)
            element = f"{plan.flow.id}/{moment.slug}/{written.condition}"
            yield Covered("arm", element, written.condition, written.place, count, total, near)
        for step in inside:
            touched = step.index in found.steps
            count = sum(1 for e in told if any(li.step is step and li.moment is not None for li in e.trace.lines))
            near = None if touched else furthest(explored, step.index)
            for placement in step.placements:
                yield Covered(
                    "placement", placement.id, placement.node.name, placement.place, count or int(touched), total, near
                )


def _crossings(explored: Explored, told: tuple[Scenario, ...], found: Reached) -> Iterator[Covered]:
    for route in explored.machine.plan.routes:
        touched = route.number in found.routes
        count = _count(told, (f"deliver:{route.name}",), touched=touched)
        near = None if touched else furthest(explored, route.step)
        yield Covered("crossing", route.crossing.id, route.name, route.crossing.place, count, len(told), near)


def _policies(explored: Explored, told: tuple[Scenario, ...], found: Reached) -> Iterator[Covered]:
    """Policies whose trigger this flow can bring about."""
    plan = explored.machine.plan
    events = {fact.identity for state in explored.graph.states for fact in state.facts}
    happened = {(fact.identity, fact.context) for state in explored.graph.states for fact in state.facts}
    for reaction in plan.reactions:
        contexts = {lane.context for lane in plan.flow.lanes}
        if reaction.trigger not in events or reaction.source.context not in contexts:
            continue
        fired = (reaction.trigger, reaction.source.context) in happened
        wanted = reaction.trigger
        count = sum(
            1 for each in told
            if any(fact.identity == wanted and fact.context == reaction.source.context for fact in each.trace.final.facts)
        )  # fmt: skip
        yield Covered(
            reaction.kind, reaction.source.id, reaction.source.name, reaction.source.place,
            (count or 1) if fired else 0, len(told),
        )  # fmt: skip


def _machines(explored: Explored, told: tuple[Scenario, ...], found: Reached) -> Iterator[Covered]:
    plan = explored.machine.plan
    first = explored.graph.states[0]
    used = {s.command.context + "/" + s.command.aggregate for s in plan.steps if s.command}
    used |= {s.event.context + "/" + s.event.aggregate for s in plan.steps if s.event}
    for number, aggregate in enumerate(plan.aggregates):
        if aggregate.id in used and aggregate.lifecycle is not None:
            moves = {(was, now) for index, was, now in found.lifecycle if index == number}
            moves |= {(edge.source, edge.target) for edge in _loops(explored, number, aggregate.lifecycle)}
            yield from _machine("lifecycle", aggregate.id, aggregate.lifecycle, moves, {first.lifecycle[number]}, told)
    for number, saga in enumerate(plan.sagas):
        moves = {(was, now) for index, was, now in found.sagas if index == number}
        if moves:
            yield from _machine("saga", saga.id, saga.machine, moves, set(), told)


def _loops(explored: Explored, number: int, machine: Machine) -> Iterator[Edge]:
    """Edges from a state to itself whose event happened in a run that was in the state."""
    for edge in machine.edges:
        if edge.source == edge.target and edge.event is not None:
            event = edge.event.target
            states = (each for each in explored.graph.states if each.lifecycle[number] == edge.source)
            if any(fact.identity == event for state in states for fact in state.facts):
                yield edge


def _machine(
    kind: str, owner: str, machine: Machine, moves: set[tuple[str, str]], start: set[str], told: tuple[Scenario, ...]
) -> Iterator[Covered]:
    seen = start | {now for _, now in moves}
    for name, place in machine.states:
        yield Covered(f"{kind}-state", f"{owner}.{name}", name, place, int(name in seen), 1)
    for edge in machine.edges:
        name = f"{edge.source}->{edge.target}"
        taken = (edge.source, edge.target) in moves
        yield Covered(f"{kind}-edge", f"{owner}.{name}", name, edge.target_place, int(taken), 1)


def _preconditions(explored: Explored, told: tuple[Scenario, ...]) -> Iterator[Covered]:
    """Each twice: held, and refused."""
    seen: dict[tuple[str, str, bool], set[str]] = {}
    for each in told:
        for line in each.trace.lines:
            for check in line.record.checks:
                if check.kind == "precondition" and line.record.command is not None:
                    seen.setdefault((line.record.command, check.name, check.holds), set()).add(each.id)
    done: set[str] = set()
    for step in explored.machine.plan.steps:
        if step.command is None or step.command.id in done:
            continue
        done.add(step.command.id)
        for precondition in step.command.preconditions:
            for holds, word in ((True, "held"), (False, "refused")):
                count = len(seen.get((step.command.id, precondition.name, holds), ()))
                element = f"{step.command.id}.{precondition.name}"
                yield Covered(f"precondition-{word}", element, precondition.name, precondition.place, count, len(told))


def _terms(plan: Plan, rows: list[Covered]) -> Iterator[Covered]:
    """Words of the glossary that something reached contains."""
    spoken = {word.lower() for row in rows if row.reached for word in words(row.name)}
    contexts = {lane.context for lane in plan.flow.lanes}
    for context in plan.domain.contexts:
        if context.name in contexts:
            for term in context.terms:
                known = {word.lower() for word in words(term.word)} <= spoken
                yield Covered("term", term.id, term.word, term.place, int(known), 1)


def furthest(explored: Explored, step: int) -> str | None:
    """The last action of the shortest run that finished most of what is written before ``step``."""
    graph = explored.graph
    best, most = 0, -1
    for number, state in enumerate(graph.states):
        if state.faults:
            continue
        done = sum(1 for mark in state.marks[:step] if mark in FINISHED)
        done += sum(1 for choice in state.choices if choice != UNDECIDED)
        if done > most:
            best, most = number, done
    path = graph.path(best)
    return path[-1].name if path else None
