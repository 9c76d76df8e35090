"""What the runs of a flow reached, and for what none reached, how near one got."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from moment.behaviour.figures import Explored
from moment.behaviour.graph import Seen
from moment.behaviour.machine import FINISHED, WAITING, Plan
from moment.behaviour.scenario import Scenario
from moment.behaviour.state import UNDECIDED, State, instances_of
from moment.model.domain import Edge, Machine
from moment.model.words import words
from moment.text.span import Place

_ENDS_LOOKED_AT = 2000


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
    plan, graph = explored.machine.plan, explored.graph
    at, seen = explored.machine.layout, explored.graph.seen
    return Reached(
        steps=frozenset(step.index for step in plan.steps if seen.ever(step.index) != {WAITING}),
        arms=frozenset((a.subject, int(a.option or 0)) for a in graph.actions if a.kind == "choose"),
        routes=frozenset(action.subject for action in graph.actions if action.kind == "deliver"),
        reactions=frozenset(reaction for reaction, cell in at.reacted.items() if len(seen.ever(cell)) > 1),
        lifecycle=frozenset(_moves(seen, range(at.aggregates, at.sagas))),
        sagas=frozenset(
            (number, was or "", now) for number, was, now in _moves(seen, range(at.sagas, at.sagas + len(plan.sagas)))
        ),
    )


def _moves(seen: Seen, cells: range) -> Iterator[tuple[int, Any, Any]]:
    """(number, before, after) of everything that changed."""
    for number, cell in enumerate(cells):
        for (was,), (now,) in seen.changes(cell):
            if was != now:
                yield number, was, now


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
    seen = explored.graph.seen
    facts = {fact for cell in explored.machine.layout.facts.values() for found in seen.ever(cell) for fact in found}
    events = {fact.identity for fact in facts}
    happened = {(fact.identity, fact.context) for fact in facts}
    for reaction in plan.reactions:
        contexts = {lane.context for lane in plan.flow.lanes}
        if reaction.trigger not in events or reaction.source.context not in contexts:
            continue
        fired = (reaction.trigger, reaction.source.context) in happened
        wanted = reaction.trigger
        count = sum(
            1 for each in told
            if any(
                fact.identity == wanted and fact.context == reaction.source.context
                for state in instances_of(each.trace.final) for fact in state.facts
            )
        )  # fmt: skip
        yield Covered(
            reaction.kind, reaction.source.id, reaction.source.name, reaction.source.place,
            (count or 1) if fired else 0, len(told),
        )  # fmt: skip


def _machines(explored: Explored, told: tuple[Scenario, ...], found: Reached) -> Iterator[Covered]:
    plan, at = explored.machine.plan, explored.machine.layout
    first = explored.machine.initial()
    used = {s.command.context + "/" + s.command.aggregate for s in plan.steps if s.command}
    used |= {s.event.context + "/" + s.event.aggregate for s in plan.steps if s.event}
    for number, aggregate in enumerate(plan.aggregates):
        if aggregate.id in used and aggregate.lifecycle is not None:
            moves = {(was, now) for index, was, now in found.lifecycle if index == number}
            cell = at.aggregates + number
            moves |= {(edge.source, edge.target) for edge in _loops(explored, cell, aggregate.lifecycle)}
            moves |= set(_within(explored, cell, aggregate.lifecycle, moves))
            yield from _machine("lifecycle", aggregate.id, aggregate.lifecycle, moves, {first.lifecycle[number]}, told)
    for number, saga in enumerate(plan.sagas):
        moves = {(was, now) for index, was, now in found.sagas if index == number}
        moves |= set(_within(explored, at.sagas + number, saga.machine, moves))
        if moves:
            yield from _machine("saga", saga.id, saga.machine, moves, set(), told)


def _loops(explored: Explored, cell: int, machine: Machine) -> Iterator[Edge]:
    """Edges from a state to itself whose event happened while ``cell`` was in the state."""
    for edge in machine.edges:
        if edge.source == edge.target and any(
            was == now == edge.source for was, now in _happened(explored, cell, edge)
        ):
            yield edge


def _within(explored: Explored, cell: int, machine: Machine, moves: set[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The moves inside those that take several edges in one action: a path of edges whose events all happened in it."""
    edges = {(edge.source, edge.target): edge for edge in machine.edges}
    happened = {move: _happened(explored, cell, edge) for move, edge in edges.items()}
    for whole in moves - edges.keys():
        parts = {move for move in edges if whole in happened[move]}
        ahead, behind = _reach(whole[0], parts), _reach(whole[1], {(to, origin) for origin, to in parts})
        yield from (move for move in parts if move[0] in ahead and move[1] in behind)


def _reach(start: str, moves: set[tuple[str, str]]) -> set[str]:
    """Everything that ``moves`` lead to from ``start``, itself among them."""
    found, size = {start}, 0
    while len(found) > size:
        size = len(found)
        found |= {now for was, now in moves if was in found}
    return found


def _happened(explored: Explored, cell: int, edge: Edge) -> set[tuple[str, str]]:
    """What ``cell`` was before and after the actions in which the event of ``edge`` happened."""
    facts = explored.machine.layout.facts
    event = edge.event.target if edge.event is not None else None
    if event is None or event not in facts:
        return set()
    changes = explored.graph.seen.changes(cell, facts[event])
    return {(was or "", now or "") for (was, before), (now, after) in changes if before != after}


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
    """The last action, of a run without faults, that did something of what is written before ``step``.

    The run is the one that finished most of that; of two, the one found first.
    """
    graph = explored.graph

    def done(number: int) -> int:
        return max(_done(state, step) for state in instances_of(graph.states[number]))

    calm = [number for number in graph.ends if not explored.faults[number]][:_ENDS_LOOKED_AT]
    best = max(calm, key=done, default=0)
    most, numbers = done(best), graph.route(best)
    first = next(index for index, number in enumerate(numbers) if done(number) == most)
    path = graph.path(numbers[first])
    return path[-1].name if path else None


def _done(state: State, step: int) -> int:
    decided = sum(1 for choice in state.choices if choice != UNDECIDED)
    return decided + sum(1 for mark in state.marks[:step] if mark in FINISHED)
