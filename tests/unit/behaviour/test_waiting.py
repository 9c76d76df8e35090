"""Who waits for whom in a stall: exact graphs, their circles, and how they read."""

from __future__ import annotations

from moment.behaviour.blocked import wait_graph
from moment.behaviour.failures import ways_to_fail
from moment.behaviour.machine import FaultKind
from moment.behaviour.waiting import WaitEdge, WaitGraph, told
from tests.unit.behaviour.models import CONTEXTS, explored
from tests.unit.behaviour.test_cone import CROSSING, LIFECYCLE


def graph_of(flow: str, *, budgets: dict[FaultKind, int] | None = None, contexts: str = CONTEXTS) -> WaitGraph:
    found = explored(flow, faults=1 if budgets else 0, budgets=budgets, contexts=contexts)
    stalls = [way for verdict, way in ways_to_fail(found).items() if verdict.kind in ("stalled", "retry-exhausted")]
    return wait_graph(found.machine, found.graph.states[stalls[0].ends[0]])


CIRCLE = """
  moment "One"
    r: DoX triggered-by YDone
    r: DoY
    r: YDone
"""


def test_two_that_wait_for_each_other() -> None:
    graph = graph_of(CIRCLE)
    assert graph.owed == ("f/one/0", "f/one/1")
    assert [(node.id, node.kind, node.name, node.there) for node in graph.nodes] == [
        ("f/one/0", "step", "DoX", False),
        ("Right/Z/YDone", "event", "YDone", False),
        ("f/one/1", "step", "DoY", False),
    ]
    assert graph.edges == (
        WaitEdge("f/one/0", "Right/Z/YDone", "waits for"),
        WaitEdge("Right/Z/YDone", "f/one/1", "would come from"),
        WaitEdge("f/one/1", "f/one/0", "stands behind"),
    )
    assert graph.circles == (("f/one/0", "Right/Z/YDone", "f/one/1"),)
    assert list(told(graph)) == ["DoX waits for YDone, which waits for DoY, which waits for DoX"]


def test_a_message_that_was_lost() -> None:
    graph = graph_of(CROSSING.format(field="aId: UUID [required]"), budgets={"duplicate": 0, "lose": 1})
    assert [(node.kind, node.name, node.there) for node in graph.nodes] == [
        ("step", "DoX", False),
        ("message", "ADone to Right", False),
        ("step", "DoA", True),
    ]
    assert list(told(graph)) == ["DoX waits for ADone to Right", "  DoA is done and sent it already"]


def test_a_condition_and_who_could_make_it_true() -> None:
    flow = """
  moment "One"
    l: DoA
  moment "Two"
    l: DoD
"""
    contexts = LIFECYCLE.replace(
        "    event ADone",
        '    command DoD\n      precondition isShut: "It is shut" in Shut\n      emits CDone\n    event ADone',
    )
    graph = graph_of(flow, contexts=contexts)
    assert list(told(graph)) == [
        "DoD waits for A to be Shut (isShut); it is Open",
        "  BDone would bring that about",
        "    DoB would make BDone happen, but the flow does not place it",
    ]
    condition = graph.nodes[1]
    assert (condition.id, condition.kind, condition.there) == ("Left/A/DoD.isShut", "condition", False)


def test_a_decision_that_nothing_allows() -> None:
    flow = """
  moment "Then"
    when well
      r: DoX triggered-by YDone
    when ill
      r: XDone triggered-by YDone
  moment "Last"
    r: DoY
    r: YDone
"""
    graph = graph_of(flow)
    assert [(node.kind, node.name) for node in graph.nodes] == [
        ("step", "DoY"),
        ("decision", "the decision Then"),
        ("event", "YDone"),
    ]
    assert list(told(graph)) == ["DoY waits for the decision Then, which waits for YDone, which waits for DoY"]


def test_retries_that_are_used_up() -> None:
    flow = """
  moment "Try"
    l: Pick
  moment "Then"
    when well
      l: Yes
    when again
      l: No returns-to "Try"
"""
    assert list(told(graph_of(flow))) == [
        "the decision Then waits for Yes",
        "  Pick is done and did not emit Yes",
        "the decision Then waits for again, which may not be tried again",
    ]
