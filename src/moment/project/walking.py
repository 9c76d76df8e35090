"""Walks through the flows of a session: so many as are asked for, or as many as there is time for."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from moment.behaviour.machine import Scope
from moment.behaviour.walks.summary import Summary
from moment.behaviour.walks.walker import shards
from moment.project.engines.work import Engine, Left, Texts, Work
from moment.project.session import Session

MOST_WALKS = 10**12


def texts_of(session: Session) -> Texts:
    """What a worker needs to build the same model."""
    return tuple((path, parsed.source.text) for path, parsed in session.parsed.items())


def walks_of(engine: Engine, flow: str, *, scope: Scope, seed: int, walks: int) -> Iterator[Summary]:
    """The sums of ``walks`` walks, shard by shard."""
    return engine.walk(Work.of(flow, scope, seed, walks), shards(walks))


def walks_until(left: Left, engine: Engine, flow: str, *, scope: Scope, seed: int) -> Iterator[Summary]:
    """The sums of as many walks as there are seconds ``left``; of some at least."""
    numbers = takewhile(lambda number: number == 0 or left() > 0, shards(MOST_WALKS))
    return engine.walk(Work.of(flow, scope, seed, MOST_WALKS), numbers, left)
