"""Every event of every scenario as a CloudEvent 1.0, one a line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from moment.behaviour.export.instances import identity_of
from moment.behaviour.export.json_lines import json_line
from moment.behaviour.export.origin import Origin
from moment.behaviour.export.told import Told, encoded
from moment.behaviour.seal import NOTE
from moment.behaviour.trace import Happened
from moment.text.lines import printable


def text(scenarios: Sequence[Told], origin: Origin) -> str:
    """JSON lines in order of happening, scenario by scenario."""
    events = [event for each in scenarios for event in _events(each, origin)]
    if events:
        events[0] = {"specversion": "1.0", "comment": NOTE, **events[0]}
    return "".join(map(json_line, events))


def _events(told: Told, origin: Origin) -> Iterator[dict[str, Any]]:
    for happened in told.scenario.trace.events:
        yield _event(happened, told, origin)


def _event(happened: Happened, told: Told, origin: Origin) -> dict[str, Any]:
    event = happened.event
    found: dict[str, Any] = {
        "specversion": "1.0",
        "id": told.named(happened.id),
        "source": f"urn:moment:{encoded(origin.project)}:{encoded(event.context)}",
        "type": ".".join(printable(part) for part in (event.context, event.aggregate, event.name)),
        "subject": _subject(happened, told),
        "time": happened.at,
        "datacontenttype": "application/json",
    }
    schema = origin.schemas.get(event.id)
    if schema is not None:
        found["dataschema"] = schema
    found["correlationid"] = told.correlation(happened.instance)
    if happened.causation:
        found["causationid"] = told.named(happened.causation[-1])
    if len(happened.causation) > 1:
        found["causationids"] = ",".join(told.named(each) for each in happened.causation)
    found["data"] = dict(happened.payload)
    return found


def _subject(happened: Happened, told: Told) -> str:
    """``Order/27db6428-…``: the aggregate, and which one where the event says it."""
    value = identity_of(happened.event, happened.payload, told.machine.plan.domain)
    name = encoded(happened.event.aggregate)
    return name if value is None else f"{name}/{encoded(value)}"
