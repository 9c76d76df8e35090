"""Types of code as the language writes them; ``names`` goes from the identity of an element to what it is called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from moment.drift.canonical import text
from moment.drift.forms import expanded
from moment.drift.patch.result import Refusal
from moment.drift.types import (
    NULL,
    UNDEFINED,
    Array,
    Brand,
    Opaque,
    Primitive,
    Reference,
    Type,
    Union,
)

Names: TypeAlias = Mapping[str, str]

_BRANDS = ("UUID", "DateTime", "Date", "Money")
_WORDS = {"string": "string", "number": "number", "boolean": "boolean"}


def specification(type_: Type, names: Names) -> tuple[str, bool]:
    """``OrderLine[]``, and whether it may be absent; ``Refusal`` for what the language cannot say."""
    if isinstance(type_, Reference) and type_.name in names:
        return names[type_.name], False
    followed = expanded(type_, enums=False)
    match followed:
        case Primitive(name) if name in _WORDS:
            return _WORDS[name], False
        case Brand(name, _) if name in _BRANDS:
            return name, False
        case Brand(_, base):
            return specification(base, names)
        case Reference(name, _) if name in names:
            return names[name], False
        case Reference("Date", external=True):
            return "DateTime", False
        case Array(item):
            inner, optional = specification(item, names)
            if not optional and not inner.endswith("[]"):
                return f"{inner}[]", False
        case Union(found):
            kept = tuple(each for each in found if each not in (NULL, UNDEFINED))
            if len(kept) == 1 and len(kept) < len(found):
                return specification(kept[0], names)[0], True
        case Opaque(_, reason):
            raise Refusal(f"the type is not known: it is {reason}")
    raise Refusal(f"the language has no type for `{text(type_)}`: declare a value object or an enum for it")
