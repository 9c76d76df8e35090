"""The AsyncAPI document of a model: channels, operations, messages and schemas."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from moment.generate.artifact import Inputs
from moment.generate.asyncapi import names
from moment.generate.asyncapi.traffic import Message, Operation, Passage, messages, operations
from moment.generate.naming import ascii_only, kebab_or_blank
from moment.generate.schemas import Schema, Schemas, key, notes_of, promises, reachable, required
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
        "operations": {each.key: _operation(each) for each in operations(found)},
        "components": components if found else {},
    }


def _channel(message: Message) -> Schema:
    reference = f"#/components/messages/{names.component(message.context, message.name)}"
    return {
        "address": names.address(message.context, message.name),
        "messages": {names.message(message.name): {"$ref": reference}},
    }


def _operation(operation: Operation) -> Schema:
    message = operation.message
    channel = f"#/channels/{names.address(message.context, message.name)}"
    notes: dict[str, Any] = {"context": operation.context}
    if operation.action == "receive":
        notes["contracts"] = _contracts(operation.passages)
    return {
        "action": operation.action,
        "channel": {"$ref": channel},
        "messages": [{"$ref": f"{channel}/messages/{names.message(message.name)}"}],
        "x-moment": notes,
    }


def _contracts(passages: Iterable[Passage]) -> list[dict[str, Any]]:
    """One for each flow; a further one where a flow brings the same event under another contract."""
    found: list[dict[str, Any]] = []
    for passage in passages:
        crossing = passage.crossing
        contract = {
            "flow": passage.flow.name,
            "relationship": crossing.kind,
            **promises(crossing.delivery),
            "required": [field.name for field in crossing.fields if field.required],
            "optional": [field.name for field in crossing.fields if not field.required],
        }
        if contract not in found:
            found.append(contract)
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
    notes = notes_of(event)
    declared = [name for name in always if name not in promised]
    if declared:
        notes["declared"] = declared
    found: Schema = {"type": "object"}
    needed = list(dict.fromkeys(field.name for field in event.fields if field.name in promised))
    if needed:
        found["required"] = needed
    return found | {"properties": schemas.fields(event.fields), "x-moment": notes}
