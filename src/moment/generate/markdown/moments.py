"""From a flow of the model to the part of the document that tells about it."""

from __future__ import annotations

from collections.abc import Iterator

from moment.generate.markdown import shapes
from moment.generate.markdown.diagrams import sequence
from moment.generate.markdown.parts import Heading
from moment.model.domain import Arm, Delivery, Domain, Flow, Lane, Moment, Placement


def flow_part(flow: Flow, domain: Domain, heading: Heading) -> shapes.FlowPart:
    """A lane has the classification that it says, else that of its context."""
    classifications = {lane.name: _classification(lane, domain) for lane in reversed(flow.lanes)}
    return shapes.FlowPart(
        heading=heading(flow.name, 2),
        name=flow.name,
        description=flow.description or "",
        lanes=tuple(
            shapes.LanePart(each.name, each.label, each.kind, classifications[each.name]) for each in flow.lanes
        ),
        diagram=sequence(flow, classifications),
        moments=tuple(_moment(moment, flow, heading) for moment in flow.moments),
    )


def _classification(lane: Lane, domain: Domain) -> str:
    context = domain.context.get(lane.context or "")
    return lane.classification or (context.classification if context is not None else None) or ""


def delivery_text(delivery: Delivery | None) -> str:
    if delivery is None:
        return ""
    words: list[str] = [delivery.guarantee or ""]
    words += ["ordered"] if delivery.ordered else []
    words += [f"idempotent by {delivery.key}"] if delivery.key else []
    return ", ".join(filter(None, words))


def _moment(moment: Moment, flow: Flow, heading: Heading) -> shapes.MomentPart:
    return shapes.MomentPart(
        heading=heading(moment.label, 3),
        label=moment.label,
        branch=moment.branch,
        arms=tuple(_arms(moment)),
        crossings=tuple(_crossings(moment, flow)),
    )


def _arms(moment: Moment) -> Iterator[shapes.ArmPart]:
    """In written order; placements outside arms that follow each other stand together."""
    loose: list[shapes.PlacementPart] = []
    for entry in moment.entries:
        if isinstance(entry, Arm):
            if loose:
                yield shapes.ArmPart("", "", tuple(loose))
                loose = []
            lane = entry.lane.name if entry.lane is not None else ""
            yield shapes.ArmPart(entry.condition, lane, tuple(map(_placement, entry.placements)))
        else:
            loose.append(_placement(entry))
    if loose:
        yield shapes.ArmPart("", "", tuple(loose))


def _placement(placement: Placement) -> shapes.PlacementPart:
    return shapes.PlacementPart(placement.lane.name, placement.kind, placement.node.name, tuple(_remarks(placement)))


def _remarks(placement: Placement) -> Iterator[str]:
    if placement.multiplicity is not None:
        yield f"× {placement.multiplicity}"
    if placement.modifier is not None:
        yield placement.modifier
    for link in placement.links:
        most = f" at most {link.at_most} times" if link.at_most is not None else ""
        yield f"{link.kind} {link.target.name}{most}"
    if placement.crossing is not None:
        yield f"crosses to {placement.crossing.target_lane.name} via {placement.crossing.kind}"


def _crossings(moment: Moment, flow: Flow) -> Iterator[shapes.CrossingPart]:
    for placement in moment.placements:
        crossing = placement.crossing
        if crossing is None:
            continue
        lane = flow.lane(crossing.target_lane.name)
        yield shapes.CrossingPart(
            source=crossing.source or placement.lane.name,
            target=crossing.target or (lane.label if lane is not None else crossing.target_lane.name),
            event=placement.node.name,
            kind=crossing.kind,
            required=tuple(f"{each.name}: {each.type.text}" for each in crossing.fields if each.required),
            optional=tuple(f"{each.name}: {each.type.text}" for each in crossing.fields if not each.required),
            delivery=delivery_text(crossing.delivery),
            flow=flow.name,
            moment=moment.label,
        )
