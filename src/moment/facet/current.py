"""What the server shows now: flows with their hashes, findings, what is held; and what it has said about that."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from hashlib import sha256
from typing import Any, NamedTuple

import msgspec

from moment.behaviour import wire
from moment.behaviour.simulation import FlowRun
from moment.facet.holding import Uses
from moment.facet.messages import (
    LIVE_FORMAT,
    FlowHead,
    FlowPart,
    Held,
    Live,
    Message,
    ScenarioHead,
    Snapshot,
)
from moment.facet.stream import History, Said, event

MOST_INLINE = 256 * 1024
MOST_BLOBS = 256 * 1024 * 1024


class Shown(NamedTuple):
    """A flow as it last was whole: ``key`` names all that it rests on, ``texts`` the files that its repairs change."""

    run: FlowRun
    key: str
    texts: dict[str, str]
    uses: Uses
    since: str
    part: FlowPart
    head: FlowHead
    size: int

    @property
    def patch(self) -> FlowPart | None:
        """What goes into a message; nothing when it is too big for one."""
        return self.part if self.size <= MOST_INLINE else None


def head_of(part: FlowPart, digest: str) -> FlowHead:
    heads = [
        ScenarioHead(each.scenario_id, each.scenario_label, each.kind, each.verdict.kind, each.verdict.good)
        for each in part.scenarios
    ]
    return FlowHead(part.flow.flow_id, part.flow.name, digest, heads)


class Blobs:
    """Documents by the SHA-256 of their bytes; of too many those go that nobody asked for the longest."""

    def __init__(self, most: int = MOST_BLOBS) -> None:
        self._most = most
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._bytes = 0

    def add(self, data: bytes) -> str:
        digest = sha256(data).hexdigest()
        if digest not in self._kept:
            self._kept[digest] = data
            self._bytes += len(data)
        self._kept.move_to_end(digest)
        while self._bytes > self._most and len(self._kept) > 1:
            self._bytes -= len(self._kept.popitem(last=False)[1])
        return digest

    def get(self, digest: str) -> bytes | None:
        data = self._kept.get(digest)
        if data is not None:
            self._kept.move_to_end(digest)
        return data


class Current:
    """One lock keeps what is shown and what was said in step. ``notify`` is called after every message."""

    def __init__(self, base: wire.Bundle, *, notify: Callable[[], None] = lambda: None) -> None:
        self.history = History()
        self.flows: dict[str, Shown] = {}
        self.held: dict[str, Held] = {}
        self.diagnostics: list[dict[str, Any]] = []
        self.blobs = Blobs()
        self.notify = notify
        self._lock = threading.RLock()
        self._base = base
        self.base = self.blobs.add(msgspec.json.encode(base))

    def change(self) -> threading.RLock:
        """The lock, for changes that belong together."""
        return self._lock

    def rebase(self, base: wire.Bundle) -> bool:
        """Puts everything but flows and findings anew; whether that made a difference."""
        with self._lock:
            digest = self.blobs.add(msgspec.json.encode(base))
            moved = digest != self.base
            self._base, self.base = base, digest
            return moved

    def say(self, message: Message) -> None:
        with self._lock:
            name = str(type(message).__struct_config__.tag)
            self.history.add(name, msgspec.json.encode(message))
        self.notify()

    def arrange(self, order: Iterable[str]) -> None:
        """Flows by name as the specification has them; those that it has not, at the end."""
        with self._lock:
            wanted = [name for name in order if name in self.flows]
            rest = [name for name in self.flows if name not in wanted]
            self.flows = {name: self.flows[name] for name in (*wanted, *rest)}

    def bundle(self) -> tuple[wire.Bundle, Live]:
        """All of it as one document, and where that stands among the messages."""
        with self._lock:
            shown = list(self.flows.values())
            whole = msgspec.structs.replace(
                self._base,
                flows=[each.part.flow for each in shown],
                scenarios=[scenario for each in shown for scenario in each.part.scenarios],
                diagnostics=self.diagnostics,
            )
            live = Live("/live", self.history.last, self.base, [each.head for each in shown], list(self.held.values()))
        return whole, live

    def after(self, position: int | None, *, lost: str) -> tuple[int, list[bytes]]:
        """What follows ``position``, and the next position; a snapshot when that cannot be told, because of ``lost``."""
        with self._lock:
            news: list[Said] | None = self.history.since(position) if position is not None else None
            if news is not None:
                return self.history.sequence, [each.data for each in news]
            reason = lost if position is None else "messages are missing"
            resync = msgspec.json.encode({"format": LIVE_FORMAT, "type": "resync", "t": 0, "reason": reason})
            snapshot = Snapshot(
                format=LIVE_FORMAT, t=0, base=self.base, flows=[each.head for each in self.flows.values()],
                diagnostics=self.diagnostics, held=list(self.held.values()),
            )  # fmt: skip
            last = self.history.last
            return self.history.sequence, [
                event("resync", last, resync),
                event("snapshot", last, msgspec.json.encode(snapshot)),
            ]
