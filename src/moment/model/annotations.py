"""Which declaration an annotation classifies: the next one in its file, whatever its level."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple, TypeAlias

from moment.language import syntax

_Declaration: TypeAlias = syntax.Context | syntax.Flow | syntax.AggregateMember | syntax.ContextMember

_CARRIERS = (
    syntax.Context,
    syntax.Aggregate,
    syntax.Command,
    syntax.Event,
    syntax.ValueObject,
    syntax.EnumType,
    syntax.Invariant,
    syntax.Service,
    syntax.Policy,
    syntax.Saga,
    syntax.Projection,
)
_CLAUSES = (syntax.States, syntax.Unread)


class Attached(NamedTuple):
    """``carried`` goes from the ``id()`` of a node of the tree to its annotations; ``stray`` ones have no carrier."""

    carried: Mapping[int, tuple[syntax.Annotation, ...]]
    stray: tuple[syntax.Annotation, ...]


_NONE = Attached({}, ())


def attach(file: syntax.File) -> Attached:
    """The annotations of ``file``. Before a relationship, a term or a flow they are stray: these carry none."""
    declarations = list(_declarations(file))
    if not any(isinstance(declaration, syntax.Annotation) for declaration in declarations):
        return _NONE
    declarations.sort(key=lambda declaration: declaration.start)
    carried: dict[int, tuple[syntax.Annotation, ...]] = {}
    stray: list[syntax.Annotation] = []
    waiting: list[syntax.Annotation] = []
    for declaration in declarations:
        if isinstance(declaration, syntax.Annotation):
            waiting.append(declaration)
        elif isinstance(declaration, _CARRIERS):
            if waiting:
                carried[id(declaration)] = tuple(waiting)
                waiting = []
        elif not isinstance(declaration, _CLAUSES):
            stray += waiting
            waiting = []
    return Attached(carried, tuple(stray + waiting))


def _declarations(file: syntax.File) -> Iterator[_Declaration]:
    for item in file.items:
        yield item
        if isinstance(item, syntax.Context):
            for member in item.members:
                yield member
                if isinstance(member, syntax.Aggregate):
                    yield from member.members
