"""How long a command looks for repairs."""

from __future__ import annotations

from collections.abc import Callable
from time import process_time

REPAIR_SECONDS = 2.0


class Patience:
    """Seconds of work that may be spent on the repairs of all flows together.

    They are the processor's, so that a busy machine finds no fewer; the states that may be explored again bound the
    search first, and alike everywhere.
    """

    def __init__(self, seconds: float = REPAIR_SECONDS, *, clock: Callable[[], float] = process_time) -> None:
        self.left = seconds
        self._clock = clock

    def during(self) -> Callable[[], bool]:
        """Whether the time is spent, for one flow, whose own begins when this is asked first."""
        asked: list[float] = []

        def expired() -> bool:
            now = self._clock()
            if asked:
                self.left -= now - asked[-1]
            asked.append(now)
            return self.left < 0

        return expired
