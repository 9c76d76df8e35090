"""Bad ends that order would prevent, and those that it would not."""

from __future__ import annotations

import pytest

from moment.behaviour.graph import Limits
from moment.behaviour.judging import judge_flow
from moment.behaviour.machine import Scope
from tests.unit.behaviour.models import domain_of

MODEL = """
context "Left"
  aggregate "A"
    identity aId: UUID
    command Start
      emits Started
    command Stop
      emits Stopped
    command Close
      emits Closed
    event Started
      aId: UUID
    event Stopped
      aId: UUID
    event Closed
      aId: UUID

context "Right"
  aggregate "Z"
    identity zId: UUID
    command Look
      emits Looked
    event Looked
      zId: UUID
  saga Watch
    trigger Started
    states {states}
    undo Look with Look
    compensation "look away"
    timeout "none"

flow "f"
  lane l "Left"
  lane r "Right"
  moment "One"
    l: Start
    l: Started crosses-to r via CustomerSupplier delivery at-least-once {first} idempotent by aId
      contract
        aId: UUID [required]
  moment "Two"
    l: Stop
    l: Stopped crosses-to r via CustomerSupplier delivery at-least-once {second} idempotent by aId
      contract
        aId: UUID [required]
  moment "Three"
    l: Close
    l: Closed crosses-to r via CustomerSupplier delivery at-least-once {third} idempotent by aId
      contract
        aId: UUID [required]
"""
IN_ORDER = "Open -> Stopped on Stopped -> Closed on Closed"


def found(*ordered: str, states: str = IN_ORDER, limits: Limits | None = None) -> list[tuple[str, str]]:
    words = {name: "ordered" if name in ordered else "" for name in ("first", "second", "third")}
    domain = domain_of(MODEL.format(states=states, **words))
    judgement = judge_flow(domain.flows[0], domain, scope=Scope(max_faults=0), limits=limits)
    return [(each.code, each.message) for each in judgement.diagnostics]


def test_a_saga_that_hears_the_end_before_the_start_needs_order() -> None:
    assert found() == [
        ("MOM417", "all goes well only if `Stopped` never overtakes `Started`"),
        ("MOM417", "all goes well only if `Closed` never overtakes `Stopped`"),
    ]


def test_what_is_ordered_does_not_overtake() -> None:
    assert found("first", "second", "third") == []


def test_order_among_some_is_not_enough() -> None:
    assert found("first", "second") == [("MOM417", "all goes well only if `Closed` never overtakes `Stopped`")]


def test_a_saga_that_takes_late_messages_needs_no_order_among_them() -> None:
    states = "Open -> Closed on Closed"
    assert found("first", states=states) == [("MOM417", "all goes well only if `Closed` never overtakes `Started`")]
    assert found("first", "third", states=states) == []


def test_what_no_order_mends_stays_what_it_is() -> None:
    assert found(states="Open -> Looked on Looked") == [("MOM518", "a run ends while `Watch` is still `Open`")]


def test_without_time_to_look_again_it_stays_what_it_is() -> None:
    calls = iter([False] * 1)
    assert found(limits=Limits(expired=lambda: next(calls, True))) == [
        ("MOM518", "a run ends while `Watch` is still `Open`"),
        ("MOM518", "a run ends while `Watch` is still `Stopped`"),
    ]


@pytest.mark.parametrize("ordered", [(), ("first", "second", "third")])
def test_the_run_that_overtakes_is_told(ordered: tuple[str, ...]) -> None:
    words = {name: "ordered" if name in ordered else "" for name in ("first", "second", "third")}
    domain = domain_of(MODEL.format(states=IN_ORDER, **words))
    hints = [each.hint for each in judge_flow(domain.flows[0], domain, scope=Scope(max_faults=0)).diagnostics]
    ways = [("Stopped", "Started"), ("Closed", "Stopped")]
    expected = [
        "Say `ordered` in the delivery of both: a run ends as unfinished-saga after "
        f"deliver {early} to Right, then deliver {late} to Right."
        for early, late in ways
    ]
    assert hints == ([] if ordered else expected)
