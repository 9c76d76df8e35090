"""Strongly connected components of a graph (Kosaraju and Sharir, 1981), without recursion."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import TypeVar

Node = TypeVar("Node", bound=Hashable)


def components(graph: Mapping[Node, Iterable[Node]]) -> Iterator[frozenset[Node]]:
    """The groups of nodes of ``graph`` that all lead to each other; every successor is a key; linear in the edges."""
    backwards: dict[Node, list[Node]] = {node: [] for node in graph}
    for node, successors in graph.items():
        for successor in successors:
            backwards[successor].append(node)
    grouped: set[Node] = set()
    for root in reversed(_finished(graph)):
        if root not in grouped:
            yield _spread(root, backwards, grouped)


def _finished(graph: Mapping[Node, Iterable[Node]]) -> list[Node]:
    """All nodes, each after those that depth-first search first finds behind it."""
    seen: set[Node] = set()
    order: list[Node] = []
    for root in graph:
        waiting = [(root, False)]
        while waiting:
            node, is_finished = waiting.pop()
            if is_finished:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                waiting.append((node, True))
                waiting.extend((successor, False) for successor in graph[node] if successor not in seen)
    return order


def _spread(root: Node, graph: Mapping[Node, Iterable[Node]], grouped: set[Node]) -> frozenset[Node]:
    """All nodes not yet grouped that ``root`` leads to; they are now."""
    found = [root]
    grouped.add(root)
    for node in found:
        for successor in graph[node]:
            if successor not in grouped:
                grouped.add(successor)
                found.append(successor)
    return frozenset(found)
