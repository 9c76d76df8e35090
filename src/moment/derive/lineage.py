"""Where a field's value comes from and where it goes to: by name and type, from cause to effect, across contexts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from moment.derive.wire import Hop
from moment.model.domain import Command, Crossing, Domain, Event, Field, Placement, Projection, Reference, Type


class Fields:
    """Every field of inputs, events, contracts and projections by identity, and the hops between them in order."""

    def __init__(self, domain: Domain) -> None:
        self.domain = domain
        self.fields: dict[str, Type] = {}
        elements: tuple[Command | Event | Projection, ...] = (
            *domain.command.values(), *domain.event.values(), *domain.projection.values(),
        )  # fmt: skip
        for element in elements:
            for field in _of(element):
                self.fields.setdefault(f"{element.id}.{field.name}", field.type)
        for flow in domain.flow.values():
            for crossing in flow.crossings:
                self.fields.update({f"{crossing.id}.{field.name}": field.type for field in crossing.fields})
        self.hops: tuple[Hop, ...] = tuple(dict.fromkeys(self._all()))

    def _all(self) -> Iterator[Hop]:
        domain = self.domain
        for command in domain.command.values():
            for reference in command.emits:
                yield from self._same(command, domain.event.get(reference.target or ""), "emits")
        for service in domain.service.values():
            consumed = domain.event.get(service.consumes.target or "")
            produced = domain.event.get(service.produces.target or "") or domain.command.get(
                service.produces.target or ""
            )
            yield from self._received(consumed, produced, service.context, f"service {service.id}")
        for policy in domain.policy.values():
            trigger = domain.event.get(policy.trigger.target or "") if policy.trigger is not None else None
            for chained in policy.chains:
                command_chained = domain.command.get(chained.target or "")
                yield from self._received(trigger, command_chained, policy.context, f"policy {policy.id}")
        for projection in domain.projection.values():
            for reference in projection.sources:
                event = domain.event.get(reference.target or "")
                yield from self._received(event, projection, projection.context, "projection")
        for flow in domain.flow.values():
            for placement in flow.placements:
                yield from self._placed(placement, flow.id)

    def _placed(self, placement: Placement, flow: str) -> Iterator[Hop]:
        crossing = placement.crossing
        event = self.domain.event.get(crossing.event or "") if crossing is not None else None
        if crossing is not None and event is not None:
            asked = {field.name for field in crossing.fields}
            for field in event.fields:
                how = f"crosses to {crossing.target or crossing.target_lane.name} via {crossing.kind}"
                is_carried = field.name in asked
                yield _hop(f"{event.id}.{field.name}", f"{crossing.id}.{field.name}", how, flow, carried=is_carried)
        command = self.domain.command.get(placement.node.target or "")
        for link in placement.links:
            cause = self._cause(link.target) if link.kind == "triggered-by" else None
            if placement.context is not None:
                yield from self._received(cause, command, placement.context, "triggered-by", flow)

    def _cause(self, reference: Reference) -> Event | None:
        return self.domain.event.get(reference.target or "")

    def _received(
        self,
        event: Event | None,
        taking: Command | Event | Projection | None,
        context: str,
        how: str,
        flow: str | None = None,
    ) -> Iterator[Hop]:
        """From an event to what takes its fields: out of the contracts that bring it there, else straight from it."""
        if event is None or taking is None:
            return
        crossings = [each for each in self._crossings(event, flow) if each.target == context]
        if event.context == context or not crossings:
            yield from self._same(event, taking, how, flow)
            return
        for crossing in crossings:
            taken = {field.name: field.type for field in _of(taking)}
            for field in crossing.fields:
                if field.name in taken and is_same(field.type, taken[field.name]):
                    yield _hop(f"{crossing.id}.{field.name}", f"{taking.id}.{field.name}", how, flow)

    def _crossings(self, event: Event, flow: str | None) -> Iterator[Crossing]:
        flows = [self.domain.flow[flow]] if flow is not None else self.domain.flow.values()
        return (crossing for each in flows for crossing in each.crossings if crossing.event == event.id)

    def _same(
        self, giving: Command | Event, taking: Command | Event | Projection | None, how: str, flow: str | None = None
    ) -> Iterator[Hop]:
        given = {field.name: field.type for field in _of(giving)}
        for field in _of(taking) if taking is not None else ():
            if taking is not None and field.name in given and is_same(field.type, given[field.name]):
                yield _hop(f"{giving.id}.{field.name}", f"{taking.id}.{field.name}", how, flow)


def downstream(fields: Fields, field: str) -> tuple[Hop, ...]:
    """Every hop that the value of ``field`` takes, nearest first; it ends where a contract does not carry it."""
    return _walk(field, _grouped(fields.hops, forwards=True), forwards=True)


def upstream(fields: Fields, field: str) -> tuple[Hop, ...]:
    """Every hop that leads to ``field``, nearest first."""
    return _walk(field, _grouped(fields.hops, forwards=False), forwards=False)


def origins(fields: Fields, field: str) -> tuple[str, ...]:
    """The fields that a value enters the model by, in the order met: those that no hop leads to."""
    found = upstream(fields, field)
    reached = {hop.to for hop in found if hop.carried}
    started = dict.fromkeys((field, *(hop.from_ for hop in found)))
    return tuple(name for name in started if name not in reached)


def is_same(one: Type, other: Type) -> bool:
    """Whether both hold the same values, whatever may be absent; a value object of another context is another type."""
    if one.array != other.array or one.kind != other.kind:
        return False
    return one.target == other.target if one.target else one.name == other.name


def candidates(fields: Fields, name: str) -> tuple[str, ...]:
    """Identities that ``name`` may mean: itself, ``Context.Event.field``, else what ends in it."""
    if name in fields.fields:
        return (name,)
    return tuple(each for each in fields.fields if _spelled(each) == name or each.endswith((f"/{name}", f".{name}")))


def _spelled(identity: str) -> str:
    """``Sales.Sent.orderId`` for ``Sales/Order/Sent.orderId``."""
    owner, _, field = identity.rpartition(".")
    parts = owner.split("/")
    return f"{parts[0]}.{parts[-1]}.{field}"


def _of(element: Command | Event | Projection) -> Sequence[Field]:
    return element.inputs if isinstance(element, Command) else element.fields


def _hop(origin: str, target: str, how: str, flow: str | None, *, carried: bool = True) -> Hop:
    return Hop(from_=origin, to=target, how=how, flow=flow, carried=carried)


def _grouped(hops: Sequence[Hop], *, forwards: bool) -> Mapping[str, list[Hop]]:
    found: dict[str, list[Hop]] = {}
    for hop in hops:
        found.setdefault(hop.from_ if forwards else hop.to, []).append(hop)
    return found


def _walk(start: str, following: Mapping[str, list[Hop]], *, forwards: bool) -> tuple[Hop, ...]:
    found: dict[Hop, None] = {}
    seen = {start}
    for name in (waiting := [start]):
        for hop in following.get(name, ()):
            found[hop] = None
            target = hop.to if forwards else hop.from_
            if hop.carried and target not in seen:
                seen.add(target)
                waiting.append(target)
    return tuple(found)
