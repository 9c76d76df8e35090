"""How sure a share is that was counted in a sample."""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple

CONFIDENCE = 1.959963984540054
"""Standard deviations that hold 95 % of a normal distribution."""


class Interval(NamedTuple):
    low: float
    high: float


def wilson(count: int, of: int) -> Interval:
    """The 95 % interval of a probability of which ``count`` of ``of`` trials were seen; without trials all of it.

    E. B. Wilson, Probable Inference, the Law of Succession, and Statistical Inference, Journal of the American
    Statistical Association 22 (1927), 209-212. It stays inside 0 and 1 and says something when nothing was seen.
    """
    if not of:
        return Interval(0.0, 1.0)
    square = CONFIDENCE * CONFIDENCE
    share = count / of
    middle = (share + square / (2 * of)) / (1 + square / of)
    half = CONFIDENCE / (1 + square / of) * sqrt(share * (1 - share) / of + square / (4 * of * of))
    low = 0.0 if not count else max(0.0, middle - half)
    high = 1.0 if count == of else min(1.0, middle + half)
    return Interval(low, high)
