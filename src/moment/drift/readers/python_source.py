"""Python text made fit for every parser version, its offsets, and errors that stay inside one declaration."""

from __future__ import annotations

import ast
import re
from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from moment.drift.readers.text import merge_marker
from moment.drift.reading import Damage
from moment.text.span import Place

_LINE_END = re.compile(r"\r\n|\r|\n")
_HEAD = re.compile(r"^([ \t]*(?:class|def|async[ \t]+def)[ \t]+\w+[ \t]*)(\[)", re.MULTILINE)
_ALIAS = re.compile(r"^([ \t]*)type(?=[ \t]+\w+[ \t]*(?:\[[^\]\n]*\])?[ \t]*=[^=])", re.MULTILINE)
_BLOCK = re.compile(r"(?:async\s+def|def|class|@)\b|@")
_BLOCKS = (ast.stmt, ast.excepthandler, ast.match_case)
DEEPEST = 150
"""Expressions inside expressions that are followed."""
TOO_DEEP = "it is nested too deeply"
_BRACKETS = {"(": ")", "[": "]", "{": "}"}


class Source:
    """A text with its lines; ``generics`` goes from the offset of a head's name to its type parameters as text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.generics: dict[int, str] = {}
        self.plain = self._without_new_syntax(text)
        self.starts = [0, *(found.end() for found in _LINE_END.finditer(text))]
        self._ascii = text.isascii()

    def offset(self, line: int, column: int) -> int:
        """The code point at ``line`` (from 1) and ``column`` (bytes of UTF-8 from 0), as ``ast`` counts."""
        start = self.starts[min(line, len(self.starts)) - 1]
        if self._ascii:
            return start + column
        end = self.starts[line] if line < len(self.starts) else len(self.text)
        return start + len(self.text[start:end].encode()[:column].decode(errors="ignore"))

    def place(self, node: ast.expr | ast.stmt | ast.arg | None) -> Place:
        if node is None or node.end_lineno is None or node.end_col_offset is None:
            return Place("", 0, 0)
        start, end = self.offset(node.lineno, node.col_offset), self.offset(node.end_lineno, node.end_col_offset)
        return Place("", start, end)

    def head(self, node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> Place:
        """The name of a class or function."""
        start = self.text.find(node.name, self.offset(node.lineno, node.col_offset) + 1)
        return Place("", start, start + len(node.name)) if start >= 0 else self.place(node)

    def _without_new_syntax(self, text: str) -> str:
        """``class A[T]`` as ``class A   ``, ``type X = Y`` as ``0;   X = Y``: older parsers read both."""
        if "type" in text:
            text = _ALIAS.sub(r"\g<1>0;  ", text)
        at = 0
        while (found := _HEAD.search(text, at)) is not None:
            end = _closing(text, found.start(2))
            if end is None:
                return text
            self.generics[found.start()] = text[found.start(2) + 1 : end]
            text = text[: found.start(2)] + " " * (end + 1 - found.start(2)) + text[end + 1 :]
            at = end
        return text

    def parameters(self, node: ast.stmt) -> str:
        """The type parameters that the head of ``node`` had."""
        if not self.generics or not isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            return ""
        name = self.head(node).start
        line = self.starts[bisect_right(self.starts, name) - 1]
        return self.generics.get(line, "")


class Tree(NamedTuple):
    """A module as far as it could be parsed: ``broken`` goes from a class's line to the reason it is unread."""

    module: ast.Module | None
    broken: dict[str, Place]
    damage: Damage | None


def parse(source: Source) -> Tree:
    """Parses; a mistake in the body of a function is blanked with it, one elsewhere in a class makes that one unread."""
    text = source.plain
    broken: dict[str, Place] = {}
    limit = len(source.starts) + 1
    for _ in range(limit):
        try:
            module = ast.parse(text)
            deep = _too_deep(module)
            return (
                Tree(module, broken, None) if deep is None else Tree(None, broken, Damage(TOO_DEEP, source.place(deep)))
            )
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            blanked = _contained(source, text, error, broken)
            if isinstance(blanked, Damage):
                return Tree(None, broken, blanked)
            text = blanked
    return Tree(None, broken, Damage("it has a syntax error", Place("", 0, 0)))


def operands(node: ast.BinOp) -> list[ast.expr]:
    """What one operator joins: of ``a | b | c`` all three, however many there are."""
    found: list[ast.expr] = []
    left: ast.expr = node
    while isinstance(left, ast.BinOp) and type(left.op) is type(node.op):
        found.append(left.right)
        left = left.left
    return [left, *reversed(found)]


def _too_deep(module: ast.Module) -> ast.stmt | None:
    """The first statement with expressions inside expressions that nobody can follow; a row of operands is flat."""
    waiting: list[ast.AST] = [module]
    while waiting:
        node = waiting.pop()
        level: list[ast.AST] = [node]
        for _ in range(DEEPEST):
            inner = [child for each in level for child in _children(each)]
            waiting += [each for each in inner if isinstance(each, _BLOCKS)]
            level = [each for each in inner if not isinstance(each, _BLOCKS)]
            if not level:
                break
        else:
            return node if isinstance(node, ast.stmt) else None
    return None


