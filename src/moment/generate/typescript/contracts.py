"""The contracts of a flow: equal ones of one event and target are one type, further ones are numbered."""

from __future__ import annotations

from typing import NamedTuple

from moment.generate.typescript import names
from moment.model.domain import Crossing, Flow, Placement, Type


class Contract(NamedTuple):
    """``type_name`` with the placements whose crossings it holds for, the first of them declaring it."""

    type_name: str
    placements: tuple[Placement, ...]

    @property
    def crossing(self) -> Crossing:
        crossing = self.placements[0].crossing
        assert crossing is not None
        return crossing


def contracts(flow: Flow) -> tuple[Contract, ...]:
    """In flow order; names of equal event and target get ``2``, ``3`` … unless their fields are equal too."""
    found: dict[str, list[Contract]] = {}
    order: list[tuple[str, int]] = []
    for placement in flow.placements:
        if placement.crossing is None:
            continue
        name = _name(placement, placement.crossing, flow)
        same = found.setdefault(name, [])
        shape = _shape(placement.crossing)
        known = next((index for index, contract in enumerate(same) if _shape(contract.crossing) == shape), None)
        if known is None:
            order.append((name, len(same)))
            numbered = name if not same else f"{name}{len(same) + 1}"
            same.append(Contract(numbered, (placement,)))
        else:
            same[known] = same[known]._replace(placements=(*same[known].placements, placement))
    return tuple(found[name][index] for name, index in order)


def contract_names(flow: Flow) -> dict[str, str]:
    """The contract type of each crossing, by the crossing's id."""
    return {
        placement.crossing.id: contract.type_name
        for contract in contracts(flow)
        for placement in contract.placements
        if placement.crossing is not None
    }


def _name(placement: Placement, crossing: Crossing, flow: Flow) -> str:
    lane = flow.lane(crossing.target_lane.name)
    target = crossing.target or (lane.label if lane is not None else crossing.target_lane.name)
    return names.contract_type(placement.node.name.rpartition(".")[2], target)


def _shape(crossing: Crossing) -> tuple[str | None, tuple[tuple[str, bool, Type], ...]]:
    return crossing.event, tuple((field.name, field.required, field.type) for field in crossing.fields)
