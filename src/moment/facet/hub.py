"""From the thread that works to the streams that wait for it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

from moment.facet.current import Current

SILENCE = 15.0
"""Seconds after which a comment shows that the connection is there."""


class Hub:
    """Belongs to one event loop. ``wake`` and ``close`` may be called from any thread."""

    def __init__(self) -> None:
        self.is_closed = False
        self.watched: dict[asyncio.Event, str] = {}
        self._loop: asyncio.AbstractEventLoop | None = None

    def start(self) -> None:
        self._loop = asyncio.get_running_loop()

    def wake(self) -> None:
        if self._loop is not None:
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._wake)

    def close(self) -> None:
        self.is_closed = True
        self.wake()

    def _wake(self) -> None:
        for event in self.watched:
            event.set()

    async def stream(self, current: Current, position: int | None, *, lost: str, shown: str) -> AsyncIterator[bytes]:
        """Events after ``position`` for a page that shows the flow ``shown``."""
        event = asyncio.Event()
        self.watched[event] = shown
        try:
            yield b"retry: 1000\n\n"
            while not self.is_closed:
                event.clear()
                position, parts = current.after(position, lost=lost)
                for part in parts:
                    yield part
                try:
                    await asyncio.wait_for(event.wait(), SILENCE)
                except TimeoutError:
                    yield b": here\n\n"
        finally:
            del self.watched[event]
