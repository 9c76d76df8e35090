"""Intervals of shares, judged by the equation that defines them."""

from __future__ import annotations

from math import isclose, sqrt

import pytest

from moment.behaviour.walks.interval import CONFIDENCE, Interval, wilson


@pytest.mark.parametrize(("count", "of"), [(1, 10), (10, 100), (50, 100), (333, 1000), (999_999, 1_000_000)])
def test_each_bound_lies_as_far_from_the_share_as_the_normal_distribution_of_that_bound_allows(
    count: int, of: int
) -> None:
    low, high = wilson(count, of)
    share = count / of
    assert 0 < low < share < high < 1
    for bound, distance in ((low, share - low), (high, high - share)):
        assert isclose(distance, CONFIDENCE * sqrt(bound * (1 - bound) / of), rel_tol=1e-9)


def test_a_published_value() -> None:
    low, high = wilson(10, 100)
    assert (round(low, 7), round(high, 7)) == (0.0552291, 0.1743657)  # prop.test(10, 100, correct = FALSE) of R


def test_nothing_seen_still_says_something() -> None:
    assert wilson(0, 0) == Interval(0.0, 1.0)
    low, high = wilson(0, 1000)
    assert (low, round(high, 6)) == (0.0, 0.003827)
    assert wilson(1000, 1000) == pytest.approx((1 - high, 1.0))
