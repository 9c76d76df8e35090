"""Who waits for whom in a stall: a graph of steps, decisions, events, messages and conditions, and its circles."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple, TypeAlias

from moment.text.span import Place

NodeKind: TypeAlias = Literal["step", "decision", "event", "message", "condition", "command"]


_WAITS = "{source} {reason} {target}"
_SENTENCES = {
    "would become so by": "{target} would bring that about",
    "would come from": "{target} would make {source} happen",
    "was not emitted by": "{target} is done and did not emit {source}",
    "could come from": "{target} would make {source} happen, but the flow does not place it",
    "was sent by": "{target} is done and sent it already",
    "would be sent by": "{target} would send it",
}


class WaitNode(NamedTuple):
    """``there`` is false for what is missing: nothing in this run brought it about."""

    id: str
    kind: NodeKind
    name: str
    there: bool
    place: Place | None


class WaitEdge(NamedTuple):
    """``source`` waits for ``target``; for an event, ``target`` could have brought it about."""

    source: str
    target: str
    reason: str


class WaitGraph(NamedTuple):
    """``owed`` are the nodes that the flow still needs, ``circles`` nodes that wait for each other, each once."""

    owed: tuple[str, ...]
    nodes: tuple[WaitNode, ...]
    edges: tuple[WaitEdge, ...]
    circles: tuple[tuple[str, ...], ...]

    def name(self, node: str) -> str:
        return next(each.name for each in self.nodes if each.id == node)


def told(graph: WaitGraph) -> Iterator[str]:
    """The graph line by line, as deep as the questions go; what was told before is not told again."""
    shown: set[WaitEdge] = set()
    behind = {edge.source for edge in graph.edges if edge.reason == "stands behind"}
    for circle in graph.circles:
        first, *rest = (graph.name(node).partition(";")[0] for node in (*circle, circle[0]))
        yield f"{first} waits for {', which waits for '.join(rest)}"
        shown.update(edge for edge in graph.edges if edge.source in circle)
    for node in graph.owed:
        if node not in behind or not shown:
            yield from _told(graph, node, "", shown)


def _told(graph: WaitGraph, node: str, indent: str, shown: set[WaitEdge]) -> Iterator[str]:
    for edge in graph.edges:
        if edge.source == node and edge not in shown:
            shown.add(edge)
            yield indent + _SENTENCES.get(edge.reason, _WAITS).format(
                source=graph.name(node), reason=edge.reason, target=graph.name(edge.target)
            )
            yield from _told(graph, edge.target, indent + "  ", shown)


def circles_of(edges: tuple[WaitEdge, ...], nodes: dict[str, WaitNode]) -> Iterator[tuple[str, ...]]:
    """Nodes that wait for each other: a shortest circle through each that is in none told before."""
    following: dict[str, list[str]] = {}
    for edge in edges:
        following.setdefault(edge.source, []).append(edge.target)
    told: set[str] = set()
    for node in nodes:
        if node not in told:
            circle = _circle(node, following)
            if circle and not told & set(circle):
                told.update(circle)
                yield circle


def _circle(node: str, following: dict[str, list[str]]) -> tuple[str, ...]:
    """A shortest way from ``node`` back to itself; empty when there is none."""
    came: dict[str, str] = {}
    layer = [node]
    while layer:
        reached = []
        for here in layer:
            for there in following.get(here, ()):
                if there == node:
                    way = [here]
                    while way[-1] != node:
                        way.append(came[way[-1]])
                    return tuple(reversed(way))
                if there not in came:
                    came[there] = here
                    reached.append(there)
        layer = reached
    return ()
