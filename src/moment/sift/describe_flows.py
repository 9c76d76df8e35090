"""Flows and moments as the payloads of the events that would define them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from moment.language import syntax
from moment.project.elements import Payload


def flow_elements(flow: syntax.Flow) -> Iterator[tuple[str, Payload]]:
    name = flow.name.text
    lanes = [_lane(lane) for lane in flow.lanes]
    description = {"description": flow.description.text} if flow.description is not None else {}
    yield "FlowDefined", {"flowName": name, **description, **({"lanes": lanes} if lanes else {})}
    for moment in flow.moments:
        entries = [_entry(entry) for entry in moment.entries]
        branching = {"branching": True} if moment.branch else {}
        listed = {"entries": entries} if entries else {}
        yield "MomentDefined", {"flowName": name, "momentName": moment.label.text, **branching, **listed}


def _lane(lane: syntax.Lane) -> Payload:
    said: Payload = {"id": lane.name.text, "label": lane.label.text}
    if lane.branch:
        said["branch"] = True
    if lane.classification is not None and lane.classification.text:
        said["classification"] = lane.classification.text
    return said


def _entry(entry: syntax.Placement | syntax.When) -> Payload:
    if isinstance(entry, syntax.Placement):
        return _placement(entry)
    said: Payload = {"when": entry.condition.text}
    if entry.lane is not None:
        said["outcome"] = entry.lane.text
    return {**said, "entries": [_placement(placement) for placement in entry.placements]}


def _placement(placement: syntax.Placement) -> Payload:
    said: Payload = {"lane": placement.lane.text, "node": placement.node.text}
    if placement.multiplicity is not None and placement.multiplicity.text:
        said["multiplicity"] = _number(placement.multiplicity.text)
    if placement.modifier is not None and placement.modifier.text:
        said["modifier"] = placement.modifier.text
    if placement.crossing is not None:
        said["crossing"] = _crossing(placement.crossing)
    if placement.links:
        said["links"] = [_link(link) for link in placement.links]
    return said


def _crossing(crossing: syntax.Crossing) -> Payload:
    said: Payload = {"to": crossing.target.text, "via": crossing.kind.text}
    delivery = crossing.delivery
    if delivery is not None:
        if delivery.guarantee is not None and delivery.guarantee.text:
            said["delivery"] = delivery.guarantee.text
        if delivery.ordered:
            said["ordered"] = True
        if delivery.key is not None and delivery.key.text:
            said["idempotentBy"] = delivery.key.text
    contract = [_contract_field(field) for field in crossing.contract]
    return {**said, **({"contract": contract} if contract else {})}


def _contract_field(field: syntax.Field) -> Payload:
    text = f"{field.type}{'[]' if field.array else ''}{'?' if field.optional else ''}"
    return {"name": field.name, "type": text, **({"required": True} if field.required else {})}


def _link(link: syntax.Link) -> Payload:
    said: Payload = {"kind": link.kind, "target": link.target.text}
    if link.at_most is not None and link.at_most.text.isdecimal():
        said["atMost"] = int(link.at_most.text)
    return said


def _number(text: str) -> Any:
    return int(text) if text.isdecimal() else text
