"""Which of two sides moved: the members of a base followed to either side, and what became of them there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from moment.drift.canonical import member_text
from moment.drift.compare import symbol_differences
from moment.drift.edits import Edit
from moment.drift.members import Facet, differences
from moment.drift.normal import Lens
from moment.drift.pairing import Matched, match, member_key
from moment.drift.shape import Shape
from moment.drift.types import Member


class Moves:
    """Three shapes of one element, and which member of the base is which on either side.

    A base is what the specification said when both sides agreed. So the specification has moved as soon as it says
    anything else, be it `string` for `Money`; the implementation when it means something else, as ``lens`` sees it.
    """

    def __init__(self, base: Shape | None, specification: Shape, implementation: Shape, lens: Lens) -> None:
        self.base, self.specification, self.implementation = base, specification, implementation
        languages = {shape.language for shape in (base, specification, implementation) if shape is not None}
        self.mixed = len(languages) > 1
        self.lens = replace(lens, mixed=self.mixed)
        self.exact = exact(base, specification, self.lens)
        self.to_spec = _followed(base, specification, implementation, lens)
        self.to_code = _followed(base, implementation, specification, lens)
        self._from_spec = _backwards(self.to_spec)
        self._from_code = _backwards(self.to_code)

    def agreed(self) -> dict[str, str]:
        """Members that have the same ancestor under two names."""
        there = {one.name: other.name for one, other in self.to_spec.pairs} if self.to_spec is not None else {}
        here = {one.name: other.name for one, other in self.to_code.pairs} if self.to_code is not None else {}
        return {there[name]: here[name] for name in there if name in here and there[name] != here[name]}

    def ancestor(self, edit: Edit) -> Member | None:
        for member, known in ((edit.old_member, self._from_spec), (edit.new_member, self._from_code)):
            if member is not None and member.name in known:
                return known[member.name]
        return None

    def moved(self, edit: Edit) -> tuple[bool, bool]:
        """Whether specification and implementation differ from the base in what ``edit`` is about."""
        if self.base is None:
            return True, True
        if edit.old_member is None and edit.new_member is None:
            return (
                self._symbol_moved(edit, self.specification, self.exact),
                self._symbol_moved(edit, self.implementation, self.lens),
            )
        ancestor = self.ancestor(edit)
        if ancestor is not None and edit.old_member is not None and edit.new_member is not None:
            halfway = self._halfway(edit, edit.old_member, edit.new_member)
            if halfway is not None:
                return halfway
        return (
            self._member_moved(edit, ancestor, edit.old_member, self.exact),
            self._member_moved(edit, ancestor, edit.new_member, self.lens),
        )

    def _halfway(self, edit: Edit, there: Member, here: Member) -> tuple[bool, bool] | None:
        """A rename that one side has made and the other prepares: it has both names, and the new one may be absent.

        That it may be is no change of its own, it ends with the rename. ``None`` when neither side is on that way.
        """
        is_told, is_kept = there.name in self._from_spec, here.name in self._from_code
        if is_told == is_kept:
            return None
        old, other = (
            (self._from_spec[there.name], self.to_code) if is_told else (self._from_code[here.name], self.to_spec)
        )
        if other is None or all(one.name != old.name for one, _ in other.pairs):
            return None
        is_soft = edit.aspect == "optional" and edit.sense == ("optional" if is_told else "required")
        return (is_told, not is_told) if is_soft else (True, True)

    def _symbol_moved(self, edit: Edit, side: Shape, lens: Lens) -> bool:
        assert self.base is not None
        return any(facet.aspect == edit.aspect for facet in symbol_differences(self.base, side, lens))

    def base_text(self, edit: Edit) -> str | None:
        ancestor = self.ancestor(edit)
        if ancestor is None:
            if self.base is None or edit.member is not None:
                return None
            facets = symbol_differences(self.base, self.specification, self.exact)
            return next((facet.before for facet in facets if facet.aspect == edit.aspect), edit.before)
        if edit.kind in ("insert", "remove"):
            return member_text(ancestor)
        if edit.aspect == "name":
            return ancestor.name
        for side, lens in ((edit.old_member, self.exact), (edit.new_member, self.lens)):
            for facet in differences(ancestor, side, lens) if side is not None else ():
                if facet.aspect == edit.aspect:
                    return facet.before
        return edit.before

    def _member_moved(self, edit: Edit, ancestor: Member | None, side: Member | None, lens: Lens) -> bool:
        if ancestor is None or side is None:
            return ancestor is not side
        is_renamed = member_key(side, as_words=self.mixed) != member_key(ancestor, as_words=self.mixed)
        if edit.kind in ("insert", "remove"):
            return is_renamed or any(facet.aspect != "deprecated" for facet in differences(ancestor, side, lens))
        if edit.kind == "move":
            return ancestor.type != side.type
        if edit.aspect == "name":
            return is_renamed
        found: Iterator[Facet] = differences(ancestor, side, lens)
        return any(facet.aspect == edit.aspect for facet in found)


def exact(base: Shape | None, specification: Shape, lens: Lens) -> Lens:
    """How a specification is compared with its base: word for word, where both are written in one language."""
    is_one = base is not None and base.language == specification.language
    return replace(lens, exact=True, mixed=False) if is_one else lens


def _followed(base: Shape | None, side: Shape, other: Shape, lens: Lens) -> Matched | None:
    """What became of the members of ``base`` on one side; that ``other`` announces a new name counts here too."""
    if base is None:
        return None
    announced = {member.name: member.deprecated.replacement for member in other.members if member.deprecated}
    return match(base, side, lens, declared=announced)


def _backwards(matched: Matched | None) -> dict[str, Member]:
    return {other.name: one for one, other in matched.pairs} if matched is not None else {}
