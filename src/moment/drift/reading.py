"""What one file of an implementation declares, imports and exports, names unresolved: all that the cache keeps of it.

A ``Reading`` depends on nothing but the bytes of its file and ``READER_VERSION``. Its places have an empty path and count
code points; resolving writes the path in.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Literal, TypeAlias

import msgspec

from moment.drift.shape import Language
from moment.drift.types import NOWHERE, Deprecation, Member, Node, Type, TypeParameter
from moment.text.span import Place

READER_VERSION = 5
SYNTAX_ERROR = "it has a syntax error"

DeclarationKind: TypeAlias = Literal["interface", "class", "alias", "enum", "const", "namespace"]


class Declaration(Node, frozen=True):
    """``name`` is dotted inside namespaces. ``type`` is the target of an alias, or the type of a constant.

    ``heritage`` are the bases whose members it has, ``implements`` those it only promises. ``damage`` is the reason why
    it cannot be read. ``tags`` are the names that ``@moment`` gives it.
    """

    name: str
    kind: DeclarationKind
    parameters: tuple[TypeParameter, ...] = ()
    members: tuple[Member, ...] = ()
    type: Type | None = None
    heritage: tuple[Type, ...] = ()
    implements: tuple[Type, ...] = ()
    deprecated: Deprecation | None = None
    tags: tuple[str, ...] = ()
    damage: str = ""
    place: Place = NOWHERE
    extent: Place = NOWHERE


class Import(Node, frozen=True):
    """``local`` stands for ``name`` of ``module``; ``*`` for the module itself. ``module`` is as written.

    An alias of a name of this file (``import A = N.B``) has no module; ``import('…')`` in the middle of a type has no
    local name.
    """

    local: str
    module: str
    name: str
    place: Place = NOWHERE


class Export(Node, frozen=True):
    """``name`` of this module is ``local``, of ``module`` when that is set; ``*`` as both names is ``export *``."""

    name: str
    local: str
    module: str = ""
    place: Place = NOWHERE


class Damage(Node, frozen=True):
    """Why a file cannot be read, with the first place that shows it."""

    reason: str
    place: Place = NOWHERE


class Reading(Node, frozen=True):
    """``values`` are exported names that are no types: functions, variables.

    ``damage`` set: nothing of the file counts, and ``declarations`` names what could still be made out.
    """

    language: Language
    declarations: tuple[Declaration, ...] = ()
    imports: tuple[Import, ...] = ()
    exports: tuple[Export, ...] = ()
    values: tuple[str, ...] = ()
    damage: Damage | None = None


def key(data: bytes) -> str:
    """What a cache keeps the reading of ``data`` under."""
    return f"{READER_VERSION}-{sha256(data).hexdigest()}"


_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(dict[str, Reading])


def encode(readings: dict[str, Reading]) -> bytes:
    """Readings by key, as bytes for the cache."""
    return _ENCODER.encode(readings)


def decode(data: bytes) -> dict[str, Reading]:
    """What ``encode`` wrote; empty when the bytes are anything else."""
    try:
        return _DECODER.decode(data)
    except (msgspec.DecodeError, msgspec.ValidationError):
        return {}
