"""What a new name of a whole element changes: the declaration, what is called after it, and the words that tell it apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from moment.drift.forms import without_undefined
from moment.drift.pairing import DISCRIMINANTS
from moment.drift.patch.code import CodeEdit, RenameMember, RenameSymbol, Retag
from moment.drift.patch.moment.changes import Rename
from moment.drift.patch.tags import tags_after
from moment.drift.scope import Symbol
from moment.drift.shape import Language, Shape
from moment.drift.types import Literal
from moment.sync.analysis import Analysis
from moment.sync.comparison import Difference
from moment.sync.derived_names import followers, method_after, method_of, name_in, own_name, written_as
from moment.sync.elements import Element
from moment.sync.into_code import Impossible
from moment.sync.renames import Renaming

_KINDS = {
    "input": "command",
    "event": "event",
    "value-object": "value-object",
    "enum": "enum",
    "aggregate": "aggregate",
}


def is_rename(difference: Difference) -> bool:
    """Whether it is the name of a whole element."""
    edit = difference.point.edit
    return edit.member is None and edit.aspect == "name"


def renaming_change(difference: Difference) -> Rename:
    """The element is called in the specification as it is in code."""
    element = difference.element
    return Rename(element.id, new_name(difference), _KINDS[element.role])


def new_name(difference: Difference) -> str:
    """What the specification would call the element if code wins."""
    point = difference.point
    return written_as(point.implementation or "", difference.element)


def renaming_edits(analysis: Analysis, difference: Difference, wins: str) -> Mapping[Language, tuple[CodeEdit, ...]]:
    """What code has to change in each language for everything to be called as in the side that wins.

    Raises ``Impossible``.
    """
    point = difference.point
    target = (point.specification if wins == "spec" else point.implementation) or ""
    found: dict[Language, tuple[CodeEdit, ...]] = {}
    for language in analysis.expected.shapes:
        edits = tuple(_Edits(analysis, difference.element, language, target).all())
        if edits:
            found[language] = edits
    return found


class _Edits:
    """Those of one language; ``known`` are all names that the element has or had, the ``target`` aside."""

    def __init__(self, analysis: Analysis, element: Element, language: Language, target: str) -> None:
        self.analysis, self.element, self.language, self.target = analysis, element, language, target
        renames = analysis.renames
        assert renames is not None
        self.renaming: Renaming | None = renames.found.get((element.id, language))
        each = [
            own_name(element),
            *(one.base or "" for one in self._renamings()),
            *(one.implementation for one in self._renamings()),
        ]
        self.known = tuple(name for name in dict.fromkeys(each) if name and name != target)

    def _renamings(self) -> tuple[Renaming, ...]:
        assert self.analysis.renames is not None
        return tuple(one for (name, _), one in self.analysis.renames.found.items() if name == self.element.id)

    def all(self) -> Iterator[CodeEdit]:
        shape = self._shape(self.element.id)
        if shape is not None:
            yield from self._symbol(shape)
        for each, _ in followers(self.element, self._wanted, own_name(self.element), self.target):
            yield from self._follower(each)
        yield from self._methods()

    @property
    def _wanted(self) -> tuple[Element, ...]:
        return tuple(self.analysis.expected.elements.values())

    def _shape(self, name: str) -> Shape | None:
        """A shape as the code has it, before anything was called otherwise."""
        for shape in self.analysis.implemented.shapes.get(name, ()):
            if shape.language == self.language:
                path, _, symbol = shape.identity.partition("#")
                return self.analysis.implemented.resolver.shape(Symbol(path, symbol)) or shape
        return None

    def _symbol(self, shape: Shape) -> Iterator[CodeEdit]:
        symbol = shape.identity.partition("#")[2]
        name = name_in(symbol, self.element)
        if name == self.target:
            yield from self._tags(shape)
        elif name in self.known:
            yield from self._tags(shape, besides=name)
            yield RenameSymbol(shape.path, symbol, f"{self.target}{symbol[len(name) :]}")
        else:
            raise Impossible(
                f"`{symbol}` is this element because a comment, moment.toml or an export says so: say it there"
            )

    def _follower(self, element: Element) -> Iterator[CodeEdit]:
        shape = self._shape(element.id)
        if shape is None:
            return
        symbol = shape.identity.partition("#")[2]
        for name in self.known:
            renamed = dict(self._called_after(name))
            if element.symbol in renamed and symbol == renamed[element.symbol]:
                target = dict(self._called_after(self.target))
                yield from self._tags(shape, besides=name)
                yield RenameSymbol(shape.path, symbol, target[element.symbol])
                return
        yield from self._tags(shape)

    def _called_after(self, name: str) -> Iterator[tuple[str, str]]:
        """From symbols of the specification to what they are called after ``name``."""
        for each, symbol in followers(self.element, self._wanted, own_name(self.element), name):
            yield each.symbol, symbol

    def _methods(self) -> Iterator[CodeEdit]:
        owner = self._shape(self.element.id.rpartition("/")[0]) if self.element.role == "input" else None
        for name in self.known if owner is not None else ():
            assert owner is not None
            method = method_of(owner, name)
            wanted = method_after(method, name, self.target) if method else None
            if wanted is not None and owner.member(wanted) is None:
                found = owner.member(method)
                if found is not None and found.inherited:
                    raise Impossible(f"`{method}` is declared by `{found.inherited}`")
                yield RenameMember(owner.path, owner.identity.partition("#")[2], method, wanted)

    def _tags(self, shape: Shape, *, besides: str = "") -> Iterator[CodeEdit]:
        """Where a type is told apart by another name than its own; a new name of the type brings its own tag along."""
        for name in self.known:
            if name != besides and any(_has_tag(shape, tag) for tag in tags_after(name, self.target)):
                yield Retag(shape.path, shape.identity.partition("#")[2], name, self.target)


def _has_tag(shape: Shape, tag: str) -> bool:
    members = (member for member in shape.members if member.name in (*DISCRIMINANTS, "command"))
    types = (without_undefined(member.type)[0] for member in members)
    return any(isinstance(type_, Literal) and type_.text == f'"{tag}"' for type_ in types)
