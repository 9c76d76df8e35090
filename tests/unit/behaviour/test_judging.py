"""What a check asks of one flow: the findings of a whole run of it, without telling any, and within limits."""

from __future__ import annotations

import pytest

from moment.behaviour.graph import Limits
from moment.behaviour.judging import Judgement, judge_flow, unexplored
from moment.behaviour.machine import Scope
from moment.behaviour.simulation import simulate
from moment.model.domain import Domain
from tests.unit.behaviour.models import domain_of, with_flow
from tests.unit.behaviour.test_rules import Case, cases

STALL = """
  moment "One"
    l: DoA
    l: ADone
  moment "Two"
    l: DoB triggered-by XDone
    l: BDone
  moment "Three"
    r: DoX
    r: XDone
"""
WIDE = """
  moment "All"
    l: DoA
    l: ADone
    r: DoX
    r: XDone
    r: DoY triggered-by XDone
    r: YDone
"""


def judged(domain: Domain, limits: Limits | None = None) -> Judgement:
    return judge_flow(domain.flows[0], domain, scope=Scope(), limits=limits)


def said(judgement: Judgement) -> list[str]:
    return [f"{found.code} {found.severity.label} {found.message}" for found in judgement.diagnostics]


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.title)
def test_it_finds_what_a_simulation_finds(case: Case) -> None:
    domain = domain_of(case.text)
    runs = simulate(domain, limits=case.limits).diagnostics
    found = {
        d for flow in domain.flows for d in judge_flow(flow, domain, scope=Scope(), limits=case.limits).diagnostics
    }
    assert {(d.code, d.place, d.message, d.severity) for d in found} == {
        (d.code, d.place, d.message, d.severity) for d in runs
    }


def test_a_finding_names_the_choices_and_faults_that_lead_there() -> None:
    flow = """
  moment "One" [branch]
    when early
      l: DoA
      l: ADone
      l: DoB triggered-by XDone
    when late
      l: DoC
      l: CDone
  moment "Two"
    r: DoX
    r: XDone
"""
    hints = {found.code: (found.hint or "").partition("It happens")[2] for found in judged(with_flow(flow)).diagnostics}
    assert hints == {"MOM322": " after: choose early in one.", "MOM324": " after: refuse DoC (willing)."}


def test_an_order_that_cannot_be_waits() -> None:
    assert said(judged(with_flow(STALL))) == [
        "MOM322 error a run stops before `DoB`: nothing can happen any more",
    ]


def test_a_limit_of_states_is_said_and_lasts() -> None:
    found = judged(with_flow(WIDE), Limits(states=2))
    assert (said(found), found.out_of_time, found.states) == (
        ["MOM909 info flow `f` was not explored to its ends"], False, 3,
    )  # fmt: skip
    assert found.diagnostics[0].hint == "Looked into 1 of 3 states found, which are as many as there may be."


def test_a_limit_of_time_is_said_and_does_not_last() -> None:
    found = judged(with_flow(WIDE), Limits(expired=lambda: True))
    assert (said(found), found.out_of_time) == (["MOM909 info flow `f` was not explored to its ends"], True)


def test_time_that_was_not_needed_changes_nothing() -> None:
    assert judged(with_flow(WIDE), Limits(expired=lambda: False)) == judged(with_flow(WIDE))


def test_a_flow_without_any_time_is_named() -> None:
    domain = with_flow(WIDE)
    found = unexplored(domain.flows[0])
    assert (found.code, found.message, found.hint) == (
        "MOM909", "flow `f` was not explored to its ends", "No time was left to look into it.",
    )  # fmt: skip
