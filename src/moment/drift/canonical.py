"""Types as canonical texts: the same for all that are equal by spelling alone."""

from __future__ import annotations

from moment.drift.forms import without_undefined
from moment.drift.types import (
    Array,
    Brand,
    Function,
    Intersection,
    Literal,
    Member,
    Name,
    Object,
    Opaque,
    Primitive,
    Reference,
    Template,
    Tuple,
    Type,
    TypeParameter,
    Union,
    Variable,
)


def text(type_: Type) -> str:
    """The canonical text: the same for types that are equal by spelling alone. Names of elements are shown short."""
    match type_:
        case Primitive(name) | Brand(name):
            return name
        case Template(texts, places):
            filled = "".join(f"${{{text(item)}}}{rest}" for item, rest in zip(places, texts[1:], strict=True))
            return f"`{texts[0]}{filled}`"
        case Literal(value):
            return value.replace('"', "'") if value[0] == '"' and "'" not in value and "\\" not in value else value
        case Reference(name, arguments) | Name(name, arguments):
            shown = name.rpartition("/")[2].rpartition("#")[2]
            return f"{shown}<{', '.join(map(text, arguments))}>" if arguments else shown
        case Variable(position, depth):
            return f"T{position}" if depth == 0 else f"{'U' * depth}{position}"
        case Array(item):
            return f"{_wrapped(item)}[]"
        case Tuple(slots):
            found = (f"{'...' * s.rest}{text(s.type)}{'[]' * s.rest}{'?' * s.optional}" for s in slots)
            return f"[{', '.join(found)}]"
        case Union(found_items):
            return " | ".join(sorted(map(_wrapped, found_items), key=_union_order))
        case Intersection(found_items):
            return " & ".join(sorted(map(_wrapped, found_items)))
        case Object(members):
            return f"{{ {'; '.join(sorted(map(member_text, members)))} }}" if members else "{}"
        case Function():
            return signature_text(type_, " => ")
        case Opaque(shown, _):
            return " ".join(shown.split()) or "?"
    return "?"


def member_text(member: Member) -> str:
    """``a?: string``, ``put(A): B``; canonical, without ``readonly``."""
    type_, has_undefined = without_undefined(member.type)
    mark = "?" if member.optional or has_undefined else ""
    if member.kind == "index":
        return f"[key: {member.name[1:-1]}]: {text(type_)}"
    if isinstance(type_, Function) and member.kind in ("method", "call", "construct"):
        return f"{member.name}{mark}{signature_text(type_, ': ')}"
    return f"{member.name}{mark}: {text(type_)}"


def signature_text(function: Function, arrow: str) -> str:
    new = "new " if function.constructs else ""
    return (
        f"{new}{parameters_text(function.parameters, 'U')}({arguments_text(function)}){arrow}{text(function.returns)}"
    )


def arguments_text(function: Function) -> str:
    return ", ".join(f"{'...' * a.rest}{text(a.type)}{'?' * a.optional}" for a in function.arguments)


def parameters_text(parameters: tuple[TypeParameter, ...], letter: str = "T") -> str:
    if not parameters:
        return ""
    shown = []
    for position, each in enumerate(parameters):
        bound = f" extends {text(each.constraint)}" if each.constraint is not None else ""
        default = f" = {text(each.default)}" if each.default is not None else ""
        shown.append(f"{letter}{position}{bound}{default}")
    return f"<{', '.join(shown)}>"


def _wrapped(type_: Type) -> str:
    shown = text(type_)
    return f"({shown})" if isinstance(type_, (Union, Intersection, Function)) else shown


def _union_order(shown: str) -> tuple[int, str]:
    return (shown in ("null", "undefined")) + (shown == "undefined"), shown
