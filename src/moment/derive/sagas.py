"""Sagas as state machines, with the states that events never reach or never leave for good."""

from __future__ import annotations

from collections.abc import Iterable

from moment.derive.machines import shortest_ways
from moment.derive.wire import SagaMachine, Timeout, Transition, UndoDoc
from moment.model.domain import Domain, Machine, Reference, Saga
from moment.model.sources import source


def sagas(domain: Domain) -> tuple[SagaMachine, ...]:
    """Every saga in declared order."""
    return tuple(_machine(saga) for saga in domain.saga.values())


def named(reference: Reference) -> str:
    """The identity of what is meant, or the name as written when nothing has it."""
    return reference.target or reference.name


def _machine(saga: Saga) -> SagaMachine:
    machine = saga.machine
    ways = shortest_ways(machine)
    finishing = _finishing(machine)
    return SagaMachine(
        id=saga.id,
        saga_name=saga.name,
        context=saga.context,
        source=source(saga.place.path, saga.id),
        trigger=named(saga.trigger),
        initial_state=machine.initial,
        final_states=machine.finals,
        states=machine.names,
        transitions=tuple(
            Transition(from_=edge.source, to=edge.target, on_event=named(edge.event) if edge.event else None)
            for edge in machine.edges
        ),
        timeout=Timeout(saga.timeout, saga.timeout_seconds) if saga.timeout else None,
        undo=tuple(UndoDoc(command=named(each.command), with_=named(each.with_command)) for each in saga.undo),
        compensation=saga.compensation,
        unreachable=tuple(name for name in machine.names if name not in ways),
        stuck=tuple(name for name in machine.names if name in ways and name not in finishing),
    )


def _finishing(machine: Machine) -> frozenset[str]:
    """States from which events lead to a final state, the final ones included."""
    found = set(machine.finals)
    edges = [(edge.source, edge.target) for edge in machine.edges if edge.event is not None and edge.event.target]
    while added := set(_sources(edges, found)) - found:
        found |= added
    return frozenset(found)


def _sources(edges: Iterable[tuple[str, str]], targets: set[str]) -> Iterable[str]:
    return (origin for origin, target in edges if target in targets)
