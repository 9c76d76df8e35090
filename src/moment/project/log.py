"""Bytes of a log file to its records in the order of the fold, whatever happened to the file.

A line is a record, or it is torn (the last one, not written to its end), corrupt (any other), newer than this version,
blank, or a mark that a merge left behind. Reading never fails: it gives the records that can be trusted, and says what
is wrong with the rest.
"""

from __future__ import annotations

from bisect import insort
from dataclasses import dataclass
from typing import NamedTuple

from moment.diagnostics.model import Diagnostic
from moment.project.record import Event, Record, Unreadable, decode
from moment.project.state_rules import STATE_CORRUPT, STATE_FORKED, STATE_NEWER_VERSION, STATE_TORN_TAIL
from moment.text.span import Place

REPAIRED = "LogRepaired"
"""The event that any stream may hold: ``missing`` are names of records that are gone and no longer asked for."""
MARKS = (b"<<<<<<<", b"=======", b">>>>>>>", b"|||||||")
_REPAIR = "Run `moment sync repair`: it sets the damaged lines aside and keeps all others."
_UPGRADE = "Use the version of moment that wrote it, or a newer one."


class Stream(NamedTuple):
    """A log: its name, its file relative to the state folder, and the event types that this version understands."""

    name: str
    path: str
    types: frozenset[str]


@dataclass(frozen=True, slots=True)
class Damage:
    """A line that is no record, with its bytes as they stand there."""

    line: int
    offset: int
    content: bytes
    unreadable: Unreadable


@dataclass(frozen=True, slots=True)
class Log:
    """What a stream says. ``records`` are those that may be used, in order; ``heads`` those that no other names.

    ``damages`` are the lines that keep writers away, ``missing`` the records that others name and that are not there.
    """

    stream: Stream
    records: tuple[Record, ...] = ()
    heads: tuple[str, ...] = ()
    findings: tuple[Diagnostic, ...] = ()
    damages: tuple[Damage, ...] = ()
    missing: frozenset[str] = frozenset()
    highest: int = 0

    @property
    def is_writable(self) -> bool:
        return self.refusal is None

    @property
    def refusal(self) -> Diagnostic | None:
        """Why nothing may be appended."""
        return next((found for found in self.findings if found.rule in (STATE_CORRUPT, STATE_NEWER_VERSION)), None)

    @property
    def events(self) -> tuple[Event, ...]:
        return tuple(event for record in self.records for event in record.events)


