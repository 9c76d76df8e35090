"""Lifecycles of aggregates: states that are reached, events that move them, commands that they let run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from moment.checks.machines import followers, permitted, satisfying, spread, unreached
from moment.diagnostics.model import Diagnostic, Label, Rule, Severity
from moment.model.domain import Aggregate, Command, Context, Domain, Edge, Machine, Precondition

LIFECYCLE_UNREACHABLE_STATE = Rule(
    "MOM520", "lifecycle-unreachable-state", Severity.ERROR, "`{aggregate}` never becomes `{state}`"
)
LIFECYCLE_EVENT_FOREIGN = Rule(
    "MOM522", "lifecycle-event-foreign", Severity.ERROR, "`{aggregate}` moves on `{event}`, an event of `{owner}`"
)
PRECONDITION_ALWAYS_FALSE = Rule(
    "MOM523", "precondition-always-false", Severity.ERROR, "precondition `{precondition}` of `{command}` never holds"
)

RULES = (LIFECYCLE_UNREACHABLE_STATE, LIFECYCLE_EVENT_FOREIGN, PRECONDITION_ALWAYS_FALSE)


def lifecycles(context: Context, domain: Domain) -> Iterator[Diagnostic]:
    """States that nothing leads to, and edges that wait for another aggregate's event."""
    for aggregate in context.aggregates:
        if aggregate.lifecycle is None:
            continue
        for name, place in unreached(aggregate.lifecycle):
            hint = f"Lead there with `-> {name} on …` from a state that is reached, or remove it."
            yield LIFECYCLE_UNREACHABLE_STATE.at(
                place, hint=hint, elements=(aggregate.id,), aggregate=aggregate.name, state=name
            )
        for edge in aggregate.lifecycle.edges:
            yield from _foreign_event(edge, aggregate, domain)


def _foreign_event(edge: Edge, aggregate: Aggregate, domain: Domain) -> Iterator[Diagnostic]:
    event = domain.event.get(edge.event.target or "") if edge.event is not None else None
    if edge.event is None or event is None:
        return
    if (event.context, event.aggregate) != (aggregate.context, aggregate.name):
        owner = event.aggregate if event.context == aggregate.context else f"{event.context}.{event.aggregate}"
        yield LIFECYCLE_EVENT_FOREIGN.at(
            edge.event.place,
            Label(event.place, "declared here"),
            hint=f"Move on an event that `{aggregate.name}` emits itself when it learns of `{event.name}`.",
            elements=(aggregate.id, event.id),
            aggregate=aggregate.name,
            event=event.name,
            owner=owner,
        )


def preconditions(domain: Domain) -> Iterator[Diagnostic]:
    """Commands whose formal preconditions no state satisfies that their aggregate can be in."""
    spontaneous: set[str] | None = None
    for context in domain.contexts:
        for aggregate in context.aggregates:
            if aggregate.lifecycle is None:
                continue
            allowed = _allowed(aggregate, aggregate.lifecycle)
            for command in aggregate.commands:
                if allowed.get(command.id) == frozenset():
                    yield _contradicting(command, aggregate.lifecycle)
            locks = _locks(aggregate, aggregate.lifecycle, allowed, domain)
            if locks and spontaneous is None:
                spontaneous = _spontaneous(domain)
            for lock in locks:
                if lock.edge.event is not None and lock.edge.event.target not in (spontaneous or ()):
                    yield _locked_out(lock)


def _allowed(aggregate: Aggregate, lifecycle: Machine) -> Mapping[str, frozenset[str]]:
    """The states in which each command with formal preconditions may run."""
    return {c.id: states for c in aggregate.commands if (states := permitted(c, lifecycle)) is not None}


