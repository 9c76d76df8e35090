"""The edits that an implementation can be asked for, whatever its language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from moment.drift.types import Deprecation

Sources: TypeAlias = Mapping[str, str]
"""Where a name that a type may use is exported: to the path of its file, or to a module that is no file (``uuid``)."""


@dataclass(frozen=True, slots=True)
class Written:
    """A member as it is to stand; ``type`` in the notation of the language.

    With ``value`` it is a case of an enum, of a union of literals or of a constant array: ``name`` is what an enum
    calls it, ``value`` the text that it stands for.
    """

    name: str
    type: str = ""
    optional: bool = False
    readonly: bool = False
    deprecated: Deprecation | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True)
class InsertMember:
    """Behind the sibling called ``after``; with the empty name before all others, without one behind the last."""

    path: str
    symbol: str
    member: Written
    after: str | None = None


@dataclass(frozen=True, slots=True)
class RemoveMember:
    """The member goes with its own doc comment. A case of a union or an array is called by its value."""

    path: str
    symbol: str
    member: str


@dataclass(frozen=True, slots=True)
class UpdateMember:
    """One aspect. ``type`` and ``value`` as texts, ``optional`` and ``readonly`` as ``true`` or ``false``, ``deprecated``
    as ``reason -> replacement``, ``reason`` or empty."""

    path: str
    symbol: str
    member: str
    aspect: Literal["type", "optional", "readonly", "deprecated", "value"]
    value: str


@dataclass(frozen=True, slots=True)
class RenameMember:
    """The declaration and every certain use in all texts."""

    path: str
    symbol: str
    member: str
    name: str


@dataclass(frozen=True, slots=True)
class InsertSymbol:
    """``text``, a whole declaration as the generator writes it, at the end of the file; a new file when there is none."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class RemoveSymbol:
    """The declaration goes with its own doc comment and with what exports it."""

    path: str
    symbol: str


@dataclass(frozen=True, slots=True)
class RenameSymbol:
    """The declaration, imports, exports and every certain use in all texts."""

    path: str
    symbol: str
    name: str


@dataclass(frozen=True, slots=True)
class Retag:
    """The value ``tag``, by which values of ``symbol`` are told from others, in its declaration and in all texts."""

    path: str
    symbol: str
    tag: str
    name: str


CodeEdit: TypeAlias = (
    InsertMember | RemoveMember | UpdateMember | RenameMember | InsertSymbol | RemoveSymbol | RenameSymbol | Retag
)


def described(edit: CodeEdit) -> str:
    """What a person reads: ``insert `total` into `Order` ``."""
    match edit:
        case InsertMember():
            return f"insert `{edit.member.name}` into `{edit.symbol}`"
        case RemoveMember():
            return f"remove `{edit.symbol}.{edit.member}`"
        case UpdateMember():
            return f"update {edit.aspect} of `{edit.symbol}.{edit.member}`"
        case RenameMember():
            return f"rename `{edit.symbol}.{edit.member}` to `{edit.name}`"
        case InsertSymbol():
            return f"add a declaration to `{edit.path}`"
        case RemoveSymbol():
            return f"remove `{edit.symbol}`"
        case RenameSymbol():
            return f"rename `{edit.symbol}` to `{edit.name}`"
        case Retag():
            return f"tell `{edit.symbol}` by `{edit.name}`"


def deprecation(value: str) -> Deprecation | None:
    """``reason -> replacement`` or ``reason``; ``None`` for the empty text."""
    reason, _, replacement = value.partition(" -> ")
    return Deprecation(reason.strip(), replacement.strip()) if value.strip() else None
