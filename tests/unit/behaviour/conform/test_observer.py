"""Which runs of a flow a log allows: exact cases, one kind of hidden happening after another."""

from __future__ import annotations

import pytest

from tests.unit.behaviour.conform.logs import divergences, ends, replay
from tests.unit.behaviour.models import CONTEXTS, domain_of, with_flow

CROSSING = """
  moment "One"
    l: DoA
    l: ADone crosses-to r via CustomerSupplier
      delivery at-least-once
      contract
        aId: UUID [required]
  moment "Two"
    r: DoX
      triggered-by ADone
    r: XDone
"""
ARMS = """
  moment "One"
    l: DoA
    l: ADone
  moment "Two" [branch]
    when good
      l: DoB
      l: BDone
    when bad [out]
      l: DoC
      l: CDone
      out: CDone [terminal]
"""
CHOICE = """
  moment "One"
    l: Pick
  moment "Two" [branch]
    when fine
      l: Yes
      l: DoA
        triggered-by Yes
      l: ADone
    when not [out]
      l: No
      out: No [terminal]
"""


def test_hidden_deliveries_are_inferred() -> None:
    found = replay(with_flow(CROSSING), "ADone XDone")
    assert (ends(found), divergences(found), found.exit) == ({"completed": 1}, [], 0)


@pytest.mark.parametrize(
    "log", ["ADone ADone@Right XDone", "ADone XDone ADone@Right", "ADone ADone@Right XDone ADone@Right"]
)
def test_receipts_may_be_logged_early_late_and_twice(log: str) -> None:
    found = replay(with_flow(CROSSING), log)
    assert (ends(found), divergences(found)) == ({"completed": 1}, [])


def test_a_receipt_before_its_event_diverges() -> None:
    found = replay(with_flow(CROSSING), "ADone@Right ADone XDone")
    assert divergences(found) == [("swapped", "ADone received by Right", 1)]


def test_arms_are_told_apart_by_what_happens() -> None:
    found = replay(with_flow(ARMS), "ADone BDone | ADone CDone | ADone CDone | ADone")
    assert ends(found) == {"completed": 1, "ended Out": 2}
    assert [(each.times, each.after and each.after.name) for each in found.unfinished] == [(1, "ADone")]
    assert [sign.name for sign in found.unfinished[0].waits_for] == ["BDone", "CDone"]


def test_one_of_several_emissions_decides() -> None:
    found = replay(with_flow(CHOICE), "Yes ADone | No")
    assert ends(found) == {"completed": 1, "ended Out": 1}


def test_emissions_of_one_step_come_in_any_order_but_together() -> None:
    contexts = CONTEXTS.replace("emits ADone", "emits ADone, BDone").replace("emits BDone\n", "emits CDone\n", 1)
    domain = with_flow('  moment "One"\n    l: DoA\n  moment "Two"\n    l: DoC\n    l: CDone\n', contexts=contexts)
    found = replay(domain, "ADone BDone CDone | BDone ADone CDone | ADone CDone BDone")
    assert ends(found) == {"completed": 2}
    assert divergences(found) == [("swapped", "CDone", 8)]


def test_a_step_that_lacks_an_emission_is_unfinished() -> None:
    contexts = CONTEXTS.replace("emits ADone", "emits ADone, BDone")
    found = replay(with_flow('  moment "One"\n    l: DoA\n', contexts=contexts), "ADone")
    assert [(each.times, [sign.name for sign in each.waits_for]) for each in found.unfinished] == [(1, ["BDone"])]


@pytest.mark.parametrize(("written", "log", "expected"), [
    ("×2", "ADone ADone BDone", []),
    ("×2", "ADone BDone", [("missing", "BDone", 2)]),
    ("×n", "ADone BDone", []),
    ("×n", "ADone ADone ADone ADone ADone BDone", []),
    ("×n", "BDone", [("beginning", "BDone", 1)]),
])  # fmt: skip
def test_numbers_of_occurrences(written: str, log: str, expected: list[tuple[str, str, int]]) -> None:
    domain = with_flow(f'  moment "One"\n    l: DoA ({written})\n  moment "Two"\n    l: DoB\n    l: BDone\n')
    assert divergences(replay(domain, log)) == expected


