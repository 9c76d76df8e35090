"""The known word that somebody probably meant."""

from __future__ import annotations

from collections.abc import Iterable


def distance(left: str, right: str, *, limit: int = 2) -> int:
    """Edits that turn one word into the other: insertions, deletions, replacements, swapped neighbours.

    The optimal string alignment distance; anything above ``limit`` is ``limit + 1``.
    """
    if abs(len(left) - len(right)) > limit:
        return limit + 1
    older: list[int] = []
    previous = list(range(len(right) + 1))
    for row, character in enumerate(left, 1):
        current = [row]
        for column, other in enumerate(right, 1):
            cost = min(previous[column] + 1, current[column - 1] + 1, previous[column - 1] + (character != other))
            if older and column > 1 and character == right[column - 2] and left[row - 2] == other:
                cost = min(cost, older[column - 2] + 1)
            current.append(cost)
        if min(current) > limit:
            return limit + 1
        older, previous = previous, current
    return min(previous[-1], limit + 1)


def nearest(word: str, candidates: Iterable[str], *, limit: int = 2) -> str | None:
    """The candidate fewest edits away, the first of equals: at most ``limit``, one in words under five letters."""
    limit = min(limit, max(1, (len(word) - 1) // 2))
    best: str | None = None
    for candidate in candidates:
        if candidate == word:
            continue
        found = distance(word, candidate, limit=limit)
        if found <= limit:
            best, limit = candidate, found - 1
            if limit < 1:
                break
    return best
