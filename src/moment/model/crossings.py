"""Crossings: who sends, who receives, and each contract field beside the event's field that it carries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from moment.language import syntax
from moment.model.domain import ContractField, Crossing, Delivery, Event, Reference
from moment.model.names import Node
from moment.model.routes import Route
from moment.model.types import Types, TypesOf
from moment.text.span import Place

_CONTRACT = len("contract")


def build_crossing(
    crossing: syntax.Crossing,
    route: Route,
    *,
    node: Node,
    source: str | None,
    placement: str,
    types: Types,
    events: Mapping[str, Event],
) -> Crossing:
    """The crossing of the placement ``placement`` of ``node`` on a lane of ``source``.

    Contract types are read as the context that declares the event reads them.
    """
    path = route.path
    target = crossing.target
    event = events.get(node.target) if node.kind == "event" and node.target is not None else None
    return Crossing(
        id=f"{placement}>{target.text}",
        source=source,
        target=route.contexts.get(target.text),
        target_lane=Reference(
            target.text, Place(path, target.start, target.end), target.text if target.text in route.lanes else None
        ),
        event=event.id if event else None,
        kind=crossing.kind.text,
        kind_place=Place(path, crossing.kind.start, crossing.kind.end),
        delivery=_delivery(crossing.delivery, path),
        fields=_contract(crossing.contract, path, types=types.of(node.owner or source or ""), event=event),
        place=Place(path, crossing.start, max(target.end, crossing.start)),
        contract_place=Place(path, max(crossing.header_end - _CONTRACT, crossing.start), crossing.header_end),
        extent=Place(path, crossing.start, crossing.end),
    )


def _contract(
    written: tuple[syntax.Field, ...], path: str, *, types: TypesOf, event: Event | None
) -> tuple[ContractField, ...]:
    carried = {field.name: field for field in reversed(event.fields)} if event else {}
    return tuple(
        ContractField(
            name=field.name,
            type=types[field.type, field.array, field.optional],
            required=field.required,
            carried=carried.get(field.name),
            place=Place(path, field.start, field.name_end),
            type_place=Place(path, field.type_start, field.type_end),
            extent=Place(path, field.start, field.end),
        )
        for field in written
    )


def _delivery(written: syntax.Delivery | None, path: str) -> Delivery | None:
    if written is None:
        return None
    key = written.key
    return Delivery(
        _guarantee(written.guarantee),
        written.ordered,
        key.text if key else None,
        Place(path, key.start, key.end) if key else None,
    )


def _guarantee(written: syntax.Name | None) -> Literal["at-most-once", "at-least-once", "exactly-once"] | None:
    match written.text if written else None:
        case "at-most-once":
            return "at-most-once"
        case "at-least-once":
            return "at-least-once"
        case "exactly-once":
            return "exactly-once"
        case _:
            return None
