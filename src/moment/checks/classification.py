"""Where classified data goes, and whether it is kept and encrypted as its class asks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from moment.diagnostics.model import Diagnostic, Label, Rule, Severity
from moment.model.domain import (
    Annotation,
    Command,
    Context,
    ContractField,
    Crossing,
    Domain,
    Event,
    Field,
    Projection,
    Type,
    ValueObject,
)

CLASSIFIED_DATA_LEAKS = Rule(
    "MOM420",
    "classified-data-leaks",
    Severity.ERROR,
    "{level} data of `{event}` crosses to {target}, where nothing is {level}",
)
CLASSIFIED_WITHOUT_RETENTION = Rule(
    "MOM421", "classified-without-retention", Severity.INFO, "`{name}` is {level}, and nothing says how long it is kept"
)
CLASSIFIED_WITHOUT_ENCRYPTION = Rule(
    "MOM422",
    "classified-without-encryption",
    Severity.INFO,
    "`{name}` is {level}, and nothing says how it is encrypted",
)

RULES = (CLASSIFIED_DATA_LEAKS, CLASSIFIED_WITHOUT_RETENTION, CLASSIFIED_WITHOUT_ENCRYPTION)

OPEN_LEVELS = frozenset(("public", "open", "none", "internal"))
"""Classifications that ask for nothing."""


class _Element(NamedTuple):
    name: str
    id: str
    annotations: tuple[Annotation, ...]
    around: tuple[Annotation, ...]


def _elements(context: Context) -> Iterator[_Element]:
    """Everything that can carry annotations, with those of its aggregate and context."""
    own = context.annotations
    yield _Element(context.name, context.id, own, ())
    for aggregate in context.aggregates:
        around = (*own, *aggregate.annotations)
        yield _Element(aggregate.name, aggregate.id, aggregate.annotations, own)
        for command in aggregate.commands:
            yield from _with_fields(command, command.inputs, around)
        for event in aggregate.events:
            yield from _with_fields(event, event.fields, around)
        for value_object in aggregate.value_objects:
            yield from _with_fields(value_object, value_object.fields, around)
    for value_object in context.value_objects:
        yield from _with_fields(value_object, value_object.fields, own)
    for projection in context.projections:
        yield from _with_fields(projection, projection.fields, own)


def _with_fields(
    owner: Command | Event | ValueObject | Projection, fields: tuple[Field, ...], around: tuple[Annotation, ...]
) -> Iterator[_Element]:
    yield _Element(owner.name, owner.id, owner.annotations, around)
    for field in fields:
        if field.annotations:
            yield _Element(field.name, f"{owner.id}.{field.name}", field.annotations, (*around, *owner.annotations))


def _levels(annotations: tuple[Annotation, ...]) -> Iterator[Annotation]:
    for annotation in annotations:
        if annotation.name == "classification" and annotation.value.casefold() not in OPEN_LEVELS and annotation.value:
            yield annotation


def keeping(context: Context, domain: Domain) -> Iterator[Diagnostic]:
    """Classified elements for which neither they nor what holds them say retention or encryption."""
    for element in _elements(context):
        for level in _levels(element.annotations):
            names = {annotation.name for annotation in (*element.annotations, *element.around)}
            for name, rule, example in (
                ("retention", CLASSIFIED_WITHOUT_RETENTION, '@retention("7 years")'),
                ("encryption", CLASSIFIED_WITHOUT_ENCRYPTION, "@encryption(AES256)"),
            ):
                if name not in names:
                    yield rule.at(
                        level.place, hint=f"Add `{example}` before it, or before what holds it.",
                        elements=(element.id,), name=element.name, level=level.value,
                    )  # fmt: skip


def leaks(domain: Domain) -> Iterator[Diagnostic]:
    """Classified fields in contracts towards contexts in which nothing carries that class; one finding a class."""
    carried = {
        context.name: {level.value for element in _elements(context) for level in _levels(element.annotations)}
        for context in domain.contexts
    }
    if not any(carried.values()):
        return
    for flow in domain.flows:
        for crossing in flow.crossings:
            event = domain.event.get(crossing.event or "")
            if event is None or crossing.target not in carried or crossing.target == event.context:
                continue
            reported = set(carried[crossing.target])
            for field in crossing.fields:
                for level, origin in _levels_of(field, event, domain):
                    if level not in reported:
                        reported.add(level)
                        yield _leak(crossing, field, event, level, origin)


def _levels_of(field: ContractField, event: Event, domain: Domain) -> Iterator[tuple[str, Annotation]]:
    """The classes of a field's data with the annotation that gives each: its own, its owner's, its type's."""
    if field.carried is None:
        return
    aggregate = domain.aggregate.get(f"{event.context}/{event.aggregate}")
    context = domain.context.get(event.context)
    around = (
        *field.carried.annotations,
        *event.annotations,
        *(aggregate.annotations if aggregate else ()),
        *(context.annotations if context else ()),
    )
    for annotation in (*_levels(around), *_of_type(field.carried.type, domain, set())):
        yield annotation.value, annotation


def _of_type(kind: Type, domain: Domain, seen: set[str]) -> Iterator[Annotation]:
    value_object = domain.value_object.get(kind.target or "")
    if value_object is None or value_object.id in seen:
        return
    seen.add(value_object.id)
    yield from _levels(value_object.annotations)
    for field in value_object.fields:
        yield from _levels(field.annotations)
        yield from _of_type(field.type, domain, seen)


def _leak(crossing: Crossing, field: ContractField, event: Event, level: str, origin: Annotation) -> Diagnostic:
    labels = [Label(origin.place, f"{level} from here")]
    if field.carried is not None:
        labels.append(Label(field.carried.place, f"through `{event.name}`"))
    return CLASSIFIED_DATA_LEAKS.at(
        field.place, *labels, caption=f"to {crossing.target}",
        hint=f"Classify what {crossing.target} keeps of it, or leave the field out of the contract.",
        elements=(crossing.id, f"{event.id}.{field.name}"), level=level, event=event.name, target=crossing.target,
    )  # fmt: skip


CONTEXT = (keeping,)
PROJECT = (leaks,)
