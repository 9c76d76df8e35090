"""Reads crossings with their delivery and contract, and decides which lines are contract fields."""

from __future__ import annotations

from moment.language.clauses import clause_at, duplicate, report_layout
from moment.language.cursor import Cursor
from moment.language.fields import parse_field
from moment.language.syntax import Crossing, Delivery, Field, Name
from moment.language.tokens import GUARANTEES


class _Promise:
    """The parts of a delivery as they are read, in any order."""

    def __init__(self) -> None:
        self.guarantee: Name | None = None
        self.ordered = False
        self.key: Name | None = None
        self.start = -1
        self.end = -1

    def read(self, cursor: Cursor, clause: str) -> None:
        at = cursor.starts[cursor.index]
        cursor.index += 1
        given = {"delivery": self.guarantee is not None, "ordered": self.ordered, "idempotent": self.key is not None}
        if given[clause]:
            duplicate(cursor, at, clause)
        if clause == "delivery":
            self.guarantee = _expect_guarantee(cursor)
        elif clause == "ordered":
            self.ordered = True
        else:
            cursor.expect("by", "before the field that tells messages apart")
            self.key = cursor.expect_name("the field that tells messages apart")
        self.start = at if self.start < 0 else self.start
        self.end = cursor.previous_end

    def node(self) -> Delivery | None:
        if self.start < 0:
            return None
        return Delivery(self.guarantee, self.ordered, self.key, self.start, self.end)


def _expect_guarantee(cursor: Cursor) -> Name | None:
    if cursor.texts[cursor.index] in GUARANTEES:
        return cursor.take_word()
    cursor.unexpected("write one of at-most-once, at-least-once, exactly-once")
    if cursor.at_name():
        cursor.index += 1
    return None


def expect_crossing(cursor: Cursor, placement: int, lanes: set[str]) -> Crossing:
    """A crossing of the placement that starts at ``placement``; the cursor stands on ``crosses-to``."""
    start = cursor.starts[cursor.index]
    cursor.index += 1
    target = cursor.expect_name("the lane that the event crosses to")
    kind: Name | None = None
    promise = _Promise()
    contract: tuple[Field, ...] | None = None
    header_end = cursor.previous_end
    while (clause := clause_at(cursor, "crossing")) is not None:
        at = cursor.starts[cursor.index]
        if clause == "via":
            cursor.index += 1
            given = cursor.expect_name("the kind of relationship")
            if kind is not None:
                duplicate(cursor, at, clause)
            kind = kind or given
        elif clause == "contract":
            cursor.index += 1
            if contract is not None:
                duplicate(cursor, at, clause)
                _parse_contract(cursor, placement, lanes)
                continue
            header_end = cursor.previous_end
            contract = _parse_contract(cursor, placement, lanes)
        else:
            promise.read(cursor, clause)
    end = cursor.previous_end
    if kind is None:
        kind = cursor.missing_clause(f"crossing to `{target.text}`", "via", target.end)
    if contract is None:
        header_end = end  # a crossing that promises nothing is a finding of the model, not of the text
    return Crossing(target, kind, promise.node(), contract or (), start, header_end, end)


def _parse_contract(cursor: Cursor, placement: int, lanes: set[str]) -> tuple[Field, ...]:
    """First layout rule: a line deeper than that of the placement is a field of the contract."""
    fields: list[Field] = []
    indentation = cursor.indentation(placement)
    first: int | None = None
    while cursor.at_field():
        at = cursor.starts[cursor.index]
        if cursor.is_flat or cursor.same_line(placement, at):
            if cursor.texts[cursor.index] in lanes:
                break
        else:
            found = cursor.indentation(at)
            if found <= indentation:
                break
            if first is None:
                first = found
            elif found != first and cursor.starts_line(cursor.index):
                report_layout(cursor, at, "Indent it like the other fields of the contract, or like the placement.")
        fields.append(parse_field(cursor, ()))
    return tuple(fields)
