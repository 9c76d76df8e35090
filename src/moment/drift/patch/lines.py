"""The lines of a text in its own style: line ends, indentation, what else stands beside an offset."""

from __future__ import annotations

import re
from collections import Counter

_INDENTATION = re.compile(r"^([ \t]+)\S", re.MULTILINE)


class Lines:
    """Questions about ``text``; offsets count code points."""

    def __init__(self, text: str, comment: str = r"//[^\n]*|/\*[^\n]*?\*/[ \t]*") -> None:
        self.text = text
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

    @property
    def unit(self) -> str:
        """One level of indentation: a tab, or the smallest common number of blanks."""
        depths = Counter(_INDENTATION.findall(self.text))
        if any(depth.startswith("\t") for depth in depths):
            return "\t"
        widths = [len(depth) for depth in depths if len(depth) > 1]
        return " " * min(widths, default=2)

    def moved(self, text: str, indent: str, unit: str, *, old_unit: str = "  ") -> str:
        """``text`` of several lines, each ``indent`` deeper and its own levels in ``unit``, in the file's line ends."""
        lines = []
        for line in text.split("\n"):
            rest = line.lstrip(" ")
            levels, odd = divmod(len(line) - len(rest), len(old_unit))
            lines.append(f"{indent}{unit * levels}{' ' * odd}{rest}" if rest else "")
        return self.newline.join(lines)
