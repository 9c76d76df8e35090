"""What the builders of one context share: its path, its types, its references, who carries which annotation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeAlias

from moment.language import syntax
from moment.model.domain import Annotation, Field
from moment.model.fields import build_annotations, fields
from moment.model.references import References
from moment.model.types import TypesOf
from moment.text.span import Place

Emitters: TypeAlias = Mapping[str, Sequence[str]]


class Scope(NamedTuple):
    """``emitters`` goes from an event to the commands and services that produce it."""

    context: str
    path: str
    types: TypesOf
    references: References
    carried: Mapping[int, tuple[syntax.Annotation, ...]]
    emitters: Emitters

    def place(self, name: syntax.Name) -> Place:
        return Place(self.path, name.start, name.end)

    def extent(self, start: int, end: int) -> Place:
        return Place(self.path, start, end)

    def annotations(self, node: object) -> tuple[Annotation, ...]:
        """Those that classify ``node``, a declaration of this file's tree."""
        written = self.carried.get(id(node))
        return build_annotations(written, self.path) if written else ()

    def fields(self, written: Sequence[syntax.Field], inherited: str | None) -> tuple[Field, ...]:
        return fields(written, self.path, types=self.types, inherited=inherited)
