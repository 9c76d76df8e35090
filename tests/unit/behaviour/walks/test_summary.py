"""Sums of walks: what is kept when there is too much, and what they say of it."""

from __future__ import annotations

from functools import reduce

import pytest

from moment.behaviour.verdicts import Verdict
from moment.behaviour.walks.summary import KEPT, Counted, Ended, Summary, Taken, from_json, summarize, to_json


def ended(
    number: int, *, arms: tuple[str, ...] = (), verdict: str = "completed", faults: tuple[str, ...] = ()
) -> Ended:
    return Ended("uniform", Verdict(verdict, None, "f/one/0"), arms, faults, 1, number, (f"step {number}",), arms)


def summary(*ends: Ended) -> Summary:
    return summarize(ends, lengths=[Counted(1, len(ends))], actions=[Taken("step", len(ends))])


def test_the_first_walk_is_the_example_of_an_ending_and_the_one_with_fewest_faults_that_of_a_breach() -> None:
    one = summary(ended(7, verdict="stalled", faults=("lose:a",)), ended(9, verdict="stalled"))
    other = summary(ended(3, verdict="stalled", faults=("lose:a", "lose:b")))
    for found in (one.merged(other), other.merged(one)):
        assert [(e.walks, e.number) for e in found.endings] == [(3, 3)]
        assert [(e.walks, e.faults, e.number) for e in found.breaches] == [(3, 0, 9)]
        assert found.faults == (Counted(0, 1), Counted(1, 1), Counted(2, 1))
        assert (found.walks, found.steps) == (3, 3)


def test_a_breach_without_faults_fails_and_one_with_faults_when_strict() -> None:
    harmless = summary(ended(1))
    with_fault = summary(ended(1, verdict="stalled", faults=("lose:a",)))
    without = summary(ended(1, verdict="stalled"))
    refused = summary(ended(1, verdict="unhandled-refusal"))
    assert [each.fails(strict=False) for each in (harmless, with_fault, without, refused)] == [
        False,
        False,
        True,
        False,
    ]
    assert [each.fails(strict=True) for each in (harmless, with_fault, without, refused)] == [False, True, True, True]


def test_signatures_are_exact_while_all_are_kept() -> None:
    found = summary(*(ended(n, arms=(f"choose:a={n % KEPT}",)) for n in range(1000)))
    assert (found.distinct, found.left_out, len(found.signatures)) == (KEPT, 0, KEPT)


@pytest.mark.parametrize("distinct", [1_000, 20_000])
def test_beyond_it_counts_of_the_kept_stay_exact_and_their_number_is_estimated(distinct: int) -> None:
    parts = [
        summary(*(ended(n, arms=(f"choose:a={n % distinct}",)) for n in range(start, start + 1000)))
        for start in range(0, 2 * distinct, 1000)
    ]
    found = reduce(Summary.merged, parts, Summary())
    assert len(found.signatures) == KEPT
    assert {each.walks for each in found.signatures} == {2}
    assert found.left_out == 2 * distinct - 2 * KEPT
    assert abs(found.distinct - distinct) <= 4 * distinct / KEPT**0.5


def test_sums_travel_as_json() -> None:
    found = summary(ended(1, arms=("choose:a=b",), verdict="stalled"), ended(2))
    assert from_json(to_json(found)) == found
    assert from_json(to_json(Summary())) == Summary()
