"""The value objects and enums of a context."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from moment.generate.escaping import one_line, python_string
from moment.generate.naming import pascal
from moment.generate.python import names
from moment.generate.python.module import Module, annotation_notes, field_line
from moment.model.domain import Context, Invariant


def write_types(module: Module, context: Context) -> None:
    for enum in context.all_enums:
        module.begin()
        module.write(f"class {pascal(enum.name)}({module.name('enum', 'StrEnum')}):")
        if module.docstring(annotation_notes(enum.annotations)):
            module.write("")
        for value, _ in enum.values:
            module.write(f"{names.constant(value)} = {python_string(value)}", indent=1)
    for value_object in context.all_value_objects:
        rules = module.homes.invariants.get(value_object.id, ())
        doc = [*annotation_notes(value_object.annotations), *invariant_notes(rules)]
        module.record(pascal(value_object.name), [field_line(field) for field in value_object.fields], doc=doc)


def invariant_notes(invariants: Sequence[Invariant]) -> Iterator[str]:
    for invariant in invariants:
        yield f"Invariant {invariant.name}: {one_line(invariant.text)}"
