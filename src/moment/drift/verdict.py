"""Who moved: three states of one value, and three shapes of one element, to the side that is ahead."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from operator import eq
from typing import TypeVar

from moment.drift.compare import compare
from moment.drift.edits import Aspect, Edit, EditKind, Sense, Unread
from moment.drift.moves import Moves, exact
from moment.drift.normal import Lens
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
    """The direction of one value; ``None`` is absence, a value like any other. Without a base, absence decides alone.

    ``same`` need not be transitive: when both sides are the same as the base and yet not each other, it is the
    specification that says it in other words.
    """

    def equal(one: Value | None, other: Value | None) -> bool:
        return one is other if one is None or other is None else same(one, other)

    if equal(specification, implementation):
        return Direction.ALIGNED
    if not has_base:
        if implementation is None:
            return Direction.SPEC_AHEAD
        return Direction.IMPL_AHEAD if specification is None else Direction.CONFLICT
    if equal(base, implementation):
        return Direction.SPEC_AHEAD
    return Direction.IMPL_AHEAD if equal(base, specification) else Direction.CONFLICT


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
    besides: frozenset[str] = frozenset(),
    declared: Mapping[str, str] | None = None,
) -> Verdicts:
    """Every difference between specification and implementation of one element, with who moved since ``base``.

    ``None`` is absence; ``has_base`` says whether ``base`` is a state that both sides once had. ``declared`` are renames
    from a specification's name to that of the implementation. With ``only_asked`` the implementation may have members
    that the specification lacks, other than those ``besides``.
    """
    lens = lens or Lens()
    if specification is None or implementation is None:
        return Verdicts(tuple(_whole(base, specification, implementation, lens, has_base)))
    alike = compare(specification, implementation, lens, only_asked=only_asked, besides=besides)
    if not alike.edits:
        return Verdicts((), alike.unread)
    moves = Moves(base if has_base else None, specification, implementation, lens)
    renames = {**moves.agreed(), **(declared or {})}
    found = (
        compare(specification, implementation, lens, declared=renames, only_asked=only_asked, besides=besides)
        if renames
        else alike
    )
    return Verdicts(tuple(_point(moves, edit, has_base) for edit in found.edits), found.unread)


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
        seen = exact(one, other, lens) if other is specification else lens
        return all(edit.aspect == "deprecated" for edit in compare(one, other, seen).edits)

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


def _point(moves: Moves, edit: Edit, has_base: bool) -> Point:
    """``edit`` leads from the specification to the implementation."""
    spec_moved, code_moved = moves.moved(edit)
    if moves.base is None:
        direction = _without_base(edit)
    elif spec_moved and code_moved:
        direction = Direction.CONFLICT
    else:
        direction = Direction.IMPL_AHEAD if code_moved else Direction.SPEC_AHEAD
    needed = edit if direction is Direction.IMPL_AHEAD else turned(edit)
    return Point(
        direction,
        needed,
        moves.base_text(edit),
        edit.before,
        edit.after,
        edit.old,
        edit.new,
        has_base,
        moves.ancestor(edit),
    )


def _without_base(edit: Edit) -> Direction:
    if edit.kind == "remove":
        return Direction.SPEC_AHEAD
    return Direction.IMPL_AHEAD if edit.kind == "insert" else Direction.CONFLICT
