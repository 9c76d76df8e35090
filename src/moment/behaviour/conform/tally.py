"""Counts with the first case of each, bounded: a log can have endless different ones."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import Generic, NamedTuple, TypeVar

Key = TypeVar("Key", bound=Hashable)


class First(NamedTuple):
    """Where something was seen first."""

    line: int
    event: str | None
    correlation: str | None
    text: str = ""


class Counted(NamedTuple):
    times: int
    first: First


class Tally(Generic[Key]):
    """How often by key, in order of appearance; beyond ``limit`` different keys only ``others`` grows."""

    __slots__ = ("_counts", "_firsts", "limit", "others")

    def __init__(self, limit: int = 1000) -> None:
        self.limit = limit
        self.others = 0
        self._counts: dict[Key, int] = {}
        self._firsts: dict[Key, First] = {}

    def add(self, key: Key, first: First) -> None:
        if key in self._counts:
            self._counts[key] += 1
        elif len(self._counts) < self.limit:
            self._counts[key] = 1
            self._firsts[key] = first
        else:
            self.others += 1

    @property
    def total(self) -> int:
        return sum(self._counts.values()) + self.others

    def items(self) -> Iterator[tuple[Key, Counted]]:
        for key, count in self._counts.items():
            yield key, Counted(count, self._firsts[key])

    def __len__(self) -> int:
        return len(self._counts)
