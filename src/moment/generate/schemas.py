"""The JSON Schema of fields, value objects and enums, as AsyncAPI and JSON Schema documents share it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from moment.generate.naming import ascii_only, is_usable, pascal
from moment.model.domain import Delivery, Domain, EnumType, Event, Field, Type, ValueObject
from moment.model.sources import source

Schema: TypeAlias = dict[str, Any]

UNUSABLE = "__proto__"
"""The name that no object of JavaScript can hold as a member of its own."""

PRIMITIVES: Mapping[str, Schema] = {
    "string": {"type": "string"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean"},
    "UUID": {"type": "string", "format": "uuid"},
    "DateTime": {"type": "string", "format": "date-time"},
    "Date": {"type": "string", "format": "date"},
    "Money": {"type": "number", "x-moment": {"type": "Money"}},
}


class Schemas:
    """Schemas of one document; ``prefix`` stands before the key of a named one: ``#/$defs/``."""

    def __init__(self, domain: Domain, prefix: str) -> None:
        self._domain = domain
        self._prefix = prefix

    def type(self, type_: Type) -> Schema:
        """The type in use, without its optionality; ``{}`` when unresolved."""
        single = self._single(type_)
        return {"type": "array", "items": single} if type_.array else single

    def field(self, field: Field) -> Schema:
        """The field's type, with its deprecation and classification."""
        found = self.type(field.type)
        notes: dict[str, str] = {}
        if field.classification is not None:
            notes["classification"] = field.classification
        if field.deprecation is None and not notes:
            return found
        found = {"allOf": [found]} if "$ref" in found else dict(found)
        if field.deprecation is not None:
            reason, replacement = field.deprecation.reason.rstrip("."), field.deprecation.replacement
            found |= {"deprecated": True, "description": f"{reason}. Use {replacement}."}
            notes["replacement"] = replacement
        return found | {"x-moment": {**found.get("x-moment", {}), **notes}}

    def fields(self, fields: Iterable[Field]) -> dict[str, Schema]:
        """By name, in declared order; of equal names the first."""
        found: dict[str, Schema] = {}
        for field in fields:
            if field.name not in found:
                found[field.name] = self.field(field)
        return found

    def named(self, element: ValueObject | EnumType) -> Schema:
        """What stands under the element's key."""
        if isinstance(element, EnumType):
            return {"type": "string", "enum": list(dict.fromkeys(value for value, _ in element.values))}
        found: Schema = {"type": "object"}
        needed = required(element.fields)
        if needed:
            found["required"] = needed
        return found | {"properties": self.fields(element.fields)}

    def _single(self, type_: Type) -> Schema:
        if type_.kind == "primitive":
            return dict(PRIMITIVES[type_.name])
        element = declared(type_, self._domain)
        return {} if element is None else {"$ref": f"{self._prefix}{key(element)}"}


def required(fields: Iterable[Field]) -> list[str]:
    """Names of the fields that are always there; a type that was never resolved takes any value, and none."""
    return list(dict.fromkeys(field.name for field in fields if not field.type.optional and not is_open(field.type)))


def is_open(type_: Type) -> bool:
    return type_.kind == "unknown" and not type_.array


def declared(type_: Type, domain: Domain) -> ValueObject | EnumType | None:
    if type_.target is None:
        return None
    return domain.value_object.get(type_.target) or domain.enum.get(type_.target)


def key(element: ValueObject | EnumType | Event) -> str:
    """``Sales.OrderLine``: letters of ASCII only."""
    return f"{ascii_only(pascal(element.context))}.{ascii_only(pascal(element.name))}"


def reachable(types: Iterable[Type], domain: Domain) -> Iterator[ValueObject | EnumType]:
    """The value objects and enums that ``types`` lead to, however deep, each once, in the order met."""
    waiting = list(types)
    seen: set[str] = set()
    for type_ in waiting:
        element = declared(type_, domain)
        if element is None or element.id in seen:
            continue
        seen.add(element.id)
        yield element
        if isinstance(element, ValueObject):
            waiting.extend(field.type for field in element.fields)


def notes_of(event: Event) -> dict[str, Any]:
    """Where the event stands, and its annotations by name; a name that is there twice has a list of values."""
    values: dict[str, list[str]] = {}
    for annotation in event.annotations:
        values.setdefault(annotation.name, []).append(annotation.value)
    notes: dict[str, Any] = {"source": source(event.place.path, event.id)}
    if values:
        notes["annotations"] = {name: found if len(found) > 1 else found[0] for name, found in values.items()}
    return notes


def promises(delivery: Delivery | None) -> dict[str, Any]:
    """What a contract says about its messages; nothing of what it leaves open."""
    found: dict[str, Any] = {}
    if delivery is None:
        return found
    if delivery.guarantee is not None:
        found["delivery"] = delivery.guarantee
    if delivery.ordered:
        found["ordered"] = True
    if delivery.key is not None:
        found["idempotentBy"] = delivery.key
    return found


def is_nameable(name: str) -> bool:
    """Whether a key and a file can be called after ``name``."""
    return is_usable(name) and name != UNUSABLE
