"""Resolved fields from written ones; most of a specification's elements pass through here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from moment.language import syntax
from moment.model.domain import Annotation, Deprecation, Field
from moment.model.types import TypesOf
from moment.text.span import Place

_tuple = tuple.__new__


def name_place(name: syntax.Name, path: str) -> Place:
    return Place(path, name.start, name.end)


def build_annotations(written: Iterable[syntax.Annotation], path: str) -> tuple[Annotation, ...]:
    return tuple(
        Annotation(a.name.text, a.value.text, Place(path, a.start, a.end), name_place(a.name, path)) for a in written
    )


def classification(written: Iterable[Annotation]) -> str | None:
    """The value of the first ``@classification``."""
    return next((annotation.value for annotation in written if annotation.name == "classification"), None)


def fields(
    written: Sequence[syntax.Field], path: str, *, types: TypesOf, inherited: str | None = None
) -> tuple[Field, ...]:
    """``written`` as fields of one owner in ``path``; ``inherited`` is the owner's classification.

    The loop makes its tuples directly: it runs for every field of a project.
    """
    found: list[Field] = []
    for field in written:
        name, text, array, optional, _, start, name_end, type_start, type_end, _, deprecation, marks = field
        place = _tuple(Place, (path, start, name_end))
        type_place = _tuple(Place, (path, type_start, type_end))
        resolved = types[text, array, optional]
        if deprecation is None and not marks:
            found.append(_tuple(Field, (name, resolved, place, type_place, None, inherited, ())))
        else:
            own = build_annotations(marks, path)
            value = classification(own) or inherited
            found.append(Field(name, resolved, place, type_place, _deprecation(deprecation, path), value, own))
    return tuple(found)


def _deprecation(written: syntax.Deprecation | None, path: str) -> Deprecation | None:
    if written is None:
        return None
    return Deprecation(
        written.reason.text,
        written.replacement.text,
        Place(path, written.start, written.end),
        name_place(written.replacement, path),
    )
