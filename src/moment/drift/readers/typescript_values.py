"""Expressions of TypeScript to the types that they have: literals, constants, ``new X()``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tree_sitter import Node as Tree

from moment.drift.readers.typescript_text import last_named, named
from moment.drift.types import UNKNOWN, Literal, Member, Name, Object, Opaque, Primitive, Slot, Tuple, Type

if TYPE_CHECKING:
    from moment.drift.readers.typescript_types import Text


def value(text: Text, tree: Tree, *, constant: bool = False) -> Type:
    """The type of an expression: literals, ``as const``, ``new X()``; a ``constant`` keeps its literal type."""
    match tree.type:
        case "string" | "number" | "true" | "false" | "template_string" | "unary_expression":
            literal = text.literal(tree)
            return literal if constant or isinstance(literal, Opaque) else widened_literal(literal)
        case "null" | "undefined":
            return Primitive(tree.type)
        case "parenthesized_expression" | "satisfies_expression" | "non_null_expression":
            inner = tree.named_child(0)
            return value(text, inner, constant=constant) if inner is not None else UNKNOWN
        case "as_expression":
            inner = tree.named_child(0)
            if any(not each.is_named and each.type == "const" for each in tree.children):
                return value(text, inner, constant=True) if inner is not None else UNKNOWN
            return text.type(last_named(tree))
        case "array" if constant:
            return Tuple(tuple(Slot(value(text, each, constant=True)) for each in named(tree)), readonly=True)
        case "object" if constant:
            return record(text, tree)
        case "new_expression":
            constructor = tree.child_by_field_name("constructor")
            given = text.arguments(tree.child_by_field_name("type_arguments"))
            if constructor is not None and constructor.type in ("identifier", "member_expression"):
                return Name(text.of(constructor), given)
        case "arrow_function" | "function_expression" if tree.child_by_field_name("return_type") is not None:
            return text.function(tree, text.returned(tree))
        case "call_expression" if (frozen := _frozen(text, tree)) is not None:
            return value(text, frozen, constant=constant)
    return Opaque("", "inferred from a value")


def _frozen(text: Text, tree: Tree) -> Tree | None:
    """The value that ``Object.freeze`` is given."""
    function, given = tree.child_by_field_name("function"), tree.child_by_field_name("arguments")
    if function is None or given is None or text.of(function) != "Object.freeze":
        return None
    found = list(named(given))
    return found[0] if len(found) == 1 else None


def record(text: Text, tree: Tree) -> Type:
    """An object ``as const``."""
    found = []
    for each in named(tree):
        pair_key, pair_value = each.child_by_field_name("key"), each.child_by_field_name("value")
        if each.type != "pair" or pair_key is None or pair_value is None:
            return Opaque("", "inferred from a value")
        found.append(
            Member(
                text.property_name(pair_key),
                value(text, pair_value, constant=True),
                readonly=True,
                place=text.place(pair_key),
                extent=text.place(each),
                type_place=text.place(pair_value),
            )
        )
    return Object(tuple(found))


def widened_literal(literal: Type) -> Type:
    if not isinstance(literal, Literal):
        return literal
    first = literal.text[0]
    return Primitive("string" if first == '"' else "boolean" if first in "tf" else "number")
