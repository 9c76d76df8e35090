"""Which errors of a parse stay inside one declaration, and which make nothing of the file certain."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from tree_sitter import Node as Tree

_OPENING = {"(": ")", "[": "]", "{": "}", "<": ">"}
_BODIES = frozenset(("statement_block", "class_static_block"))
_INITIALISED = frozenset(
    ("variable_declarator", "public_field_definition", "required_parameter", "optional_parameter", "pair")
)
_HEADS = re.compile(
    rb"(?<![\w$.])(export|import|interface|enum|declare|namespace|abstract\s+class|(type|class|const|function)\s+[\w$]+)(?![\w$?:])"
)
_RESERVED = frozenset(
    (b"export", b"import", b"enum", b"class", b"const", b"function", b"extends", b"default", b"var", b"return")
)  # fmt: skip


class Fault(NamedTuple):
    """A node that is wrong, and whether it is inside a body or an initialiser."""

    tree: Tree
    contained: bool


def faults(tree: Tree, *, contained: bool = False) -> Iterator[Fault]:
    """The outermost wrong nodes below ``tree``, in order."""
    if not tree.has_error:
        return
    if tree.type == "ERROR" or tree.is_missing:
        yield Fault(tree, contained)
        return
    value = tree.child_by_field_name("value") if tree.type in _INITIALISED else None
    for child in tree.children:
        inside = contained or child.type in _BODIES or (value is not None and child.id == value.id)
        yield from faults(child, contained=inside)


def is_stray(tree: Tree, data: bytes) -> bool:
    """Whether the parser took half a statement for a whole one: ``export`` for a name, ``namespace X`` without a body."""
    if tree.type == "expression_statement":
        first = tree
        while first.named_child_count:
            first = first.named_children[0]
        if first.type == "identifier" and data[first.start_byte : first.end_byte] in _RESERVED:
            return True
    inner: Tree | None = tree
    while inner is not None and inner.type in ("expression_statement", "export_statement", "ambient_declaration"):
        inner = inner.child_by_field_name("declaration") or inner.named_child(0)
    if inner is None or inner.type not in ("internal_module", "module"):
        return False
    name = inner.child_by_field_name("name")
    return inner.child_by_field_name("body") is None and (name is None or name.type != "string")


def swallows(tree: Tree, data: bytes) -> bool:
    """Whether an error holds the head of another declaration, which is then lost."""
    return _HEADS.search(data, tree.start_byte, tree.end_byte) is not None


def unbalanced(text: str) -> int | None:
    """Where the first bracket stands that has no partner, outside strings, comments and regular expressions."""
    open_: list[tuple[str, int]] = []
    templates: list[int] = []
    at, size, previous = 0, len(text), ""
    while at < size:
        character = text[at]
        if character in " \t\r\n":
            at += 1
            continue
        if text.startswith(("//", "/*"), at):
            at = _comment(text, at)
            continue
        if character in "\"'":
            at = _quoted(text, at, character)
        elif character == "`":
            at, resumed = _template(text, at + 1)
            if resumed:
                templates.append(len(open_))
                open_.append(("}", at - 1))
        elif character == "/" and _begins_pattern(previous):
            at = _pattern(text, at)
        elif character in "([{":
            open_.append((_OPENING[character], at))
            at += 1
        elif character in ")]}":
            if not open_ or open_[-1][0] != character:
                return at
            open_.pop()
            at += 1
            if character == "}" and templates and templates[-1] == len(open_):
                templates.pop()
                at, resumed = _template(text, at)
                if resumed:
                    templates.append(len(open_))
                    open_.append(("}", at - 1))
        else:
            word = re.compile(r"[\w$]+").match(text, at)
            at = word.end() if word else at + 1
            previous = word[0] if word else character
            continue
        previous = character
    return open_[-1][1] if open_ else None


def _comment(text: str, at: int) -> int:
    end = text.find("\n", at) if text[at + 1] == "/" else text.find("*/", at + 2) + 2
    return len(text) if end < at + 2 else end


def _quoted(text: str, at: int, quote: str) -> int:
    """Behind a string; one that its line does not close ends with the line."""
    at += 1
    while at < len(text) and text[at] not in (quote, "\n"):
        at += 2 if text[at] == "\\" else 1
    return at + 1


def _template(text: str, at: int) -> tuple[int, bool]:
    """Behind the template's end, or behind the ``${`` of a place in it."""
    while at < len(text):
        if text[at] == "\\":
            at += 2
        elif text[at] == "`":
            return at + 1, False
        elif text.startswith("${", at):
            return at + 2, True
        else:
            at += 1
    return at, False


def _begins_pattern(previous: str) -> bool:
    return previous in ("return", "typeof", "case", "in", "of", "") or (
        previous not in (")", "]", "}", '"', "'", "`") and not (previous[-1].isalnum() or previous[-1] in "_$")
    )


def _pattern(text: str, at: int) -> int:
    """Behind a regular expression; of a division only its sign."""
    start, at, in_class = at, at + 1, False
    while at < len(text) and text[at] != "\n":
        if text[at] == "\\":
            at += 1
        elif text[at] == "[":
            in_class = True
        elif text[at] == "]":
            in_class = False
        elif text[at] == "/" and not in_class:
            return at + 1
        at += 1
    return start + 1
