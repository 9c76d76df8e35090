"""Which events a document describes, who sends them, and who receives each under which contracts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from moment.generate.asyncapi import names
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


class Operation(NamedTuple):
    """``context`` sends ``message``, or receives it by ``passages``."""

    key: str
    action: Literal["send", "receive"]
    context: str
    message: Message
    passages: tuple[Passage, ...]


def messages(domain: Domain, *, everything: bool) -> tuple[Message, ...]:
    """Events in declared order, then crossing names that nothing declares; with ``everything`` also what stays inside."""
    declared: dict[str, dict[str, tuple[Passage, ...]]] = {}
    unknown: dict[tuple[str, str], dict[str, tuple[Passage, ...]]] = {}
    for flow in domain.flow.values():
        for sender, name, target, event, passage in _crossings(domain, flow):
            receivers = unknown.setdefault((sender, name), {}) if event is None else declared.setdefault(event.id, {})
            receivers[target] = (*receivers.get(target, ()), passage)
    found = [Message(event.context, event.name, event, declared.get(event.id, {})) for event in domain.event.values()]
    found += [Message(context, name, None, receivers) for (context, name), receivers in unknown.items()]
    return tuple(each for each in found if everything or each.receivers)


def operations(found: Iterable[Message]) -> tuple[Operation, ...]:
    """Sending, then receiving each message; the sender is part of a receiver's key where two send one name to it."""
    received = Counter((target, names.message(each.name)) for each in found for target in each.receivers)
    made: list[Operation] = []
    for each in found:
        made.append(Operation(names.sends(each.context, each.name), "send", each.context, each, ()))
        for target, passages in each.receivers.items():
            is_ambiguous = received[target, names.message(each.name)] > 1
            key = names.receives(target, each.context, each.name, is_ambiguous=is_ambiguous)
            made.append(Operation(key, "receive", target, each, passages))
    return tuple(made)


def _crossings(domain: Domain, flow: Flow) -> Iterator[tuple[str, str, str, Event | None, Passage]]:
    """Sending context, event's name, receiving context; names as written where nothing is resolved."""
    for placement in flow.placements:
        crossing = placement.crossing
        if crossing is None:
            continue
        event = domain.event.get(crossing.event or "")
        lane = flow.lane(crossing.target_lane.name)
        sender = event.context if event is not None else crossing.source or placement.lane.name
        target = crossing.target or (lane.label if lane is not None else crossing.target_lane.name)
        name = event.name if event is not None else placement.node.name.rpartition(".")[2]
        yield sender, name, target, event, Passage(flow, crossing)
