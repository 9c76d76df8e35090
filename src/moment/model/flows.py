"""Flows: lanes, moments, arms and placements with their links, every name as its route resolved it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from moment.language import syntax
from moment.model.crossings import build_crossing
from moment.model.domain import Arm, Event, Flow, Lane, Link, Moment, Placement, Reference
from moment.model.names import Node
from moment.model.routes import Route, placements
from moment.model.types import Types
from moment.model.words import kebab
from moment.text.span import Place


def build_flow(route: Route, types: Types, events: dict[str, Event]) -> Flow:
    """``events`` goes from identity to event; contracts are resolved against their fields."""
    return _FlowBuilder(route, types, events).build()


class _FlowBuilder:
    def __init__(self, route: Route, types: Types, events: dict[str, Event]) -> None:
        self.route = route
        self.path = route.path
        self.name = route.flow.name.text
        self.types = types
        self.events = events
        self.nodes: Iterator[Node] = iter(route.nodes)
        self.placed = _placed(route)
        self.moments: dict[str, str] = {}
        for index, moment in enumerate(route.flow.moments):
            if moment.label.text:
                self.moments.setdefault(moment.label.text, str(index))

    def build(self) -> Flow:
        flow = self.route.flow
        slugs = unique_slugs(moment.label.text for moment in flow.moments)
        return Flow(
            id=self.name,
            name=self.name,
            description=flow.description.text if flow.description else None,
            lanes=tuple(map(self.lane, flow.lanes, self.route.lane_contexts)),
            moments=tuple(
                self.moment(moment, index, slug)
                for index, (moment, slug) in enumerate(zip(flow.moments, slugs, strict=True))
            ),
            place=self.place(flow.name),
            extent=Place(self.path, flow.start, flow.end),
        )

    def place(self, name: syntax.Name) -> Place:
        return Place(self.path, name.start, name.end)

    def lane(self, lane: syntax.Lane, context: str | None) -> Lane:
        category = lane.classification if lane.classification and lane.classification.text else None
        return Lane(
            name=lane.name.text,
            label=lane.label.text,
            kind="outcome" if lane.branch else "context",
            context=context,
            classification=category.text if category else None,
            place=self.place(lane.name),
            label_place=self.place(lane.label),
            classification_place=self.place(category) if category else None,
            extent=Place(self.path, lane.start, lane.end),
        )

    def moment(self, moment: syntax.Moment, position: int, slug: str) -> Moment:
        entries: list[Placement | Arm] = []
        index = arms = 0
        for entry in moment.entries:
            if isinstance(entry, syntax.When):
                inside = tuple(
                    self.placement(each, moment=position, slug=slug, arm=arms, index=index + offset)
                    for offset, each in enumerate(entry.placements)
                )
                entries.append(self.arm(entry, inside))
                index += len(inside)
                arms += 1
            else:
                entries.append(self.placement(entry, moment=position, slug=slug, arm=None, index=index))
                index += 1
        extent = Place(self.path, moment.start, moment.end)
        return Moment(moment.label.text, slug, moment.branch, tuple(entries), self.place(moment.label), extent)

    def arm(self, arm: syntax.When, inside: tuple[Placement, ...]) -> Arm:
        lane = None if arm.lane is None else self.lane_named(arm.lane)
        extent = Place(self.path, arm.start, arm.end)
        return Arm(arm.condition.text, lane, inside, self.place(arm.condition), extent)

    def lane_named(self, name: syntax.Name) -> Reference:
        known = name.text if name.text in self.route.lanes else None
        return Reference(name.text, self.place(name), known)

    def placement(self, written: syntax.Placement, *, moment: int, slug: str, arm: int | None, index: int) -> Placement:
        node = next(self.nodes)
        identity = f"{self.name}/{slug}/{index}"
        lane = self.route.lanes.get(written.lane.text)
        context = self.route.contexts.get(written.lane.text)
        crossing = None
        if written.crossing is not None:
            crossing = build_crossing(
                written.crossing, self.route, node=node, source=context, placement=identity, types=self.types,
                events=self.events,
            )  # fmt: skip
        place = self.place(written.node)
        return Placement(
            id=identity,
            flow=self.name,
            moment=moment,
            arm=arm,
            index=index,
            lane=self.lane_named(written.lane),
            context=context,
            outcome=lane is not None and lane.branch,
            node=Reference(written.node.text, place, node.target, node.candidates),
            kind=node.kind,
            owner=node.owner,
            multiplicity=_multiplicity(written.multiplicity),
            multiplicity_place=self.place(written.multiplicity) if written.multiplicity else None,
            modifier=_modifier(written.modifier),
            crossing=crossing,
            links=tuple(self.link(link, context) for link in written.links),
            place=place,
            extent=Place(self.path, written.start, written.end),
        )

    def link(self, link: syntax.Link, context: str | None) -> Link:
        name = link.target.text
        target = self.moments.get(name) if link.kind == "returns-to" else self.cause(name, context)
        at_most = link.at_most.text if link.at_most else ""
        return Link(
            link.kind,
            Reference(name, self.place(link.target), target),
            int(at_most) if at_most.isdecimal() else None,
            Place(self.path, link.start, link.end),
        )

    def cause(self, name: str, context: str | None) -> str | None:
        """The placed command or event called ``name``: of ``context``, crossing into it, else the first."""
        nodes = self.placed.get(name, ())
        for node in nodes:
            if node.owner == context:
                return node.target
        if context is not None and (arriving := self.route.arriving.get((context, name))):
            return arriving[0]
        return nodes[0].target if nodes else None


def unique_slugs(labels: Iterable[str]) -> list[str]:
    """Each label in kebab-case (``moment`` without any word), told apart by ``-2``, ``-3`` …"""
    taken: set[str] = set()
    slugs: list[str] = []
    for label in labels:
        stem = slug = kebab(label) or "moment"
        number = 1
        while slug in taken:
            number += 1
            slug = f"{stem}-{number}"
        taken.add(slug)
        slugs.append(slug)
    return slugs


def _placed(route: Route) -> dict[str, list[Node]]:
    placed: dict[str, list[Node]] = {}
    for written, node in zip(placements(route.flow), route.nodes, strict=True):
        if node.kind in ("command", "event"):
            placed.setdefault(written.node.text, []).append(node)
    return placed


def _multiplicity(written: syntax.Name | None) -> int | str | None:
    if written is None or not written.text:
        return None
    return int(written.text) if written.text.isdecimal() else written.text


def _modifier(written: syntax.Name | None) -> Literal["optional", "terminal"] | None:
    match written.text if written else None:
        case "optional":
            return "optional"
        case "terminal":
            return "terminal"
        case _:
            return None
