"""What a flow's lanes, placements and crossings mean, before any of them is built."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, TypeAlias

from moment.language import syntax
from moment.model.names import Names, Node

Arrivals: TypeAlias = Mapping[tuple[str, str], tuple[str, ...]]
"""Events that cross into a context under a bare name: ``(context, name)`` to identities, in written order."""


class Route(NamedTuple):
    """One flow with its names resolved.

    ``lanes`` are the declared ones by name; ``contexts`` gives the context of each and ``lane_contexts`` that of
    each in written order (``None`` for an outcome or an unknown context). ``nodes`` are those of the placements in
    written order through their arms, ``arriving`` the events that cross.
    """

    flow: syntax.Flow
    path: str
    lanes: Mapping[str, syntax.Lane]
    contexts: Mapping[str, str | None]
    lane_contexts: tuple[str | None, ...]
    nodes: tuple[Node, ...]
    arriving: Arrivals


def placements(flow: syntax.Flow) -> Iterator[syntax.Placement]:
    for moment in flow.moments:
        for entry in moment.entries:
            if isinstance(entry, syntax.When):
                yield from entry.placements
            else:
                yield entry


def route(flow: syntax.Flow, path: str, names: Names) -> Route:
    """Lane by lane, a node is looked up in its own context, in those that cross into the lane, then anywhere."""
    lane_contexts = tuple(_context(lane, names) for lane in flow.lanes)
    lanes: dict[str, syntax.Lane] = {}
    contexts: dict[str, str | None] = {}
    for lane, context in zip(flow.lanes, lane_contexts, strict=True):
        if lane.name.text and lane.name.text not in lanes:
            lanes[lane.name.text] = lane
            contexts[lane.name.text] = context
    written = tuple(placements(flow))
    orders = _orders(contexts, written)
    everywhere = tuple(dict.fromkeys(context for context in contexts.values() if context is not None))
    nodes = tuple(names.node(p.node.text, orders.get(p.lane.text, everywhere)) for p in written)
    return Route(flow, path, lanes, contexts, lane_contexts, nodes, _arriving(contexts, written, nodes))


def arrivals(routes: Iterable[Route]) -> Arrivals:
    """What crosses in any of ``routes``."""
    found: dict[tuple[str, str], dict[str, None]] = {}
    for each in routes:
        for key, identities in each.arriving.items():
            found.setdefault(key, {}).update(dict.fromkeys(identities))
    return {key: tuple(identities) for key, identities in found.items()}


def _arriving(
    contexts: Mapping[str, str | None], written: Iterable[syntax.Placement], nodes: Iterable[Node]
) -> Arrivals:
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for placement, node in zip(written, nodes, strict=True):
        if placement.crossing is not None and node.kind == "event" and node.target is not None:
            target = contexts.get(placement.crossing.target.text)
            if target is not None:
                key = target, placement.node.text
                found[key] = tuple(dict.fromkeys((*found.get(key, ()), node.target)))
    return found


def _context(lane: syntax.Lane, names: Names) -> str | None:
    label = lane.label.text
    return None if lane.branch or not label or label not in names.contexts else label


def _orders(contexts: Mapping[str, str | None], written: Iterable[syntax.Placement]) -> dict[str, tuple[str, ...]]:
    """For each lane with a context: that context, then those that cross into the lane, in written order."""
    orders: dict[str, dict[str, None]] = {lane: {context: None} for lane, context in contexts.items() if context}
    for placement in written:
        source = contexts.get(placement.lane.text)
        if placement.crossing is not None and source and placement.crossing.target.text in orders:
            orders[placement.crossing.target.text][source] = None
    return {lane: tuple(order) for lane, order in orders.items()}
