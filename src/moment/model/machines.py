"""States and edges from written ``states`` lines, of a lifecycle and of a saga alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from moment.language import syntax
from moment.model.domain import Edge, Machine, Reference
from moment.model.fields import name_place
from moment.text.span import Place


def machine(lines: Iterable[syntax.States], path: str, event: Callable[[syntax.Name], Reference]) -> Machine:
    """One machine of all ``lines``; ``event`` resolves what an edge waits for. Missing names make no state."""
    states: dict[str, Place] = {}
    edges: list[Edge] = []
    chains: list[tuple[str, ...]] = []
    for line in lines:
        written = [line.first, *(edge.target for edge in line.edges)]
        named = [name for name in written if name.text]
        for name in named:
            states.setdefault(name.text, name_place(name, path))
        if named:
            chains.append(tuple(name.text for name in named))
        edges.extend(_edge(edge, path, event) for edge in line.edges if edge.source.text and edge.target.text)
    return Machine(tuple(states.items()), tuple(edges), tuple(chains))


def _edge(edge: syntax.Edge, path: str, event: Callable[[syntax.Name], Reference]) -> Edge:
    waits_for = None if edge.event is None else event(edge.event)
    return Edge(
        edge.source.text, edge.target.text, waits_for, name_place(edge.source, path), name_place(edge.target, path)
    )
