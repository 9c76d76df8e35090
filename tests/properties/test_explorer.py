"""The compiled explorer finds the graph that the interpreter defines: states, transitions, ends, verdicts."""

from __future__ import annotations

from collections import Counter
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from moment.behaviour.compile import Compiled
from moment.behaviour.explore import explore
from moment.behaviour.figures import measure
from moment.behaviour.graph import Graph, Limits
from moment.behaviour.instances import moves, start
from moment.behaviour.interpreter import Interpreter
from moment.behaviour.reachability import explore_reference
from moment.behaviour.scenario import scenarios
from moment.behaviour.state import instances_of
from moment.behaviour.verdicts import judge
from tests.properties.flows import PROPERTY, flows, machine_of

_STATES = 3000
_Content = tuple[Counter[tuple[str, Any, int]], Any]


def content(machine: Interpreter, graph: Graph) -> dict[Any, _Content]:
    """By the cells of each state: its edges by name and where they lead, and the verdict of an end."""
    states = [tuple(each.cells for each in instances_of(state)) for state in graph.states]
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


@PROPERTY
@given(flows(), st.integers(0, 1))
def test_several_instances_are_those_of_the_interpreter(text: str, faults: int) -> None:
    machine = machine_of(text, faults=faults, instances=2)
    reference = explore_reference(machine, Limits(states=_STATES))
    if reference.limit is not None:
        return
    plain = explore(Compiled(machine), symmetric=False)
    assert content(machine, plain) == content(machine, reference)


@PROPERTY
@given(flows(), st.integers(0, 1), st.integers(2, 3))
def test_symmetry_changes_no_figure(text: str, faults: int, instances: int) -> None:
    machine = machine_of(text, faults=faults, instances=instances)
    plain = explore(Compiled(machine), Limits(states=_STATES), symmetric=False)
    if plain.limit is not None:
        return
    folded = explore(Compiled(machine))
    one, other = measure(machine, plain), measure(machine, folded)
    assert len(folded.rows) <= len(plain.rows)
    assert [rung._replace(states=0, transitions=0) for rung in other.rungs] == [
        rung._replace(states=0, transitions=0) for rung in one.rungs
    ]
    assert other.arms == one.arms
    assert other.chance_of_good(0) == one.chance_of_good(0)
    assert set(other.verdicts.values()) == set(one.verdicts.values())


@PROPERTY
@given(flows(), st.integers(0, 1))
def test_every_scenario_of_several_instances_can_be_run(text: str, faults: int) -> None:
    machine = machine_of(text, faults=faults, instances=2)
    graph = explore(Compiled(machine), Limits(states=_STATES))
    found = measure(machine, graph)
    for scenario in scenarios(found)[:20]:
        situation = start(machine)
        for action in scenario.run.actions:
            situation = dict(moves(machine, situation))[action]
        assert judge(machine, situation) == scenario.verdict
        assert situation == scenario.trace.final
        assert [line.seq for line in scenario.trace.lines] == list(range(len(scenario.trace.lines)))
        assert all(cause.seq < line.seq for line in scenario.trace.lines for cause in line.causes)
        assert all(
            scenario.trace.lines[cause.seq].instance == line.instance
            for line in scenario.trace.lines for cause in line.causes
        )  # fmt: skip
