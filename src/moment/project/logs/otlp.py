"""Spans of an OTLP line as events: the service is the source, the trace the correlation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from moment.behaviour.conform.logged import Logged

_TYPE = ("cloudevents.event_type", "event.type", "event.name")
_ID = ("cloudevents.event_id", "event.id", "messaging.message.id")
_CORRELATION = ("correlationid", "correlation.id", "correlationId")
_CAUSATION = ("causationid", "causation.id", "causationId")
_DATA = ("data", "event.data", "cloudevents.data", "payload", "moment.event.payload")
_PRODUCERS = (4, "4", "SPAN_KIND_PRODUCER")
_CONSUMERS = (5, "5", "SPAN_KIND_CONSUMER")
_WHOLE = re.compile(r"[\w./-]+").fullmatch
_NANOSECONDS = 1_000_000_000


def spans(resource_spans: Iterable[Any], line: int, path: tuple[str, ...]) -> Iterator[Logged]:
    """The spans of one line and the events inside them, by time; of equal times what is above comes before what is below.

    An attribute ``event.type`` names the event. Else the name does: of a producer or consumer any word of it (``send
    OrderPlaced``), of other spans and of events in them the whole (``Sales.OrderPlaced``). Consumers are receipts.
    ``path`` is the attribute that tells the correlation, when another than the usual one does.
    """
    resources = list(_dicts(resource_spans))
    depths = _depths(resources)
    found = [each for resource in resources for each in _of_resource(resource, line, path)]
    found.sort(key=lambda each: (each[1].time if isinstance(each[1].time, float) else 0.0, depths.get(each[0], 0)))
    yield from (event for _, event in found)


def _depths(resources: Iterable[dict[str, Any]]) -> dict[str | None, int]:
    """How many spans of the line are above each; a circle of parents counts once around."""
    parents = {_text(span.get("spanId")): _text(span.get("parentSpanId")) for _, span in _spans(resources)}
    depths: dict[str | None, int] = {}
    for span in parents:
        way: list[str | None] = []
        above = span
        while above in parents and above not in depths and above not in way:
            way.append(above)
            above = parents[above]
        start = depths.get(above, -1)
        depths.update({each: start + number for number, each in enumerate(reversed(way), 1)})
    return depths


def _spans(resources: Iterable[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Every span with the resource that it belongs to."""
    for resource in resources:
        for scope in _dicts(resource.get("scopeSpans")):
            for span in _dicts(scope.get("spans")):
                yield resource, span


def _of_resource(resource: dict[str, Any], line: int, path: tuple[str, ...]) -> Iterator[tuple[str | None, Logged]]:
    """The events of each span, with the identifier of the span."""
    declared = resource.get("resource")
    service = _attributes(declared).get("service.name") if isinstance(declared, dict) else None
    source = service if isinstance(service, str) else None
    for _, span in _spans((resource,)):
        own = _text(span.get("spanId"))
        yield own, _event(span, span.get("startTimeUnixNano"), source, line, path, number=None, span=span)
        for number, event in enumerate(_dicts(span.get("events"))):
            yield own, _event(event, event.get("timeUnixNano"), source, line, path, number=number, span=span)


def _event(
    element: dict[str, Any],
    time: Any,
    source: str | None,
    line: int,
    path: tuple[str, ...],
    *,
    number: int | None,
    span: dict[str, Any],
) -> Logged:
    """A span, or the event with this ``number`` inside it."""
    attributes = _attributes(element)
    within = attributes if number is None else _attributes(span) | attributes
    data = next((attributes[name] for name in _DATA if name in attributes), None)
    own = _text(span.get("spanId"))
    identity = own if number is None else f"{own}.{number}" if own else None
    cause = _first(attributes, _CAUSATION) or (_text(span.get("parentSpanId")) if number is None else own)
    return Logged(
        line=line,
        type=_first(attributes, _TYPE) or _name(element),
        source=source,
        id=_first(attributes, _ID) or identity,
        time=_seconds(time),
        correlation=_first(within, (".".join(path),) if path else _CORRELATION)
        or (None if path else _text(span.get("traceId"))),
        causation=cause,
        data=_payload(data),
        has_data=data is not None,
        received=number is None and span.get("kind") in _CONSUMERS,
        is_loose=True,
    )


def _name(element: dict[str, Any]) -> str:
    name = element.get("name")
    if not isinstance(name, str):
        return ""
    carries_messages = element.get("kind") in (*_PRODUCERS, *_CONSUMERS)
    return name if carries_messages or _WHOLE(name) else ""


def _dicts(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, list | tuple):
        yield from (each for each in value if isinstance(each, dict))


def _attributes(element: dict[str, Any]) -> dict[str, Any]:
    return {
        str(each.get("key")): _value(each.get("value")) for each in _dicts(element.get("attributes")) if "key" in each
    }


def _value(value: Any) -> Any:
    """An ``AnyValue`` of OTLP as plain JSON; 64-bit integers come as text."""
    match value:
        case {"stringValue": text}:
            return text
        case {"boolValue": truth}:
            return truth
        case {"intValue": number}:
            return int(number) if str(number).lstrip("-").isdecimal() else number
        case {"doubleValue": number}:
            return number
        case {"arrayValue": {"values": values}}:
            return [_value(each) for each in values] if isinstance(values, list) else []
        case {"kvlistValue": {"values": values}}:
            return _attributes({"attributes": values})
        case _:
            return None


def _payload(data: Any) -> Any:
    if not isinstance(data, str):
        return data
    try:
        return msgspec.json.decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return data


def _seconds(nanoseconds: Any) -> float | None:
    if isinstance(nanoseconds, str) and nanoseconds.isdecimal() and len(nanoseconds) < 25:
        nanoseconds = int(nanoseconds)
    is_number = isinstance(nanoseconds, int | float) and not isinstance(nanoseconds, bool)
    return nanoseconds / _NANOSECONDS if is_number and nanoseconds > 0 else None


def _first(attributes: dict[str, Any], names: tuple[str, ...]) -> str | None:
    return next((text for name in names if (text := _text(attributes.get(name)))), None)


def _text(value: Any) -> str | None:
    if isinstance(value, str):
        return value or None
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else None
