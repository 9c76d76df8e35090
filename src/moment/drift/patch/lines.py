"""The lines of a text in its own style: line ends, indentation, what else stands beside an offset."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from moment.drift.patch.result import Refusal

_INDENTATION = re.compile(r"^([ \t]+)\S", re.MULTILINE)


class Splice(NamedTuple):
    """``text`` in the place of a span."""

    start: int
    end: int
    text: str


def spliced(text: str, splices: Iterable[Splice]) -> str:
    """``text`` after all ``splices``, each in offsets of the old text; those at one offset keep their order."""
    parts: list[str] = []
    at = 0
    for splice in sorted(splices, key=lambda each: each[:2]):
        if splice.start < at:
            raise Refusal("two parts of it stand in one another")
        parts += (text[at : splice.start], splice.text)
        at = splice.end
    return "".join((*parts, text[at:]))


class Lines:
    """Questions about ``text``; offsets count code points."""

    def __init__(self, text: str, comment: str = r"//[^\n]*|/\*[^\n]*?\*/[ \t]*", *, indentation: int = 2) -> None:
        self.text = text
        self._usual = indentation
        self.newline = "\r\n" if "\r\n" in text else "\n"
        self._rest = re.compile(rf"[ \t]*(?:{comment})?[ \t]*\r?(?=\n|\Z)")

    def start(self, offset: int) -> int:
        return self.text.rfind("\n", 0, offset) + 1

    def end(self, offset: int) -> int:
        """Before the line end."""
        at = self.text.find("\n", offset)
        if at < 0:
            return len(self.text)
        return at - 1 if at > offset and self.text[at - 1] == "\r" else at

    def following(self, offset: int) -> int:
        """The start of the next line."""
        at = self.text.find("\n", offset)
        return len(self.text) if at < 0 else at + 1

    def indentation(self, offset: int) -> str:
        line = self.text[self.start(offset) : self.end(offset)]
        return line[: len(line) - len(line.lstrip())]

    def begins(self, offset: int) -> bool:
        """Whether only white space stands before ``offset`` on its line."""
        return not self.text[self.start(offset) : offset].strip()

    def closes(self, offset: int) -> bool:
        """Whether nothing but a comment stands behind ``offset`` on its line."""
        return self._rest.match(self.text, offset) is not None

    def is_blank(self, offset: int) -> bool:
        """Whether the line that starts at ``offset`` is blank, or there is none."""
        return not self.text[offset : self.end(offset)].strip()

    def without(self, start: int, end: int) -> Splice:
        """Whole lines; of two blank ones around them one stays."""
        first, last = self.start(start), self.following(end)
        if last >= len(self.text) and first > 0 and not self.text.endswith("\n"):
            return Splice(len(self.text[:first].rstrip("\r\n")), last, "")
        above = self.start(max(0, first - 1)) if first else first
        if first and self.is_blank(above) and (last >= len(self.text) or self.is_blank(last)):
            first = above
        elif first == 0 and last < len(self.text) and self.is_blank(last):
            last = self.following(last)
        return Splice(first, last, "")

    @property
    def unit(self) -> str:
        """One level of indentation: a tab, or the smallest common number of blanks."""
        depths = Counter(_INDENTATION.findall(self.text))
        if any(depth.startswith("\t") for depth in depths):
            return "\t"
        widths = [len(depth) for depth in depths if len(depth) > 1]
        return " " * min(widths, default=self._usual)

    def moved(self, text: str, indent: str, unit: str, *, old_unit: str = "  ") -> str:
        """``text`` of several lines, each ``indent`` deeper and its own levels in ``unit``, in the file's line ends."""
        lines = []
        for line in text.split("\n"):
            rest = line.lstrip(" ")
            levels, odd = divmod(len(line) - len(rest), len(old_unit))
            lines.append(f"{indent}{unit * levels}{' ' * odd}{rest}" if rest else "")
        return self.newline.join(lines)
