"""What a look read, below ``.moment/cache``: code by its content, the specification's side by what it is made from."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

from moment.drift.reading import Reading, decode, encode
from moment.drift.shape import Shape
from moment.project import cache

NAME = "drift"
EXPECTED = "drift-expected"
MOST_SIDES = 4
"""Sides of specifications that are kept, those used last: of two languages, before and after a change."""
MOST_BYTES = 64_000_000


class DiskCache:
    """The readings of one project, whose folder is ``root``; those that were not used last time are gone."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def recall(self) -> Mapping[str, Reading]:
        data = cache.recall(self._root, NAME, most=MOST_BYTES)
        return decode(data) if data is not None else {}

    def keep(self, readings: Mapping[str, Reading]) -> None:
        cache.keep(self._root, NAME, encode(dict(readings)))


class _Side(msgspec.Struct, frozen=True):
    key: str
    shapes: msgspec.Raw


class DiskShapes:
    """The specification's side of one project, whose folder is ``root``."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def recall(self, key: str) -> Mapping[str, Shape] | None:
        found = next((each for each in self._sides() if each.key == key), None)
        try:
            return msgspec.json.decode(found.shapes, type=dict[str, Shape]) if found is not None else None
        except (msgspec.DecodeError, msgspec.ValidationError):
            return None

    def keep(self, key: str, shapes: Mapping[str, Shape]) -> None:
        side = _Side(key, msgspec.Raw(msgspec.json.encode(shapes)))
        others = [each for each in self._sides() if each.key != key]
        cache.keep(self._root, EXPECTED, msgspec.json.encode([side, *others][:MOST_SIDES]))

    def _sides(self) -> list[_Side]:
        data = cache.recall(self._root, EXPECTED, most=MOST_BYTES)
        try:
            return msgspec.json.decode(data, type=list[_Side]) if data is not None else []
        except (msgspec.DecodeError, msgspec.ValidationError):
            return []
