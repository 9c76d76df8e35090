from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from moment.checks.components import components

Graph = dict[int, list[int]]


def graphs() -> st.SearchStrategy[Graph]:
    nodes = range(6)
    return st.fixed_dictionaries({node: st.lists(st.sampled_from(nodes), max_size=4) for node in nodes})


def behind(graph: Graph, start: int) -> set[int]:
    """All that one step or more lead to from ``start``."""
    found: set[int] = set()
    waiting = [start]
    while waiting:
        for following in graph[waiting.pop()]:
            if following not in found:
                found.add(following)
                waiting.append(following)
    return found


@settings(max_examples=100, deadline=None)
@given(graphs())
def test_nodes_are_together_when_each_leads_to_the_other(graph: Graph) -> None:
    led_to = {node: behind(graph, node) | {node} for node in graph}
    expected = {frozenset(other for other in led_to[node] if node in led_to[other]) for node in graph}
    assert sorted(map(sorted, components(graph))) == sorted(map(sorted, expected))


def test_a_long_chain_needs_no_recursion() -> None:
    length = 50_000
    graph = {node: [(node + 1) % length] for node in range(length)}
    assert [len(group) for group in components(graph)] == [length]
