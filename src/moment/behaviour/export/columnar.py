"""The file ``moment.run/1``: numbers in arrays, every text once; the same bytes as the page's own writer."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Any, Literal, NamedTuple, TypeAlias

import msgspec

FORMAT: Literal["moment.run/1"] = "moment.run/1"
MAGIC = b"MOMRUN1\n"
OVERVIEW_ABOVE = 8_192
"""Rows above which the file has a picture of itself: lanes × 1,024 buckets."""
PAYLOADS_UP_TO = 100_000
_BUCKETS = 1_024
_CODES = {"u8": "B", "u16": "H", "u32": "I", "f64": "d"}

Kind: TypeAlias = Literal["u8", "u16", "u32", "f64"]


class RunDoc(msgspec.Struct, frozen=True, rename="camel"):
    """A run of the file: its rows are ``first`` and those that follow."""

    run_id: str
    label: str
    kind: str
    verdict: str
    first: int
    rows: int
    flow: str | msgspec.UnsetType = msgspec.UNSET


class Header(msgspec.Struct, frozen=True, rename="camel"):
    """``columns`` are type, offset behind the header and length; the lists are words by position."""

    format: Literal["moment.run/1"]
    spec_hash: str
    flow: str
    seed: int
    scope: dict[str, Any]
    start: str
    rows: int
    runs: list[RunDoc]
    lanes: list[str]
    kinds: list[str]
    reasons: list[str]
    faults: list[str]
    columns: dict[str, tuple[str, int, int]]
    comment: str | msgspec.UnsetType = msgspec.UNSET


class Columnar(NamedTuple):
    """A file taken apart; ``columns`` by name."""

    header: Header
    columns: dict[str, array[Any]]

    def texts(self) -> list[str]:
        """The interned strings by number."""
        starts, data = self.columns["stringStart"], self.columns["stringBytes"].tobytes()
        return [data[start:end].decode() for start, end in pairwise(starts)]


class _Words:
    """Words by number in the order in which they are met."""

    def __init__(self, *first: str) -> None:
        self.numbers = {word: number for number, word in enumerate(first)}

    def __call__(self, word: str | None) -> int:
        return self.numbers.setdefault(word or "", len(self.numbers))

    def listed(self) -> list[str]:
        return list(self.numbers)


class Row(NamedTuple):
    """A step as the file has it; ``causes`` are pairs of an earlier row of the file and a reason."""

    action: str
    kind: str
    lane: str
    aggregate: str = ""
    correlation: str = ""
    milliseconds: float = 0
    severity: int = 0
    fault: str | None = None
    moment: str | None = None
    causes: tuple[tuple[int, str], ...] = ()
    diff: tuple[tuple[str, str, str], ...] = ()
    checks: tuple[tuple[str, bool], ...] = ()
    events: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    payload: str = ""


def write(header: Header, rows: Sequence[Row]) -> bytes:
    """The file of ``rows``; ``header`` says everything but words and columns. No scenario, no rows: a file as well."""
    lanes, kinds, reasons, faults = _Words(*header.lanes), _Words(), _Words("outside"), _Words("")
    strings = _Words("")
    columns = _columns(rows, strings, _Enumerations(lanes, kinds, reasons, faults))
    if len(rows) <= PAYLOADS_UP_TO and any(row.payload for row in rows):
        columns["payloadStart"], columns["payloadBytes"] = _joined([row.payload for row in rows])
    whole = msgspec.structs.replace(
        header, lanes=lanes.listed(), kinds=kinds.listed(), reasons=reasons.listed(), faults=faults.listed()
    )
    return packed(whole, strings.listed(), columns)


def packed(header: Header, texts: Sequence[str], columns: dict[str, array[Any]]) -> bytes:
    """The file of finished columns. What a big one looks like stands before all else, so that it is seen first."""
    start, found = _joined(texts)
    columns = {"stringStart": start, "stringBytes": found, **columns}
    if len(columns["time"]) > OVERVIEW_ABOVE:
        columns = {**_overview(len(header.lanes), columns), **columns}
    places: dict[str, tuple[str, int, int]] = {}
    body = bytearray()
    for name, values in columns.items():
        body += bytes(-len(body) % 8)
        places[name] = _type(values), len(body), len(values)
        body += _little(values).tobytes()
    head = msgspec.json.encode(msgspec.structs.replace(header, columns=places))
    head += b" " * (-(len(MAGIC) + 4 + len(head)) % 8)
    return MAGIC + len(head).to_bytes(4, "little") + head + bytes(body)


def read(raw: bytes) -> Columnar:
    """The columns that we know of a file; ``ValueError`` says which of them is not as it should be."""
    if not raw.startswith(MAGIC) or len(raw) < len(MAGIC) + 4:
        raise ValueError("it does not begin with MOMRUN1")
    start = len(MAGIC) + 4 + int.from_bytes(raw[len(MAGIC) : len(MAGIC) + 4], "little")
    if start > len(raw):
        raise ValueError("the header ends beyond the file")
    try:
        header = msgspec.json.decode(raw[len(MAGIC) + 4 : start], type=Header)
    except msgspec.MsgspecError as error:
        raise ValueError(f"the header cannot be read: {error}") from error
    columns: dict[str, array[Any]] = {}
    last, before = start, ""
    for name, (kind, offset, length) in sorted(header.columns.items(), key=lambda pair: pair[1][1]):
        if kind not in _CODES or offset < 0 or length < 0 or offset % 8:
            raise ValueError(f"column `{name}` is not described as type, offset and length")
        values = array(_CODES[kind])
        end = start + offset + length * values.itemsize
        if end > len(raw):
            raise ValueError(f"column `{name}` ends beyond the file")
        if start + offset < last and length:
            raise ValueError(f"column `{name}` overlaps column `{before}`")
        values.frombytes(raw[start + offset : end])
        columns[name] = _little(values)
        last, before = max(last, end), name
    return Columnar(header, columns)


class _Enumerations(NamedTuple):
    lanes: _Words
    kinds: _Words
    reasons: _Words
    faults: _Words


def _columns(rows: Sequence[Row], strings: _Words, words: _Enumerations) -> dict[str, array[Any]]:
    """In the order of the file; optional ones only where they say something."""
    correlation = array("I", [strings(row.correlation) for row in rows])
    action = array("I", [strings(row.action) for row in rows])
    aggregate = array("I", [strings(row.aggregate) for row in rows])
    moment = array("I", [strings(row.moment) for row in rows])
    diff_path = array("I", [strings(path) for row in rows for path, _, _ in row.diff])
    check_name = array("I", [strings(name) for row in rows for name, _ in row.checks])
    event = array("I", [strings(name) for row in rows for name in row.events])
    field = array("I", [strings(name) for row in rows for name in row.fields])
    found: dict[str, array[Any]] = {
        "time": array("d", [row.milliseconds for row in rows]),
        "action": action,
        "aggregate": aggregate,
        "correlation": correlation,
        "kind": array("B", [words.kinds(row.kind) for row in rows]),
        "severity": array("B", [row.severity for row in rows]),
        "fault": array("B", [words.faults(row.fault) for row in rows]),
        "lane": array("H", [words.lanes(row.lane) for row in rows]),
        "causeStart": _starts(rows, lambda row: len(row.causes)),
        "cause": array("I", [number for row in rows for number, _ in row.causes]),
        "causeReason": array("B", [words.reasons(reason) for row in rows for _, reason in row.causes]),
    }
    if diff_path:
        found["diffStart"] = _starts(rows, lambda row: len(row.diff))
        found["diffPath"] = diff_path
        found["diffFrom"] = array("I", [strings(before) for row in rows for _, before, _ in row.diff])
        found["diffTo"] = array("I", [strings(after) for row in rows for _, _, after in row.diff])
    if check_name:
        found["checkStart"] = _starts(rows, lambda row: len(row.checks))
        found["checkName"] = check_name
        found["checkHolds"] = array("B", [holds for row in rows for _, holds in row.checks])
    if any(moment):
        found["moment"] = moment
    if event:
        found |= {"eventStart": _starts(rows, lambda row: len(row.events)), "event": event}
    if field:
        found |= {"fieldStart": _starts(rows, lambda row: len(row.fields)), "field": field}
    return found


def _starts(rows: Iterable[Row], count: Callable[[Row], int]) -> array[Any]:
    starts = array("I", [0])
    for row in rows:
        starts.append(starts[-1] + count(row))
    return starts


def _joined(texts: Iterable[str]) -> tuple[array[Any], array[Any]]:
    """Where each text begins and the last one ends, and the bytes of all of them."""
    starts, found = array("I", [0]), array("B")
    for text in texts:
        found.frombytes(text.encode("utf-8", "replace"))
        starts.append(len(found))
    return starts, found


def _overview(lanes: int, columns: dict[str, array[Any]]) -> dict[str, array[Any]]:
    count = array("H", bytes(2 * _BUCKETS * lanes))
    worst = array("B", bytes(_BUCKETS * lanes))
    span = max(columns["time"], default=0) or 1
    for time, lane, severity in zip(columns["time"], columns["lane"], columns["severity"], strict=True):
        at = lane * _BUCKETS + min(_BUCKETS - 1, max(0, int(time / span * _BUCKETS)))
        count[at] = min(count[at] + 1, 65_535)
        worst[at] = max(worst[at], severity)
    return {"overviewCount": count, "overviewWorst": worst}


def _type(values: array[Any]) -> Kind:
    kinds: dict[str, Kind] = {"B": "u8", "H": "u16", "I": "u32", "d": "f64"}
    return kinds[values.typecode]


def _little(values: array[Any]) -> array[Any]:
    """``values`` as a file has them, and back."""
    if sys.byteorder == "big":
        values = values[:]
        values.byteswap()
    return values
