"""The keys that the AsyncAPI document takes, and for which element."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from moment.generate.asyncapi import names
from moment.generate.asyncapi.traffic import Message, messages, operations
from moment.generate.collisions import Claim
from moment.generate.schemas import UNUSABLE, is_nameable, key, reachable
from moment.model.domain import Domain, Event, ValueObject
from moment.text.span import Place


def claims(domain: Domain, *, everything: bool) -> Iterator[Claim]:
    """Contexts, then addresses, schemas and fields in each of them, then operations."""
    found = messages(domain, everything=everything)
    used = {name for each in found for name in (each.context, *each.receivers)}
    for context in domain.contexts:
        if context.name in used:
            usable = is_nameable(context.name)
            for scope, name in (("channels", names.folder(context.name)), ("schemas", names.namespace(context.name))):
                yield Claim(scope, "export", name if usable else "", context.id, context.name, context.place)
    for each in found:
        element, place = _origin(each)
        usable = each.event is None or is_nameable(each.name)
        for scope, name in (
            ("channels", names.address(each.context, each.name)),
            ("schemas", names.component(each.context, each.name)),
        ):
            yield Claim(f"{each.context} {scope}", "export", name if usable else "", element, each.name, place)
    yield from _types(domain, found)
    yield from _operations(found)


def _operations(found: Iterable[Message]) -> Iterator[Claim]:
    """Where the words of a key could be told apart in two ways; those of equal contexts are reported as that."""
    seen: set[tuple[str, str, str]] = set()
    for operation in operations(found):
        message = operation.message
        spelled = operation.action, names.folder(operation.context), names.address(message.context, message.name)
        if spelled in seen:
            continue
        seen.add(spelled)
        element, place = _origin(message)
        if operation.passages:
            element, place = f"{element}>{operation.context}", operation.passages[0].crossing.place
        yield Claim("operations", "export", operation.key, element, message.name, place)


def _types(domain: Domain, found: Iterable[Message]) -> Iterator[Claim]:
    """Named schemas, and claims of nothing for fields that no JSON reader can hold."""
    events = [each.event for each in found if each.event is not None]
    elements = tuple(reachable((field.type for event in events for field in event.fields), domain))
    for element in elements:
        usable = is_nameable(element.name)
        name = key(element) if usable else ""
        yield Claim(f"{element.context} schemas", "export", name, element.id, element.name, element.place)
    value_objects = [element for element in elements if isinstance(element, ValueObject)]
    holders: tuple[Event | ValueObject, ...] = (*events, *value_objects)
    for holder in holders:
        for field in holder.fields:
            if field.name == UNUSABLE:
                yield Claim(holder.id, "member", "", f"{holder.id}.{field.name}", field.name, field.place)


def _origin(message: Message) -> tuple[str, Place]:
    """The event's identity and place; those of its first crossing when nothing declares it."""
    if message.event is not None:
        return message.event.id, message.event.place
    crossing = message.passages[0].crossing
    return crossing.id, crossing.place
