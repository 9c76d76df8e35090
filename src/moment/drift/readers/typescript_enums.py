"""Enums of TypeScript with the value of every member, computed the way the compiler computes constants."""

from __future__ import annotations

import json
from collections.abc import Callable
from math import fmod, isfinite, nan

from tree_sitter import Node as Tree

from moment.drift.readers.typescript_text import number
from moment.drift.readers.typescript_types import Text
from moment.drift.types import Literal, Member, Opaque, Type

_ARITHMETIC: dict[str, Callable[[float, float], float]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b if b else nan,
    "%": lambda a, b: fmod(a, b) if b else nan,
    "<<": lambda a, b: _word(_word(a) << (_word(b) & 31)),
    ">>": lambda a, b: _word(a) >> (_word(b) & 31),
    ">>>": lambda a, b: (_word(a) & 0xFFFFFFFF) >> (_word(b) & 31),
    "|": lambda a, b: _word(a) | _word(b),
    "&": lambda a, b: _word(a) & _word(b),
    "^": lambda a, b: _word(a) ^ _word(b),
}


def enum_members(text: Text, body: Tree | None) -> tuple[Member, ...]:
    """Members in order; a value that its position gives is ``implicit``."""
    found: list[Member] = []
    values: dict[str, float | str] = {}
    following: float | None = 0
    comment = ""
    for each in body.named_children if body is not None else ():
        if each.type == "comment":
            comment = text.of(each)
            continue
        name_tree = each.child_by_field_name("name") if each.type == "enum_assignment" else each
        value_tree = each.child_by_field_name("value") if each.type == "enum_assignment" else None
        if name_tree is None:
            continue
        name = text.property_name(name_tree)
        value = following if value_tree is None else _value(text, value_tree, values)
        if value is not None:
            values[name] = value
        following = value + 1 if isinstance(value, int | float) else None
        found.append(
            Member(
                name,
                _literal(value),
                "value",
                implicit=value_tree is None,
                deprecated=text.said(comment),
                place=text.place(name_tree),
                extent=text.place(each),
                type_place=text.place(value_tree),
            )
        )
        comment = ""
    return tuple(found)


def _literal(value: float | str | None) -> Type:
    if value is None:
        return Opaque("", "a value that is not known")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return Literal(json.dumps(value, ensure_ascii=False))


def _value(text: Text, tree: Tree, known: dict[str, float | str]) -> float | str | None:
    match tree.type:
        case "string" | "template_string":
            literal = text.literal(tree)
            return str(json.loads(literal.text)) if isinstance(literal, Literal) else None
        case "number":
            return _number(number(text.of(tree)))
        case "identifier":
            return known.get(text.of(tree))
        case "member_expression":
            return known.get(text.of(tree).rpartition(".")[2])
        case "parenthesized_expression":
            inner = tree.named_child(0)
            return _value(text, inner, known) if inner is not None else None
        case "unary_expression":
            return _unary(text, tree, known)
        case "binary_expression":
            return _binary(text, tree, known)
    return None


def _number(shown: str) -> float | None:
    try:
        return float(shown)
    except ValueError:
        return None


def _word(value: float) -> int:
    """The 32 bits with a sign that JavaScript computes with."""
    if not isfinite(value):
        return 0
    return (int(value) + 0x80000000) % 0x100000000 - 0x80000000


def _finite(value: float) -> float | None:
    return value if isfinite(value) else None


def _unary(text: Text, tree: Tree, known: dict[str, float | str]) -> float | None:
    operand = tree.child_by_field_name("argument")
    value = _value(text, operand, known) if operand is not None else None
    if not isinstance(value, int | float):
        return None
    return {"-": -value, "+": value, "~": ~_word(value)}.get(text.of(tree)[0])


def _binary(text: Text, tree: Tree, known: dict[str, float | str]) -> float | str | None:
    left, right, operator = (tree.child_by_field_name(field) for field in ("left", "right", "operator"))
    if left is None or right is None or operator is None:
        return None
    one, other = _value(text, left, known), _value(text, right, known)
    sign = text.of(operator)
    if sign == "+" and isinstance(one, str) and isinstance(other, str):
        return one + other
    if isinstance(one, int | float) and isinstance(other, int | float) and sign in _ARITHMETIC:
        return _finite(_ARITHMETIC[sign](one, other))
    return None
