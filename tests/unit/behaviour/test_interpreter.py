"""Exact counts of states, transitions and runs, computed by hand, for every kind of step and every verdict."""

from __future__ import annotations

from fractions import Fraction

import pytest

from moment.behaviour.simulation import simulate
from tests.unit.behaviour.models import CONTEXTS, actions, domain_of, explored, figures

CROSSING = "crosses-to r via CustomerSupplier{delivery}\n      contract\n        aId: UUID [required]"


def crossing(delivery: str = "") -> str:
    return CROSSING.format(delivery=f" {delivery}" if delivery else "")


def test_commands_of_later_moments_wait_for_the_earlier_ones() -> None:
    flow = """
  moment "One"
    l: DoA
    l: ADone
  moment "Two"
    r: DoX
    r: XDone
"""
    found = explored(flow)
    assert figures(found) == (3, 2, 1, {"completed": 1})
    assert actions(found) == {"handle:l.DoA", "handle:r.DoX"}


def test_lanes_of_one_moment_run_in_any_order() -> None:
    flow = """
  moment "Both"
    l: DoA
    r: DoX
"""
    assert figures(explored(flow)) == (4, 4, 2, {"completed": 2})


def test_a_message_is_delivered_before_what_it_causes() -> None:
    flow = f"""
  moment "One"
    l: DoA
    l: ADone {crossing()}
  moment "Two"
    r: DoX triggered-by ADone
"""
    found = explored(flow)
    assert figures(found) == (4, 3, 1, {"completed": 1})
    assert actions(found) == {"handle:l.DoA", "deliver:ADone>Right", "handle:r.DoX"}


def test_a_cause_that_no_crossing_brings_counts_as_uncontracted() -> None:
    flow = """
  moment "One"
    l: DoA
    l: ADone
  moment "Two"
    r: DoX triggered-by ADone
"""
    assert figures(explored(flow)) == (3, 2, 1, {"completed": 1})


def test_triggers_is_triggered_by_the_other_way_round() -> None:
    there = f"""
  moment "One"
    l: DoA
    l: ADone {crossing()}
  moment "Two"
    r: DoX triggered-by ADone
"""
    back = """
  moment "One"
    l: DoA
    l: ADone crosses-to r via CustomerSupplier
      contract
        aId: UUID [required]
      triggers DoX
  moment "Two"
    r: DoX
"""
    assert figures(explored(back)) == figures(explored(there))


def test_several_causes_are_all_needed() -> None:
    flow = """
  moment "One"
    l: DoA
    r: DoX
  moment "Two"
    l: DoB
      triggered-by DoA
      triggered-by DoX
"""
    found = explored(flow)
    assert figures(found) == (5, 5, 2, {"completed": 2})


def test_an_event_that_nothing_emits_comes_from_outside() -> None:
    flow = """
  moment "One"
    l: ADone
  moment "Two"
    l: DoB triggered-by ADone
"""
    found = explored(flow)
    assert figures(found) == (3, 2, 1, {"completed": 1})
    assert actions(found) == {"publish:l.ADone", "handle:l.DoB"}


def test_a_republication_with_a_message_is_a_step_of_its_own() -> None:
    flow = f"""
  moment "One"
    l: DoA
    l: ADone
  moment "Two"
    l: ADone {crossing()}
"""
    found = explored(flow)
    assert figures(found) == (4, 3, 1, {"completed": 1})
    assert actions(found) == {"handle:l.DoA", "publish:l.ADone", "deliver:ADone>Right"}


def test_an_outcome_is_marked_with_the_step_before_it() -> None:
    flow = """
  moment "One"
    l: DoA
    l: ADone
    out: ADone [terminal]
  moment "Two"
    r: DoX
"""
    found = explored(flow)
    assert figures(found) == (2, 1, 1, {"ended:Out": 1})


def test_a_terminal_drops_what_is_in_flight() -> None:
    flow = f"""
  moment "One"
    l: DoA
    l: ADone {crossing()}
    out: ADone [terminal]
"""
    assert figures(explored(flow)) == (2, 1, 1, {"ended:Out": 1})


