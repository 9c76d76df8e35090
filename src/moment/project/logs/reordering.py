"""Events by time instead of by line, as far as a bounded window allows."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime

from moment.behaviour.conform.logged import Flaw, Logged


def by_time(
    events: Iterable[Logged | Flaw], *, window: int, late: Callable[[Logged], None]
) -> Iterator[Logged | Flaw]:
    """Waits with up to ``window`` events and gives the earliest; equal times stay as they came.

    One without a time keeps its place. One that is earlier than what was already given is ``late`` and given at once.
    """
    waiting: list[tuple[float, int, Logged]] = []
    given = newest = float("-inf")
    for number, event in enumerate(events):
        if isinstance(event, Flaw):
            yield event
            continue
        seconds = _seconds(event)
        newest = newest if seconds is None else max(newest, seconds)
        at = newest if seconds is None else seconds
        if at < given:
            late(event)
        heapq.heappush(waiting, (at, number, event))
        if len(waiting) > window:
            at, _, event = heapq.heappop(waiting)
            given = max(given, at)
            yield event
    while waiting:
        yield heapq.heappop(waiting)[2]


def _seconds(event: Logged) -> float | None:
    if not isinstance(event.time, str):
        return event.time
    try:
        read = datetime.fromisoformat(event.time)
        return (read if read.tzinfo is not None else read.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None
