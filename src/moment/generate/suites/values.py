"""Payloads for commands and events that no flow shows: plain values that follow from a field's name and type."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from moment.model.domain import Domain, Field, Type
from moment.model.words import words

MAXIMUM_DEPTH = 3
"""Below it arrays are empty and optional fields absent."""
ENDLESS = 30
"""A type that requires itself has no value."""

Known = dict[tuple[str, str, str | None], Any]


class Values:
    """Equal names and types have equal values, those of the samples first: identity flows here as it does there."""

    def __init__(self, domain: Domain) -> None:
        self._domain = domain
        self._known: Known = {}

    def learn(self, fields: Iterable[Field], payload: Mapping[str, Any]) -> None:
        for field in fields:
            if field.name in payload:
                self._known.setdefault(_key(field), payload[field.name])

    def payload(self, fields: Iterable[Field], depth: int = 0) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for field in fields:
            if field.type.optional and depth >= MAXIMUM_DEPTH:
                continue
            if _key(field) not in self._known:
                self._known[_key(field)] = self._value(field.name, field.type, depth)
            found[field.name] = self._known[_key(field)]
        return found

    def _value(self, name: str, type_: Type, depth: int) -> Any:
        if type_.array:
            one = type_._replace(array=False)
            return [] if depth >= MAXIMUM_DEPTH else [self._value(f"{name} {n}", one, depth) for n in ("1", "2")]
        if type_.kind == "value-object" and type_.target in self._domain.value_object:
            if depth >= ENDLESS:
                return {}
            return self.payload(self._domain.value_object[type_.target or ""].fields, depth + 1)
        if type_.kind == "enum" and type_.target in self._domain.enum:
            return next((value for value, _ in self._domain.enum[type_.target or ""].values), name)
        return _primitive(name, type_.name)


def _key(field: Field) -> tuple[str, str, str | None]:
    return field.name, field.type.text.removesuffix("?"), field.type.target


def _primitive(name: str, type_name: str) -> Any:
    match type_name:
        case "number":
            return 1
        case "Money":
            return 10.5
        case "boolean":
            return True
        case "UUID":
            return str(uuid5(NAMESPACE_OID, name))
        case "DateTime":
            return "2026-01-15T10:00:00.000Z"
        case "Date":
            return "2026-01-15"
        case _:
            return " ".join(words(name)).lower() or "text"