class LogReader:
    """Reads one stream piece by piece: ``feed`` what comes after ``size``, then ask for the ``log``.

    ``size`` is the end of the last whole line and ``lines`` its number, ``torn`` what stands behind it. ``lacks_line_end`` is true when the last
    record is whole but for its line end, which an editor may have taken away.
    """

    def __init__(self, stream: Stream, shown: str) -> None:
        self.stream = stream
        self.shown = shown
        self.size = 0
        self.torn = b""
        self.lacks_line_end = False
        self.last_line = b""
        self.lines = 0
        self._characters = 0
        self._records: list[Record] = []
        self._known: dict[str, Record] = {}
        self._named: set[str] = set()
        self._heads: set[str] = set()
        self._missing: set[str] = set()
        self._forgiven: set[str] = set()
        self._damages: list[Damage] = []

    def feed(self, data: bytes) -> None:
        """Reads the lines of ``data``; a last one that is no whole record waits in ``torn``."""
        self.torn = b""
        at = 1 if self.lacks_line_end and data.startswith(b"\n") else 0
        self.size += at
        self._characters += at
        while at < len(data):
            end = data.find(b"\n", at)
            stop = len(data) if end < 0 else end + 1
            raw = data[at:stop]
            found = self._line(raw)
            if isinstance(found, Unreadable) and found.kind == "corrupt" and not data[stop:].strip():
                self.torn = data[at:]
                break
            self._take(raw, found)
            at = stop
        if data:
            self.lacks_line_end = not self.torn and not data.endswith(b"\n")

    def _line(self, raw: bytes) -> Record | Unreadable | None:
        line = raw.rstrip(b"\r\n")
        if not line.strip() or line.startswith(MARKS):
            return None
        found = decode(line, stream=self.stream.name, number=self.lines + 1)
        if isinstance(found, Record):
            unknown = [each["type"] for each in found.events if each["type"] not in (*self.stream.types, REPAIRED)]
            if unknown:
                return Unreadable("newer", f"nothing is known of `{unknown[0]}`")
        return found

    def _take(self, raw: bytes, found: Record | Unreadable | None) -> None:
        self.lines += 1
        if isinstance(found, Unreadable):
            self._damages.append(Damage(self.lines, self._characters, raw, found))
        elif found is not None and found.sum not in self._known:
            self._admit(found)
        self.size += len(raw)
        self._characters += len(raw) if raw.isascii() else len(raw.decode("utf-8", "replace"))
        self.last_line = raw

    def _admit(self, record: Record) -> None:
        self._known[record.sum] = record
        self._named.update(record.prev)
        self._heads.difference_update(record.prev)
        if record.sum not in self._named:
            self._heads.add(record.sum)
        self._missing.discard(record.sum)
        self._missing.update(name for name in record.prev if name not in self._known)
        insort(self._records, record, key=lambda each: each.order)
        for event in record.events:
            if event["type"] == REPAIRED:
                self._forgiven.update(event.get("missing", ()))

    def log(self) -> Log:
        """What the stream says as far as it was read."""
        missing = frozenset(self._missing - self._forgiven)
        problems = [self._damaged(damage) for damage in self._damages]
        if missing:
            problems += [self._gap(record) for record in self._records if not missing.isdisjoint(record.prev)]
        problems.sort(key=lambda problem: problem[0])
        records = self._before(problems[0][0]) if problems else tuple(self._records)
        heads = tuple(sorted(self._heads))
        findings = [problem for _, problem in problems[:1]]
        if self.torn:
            hint = "The next command that writes sets it aside; what was acknowledged is there."
            findings.append(STATE_TORN_TAIL.at(self._place(), hint=hint, line=self.lines + 1, path=self.shown))
        if len(heads) > 1 and not problems:
            hint = "Nothing is to be done: the next command joins them."
            findings.append(STATE_FORKED.at(self._place(), hint=hint, path=self.shown, count=len(heads)))
        highest = self._records[-1].seq if self._records else 0
        return Log(self.stream, records, heads, tuple(findings), tuple(self._damages), missing, highest)

    def _place(self) -> Place:
        return Place(self.shown, self._characters, self._characters)

    def _damaged(self, damage: Damage) -> tuple[int, Diagnostic]:
        newer = damage.unreadable.kind == "newer"
        rule, hint = (STATE_NEWER_VERSION, _UPGRADE) if newer else (STATE_CORRUPT, _REPAIR)
        end = damage.offset + len(damage.content.rstrip(b"\r\n").decode("utf-8", "replace"))
        place = Place(self.shown, damage.offset, end)
        reason = damage.unreadable.reason
        return damage.line, rule.at(place, hint=hint, line=damage.line, path=self.shown, reason=reason)

    def _gap(self, record: Record) -> tuple[int, Diagnostic]:
        gone = ", ".join(sorted(name[:12] for name in record.prev if name not in self._known))
        reason = f"it follows {gone}, which is not there"
        place = self._place()
        return record.line, STATE_CORRUPT.at(place, hint=_REPAIR, line=record.line, path=self.shown, reason=reason)

    def _before(self, line: int) -> tuple[Record, ...]:
        """The records that stand before ``line`` and follow only such."""
        kept: dict[str, Record] = {}
        for record in self._records:
            if record.line < line and all(name in kept or name in self._forgiven for name in record.prev):
                kept[record.sum] = record
        return tuple(kept.values())


def read_log(stream: Stream, data: bytes, *, shown: str = "") -> Log:
    """The log that the bytes of one file make."""
    reader = LogReader(stream, shown or stream.path)
    reader.feed(data)
    return reader.log()