def _children(node: ast.AST) -> Iterable[ast.AST]:
    return operands(node) if isinstance(node, ast.BinOp) else ast.iter_child_nodes(node)


def _contained(source: Source, text: str, error: Exception, broken: dict[str, Place]) -> str | Damage:
    """``text`` with the smallest block that holds the mistake made harmless, or why nothing of the file counts."""
    marker = merge_marker(source.text)
    if marker is not None:
        return Damage("a merge left its marker", marker)
    line = min(error.lineno or 1, len(source.starts)) if isinstance(error, SyntaxError) else 1
    start = source.starts[line - 1]
    place = Place("", start, max(start, _line_end(source, line)))
    damage = Damage("it has a syntax error between declarations", place)
    block = _block(source, line, 0)
    if block is None or block[1] >= len(source.starts):
        return damage
    inner = _block(source, line, 1)
    first, last = inner or block
    body = text[source.starts[first - 1] : source.starts[last]]
    if not _balanced(body):
        return Damage("a bracket has no partner", place)
    head = re.match(r"[ \t]*(?:async[ \t]+)?(def|class)[ \t]+(\w+)", body)
    if head is None:
        return damage
    if head[1] == "class":
        broken.setdefault(head[2], place)
    elif first == line:
        return damage if inner is None else _unread_class(source, text, block, broken, place) or damage
    return _blanked(source, text, first, last, head[0])


def _unread_class(
    source: Source, text: str, block: tuple[int, int], broken: dict[str, Place], place: Place
) -> str | None:
    """A mistake in the head of a method makes the class unread."""
    body = text[source.starts[block[0] - 1] : source.starts[block[1]]]
    head = re.match(r"class[ \t]+(\w+)", body)
    if head is None or not _balanced(body):
        return None
    broken.setdefault(head[1], place)
    return _blanked(source, text, *block, head[0])


def _blanked(source: Source, text: str, first: int, last: int, head: str) -> str:
    """The block replaced by one of the same length that says nothing; lines stay where they are."""
    start, end = source.starts[first - 1], source.starts[last]
    stub = f"{head}: 0" if "class" in head else f"{head}(): 0"
    rest = re.sub(r"[^\r\n]", " ", text[start:end])
    return text[:start] + stub + rest[len(stub) :] + text[end:]


def _block(source: Source, line: int, depth: int) -> tuple[int, int] | None:
    """First and last line of the class or function around ``line``: at the margin, or one level inside that."""
    margin = _heads(source, 1, len(source.starts), 0)
    outer = _around(margin, line, len(source.starts))
    if outer is None or depth == 0:
        return outer
    first, last = outer
    indents = [_indent(source, each) for each in range(first + 1, last + 1) if _line(source, each).strip()]
    inner = min((each for each in indents if each > 0), default=0)
    if not inner:
        return None
    found = _around(_heads(source, first + 1, last, inner), line, last)
    return found if found is not None and re.match(r"\s*(async\s+)?def\b", _line(source, found[0])) else None


def _heads(source: Source, first: int, last: int, indent: int) -> list[int]:
    """Lines at exactly ``indent`` that begin something."""
    return [
        each
        for each in range(first, last + 1)
        if _line(source, each).strip()
        and _indent(source, each) == indent
        and _line(source, each).strip()[0] not in ")]}#"
    ]


def _around(heads: list[int], line: int, end: int) -> tuple[int, int] | None:
    at = bisect_right(heads, line) - 1
    if at < 0:
        return None
    return heads[at], heads[at + 1] - 1 if at + 1 < len(heads) else end


def _line(source: Source, number: int) -> str:
    end = source.starts[number] if number < len(source.starts) else len(source.text)
    return source.text[source.starts[number - 1] : end]


def _line_end(source: Source, number: int) -> int:
    return source.starts[number - 1] + len(_line(source, number).rstrip("\r\n"))


def _indent(source: Source, number: int) -> int:
    line = _line(source, number)
    return len(line) - len(line.lstrip(" \t"))


def _closing(text: str, at: int) -> int | None:
    """The partner of the bracket at ``at``."""
    open_: list[str] = []
    for index in range(at, len(text)):
        if text[index] in _BRACKETS:
            open_.append(_BRACKETS[text[index]])
        elif text[index] in ")]}":
            if not open_ or open_.pop() != text[index]:
                return None
            if not open_:
                return index
    return None


_TOKENS = re.compile(
    r"#[^\n]*|(\"\"\"|''').*?(?:\1|\Z)|\"(?:\\.|[^\"\\\n])*\"?|'(?:\\.|[^'\\\n])*'?|[()\[\]{}]", re.DOTALL
)


def _balanced(text: str) -> bool:
    open_: list[str] = []
    for found in _TOKENS.finditer(text):
        token = found[0]
        if token in _BRACKETS:
            open_.append(_BRACKETS[token])
        elif token in (")", "]", "}") and (not open_ or open_.pop() != token):
            return False
    return not open_
