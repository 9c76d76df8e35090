"""The compiled explorer finds the graph that the interpreter defines: states, transitions, ends, verdicts."""

from __future__ import annotations

from collections import Counter
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from moment.behaviour.compile import Compiled
from moment.behaviour.explore import explore
from moment.behaviour.graph import Graph, Limits
from moment.behaviour.interpreter import Interpreter
from moment.behaviour.reachability import explore_reference
from moment.behaviour.verdicts import judge
from tests.properties.flows import PROPERTY, flows, machine_of

_STATES = 3000
_Content = tuple[Counter[tuple[str, Any, int]], Any]


def content(machine: Interpreter, graph: Graph) -> dict[Any, _Content]:
    """By the cells of each state: its edges by name and where they lead, and the verdict of an end."""
    states = [state.cells for state in graph.states]
    assert len(set(states)) == len(states)
    return {
        cells: (
            Counter((edge.action.name, states[edge.target], edge.times) for edge in graph.edges[number]),
            judge(machine, graph.states[number]) if graph.is_end(number) else None,
        )
        for number, cells in enumerate(states)
    }


@PROPERTY
@given(flows(), st.integers(0, 2))
def test_the_compiled_graph_is_that_of_the_interpreter(text: str, faults: int) -> None:
    machine = machine_of(text, faults=faults)
    reference = explore_reference(machine, Limits(states=_STATES))
    if reference.limit is not None:
        return
    compiled = Compiled(machine)
    found = explore(compiled)
    assert content(machine, found) == content(machine, reference)
    assert {number: found.is_end(number) for number in range(found.expanded)} == {
        number: all(edge.action.fault is not None for edge in found.edges[number]) for number in range(found.expanded)
    }


@PROPERTY
@given(flows(), st.integers(0, 2))
def test_successors_are_the_actions_of_the_interpreter(text: str, faults: int) -> None:
    machine = machine_of(text, faults=faults)
    compiled = Compiled(machine)
    waiting, seen = [compiled.initial], {compiled.initial}
    while waiting and len(seen) < 300:
        packed = waiting.pop()
        state = compiled.decode(packed)
        assert compiled.packing.pack(state) == packed
        found = [(compiled.actions[label], compiled.decode(target)) for label, target in compiled.successors(packed)]
        assert found == [(action, machine.after(state, action)) for action in machine.actions(state)]
        fresh = {target for _, target in compiled.successors(packed)} - seen
        seen |= fresh
        waiting.extend(sorted(fresh))


@PROPERTY
@given(flows())
def test_shares_that_are_split_answer_the_same(text: str) -> None:
    machine = machine_of(text, faults=1)
    whole, split = Compiled(machine), Compiled(machine)
    for share in (*split.plain, *split.faults):
        split.split(share, keys=0)
    found = explore(whole, Limits(states=_STATES))
    if found.limit is None:
        assert content(machine, explore(split)) == content(machine, found)
