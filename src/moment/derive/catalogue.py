"""Every declared event with who makes it, who uses it and where it is seen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, TypeAlias, TypeVar

from moment.model.catalogue import (
    CatalogueAnnotation,
    CatalogueEvent,
    CatalogueField,
    Consumer,
    Location,
    Producer,
    Transition,
)
from moment.model.domain import Arm, Context, Crossing, Delivery, Domain, Event, Field, Flow, Moment, Placement
from moment.model.sources import source

_Value = TypeVar("_Value")
_Way: TypeAlias = Literal["policy", "saga", "service", "projection"]


def catalogue(domain: Domain) -> tuple[CatalogueEvent, ...]:
    """Events in declared order; consumers by flows first, then those that contexts declare."""
    contracted = _contracted(domain)
    consumers = _grouped(_consumers(domain, contracted))
    locations = _grouped(_locations(domain))
    transitions = _grouped(_transitions(domain))
    return tuple(
        CatalogueEvent(
            id=event.id,
            event_name=event.name,
            context=event.context,
            aggregate=event.aggregate,
            source=source(event.place.path, event.id),
            fields=tuple(_field(field) for field in event.fields),
            producers=tuple(_producers(event, domain)),
            consumers=consumers.get(event.id, ()),
            locations=locations.get(event.id, ()),
            lifecycle=transitions.get(event.id, ()),
            annotations=tuple(CatalogueAnnotation(each.name, each.value) for each in event.annotations),
        )
        for event in domain.event.values()
    )


def guarantee(delivery: Delivery | None) -> str | None:
    """What a contract promises about messages, in the words of the language; ``None`` when it promises nothing."""
    if delivery is None:
        return None
    words: list[str] = [delivery.guarantee] if delivery.guarantee else []
    words += ["ordered"] if delivery.ordered else []
    words += [f"idempotent by {delivery.key}"] if delivery.key else []
    return " ".join(words) or None


def _field(field: Field) -> CatalogueField:
    deprecation = field.deprecation
    return CatalogueField(
        name=field.name,
        type=field.type.name,
        array=field.type.array,
        optional=field.type.optional,
        deprecated=deprecation.reason if deprecation else None,
        replacement=deprecation.replacement if deprecation else None,
        classification=field.classification,
    )


def _producers(event: Event, domain: Domain) -> Iterator[Producer]:
    for emitter in event.emitters:
        yield Producer("command" if emitter in domain.command else "service", emitter)


def _contracted(domain: Domain) -> frozenset[tuple[str, str]]:
    """Events and the contexts that a crossing with a contract brings them to."""
    return frozenset(
        (crossing.event, crossing.target)
        for flow in domain.flow.values()
        for crossing in flow.crossings
        if crossing.event and crossing.target and crossing.fields
    )


def _consumers(domain: Domain, contracted: frozenset[tuple[str, str]]) -> Iterator[tuple[str, Consumer]]:
    for flow in domain.flow.values():
        for moment in flow.moments:
            for placement in moment.placements:
                yield from _of_placement(placement, flow, moment, domain, contracted)
    for context in domain.context.values():
        for event, by, name in _declared(context):
            if event in domain.event:
                is_contracted = domain.event[event].context == context.id or (event, context.id) in contracted
                yield event, Consumer(context.id, by, name, None, None, None, None, (), (), is_contracted)


def _of_placement(
    placement: Placement, flow: Flow, moment: Moment, domain: Domain, contracted: frozenset[tuple[str, str]]
) -> Iterator[tuple[str, Consumer]]:
    crossing = placement.crossing
    if crossing is not None and crossing.event in domain.event and crossing.target is not None:
        yield crossing.event or "", _of_crossing(crossing, crossing.target, flow, moment)
    for link in placement.links:
        event = domain.event.get(link.target.target or "") if link.kind == "triggered-by" else None
        if event is not None and placement.context is not None:
            is_contracted = event.context == placement.context or (event.id, placement.context) in contracted
            yield (
                event.id,
                Consumer(
                    placement.context, "triggered-by", placement.node.target or placement.node.name, flow.id, moment.slug,
                    None, None, (), (), is_contracted,
                ),
            )  # fmt: skip


def _of_crossing(crossing: Crossing, target: str, flow: Flow, moment: Moment) -> Consumer:
    return Consumer(
        context=target,
        by="crossing",
        name=crossing.id,
        flow=flow.id,
        moment=moment.slug,
        relationship=crossing.kind,
        delivery=guarantee(crossing.delivery),
        required=tuple(field.name for field in crossing.fields if field.required),
        optional=tuple(field.name for field in crossing.fields if not field.required),
        contracted=bool(crossing.fields),
    )


def _declared(context: Context) -> Iterator[tuple[str, _Way, str]]:
    """Event, way and identity of everything in ``context`` that reacts to an event or reads it."""
    for policy in context.policies:
        if policy.trigger is not None and policy.trigger.target:
            yield policy.trigger.target, "policy", policy.id
    for saga in context.sagas:
        events = [saga.trigger.target, *(edge.event.target for edge in saga.machine.edges if edge.event is not None)]
        for event in dict.fromkeys(filter(None, events)):
            yield event, "saga", saga.id
    for service in context.services:
        if service.consumes.target:
            yield service.consumes.target, "service", service.id
    for projection in context.projections:
        for event in dict.fromkeys(each.target for each in projection.sources if each.target):
            yield event, "projection", projection.id


def _locations(domain: Domain) -> Iterator[tuple[str, Location]]:
    for flow in domain.flow.values():
        for moment in flow.moments:
            for entry in moment.entries:
                arm = entry.condition if isinstance(entry, Arm) else None
                for placement in entry.placements if isinstance(entry, Arm) else (entry,):
                    if placement.node.target in domain.event:
                        yield placement.node.target or "", Location(flow.id, moment.slug, arm, placement.lane.name)


def _transitions(domain: Domain) -> Iterator[tuple[str, Transition]]:
    for aggregate in domain.aggregate.values():
        for edge in aggregate.lifecycle.edges if aggregate.lifecycle is not None else ():
            if edge.event is not None and edge.event.target:
                yield edge.event.target, Transition(aggregate=aggregate.id, from_=edge.source, to=edge.target)


def _grouped(pairs: Iterable[tuple[str, _Value]]) -> Mapping[str, tuple[_Value, ...]]:
    found: dict[str, list[_Value]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in found.items()}
