"""A damaged log made whole again: what cannot be read is set aside, every record that can be is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from moment.diagnostics.model import Diagnostic
from moment.project.log import MARKS, REPAIRED, Log, Stream, read_log
from moment.project.record import Record, compose, decode, encode
from moment.project.state_rules import STATE_NEWER_VERSION
from moment.project.store import instant, user_name

if TYPE_CHECKING:
    from moment.project.store import Store, Writer

_HEAD = b'{"v":'


@dataclass(frozen=True, slots=True)
class Repaired:
    """What a repair did: the numbers of the lines set aside, and the names of records that nobody has any more."""

    lines: tuple[int, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def did_nothing(self) -> bool:
        return not self.lines and not self.missing


def repair(store: Store, stream: Stream, *, actor: str = "") -> Repaired | Diagnostic:
    """Sets damaged lines aside below ``local/torn``, admits the valid records after them and says so in the log.

    Records that stand whole inside a damaged line are found again. A log that is newer than this version is refused.
    """
    with store.writing(recovering=False) as writer:
        if isinstance(writer, Diagnostic):
            return writer
        log = store.read(stream)
        newer = next((found for found in log.findings if found.rule is STATE_NEWER_VERSION), None)
        if newer is not None or any(damage.unreadable.kind == "newer" for damage in log.damages):
            return newer or log.findings[0]
        if log.is_writable and not store.reader(stream).torn:
            return Repaired()
        return _rewrite(writer, stream, log, actor=actor)


def _rewrite(writer: Writer, stream: Stream, log: Log, *, actor: str) -> Repaired:
    path = writer.store.path(stream)
    reader = writer.store.reader(stream)
    damaged = {damage.line: damage.content for damage in log.damages}
    if reader.torn:
        damaged[reader.lines + 1] = reader.torn
    for content in damaged.values():
        writer.set_aside(path, content)
    kept = _kept(writer.storage.read(path), stream, damaged)
    found = read_log(stream, kept)
    lines, missing = tuple(damaged), tuple(sorted(found.missing))
    record = compose(
        stream.name,
        seq=found.highest + 1,
        prev=found.heads,
        at=instant(writer.store.now()),
        actor=actor or writer.store.actor or user_name(),
        tx="",
        events=({"type": REPAIRED, "lines": list(lines), "missing": list(missing)},),
    )
    staged = path.with_name(f"{path.name}.new")
    writer.storage.write(staged, kept + encode(record))
    writer.storage.move(staged, path)
    writer.storage.settle(path.parent)
    return Repaired(lines, missing)


def _kept(data: bytes, stream: Stream, damaged: Mapping[int, bytes]) -> bytes:
    """The lines that are no damage, and the whole records inside those that are; marks of a merge are dropped."""
    lines = []
    for number, line in enumerate(data.split(b"\n"), start=1):
        if number in damaged:
            lines += [encode(record) for record in salvage(damaged[number], stream)]
        elif line.strip() and not line.startswith(MARKS):
            lines.append(line.rstrip(b"\r") + b"\n")
    return b"".join(lines)


def salvage(line: bytes, stream: Stream) -> list[Record]:
    """Records that stand whole inside bytes that are none, as when a line end was lost."""
    found = []
    starts = [at for at in range(len(line)) if line.startswith(_HEAD, at)]
    for start, stop in pairwise((*starts, len(line))):
        end = line.rfind(b"}", start, stop)
        record = decode(line[start : end + 1], stream=stream.name)
        if isinstance(record, Record):
            found.append(record)
    return found
