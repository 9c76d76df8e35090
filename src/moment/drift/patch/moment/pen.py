"""Edits of one text in its own style: where a new line goes, how deep, and what a deleted line takes along."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import pairwise

from moment.diagnostics.model import Edit
from moment.drift.patch.moment.frames import Piece
from moment.drift.patch.moment.segments import Segment
from moment.language.lexer import Comment
from moment.language.parser import Parsed
from moment.text.span import Place

_INDENTATION = re.compile(r"^([ \t]+)[^\s]", re.MULTILINE)
_CLOSE = frozenset(("term", "relationship", "enum", "states", "lane", "field", "placement", "link", "undo"))
"""Kinds whose members stand on neighbouring lines."""


class Pen:
    """All edits are replacements in offsets of ``parsed``."""

    def __init__(self, parsed: Parsed) -> None:
        self.path = parsed.source.path
        self.text = parsed.source.text
        self.starts = parsed.tokens.starts
        self.comments = parsed.comments
        depths = _INDENTATION.findall(self.text)
        self.unit = min(depths, key=len) if depths else "  "

    # -- looking -----------------------------------------------------------------------------------

    def line_start(self, offset: int) -> int:
        return self.text.rfind("\n", 0, offset) + 1

    def line_end(self, offset: int) -> int:
        end = self.text.find("\n", offset)
        return len(self.text) if end < 0 else end

    def indentation(self, offset: int) -> str:
        start = self.line_start(offset)
        line = self.text[start : self.line_end(start)]
        return line[: len(line) - len(line.lstrip())]

    def starts_line(self, offset: int) -> bool:
        return not self.text[self.line_start(offset) : offset].strip()

    def ends_line(self, offset: int) -> bool:
        """Whether no token follows on the line of ``offset``; a comment may."""
        index = bisect_left(self.starts, offset)
        return index >= len(self.starts) or self.starts[index] >= self.line_end(offset)

    def comments_in(self, start: int, end: int) -> list[Comment]:
        return [comment for comment in self.comments if start <= comment.start < end]

    # -- writing -----------------------------------------------------------------------------------

    def edit(self, start: int, end: int, text: str) -> Edit:
        return Edit(Place(self.path, start, end), text)

    def replaced(self, start: int, end: int, text: str) -> list[Edit]:
        """``text`` in the place of a span; comments inside it move to lines of their own above."""
        edits = [self.edit(start, end, text)]
        kept = self.comments_in(start, end)
        if kept:
            at, indent = self.line_start(start), self.indentation(start)
            edits.insert(0, self.edit(at, at, "".join(f"{indent}{comment.text.rstrip()}\n" for comment in kept)))
        return edits

    def cut(self, start: int, end: int) -> Edit:
        """The span with its whole lines, the comment behind it and those right above, when nothing else stands there."""
        if not (self.starts_line(start) and self.ends_line(end)):
            return self._cut_inline(start, end)
        first = self.own_start(start)
        last = min(self.line_end(end) + 1, len(self.text))
        blank_behind = last >= len(self.text) or self.text[last] == "\n"
        while blank_behind and self.text[first - 2 : first] == "\n\n":
            first -= 1
        return self.edit(first, last, "")

    def _cut_inline(self, start: int, end: int) -> Edit:
        if self.starts_line(start):
            while self.text[end : end + 1] in (" ", "\t"):
                end += 1
            return self.edit(start, end, "")
        while self.text[start - 1] in " \t":
            start -= 1
        return self.edit(start, end, "")

    def own_start(self, start: int) -> int:
        """The first line of the comments right above the line of ``start``, which are indented like it.

        Those at the head of the file speak of the file.
        """
        first, indent = self.line_start(start), self.indentation(start)
        while True:
            above = next((comment for comment in self.comments if self.line_end(comment.end) + 1 == first), None)
            if above is None or not self.starts_line(above.start) or self.indentation(above.start) != indent:
                return first if first > 0 else self.line_start(start)
            first = self.line_start(above.start)

    def insert(self, piece: Piece, row: tuple[Segment, ...], index: int) -> Edit:
        """``piece`` between ``row[index - 1]`` and ``row[index]``, the segments of its owner."""
        if index == 0:
            return self._insert_before(piece, row)
        previous = row[index - 1]
        siblings = [each for each in row if each.key[0] == piece.segment.key[0]]
        flows_on = not self.starts_line(previous.start) and any(not self.starts_line(each.start) for each in siblings)
        if not begins_line(piece) or not self.ends_line(previous.end) or flows_on:
            at = previous.end
            return self.edit(at, at, " " + inline(piece))
        lines = self.lines(piece, row, siblings)
        blank = "\n" if self._is_apart(piece, row, index, siblings) else ""
        at = self.line_end(previous.end)
        return self.edit(at, at, blank + "\n" + lines)

    def _insert_before(self, piece: Piece, row: tuple[Segment, ...]) -> Edit:
        if not row:
            blank = "\n" if self.text.strip() else ""
            at = len(self.text)
            return self.edit(at, at, blank + self.lines(piece, row, []) + "\n")
        following = row[0]
        if not self.starts_line(following.start):
            return self.edit(following.start, following.start, inline(piece) + " ")
        at = self.line_start(self.own_start(following.start))
        blank = "\n" if _blank_before(piece) or following.key[0] in ("context", "flow") else ""
        return self.edit(at, at, self.lines(piece, row, [following]) + "\n" + blank)

    def lines(self, piece: Piece, row: tuple[Segment, ...], siblings: list[Segment]) -> str:
        """The lines of ``piece`` as deep as its siblings stand, else as deep below the head of its owner."""
        model = next((each for each in siblings if self.starts_line(each.start)), None)
        source = piece.parsed.source
        depth = source.indentation(piece.segment.start)
        if model is not None:
            indent = self.indentation(model.start)
        elif row:
            levels = (depth - source.indentation(piece.owner[0].start)) // 2
            indent = self.indentation(row[0].start) + self.unit * levels
        else:
            indent = ""
        text = source.text[piece.segment.start : piece.segment.end]
        return indent + reindented(text, depth, indent, self.unit)

    def _is_apart(self, piece: Piece, row: tuple[Segment, ...], index: int, siblings: list[Segment]) -> bool:
        """Whether a blank line stands before ``piece``, as it does between the members around it."""
        kind = piece.segment.key[0]
        if kind in _CLOSE and (siblings or not _blank_before(piece)):
            previous = row[index - 1]
            return previous.key[0] != kind and index < len(row) and self._gap(previous, row[index])
        if not _blank_before(piece) and kind not in ("moment", "context", "flow"):
            return False
        members = [each for each in row if each.node is not None]
        pairs = list(pairwise(members))
        return not pairs or any(self._gap(*pair) for pair in pairs)

    def _gap(self, first: Segment, second: Segment) -> bool:
        return bool(re.search(r"\n[ \t]*\n", self.text[first.end : second.start]))


def begins_line(piece: Piece) -> bool:
    text = piece.parsed.source.text
    return not text[text.rfind("\n", 0, piece.segment.start) + 1 : piece.segment.start].strip()


def _blank_before(piece: Piece) -> bool:
    text = piece.parsed.source.text
    start = text.rfind("\n", 0, piece.segment.start) + 1
    return text.endswith("\n\n", 0, start)


def inline(piece: Piece) -> str:
    """On one line, unless it holds a text of several lines."""
    text = piece.parsed.source.text[piece.segment.start : piece.segment.end]
    return text if '"""' in text else " ".join(text.split("\n")[0:1] + [line.strip() for line in text.split("\n")[1:]])


def reindented(text: str, depth: int, indent: str, unit: str) -> str:
    """``text`` whose first line stood ``depth`` columns deep, its further lines moved to ``indent`` and ``unit``."""
    first, *rest = text.split("\n")
    lines, inside = [first], first.count('"""') % 2 == 1
    for line in rest:
        own = len(line) - len(line.lstrip())
        levels = max(0, own - depth)
        deeper = " " * levels if inside else unit * (levels // 2) + " " * (levels % 2)
        lines.append(indent + deeper + line.lstrip() if line.strip() else "")
        inside ^= line.count('"""') % 2 == 1
    return "\n".join(lines)
