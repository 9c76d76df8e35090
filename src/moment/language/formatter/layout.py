"""Lines and comments to text: every comment is kept with the line that it stood at."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from moment.language.formatter.pieces import Piece
from moment.language.lexer import Comment
from moment.language.parser import Parsed


class _Attached(NamedTuple):
    """Comments by the number of the piece: before it, at its line's end, and on lines of their own behind it."""

    before: dict[int, list[Comment]]
    beside: dict[int, list[Comment]]
    behind: dict[int, list[Comment]]


def layout(lines: Sequence[Piece], parsed: Parsed) -> str:
    """The text of ``lines`` with the comments of the file; empty for a file without either."""
    attached = _attach(lines, parsed)
    written: list[str] = []
    if not lines:
        written.extend(line for comment in parsed.comments for line in _comment(comment, 0, parsed))
    for number, piece in enumerate(lines):
        if piece.blank:
            written.append("")
        for comment in attached.before.get(number, ()):
            written.extend(_comment(comment, piece.depth, parsed))
        text = "  " * piece.depth + piece.text
        for comment in attached.beside.get(number, ()):
            text += "  " + comment.text.strip()
        written.append(text)
        for comment in attached.behind.get(number, ()):
            depth = min(piece.depth, parsed.source.indentation(comment.start) // 2)
            written.extend(_comment(comment, depth, parsed))
    return "\n".join(written) + "\n" if written else ""


def _attach(lines: Sequence[Piece], parsed: Parsed) -> _Attached:
    found = _Attached({}, {}, {})
    order = sorted(range(len(lines)), key=lambda number: lines[number].anchor)
    anchors = [lines[number].anchor for number in order]
    for comment in parsed.comments if lines else ():
        position = bisect_right(anchors, comment.start)
        previous = order[position - 1] if position else None
        following = order[position] if position < len(order) else None
        table, number = _home(comment, previous, following, lines, parsed)
        table_of = {"before": found.before, "beside": found.beside, "behind": found.behind}[table]
        table_of.setdefault(number, []).append(comment)
    return found


def _home(
    comment: Comment, previous: int | None, following: int | None, lines: Sequence[Piece], parsed: Parsed
) -> tuple[str, int]:
    """Beside the line that it ends, behind the block that it is indented like, else before the next line."""
    source = parsed.source
    head = source.text[source.text.rfind("\n", 0, comment.start) + 1 : comment.start]
    if head.strip() and previous is not None and "\n" not in comment.text:
        return "beside", previous
    if following is None:
        return "behind", previous if previous is not None else 0
    deeper = source.indentation(comment.start) > source.indentation(lines[following].anchor)
    if previous is not None and deeper and not head.strip():
        return "behind", previous
    return "before", following


def _comment(comment: Comment, depth: int, parsed: Parsed) -> Iterator[str]:
    """The lines of a comment, moved to ``depth`` as a block."""
    indentation = "  " * depth
    first, *rest = comment.text.rstrip().split("\n")
    old = parsed.source.indentation(comment.start)
    yield indentation + first.rstrip()
    for line in rest:
        kept = len(line) - len(line.lstrip())
        yield (indentation + " " * max(0, kept - old) + line.strip()).rstrip()
