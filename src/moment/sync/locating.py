"""Offsets of any file that was compared to lines and columns."""

from __future__ import annotations

from collections.abc import Mapping

from moment.sync import types
from moment.text.source import Source
from moment.text.span import Place


class Locator:
    """Knows specifications as they were parsed, and code by its bytes; line ends of code count as they stand there."""

    def __init__(self, specifications: Mapping[str, Source], code: Mapping[str, bytes]) -> None:
        self._code = code
        self._sources = dict(specifications)

    def source(self, path: str) -> Source | None:
        if path not in self._sources and path in self._code:
            self._sources[path] = Source(path, self._code[path].decode("utf-8-sig", "replace"))
        return self._sources.get(path)

    def sources(self) -> dict[str, Source]:
        """All of them by path: specifications, then code."""
        return {path: source for path in (*self._sources, *self._code) if (source := self.source(path)) is not None}

    def place(self, place: Place) -> types.Place | None:
        """``None`` for a place in no file that was read."""
        source = self.source(place.path)
        if source is None:
            return None
        return types.Place(place.path, *source.position(place.start), *source.position(place.end))

    def line(self, place: types.Place) -> str:
        """The line that it begins on."""
        source = self.source(place.path)
        return source.line(place.line).strip() if source is not None else ""
