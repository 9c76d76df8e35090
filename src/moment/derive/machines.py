"""Shortest ways through the states of a lifecycle or a saga."""

from __future__ import annotations

from collections.abc import Mapping

from moment.model.domain import Machine


def shortest_ways(machine: Machine) -> Mapping[str, tuple[str, ...]]:
    """From every state that events can reach to the identities of those events, fewest first, then declared order.

    Edges without an event, or with an unresolved one, lead nowhere.
    """
    if machine.initial is None:
        return {}
    ways: dict[str, tuple[str, ...]] = {machine.initial: ()}
    for state in (waiting := [machine.initial]):
        for edge in machine.edges:
            event = edge.event.target if edge.event else None
            if edge.source == state and event is not None and edge.target not in ways:
                ways[edge.target] = (*ways[state], event)
                waiting.append(edge.target)
    return ways


def labels(machine: Machine) -> tuple[str, ...]:
    """Identities of the events that any edge is taken on, in declared order."""
    return tuple(dict.fromkeys(e.event.target for e in machine.edges if e.event is not None and e.event.target))
