"""One line of a log: what a command did, who did it when, after which others; and the sum that is its name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Literal, TypeAlias

import msgspec

VERSION = 1
SUM_LENGTH = 32

Event: TypeAlias = Mapping[str, Any]
"""``type`` says what happened, the other members of what."""


@dataclass(frozen=True, slots=True)
class Record:
    """``prev`` are the records that nobody had named yet, ``seq`` one more than the highest seen.

    ``tx`` is the transaction it belongs to, ``sum`` the first half of the SHA-256 of everything else. ``line`` is where
    it stands in its file, from 1.
    """

    stream: str
    seq: int
    prev: tuple[str, ...]
    at: str
    actor: str
    tx: str
    events: tuple[Event, ...]
    sum: str
    line: int = 0

    @property
    def order(self) -> tuple[int, str]:
        """Where the fold takes it: the same wherever it stands in the file."""
        return self.seq, self.sum


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A line that is no record of ours: ``corrupt``, or ``newer`` than this version understands."""

    kind: Literal["corrupt", "newer"]
    reason: str


def canonical(value: object) -> bytes:
    """JSON with sorted keys, without blanks, in UTF-8: equal values give equal bytes."""
    return msgspec.json.encode(value, order="sorted")


def sum_of(members: Mapping[str, Any]) -> str:
    """The sum of a record's members, ``sum`` itself left out."""
    return sha256(canonical({name: value for name, value in members.items() if name != "sum"})).hexdigest()[:SUM_LENGTH]


def compose(
    stream: str, *, seq: int, prev: Iterable[str], at: str, actor: str, tx: str, events: Iterable[Event]
) -> Record:
    """A record with its sum; what is no JSON raises ``TypeError``."""
    members = {
        "v": VERSION, "stream": stream, "seq": seq, "prev": sorted(prev), "at": at, "actor": _clean(actor), "tx": tx,
        "events": _clean(list(events)),
    }  # fmt: skip
    return _record(members, sum_of(members), 0)


def encode(record: Record) -> bytes:
    """The record's line, with its line end."""
    members = {
        "v": VERSION, "stream": record.stream, "seq": record.seq, "prev": list(record.prev), "at": record.at,
        "actor": record.actor, "tx": record.tx, "events": list(record.events), "sum": record.sum,
    }  # fmt: skip
    return msgspec.json.encode(members) + b"\n"


def decode(line: bytes, *, stream: str, number: int = 0) -> Record | Unreadable:
    """The record that stands on a line without its line end. The sum is asked first: only whole lines are newer."""
    try:
        members = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return Unreadable("corrupt", "it is no JSON")
    if not isinstance(members, dict):
        return Unreadable("corrupt", "it is no object")
    if members.get("sum") != sum_of(members):
        return Unreadable("corrupt", "its sum does not fit")
    if members.get("v") != VERSION:
        return Unreadable("newer", f"it has version {members.get('v')}")
    if not _is_well_formed(members):
        return Unreadable("corrupt", "a member is missing or of the wrong type")
    if members["stream"] != stream:
        return Unreadable("corrupt", f"it belongs to the stream `{members['stream']}`")
    return _record(members, members["sum"], number)


def _record(members: Mapping[str, Any], name: str, number: int) -> Record:
    prev, events = tuple(members["prev"]), tuple(members["events"])
    return Record(
        members["stream"], members["seq"], prev, members["at"], members["actor"], members["tx"], events, name, number
    )


_KINDS: Mapping[str, type] = {
    "stream": str, "seq": int, "prev": list, "at": str, "actor": str, "tx": str, "events": list,
}  # fmt: skip


def _is_well_formed(members: Mapping[str, Any]) -> bool:
    if any(type(members.get(name)) is not kind for name, kind in _KINDS.items()):
        return False
    events_are = all(isinstance(event, dict) and isinstance(event.get("type"), str) for event in members["events"])
    return members["seq"] > 0 and all(isinstance(name, str) for name in members["prev"]) and events_are


def _clean(value: Any) -> Any:
    """``value`` as JSON can hold it: half a character (an argument in another encoding) becomes U+FFFD."""
    match value:
        case str():
            return value if value.isascii() else value.encode("utf-8", "replace").decode("utf-8")
        case Mapping():
            return {_clean(name): _clean(inner) for name, inner in value.items()}
        case list() | tuple():
            return [_clean(inner) for inner in value]
    return value
