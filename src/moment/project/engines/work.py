"""What a worker is told: the specifications, one flow with its scope, and the number of a shard."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from time import monotonic
from typing import NamedTuple, Protocol, TypeAlias

from moment.behaviour.machine import FaultKind, Scope
from moment.behaviour.walks.summary import Summary, to_json
from moment.behaviour.walks.walker import Walker, walker
from moment.language.parser import parse
from moment.model.build import build
from moment.model.domain import Domain
from moment.text.source import Source

Texts: TypeAlias = tuple[tuple[str, str], ...]
"""Path and text of every specification, sorted."""


Left: TypeAlias = Callable[[], float]
"""Seconds that are left."""


class EngineError(Exception):
    """An engine that does not exist, cannot be reached or broke down: one sentence, and the way out."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class Work(NamedTuple):
    """The walks of one flow whose numbers are below ``walks``."""

    flow: str
    instances: int
    max_faults: int
    budgets: tuple[tuple[FaultKind, int], ...]
    seed: int
    walks: int

    @classmethod
    def of(cls, flow: str, scope: Scope, seed: int, walks: int) -> Work:
        return cls(flow, scope.instances, scope.max_faults, tuple(scope.budgets.items()), seed, walks)


class Engine(Protocol):
    """Takes shards of work in any order. ``EngineError`` when it breaks down."""

    def walk(self, work: Work, shards: Iterable[int], left: Left | None = None) -> Iterator[Summary]:
        """The sums of the shards as they are ready; a further shard is asked for when there is room for it.

        ``left`` says how many seconds a shard may take that begins now; those that take longer end early.
        """
        ...


def walk_shard(
    texts: Texts, work: Work, number: int, *, seconds: float | None = None, stopped: Callable[[], bool] | None = None
) -> bytes:
    """The sums of one shard as JSON, ended early after ``seconds`` or when ``stopped``.

    What it rests on is built once in a process.
    """
    walking = walker_of(texts, work._replace(walks=0))
    end = None if seconds is None else monotonic() + seconds

    def expired() -> bool:
        return (end is not None and monotonic() > end) or (stopped is not None and stopped())

    return to_json(walking.shard(number, work.walks, expired if end is not None or stopped is not None else None))


def seconds_of(left: Left | None) -> float | None:
    return None if left is None else left()


@lru_cache(maxsize=1)
def walker_of(texts: Texts, work: Work) -> Walker:
    domain = _domain(texts)
    scope = Scope(work.instances, work.max_faults, dict(work.budgets))
    return walker(domain.flow[work.flow], domain, scope=scope, seed=work.seed)


@lru_cache(maxsize=1)
def _domain(texts: Texts) -> Domain:
    return build([parse(Source(path, text)) for path, text in texts])
