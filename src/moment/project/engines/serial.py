"""Walks in this process, one shard after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from moment.behaviour.walks.summary import Summary, from_json
from moment.project.engines.work import Left, Texts, Work, seconds_of, walk_shard


class Serial:
    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    def __enter__(self) -> Serial:
        return self

    def __exit__(self, *_: object) -> None:
        return

    def walk(self, work: Work, shards: Iterable[int], left: Left | None = None) -> Iterator[Summary]:
        for number in shards:
            yield from_json(walk_shard(self._texts, work, number, seconds=seconds_of(left)))
