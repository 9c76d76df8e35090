"""Which message is sent by which step and where it arrives."""

from __future__ import annotations

import pytest

from moment.behaviour.export.messages import messages
from moment.behaviour.machine import FaultKind
from moment.behaviour.simulation import Simulation, simulate
from tests.unit.behaviour.models import CONTEXTS, domain_of
from tests.unit.behaviour.test_interpreter import crossing

FLOW = f"""
{CONTEXTS}
flow "f"
  lane l "Left"
  lane r "Right"
  moment "One"
    l: DoA
    l: ADone {crossing()}
  moment "Two"
    r: DoX triggered-by ADone
"""


def simulation(**faults: int) -> Simulation:
    budgets: dict[FaultKind, int] = {"duplicate": 0, "refuse": 0, "timeout": 0, **faults}  # type: ignore[dict-item]
    return simulate(domain_of(FLOW), faults=budgets)


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ("duplicate", {((2, 3), (), (1,)), ((2, 4), (), (1,)), ((1, 4), (), (3,)), ((1, 3), (), (2,))}),
        ("lose", {((), (1,), ())}),
        ("drift", {((2,), (), (1,))}),
    ],
)
def test_faults_of_a_message_are_its_own(
    fault: str, expected: set[tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]]
) -> None:
    found = simulation(**{fault: 1})
    plan = found.flows[0].explored.machine.plan
    seen = {
        (message.arrived, message.lost, message.touched)
        for scenario in found.scenarios
        if scenario.run.faults
        for message in messages(scenario.trace, plan)
    }
    assert seen
    assert seen <= expected


def test_without_a_fault_it_arrives_once() -> None:
    found = simulation()
    plan = found.flows[0].explored.machine.plan
    [message] = messages(found.scenarios[0].trace, plan)
    assert (message.number, message.route.name, message.event) == (1, "ADone>Right", "evt-001")
    assert (message.sent, message.arrived, message.lost, message.touched) == (0, (1,), (), ())


def test_what_goes_back_on_the_way_is_forgotten() -> None:
    """The first ADone may still be on its way when the moment is undone: then only the second one arrives."""
    text = (
        FLOW
        + '  moment "Three" [branch]\n    when again\n      l: DoB\n      returns-to "One"\n    when enough\n      l: DoC\n'
    )
    text = text.replace("r: DoX triggered-by ADone", "r: DoX triggered-by ADone [optional]")
    found = simulate(domain_of(text), faults={"refuse": 0, "duplicate": 0})
    plan = found.flows[0].explored.machine.plan
    told = 0
    for run in found.scenarios:
        sendings = messages(run.trace, plan)
        delivered = [line.seq for line in run.trace.lines if line.record.kind == "deliver"]
        assert sorted(seq for each in sendings for seq in each.arrived) == delivered
        assert all(each.sent < seq for each in sendings for seq in each.arrived)
        told += len(sendings) > 1
    assert told
