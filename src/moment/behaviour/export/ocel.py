"""Scenarios as an object-centric event log: OCEL 2.0 in its JSON form.

Objects are instances of aggregates by the value of their identity field, messages, sagas, and the run that all of them
are part of; objects of two scenarios are never the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

import msgspec

from moment.behaviour.export.instances import aggregate_of, identity_of
from moment.behaviour.export.messages import Message, messages
from moment.behaviour.export.origin import Origin
from moment.behaviour.export.told import Told, encoded
from moment.behaviour.seal import NOTE
from moment.behaviour.trace import Happened, Line
from moment.model.domain import Command, Event, Type

Json: TypeAlias = dict[str, Any]
Attributes: TypeAlias = dict[str, str]

_FROM_THE_START = "1970-01-01T00:00:00Z"
_NOT_STARTED = "not started"
_RUN, _MESSAGE, _SAGA = "run", "message", "saga"
_OF_RUN = {"flow": "string", "scenario": "string", "kind": "string", "verdict": "string", "outcome": "string", "seed": "integer"}  # fmt: skip
_OF_MESSAGE = {"crossing": "string", "event": "string", "from": "string", "to": "string"}
_OF_SAGA = {"saga": "string", "state": "string"}
_OF_STEP = {"action": "string", "fault": "string"}
_TYPES = {"number": "float", "Money": "float", "boolean": "boolean", "DateTime": "time"}


def text(scenarios: Sequence[Told], origin: Origin) -> str:
    """One log; types and objects in order of appearance, events in order of happening, scenario by scenario."""
    log = _Log()
    for each in scenarios:
        _Run(each, log).tell()
    document = {
        "$comment": NOTE,
        "eventTypes": [_type(name, attributes) for name, attributes in log.event_types.items()],
        "objectTypes": [_type(name, attributes) for name, attributes in log.object_types.items()],
        "events": log.events,
        "objects": log.objects,
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode() + "\n"


def _type(name: str, attributes: Attributes) -> Json:
    return {"name": name, "attributes": [{"name": each, "type": kind} for each, kind in attributes.items()]}


class _Log:
    def __init__(self) -> None:
        self.event_types: dict[str, Attributes] = {}
        self.object_types: dict[str, Attributes] = {}
        self.events: list[Json] = []
        self.objects: list[Json] = []

    def event(self, identifier: str, type: str, at: str, declared: Attributes, values: Mapping[str, Any]) -> list[Json]:
        """A new event; its list of relationships is to be filled."""
        self.event_types.setdefault(type, {}).update(declared)
        attributes = [{"name": name, "value": _plain(value)} for name, value in values.items() if value is not None]
        relationships: list[Json] = []
        self.events.append(
            {"id": identifier, "type": type, "time": at, "attributes": attributes, "relationships": relationships}
        )
        return relationships

    def object(self, identifier: str, type: str, declared: Attributes, values: Mapping[str, Any]) -> Json:
        self.object_types.setdefault(type, {}).update(declared)
        attributes = [_valued(name, value, _FROM_THE_START) for name, value in values.items() if value is not None]
        found = {"id": identifier, "type": type, "attributes": attributes, "relationships": []}
        self.objects.append(found)
        return found


class _Run:
    """One scenario on its way into the log."""

    def __init__(self, told: Told, log: _Log) -> None:
        self.told = told
        self.log = log
        self.plan = told.machine.plan
        self.trace = told.scenario.trace
        self.messages = messages(self.trace, self.plan)
        self.instances: dict[tuple[str, str], Json] = {}
        self.latest: dict[tuple[int, str], Json] = {}
        self.sagas: dict[tuple[int, int], Json] = {}
        scenario = told.scenario
        values = (scenario.flow.name, scenario.id, scenario.kind, scenario.verdict.kind, scenario.verdict.outcome, told.seed)  # fmt: skip
        self.run = log.object(told.key, _RUN, _OF_RUN, dict(zip(_OF_RUN, values, strict=True)))
        self.sent = {message.number: self._message(message) for message in self.messages}

    def tell(self) -> None:
        events = self.told.events
        for line in self.trace.lines:
            for name in line.events:
                self._happened(events[name], line)
            if not line.events:
                self._step(line)
            self._states(line)

    def _happened(self, happened: Happened, line: Line) -> None:
        declared = {field.name: _kind(field.type) for field in happened.event.fields}
        related = self.log.event(
            self.told.named(happened.id), happened.event.id, happened.at, declared, happened.payload
        )
        own = self._instance(happened.event, happened.payload, line)
        _relate(related, self.run, "run")
        _relate(related, own, "of")
        for other, field in self._mentioned(happened, own):
            _relate(related, other, field)
            _relate(own["relationships"], other, field)
        for message in self.messages:
            if message.sent == line.seq and message.event == happened.id:
                _relate(related, self.sent[message.number], "sends")
                _relate(self.sent[message.number]["relationships"], own, "about")

    def _step(self, line: Line) -> None:
        """A step in which no event happens: a delivery, a refusal, a choice, a fault, a move of a saga …"""
        record = line.record
        related = self.log.event(
            self.told.named(f"step-{line.seq}"), f"{record.kind} {self._subject(line)}", line.at, _OF_STEP,
            {"action": record.action, "fault": record.fault},
        )  # fmt: skip
        _relate(related, self.run, "run")
        command = self.plan.domain.command.get(record.command or "")
        if command is not None:
            _relate(related, self._instance(command, line.input, line), "of")
        for message in self.messages:
            if line.seq in message.arrived:
                _relate(related, self.sent[message.number], "delivers")
            if line.seq in message.lost + message.touched:
                _relate(related, self.sent[message.number], record.kind)
            if line.seq == message.sent:
                _relate(related, self.sent[message.number], "sends")
        if record.saga is not None:
            _relate(related, self._saga(record.saga, line), record.kind)

    def _subject(self, line: Line) -> str:
        """What the step is done to, the same in every run."""
        record = line.record
        if record.route is not None:
            return self.plan.routes[record.route].name
        if record.command is not None:
            return record.command
        if record.saga is not None:
            return self.plan.sagas[record.saga].id
        if record.moment is not None:
            return self.told.scenario.flow.moments[record.moment].slug
        if line.step is not None:
            return line.step.placement.node.target or line.step.placement.node.name
        if record.reaction is not None:
            return self.plan.reactions[record.reaction].source.id
        return record.context or self.told.scenario.flow.name

    def _instance(self, element: Event | Command, payload: Mapping[str, Any], line: Line) -> Json:
        """The object that ``element`` is about: by identity, else the latest of its aggregate that the flow knows."""
        aggregate = aggregate_of(element)
        value = identity_of(element, payload, self.plan.domain)
        known = self.latest.get((line.instance, aggregate))
        return known if value is None and known is not None else self._known(aggregate, value or "1", line)

    def _known(self, aggregate: str, value: str, line: Line) -> Json:
        found = self.instances.get((aggregate, value))
        if found is None:
            declared = self.plan.domain.aggregate.get(aggregate)
            machine = declared.lifecycle if declared is not None else None
            states = {"state": machine.initial} if machine is not None and machine.initial is not None else {}
            identifier = "/".join((self.told.key, *(encoded(part) for part in aggregate.split("/")), encoded(value)))
            found = self.log.object(identifier, aggregate, dict.fromkeys(states, "string"), states)
            _relate(found["relationships"], self.run, "part of")
            self.instances[aggregate, value] = found
        self.latest[line.instance, aggregate] = found
        return found

    def _mentioned(self, happened: Happened, own: Json) -> Iterator[tuple[Json, str]]:
        """Other instances of the run that the event names by a field called like their identity."""
        for (aggregate, value), found in self.instances.items():
            declared = self.plan.domain.aggregate.get(aggregate)
            identity = declared.identity.name if declared is not None and declared.identity is not None else None
            if found is not own and identity is not None and str(happened.payload.get(identity, "")) == value:
                yield found, identity

    def _message(self, message: Message) -> Json:
        route = message.route
        values = (route.name, route.event, route.crossing.source, route.target)
        identifier = f"{self.told.key}/message-{message.number:03}"
        found = self.log.object(identifier, _MESSAGE, _OF_MESSAGE, dict(zip(_OF_MESSAGE, values, strict=True)))
        _relate(found["relationships"], self.run, "part of")
        return found

    def _saga(self, number: int, line: Line) -> Json:
        if (line.instance, number) not in self.sagas:
            saga = self.plan.sagas[number]
            found = self.log.object(
                f"{self.told.key}/saga-{len(self.sagas) + 1:03}",
                _SAGA,
                _OF_SAGA,
                {"saga": saga.id, "state": _NOT_STARTED},
            )
            _relate(found["relationships"], self.run, "part of")
            self.sagas[line.instance, number] = found
        return self.sagas[line.instance, number]

    def _states(self, line: Line) -> None:
        """Moves of lifecycles and sagas, as values that their objects take at a time."""
        for change in line.diff:
            kind, _, aggregate = change.path.partition(":")
            if kind == "lifecycle":
                moved = self.latest.get((line.instance, aggregate)) or self._known(aggregate, "1", line)
                moved["attributes"].append(_valued("state", change.after, line.at))
            elif kind == "saga" and line.record.saga is not None:
                self._saga(line.record.saga, line)["attributes"].append(_valued("state", change.after, line.at))


def _relate(relationships: list[Json], to: Json, qualifier: str) -> None:
    each = {"objectId": to["id"], "qualifier": qualifier}
    if each not in relationships:
        relationships.append(each)


def _valued(name: str, value: Any, at: str) -> Json:
    return {"name": name, "time": at, "value": _plain(value)}


def _kind(type: Type) -> str:
    return "string" if type.array or type.kind != "primitive" else _TYPES.get(type.name, "string")


def _plain(value: Any) -> Any:
    """OCEL knows single values only: what is made of parts is told as JSON."""
    return msgspec.json.encode(value).decode() if isinstance(value, list | dict) else value
