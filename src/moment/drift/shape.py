"""A type as it is compared: one symbol with all its members, names resolved, bases and aliases followed.

Shapes hold everything that comparing needs, so that one can be kept as JSON (``written``) and compared years later with
one that was read today. They say nothing about time and follow no paths.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

from moment.drift.types import NOWHERE, Deprecation, Member, Node, Type, TypeParameter
from moment.text.span import Place

SymbolKind: TypeAlias = Literal["interface", "class", "alias", "enum"]
Language: TypeAlias = Literal["typescript", "python"]


class Shape(Node, frozen=True):
    """``identity`` is ``file#Symbol`` of the declaration, ``name`` what it is exported as, ``aliases`` its other names.

    An object type has ``members``; an alias of anything else has ``type``. ``heritage`` are the names of its bases, those
    aside that only their own file knows. ``is_open`` says that a base was not found: members that it may have are unread.
    ``opaque`` is the reason why nothing of it can be compared. ``element`` is the identity in the specification, when the
    caller knows one.
    """

    identity: str
    name: str
    kind: SymbolKind
    language: Language = "typescript"
    parameters: tuple[TypeParameter, ...] = ()
    members: tuple[Member, ...] = ()
    type: Type | None = None
    heritage: tuple[str, ...] = ()
    is_open: bool = False
    opaque: str = ""
    deprecated: Deprecation | None = None
    aliases: tuple[str, ...] = ()
    element: str = ""
    tags: tuple[str, ...] = ()
    place: Place = NOWHERE
    extent: Place = NOWHERE

    @property
    def path(self) -> str:
        """The file that declares it."""
        return self.identity.partition("#")[0]

    def member(self, name: str) -> Member | None:
        return next((member for member in self.members if member.name == name), None)


def written(shape: Shape) -> dict[str, object]:
    """``shape`` as JSON values without any place: the same on every machine, whatever file and line."""
    plain: dict[str, object] = msgspec.to_builtins(shape)
    _drop_places(plain)
    plain["identity"] = f"#{shape.identity.partition('#')[2]}"
    return plain


def restored(plain: object) -> Shape:
    """The shape that ``written`` made; ``msgspec.ValidationError`` for anything else."""
    return msgspec.convert(plain, Shape)


_PLACES = ("place", "extent", "type_place", "symbol")


def _drop_places(value: object) -> None:
    if isinstance(value, dict):
        for key in _PLACES:
            value.pop(key, None)
        for each in value.values():
            _drop_places(each)
    elif isinstance(value, list | tuple):
        for each in value:
            _drop_places(each)
