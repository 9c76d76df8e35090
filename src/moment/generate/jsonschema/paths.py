"""Where the schema of an event or a contract stands, what it is called, and the claims on both."""

from __future__ import annotations

from collections.abc import Iterator

from moment.generate.collisions import Claim
from moment.generate.naming import ascii_only, kebab_or_blank, pascal, stem
from moment.generate.schemas import UNUSABLE, is_nameable, key
from moment.generate.typescript.contracts import Contract, contracts
from moment.model.domain import Context, Domain, EnumType, Event, Flow, ValueObject


def event_path(event: Event) -> str:
    return f"contexts/{stem(event.context)}/{stem(event.name)}.schema.json"


def contract_path(flow: Flow, contract: Contract) -> str:
    return f"flows/{stem(flow.name)}/{stem(contract.type_name)}.schema.json"


def event_identity(event: Event) -> str:
    """``Sales:OrderSubmitted``, as it ends ``$id``."""
    return f"{ascii_only(pascal(event.context))}:{ascii_only(pascal(event.name))}"


def contract_identity(flow: Flow, contract: Contract) -> str:
    """``flows:order-to-parcel:OrderSubmittedToDispatch``, as it ends ``$id``; one part more than that of an event."""
    return f"flows:{ascii_only(kebab_or_blank(flow.name))}:{ascii_only(contract.type_name)}"


def claims(domain: Domain) -> Iterator[Claim]:
    """Folders of contexts and flows, what ``$id`` calls a context, files of events and contracts, keys below ``$defs``."""
    for context in domain.contexts:
        yield from _context(context)
    for flow in domain.flows:
        yield from _flow(flow)


def _context(context: Context) -> Iterator[Claim]:
    path = f"contexts/{stem(context.name)}" if is_nameable(context.name) else ""
    yield Claim("project", "path", path, context.id, context.name, context.place)
    name = ascii_only(pascal(context.name)) if path else ""
    yield Claim("project", "export", name, context.id, context.name, context.place)
    for event in context.events:
        path = event_path(event) if is_nameable(event.name) else ""
        yield Claim(context.id, "path", path, event.id, event.name, event.place)
    elements: tuple[ValueObject | EnumType, ...] = (*context.all_value_objects, *context.all_enums)
    for element in elements:
        name = key(element) if is_nameable(element.name) else ""
        yield Claim(f"{context.id} types", "export", name, element.id, element.name, element.place)
    holders: tuple[Event | ValueObject, ...] = (*context.events, *context.all_value_objects)
    for holder in holders:
        for field in holder.fields:
            if field.name == UNUSABLE:
                yield Claim(holder.id, "member", "", f"{holder.id}.{field.name}", field.name, field.place)


def _flow(flow: Flow) -> Iterator[Claim]:
    found = contracts(flow)
    if found:
        path = f"flows/{stem(flow.name)}" if is_nameable(flow.name) else ""
        yield Claim("project", "path", path, flow.id, flow.name, flow.place)
    for contract in found:
        crossing, name = contract.crossing, contract.placements[0].node.name
        yield Claim(flow.id, "path", contract_path(flow, contract), crossing.id, name, crossing.place)
        for field in crossing.fields:
            if field.name == UNUSABLE:
                yield Claim(crossing.id, "member", "", f"{crossing.id}.{field.name}", field.name, field.place)