def _contradicting(command: Command, lifecycle: Machine) -> Diagnostic:
    """At the first precondition that leaves no state over; labels show those before it."""
    left = frozenset(lifecycle.names)
    formal: list[Precondition] = []
    for precondition in command.preconditions:
        if precondition.is_formal and left:
            left = satisfying(precondition, left)
            formal.append(precondition)
    return PRECONDITION_ALWAYS_FALSE.at(
        formal[-1].place,
        *(Label(other.place, "excludes the other states") for other in formal[:-1]),
        hint="Name a state in which the command may run.",
        elements=(command.id,),
        precondition=formal[-1].name,
        command=command.name,
    )


class _Lock(NamedTuple):
    """A command that would have to run before it may: with the edge out of a reached state that it would take."""

    command: Command
    precondition: Precondition
    edge: Edge


def _locks(
    aggregate: Aggregate, lifecycle: Machine, allowed: Mapping[str, frozenset[str]], domain: Domain
) -> tuple[_Lock, ...]:
    """What lies behind the edge of a lock follows from it and is left out, and so is what no edge leads to at all."""
    if lifecycle.initial is None or not allowed:
        return ()
    drawn = spread((lifecycle.initial,), followers(lifecycle))
    reached = _reached(lifecycle, allowed, domain)
    locks: dict[str, _Lock] = {}
    for edge in lifecycle.edges:
        if edge.source not in reached or edge.target in reached:
            continue
        for emitter in _emitters(edge, domain):
            states = allowed.get(emitter, reached)
            if emitter not in locks and reached.isdisjoint(states) and not drawn.isdisjoint(states):
                command = domain.command[emitter]
                locks[emitter] = _Lock(command, _culprit(command, reached), edge)
    return tuple(locks.values())


def _culprit(command: Command, reached: frozenset[str]) -> Precondition:
    """The formal precondition that takes the last of the ``reached`` states."""
    left = reached
    for precondition in command.preconditions:
        if precondition.is_formal:
            left = satisfying(precondition, left)
            if not left:
                break
    return precondition


def _reached(lifecycle: Machine, allowed: Mapping[str, frozenset[str]], domain: Domain) -> frozenset[str]:
    """The states that edges can be taken to: one needs an emitter that may run in some reached state."""
    edges: dict[str, list[Edge]] = {}
    for edge in lifecycle.edges:
        edges.setdefault(edge.source, []).append(edge)
    reached = {lifecycle.initial or ""}
    waiting = list(reached)
    blocked: list[Edge] = []
    while waiting:
        candidates = [*blocked, *edges.get(waiting.pop(), ())]
        blocked = []
        for edge in candidates:
            emitters = _emitters(edge, domain)
            if emitters and all(reached.isdisjoint(allowed.get(emitter, reached)) for emitter in emitters):
                blocked.append(edge)
            elif edge.target not in reached:
                reached.add(edge.target)
                waiting.append(edge.target)
    return frozenset(reached)


def _emitters(edge: Edge, domain: Domain) -> tuple[str, ...]:
    event = domain.event.get(edge.event.target or "") if edge.event is not None else None
    return event.emitters if event is not None else ()


def _spontaneous(domain: Domain) -> set[str]:
    """Events that a flow places without a command that emits them: from outside, whatever the state."""
    found: set[str] = set()
    for flow in domain.flows:
        placed = {placement.node.target for placement in flow.placements}
        for target in placed:
            event = domain.event.get(target or "")
            if event is not None and placed.isdisjoint(event.emitters):
                found.add(event.id)
    return found


def _locked_out(lock: _Lock) -> Diagnostic:
    return PRECONDITION_ALWAYS_FALSE.at(
        lock.precondition.place,
        Label(lock.edge.target_place, f"`{lock.command.name}` would lead here"),
        hint=f"Let it run in `{lock.edge.source}`, the state that it leads out of.",
        elements=(lock.command.id,),
        precondition=lock.precondition.name,
        command=lock.command.name,
    )


CONTEXT = (lifecycles,)
FLOW = ()
PROJECT = (preconditions,)
