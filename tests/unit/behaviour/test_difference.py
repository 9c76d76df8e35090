"""Two versions of a model compared: what is new, gone, moved, and what merely stands elsewhere."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from moment.behaviour.comparison import compare
from moment.behaviour.difference import (
    EndChange,
    Figures,
    FindingChange,
    FlowChange,
    PropertyChange,
    Survival,
    Uncovered,
)
from moment.behaviour.figures import End
from moment.behaviour.landmarks import landmarks
from moment.behaviour.simulation import simulate
from moment.project.session import load
from tests.unit.behaviour.boats import BOATS, NO_KEY, STALLS, TWO_FIELDS, difference
from tests.unit.behaviour.models import domain_of

EXAMPLES = Path(__file__).parents[3] / "examples"
EVENING = 'flow "evening"\n  lane rental "Rental"\n\n  moment "Out"\n    rental: RentBoat\n    rental: RentBoat\n'
COMPLAINS = BOATS.replace('  moment "Back"\n', '  moment "Complaint"\n    guests: GuestComplained\n\n  moment "Back"\n')
TWICE = "a second `BoatRented` makes `WriteBill` take effect twice"
STOPS = "a run stops before `GuestComplained`: nothing can happen any more"


def flow(before: str, after: str, *, max_faults: int = 1, states: int | None = None) -> FlowChange:
    return difference(before, after, max_faults=max_faults, states=states).flows[0]


def changes(found: FlowChange) -> list[tuple[str, str, str, int | None, int | None]]:
    """Change, verdict and element of every finding, with the faults before and after."""
    return [
        (each.change, each.verdict, each.element, each.before and each.before.faults, each.after and each.after.faults)
        for each in found.findings
    ]


@pytest.mark.parametrize("text", [BOATS, NO_KEY, STALLS, TWO_FIELDS, COMPLAINS])
def test_a_model_is_as_itself(text: str) -> None:
    found = difference(text, text, max_faults=2, strict=True)
    assert ([each.status for each in found.flows], found.is_worse, found.exit) == (["same"], False, 0)


@pytest.mark.parametrize("name", ["behaviour", "hospital", "library"])
def test_the_examples_are_as_themselves(name: str) -> None:
    session = load(EXAMPLES / name)
    found = compare(simulate(session.domain()), simulate(session.domain()))
    assert len(found.flows) >= 1
    assert {each.status for each in found.flows} == {"same"}


def test_comments_blank_lines_and_descriptions_change_nothing() -> None:
    written = STALLS.replace('flow "afternoon"\n', '\n// a remark\nflow "afternoon"\n  description "On the lake"\n\n')
    assert flow(STALLS, written).status == "same"


def test_a_new_way_to_break_with_a_fault() -> None:
    found = flow(BOATS, NO_KEY)
    assert (found.status, found.before, found.after) == ("changed", Figures(3, 11, None), Figures(4, 13, None))
    done = End("completed", None, 1, Fraction(1))
    assert found.ends == (EndChange("completed", None, done, done),)
    assert found.faulty == (EndChange("double-effect", None, None, End("double-effect", None, 3, None)),)
    assert [each.change for each in (*found.ends, *found.faulty)] == ["same", "gained"]
    (finding,) = found.findings
    assert (finding.change, finding.element, finding.code, finding.message) == (
        "gained", "afternoon/bill/guests.WriteBill", "MOM415", TWICE,
    )  # fmt: skip
    assert finding.after is not None
    assert (finding.before, finding.after.faults, finding.after.recipe) == (
        None, 1, ("duplicate:BoatRented>Guests",),
    )  # fmt: skip
    assert found.properties == (PropertyChange("double-effect", None, 1),)
    assert found.survived == Survival(1, None, None, (), None)
    assert found.survives == Survival(1, 1, "double-effect", ("duplicate:BoatRented>Guests",), None)
    assert (found.is_weaker, found.worse(strict=False), found.worse(strict=True)) == (True, (), (finding,))


def test_only_strict_counts_what_needs_a_fault() -> None:
    assert [difference(BOATS, NO_KEY, strict=strict).exit for strict in (False, True)] == [0, 1]
    assert [difference(NO_KEY, NO_KEY, strict=strict).exit for strict in (False, True)] == [0, 0]


def test_a_new_stall() -> None:
    found = difference(BOATS, STALLS)
    (change,) = found.flows
    assert (found.exit, change.before, change.after) == (1, Figures(3, 11, None), Figures(2, 5, None))
    assert [(each.verdict, each.change) for each in change.ends] == [("stalled", "gained"), ("completed", "lost")]
    assert changes(change) == [("gained", "stalled", "afternoon/bill/guests.GuestComplained", None, 0)]
    assert change.uncovered == (
        Uncovered("moment", "afternoon/bill", "Bill"),
        Uncovered("placement", "afternoon/bill/guests.WriteBill", "WriteBill"),
        Uncovered("placement", "afternoon/bill/guests.BillWritten", "BillWritten"),
        Uncovered("moment", "afternoon/back", "Back"),
        Uncovered("placement", "afternoon/back/rental.ReturnBoat", "ReturnBoat"),
        Uncovered("placement", "afternoon/back/rental.BoatReturned", "BoatReturned"),
        Uncovered("lifecycle-edge", "Rental/Boat.Out->Moored", "Out->Moored"),
    )
    assert (change.survives, change.is_better) == (Survival(1, 0, "stalled", (), None), False)


def test_a_mended_stall() -> None:
    found = difference(STALLS, BOATS)
    (change,) = found.flows
    assert (found.exit, change.is_better, change.is_weaker, change.uncovered) == (0, True, False, ())
    assert changes(change) == [("lost", "stalled", "afternoon/bill/guests.GuestComplained", 0, None)]
    assert change.properties == (PropertyChange("stalled", 0, None),)


def test_one_failure_for_another_is_worse() -> None:
    found = difference(STALLS, TWO_FIELDS)
    assert (found.exit, changes(found.flows[0])) == (
        1,
        [
            ("gained", "contract-violation", "afternoon/out/rental.BoatRented>guests", None, 0),
            ("lost", "stalled", "afternoon/bill/guests.GuestComplained", 0, None),
        ],
    )


def test_what_was_bad_and_still_is_does_not_count() -> None:
    extra = STALLS.replace("    rental: RentBoat\n", "    guests: Apologise\n    rental: RentBoat\n")
    found = difference(STALLS, extra, strict=True)
    assert (found.flows[0].status, found.exit) == ("changed", 0)


def test_a_second_broken_field_of_a_broken_contract_is_new() -> None:
    third = TWO_FIELDS.replace(
        "deposit: Money [required]\n", "deposit: Money [required]\n        skipper: string [required]\n"
    )
    found = difference(TWO_FIELDS, third)
    assert [(each.change, each.message.split("`")[3]) for each in found.flows[0].findings] == [
        ("gained", "skipper"), ("same", "deposit"),
    ]  # fmt: skip
    assert found.exit == 1


INSERTED = "    guests: Apologise\n    guests: GuestSoothed\n"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    guests: WriteBill\n", f"{INSERTED}    guests: WriteBill\n"),
        ("    guests: BillWritten\n", f"    guests: BillWritten\n{INSERTED}"),
        ('  moment "Bill"\n', f'  moment "Sorry"\n{INSERTED}\n  moment "Bill"\n'),
        ('  moment "Out"\n', '  moment "Morning"\n    guests: GuestComplained\n\n  moment "Out"\n'),
        ('  moment "Bill"\n', '  moment "The bill"\n'),
        ('context "Rental"\n', 'context "Weather"\n\ncontext "Rental"\n'),
    ],
    ids=["above it", "below it", "a moment before", "a moment first", "its moment renamed", "elsewhere"],
)
def test_an_edit_beside_a_finding_does_not_make_it_new(old: str, new: str) -> None:
    edited = NO_KEY.replace(old, new)
    assert edited != NO_KEY
    found = difference(NO_KEY, edited, strict=True)
    assert {each.change for each in found.flows[0].findings if each.message == TWICE} == {"same"}


def test_a_second_step_of_the_same_name_is_another_finding() -> None:
    twice = NO_KEY.replace(
        "    guests: BillWritten\n",
        "    guests: BillWritten\n    guests: WriteBill\n      triggered-by BoatRented\n    guests: BillWritten\n",
    )
    found = flow(NO_KEY, twice)
    assert [each for each in changes(found) if each[0] == "gained"] == [
        ("gained", "double-effect", "afternoon/bill/guests.WriteBill#2", None, 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [(None, 0, "gained"), (2, 0, "sooner"), (1, 1, "same"), (0, 1, "later"), (2, None, "lost"), (None, None, "same")],
)
def test_how_a_number_of_faults_changes(before: int | None, after: int | None, change: str) -> None:
    assert PropertyChange("stalled", before, after).change == change


@pytest.mark.parametrize(
    ("verdict", "before", "after", "worse"),
    [
        ("stalled", None, 0, (True, True)),
        ("stalled", 1, 0, (True, True)),
        ("stalled", None, 1, (False, True)),
        ("stalled", 2, 1, (False, True)),
        ("stalled", 1, 2, (False, False)),
        ("stalled", 0, 0, (False, False)),
        ("stalled", 0, None, (False, False)),
        ("unhandled-refusal", None, 0, (False, True)),
    ],
)
def test_what_counts_as_worse(verdict: str, before: int | None, after: int | None, worse: tuple[bool, bool]) -> None:
    found = flow(BOATS, NO_KEY).findings[0]
    occurred = found.after
    assert occurred is not None
    finding = FindingChange(
        verdict, found.element, found.code, found.message,
        None if before is None else occurred._replace(faults=before),
        None if after is None else occurred._replace(faults=after),
    )  # fmt: skip
    assert tuple(finding.is_worse(strict=strict) for strict in (False, True)) == worse


def test_flows_that_came_and_went() -> None:
    both = f"{BOATS}\n{EVENING}"
    added, removed = difference(BOATS, both), difference(both, BOATS)
    assert [(each.name, each.status) for each in added.flows] == [("afternoon", "same"), ("evening", "added")]
    assert (added.exit, changes(added.flows[1])) == (1, [("gained", "illegal-transition", "Rental/Boat", None, 0)])
    assert [(each.name, each.status) for each in removed.flows] == [("afternoon", "same"), ("evening", "removed")]
    assert (removed.exit, removed.flows[1].is_better) == (0, False)


def test_a_policy_that_newly_reacts_beyond_the_flow() -> None:
    found, back = flow(BOATS, COMPLAINS), flow(COMPLAINS, BOATS)
    assert (found.beyond, found.within, found.status) == (("Guests/SootheGuests",), (), "changed")
    assert (back.beyond, back.within, back.uncovered) == ((), ("Guests/SootheGuests",), (
        Uncovered("policy", "Guests/SootheGuests", "SootheGuests"),
    ))  # fmt: skip


def test_what_rests_on_words() -> None:
    worded = BOATS.replace(
        "      emits BoatRented", '      precondition sunny: "The sun shines"\n      emits BoatRented'
    )
    assert flow(BOATS, worded).assumptions == (0, 1)


def test_a_limit_is_said_and_nothing_is_called_mended() -> None:
    found = difference(NO_KEY, NO_KEY, states=5)
    assert (found.incomplete, found.flows[0].after) == (("afternoon",), Figures(0, 5, "5 states"))
    assert (found.flows[0].survives, found.flows[0].is_better) == (Survival(1, None, None, (), "5 states"), False)


def test_the_worst_comes_first() -> None:
    worded = NO_KEY.replace(
        "      emits BoatRented", '      precondition sunny: "The sun shines"\n      emits BoatRented'
    )
    assert changes(flow(TWO_FIELDS, worded)) == [
        ("gained", "double-effect", "afternoon/bill/guests.WriteBill", None, 1),
        ("gained", "unhandled-refusal", "afternoon/out/rental.RentBoat", None, 1),
        ("lost", "contract-violation", "afternoon/out/rental.BoatRented>guests", 0, None),
    ]


def test_landmarks_are_numbered_only_where_they_are_alike() -> None:
    text = BOATS.replace("    rental: BoatReturned\n", "    rental: BoatReturned\n    rental: ReturnBoat\n")
    (shown,) = domain_of(text).flows
    found = landmarks(shown)
    assert [found[each.id] for each in shown.placements] == [
        ("afternoon/out/rental.RentBoat", "afternoon/rental.RentBoat"),
        ("afternoon/out/rental.BoatRented", "afternoon/rental.BoatRented"),
        ("afternoon/bill/guests.WriteBill", "afternoon/guests.WriteBill"),
        ("afternoon/bill/guests.BillWritten", "afternoon/guests.BillWritten"),
        ("afternoon/back/rental.ReturnBoat", "afternoon/rental.ReturnBoat"),
        ("afternoon/back/rental.BoatReturned", "afternoon/rental.BoatReturned"),
        ("afternoon/back/rental.ReturnBoat#2", "afternoon/rental.ReturnBoat#2"),
    ]
    crossing = shown.placements[1].crossing
    assert crossing is not None
    assert found[crossing.id] == ("afternoon/out/rental.BoatRented>guests", "afternoon/rental.BoatRented>guests")
