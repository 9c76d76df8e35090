"""Event files of others: every line that is an event, and what is wrong with those that are none. Only ever read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import msgspec

from moment.diagnostics.model import Diagnostic, Severity
from moment.project.collecting import no_cycles
from moment.project.files import DISK, Files
from moment.project.reading import unreadable
from moment.project.stream_rules import STREAM_LINE_INVALID, STREAM_NEWER_VERSION
from moment.text.span import Place

DOMAIN_FOLDER = ".domain"
EVENTS_FOLDER = ".complai/events"
MAJOR = 1
_SUM_LENGTH = 16
_MEMBERS = frozenset((
    "eventId", "eventType", "version", "productSource", "sessionId", "causationEventIds", "correlationId", "timestamp",
    "payload",
))  # fmt: skip
_NONE: Mapping[str, Any] = MappingProxyType({})
Positions = Mapping[str, tuple[int, str]]


class LinePlace(NamedTuple):
    """A line of an event file, from 1; the path is relative to the project."""

    path: str
    line: int


_BEGINNING = datetime.min.replace(tzinfo=UTC)


class SiftEventEnvelope(NamedTuple):
    """One event of a stream. ``instant`` is its ``timestamp``, ``other`` are members that nobody here knows."""

    event_id: str
    event_type: str
    version: str
    product_source: str
    session_id: str
    causation_event_ids: tuple[str, ...]
    correlation_id: str
    timestamp: str
    payload: Mapping[str, Any]
    place: LinePlace = LinePlace("", 0)
    instant: datetime = _BEGINNING
    other: Mapping[str, Any] = _NONE

    @property
    def type(self) -> str:
        return self.event_type


@dataclass(slots=True)
class Reading:
    """What the files say, in their order. ``positions`` is where each was read to, for the next time."""

    events: list[SiftEventEnvelope] = field(default_factory=list)
    findings: list[Diagnostic] = field(default_factory=list)
    files_read: int = 0
    lines_read: int = 0
    positions: dict[str, tuple[int, str]] = field(default_factory=dict)


def event_files(root: Path, files: Files = DISK) -> tuple[Path, ...]:
    """``.domain/*.jsonl`` and ``.complai/events/*/*.jsonl``, by name."""
    folders = [root / DOMAIN_FOLDER, *_folders(root / EVENTS_FOLDER, files)]
    return tuple(
        folder / entry.name
        for folder in folders
        if files.kind(folder) == "folder"
        for entry in files.entries(folder)
        if entry.kind == "file" and entry.name.endswith(".jsonl")
    )


def read_events(
    root: Path, *, files: Files = DISK, since: datetime | None = None, cursor: Positions = _NONE
) -> Reading:
    """Every event of the files below ``root``, with what is no event said by file and line.

    ``since`` leaves out what is earlier, by instant. With a ``cursor`` only what was appended since is read; a file
    that was written anew is read again from its start.
    """
    reading = Reading()
    for path in event_files(root, files):
        shown = path.relative_to(root).as_posix()
        try:
            data = files.read(path)
        except OSError as error:
            reading.findings.append(unreadable(shown, error))
            continue
        reading.files_read += 1
        with no_cycles():
            _read_file(reading, shown, data, cursor.get(shown))
    if since is not None:
        reading.events = [event for event in reading.events if event.instant >= since]
    return reading


def read_instant(text: str) -> datetime | None:
    """The instant of an ISO 8601 text, without an offset of UTC; ``None`` when it is none."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def written_event(event: SiftEventEnvelope) -> dict[str, Any]:
    """The members of an event as they stand in its line; unknown ones behind ours."""
    return {
        "eventId": event.event_id,
        "eventType": event.event_type,
        "version": event.version,
        "productSource": event.product_source,
        "sessionId": event.session_id,
        "causationEventIds": list(event.causation_event_ids),
        "correlationId": event.correlation_id,
        "timestamp": event.timestamp,
        "payload": event.payload,
        **event.other,
    }


def _folders(parent: Path, files: Files) -> Iterator[Path]:
    if files.kind(parent) == "folder":
        yield from (parent / entry.name for entry in files.entries(parent) if entry.kind == "folder")


def _line_sum(line: bytes) -> str:
    return sha256(line).hexdigest()[:_SUM_LENGTH]


def _start(data: bytes, position: tuple[int, str] | None) -> int:
    """Where reading goes on: behind the line that was read last, or at the start of a file written anew."""
    if position is None or not 0 < position[0] <= len(data):
        return 0
    before = data.rfind(b"\n", 0, position[0] - 1) + 1
    return position[0] if _line_sum(data[before : position[0]]) == position[1] else 0


