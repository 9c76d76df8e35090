"""Elements under other names than they had: which was renamed, by whom, and everything as it is under the new names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import replace as changed

from moment.drift.edits import Edit
from moment.drift.patch.tags import tags_after
from moment.drift.shape import Language, Shape
from moment.drift.types import NOWHERE
from moment.drift.verdict import Direction, Point, turned, verdict
from moment.model.domain import Domain
from moment.project.config import Config
from moment.sync.derived_names import method_of, own_name
from moment.sync.elements import Element
from moment.sync.expected import Expected
from moment.sync.implemented import Implemented
from moment.sync.missing import Missing
from moment.sync.moved_bases import TAGGED, Move, forgotten, has_shape, moved, renamed_literals
from moment.text.span import Place

if TYPE_CHECKING:
    from moment.sync.rename_search import Search


@dataclass(frozen=True, slots=True)
class Renaming:
    """``element`` has another name in one language, or had one when both sides last agreed.

    ``before`` is its identity at that time, ``base`` its name then, ``None`` when they never agreed. All three names are
    spelled as generated code spells them, without endings.
    """

    element: Element
    before: str
    base: str | None
    specification: str
    implementation: str
    language: Language

    @property
    def direction(self) -> Direction:
        return verdict(self.base, self.specification, self.implementation, has_base=self.base is not None)


@dataclass(frozen=True, slots=True)
class Renames:
    """Both sides and their bases under the names that the specification has now.

    ``removed`` are the elements that are gone, and not only called otherwise. ``carried`` are bases to be recorded with the
    next agreement: those of elements whose new name both sides have, and what others say of these. ``candidates`` goes
    from an element that nobody implements to the symbols that it may be called now, and from one that is gone to those of
    the specification.
    """

    code: Implemented
    removed: tuple[Element, ...]
    bases: Mapping[str, Any]
    found: Mapping[tuple[str, Language], Renaming] = field(default_factory=lambda: MappingProxyType({}))
    moves: tuple[Move, ...] = ()
    before: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    carried: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    candidates: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def tags(self) -> dict[str, str]:
        """From the names that code has for elements to these."""
        return {each.implementation: each.element.id for each in self.found.values()}

    def members(self, element: Element, specification: Shape, implementation: Shape) -> dict[str, str]:
        """Methods that are called after a command which has another name in code: from one name to the other."""
        return dict(self._members(element, specification, implementation)) if self.found or self.moves else {}

    def _members(self, element: Element, specification: Shape, implementation: Shape) -> Iterator[tuple[str, str]]:
        for ours, theirs in self._commands(element, implementation.language):
            method = method_of(specification, ours)
            other = method_of(implementation, theirs)
            if method and other and implementation.member(method) is None:
                yield method, other

    def _commands(self, aggregate: Element, language: Language) -> Iterator[tuple[str, str]]:
        """The names that commands of an aggregate have in the specification and may have in code."""
        for move in self.moves:
            if move.after.rpartition("/")[0] == aggregate.id and move.role == "input" and move.old != move.new:
                yield move.new, move.old
        for (name, there), each in self.found.items():
            if there == language and name.rpartition("/")[0] == aggregate.id:
                yield each.specification, each.implementation

    def points(
        self,
        element: Element,
        specification: Shape,
        implementation: Shape,
        found: Sequence[Point],
        members: Mapping[str, str],
    ) -> tuple[Point, ...]:
        """``found`` with the name before all else, and without the names of what only follows from a rename."""
        kept = tuple(each for each in found if not _is_following(each, members))
        renaming = self.found.get((element.id, implementation.language))
        if renaming is None:
            return kept
        is_ours = implementation.path in self.code.generated
        base = renaming.implementation if is_ours else renaming.base
        return (*_named(replace(renaming, base=base), specification, implementation), *kept)

    def absent(self, element: Element, found: Sequence[Point]) -> tuple[Point, ...]:
        """``found`` of an element that code has no more: a conflict when the specification has renamed it meanwhile."""
        told = self.doubtful(element, found)
        if not any(move.after == element.id and move.old != move.new for move in self.moves):
            return told
        return tuple(_as_conflict(each) if each.direction is Direction.IMPL_AHEAD else each for each in told)

    def doubtful(self, element: Element, found: Sequence[Point]) -> tuple[Point, ...]:
        """``found`` with what the element may be under another name, which is not certain."""
        candidates = self.candidates.get(element.id, ())
        if not candidates:
            return tuple(found)
        return tuple(replace(each, edit=replace(each.edit, candidates=candidates)) for each in found)

    def remembered(self, name: str, plain: dict[str, Any]) -> dict[str, Any]:
        """What is recorded of an element: not under names that only one side has."""
        is_known = bool(self.before) and self.bases.get(name) == plain
        known: dict[str, Any] = self.before.get(name, plain) if is_known else plain
        return known


def renames(
    domain: Domain,
    wanted: Sequence[Element],
    removed: tuple[Element, ...],
    bases: Mapping[str, Any],
    side: Expected,
    code: Implemented,
    settings: Config,
) -> Renames:
    """Pairs what is missing on one side with what is new there; where nothing is missing nothing is looked for."""
    missing = Missing(code, bases)
    here = side.elements
    is_stale = any(name not in here and "#" not in name and has_shape(bases[name]) for name in bases)
    if not is_stale and not any(each.is_required and missing.has(each) for each in wanted):
        return Renames(code, removed, bases)
    from moment.sync.rename_search import Search  # loaded where there is something to look for

    search = Search(domain, wanted, removed, bases, side, code, settings)
    search.run()
    if not search.moves and not search.adopted:
        return Renames(code, removed, bases, candidates=search.candidates)
    return _renames(search, bases)


def _renames(search: Search, bases: Mapping[str, Any]) -> Renames:
    found = dict(_found(search))
    code = replace(search.code, shapes=_translated(search.code.shapes, found.values()))
    moves = tuple(search.moves.values())
    settled = tuple(each for each in moves if _is_settled(each, search.code, found))
    before = moved(bases, settled)
    carried = {name: known for name, known in before.items() if name not in bases or bases[name] != known}
    return Renames(
        code,
        search.removed,
        moved(bases, moves),
        found,
        moves,
        before if moves else MappingProxyType({}),
        {**carried, **forgotten(bases, settled)} if settled else MappingProxyType({}),
        search.candidates,
    )


def _found(search: Search) -> Iterator[tuple[tuple[str, Language], Renaming]]:
    """Every element that is a symbol of another name in code, or that others still are called after."""
    for element, name, language in (*search.behind(), *search.names()):
        move = search.moves.get(element.id)
        known = move is not None or has_shape(search.bases.get(element.id))
        base = (move.old if move is not None else own_name(element)) if known else None
        before = move.before if move is not None else element.id
        if name != own_name(element):
            yield (element.id, language), Renaming(element, before, base, own_name(element), name, language)


def _translated(shapes: Mapping[str, tuple[Shape, ...]], found: Iterable[Renaming]) -> Mapping[str, tuple[Shape, ...]]:
    """``shapes`` with the values that only say which type it is as the specification has them."""
    made = dict(shapes)
    for each in found:
        for name in [name for name in made if name.partition("#")[0] == each.element.id]:
            made[name] = tuple(_as_specified(shape, each) for shape in made[name])
    return made


def _as_specified(shape: Shape, renaming: Renaming) -> Shape:
    """Called by its new name too, which is that of its discriminant."""
    if renaming.language != shape.language:
        return shape
    if renaming.element.role in TAGGED:
        names = tags_after(renaming.implementation, renaming.specification)
        shape = msgspec.convert(renamed_literals(msgspec.to_builtins(shape), names), Shape)
    return changed(shape, aliases=(*shape.aliases, renaming.implementation))


def _is_settled(move: Move, code: Implemented, found: Mapping[tuple[str, Language], Renaming]) -> bool:
    """Whether both sides have the new name."""
    if move.old == move.new:
        return True
    return move.after in code.shapes and not any(name == move.after for name, _ in found)


def _is_following(point: Point, members: Mapping[str, str]) -> bool:
    edit = point.edit
    if edit.aspect != "name" or edit.member is None or not members:
        return False
    names = {each.name for each in (edit.old_member, edit.new_member) if each is not None}
    return any(names == {ours, theirs} for ours, theirs in members.items())


def _named(renaming: Renaming, specification: Shape, implementation: Shape) -> Iterator[Point]:
    ours, theirs, direction = renaming.specification, renaming.implementation, renaming.direction
    if direction is Direction.ALIGNED:
        return
    forth = Edit(
        "update", ours, aspect="name", before=ours, after=theirs, old=specification.place, new=_at(implementation)
    )
    needed = forth if direction is Direction.IMPL_AHEAD else turned(forth)
    has_base = renaming.base is not None
    yield Point(direction, needed, renaming.base, ours, theirs, specification.place, _at(implementation), has_base)


def _at(shape: Shape) -> Place:
    return shape.place if shape.place != NOWHERE else shape.extent


def _as_conflict(point: Point) -> Point:
    return replace(point, direction=Direction.CONFLICT, edit=turned(point.edit))
