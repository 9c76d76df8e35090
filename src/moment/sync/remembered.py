"""Readings of code below ``.moment/cache``, by content: a second look parses nothing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from moment.drift.reading import Reading, decode, encode
from moment.project import cache

NAME = "drift"
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
