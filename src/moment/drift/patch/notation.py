"""Types as their readers give them, written again: in TypeScript, in Python, in a specification.

``names`` goes from the identity of an element, or from ``UUID DateTime Date Money``, to what the text calls it. A brand
without a name is written as its primitive, an alias without one as what it stands for.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import TypeAlias

from moment.drift.canonical import text
from moment.drift.forms import expanded
from moment.drift.patch.result import Refusal
from moment.drift.types import (
    NULL,
    UNDEFINED,
    Array,
    Brand,
    Function,
    Intersection,
    Literal,
    Member,
    Object,
    Opaque,
    Primitive,
    Reference,
    Tuple,
    Type,
    Union,
)

Names: TypeAlias = Mapping[str, str]
Writer: TypeAlias = Callable[[Type, Mapping[str, str]], str]

_PYTHON = {
    "string": "str", "number": "float", "boolean": "bool", "null": "None", "undefined": "None", "void": "None",
    "unknown": "object", "any": "Any", "never": "Never", "bigint": "int", "object": "object",
}  # fmt: skip
_PYTHON_BRANDS = {"UUID": "UUID", "DateTime": "datetime", "Date": "date", "Money": "Decimal"}
_BRANDS = ("UUID", "DateTime", "Date", "Money")
_WORDS = {"string": "string", "number": "number", "boolean": "boolean"}


def typescript(type_: Type, names: Names) -> str:
    """``readonly OrderLine[]``; ``Refusal`` for a form that cannot be written again."""
    match type_:
        case Primitive(name):
            return name
        case Literal(value):
            return f"'{json.loads(value)}'" if value[0] == '"' and not set("'\\\n") & set(value) else value
        case Brand(name, base):
            return names.get(name) or typescript(base, names)
        case Reference():
            return _reference(type_, names, typescript)
        case Array(item, readonly):
            return f"{'readonly ' if readonly else ''}{_grouped(typescript(item, names), item)}[]"
        case Union(found):
            return " | ".join(_grouped(typescript(item, names), item, inside_union=True) for item in found)
        case Intersection(found):
            return " & ".join(_grouped(typescript(item, names), item) for item in found)
        case Tuple(slots):
            shown = (f"{'...' * s.rest}{typescript(s.type, names)}{'[]' * s.rest}{'?' * s.optional}" for s in slots)
            return f"[{', '.join(shown)}]"
        case Object(members):
            return f"{{ {'; '.join(_member(each, names) for each in members)} }}" if members else "{}"
    raise Refusal(f"the type `{text(type_)}` cannot be written again")


def _member(member: Member, names: Names) -> str:
    mark = "readonly " if member.readonly else ""
    return f"{mark}{member.name}{'?' if member.optional else ''}: {typescript(member.type, names)}"


def _grouped(shown: str, type_: Type, *, inside_union: bool = False) -> str:
    """In parentheses where it would otherwise bind otherwise."""
    loose = isinstance(type_, Function) or (isinstance(type_, Union | Intersection) and not inside_union)
    return f"({shown})" if loose or (shown.startswith("readonly ") and not inside_union) or " | " in shown else shown


def python(type_: Type, names: Names) -> str:
    """``tuple[OrderLine, ...]``; ``Refusal`` for a form that cannot be written again."""
    match type_:
        case Primitive(name) if name in _PYTHON:
            return _PYTHON[name]
        case Literal(value):
            return f"Literal[{value}]"
        case Brand(name, base):
            return names.get(name) or _PYTHON_BRANDS.get(name) or python(base, names)
        case Reference():
            return _reference(type_, names, python)
        case Array(item, readonly):
            return f"tuple[{python(item, names)}, ...]" if readonly else f"list[{python(item, names)}]"
        case Union(found):
            literals = [each.text for each in found if isinstance(each, Literal)]
            others = [python(each, names) for each in found if not isinstance(each, Literal)]
            return " | ".join([*([f"Literal[{', '.join(literals)}]"] if literals else []), *others])
        case Tuple(slots) if not any(slot.rest or slot.optional for slot in slots):
            return f"tuple[{', '.join(python(slot.type, names) for slot in slots)}]"
    raise Refusal(f"the type `{text(type_)}` cannot be written in Python")


def _reference(reference: Reference, names: Names, write: Writer) -> str:
    target = reference.target
    brand = target.name if isinstance(target, Brand) else ""
    known = names.get(reference.name) or (names.get(brand) if brand else None)
    if known is not None:
        arguments = ", ".join(write(each, names) for each in reference.arguments)
        brackets = "<>" if write is typescript else "[]"
        return f"{known}{brackets[0]}{arguments}{brackets[1]}" if arguments else known
    if target is not None:
        return write(target, names)
    if reference.external:
        return text(reference)
    raise Refusal(f"nothing in the code stands for `{reference.name}`")


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
