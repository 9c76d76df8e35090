"""JSON lines as events: CloudEvents 1.0 in structured mode, one or a batch a line, and OTLP as files hold it."""

from __future__ import annotations

from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from moment.behaviour.conform.logged import Flaw, Logged
from moment.project.logs.blocks import Block
from moment.project.logs.otlp import spans

_SHOWN = 60


class Line(msgspec.Struct):
    """As much of a line as is read; a member of another type than CloudEvents says is as if it were not there."""

    type: Any = None
    source: Any = None
    id: Any = None
    time: Any = None
    data: Any = msgspec.UNSET
    data_base64: Any = None
    correlationid: Any = None
    correlationId: Any = None  # noqa: N815
    correlation_id: Any = None
    causationid: Any = None
    causationId: Any = None  # noqa: N815
    causation_id: Any = None
    traceparent: Any = None
    resourceSpans: Any = None  # noqa: N815


class Lines:
    """Reads lines. ``correlation`` names the attribute, or ``data.`` and a path, that tells which events belong together.

    Without it: ``correlationid`` in its usual spellings, else the trace of ``traceparent``.
    """

    def __init__(self, *, correlation: str | None = None) -> None:
        self._decode = msgspec.json.Decoder(Line).decode
        self._decode_any = msgspec.json.Decoder().decode
        self._path = tuple(correlation.split(".")) if correlation else ()
        self._needs_all = bool(self._path) and self._path[0] not in Line.__struct_fields__

    def events(self, blocks: Iterable[Block]) -> Iterator[Logged | Flaw]:
        """Every event and every flaw, in the order of the lines; empty lines say nothing."""
        for block in blocks:
            yield from block.flaws
            for number, line in enumerate(block.lines, block.first):
                if not line or line.isspace():
                    continue
                try:
                    read = self._decode(line)
                except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
                    yield from self._otherwise(line, number)
                    continue
                if read.resourceSpans is None and type(read.type) is str and read.type:
                    yield self._event(read, line, number)
                else:
                    yield from self._spans_or_flaw(read, number, _start(line))

    def _event(self, read: Line, whole: bytes | dict[str, Any], number: int) -> Logged:
        data = read.data
        if data is msgspec.UNSET:
            data = _unwrapped(read.data_base64)
        cause = read.causationid or read.causationId or read.causation_id
        return Logged(
            number,
            read.type,
            _text(read.source),
            _text(read.id),
            _text(read.time),
            self._correlation(read, whole),
            _text(cause),
            data,
        )

    def _correlation(self, read: Line, whole: bytes | dict[str, Any]) -> str | None:
        if not self._path:
            found = read.correlationid or read.correlationId or read.correlation_id
            return _text(found) or _trace(read.traceparent)
        value: Any = read
        if self._needs_all:
            value = whole if isinstance(whole, dict) else self._decode_any(whole)
        for name in self._path:
            value = value.get(name) if isinstance(value, dict) else getattr(value, name, None)
        return _text(value)

    def _spans_or_flaw(self, read: Line, number: int, text: str) -> Iterator[Logged | Flaw]:
        if isinstance(read.resourceSpans, list):
            yield from spans(read.resourceSpans, number, self._path)
        else:
            yield Flaw(number, "no-type", text)

    def _otherwise(self, line: bytes, number: int) -> Iterator[Logged | Flaw]:
        """A batch, or why a line holds no event."""
        try:
            read = self._decode_any(line)
        except UnicodeDecodeError:
            yield Flaw(number, "not-utf8", _start(line))
            return
        except (msgspec.MsgspecError, RecursionError):
            is_text = _is_text(line)
            yield Flaw(number, "not-json" if is_text else "not-utf8", _start(line))
            return
        if not isinstance(read, list) or not all(isinstance(each, dict) for each in read):
            yield Flaw(number, "not-an-object", _start(line))
            return
        for each in read:
            one = msgspec.convert(each, Line)
            if type(one.type) is str and one.type:
                yield self._event(one, each, number)
            else:
                yield from self._spans_or_flaw(one, number, "an event of the batch")


def _text(value: Any) -> str | None:
    """Texts as they are and whole numbers as their digits; everything else, and the empty text, is nothing."""
    if type(value) is str:
        return value or None
    return str(value) if type(value) is int else None


def _trace(value: Any) -> str | None:
    """The trace of a W3C ``traceparent``: the second of its four parts."""
    parts = value.split("-") if type(value) is str else []
    return parts[1] if len(parts) >= 4 and len(parts[1]) == 32 else None


def _unwrapped(encoded: Any) -> Any:
    """The JSON inside ``data_base64``; an event without data has an empty payload."""
    if encoded is None:
        return {}
    try:
        return msgspec.json.decode(b64decode(encoded, validate=True))
    except (NotBase64, TypeError, ValueError, msgspec.MsgspecError, RecursionError):
        return encoded


def _is_text(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _start(line: bytes) -> str:
    text = line.decode(errors="replace").strip()
    shown = "".join(c if c.isprintable() else "�" for c in text[:_SHOWN])
    return f"{shown}…" if len(text) > _SHOWN else shown
