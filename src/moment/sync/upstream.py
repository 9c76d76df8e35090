"""Upstream events for those who want to look at them one by one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from moment.diagnostics.model import Diagnostic
from moment.project.files import DISK, Files
from moment.project.record import canonical
from moment.project.stream import SiftEventEnvelope, read_events, read_instant, written_event
from moment.project.vocabulary import SIFT, UPSTREAM_TYPES
from moment.sync.opening import Named
from moment.sync.types import SyncCursor
from moment.sync.wire import accepted


@dataclass(frozen=True, slots=True)
class SiftEventStreamReadResult:
    """Every event in the order of the files. ``unknown`` counts types that folding does not know, by type."""

    events: tuple[SiftEventEnvelope, ...] = ()
    errors: tuple[Diagnostic, ...] = ()
    files_read: int = 0
    lines_read: int = 0
    duplicates: int = 0
    unknown: Mapping[str, int] = field(default_factory=dict)
    cursor: SyncCursor = field(default_factory=SyncCursor)


@dataclass(frozen=True, slots=True)
class _Asked:
    project_dir: Any
    since: Any = None


class SiftEventStreamReader:
    """Reads ``.domain/*.jsonl`` and ``.complai/events/*/*.jsonl`` of a project, and writes nothing."""

    def __init__(self, files: Files = DISK) -> None:
        self._files = files

    def read(
        self,
        project_dir: Named | Mapping[str, Any],
        since: str | date | None = None,
        *,
        cursor: SyncCursor | None = None,
    ) -> SiftEventStreamReadResult:
        """All events, or those from an instant on (inclusive), or those behind a cursor; an event that is there twice
        once. A mapping may hold ``projectDir`` and ``since``. An instant without an offset is in UTC; a text that is none
        raises ``ValueError``."""
        if isinstance(project_dir, Mapping):
            asked = accepted(_Asked, project_dir, {})
            since = asked.since if since is None else since
        root = Path(asked.project_dir) if isinstance(project_dir, Mapping) else Path(project_dir)
        start = _instant(since)
        positions = cursor.positions if cursor is not None else {}
        reading = read_events(root, files=self._files, since=start, cursor=positions)
        distinct: dict[bytes, SiftEventEnvelope] = {}
        for event in reading.events:
            distinct.setdefault(canonical(written_event(event)), event)
        once = tuple(distinct.values())
        unknown: dict[str, int] = {}
        for event in once:
            if event.product_source == SIFT and event.event_type not in UPSTREAM_TYPES:
                unknown[event.event_type] = unknown.get(event.event_type, 0) + 1
        return SiftEventStreamReadResult(
            events=once,
            errors=tuple(reading.findings),
            files_read=reading.files_read,
            lines_read=reading.lines_read,
            duplicates=len(reading.events) - len(once),
            unknown=dict(sorted(unknown.items())),
            cursor=SyncCursor(positions=reading.positions),
        )


def _instant(since: str | date | None) -> datetime | None:
    match since:
        case None:
            return None
        case str():
            found = read_instant(since)
            if found is None:
                raise ValueError(f"{since!r} is no ISO 8601 time")
            return found
        case datetime():
            return since if since.tzinfo else since.replace(tzinfo=UTC)
    return datetime.combine(since, time(), UTC)
