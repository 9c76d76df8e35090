"""Server-sent events: what was said lately, by number, and who missed too much of it."""

from __future__ import annotations

import secrets
from collections import deque
from typing import NamedTuple

MOST_MESSAGES = 256
MOST_BYTES = 8 * 1024 * 1024


class Said(NamedTuple):
    """A message as it goes over the wire."""

    sequence: int
    data: bytes


class History:
    """The last messages of one start of the server, whose name is ``epoch``. Messages are numbered from 1."""

    def __init__(self, epoch: str | None = None, *, messages: int = MOST_MESSAGES, size: int = MOST_BYTES) -> None:
        self.epoch = epoch or secrets.token_hex(4)
        self.sequence = 0
        self._messages = messages
        self._size = size
        self._kept: deque[Said] = deque()
        self._bytes = 0

    @property
    def last(self) -> str:
        """The identifier of the newest message."""
        return self.identifier(self.sequence)

    def identifier(self, sequence: int) -> str:
        return f"{self.epoch}-{sequence}"

    def add(self, name: str, json: bytes) -> None:
        self.sequence += 1
        data = event(name, self.last, json)
        self._kept.append(Said(self.sequence, data))
        self._bytes += len(data)
        while self._kept and (len(self._kept) > self._messages or self._bytes > self._size):
            self._bytes -= len(self._kept.popleft().data)

    def since(self, sequence: int) -> list[Said] | None:
        """The messages after ``sequence``; ``None`` when some of them are gone, or none can be after it."""
        if sequence > self.sequence:
            return None
        oldest = self._kept[0].sequence if self._kept else self.sequence + 1
        if sequence + 1 < oldest:
            return None
        return [each for each in self._kept if each.sequence > sequence]

    def position(self, identifier: str | None) -> int | None:
        """The number in an identifier of this epoch; ``None`` for any other text."""
        epoch, _, number = (identifier or "").rpartition("-")
        usable = epoch == self.epoch and number.isascii() and number.isdecimal() and len(number) < 16
        return int(number) if usable else None


def event(name: str, identifier: str, json: bytes) -> bytes:
    """One event; ``json`` is one line."""
    return b"event: %s\nid: %s\ndata: %s\n\n" % (name.encode(), identifier.encode(), json)
