"""A JSON Schema for every event, and one for every contract."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from moment.generate.artifact import Artifact, Inputs
from moment.generate.header import json_with_header
from moment.generate.jsonschema.paths import contract_path, event_path
from moment.generate.naming import ascii_only, kebab_or_blank, pascal
from moment.generate.schemas import Schema, Schemas, is_open, key, reachable, required, source
from moment.generate.typescript.contracts import Contract, contracts
from moment.model.domain import ContractField, Domain, Event, Flow, Type

NAME = "jsonschema"
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def render(domain: Domain, inputs: Inputs) -> tuple[Artifact, ...]:
    """Sorted by path; none for a model without events and crossings."""
    return tuple(sorted(_artifacts(domain, inputs), key=lambda artifact: artifact.path))


def _artifacts(domain: Domain, inputs: Inputs) -> Iterator[Artifact]:
    urn = f"urn:moment:{ascii_only(kebab_or_blank(inputs.project))}"
    schemas = Schemas(domain, "#/$defs/")
    definitions = _Definitions(domain, schemas)
    for event in domain.event.values():
        identity = f"{urn}:{ascii_only(pascal(event.context))}:{ascii_only(pascal(event.name))}"
        document = _head(identity, event.name) | _of_event(event, schemas)
        document |= definitions.of(field.type for field in event.fields)
        yield _artifact(inputs, event_path(event), document, (event.place.path,))
    for flow in domain.flow.values():
        for contract in contracts(flow):
            identity = f"{urn}:{ascii_only(kebab_or_blank(flow.name))}:{ascii_only(contract.type_name)}"
            document = _head(identity, contract.type_name) | _of_contract(flow, contract, schemas)
            document |= definitions.of(carried_type(field) for field in contract.crossing.fields)
            yield _artifact(inputs, contract_path(flow, contract), document, (flow.place.path,))


class _Definitions:
    """What ``$defs`` hold; each named schema is made once."""

    def __init__(self, domain: Domain, schemas: Schemas) -> None:
        self._domain = domain
        self._schemas = schemas
        self._made: dict[str, Schema] = {}

    def of(self, types: Iterable[Type]) -> Schema:
        found: Schema = {}
        for element in reachable(types, self._domain):
            if element.id not in self._made:
                self._made[element.id] = self._schemas.named(element)
            found[key(element)] = self._made[element.id]
        return {"$defs": found} if found else {}


def carried_type(field: ContractField) -> Type:
    """The producer's type of a contract field; the contract's own where the event does not carry it."""
    return field.carried.type if field.carried is not None else field.type


def _head(identity: str, title: str) -> Schema:
    return {"$schema": DIALECT, "$id": identity, "title": title, "type": "object"}


def _of_event(event: Event, schemas: Schemas) -> Schema:
    notes: dict[str, object] = {"source": source(event.place.path, event.id)}
    if event.annotations:
        notes["annotations"] = {annotation.name: annotation.value for annotation in event.annotations}
    return {
        "required": required(event.fields),
        "properties": schemas.fields(event.fields),
        "x-moment": notes,
    }


def _of_contract(flow: Flow, contract: Contract, schemas: Schemas) -> Schema:
    crossing = contract.crossing
    properties: dict[str, Schema] = {}
    for field in crossing.fields:
        carried = field.carried
        properties.setdefault(field.name, schemas.type(field.type) if carried is None else schemas.field(carried))
    needed = [field.name for field in crossing.fields if field.required and not is_open(carried_type(field))]
    delivery = crossing.delivery
    notes: dict[str, object] = {
        "source": source(flow.place.path, crossing.id),
        "from": crossing.source,
        "to": crossing.target or crossing.target_lane.name,
        "relationship": crossing.kind,
    }
    if delivery is not None:
        notes["delivery"] = delivery.guarantee
        notes["ordered"] = delivery.ordered
        notes["idempotentBy"] = delivery.key
    return {"required": list(dict.fromkeys(needed)), "properties": properties, "x-moment": notes}


def _artifact(inputs: Inputs, path: str, document: Schema, sources: tuple[str, ...]) -> Artifact:
    members = json.dumps(document, indent=2, ensure_ascii=False).partition("\n")[2] + "\n"
    text = json_with_header(members, target=NAME, sources=sources)
    return Artifact(f"{inputs.out[NAME]}/{path}", NAME, "generated", text, sources)
