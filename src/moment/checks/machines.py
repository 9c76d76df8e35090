"""What a lifecycle or a saga can reach: its states, its traps, and the states in which a command may run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from moment.checks.components import components
from moment.model.domain import Command, Machine, Precondition
from moment.text.span import Place


def followers(machine: Machine) -> Mapping[str, tuple[str, ...]]:
    """From every state to those that its edges lead to; an edge without an event counts."""
    found: dict[str, list[str]] = {name: [] for name in machine.names}
    for edge in machine.edges:
        found[edge.source].append(edge.target)
    return {name: tuple(targets) for name, targets in found.items()}


def unreached(machine: Machine) -> Iterator[tuple[str, Place]]:
    """States that no way leads to, without those that only follow from another one of them."""
    if machine.initial is None:
        return
    graph = followers(machine)
    reached = spread((machine.initial,), graph)
    missed = [state for state in machine.states if state[0] not in reached]
    led_to = {target for name, _ in missed for target in graph[name] if target != name}
    for name, place in sorted(missed, key=lambda state: state[0] in led_to):
        if name not in reached:
            yield name, place
            spread((name,), graph, reached)


def spread(starts: Iterable[str], graph: Mapping[str, Iterable[str]], reached: set[str] | None = None) -> set[str]:
    """``reached``, extended by ``starts`` and all that they lead to."""
    found = set() if reached is None else reached
    waiting = [name for name in starts if name not in found]
    found.update(waiting)
    for name in waiting:
        for following in graph[name]:
            if following not in found:
                found.add(following)
                waiting.append(following)
    return found


def traps(machine: Machine) -> Iterator[tuple[str, ...]]:
    """Groups of reachable states that lead round and round and nowhere else, in declared order.

    A state that only leads to itself is no trap: whoever stays there has arrived.
    """
    if machine.initial is None:
        return
    graph = followers(machine)
    reached = spread((machine.initial,), graph)
    for group in components(graph):
        is_closed = all(target in group for name in group for target in graph[name])
        if len(group) > 1 and is_closed and not reached.isdisjoint(group):
            yield tuple(name for name in machine.names if name in group)


def permitted(command: Command, machine: Machine) -> frozenset[str] | None:
    """The states in which all formal preconditions of ``command`` hold; ``None`` when it has none that is decided."""
    formal = [precondition for precondition in command.preconditions if precondition.is_formal]
    if not formal or any(state.target is None for precondition in formal for state in precondition.states):
        return None
    states = frozenset(machine.names)
    for precondition in formal:
        states = satisfying(precondition, states)
    return states


def satisfying(precondition: Precondition, states: frozenset[str]) -> frozenset[str]:
    """Those of ``states`` in which the formal ``precondition`` holds."""
    named = {state.name for state in precondition.states}
    return states - named if precondition.negated else states & named
