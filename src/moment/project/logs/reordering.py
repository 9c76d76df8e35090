"""Events by time instead of by line, as far as a bounded window allows."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator

from moment.behaviour.conform.logged import Flaw, Logged, seconds_of


def by_time(events: Iterable[Logged | Flaw], *, window: int) -> Iterator[Logged | Flaw]:
    """Waits with up to ``window`` events and gives the earliest; equal times stay as they came.

    One without a time keeps its place. One that is earlier than what was already given is told as ``late`` before it is given.
    """
    waiting: list[tuple[float, int, Logged]] = []
    given = newest = float("-inf")
    for number, event in enumerate(events):
        if isinstance(event, Flaw):
            yield event
            continue
        seconds = seconds_of(event.time)
        newest = newest if seconds is None else max(newest, seconds)
        at = newest if seconds is None else seconds
        if at < given:
            yield Flaw(event.line, "late", event.type)
        heapq.heappush(waiting, (at, number, event))
        if len(waiting) > window:
            at, _, event = heapq.heappop(waiting)
            given = max(given, at)
            yield event
    while waiting:
        yield heapq.heappop(waiting)[2]
