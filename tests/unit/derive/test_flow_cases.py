"""What flow cases hold: the way that leads to them, what happens, how arms and repetitions are named."""

from __future__ import annotations

from tests.unit.derive.models import cases_of

CONTEXTS = """
    context "Court"
      aggregate "Claim" identity claimId: UUID
        command File emits Filed
        command Judge emits Won or Lost
        command Appeal emits Appealed
        command Pay emits Paid, Receipted
        event Filed claimId: UUID
        event Won claimId: UUID
        event Lost claimId: UUID
        event Appealed claimId: UUID
        event Paid claimId: UUID
        event Receipted claimId: UUID
    context "Archive"
      aggregate "Box" identity boxId: UUID
        command Store emits Stored
        event Stored boxId: UUID
"""

FLOW = (
    CONTEXTS
    + """
    flow "claim"
      lane court "Court"
      lane archive "Archive"
      branch-lane dropped "Dropped"
      moment "Filing"
        court: File
        court: Filed
      moment "Judging" [branch]
        when dropped [dropped]
          court: Judge
          court: Lost
          dropped: Lost [terminal]
        when again
          court: Appeal
          court: Appealed returns-to "Filing" at-most 2
        when won
          court: Judge
          court: Won
      moment "Paying"
        court: Pay (×3)
        court: Paid crosses-to archive via CustomerSupplier
          contract
            claimId: UUID [required]
        court: Receipted
      moment "Storing"
        archive: Store [optional] triggered-by Paid
        archive: Stored (× boxes)
"""
)


def test_arms_are_cases_and_stand_in_the_ids_of_their_placements() -> None:
    found = cases_of(FLOW)
    assert [id_ for id_ in found if id_.startswith("claim/judging")] == [
        "claim/judging/dropped/arm:dropped",
        "claim/judging/dropped/step:Judge",
        "claim/judging/dropped/ending:Dropped>Lost",
        "claim/judging/again/arm:again",
        "claim/judging/again/step:Appeal",
        "claim/judging/again/return:Appealed>Filing",
        "claim/judging/won/arm:won",
        "claim/judging/won/step:Judge",
    ]


def test_an_arm_happens_after_what_came_before_it() -> None:
    arm = cases_of(FLOW)["claim/judging/won/arm:won"]
    assert (arm.given, arm.then) == (("Court/Claim/Filed", "claim/judging/won"), ("Court/Claim/Won",))
    assert arm.arm == "won"


def test_an_alternative_is_the_one_that_the_arm_shows() -> None:
    found = cases_of(FLOW)
    assert found["claim/judging/dropped/step:Judge"].then == ("Court/Claim/Lost",)
    assert found["claim/judging/won/step:Judge"].then == ("Court/Claim/Won",)


def test_a_later_step_came_by_the_first_arm_that_goes_on() -> None:
    assert cases_of(FLOW)["claim/paying/step:Pay"].given == (
        "Court/Claim/Filed",
        "claim/judging/won",
        "Court/Claim/Won",
    )


def test_a_later_step_came_by_the_arm_that_holds_its_cause() -> None:
    text = FLOW.replace("archive: Store [optional] triggered-by Paid", "archive: Store triggered-by Appealed")
    assert "claim/judging/again" in cases_of(text)["claim/storing/step:Store"].given


def test_an_ending_knows_its_outcome() -> None:
    ending = cases_of(FLOW)["claim/judging/dropped/ending:Dropped>Lost"]
    assert (ending.title, ending.detail) == ("should end as Dropped on Lost", "Dropped")
    assert ending.given == ("Court/Claim/Filed", "claim/judging/dropped", "Court/Claim/Lost")


def test_a_return_repeats_all_but_the_arm_that_returns() -> None:
    returned = cases_of(FLOW)["claim/judging/again/return:Appealed>Filing"]
    assert (returned.title, returned.then) == ("should return to Filing after Appealed", ("Court/Claim/Filed",))


def test_all_emitted_events_belong_to_the_step_of_their_command() -> None:
    pay = cases_of(FLOW)["claim/paying/step:Pay"]
    assert pay.then == ("Court/Claim/Paid", "Court/Claim/Receipted")
    assert {"claim/paying/0", "claim/paying/1", "claim/paying/2"} <= set(pay.covers)


def test_a_crossing_names_its_contract() -> None:
    crossing = cases_of(FLOW)["claim/paying/crossing:Paid>Archive"]
    assert (crossing.contract, crossing.subject) == ("claim/paying/1>archive",) * 2
    assert (crossing.when, crossing.then) == ("Court/Claim/Paid", ("Archive",))


def test_optional_and_repeated_placements_have_cases_of_their_own() -> None:
    found = cases_of(FLOW)
    assert {id_: case.title for id_, case in found.items() if case.kind in ("optional", "multiplicity")} == {
        "claim/paying/multiplicity:Pay": "should execute Pay 3 times",
        "claim/storing/optional:Store": "should go on without Store",
        "claim/storing/multiplicity:Stored": "should record Stored boxes times",
    }


def test_an_event_from_outside_is_a_step() -> None:
    text = (
        CONTEXTS
        + """
    flow "claim"
      lane court "Court"
      moment "Filing"
        court: Filed triggers Judge
        court: Judge
    """
    )
    found = cases_of(text)
    assert found["claim/filing/step:Filed"].title == "should record Filed in Court"
    assert found["claim/filing/step:Judge"].title == "should execute Judge triggered by Filed"


def test_an_event_after_another_command_is_no_emission_of_the_first() -> None:
    text = (
        CONTEXTS
        + """
    flow "claim"
      lane court "Court"
      moment "Filing"
        court: File
        court: Appeal
        court: Filed
    """
    )
    assert [case.kind for case in cases_of(text).values() if case.flow] == ["step", "step", "step"]


def test_an_emission_may_stand_behind_other_lanes() -> None:
    text = (
        CONTEXTS
        + """
    flow "claim"
      lane court "Court"
      lane archive "Archive"
      moment "Filing"
        court: File
        archive: Store
        court: Filed
        archive: Stored
    """
    )
    assert [id_ for id_, case in cases_of(text).items() if case.flow] == [
        "claim/filing/step:File",
        "claim/filing/step:Store",
    ]


def test_policies_and_sagas_may_be_placed() -> None:
    text = (
        CONTEXTS
        + """
      policy Keep trigger Paid action "keeps" chains-to Store
      saga Care trigger Paid states Caring compensation "" timeout none
    flow "claim"
      lane archive "Archive"
      moment "Keeping"
        archive: Keep
        archive: Care
    """
    )
    found = [case.title for case in cases_of(text).values() if case.flow]
    assert found == ["should run policy Keep in Archive", "should run saga Care in Archive"]