def test_an_optional_step_is_done_or_skipped() -> None:
    flow = """
  moment "One"
    l: DoA [optional]
  moment "Two"
    l: DoB
"""
    found = explored(flow)
    assert figures(found) == (5, 4, 2, {"completed": 2})
    assert "skip:l.DoA" in actions(found)


def test_an_optional_step_can_be_skipped_before_its_cause_is_there() -> None:
    flow = """
  moment "One"
    l: DoA
  moment "Two"
    r: DoX [optional] triggered-by DoA
"""
    assert figures(explored(flow)) == (5, 5, 3, {"completed": 3})


@pytest.mark.parametrize(("written", "expected"), [("(×3)", (2, 1, 1)), ("(×n)", (3, 2, 2))])
def test_multiplicity_happens_in_one_step(written: str, expected: tuple[int, int, int]) -> None:
    flow = f"""
  moment "One"
    l: DoA {written}
"""
    assert figures(explored(flow))[:3] == expected


def test_one_arm_of_a_decision_is_chosen() -> None:
    flow = """
  moment "One" [branch]
    when a
      l: DoA
    when b
      l: DoB
"""
    found = explored(flow)
    assert figures(found) == (5, 4, 2, {"completed": 2})
    assert found.arms == {(0, 0): Fraction(1, 2), (0, 1): Fraction(1, 2)}


def test_a_single_arm_may_be_left_out() -> None:
    flow = """
  moment "One" [branch]
    when a
      l: DoA
"""
    found = explored(flow)
    assert figures(found) == (4, 3, 2, {"completed": 2})
    assert "choose:one=none" in actions(found)


def test_one_of_several_events_decides_the_arm() -> None:
    flow = """
  moment "One"
    l: Pick
  moment "Two" [branch]
    when yes
      l: Yes
    when no
      out: No [terminal]
"""
    assert figures(explored(flow)) == (7, 6, 2, {"completed": 1, "ended:Out": 1})


def test_what_an_arm_makes_itself_need_not_be_there_to_choose_it() -> None:
    flow = f"""
  moment "One" [branch]
    when a
      l: DoA
      l: ADone {crossing()}
      r: DoX triggered-by ADone
    when b
      l: DoB
"""
    assert figures(explored(flow)) == (7, 6, 2, {"completed": 2})


def test_a_return_happens_once_unless_more_is_said() -> None:
    flow = """
  moment "One"
    l: DoA
  moment "Two" [branch]
    when again
      l: DoB returns-to "One"
    when done
      l: DoC
"""
    found = explored(flow)
    assert figures(found) == (9, 8, 2, {"completed": 2})
    more = explored(flow.replace('returns-to "One"', 'returns-to "One" at-most 2'))
    assert figures(more) == (14, 13, 3, {"completed": 3})


def test_used_up_retries_without_another_arm_are_a_verdict() -> None:
    flow = """
  moment "One"
    l: Pick
  moment "Two" [branch]
    when good
      l: Yes
    when bad
      l: No returns-to "One"
"""
    found = explored(flow)
    assert figures(found)[3] == {"completed": 2, "retry-exhausted": 1}


def test_an_event_that_the_flow_does_not_continue_from_is_unanticipated() -> None:
    flow = """
  moment "One"
    l: Pick
    l: Yes
  moment "Two"
    l: DoA
"""
    assert figures(explored(flow)) == (4, 3, 2, {"completed": 1, "unanticipated": 1})


def test_a_refusal_is_a_fault_and_unhandled() -> None:
    flow = """
  moment "One"
    l: DoC
"""
    found = explored(flow, faults=1)
    assert figures(found) == (3, 2, 2, {"completed": 1, "unhandled-refusal": 1})
    assert figures(found, faults=0) == (2, 1, 1, {"completed": 1})


def test_a_refused_optional_command_is_left_out() -> None:
    flow = """
  moment "One"
    l: DoC [optional]
"""
    assert figures(explored(flow, faults=1))[3] == {"completed": 3}


def test_a_duplicate_takes_effect_twice() -> None:
    flow = f"""
  moment "One"
    l: DoA
    l: ADone {crossing()}
  moment "Two"
    r: DoX triggered-by ADone
"""
    found = explored(flow, faults=1)
    assert figures(found) == (9, 8, 2, {"completed": 1, "double-effect": 1})


