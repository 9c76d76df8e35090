"""One TypeScript file while it is read: its bytes, its places, and the values of what it spells."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from math import isfinite

from tree_sitter import Node as Tree

from moment.drift.readers.text import Offsets, deprecation
from moment.drift.types import NOWHERE, Deprecation, Literal, Opaque, Primitive, Type
from moment.text.span import Place

_ESCAPE = re.compile(r"\\(u\{[0-9a-fA-F]+\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|\r?\n|.)", re.DOTALL)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}


class Written:
    """Speaks of a tree in the text's own words and offsets.

    ``modules`` are those behind the names that stand for ``import('…')``.
    """

    def __init__(self, text: str, data: bytes, modules: dict[str, str]) -> None:
        self.data = data
        self.modules = modules
        self.depth = 0
        self._offsets = Offsets(text, data)

    def of(self, tree: Tree) -> str:
        return self.data[tree.start_byte : tree.end_byte].decode()

    def place(self, tree: Tree | None) -> Place:
        return NOWHERE if tree is None else self._offsets.place(tree.start_byte, tree.end_byte)

    def type_place(self, annotation: Tree | None) -> Place:
        """The place of the type without its colon."""
        return self.place(last_named(annotation) if annotation is not None else None)

    def property_name(self, tree: Tree) -> str:
        """A member's name by value, whatever the quotes; ``[Symbol.iterator]`` as written."""
        match tree.type:
            case "string":
                return self.string(tree)
            case "number":
                return number(self.of(tree))
            case "computed_property_name":
                inner = last_named(tree)
                if inner is not None and inner.type in ("string", "number"):
                    return self.property_name(inner)
        return self.of(tree)

    def string(self, tree: Tree) -> str:
        """The value of a string literal."""
        return unescaped(self.of(tree)[1:-1])

    def literal(self, tree: Tree) -> Type:
        text = self.of(tree)
        match tree.type:
            case "string":
                return Literal(json.dumps(self.string(tree), ensure_ascii=False))
            case "true" | "false":
                return Literal(text)
            case "null" | "undefined":
                return Primitive(text)
            case "number":
                return Literal(number(text))
            case "unary_expression":
                shown = "".join(text.split())
                if re.fullmatch(r"[-+][\d._xobXOBa-fA-F]+n?", shown):
                    return Literal(("-" if shown[0] == "-" else "") + number(shown[1:]))
            case "template_string" if "${" not in text:
                return Literal(json.dumps(unescaped(text[1:-1]), ensure_ascii=False))
        return Opaque(text, "a value that is not known")

    def said(self, comment: str) -> Deprecation | None:
        return deprecation(comment) if comment.startswith("/**") and "@deprecated" in comment else None


def named(tree: Tree) -> Iterator[Tree]:
    """The named children, comments aside."""
    return (each for each in tree.named_children if each.type != "comment")


def last_named(tree: Tree) -> Tree | None:
    """The last of them."""
    found = [each for each in tree.named_children if each.type != "comment"]
    return found[-1] if found else None


def unescaped(text: str) -> str:
    """What a literal with escapes means, quotes aside; half a surrogate pair is no character."""
    if "\\" not in text:
        return text
    found = _ESCAPE.sub(_part, text)
    return found.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _part(found: re.Match[str]) -> str:
    code = found[1]
    if code[0] in "ux" and len(code) > 1:
        point = int(code[1:].strip("{}"), 16)
        return chr(point) if point <= sys.maxunicode else "\ufffd"
    return "" if code in ("\n", "\r\n") else _ESCAPES.get(code, code)


def number(text: str) -> str:
    """A numeric literal as JSON; as written when it is none."""
    plain = text.replace("_", "")
    try:
        if plain[:2].lower() in ("0x", "0o", "0b"):
            return str(int(plain, 0))
        value = float(plain)
    except ValueError:
        return plain
    if not isfinite(value):
        return plain
    return str(int(value)) if value.is_integer() and abs(value) < 1e21 else repr(value)
