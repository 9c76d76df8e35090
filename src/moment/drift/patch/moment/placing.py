"""Where a member stands among the segments of its owner, and where a new one goes."""

from __future__ import annotations

from moment.drift.patch.moment.elements import Found
from moment.drift.patch.moment.segments import Inputs, Segment, segments
from moment.drift.patch.result import Refusal
from moment.language import syntax

_ORDER = (
    "annotation", "head", "class", "branch", "description", "identity", "input", "precondition", "emits", "via",
    "delivery", "contract", "trigger", "from", "states", "undo", "compensation", "timeout", "command", "event",
    "aggregate", "value-object", "enum", "invariant", "service", "policy", "saga", "projection", "term",
    "relationship", "context", "lane", "moment", "flow",
)  # fmt: skip
_RANK = {kind: rank for rank, kind in enumerate(_ORDER)}


def containing(found: Found) -> tuple[tuple[Segment, ...], Segment]:
    """The row of segments in which ``found`` stands, and its own one, which has its annotations."""
    row = segments(found.parsed, found.owner)
    segment = _around(row, found)
    if isinstance(segment.node, Inputs) and isinstance(found.node, syntax.Field):
        row = segments(found.parsed, segment.node)
        segment = _around(row, found)
    return row, segment


def _around(row: tuple[Segment, ...], found: Found) -> Segment:
    return next(each for each in row if each.start <= found.node.start and found.node.end <= each.end)


def position(row: tuple[Segment, ...], new: Segment, after: str | None) -> int:
    """The index in ``row`` of what will follow ``new``."""
    kind = new.key[0]
    if after:
        named = [number for number, each in enumerate(row) if after in (each.key[1], " ".join(each.key))]
        same = [number for number in named if row[number].key[0] == kind]
        if not named:
            raise Refusal(f"its owner has no member `{after}` to stand behind")
        return (same or named)[0] + 1
    same = [number for number, each in enumerate(row) if each.key[0] == kind]
    if same:
        return same[0] if after == "" else same[-1] + 1
    rank = _RANK.get(kind, len(_ORDER))
    return max(
        (number + 1 for number, each in enumerate(row) if _RANK.get(each.key[0], len(_ORDER)) <= rank), default=0
    )
