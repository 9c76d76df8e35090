"""A half-open range of code points in one text, and the same with the path of the text."""

from __future__ import annotations

from typing import NamedTuple


class Span(NamedTuple):
    """Half-open range ``[start, end)`` of code-point offsets, counted from 0."""

    start: int
    end: int


class Place(NamedTuple):
    """A span in the text at ``path`` (POSIX, relative to the project; ``-`` is standard input)."""

    path: str
    start: int
    end: int

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)
