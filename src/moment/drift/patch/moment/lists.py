"""Lists with a sign between their members: the inputs of a command and the values of an enum."""

from __future__ import annotations

from bisect import bisect_left

from moment.diagnostics.model import Edit
from moment.drift.patch.moment.frames import Piece
from moment.drift.patch.moment.pen import Pen, inline
from moment.drift.patch.moment.segments import Segment
from moment.drift.patch.result import Refusal
from moment.language.parser import Parsed


def insert_into(pen: Pen, parsed: Parsed, piece: Piece, row: tuple[Segment, ...], index: int) -> list[Edit]:
    """``piece`` between ``row[index - 1]`` and ``row[index]``; the head of the owner is ``row[0]``."""
    sign = piece.segment.separator
    members = [each for each in row if each.separator]
    at = sum(1 for each in row[:index] if each.separator)
    stacked = all(pen.starts_line(_head(pen, each)) for each in members) and (len(members) > 1 or sign == ",")
    if not members:
        raise Refusal("the list is empty")
    if not stacked:
        shown = inline(piece)
        if at == 0:
            start = members[0].start
            return [pen.edit(start, start, f"{shown}{' | ' if sign == '|' else ', '}")]
        end = members[at - 1].end
        return [pen.edit(end, end, f"{' | ' if sign == '|' else ', '}{shown}")]
    indent = pen.indentation(members[0].start if at == 0 else members[at - 1].start)
    if sign == "|":
        end = pen.line_end(members[max(0, at - 1)].end)
        return [pen.edit(end, end, f"\n{indent}| {inline(piece)}")] if at else [_first_value(pen, members, piece)]
    return _stacked_input(pen, parsed, piece, members, at, indent)


def _stacked_input(pen: Pen, parsed: Parsed, piece: Piece, members: list[Segment], at: int, indent: str) -> list[Edit]:
    text = pen.lines(piece, (), []).replace("\n", f"\n{indent}")
    if at == 0:
        start = pen.line_start(pen.own_start(members[0].start))
        return [pen.edit(start, start, f"{indent}{text},\n")]
    previous = members[at - 1]
    end = pen.line_end(previous.end)
    if _sign_behind(parsed, previous, ","):
        return [pen.edit(end, end, f"\n{indent}{text},")]
    return [pen.edit(previous.end, previous.end, ","), pen.edit(end, end, f"\n{indent}{text}")]


def _first_value(pen: Pen, members: list[Segment], piece: Piece) -> Edit:
    start = members[0].start
    return pen.edit(start, start, f"{inline(piece)} | ")


def remove_from(pen: Pen, parsed: Parsed, row: tuple[Segment, ...], gone: Segment) -> list[Edit]:
    """``gone`` with the sign that it no longer needs; comments that stand between stay."""
    members = [each for each in row if each.separator]
    at = members.index(gone)
    if len(members) == 1:
        raise Refusal("nothing would be left of the list")
    if pen.starts_line(gone.start) and gone.separator == ",":
        return _remove_line(pen, parsed, members, at)
    if at == 0:
        following = members[1].start
        kept = "".join(comment.text for comment in pen.comments_in(gone.end, following))
        return [pen.edit(gone.start, following, f"{kept} " if kept else "")]
    sign = _token_before(parsed, gone.start)
    start, previous = sign, members[at - 1].end
    if pen.starts_line(sign) and pen.ends_line(gone.end):
        return [pen.cut(sign, gone.end)]
    while start > previous and pen.text[start - 1] in " \t":
        start -= 1
    return [pen.edit(start, gone.end, "")]


def _remove_line(pen: Pen, parsed: Parsed, members: list[Segment], at: int) -> list[Edit]:
    """An input on lines of its own; the one before it becomes the last without a comma."""
    gone = members[at]
    sign = _sign_behind(parsed, gone, ",")
    end = sign + 1 if sign is not None else gone.end
    edits = [pen.cut(gone.start, end)]
    if sign is None and at > 0:
        comma = _sign_behind(parsed, members[at - 1], ",")
        if comma is not None:
            edits.append(pen.edit(comma, comma + 1, ""))
    return edits


def _head(pen: Pen, member: Segment) -> int:
    """Where the line of a member begins to speak of it: at the sign before it, or at itself."""
    start = pen.line_start(member.start)
    before = pen.text[start : member.start]
    return start + len(before) - len(before.lstrip()) if before.strip() in ("|", ",", "") else member.start


def _token_before(parsed: Parsed, offset: int) -> int:
    return parsed.tokens.starts[bisect_left(parsed.tokens.starts, offset) - 1]


def _sign_behind(parsed: Parsed, member: Segment, sign: str) -> int | None:
    index = bisect_left(parsed.tokens.starts, member.end)
    return parsed.tokens.starts[index] if parsed.tokens.texts[index] == sign else None
