"""What an element of a flow is called whatever stands around it, so that two versions of the flow can be compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from moment.model.domain import Flow, Placement


class Landmark(NamedTuple):
    """``name`` says moment, lane and node; ``anywhere`` leaves the moment out, for one that was moved or renamed."""

    name: str
    anywhere: str


def landmarks(flow: Flow) -> Mapping[str, Landmark]:
    """By identity, those of the placements and crossings of ``flow``: their identities hold positions.

    The second ``warehouse: PackParcel`` of a moment or arm is ``…/warehouse.PackParcel#2``.
    """
    found: dict[str, Landmark] = {}
    here: Counter[str] = Counter()
    anywhere: Counter[str] = Counter()
    for placement in flow.placements:
        node = f"{placement.lane.name}.{placement.node.name}"
        standing = f"{_place(flow, placement)}/{node}"
        here[standing] += 1
        anywhere[node] += 1
        landmark = Landmark(_numbered(standing, here[standing]), f"{flow.id}/{_numbered(node, anywhere[node])}")
        found[placement.id] = landmark
        if placement.crossing is not None:
            target = placement.crossing.target_lane.name
            found[placement.crossing.id] = Landmark(f"{landmark.name}>{target}", f"{landmark.anywhere}>{target}")
    return found


def _place(flow: Flow, placement: Placement) -> str:
    """``order/packing``, in an arm ``order/packing/missing``."""
    moment = flow.moments[placement.moment]
    place = f"{flow.id}/{moment.slug}"
    return place if placement.arm is None else f"{place}/{moment.arms[placement.arm].condition}"


def _numbered(name: str, number: int) -> str:
    return name if number == 1 else f"{name}#{number}"
