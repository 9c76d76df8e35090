"""``guards.ts`` of a context: one guard for everything that may come from outside."""

from __future__ import annotations

from collections.abc import Iterable

from moment.generate.escaping import typescript_string
from moment.generate.naming import pascal
from moment.generate.typescript import names
from moment.generate.typescript.module import Module, property_name
from moment.model.domain import Context, EnumType, Field, Type


def write_guards(module: Module, context: Context) -> None:
    types = names.types_module(context.name)
    for enum in context.all_enums:
        module.named(types, pascal(enum.name))
        _enum(module, enum)
    for value_object in context.all_value_objects:
        module.named(types, pascal(value_object.name))
        _object(module, pascal(value_object.name), value_object.fields)
    for aggregate in context.aggregates:
        types = names.aggregate_types_module(context.name, aggregate.name)
        for event in aggregate.events:
            module.named(types, pascal(event.name))
            module.runtime_value()
            _object(module, pascal(event.name), event.fields, payload=True)
        for command in aggregate.commands:
            module.named(types, names.input_type(command.name))
            _object(module, names.input_type(command.name), command.inputs)
    for projection in context.projections:
        row = names.row_type(projection.name)
        module.named(names.projections_module(context.name), row)
        _object(module, row, projection.fields)


def write_guard(module: Module, type_name: str, fields: Iterable[tuple[str, Type, bool]], guarded: str) -> None:
    """The guard of an object type: name, type and optionality of each of its ``fields``."""
    module.runtime_value()
    head = f"export const {names.guard(type_name)}: m.Guard<{guarded}> = m.object<{guarded}>"
    lines = [
        f"  {property_name(name)}: () => {_optional(module.guard_text(type_), optional=optional)},"
        for name, type_, optional in fields
    ]
    label = typescript_string(type_name)
    module.write(*([f"{head}({label}, {{", *lines, "});"] if lines else [f"{head}({label}, {{}});"]))


def _object(module: Module, type_name: str, fields: Iterable[Field], *, payload: bool = False) -> None:
    guarded = f"m.Payload<{type_name}>" if payload else type_name
    write_guard(module, type_name, ((field.name, field.type, field.type.optional) for field in fields), guarded)


def _enum(module: Module, enum: EnumType) -> None:
    module.runtime_value()
    name = pascal(enum.name)
    values = ", ".join(typescript_string(value) for value, _ in enum.values)
    module.write(f"export const {names.guard(name)}: m.Guard<{name}> = m.oneOf<{name}>('{name}', [{values}]);")


def _optional(guard: str, *, optional: bool) -> str:
    return f"m.optional({guard})" if optional else guard
