"""Edits of a specification in its own layout: where a new line goes, how deep, and the formatted text in the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Literal, NamedTuple

from moment.diagnostics.edits import apply
from moment.diagnostics.model import Edit
from moment.language.formatter import format_text
from moment.language.parser import Parsed, parse
from moment.text.source import Source
from moment.text.span import Place

_LEVEL = "  "


class Change(NamedTuple):
    """A line of the text at ``path`` that goes (``-``, its number in the old text) or comes (``+``, in the new one)."""

    path: str
    line: int
    sign: Literal["-", "+"]
    text: str


class Pen:
    """Writes into ``sources``; all edits are replacements in offsets of the old texts."""

    def __init__(self, sources: Mapping[str, Source]) -> None:
        self.sources = sources

    def over(self, place: Place, text: str) -> Edit:
        return Edit(place, text)

    def behind(self, place: Place, text: str) -> Edit:
        """``text`` right behind ``place``, on its line."""
        return Edit(Place(place.path, place.end, place.end), text)

    def before(self, place: Place, text: str) -> Edit:
        """``text`` before ``place``, on a line of its own when ``place`` begins one."""
        behind = "\n" + self._indent(place) if self.starts_line(place) else " "
        return Edit(Place(place.path, place.start, place.start), text + behind)

    def below(self, place: Place, lines: Sequence[str], *, deeper: int = 0, apart: bool = False) -> Edit:
        """``lines`` behind the line in which ``place`` ends, indented like the one in which it starts."""
        text = self._text(place)
        end = text.find("\n", max(place.start, place.end - 1))
        at = len(text) if end < 0 else end
        return Edit(Place(place.path, at, at), ("\n" if apart else "") + self._indented(place, lines, deeper))

    def above(self, place: Place, lines: Sequence[str]) -> Edit:
        """``lines`` before the line in which ``place`` starts, indented like it."""
        at = self._text(place).rfind("\n", 0, place.start) + 1
        return Edit(Place(place.path, at, at), self._indented(place, lines, 0).removeprefix("\n") + "\n")

    def without(self, place: Place) -> Edit:
        """``place`` and the white space before it deleted, its whole line when nothing else stands on it."""
        start = len(self._text(place)[: place.start].rstrip())
        return Edit(Place(place.path, start, place.end), "")

    def without_line(self, place: Place) -> Edit:
        """The whole line that holds ``place``."""
        text = self._text(place)
        end = text.find("\n", place.end)
        return Edit(Place(place.path, text.rfind("\n", 0, place.start) + 1, len(text) if end < 0 else end + 1), "")

    def starts_line(self, place: Place) -> bool:
        text = self._text(place)
        return not text[text.rfind("\n", 0, place.start) + 1 : place.start].strip()

    def _text(self, place: Place) -> str:
        return self.sources[place.path].text

    def _indent(self, place: Place) -> str:
        """The white space of the line in which ``place`` starts."""
        source = self.sources[place.path]
        start = source.text.rfind("\n", 0, place.start) + 1
        return source.text[start : start + source.indentation(place.start)]

    def _indented(self, place: Place, lines: Sequence[str], deeper: int) -> str:
        indent = self._indent(place) + _LEVEL * deeper
        return "".join(f"\n{indent}{line}" if line else "\n" for line in lines)


def edited(source: Source, edits: Sequence[Edit], *, formatted: bool) -> Parsed | None:
    """``source`` after ``edits``, in the one layout when it was ``formatted``; ``None`` when it cannot be read."""
    try:
        parsed = parse(Source(source.path, apply(source.text, edits)))
    except ValueError:
        return None
    if parsed.has_errors:
        return None
    text = format_text(parsed) if formatted else None
    return parsed if text is None or text == parsed.source.text else parse(Source(source.path, text))


def difference(before: Source, after: Source) -> tuple[tuple[Edit, ...], tuple[Change, ...]]:
    """What makes ``after`` of ``before``, whole lines at a time, and the same to read."""
    from difflib import SequenceMatcher

    old, new = _lines(before.text), _lines(after.text)
    starts = [0, *accumulate(map(len, old))]
    edits: list[Edit] = []
    changes: list[Change] = []
    for word, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if word == "insert":
            while last < len(old) and new[start] == old[last]:  # as far down as it goes: `event X` before its fields
                first, last, start, end = first + 1, last + 1, start + 1, end + 1
        if word != "equal":
            edits.append(Edit(Place(before.path, starts[first], starts[last]), "".join(new[start:end])))
            changes += [Change(before.path, number + 1, "-", old[number].strip()) for number in range(first, last)]
            changes += [Change(before.path, number + 1, "+", new[number].strip()) for number in range(start, end)]
    return tuple(edits), tuple(change for change in changes if change.text)


def _lines(text: str) -> list[str]:
    """The lines of ``text`` with their ends; a last one without."""
    *whole, rest = text.split("\n")
    return [f"{line}\n" for line in whole] + ([rest] if rest else [])
