"""Where the schema of an event or a contract stands, and the claims on those paths."""

from __future__ import annotations

from collections.abc import Iterator

from moment.generate.collisions import Claim
from moment.generate.naming import ascii_only, is_usable, pascal, stem
from moment.generate.typescript.contracts import Contract, contracts
from moment.model.domain import Domain, EnumType, Event, Flow, ValueObject


def event_path(event: Event) -> str:
    return f"contexts/{stem(event.context)}/{stem(event.name)}.schema.json"


def contract_path(flow: Flow, contract: Contract) -> str:
    return f"flows/{stem(flow.name)}/{stem(contract.type_name)}.schema.json"


def claims(domain: Domain) -> Iterator[Claim]:
    """Folders of contexts and flows, files of events and contracts, and the keys below ``$defs``."""
    for context in domain.contexts:
        usable = is_usable(context.name)
        path = f"contexts/{stem(context.name)}" if usable else ""
        yield Claim("project", "path", path, context.id, context.name, context.place)
        name = ascii_only(pascal(context.name)) if usable else ""
        yield Claim("urn", "export", name, context.id, context.name, context.place)
        for event in context.events:
            path = event_path(event) if is_usable(event.name) else ""
            yield Claim(context.id, "path", path, event.id, event.name, event.place)
        elements: tuple[ValueObject | EnumType, ...] = (*context.all_value_objects, *context.all_enums)
        for element in elements:
            name = ascii_only(pascal(element.name))
            yield Claim(f"{context.id} types", "export", name, element.id, element.name, element.place)
    for flow in domain.flows:
        found = contracts(flow)
        if found:
            path = f"flows/{stem(flow.name)}" if is_usable(flow.name) else ""
            yield Claim("project", "path", path, flow.id, flow.name, flow.place)
        for contract in found:
            crossing, name = contract.crossing, contract.placements[0].node.name
            yield Claim(flow.id, "path", contract_path(flow, contract), crossing.id, name, crossing.place)
