"""What files of code declare: each read once per content, and those that they import read as well."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Protocol

from moment.drift.modules import PathMapping, candidates
from moment.drift.reading import Reading, key


class Cache(Protocol):
    """Readings by the key of their content; forgetting is allowed."""

    def recall(self) -> Mapping[str, Reading]: ...

    def keep(self, readings: Mapping[str, Reading]) -> None: ...


class NoCache:
    def recall(self) -> Mapping[str, Reading]:
        return {}

    def keep(self, readings: Mapping[str, Reading]) -> None:
        pass


def read_text(path: str, data: bytes) -> Reading:
    """The reading of one file, by the ending of its name."""
    if path.endswith((".py", ".pyi")):
        from moment.drift.readers import python

        return python.read(data)
    from moment.drift.readers import typescript

    return typescript.read(data, dialect="tsx" if path.endswith("x") else "ts")


class Readings:
    """Reads texts of both sides; what ``cache`` knows by its content is not parsed again."""

    def __init__(self, cache: Cache | None = None) -> None:
        self._cache = cache or NoCache()
        self._known: Mapping[str, Reading] | None = None
        self._used: dict[str, Reading] = {}

    def of(self, path: str, data: bytes) -> Reading:
        if self._known is None:
            self._known = self._cache.recall()
        name = f"{path.rpartition('.')[2]} {key(data)}"
        found = self._known.get(name) or self._used.get(name) or read_text(path, data)
        self._used[name] = found
        return found

    def next(self) -> Readings:
        """For the next look: what was used is known, the very same objects, and nothing goes to a cache."""
        later = Readings()
        later._known = self._used
        return later

    def keep(self) -> None:
        """Hands what was read to the cache if any of it is new; what was not asked for is forgotten."""
        if self._known is not None and any(name not in self._known for name in self._used):
            self._cache.keep(self._used)


def read_all(
    paths: Iterable[str],
    load: Callable[[str], bytes | None],
    *,
    mappings: tuple[PathMapping, ...] = (),
    readings: Readings | None = None,
) -> dict[str, Reading]:
    """Readings of ``paths`` and of every file of the project that they import, directly or not, by path.

    ``load`` answers ``None`` where nothing can be read.
    """
    reader = _Reader(load, mappings, readings or Readings())
    for path in paths:
        reader.read(path)
    reader.follow()
    return reader.found


class _Reader:
    def __init__(
        self, load: Callable[[str], bytes | None], mappings: tuple[PathMapping, ...], readings: Readings
    ) -> None:
        self.found: dict[str, Reading] = {}
        self._load = load
        self._mappings = mappings
        self._readings = readings
        self._missing: set[str] = set()
        self._pending: list[str] = []

    def read(self, path: str) -> bool:
        """Whether there is something at ``path``."""
        if path in self.found:
            return True
        data = None if path in self._missing else self._load(path)
        if data is None:
            self._missing.add(path)
            return False
        self.found[path] = self._readings.of(path, data)
        self._pending.append(path)
        return True

    def follow(self) -> None:
        while self._pending:
            path = self._pending.pop()
            for module in _modules(self.found[path]):
                next((each for each in candidates(path, module, self._mappings) if self.read(each)), None)


def _modules(reading: Reading) -> Iterator[str]:
    names = (*(each.module for each in reading.imports), *(each.module for each in reading.exports))
    yield from dict.fromkeys(name for name in names if name)