def _read_file(reading: Reading, shown: str, data: bytes, position: tuple[int, str] | None) -> None:
    start = _start(data, position)
    at, last = start, b""
    number = data.count(b"\n", 0, start)
    faults = _Faults(shown, data)
    for line in data[start:].split(b"\n") if start < len(data) else ():
        number += 1
        is_whole = at + len(line) < len(data)
        if line.strip():
            found = _event(line.removeprefix(_MARK) if at == 0 else line, LinePlace(shown, number))
            if isinstance(found, SiftEventEnvelope):
                reading.events.append(found)
                if _lacks_offset(found):
                    faults.add(_NO_OFFSET, number, at)
            elif not is_whole and found == _NO_JSON:
                faults.add("it is not written to its end", number, at)
                break
            else:
                faults.add(found, number, at)
        if is_whole or line:
            reading.lines_read += 1
            last = line + b"\n" if is_whole else line
            at += len(last)
    reading.findings.extend(faults.told())
    known = position if position is not None and start == position[0] and at == start else None
    reading.positions[shown] = known or (at, _line_sum(last))


_MARK = b"\xef\xbb\xbf"
"""What some programs write before the first line of a file in UTF-8."""
_NO_OFFSET = "`timestamp` has no offset and is read as UTC"
_NO_JSON = "it is no JSON"
_NEWER = "version "
_OURS = "1.0.0"
_MAJOR = re.compile("[0-9]{1,9}")


def _event(line: bytes, place: LinePlace) -> SiftEventEnvelope | str:
    """The event of a line, or why it is none; ``version 2`` for one of a newer kind."""
    try:
        members = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return _NO_JSON
    if type(members) is not dict:
        return "it is no object"
    get = members.get
    event_id, event_type, source, timestamp, payload = (
        get("eventId"), get("eventType"), get("productSource"), get("timestamp"), get("payload"),
    )  # fmt: skip
    if not (type(event_id) is str and event_id and type(event_type) is str and type(source) is str):
        return _fault(members)
    if type(payload) is not dict or type(timestamp) is not str:
        return _fault(members)
    instant = read_instant(timestamp)
    if instant is None:
        return "`timestamp` is no ISO 8601 time"
    causes, version = get("causationEventIds", ()), get("version")
    if causes and (type(causes) is not list or any(type(cause) is not str for cause in causes)):
        return "`causationEventIds` is no list of texts"
    if version is None:
        version = MAJOR
    if version != _OURS:
        major = str(version).partition(".")[0]
        if not _MAJOR.fullmatch(major):
            return "`version` is none"
        if int(major) > MAJOR:
            return f"{_NEWER}{version}"
    other = _NONE
    if not members.keys() <= _MEMBERS:
        other = {name: value for name, value in members.items() if name not in _MEMBERS}
    return SiftEventEnvelope(
        event_id, event_type, str(version), source, str(get("sessionId") or ""), tuple(causes or ()),
        str(get("correlationId") or ""), timestamp, payload, place, instant, other,
    )  # fmt: skip


def _fault(members: Mapping[str, Any]) -> str:
    for name in ("eventId", "eventType", "productSource", "timestamp"):
        value = members.get(name)
        if not isinstance(value, str):
            return f"`{name}` is missing" if name not in members else f"`{name}` is no text"
        if name == "eventId" and not value:
            return "`eventId` is empty"
    return "`payload` is missing" if "payload" not in members else "`payload` is no object"


class _Faults:
    """What is wrong with the lines of one file. Each broken line is told by itself; what a whole file may have in every
    line, times without an offset and events of a newer version, is told once."""

    def __init__(self, path: str, data: bytes) -> None:
        self._path = path
        self._data = data
        self._found: list[tuple[str, int, int, int]] = []
        self._again: dict[str, int] = {}
        self._bytes = self._points = 0

    def add(self, reason: str, number: int, at: int) -> None:
        if reason == _NO_OFFSET or reason.startswith(_NEWER):
            if reason in self._again:
                self._again[reason] += 1
                return
            self._again[reason] = 0
        self._points += len(self._data[self._bytes : at].decode("utf-8", "replace"))
        self._bytes = at
        self._found.append((reason, number, at, self._points))

    def told(self) -> Iterator[Diagnostic]:
        for reason, number, at, start in self._found:
            end = self._data.find(b"\n", at)
            line = self._data[at : len(self._data) if end < 0 else end].decode("utf-8", "replace")
            yield self._finding(reason, number, Place(self._path, start, start + len(line)))

    def _finding(self, reason: str, number: int, place: Place) -> Diagnostic:
        again = self._again.get(reason, 0)
        more = f" So are {again} more lines of this file." if again > 1 else " So is one more." if again else ""
        if reason.startswith(_NEWER):
            hint = f"It is left alone.{more} Use a version of moment that knows it."
            version = reason.removeprefix(_NEWER)
            return STREAM_NEWER_VERSION.at(place, hint=hint, line=number, path=self._path, version=version)
        hint = f"Mend the line where it is written; everything else was read.{more}"
        found = STREAM_LINE_INVALID.at(place, hint=hint, line=number, path=self._path, reason=reason)
        return found.with_severity(Severity.WARNING) if reason == _NO_OFFSET else found


def _lacks_offset(event: SiftEventEnvelope) -> bool:
    if event.timestamp[-1:] == "Z" or event.timestamp[-6:-5] == "+":
        return False
    return datetime.fromisoformat(event.timestamp).tzinfo is None
