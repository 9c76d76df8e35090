"""The AsyncAPI document of a model: channels, operations, messages and schemas."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from moment.generate.artifact import Inputs
from moment.generate.asyncapi import names
from moment.generate.asyncapi.traffic import Message, Passage, messages
from moment.generate.naming import ascii_only, kebab_or_blank
from moment.generate.schemas import Schema, Schemas, key, reachable, required, source
from moment.model.domain import Domain, Event

SCHEMAS = "#/components/schemas/"
HEADERS = "moment.Headers"
_HEADERS: Schema = {
    "type": "object",
    "required": ["correlationId"],
    "properties": {
        "correlationId": {"type": "string", "description": "the same for everything that one request sets off"},
        "causationId": {"type": "string", "description": "the message that this one follows from"},
    },
}


def document(domain: Domain, inputs: Inputs, *, version: str, everything: bool) -> dict[str, Any]:
    """The whole document; ``everything`` includes the events that no flow shows crossing."""
    found = messages(domain, everything=everything)
    info = {"title": inputs.project, "version": inputs.version}
    if inputs.description:
        info["description"] = inputs.description
    components = {
        "messages": {names.component(each.context, each.name): _message(each) for each in found},
        "schemas": _schemas(found, domain),
    }
    return {
        "asyncapi": version,
        "id": f"urn:moment:{ascii_only(kebab_or_blank(inputs.project))}",
        "info": info,
        "defaultContentType": "application/json",
        "channels": {names.address(each.context, each.name): _channel(each) for each in found},
        "operations": dict(_operations(found)),
        "components": components if found else {},
    }


def _channel(message: Message) -> Schema:
    reference = f"#/components/messages/{names.component(message.context, message.name)}"
    return {
        "address": names.address(message.context, message.name),
        "messages": {names.message(message.name): {"$ref": reference}},
    }


def _operations(found: Iterable[Message]) -> Iterator[tuple[str, Schema]]:
    received = Counter((target, names.message(each.name)) for each in found for target in each.receivers)
    for each in found:
        notes: dict[str, Any] = {"context": each.context}
        yield names.sends(each.context, each.name), _operation("send", each, notes)
        for target, passages in each.receivers.items():
            is_ambiguous = received[target, names.message(each.name)] > 1
            name = names.receives(target, each.context, each.name, is_ambiguous=is_ambiguous)
            notes = {"context": target, "contracts": [_contract(passage) for passage in passages]}
            yield name, _operation("receive", each, notes)


def _operation(action: str, message: Message, notes: dict[str, Any]) -> Schema:
    channel = f"#/channels/{names.address(message.context, message.name)}"
    return {
        "action": action,
        "channel": {"$ref": channel},
        "messages": [{"$ref": f"{channel}/messages/{names.message(message.name)}"}],
        "x-moment": notes,
    }


def _contract(passage: Passage) -> dict[str, Any]:
    crossing = passage.crossing
    found: dict[str, Any] = {"flow": passage.flow.name, "relationship": crossing.kind}
    if crossing.delivery is not None:
        if crossing.delivery.guarantee is not None:
            found["delivery"] = crossing.delivery.guarantee
        if crossing.delivery.ordered:
            found["ordered"] = True
        if crossing.delivery.key is not None:
            found["idempotentBy"] = crossing.delivery.key
    found["required"] = [field.name for field in crossing.fields if field.required]
    found["optional"] = [field.name for field in crossing.fields if not field.required]
    return found


def _message(message: Message) -> Schema:
    return {
        "name": names.message(message.name),
        "title": message.name,
        "contentType": "application/json",
        "headers": {"$ref": f"{SCHEMAS}{HEADERS}"},
        "correlationId": {"location": "$message.header#/correlationId"},
        "payload": {"$ref": f"{SCHEMAS}{names.component(message.context, message.name)}"},
    }


def _schemas(found: Iterable[Message], domain: Domain) -> dict[str, Schema]:
    """Headers, payloads in the order of the messages, then the types they lead to."""
    schemas = Schemas(domain, SCHEMAS)
    made: dict[str, Schema] = {HEADERS: _HEADERS}
    for message in found:
        payload = _payload(message, message.event, schemas) if message.event is not None else {"title": message.name}
        made[names.component(message.context, message.name)] = payload
    types = [field.type for message in found if message.event is not None for field in message.event.fields]
    for element in reachable(types, domain):
        made.setdefault(key(element), schemas.named(element))
    return made


def _payload(message: Message, event: Event, schemas: Schemas) -> Schema:
    """``required`` is what a contract requires; ``declared`` what is always sent and promised to nobody."""
    promised = message.required
    always = required(event.fields)
    notes: dict[str, Any] = {"source": source(event.place.path, event.id)}
    declared = [name for name in always if name not in promised]
    if declared:
        notes["declared"] = declared
    if event.annotations:
        notes["annotations"] = {annotation.name: annotation.value for annotation in event.annotations}
    found: Schema = {"type": "object"}
    needed = list(dict.fromkeys(field.name for field in event.fields if field.name in promised))
    if needed:
        found["required"] = needed
    return found | {"properties": schemas.fields(event.fields), "x-moment": notes}
