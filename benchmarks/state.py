"""Logs and streams: an append besides the disk's own sync, a whole log read, a hundred thousand upstream events folded.

Of appends the clock is read, the median of five hundred; of folding the processor, best of three.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from moment.project.log import Stream
from moment.project.storage import StateDisk
from moment.project.store import Store
from moment.project.stream import read_events
from moment.sift.fold import fold
from moment.sift.publish import closing

EVENTS = 100_000
APPENDS = 500
ROUNDS = 3
SYNC = Stream("sync", "log/sync.jsonl", frozenset({"ProposalAccepted"}))


class _Timed(StateDisk):
    """Counts what the disk itself takes for an append: opening, one write, the sync."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def append(self, path: Path, content: bytes) -> None:
        started = perf_counter()
        super().append(path, content)
        self.seconds += perf_counter() - started


def main() -> None:
    print("state")
    _appends(earlier=0)
    _appends(earlier=20_000)
    _fold()


def _appends(*, earlier: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        disk = _Timed()
        store = Store(Path(folder) / ".moment", storage=disk, actor="bench")
        if earlier:
            events = [[{"type": "ProposalAccepted", "proposalId": f"prp-{number:012x}"}] for number in range(earlier)]
            _written(store, events)
            started = perf_counter()
            store.read(SYNC)
            print(f"  {f'a log of {earlier:,} records is read':<44} {(perf_counter() - started) * 1000:>9.0f} ms")
        spent: list[float] = []
        for number in range(APPENDS):
            before, started = disk.seconds, perf_counter()
            store.append(SYNC, lambda log, number=number: [{"type": "ProposalAccepted", "proposalId": f"{number}"}])  # type: ignore[misc]
            spent.append(perf_counter() - started - (disk.seconds - before))
        spent.sort()
        name = f"an append besides the disk, {earlier:,} records before"
        print(
            f"  {name:<44} {spent[APPENDS // 2] * 1000:>9.2f} ms  (bar 2 ms)  slowest of 100: {spent[-5] * 1000:.2f} ms"
        )


def _written(store: Store, commands: list[list[dict[str, Any]]]) -> None:
    """A log as that many commands leave it, without a sync for each."""
    from moment.project.record import compose, encode

    lines, last = [], ""
    for number, events in enumerate(commands, start=1):
        prev = (last,) if last else ()
        record = compose("sync", seq=number, prev=prev, at="2026-01-15T10:00:00.000Z", actor="b", tx="", events=events)
        lines.append(encode(record))
        last = record.sum
    path = store.path(SYNC)
    path.parent.mkdir(parents=True)
    path.write_bytes(b"".join(lines))


def stream(count: int) -> Iterator[dict[str, Any]]:
    """A discovery of twenty contexts that goes on for long: elements defined once, and revised ever again."""
    start = datetime(2026, 1, 1, tzinfo=UTC)
    said = 0

    def line(kind: str, payload: dict[str, Any]) -> dict[str, Any]:
        return {
            "eventId": f"evt-{said:07d}", "eventType": kind, "version": "1.0.0", "productSource": "sift",
            "sessionId": f"s-{said // 500}", "causationEventIds": [f"evt-{said - 1:07d}"] if said % 7 == 0 and said else [],
            "correlationId": f"c-{said // 50}", "timestamp": (start + timedelta(seconds=said)).isoformat(), "payload": payload,
        }  # fmt: skip

    while True:
        for number in range(20):
            context = f"Context {number}"
            for kind, payload in _context(context, said):
                if said == count:
                    return
                yield line(kind, payload)
                said += 1


def _context(context: str, said: int) -> Iterator[tuple[str, dict[str, Any]]]:
    yield "BoundedContextDefined", {"contextName": context, "classification": "Core"}
    for number in range(5):
        owner = {"contextName": context, "aggregateName": f"Aggregate {number}"}
        yield "AggregateAdded", {**owner, "identityField": {"name": "id", "type": "UUID"}}
        for each in range(8):
            fields = [{"name": f"field{at}", "type": "string"} for at in range(3 + (said + each) % 4)]
            yield "CommandDefined", {**owner, "commandName": f"Do{number}x{each}", "inputs": fields, "emitsEvent": f"Done{number}x{each}"}  # fmt: skip
            yield "EventDefined", {**owner, "eventName": f"Done{number}x{each}", "fields": fields}
    for number in range(5):
        yield "PolicyDefined", {"contextName": context, "policyName": f"Policy{number}", "trigger": "Done1x1", "action": "go on", "chainsTo": ["Do1x2"]}  # fmt: skip
        yield "ValueObjectDefined", {"contextName": context, "voName": f"Value{number}", "fields": [{"name": "a", "type": "Money"}]}  # fmt: skip


def _fold() -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / ".domain" / "events.jsonl"
        file.parent.mkdir()
        file.write_text("".join(json.dumps(line) + "\n" for line in stream(EVENTS)), encoding="utf-8")
        reads, folds, builds = [], [], []
        for _ in range(ROUNDS):
            started = process_time()
            reading = read_events(Path(folder))
            reads.append(process_time() - started)
            found = fold(reading.events, reading.findings)
            elements, fingerprint = len(found.elements), found.fingerprint
            folds.append(process_time() - started)
            domain = found.domain
            builds.append(process_time() - started)
        print(f"  {f'{EVENTS:,} events read, {file.stat().st_size / 1e6:.0f} MB':<44} {min(reads):>9.2f} s")
        print(f"  {f'and folded into {elements:,} elements':<44} {min(folds):>9.2f} s   (bar 3 s)  {fingerprint[:12]}")
        print(f"  {f'and built, {len(domain.event):,} events in the model':<44} {min(builds):>9.2f} s")
        started = process_time()
        assert closing(found, found.elements, now=datetime(2026, 2, 1, tzinfo=UTC)) == ()
        print(f"  {'no gap found between it and itself':<44} {(process_time() - started) * 1000:>9.0f} ms")


if __name__ == "__main__":
    main()
