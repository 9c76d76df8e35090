"""A lifecycle without one of its states: its edges go, and the chains around it stay."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

from moment.diagnostics.model import Edit
from moment.drift.patch.moment.elements import Found
from moment.drift.patch.moment.pen import Pen
from moment.drift.patch.result import Refusal
from moment.language import syntax

Machine: TypeAlias = tuple[frozenset[str], frozenset[tuple[str, str, str]]]
_Link: TypeAlias = tuple[str, str]
"""A state and the event on the edge that leads to it, empty without one."""


def machine(owner: Any) -> Machine:
    """The states and edges of an aggregate or a saga."""
    states: set[str] = set()
    edges: set[tuple[str, str, str]] = set()
    for line in _lines(owner):
        states.add(line.first.text)
        for edge in line.edges:
            states.add(edge.target.text)
            edges.add((edge.source.text, edge.target.text, edge.event.text if edge.event else ""))
    return frozenset(states), frozenset(edges)


def without_state(found: Found, pen: Pen) -> tuple[list[Edit], Machine]:
    """The edits, and the machine that is left; a state that a precondition asks for stays."""
    owner, name = found.chain[-3], found.name
    for command in getattr(owner, "members", ()):
        for each in getattr(command, "preconditions", ()):
            if any(state.text == name for state in each.states):
                raise Refusal(f"the precondition `{each.name.text}` of `{command.name.text}` asks for it")
    states, edges = machine(owner)
    left = frozenset(each for each in edges if name not in each[:2])
    chains = {id(line): _split(line, name) for line in _lines(owner)}
    connected = {state for chain in _all(chains) if len(chain) > 1 for state, _ in chain}
    edits: list[Edit] = []
    for line in _lines(owner):
        if not any(each.text == name for each in (line.first, *(edge.target for edge in line.edges))):
            continue
        kept = [chain for chain in chains[id(line)] if len(chain) > 1 or chain[0][0] not in connected]
        connected |= {state for chain in kept for state, _ in chain}
        if kept:
            indent = pen.indentation(line.start)
            edits += pen.replaced(line.start, line.end, f"\n{indent}".join(map(_written, kept)))
        else:
            edits.append(pen.cut(line.start, line.end))
    return edits, (states - {name}, left)


def _lines(owner: Any) -> Iterator[syntax.States]:
    members = owner.members if isinstance(owner, syntax.Aggregate) else owner.states
    return (each for each in members if isinstance(each, syntax.States))


def _split(line: syntax.States, name: str) -> list[list[_Link]]:
    """The chains of a line between the mentions of ``name``."""
    chains: list[list[_Link]] = [[]]
    links = [(line.first.text, ""), *((edge.target.text, edge.event.text if edge.event else "") for edge in line.edges)]
    for state, event in links:
        if state == name:
            chains.append([])
        else:
            chains[-1].append((state, event))
    return [chain for chain in chains if chain]


def _all(chains: dict[int, list[list[_Link]]]) -> Iterator[list[_Link]]:
    return (chain for each in chains.values() for chain in each)


def _written(chain: list[_Link]) -> str:
    first, *rest = chain
    return f"states {first[0]}" + "".join(f" -> {state}" + (f" on {event}" if event else "") for state, event in rest)
