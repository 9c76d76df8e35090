"""The events that an aggregate has behind it when a test begins, and what they make of it."""

from __future__ import annotations

from moment.model.domain import Aggregate, Command, Domain, Event, Reference


def history_of(aggregate: Aggregate, given: tuple[str, ...], domain: Domain) -> list[Event]:
    """The events among ``given`` that are loaded into ``aggregate``: its own, and those that move its lifecycle."""
    events = (domain.event[identity] for identity in given if identity in domain.event)
    moving = foreign_events(aggregate, domain)
    return [e for e in events if f"{e.context}/{e.aggregate}" == aggregate.id or e in moving]


def foreign_events(aggregate: Aggregate, domain: Domain) -> tuple[Event, ...]:
    """Events of others that move the lifecycle of ``aggregate``, each once, in declared order."""
    edges = aggregate.lifecycle.edges if aggregate.lifecycle is not None else ()
    targets = dict.fromkeys(edge.event.target for edge in edges if edge.event is not None)
    events = (domain.event.get(target or "") for target in targets)
    return tuple(e for e in events if e is not None and f"{e.context}/{e.aggregate}" != aggregate.id)


def emitted_events(command: Command, domain: Domain) -> list[Event]:
    found = (domain.event.get(ref.target or "") for ref in command.emits)
    return [event for event in found if event is not None]


def state_after(aggregate: Aggregate, events: tuple[str, ...]) -> str | None:
    """The lifecycle state after ``events``; ``None`` without a lifecycle."""
    if aggregate.lifecycle is None:
        return None
    state = aggregate.lifecycle.initial
    for event in events:
        edges = (e for e in aggregate.lifecycle.edges if e.source == state and _target(e.event) == event)
        state = next((edge.target for edge in edges), state)
    return state


def _target(reference: Reference | None) -> str | None:
    return reference.target if reference else None