def test_an_optional_step_may_be_there_or_not() -> None:
    domain = with_flow('  moment "One"\n    l: DoA [optional]\n  moment "Two"\n    l: DoB\n    l: BDone\n')
    assert ends(replay(domain, "ADone BDone | BDone")) == {"completed": 2}


def test_a_loop_may_be_taken_as_often_as_the_model_says() -> None:
    domain = with_flow(
        """
        moment "One"
          l: DoA
          l: ADone
        moment "Two" [branch]
          when again
            l: DoB
            l: BDone returns-to "One"
          when fine
            l: DoC
            l: CDone
        """
    )
    found = replay(domain, "ADone CDone | ADone BDone ADone CDone | ADone BDone ADone BDone ADone CDone")
    assert ends(found) == {"completed": 2}
    assert divergences(found) == [("repeated", "BDone", 10)]
    seen = {part.name: part.seen for part in found.flows[0].parts if part.kind == "arm"}
    assert seen == {"again": 2, "fine": 2}


def test_a_fault_explains_a_log_only_when_none_is_needed_otherwise() -> None:
    domain = with_flow(CROSSING)
    assert divergences(replay(domain, "ADone XDone XDone", max_faults=0)) == [("repeated", "XDone", 3)]
    found = replay(domain, "ADone XDone | ADone XDone XDone", max_faults=1)
    assert ends(found) == {"completed": 1, "double-effect +duplicate:ADone>Right": 1}
    assert found.exit == 0


def test_a_log_that_stops_is_unfinished_whatever_may_have_struck() -> None:
    found = replay(
        with_flow(CROSSING.replace("at-least-once", "at-most-once")), "ADone", max_faults=1, faults={"lose": 1}
    )
    assert [(each.times, each.faults) for each in found.unfinished] == [(1, ())]


def test_several_flows_are_told_apart_and_dropped() -> None:
    text = CONTEXTS + 'flow "f"\n  lane l "Left"\n  moment "M"\n    l: DoA\n    l: ADone\n    l: DoB\n    l: BDone\n'
    text += 'flow "g"\n  lane l "Left"\n  moment "M"\n    l: DoA\n    l: ADone\n    l: DoC\n    l: CDone\n'
    domain = domain_of(text)
    found = replay(domain, "ADone BDone | ADone CDone | ADone | ADone BDone CDone")
    assert [of.runs for of in found.flows] == [1, 1]
    assert divergences(found) == [("foreign", "CDone", 8)]
    assert [(each.flows, [s.name for s in each.waits_for]) for each in found.unfinished] == [
        ((0, 1), ["BDone", "CDone"])
    ]
    assert divergences(replay(domain, "ADone CDone", flows=("f",))) == []


def test_two_runs_follow_each_other_in_one_correlation() -> None:
    found = replay(with_flow(ARMS), "ADone BDone ADone CDone")
    assert ends(found) == {"completed": 1, "ended Out": 1}


def test_flows_that_share_no_event_may_run_at_once_in_one_correlation() -> None:
    text = CONTEXTS + 'flow "f"\n  lane l "Left"\n  moment "M"\n    l: DoA\n    l: ADone\n    l: DoB\n    l: BDone\n'
    text += 'flow "g"\n  lane r "Right"\n  moment "M"\n    r: DoX\n    r: XDone\n    r: DoY\n    r: YDone\n'
    found = replay(domain_of(text), "ADone XDone BDone YDone")
    assert [of.runs for of in found.flows] == [1, 1]


def test_what_was_never_seen_is_named() -> None:
    found = replay(with_flow(ARMS), "ADone BDone")
    never = [(part.kind, part.name) for part in found.flows[0].parts if not part.seen]
    assert never == [
        ("arm", "bad"), ("placement", "DoC"), ("placement", "CDone"), ("placement", "CDone"), ("outcome", "Out"),
    ]  # fmt: skip


def test_a_crossing_is_shown_by_what_it_sets_off() -> None:
    found = replay(with_flow(CROSSING), "ADone | ADone XDone")
    assert {part.name: part.seen for part in found.flows[0].parts if part.kind == "crossing"} == {"ADone>Right": 1}


def test_the_limit_is_told_and_nothing_is_judged_beyond_it() -> None:
    found = replay(with_flow(ARMS), "ADone BDone | ADone CDone", limit=3)
    assert (found.counts.unjudged, found.is_complete, ends(found), found.exit) == (2, False, {}, 1)
