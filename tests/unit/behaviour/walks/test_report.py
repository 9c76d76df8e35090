"""What people and machines read of walks."""

from __future__ import annotations

import jsonschema
import msgspec
import pytest

from moment.behaviour.bundle import bundle, schema
from moment.behaviour.graph import Limits
from moment.behaviour.machine import FaultKind
from moment.behaviour.report import report
from moment.behaviour.simulation import Simulation, simulate
from moment.behaviour.walks.interval import wilson
from tests.unit.behaviour.models import with_flow
from tests.unit.behaviour.walks.models import CHOICES, CROSSING

LOST: dict[FaultKind, int] = {"lose": 1, "duplicate": 0, "refuse": 0, "timeout": 0}
WAITING = f"""
  moment "One"
    l: DoA
    l: ADone {CROSSING}
  moment "Two"
    r: DoX triggered-by ADone
"""


def told(flow: str, *, walks: int, faults: int = 0, states: int | None = None) -> Simulation:
    limits = Limits(states=states) if states is not None else None
    return simulate(with_flow(flow), max_faults=faults, faults=LOST, walks=walks, limits=limits)


def lines(simulation: Simulation) -> list[str]:
    found = report(simulation).splitlines()
    return [line for line in found if line.startswith(("  walk", "  of these", "  seen", "  incomplete"))]


def test_without_walks_nothing_is_said_of_them() -> None:
    assert lines(told(CHOICES, walks=0)) == []


def test_shares_with_their_intervals() -> None:
    assert lines(told(CHOICES, walks=2000)) == [
        '  walks        2,000: completed 69.2 % (67.1–71.1), ended "Out" 30.9 % (28.9–32.9)',
        "  seen         3 distinct ends, arms 3/3, crossings 1/1, commands 5/5",
    ]


def test_bad_ends_with_the_walk_that_shows_them() -> None:
    assert lines(told(WAITING, walks=4000, faults=1)) == [
        "  walks        4,000: completed 100.0 % (99.8–100.0)",
        "  of these     2,000 uniform, 1,000 fault-biased, 1,000 coverage-guided",
        "  walked into  stalled of DoX in 1,500 of 4,000; walk 2, 1 fault: lose ADone to Right",
        "  seen         2 distinct ends, crossings 1/1, commands 2/2",
    ]


def test_what_lies_beyond_a_limit_is_walked_through() -> None:
    simulation = told(CHOICES, walks=500, states=3)
    assert lines(simulation)[0] == "  incomplete   a limit was reached: 3 states; what follows covers 5 states"
    assert len(lines(simulation)) == 3
    assert simulation.flows[0].limit == "3 states"


def test_a_walk_that_ends_badly_fails_a_flow_that_was_not_explored_so_far() -> None:
    unfinished = """
  moment "One"
    l: DoA
    l: DoB
    l: Pick
  moment "Two"
    l: Yes
"""
    assert simulate(with_flow(unfinished), max_faults=0, limits=Limits(states=2)).exit == 0
    assert simulate(with_flow(unfinished), max_faults=0, limits=Limits(states=2), walks=20).exit == 1


@pytest.mark.parametrize("faults", [0, 1])
def test_the_bundle_holds_them_as_its_schema_says(faults: int) -> None:
    simulation = told(WAITING, walks=4000, faults=faults)
    document = msgspec.json.decode(bundle(simulation, project="p", sources={}))
    jsonschema.validate(document, schema())
    walks = document["flows"][0]["walks"]
    assert (walks["walks"], walks["steps"]) == (4000, sum(each["times"] for each in walks["actions"]))
    assert sum(each["walks"] for each in walks["lengths"]) == 4000
    assert sum(each["walks"] for each in walks["faults"]) == 4000
    uniform = [each for each in walks["ends"] if each["mode"] == "uniform"]
    assert [(e["verdict"], e["probability"], e["high"]) for e in uniform] == [("completed", 1.0, 1.0)]
    assert uniform[0]["low"] == round(wilson(uniform[0]["walks"], uniform[0]["walks"]).low, 6)
    assert all(each["probability"] is None for each in walks["ends"] if each["mode"] != "uniform")
    breaches = [(each["verdict"], each["element"], each["faults"], each["recipe"]) for each in walks["breaches"]]
    assert breaches == [("stalled", "f/two/0", 1, ["lose:ADone>Right"])][: faults and 1]
    assert walks["distinct"] == {"count": 1 + faults, "exact": True, "leftOut": 0}


def test_walks_that_were_not_taken_are_null() -> None:
    document = msgspec.json.decode(bundle(told(WAITING, walks=0), project="p", sources={}))
    assert document["flows"][0]["walks"] is None
