"""Scenarios as traces in OTLP JSON, as the file exporter of OpenTelemetry writes them: one document a line.

A context is a service, a step a span below the span of its latest cause, and a crossing a producer span and a consumer
span joined by a link. Identifiers come from flow, scenario and seed alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, TypeAlias

import msgspec

from moment.behaviour.export.json_lines import json_line
from moment.behaviour.export.messages import Message, messages
from moment.behaviour.export.origin import Origin
from moment.behaviour.export.told import Told
from moment.behaviour.seal import NOTE
from moment.behaviour.templates import timestamp
from moment.behaviour.trace import Line

Json: TypeAlias = dict[str, Any]
_INTERNAL, _PRODUCER, _CONSUMER = 1, 4, 5
_ERROR = 2
_SAMPLED = 1
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SERVICE_OF_THE_RUN = "moment"


def text(scenarios: Sequence[Told], origin: Origin) -> str:
    """A document per scenario; each context that took part is a resource of it, before them the run itself."""
    return "".join(
        json_line(_Spans(each).document(origin, note=None if number else NOTE)) for number, each in enumerate(scenarios)
    )


class _Spans:
    def __init__(self, told: Told) -> None:
        self.told = told
        scenario = told.scenario
        self.trace = sha256(msgspec.json.encode([scenario.flow.name, told.key, told.seed])).hexdigest()[:32]
        self.messages = messages(scenario.trace, told.machine.plan)
        self.brought = {seq: message for message in self.messages for seq in message.arrived}
        self.by_context: dict[str | None, list[Json]] = {}

    def document(self, origin: Origin, *, note: str | None) -> Json:
        self._add(None, self._run())
        for line in self.told.scenario.trace.lines:
            self._add(line.record.context, self._step(line))
            for message in self.messages:
                if message.sent == line.seq:
                    self._add(message.route.crossing.source, self._producer(message, line))
        return {
            "resourceSpans": [
                {
                    "resource": {
                        "attributes": _attributes(_resource(context, origin, note=note if not number else None))
                    },
                    "scopeSpans": [{"scope": {"name": "moment"}, "spans": spans}],
                }
                for number, (context, spans) in enumerate(self.by_context.items())
            ]
        }

    def _add(self, context: str | None, span: Json) -> None:
        self.by_context.setdefault(context, []).append(span)

    def _run(self) -> Json:
        """The span of the whole run, above all that has no cause; failed when the run ended badly."""
        scenario = self.told.scenario
        lines = scenario.trace.lines
        status: Json = {} if scenario.verdict.is_good else {"code": _ERROR, "message": scenario.text}
        start = _nanoseconds(lines[0].at if lines else timestamp(0))
        end = max((_end(line) for line in lines), default=start)
        attributes: dict[str, Any] = {
            "moment.flow": scenario.flow.name,
            "moment.scenario": scenario.id,
            "moment.scenario.kind": scenario.kind,
            "moment.verdict": scenario.verdict.kind,
            "moment.outcome": scenario.verdict.outcome,
            "moment.seed": self.told.seed,
            **({} if scenario.verdict.is_good else {"error.type": scenario.verdict.kind}),
        }
        return self._span("run", scenario.label, _INTERNAL, start=start, end=end) | {
            "attributes": _attributes(attributes),
            "status": status,
        }

    def _step(self, line: Line) -> Json:
        message = self.brought.get(line.seq)
        parent, links = self._causes(line, message)
        kind = _CONSUMER if line.record.kind == "deliver" else _INTERNAL
        name = f"process {message.route.name}" if message is not None else line.record.action
        span = self._span(f"step {line.seq}", name, kind, start=_nanoseconds(line.at), end=_end(line))
        failed = [check for check in line.record.checks if not check.holds]
        is_error = bool(failed) and not self.told.scenario.verdict.is_good
        return span | {
            "parentSpanId": parent,
            "attributes": _attributes(self._told(line) | (self._messaging(message, "process") if message else {})),
            **_unless_empty("events", list(self._events(line))),
            **_unless_empty("links", links),
            "status": {"code": _ERROR, "message": failed[0].why} if is_error else {},
        }

    def _causes(self, line: Line, message: Message | None) -> tuple[str, list[Json]]:
        """The span of the latest cause, and links to the message and the other causes."""
        links = [self._link(self._producing(message), "delivered")] if message is not None else []
        latest = max(line.causes, key=lambda cause: cause.seq, default=None)
        if message is not None:
            parent = self._producing(message)
        else:
            parent = self._id("run" if latest is None else f"step {latest.seq}")
        for cause in line.causes:
            if cause is not latest:
                links.append(self._link(self._id(f"step {cause.seq}"), cause.reason))
        return parent, links

    def _producer(self, message: Message, line: Line) -> Json:
        name = f"send {message.route.name}"
        span = self._span(
            f"message {message.number}", name, _PRODUCER, start=_nanoseconds(line.at), end=_nanoseconds(line.at)
        )
        return span | {
            "parentSpanId": self._id(f"step {line.seq}"),
            "attributes": _attributes(self._messaging(message, "send")),
            "status": {},
        }

    def _told(self, line: Line) -> dict[str, Any]:
        record, flow = line.record, self.told.scenario.flow
        moment = flow.moments[line.moment] if line.moment is not None else None
        return {
            "moment.step": line.seq,
            "moment.action": record.action,
            "moment.kind": record.kind,
            "moment.correlation": self.told.correlation(line.instance),
            "moment.lane": line.lane,
            "moment.aggregate": line.aggregate,
            "moment.moment": moment.slug if moment else None,
            "moment.arm": moment.arms[line.arm].condition if moment and line.arm is not None else None,
            "moment.beyond_flow": record.beyond,
            "moment.fault": record.fault,
            "moment.command": record.command,
            "moment.command.input": _json(line.input) if record.command is not None else None,
            "code.file.path": line.place.path,
        }

    def _messaging(self, message: Message, operation: str) -> dict[str, Any]:
        """As the semantic conventions for messaging name them."""
        return {
            "messaging.system": "moment",
            "messaging.operation.type": operation,
            "messaging.operation.name": "deliver" if operation == "process" else operation,
            "messaging.destination.name": message.route.name,
            "messaging.message.id": self.told.named(message.event) if message.event else None,
            "messaging.message.conversation_id": self.told.correlation(message.instance),
        }

    def _events(self, line: Line) -> Iterator[Json]:
        """Domain events that happen in the step, then what was checked."""
        events = self.told.events
        for happened in (events[name] for name in line.events):
            attributes: dict[str, Any] = {
                "cloudevents.event_id": self.told.named(happened.id),
                "cloudevents.event_type": happened.event.id,
                "moment.event.payload": _json(happened.payload),
            }
            yield self._event(happened.event.name, happened.at, attributes)
        for check in line.record.checks:
            attributes = {"moment.check": check.name, "moment.check.holds": check.holds, "moment.check.why": check.why}
            yield self._event(f"check {check.kind}", line.at, attributes)

    @staticmethod
    def _event(name: str, at: str, attributes: Mapping[str, Any]) -> Json:
        return {"timeUnixNano": str(_nanoseconds(at)), "name": name, "attributes": _attributes(attributes)}

    def _link(self, span: str, reason: str) -> Json:
        attributes = _attributes({"moment.cause.reason": reason})
        return {"traceId": self.trace, "spanId": span, "attributes": attributes, "flags": _SAMPLED}

    def _span(self, part: str, name: str, kind: int, *, start: int, end: int) -> Json:
        return {
            "traceId": self.trace,
            "spanId": self._id(part),
            "flags": _SAMPLED,
            "name": name,
            "kind": kind,
            "startTimeUnixNano": str(start),
            "endTimeUnixNano": str(end),
        }

    def _producing(self, message: Message) -> str:
        return self._id(f"message {message.number}")

    def _id(self, part: str) -> str:
        return sha256(f"{self.trace} {part}".encode()).hexdigest()[:16]


def _resource(context: str | None, origin: Origin, *, note: str | None) -> Mapping[str, Any]:
    return {
        "moment.note": note,
        "service.name": _SERVICE_OF_THE_RUN if context is None else context,
        "service.namespace": origin.project or None,
    }


def _attributes(values: Mapping[str, Any]) -> list[Json]:
    """Those that are not ``None``, wrapped by type."""
    found = []
    for key, value in values.items():
        match value:
            case None:
                continue
            case bool():
                found.append({"key": key, "value": {"boolValue": value}})
            case int():
                found.append({"key": key, "value": {"intValue": str(value)}})
            case _:
                found.append({"key": key, "value": {"stringValue": str(value)}})
    return found


def _unless_empty(name: str, values: list[Json]) -> Json:
    return {name: values} if values else {}


def _json(payload: Mapping[str, Any]) -> str:
    return msgspec.json.encode(dict(payload)).decode()


def _nanoseconds(at: str) -> int:
    return (datetime.fromisoformat(at) - _EPOCH) // timedelta(microseconds=1) * 1000


def _end(line: Line) -> int:
    """A step of the flow takes its second, all else no time."""
    return _nanoseconds(line.at) + (1_000_000_000 if line.record.ticks else 0)
