"""``types.ts`` of a context: its value objects and enums."""

from __future__ import annotations

from moment.generate.escaping import comment
from moment.generate.naming import pascal
from moment.generate.typescript.module import Module, annotation_doc, literals
from moment.model.domain import Context, EnumType, Invariant, ValueObject


def write_types(module: Module, context: Context) -> None:
    for enum in context.all_enums:
        _enum(module, enum)
    for value_object in context.all_value_objects:
        _value_object(module, value_object)


def invariant_doc(invariants: tuple[Invariant, ...]) -> list[str]:
    """One ``@invariant`` line each."""
    return [f"@invariant {invariant.name} — {comment(invariant.text)}" for invariant in invariants]


def _enum(module: Module, enum: EnumType) -> None:
    module.doc(annotation_doc(enum.annotations))
    module.write(f"export type {pascal(enum.name)} = {literals(value for value, _ in enum.values)};")


def _value_object(module: Module, value_object: ValueObject) -> None:
    rules = invariant_doc(module.homes.invariants.get(value_object.id, ()))
    module.doc([*annotation_doc(value_object.annotations), *rules])
    module.interface(pascal(value_object.name), value_object.fields)