@pytest.mark.parametrize(
    ("delivery", "expected"),
    [
        ("delivery at-least-once idempotent by aId", (8, 7, 2, {"completed": 2})),
        ("delivery exactly-once", (4, 3, 1, {"completed": 1})),
        ("delivery at-most-once", (4, 3, 1, {"completed": 1})),
    ],
)
def test_delivery_decides_what_a_duplicate_does(delivery: str, expected: object) -> None:
    flow = f"""
  moment "One"
    l: DoA
    l: ADone {crossing(delivery)}
  moment "Two"
    r: DoX triggered-by ADone
"""
    assert figures(explored(flow, faults=1)) == expected


def test_a_lost_message_stalls() -> None:
    flow = f"""
  moment "One"
    l: DoA
    l: ADone {crossing("delivery at-most-once")}
  moment "Two"
    r: DoX triggered-by ADone
"""
    found = explored(flow, faults=1, budgets={"lose": 1})
    assert figures(found) == (5, 4, 2, {"completed": 1, "stalled": 1})
    assert figures(explored(flow, faults=1)) == (4, 3, 1, {"completed": 1})


def test_a_crash_loses_what_was_not_acted_on() -> None:
    flow = f"""
  moment "One"
    l: DoA
    l: ADone {crossing("delivery exactly-once")}
  moment "Two"
    r: DoX triggered-by ADone
"""
    assert figures(explored(flow, faults=1, budgets={"crash": 1})) == (5, 4, 2, {"completed": 1, "stalled": 1})


def test_drift_breaks_the_contract() -> None:
    flow = f"""
  moment "One"
    l: DoA
    l: ADone {crossing("delivery exactly-once")}
"""
    found = explored(flow, faults=1, budgets={"drift": 1})
    assert figures(found) == (5, 4, 2, {"completed": 1, "contract-violation": 1})


def test_a_missing_contract_field_is_a_violation_without_any_fault() -> None:
    flow = """
  moment "One"
    l: DoA
    l: ADone crosses-to r via CustomerSupplier
      contract
        total: Money [required]
"""
    assert figures(explored(flow)) == (3, 2, 1, {"contract-violation": 1})


def test_ordered_messages_do_not_overtake() -> None:
    flow = f"""
  moment "One"
    l: DoA
    l: ADone {crossing("ordered")}
  moment "Two"
    l: DoB
    l: BDone {crossing("ordered")}
"""
    free = flow.replace(" ordered", "")
    assert figures(explored(flow)) == (6, 6, 2, {"completed": 2})
    assert figures(explored(free)) == (7, 8, 3, {"completed": 3})


LIFECYCLE = CONTEXTS.replace(
    "    command DoB\n      emits BDone\n",
    '    command DoB\n      precondition ready: "A was done" in Ready\n      emits BDone\n    states New -> Ready on ADone\n',
)


def test_a_formal_precondition_is_decided_by_the_state() -> None:
    stalled = """
  moment "One"
    l: DoB
"""
    fine = """
  moment "One"
    l: DoA
  moment "Two"
    l: DoB
"""
    assert figures(explored(stalled, contexts=LIFECYCLE)) == (1, 0, 1, {"stalled": 1})
    assert figures(explored(fine, contexts=LIFECYCLE)) == (3, 2, 1, {"completed": 1})


def test_an_event_without_an_edge_from_the_state_is_illegal() -> None:
    flow = """
  moment "One"
    l: DoA
  moment "Two"
    l: DoA
"""
    assert figures(explored(flow, contexts=LIFECYCLE)) == (3, 2, 1, {"illegal-transition": 1})


POLICY = CONTEXTS + '  policy P trigger XDone action "then" chains-to DoY\n'


def test_a_policy_issues_the_command_that_the_flow_shows() -> None:
    flow = """
  moment "One"
    r: DoX
    r: XDone
  moment "Two"
    r: DoY
"""
    found = explored(flow, contexts=POLICY)
    assert figures(found) == (3, 2, 1, {"completed": 1})
    assert found.machine.plan.steps[1].alternatives[0].via == "Right/P"


