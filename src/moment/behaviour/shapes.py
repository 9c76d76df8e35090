"""Types whose values are rebuilt where they flow into another context: enums and value objects, by their number."""

from __future__ import annotations

from typing import Any, NamedTuple

from moment.behaviour.templates import Template, Templates, Variation, enum_values, fill
from moment.model.domain import Type


class ShapeField(NamedTuple):
    """A field of a value object; a value flows between fields of one ``name`` and ``same``, else there is a new one."""

    name: str
    same: str
    shape: int | None
    optional: bool
    new: Template


class Shape(NamedTuple):
    """The ``values`` of an enum, or the ``fields`` of a value object."""

    name: str
    values: tuple[str, ...] | None
    fields: tuple[ShapeField, ...]


class Shapes:
    """The shapes met so far; a shape may contain itself."""

    def __init__(self, templates: Templates) -> None:
        self.templates = templates
        self.found: list[Shape] = []
        self._numbers: dict[str, int] = {}

    def number(self, type: Type) -> int | None:
        """The number of the shape of a type or of the items of a list; ``None`` where values flow as they are."""
        name = type.target or ""
        if name in self._numbers:
            return self._numbers[name]
        if type.kind == "enum" and enum_values(self.templates.domain, type):
            return self._add(Shape(name, enum_values(self.templates.domain, type), ()))
        declared = self.templates.domain.value_object.get(name) if type.kind == "value-object" else None
        if declared is None:
            return None
        number = self._add(Shape(name, None, ()))
        fields: dict[str, ShapeField] = {}
        for field in declared.fields:
            new = self.templates.new(declared.id, field.name, field.type)
            shape = self.number(field.type)
            fields.setdefault(field.name, ShapeField(field.name, same(field.type), shape, field.type.optional, new))
        self.found[number] = Shape(name, None, tuple(fields.values()))
        return number

    def _add(self, shape: Shape) -> int:
        self._numbers[shape.name] = len(self.found)
        self.found.append(shape)
        return len(self.found) - 1

    def adapt(self, value: Any, source: int | None, target: int | None, *, at: str, variation: Variation) -> Any:
        """``value`` of one shape as one of another: another context's type of one name keeps what it shares."""
        if target is None or (source == target and not variation.sparse and self.found[target].values is None):
            return value
        if isinstance(value, list):
            return [self.adapt(each, source, target, at=at, variation=variation) for each in value]
        shape = self.found[target]
        if shape.values is not None:
            return value if value in shape.values else shape.values[0]
        if not isinstance(value, dict):
            return value
        known = {field.name: field for field in self.found[source].fields} if source is not None else {}
        found = {}
        for field in shape.fields:
            if field.optional and variation.sparse:
                continue
            origin = known.get(field.name)
            if origin is not None and origin.same == field.same and field.name in value:
                inner = value[field.name]
                found[field.name] = self.adapt(inner, origin.shape, field.shape, at=at, variation=variation)
            else:
                found[field.name] = fill(field.new, at, variation)
        return found


def is_same(source: Type, target: Type) -> bool:
    """Whether a value flows: the same type, or the type of the same name of another context."""
    return same(source) == same(target)


def same(type: Type) -> str:
    """Equal for two types between which a value flows."""
    return f"{type.kind} {type.simple_name}{'[]' if type.array else ''}"
