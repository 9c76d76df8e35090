"""``flows/<flow>.ts``: the contract type and guard of every crossing of a flow."""

from __future__ import annotations

from collections.abc import Iterator

from moment.generate.escaping import comment, paragraph
from moment.generate.typescript.contracts import Contract
from moment.generate.typescript.guards import write_guard
from moment.generate.typescript.module import Module, field_doc
from moment.model.domain import ContractField, Crossing, Flow, Placement, Type


def write_contracts(module: Module, flow: Flow, found: tuple[Contract, ...]) -> None:
    for contract in found:
        module.doc(_doc(flow, contract))
        module.write(f"export interface {contract.type_name} {{")
        for field in contract.crossing.fields:
            if field.carried is not None:
                module.doc(field_doc(field.carried), indent=1)
            module.write(
                f"{module.property_text(field.name, carried_type(field), optional=not field.required)};", indent=1
            )
        module.write("}")
        fields = ((field.name, carried_type(field), not field.required) for field in contract.crossing.fields)
        write_guard(module, contract.type_name, fields, contract.type_name)


def carried_type(field: ContractField) -> Type:
    """The producer's type of a contract field; the contract's own where the event does not carry it."""
    return field.carried.type if field.carried is not None else field.type


def _doc(flow: Flow, contract: Contract) -> Iterator[str]:
    for placement in contract.placements:
        if placement.crossing is not None:
            yield from _crossing_doc(flow, placement, placement.crossing)


def _crossing_doc(flow: Flow, placement: Placement, crossing: Crossing) -> Iterator[str]:
    source = placement.owner or crossing.source or placement.lane.name
    target = crossing.target or crossing.target_lane.name
    yield paragraph(f"{placement.node.name} from {source} to {target} via {crossing.kind}.")
    delivery = crossing.delivery
    if delivery is not None:
        if delivery.guarantee is not None:
            yield f"@delivery {delivery.guarantee}"
        if delivery.ordered:
            yield "@ordered"
        if delivery.key is not None:
            yield f"@idempotent by `{comment(delivery.key)}`"
    yield f"@moment {comment(flow.moments[placement.moment].label)}"
