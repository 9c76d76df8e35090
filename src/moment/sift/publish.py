"""A specification published as discovery would have published it: only what closes the gap, and only once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

import msgspec

from moment.project.elements import Elements, Key
from moment.project.record import canonical
from moment.project.store import instant
from moment.project.stream import SiftEventEnvelope, written_event
from moment.project.vocabulary import SIFT
from moment.sift.fold import Fold
from moment.sift.gap import Said, gap

VERSION = "1.0.0"
SESSION = "moment"
FILE = "specification.jsonl"
_TICK = timedelta(microseconds=1)


def closing(fold: Fold, wanted: Elements, *, now: datetime) -> tuple[SiftEventEnvelope, ...]:
    """The events that make a stream say ``wanted``; none when it does.

    An event's id follows from the one before it about its element, so that saying the same twice is one event and
    going back is a new one. Times rise by a microsecond, behind everything that was said.
    """
    latest = fold.latest.instant if fold.latest is not None else now
    at = max(now, latest + _TICK)
    previous = {key: event.event_id for key, event in (*fold.graves.items(), *fold.origins.items())}
    events: list[SiftEventEnvelope] = []
    for said in gap(fold, wanted):
        event = _event(said, previous, at + _TICK * len(events), fold.ids)
        events.append(event)
        _remember(previous, said, event.event_id)
    run = str(uuid5(NAMESPACE_URL, "".join(event.event_id for event in events)))
    return tuple(event._replace(correlation_id=run) for event in events)


def lines(events: Iterable[SiftEventEnvelope]) -> bytes:
    """The events as they stand in a file."""
    return b"".join(msgspec.json.encode(written_event(event)) + b"\n" for event in events)


def _event(said: Said, previous: dict[Key, str], at: datetime, taken: frozenset[str]) -> SiftEventEnvelope:
    before = previous.get(said.key, "")
    event_id = _id(before, said)
    while event_id in taken:  # by an event that could not be folded
        event_id = _id(event_id, said)
    return SiftEventEnvelope(
        event_id=event_id,
        event_type=said.event_type,
        version=VERSION,
        product_source=SIFT,
        session_id=SESSION,
        causation_event_ids=(before,) if before else (),
        correlation_id="",
        timestamp=_precise(at),
        payload=said.payload,
        instant=at,
    )


def _id(before: str, said: Said) -> str:
    name = canonical([before, said.event_type, said.payload]).decode()
    return str(uuid5(NAMESPACE_URL, f"moment:sift:{name}"))


def _remember(previous: dict[Key, str], said: Said, event_id: str) -> None:
    """What was said last about an element, under its new name too, and about all that a removal or a rename moves."""
    new_name = said.payload.get("newName") if said.event_type.endswith("Renamed") else None
    is_rename = new_name is not None and "Field" not in said.event_type
    if not is_rename and not said.event_type.endswith("Removed"):
        previous[said.key] = event_id
        return
    depth = len(said.key.names)
    for key in list(previous):
        inside = key.names[:depth] == said.key.names and said.key.word in ("BoundedContext", "Aggregate", "Flow")
        if key == said.key or (inside and _is_of(key, said.key)):
            if is_rename:
                moved = key._replace(names=(*key.names[: depth - 1], str(new_name), *key.names[depth:]))
                previous[moved] = event_id if key == said.key else previous[key]
            previous[key] = event_id


def _is_of(key: Key, owner: Key) -> bool:
    return (key.word in ("Flow", "Moment")) == (owner.word == "Flow") and key.word != owner.word


def _precise(at: datetime) -> str:
    whole = instant(at)
    return f"{whole[:-4]}{at.microsecond:06d}Z"