def test_a_policy_reacts_beyond_the_flow() -> None:
    flow = """
  moment "One"
    r: DoX
    r: XDone
  moment "Two"
    l: DoA
"""
    found = explored(flow, contexts=POLICY)
    assert figures(found) == (5, 5, 2, {"completed": 2})
    assert "policy:Right.P" in actions(found)


def test_a_policy_that_fires_because_of_itself_is_a_loop() -> None:
    loop = POLICY + '  policy Q trigger YDone action "back" chains-to DoX\n'
    flow = """
  moment "One"
    r: DoX
    r: XDone
"""
    assert figures(explored(flow, contexts=loop))[3] == {"policy-loop": 1}


def test_a_service_emits_in_the_step_of_what_it_consumes() -> None:
    service = CONTEXTS + '  service S consumes XDone produces YDone description "answers"\n'
    flow = """
  moment "One"
    r: DoX
    r: XDone
  moment "Two"
    r: YDone
"""
    found = explored(flow, contexts=service)
    assert figures(found) == (3, 2, 1, {"completed": 1})
    assert len({fact for fact in found.graph.states[1].facts if fact.identity == "Right/Z/YDone"}) == 1


SAGA = (
    CONTEXTS
    + """  saga S
    trigger XDone
    states Open -> Shut on YDone
    undo DoX with DoY
    compensation "undo it"
    timeout 1d
"""
)


def test_a_saga_is_over_when_it_reaches_its_last_state() -> None:
    flow = """
  moment "One"
    r: DoX
    r: XDone
  moment "Two"
    r: DoY
"""
    found = explored(flow, contexts=SAGA)
    assert figures(found) == (3, 2, 1, {"completed": 1})
    assert figures(explored(flow, contexts=SAGA, faults=1)) == (5, 4, 2, {"completed": 1, "compensated": 1})


def test_a_saga_that_still_waits_at_the_end_is_unfinished_unless_it_times_out() -> None:
    flow = """
  moment "One"
    r: DoX
    r: XDone
"""
    found = explored(flow, contexts=SAGA, faults=1)
    assert figures(found, faults=0) == (2, 1, 1, {"unfinished-saga": 1})
    assert figures(found) == (4, 3, 2, {"unfinished-saga": 1, "compensated": 1})


def test_a_command_that_nothing_feeds_breaks_the_contract() -> None:
    fed = CONTEXTS.replace("    command DoX\n", "    command DoX\n      input price: Money\n")
    flow = f"""
  moment "One"
    l: DoA
    l: ADone {crossing()}
  moment "Two"
    r: DoX triggered-by ADone
"""
    found = explored(flow, contexts=fed)
    assert figures(found) == (4, 3, 1, {"contract-violation": 1})
    assert found.machine.plan.steps[1].starved == ("price",)


@pytest.mark.parametrize("flow", ["", '\n  moment "Empty"\n', '\n  moment "One"\n    out: ADone\n'])
def test_a_flow_of_almost_nothing_runs(flow: str) -> None:
    assert [end.verdict for end in explored(flow).rungs[0].ends] == ["completed"]


LOOP = """
context "Office"
  aggregate "Mail"
    identity mailId: UUID
    command SendAbsence
      emits AbsenceSent
    command ConfirmMail
      emits MailConfirmed
    event AbsenceSent
      mailId: UUID
    event MailConfirmed
      mailId: UUID
  policy Confirm trigger AbsenceSent action "confirm" chains-to ConfirmMail
  policy Answer trigger MailConfirmed action "answer" chains-to SendAbsence

flow "f"
  lane office "Office"
  moment "Away"
    office: SendAbsence
    office: AbsenceSent
"""


@pytest.mark.parametrize("shown", ["", "    office: ConfirmMail\n    office: MailConfirmed\n"])
def test_a_step_claims_no_occurrence_that_comes_after_it(shown: str) -> None:
    """The first answer may be a step of the flow; what it brings about is answered again, and never ends."""
    (run,) = simulate(domain_of(LOOP + shown), max_faults=0).flows
    assert [(end.verdict, end.runs) for end in run.rungs[0].ends] == [("policy-loop", 1)]
