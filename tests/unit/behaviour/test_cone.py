"""Why a run ended as it did: exact steps, sentences and reasons."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import dedent

from moment.behaviour.cone import cone
from moment.behaviour.failures import ways_to_fail
from moment.behaviour.machine import FaultKind
from moment.behaviour.trace import replay
from tests.unit.behaviour.models import CONTEXTS, explored

CROSSING = """
  moment "One"
    l: DoA
    l: ADone crosses-to r via CustomerSupplier
      contract
        {field}
  moment "Two"
    r: DoX triggered-by ADone
"""


def steps(
    flow: str, verdict: str, budgets: Mapping[FaultKind, int] | None = None, *, contexts: str = CONTEXTS
) -> list[tuple[int, str, list[tuple[int, str]], bool]]:
    """The cone of the shortest run to the first failure of ``verdict``."""
    found = explored(flow, faults=1 if budgets else 0, budgets=budgets, contexts=contexts)
    (failure,) = (each for each in ways_to_fail(found).items() if each[0].kind == verdict)
    actions = found.graph.path(failure[1].ends[0])
    told = cone(found.machine, actions, replay(found.machine, actions), failure[0])
    return [(each.seq, each.text, [(cause.seq, cause.reason) for cause in each.because], each.is_last) for each in told]


def test_a_second_effect_leads_back_to_the_fault_and_to_the_outside() -> None:
    assert steps(CROSSING.format(field="aId: UUID [required]"), "double-effect", {"duplicate": 1}) == [
        (5, "DoX was handled a second time", [(4, "triggered-by")], True),
        (4, "ADone arrived in Right a second time", [(0, "emitted"), (1, "duplicate")], False),
        (1, "ADone to Right was duplicated", [(0, "emitted")], False),
        (0, "DoA was handled, from outside", [], False),
    ]


def test_a_lost_message() -> None:
    budgets: Mapping[FaultKind, int] = {"duplicate": 0, "lose": 1}
    assert steps(CROSSING.format(field="aId: UUID [required]"), "stalled", budgets) == [
        (1, "ADone to Right was lost", [(0, "emitted")], True),
        (0, "DoA was handled, from outside", [], True),
    ]


def test_a_crash() -> None:
    budgets: Mapping[FaultKind, int] = {"duplicate": 0, "crash": 1}
    assert steps(CROSSING.format(field="aId: UUID [required]"), "stalled", budgets) == [
        (2, "Right lost what it had received", [(1, "delivered")], True),
        (1, "ADone arrived in Right", [(0, "emitted")], True),
        (0, "DoA was handled, from outside", [], False),
    ]


def test_a_broken_contract_is_the_delivery() -> None:
    assert steps(CROSSING.format(field="size: number [required]"), "contract-violation") == [
        (1, "ADone arrived in Right", [(0, "emitted")], True),
        (0, "DoA was handled, from outside", [], False),
    ]


LIFECYCLE = dedent("""
    context "Left"
      aggregate "A"
        identity aId: UUID
        states New -> Open on ADone -> Shut on BDone
        command DoA
          emits ADone
        command DoB
          emits BDone
        command DoC
          precondition isNew: "It is new" in New
          emits CDone
        event ADone
          aId: UUID
        event BDone
          aId: UUID
        event CDone
          aId: UUID

    context "Right"
      aggregate "Z"
        identity zId: UUID
        command DoX
          emits XDone
        event XDone
          zId: UUID
""")


def test_an_illegal_transition_names_what_led_into_the_state() -> None:
    flow = """
  moment "One"
    l: DoA
  moment "Two"
    r: DoX
  moment "Three"
    l: DoA
"""
    assert steps(flow, "illegal-transition", contexts=LIFECYCLE) == [
        (2, "DoA was handled, from outside", [(0, "state")], True),
        (0, "DoA was handled, from outside, so A became Open", [], False),
    ]


def test_a_stall_names_the_choice_and_what_made_the_condition_false() -> None:
    flow = """
  moment "One"
    l: DoA
  moment "Two"
    when further
      r: DoX
    when again
      l: DoB
      l: DoC
"""
    assert steps(flow, "stalled", contexts=LIFECYCLE) == [
        (2, "DoB was handled, from outside, so A became Shut", [(1, "chosen")], True),
        (1, "Two took again", [], True),
    ]


def test_an_emission_that_nothing_continues() -> None:
    flow = """
  moment "One"
    l: Pick
    l: Yes
"""
    assert steps(flow, "unanticipated") == [(0, "Pick was handled and emitted No, from outside", [], True)]


def test_a_refusal() -> None:
    flow = """
  moment "One"
    l: DoC
    l: CDone
"""
    assert steps(flow, "unhandled-refusal", {"refuse": 1}) == [(0, "DoC was refused (willing), from outside", [], True)]


SAGA = CONTEXTS.replace(
    'context "Right"',
    """  saga S
    trigger ADone
    states Begun -> Over on BDone
    compensation "undone"
    timeout none

context "Right\"""",
)


def test_an_unfinished_saga() -> None:
    flow = """
  moment "One"
    l: DoA
  moment "Two"
    r: DoX
"""
    assert steps(flow, "unfinished-saga", contexts=SAGA) == [
        (1, "S became Begun", [(0, "triggered-by")], True),
        (0, "DoA was handled, from outside", [], False),
    ]


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
    told = steps(flow, "retry-exhausted")
    assert [(seq, text) for seq, text, _, is_last in told if is_last] == [(2, "No was shown again")]
    assert (0, "Pick was handled and emitted No, from outside", [], False) in told
