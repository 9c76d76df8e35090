"""Who moved: three states of one value, and three shapes of one element, to the side that is ahead."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from operator import eq
from typing import TypeVar

from moment.drift.canonical import member_text
from moment.drift.compare import compare, symbol_differences
from moment.drift.edits import Aspect, Edit, EditKind, Sense, Unread
from moment.drift.members import Facet, differences
from moment.drift.normal import Lens
from moment.drift.pairing import Matched, match
from moment.drift.shape import Shape
from moment.drift.types import NOWHERE, Member
from moment.text.span import Place

Value = TypeVar("Value")


class Direction(Enum):
    """Which side has to follow the other."""

    ALIGNED = "aligned"
    SPEC_AHEAD = "spec-ahead"
    IMPL_AHEAD = "impl-ahead"
    CONFLICT = "conflict"


def verdict(
    base: Value | None,
    specification: Value | None,
    implementation: Value | None,
    *,
    has_base: bool = True,
    same: Callable[[Value, Value], bool] = eq,
) -> Direction:
    """The direction of one value; ``None`` is absence, a value like any other. Without a base, absence decides alone."""

    def equal(one: Value | None, other: Value | None) -> bool:
        return one is other if one is None or other is None else same(one, other)

    if equal(specification, implementation):
        return Direction.ALIGNED
    if not has_base:
        if implementation is None:
            return Direction.SPEC_AHEAD
        return Direction.IMPL_AHEAD if specification is None else Direction.CONFLICT
    is_kept_by_code = equal(base, implementation)
    if is_kept_by_code == equal(base, specification):
        return Direction.CONFLICT
    return Direction.SPEC_AHEAD if is_kept_by_code else Direction.IMPL_AHEAD


@dataclass(frozen=True, slots=True)
class Point:
    """One difference with its direction.

    ``edit`` is what the side that is behind needs to reach the other: of the implementation when the specification is
    ahead and in a conflict, of the specification when the implementation is ahead. ``base``, ``specification`` and
    ``implementation`` are canonical texts, ``None`` for absent; ``has_base`` is false when nothing was ever agreed.
    """

    direction: Direction
    edit: Edit
    base: str | None
    specification: str | None
    implementation: str | None
    specification_place: Place = NOWHERE
    implementation_place: Place = NOWHERE
    has_base: bool = True
    base_member: Member | None = None

    @property
    def change(self) -> EditKind:
        return self.edit.kind

    @property
    def aspect(self) -> Aspect | None:
        return self.edit.aspect

    @property
    def member(self) -> str | None:
        return self.edit.member


@dataclass(frozen=True, slots=True)
class Verdicts:
    """All points of one element, in the order of the specification, and what got no verdict."""

    points: tuple[Point, ...] = ()
    unread: tuple[Unread, ...] = ()


def judge(
    base: Shape | None,
    specification: Shape | None,
    implementation: Shape | None,
    lens: Lens | None = None,
    *,
    has_base: bool = True,
    only_asked: bool = False,
    declared: Mapping[str, str] | None = None,
) -> Verdicts:
    """Every difference between specification and implementation of one element, with who moved since ``base``.

    ``None`` is absence; ``has_base`` says whether ``base`` is a state that both sides once had. ``declared`` are renames
    from a specification's name to that of the implementation.
    """
    lens = lens or Lens()
    if specification is None or implementation is None:
        return Verdicts(tuple(_whole(base, specification, implementation, lens, has_base)))
    alike = compare(specification, implementation, lens, only_asked=only_asked)
    if not alike.edits:
        return Verdicts((), alike.unread)
    sides = _Sides(base if has_base else None, specification, implementation, lens)
    renames = {**sides.agreed(), **(declared or {})}
    found = compare(specification, implementation, lens, declared=renames, only_asked=only_asked) if renames else alike
    points = tuple(point for edit in found.edits if (point := sides.point(edit, has_base)) is not None)
    return Verdicts(points, found.unread)


def turned(edit: Edit) -> Edit:
    """The edit that undoes ``edit``."""
    kinds: dict[EditKind, EditKind] = {"insert": "remove", "remove": "insert"}
    senses: dict[Sense, Sense] = {
        "wider": "narrower", "narrower": "wider", "required": "optional", "optional": "required",
        "loosened": "tightened", "tightened": "loosened",
    }  # fmt: skip
    renamed = edit.aspect == "name" and edit.member is None
    return replace(
        edit,
        kind=kinds.get(edit.kind, edit.kind),
        symbol=edit.after or edit.symbol if renamed else edit.symbol,
        member=edit.new_member.label if edit.new_member is not None and edit.member is not None else edit.member,
        before=edit.after,
        after=edit.before,
        sense=senses.get(edit.sense, edit.sense),
        old=edit.new,
        new=edit.old,
        old_member=edit.new_member,
        new_member=edit.old_member,
    )


def _whole(
    base: Shape | None, specification: Shape | None, implementation: Shape | None, lens: Lens, has_base: bool
) -> Iterator[Point]:
    """An element that one side lacks."""

    def same(one: Shape, other: Shape) -> bool:
        return not compare(one, other, lens).edits

    direction = verdict(base, specification, implementation, has_base=has_base, same=same)
    present = specification if specification is not None else implementation
    if present is None or direction is Direction.ALIGNED:
        return
    is_inserted = (specification is not None) == (direction is not Direction.IMPL_AHEAD)
    edit = Edit(
        "insert" if is_inserted else "remove", present.name, old=present.place, new=present.place,
        before=None if is_inserted else present.name, after=present.name if is_inserted else None,
    )  # fmt: skip
    yield Point(
        direction,
        edit,
        base.name if base is not None else None,
        specification.name if specification is not None else None,
        implementation.name if implementation is not None else None,
        specification.place if specification is not None else NOWHERE,
        implementation.place if implementation is not None else NOWHERE,
        has_base,
    )


class _Sides:
    """Three shapes of one element, and which member of the base is which on either side."""

    def __init__(self, base: Shape | None, specification: Shape, implementation: Shape, lens: Lens) -> None:
        self.base, self.specification, self.implementation = base, specification, implementation
        languages = {shape.language for shape in (base, specification, implementation) if shape is not None}
        self.lens = replace(lens, mixed=len(languages) > 1)
        self.to_spec = match(base, specification, lens) if base is not None else None
        self.to_code = match(base, implementation, lens) if base is not None else None
        self._from_spec = _backwards(self.to_spec)
        self._from_code = _backwards(self.to_code)

    def agreed(self) -> dict[str, str]:
        """Members that have the same ancestor under two names."""
        there = {one.name: other.name for one, other in self.to_spec.pairs} if self.to_spec is not None else {}
        here = {one.name: other.name for one, other in self.to_code.pairs} if self.to_code is not None else {}
        return {there[name]: here[name] for name in there if name in here and there[name] != here[name]}

    def point(self, edit: Edit, has_base: bool) -> Point | None:
        """``edit`` leads from the specification to the implementation."""
        ancestor = self._ancestor(edit)
        spec_moved, code_moved = self._moved(edit, ancestor)
        if self.base is None:
            direction = _without_base(edit)
        elif spec_moved == code_moved:
            direction = Direction.CONFLICT
        else:
            direction = Direction.SPEC_AHEAD if spec_moved else Direction.IMPL_AHEAD
        base = self._base_text(edit, ancestor)
        needed = edit if direction is Direction.IMPL_AHEAD else turned(edit)
        return Point(direction, needed, base, edit.before, edit.after, edit.old, edit.new, has_base, ancestor)

    def _ancestor(self, edit: Edit) -> Member | None:
        for member, known in ((edit.old_member, self._from_spec), (edit.new_member, self._from_code)):
            if member is not None and member.name in known:
                return known[member.name]
        return None

    def _moved(self, edit: Edit, ancestor: Member | None) -> tuple[bool, bool]:
        """Whether specification and implementation differ from the base in what ``edit`` is about."""
        if self.base is None:
            return True, True
        if edit.old_member is None and edit.new_member is None:
            return self._symbol_moved(edit, self.specification), self._symbol_moved(edit, self.implementation)
        return (
            _member_moved(edit, ancestor, edit.old_member, self.lens),
            _member_moved(edit, ancestor, edit.new_member, self.lens),
        )

    def _symbol_moved(self, edit: Edit, side: Shape) -> bool:
        assert self.base is not None
        return any(facet.aspect == edit.aspect for facet in symbol_differences(self.base, side, self.lens))

    def _base_text(self, edit: Edit, ancestor: Member | None) -> str | None:
        if ancestor is None:
            if self.base is None or edit.member is not None:
                return None
            facets = symbol_differences(self.base, self.specification, self.lens)
            return next((facet.before for facet in facets if facet.aspect == edit.aspect), edit.before)
        if edit.kind in ("insert", "remove"):
            return member_text(ancestor)
        if edit.aspect == "name":
            return ancestor.name
        for side in (edit.old_member, edit.new_member):
            for facet in differences(ancestor, side, self.lens) if side is not None else ():
                if facet.aspect == edit.aspect:
                    return facet.before
        return edit.before


def _member_moved(edit: Edit, ancestor: Member | None, side: Member | None, lens: Lens) -> bool:
    if ancestor is None or side is None:
        return ancestor is not side
    if edit.kind in ("insert", "remove"):
        return side.name != ancestor.name or any(True for _ in differences(ancestor, side, lens))
    if edit.kind == "move":
        return ancestor.type != side.type
    if edit.aspect == "name":
        return side.name != ancestor.name
    found: Iterator[Facet] = differences(ancestor, side, lens)
    return any(facet.aspect == edit.aspect for facet in found)


def _without_base(edit: Edit) -> Direction:
    if edit.kind == "remove":
        return Direction.SPEC_AHEAD
    return Direction.IMPL_AHEAD if edit.kind == "insert" else Direction.CONFLICT


def _backwards(matched: Matched | None) -> dict[str, Member]:
    return {other.name: one for one, other in matched.pairs} if matched is not None else {}
