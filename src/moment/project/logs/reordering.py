"""Events by time instead of by line, as far as a bounded window allows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from operator import itemgetter

from moment.behaviour.conform.logged import Flaw, Logged, seconds_of


def by_time(events: Iterable[Logged | Flaw], *, window: int) -> Iterator[Logged | Flaw]:
    """Puts every event in its place that stands up to ``window`` events too late; twice as many wait at most.

    Equal times stay as they came; an event without a time keeps its place. One that is earlier than what was already
    given is told as ``late`` before it is given. The sort is cheap because logs are nearly in order.
    """
    waiting: list[tuple[float, Logged]] = []
    given = newest = float("-inf")
    for event in events:
        if isinstance(event, Flaw):
            yield event
            continue
        seconds = seconds_of(event.time)
        newest = newest if seconds is None else max(newest, seconds)
        at = newest if seconds is None else seconds
        if at < given:
            yield Flaw(event.line, "late", event.type)
        waiting.append((at, event))
        if len(waiting) >= 2 * window:
            waiting.sort(key=itemgetter(0))
            given = max(given, waiting[window - 1][0])
            yield from (earlier for _, earlier in waiting[:window])
            del waiting[:window]
    waiting.sort(key=itemgetter(0))
    yield from (event for _, event in waiting)
