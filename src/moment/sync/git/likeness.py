"""How alike two texts are: lines that came and went, and which file became which under another name."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping

ALIKE = 0.5
"""Share of bytes, in lines that both have, from which a file counts as renamed; Git's own measure."""
_SAMPLE = 8000


def is_text(data: bytes) -> bool:
    """Whether Git would show lines of it: no NUL near its beginning."""
    return b"\0" not in data[:_SAMPLE]


def line_counts(before: bytes, after: bytes) -> tuple[int, int] | None:
    """Lines added and removed, fewest possible; ``None`` for what is no text."""
    if not (is_text(before) and is_text(after)):
        return None
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    old_middle, new_middle, alike = _trimmed(old, new)
    shared = set(old_middle) & set(new_middle)  # a line of one side only is never kept, and most texts are soon apart
    kept = alike + _longest_common(*([line for line in each if line in shared] for each in (old_middle, new_middle)))
    return len(new) - kept, len(old) - kept


def pairs(gone: Mapping[str, bytes], came: Mapping[str, bytes]) -> dict[str, str]:
    """New path to old path of each file that was renamed; every path at most once, the most alike first."""
    scored = [(score, new, old) for (new, old), score in _scores(gone, came).items() if score >= ALIKE]
    found: dict[str, str] = {}
    taken: set[str] = set()
    for _, new, old in sorted(scored, key=lambda each: (-each[0], _is_moved(each[1], each[2]), each[1], each[2])):
        if new not in found and old not in taken:
            found[new] = old
            taken.add(old)
    return found


def _is_moved(new: str, old: str) -> bool:
    """A file of the same name in another folder is the likelier one."""
    return new.rpartition("/")[2] != old.rpartition("/")[2]


def _scores(gone: Mapping[str, bytes], came: Mapping[str, bytes]) -> dict[tuple[str, str], float]:
    """Likeness of every new and old file that share a line. Empty files are like nothing."""
    holders: dict[bytes, list[tuple[str, int]]] = defaultdict(list)
    for old, data in gone.items():
        for line, count in Counter(data.splitlines(keepends=True)).items():
            holders[line].append((old, count))
    shared: dict[tuple[str, str], int] = defaultdict(int)
    for new, data in came.items():
        for line, count in Counter(data.splitlines(keepends=True)).items():
            for old, other in holders.get(line, ()):
                shared[new, old] += min(count, other) * len(line)
    return {(new, old): size / max(len(came[new]), len(gone[old])) for (new, old), size in shared.items()}


def _trimmed(old: list[bytes], new: list[bytes]) -> tuple[list[bytes], list[bytes], int]:
    """Both without what they begin and end with alike, and how many lines that were."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return old[start : len(old) - end], new[start : len(new) - end], start + end


def _longest_common(old: list[bytes], new: list[bytes]) -> int:
    """How many lines the longest common subsequence has, by Myers' greedy search.

    E. W. Myers, "An O(ND) Difference Algorithm and Its Variations", Algorithmica 1, 1986.
    """
    furthest = {1: 0}
    for edits in range(len(old) + len(new) + 1):
        for diagonal in range(-edits, edits + 1, 2):
            down = diagonal == -edits or (diagonal != edits and furthest[diagonal - 1] < furthest[diagonal + 1])
            x = furthest[diagonal + 1] if down else furthest[diagonal - 1] + 1
            while x < len(old) and x - diagonal < len(new) and old[x] == new[x - diagonal]:
                x += 1
            furthest[diagonal] = x
            if x >= len(old) and x - diagonal >= len(new):
                return (len(old) + len(new) - edits) // 2
    raise AssertionError("two lists always have a common subsequence")
