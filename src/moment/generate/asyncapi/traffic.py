"""Which events a document describes, who sends them, and who receives each under which contracts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from moment.model.domain import Crossing, Domain, Event, Flow


class Passage(NamedTuple):
    """One crossing of an event in a flow."""

    flow: Flow
    crossing: Crossing


class Message(NamedTuple):
    """An event on its channel. ``event`` is ``None`` when nothing declares ``name``; ``receivers`` go from a context,
    or a lane's label, to the crossings that bring the event there, in flow order."""

    context: str
    name: str
    event: Event | None
    receivers: dict[str, tuple[Passage, ...]]

    @property
    def passages(self) -> tuple[Passage, ...]:
        return tuple(passage for found in self.receivers.values() for passage in found)

    @property
    def required(self) -> frozenset[str]:
        """The fields that any receiver's contract requires."""
        return frozenset(f.name for passage in self.passages for f in passage.crossing.fields if f.required)


def messages(domain: Domain, *, everything: bool) -> tuple[Message, ...]:
    """Events in declared order, then crossing names that nothing declares; with ``everything`` also what stays inside."""
    crossing: dict[tuple[str, str], dict[str, tuple[Passage, ...]]] = {}
    for context, name, target, passage in _crossings(domain):
        receivers = crossing.setdefault((context, name), {})
        receivers[target] = (*receivers.get(target, ()), passage)
    found = [
        Message(event.context, event.name, event, crossing.pop((event.context, event.name), {}))
        for event in domain.event.values()
    ]
    unknown = [Message(context, name, None, receivers) for (context, name), receivers in crossing.items()]
    return tuple(each for each in (*found, *unknown) if everything or each.receivers)


def _crossings(domain: Domain) -> Iterator[tuple[str, str, str, Passage]]:
    """Sending context, event, receiving context, and the passage; names as written where nothing is resolved."""
    for flow in domain.flow.values():
        for placement in flow.placements:
            crossing = placement.crossing
            if crossing is None:
                continue
            event = domain.event.get(crossing.event or "")
            lane = flow.lane(crossing.target_lane.name)
            sender = event.context if event is not None else crossing.source or placement.lane.name
            target = crossing.target or (lane.label if lane is not None else crossing.target_lane.name)
            name = event.name if event is not None else placement.node.name.rpartition(".")[2]
            yield sender, name, target, Passage(flow, crossing)
