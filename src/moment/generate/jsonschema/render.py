"""A JSON Schema for every event, and one for every contract."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from moment.generate.artifact import Artifact, Inputs
from moment.generate.escaping import printable
from moment.generate.header import json_with_header
from moment.generate.jsonschema.paths import contract_identity, contract_path, event_identity, event_path
from moment.generate.naming import ascii_only, kebab_or_blank
from moment.generate.schemas import Schema, Schemas, is_open, key, notes_of, promises, reachable, required
from moment.generate.typescript.contracts import Contract, contracts
from moment.model.domain import ContractField, Domain, EnumType, Event, Flow, Type, ValueObject
from moment.model.sources import source

NAME = "jsonschema"
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def render(domain: Domain, inputs: Inputs) -> tuple[Artifact, ...]:
    """Sorted by path; none for a model without events and crossings."""
    return tuple(sorted(_artifacts(domain, inputs), key=lambda artifact: artifact.path))


def _artifacts(domain: Domain, inputs: Inputs) -> Iterator[Artifact]:
    schemas = Schemas(domain, "#/$defs/")
    made: dict[str, Schema] = {}
    for event in domain.event.values():
        elements = tuple(reachable((field.type for field in event.fields), domain))
        document = _head(f"{urn(inputs.project)}:{event_identity(event)}", event.name) | _of_event(event, schemas)
        document |= _definitions(elements, schemas, made)
        yield _artifact(inputs, event_path(event), document, _sources([event, *elements]))
    for flow in domain.flow.values():
        for contract in contracts(flow):
            crossing = contract.crossing
            elements = tuple(reachable((carried_type(field) for field in crossing.fields), domain))
            document = _head(f"{urn(inputs.project)}:{contract_identity(flow, contract)}", contract.type_name)
            document |= _of_contract(flow, contract, schemas) | _definitions(elements, schemas, made)
            producer = domain.event.get(crossing.event or "")
            origins = [flow, *([producer] if producer is not None else []), *elements]
            yield _artifact(inputs, contract_path(flow, contract), document, _sources(origins))


def urn(project: str) -> str:
    """How every ``$id`` begins."""
    return f"urn:moment:{ascii_only(kebab_or_blank(project))}"


def carried_type(field: ContractField) -> Type:
    """The producer's type of a contract field; the contract's own where the event does not carry it."""
    return field.carried.type if field.carried is not None else field.type


def _head(identity: str, title: str) -> Schema:
    return {"$schema": DIALECT, "$id": identity, "title": title, "type": "object"}


def _of_event(event: Event, schemas: Schemas) -> Schema:
    return {
        "required": required(event.fields),
        "properties": schemas.fields(event.fields),
        "x-moment": notes_of(event),
    }


def _of_contract(flow: Flow, contract: Contract, schemas: Schemas) -> Schema:
    crossing = contract.crossing
    properties: dict[str, Schema] = {}
    for field in crossing.fields:
        carried = field.carried
        properties.setdefault(field.name, schemas.type(field.type) if carried is None else schemas.field(carried))
    needed = [field.name for field in crossing.fields if field.required and not is_open(carried_type(field))]
    notes = {
        "source": source(flow.place.path, crossing.id),
        "from": crossing.source,
        "to": crossing.target or crossing.target_lane.name,
        "relationship": crossing.kind,
        **promises(crossing.delivery),
    }
    return {"required": list(dict.fromkeys(needed)), "properties": properties, "x-moment": notes}


def _definitions(
    elements: Iterable[ValueObject | EnumType], schemas: Schemas, made: dict[str, Schema]
) -> dict[str, Schema]:
    """``$defs`` of ``elements``; ``made`` keeps each schema for the next document that leads to it."""
    found: Schema = {}
    for element in elements:
        if element.id not in made:
            made[element.id] = schemas.named(element)
        found[key(element)] = made[element.id]
    return {"$defs": found} if found else {}


def _sources(elements: Iterable[Event | Flow | ValueObject | EnumType]) -> tuple[str, ...]:
    return tuple(sorted({element.place.path for element in elements}))


def _artifact(inputs: Inputs, path: str, document: Schema, sources: tuple[str, ...]) -> Artifact:
    members = msgspec.json.format(msgspec.json.encode(document), indent=2).decode().partition("\n")[2] + "\n"
    if not members.isascii() or "\x7f" in members:
        members = "\n".join(map(printable, members.split("\n")))
    text = json_with_header(members, target=NAME, sources=sources)
    return Artifact(f"{inputs.out[NAME]}/{path}", NAME, "generated", text, sources)
