from __future__ import annotations

from typing import Any, cast

import pytest

from moment.sync.plans import Plan
from moment.sync.proposals import Proposed
from moment.sync.push_decisions import Answer, Decisions, Open, Verb, decided, recalled, yes
from moment.sync.push_result import action, finished, left_open
from moment.sync.types import (
    CascadeCategory,
    DeprecationMetadata,
    Direction,
    ImplementationChangeProposal,
    ReconciliationAction,
    Status,
)


def offer(
    name: str, *, direction: Direction = "spec-ahead", refused: str = "", status: Status = "pending", until: str = ""
) -> Open:
    proposal = ImplementationChangeProposal(name, direction=direction, element="A/B", member=name)
    return Open(Proposed(proposal, cast("Any", None), Plan(refused=refused)), status, until)


def accepting(_: ImplementationChangeProposal) -> Verb:
    return "accept"


def test_every_proposal_is_what_was_answered() -> None:
    answers: dict[str, Verb | Answer] = {
        "a": "accept", "b": Answer("reject", "never"), "c": "skip", "d": Answer("accept", side="impl"),
    }  # fmt: skip
    groups = [[offer(name)] for name in "abc"] + [[offer("d", direction="conflict")]]
    assert decided(groups, lambda each: answers[each.proposal_id]) == Decisions(
        ("a", "d"), {"b": "never"}, {"c": ""}, {}, {"d": "impl"}
    )


def test_what_nobody_can_apply_stays_open() -> None:
    groups = [
        [offer("a", direction="conflict")],
        [offer("b", refused="a method has a body")],
        [offer("c", status="skipped", until="2999-01-01")],
    ]
    assert decided(groups, accepting) == Decisions(
        left={
            "a": "both sides changed: say which wins",
            "b": "a method has a body",
            "c": "it is left for later",
        }
    )


def test_the_soft_step_comes_before_the_break() -> None:
    group = [offer("soft"), offer("hard")]
    assert decided([group], accepting) == Decisions(("soft",), left={"hard": "the step before it comes first"})
    skipping = decided([group], lambda each: "skip" if each.proposal_id == "soft" else "accept")
    assert skipping == Decisions(("hard",), left={"soft": "it goes with the change that is accepted"})


def test_yes_leaves_what_was_put_off() -> None:
    assert decided([[offer("a")], [offer("b", status="skipped")]], yes) == Decisions(
        ("a",), left={"b": "it is left for later"}
    )


def test_a_word_that_decides_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="'maybe' decides nothing: accept, reject, skip"):
        decided([[offer("a")]], lambda _: cast("Verb", "maybe"))


def test_decisions_come_back_from_the_log() -> None:
    given = Decisions(("a",), {"b": "never"}, {"c": "now now"}, {"d": "by hand"}, {"a": "spec"})
    event = {
        "type": "PushFlowConfirmationComplete", "accepted": ["a"], "rejected": ["b"], "skipped": ["c", "d"],
        **given.members(),
    }  # fmt: skip
    assert recalled(event) == given
    assert recalled({"type": "PushFlowConfirmationComplete"}) == Decisions()


def step(category: int, *, applied: bool = False, name: str = "p") -> ReconciliationAction:
    return ReconciliationAction("", CascadeCategory(category), name, applied)


@pytest.mark.parametrize(
    ("actions", "rejected", "outcome", "category", "message"),
    [
        ((), (), "APPLIED", None, "nothing differs"),
        ((step(1, applied=True), step(2, applied=True)), (), "APPLIED", 2, "2 changes applied"),
        ((step(3, name="r"),), ("r",), "APPLIED", 3, "1 rejected"),
        ((step(1, applied=True), step(1)), (), "DRIFT", 1, "1 change applied, 1 left open"),
        ((step(2), step(3), step(1, applied=True)), (), "BREAKING", 3, "1 change applied, 2 left open"),
    ],
)
def test_what_is_left_names_the_outcome(
    actions: tuple[ReconciliationAction, ...],
    rejected: tuple[str, ...],
    outcome: str,
    category: int | None,
    message: str,
) -> None:
    found = finished(actions, decided=rejected, saga_id="psh", snapshot="1234")
    assert (found.outcome, found.category, found.message) == (outcome, category, message)


def test_what_is_only_proposed_is_never_clean() -> None:
    assert [left_open(each, saga_id="psh").outcome for each in ((step(1),), (step(2),), (step(3), step(1)))] == [
        "DRIFT", "DRIFT", "BREAKING",
    ]  # fmt: skip
    assert left_open((step(3),), saga_id="psh").message == "1 proposal, none applied: a change hurts another context"


def test_an_action_says_what_changes_and_why_it_does_not() -> None:
    given = ImplementationChangeProposal("prp", element="A/B", member="total", before="total", after="sum")
    assert action(given, reason="by hand").description == "A/B.total (spec-ahead): total → sum; by hand"
    soft = ImplementationChangeProposal(
        "prp", element="A/B", after="sum", deprecation=DeprecationMetadata("renamed to sum", "sum", True)
    )
    assert action(soft).description == "A/B (spec-ahead): nothing → sum, the old one kept as deprecated"
