"""The contracts of a flow: one class for every crossing that asks for other fields than those before it."""

from __future__ import annotations

from collections.abc import Iterator

from moment.generate.escaping import one_line
from moment.generate.python import names
from moment.generate.python.module import Line, Module, field_line
from moment.generate.typescript.contracts import Contract
from moment.model.domain import ContractField, Flow, Placement


def write_contracts(module: Module, flow: Flow, found: tuple[Contract, ...]) -> None:
    for contract in found:
        lines = [_line(field) for field in contract.crossing.fields]
        doc = [line for placement in contract.placements for line in _doc(flow, placement)]
        module.record(contract.type_name, lines, doc=doc)


def _line(field: ContractField) -> Line:
    """With the producer's type; the contract's own where the event does not carry the field."""
    if field.carried is None:
        return Line(field.name, names.member(field.name), field.type, not field.required)
    return field_line(field.carried)._replace(optional=not field.required)


def _doc(flow: Flow, placement: Placement) -> Iterator[str]:
    crossing = placement.crossing
    if crossing is None:
        return
    source = placement.owner or crossing.source or placement.lane.name
    target = crossing.target or crossing.target_lane.name
    yield f"{one_line(placement.node.name)} from {one_line(source)} to {one_line(target)} via {crossing.kind}."
    delivery = crossing.delivery
    if delivery is not None and delivery.guarantee is not None:
        yield f"Delivery: {delivery.guarantee}."
    if delivery is not None and delivery.ordered:
        yield "Ordered."
    if delivery is not None and delivery.key is not None:
        yield f"Idempotent by {one_line(delivery.key)}."
    yield f"Moment: {one_line(flow.moments[placement.moment].label)}"
