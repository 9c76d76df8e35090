"""What a line of a log says, whatever its format."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Literal, NamedTuple, TypeAlias

FlawKind: TypeAlias = Literal["not-json", "not-utf8", "not-an-object", "no-type", "too-long", "torn", "late"]


class Logged(NamedTuple):
    """One event as a log shows it. ``time`` is text as in RFC 3339, or seconds since 1970.

    ``received`` when the source says that it consumed the event. ``is_loose``: what need not be an event of the
    domain at all, such as a span. ``has_data`` is false where a format carries no payload.
    """

    line: int
    type: str
    source: str | None
    id: str | None
    time: str | float | None
    correlation: str | None
    causation: str | None
    data: Any
    has_data: bool = True
    received: bool = False
    is_loose: bool = False


class Flaw(NamedTuple):
    """A line, or a part of one, that holds no event; ``late``: the event of this line came too late to be put in order."""

    line: int
    kind: FlawKind
    text: str


def seconds_of(time: str | float | None) -> float | None:
    """Seconds since 1970 of a time as ``Logged`` has it; ``None`` when it cannot be read. Without a zone it is UTC."""
    if not isinstance(time, str):
        return time
    try:
        read = datetime.fromisoformat(time)
        return (read if read.tzinfo is not None else read.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None
