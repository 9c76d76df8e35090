"""Imports for the names that a new type uses, in the manner of the file."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator
from typing import Any

from moment.drift.patch.code import Sources
from moment.drift.patch.lines import Lines, Splice
from moment.drift.patch.result import Refusal
from moment.drift.patch.typescript.habits import Habits
from moment.drift.patch.typescript.modules import SUFFIXES, could_name, without_suffix
from moment.drift.patch.typescript.rows import declared
from moment.drift.readers.typescript import Parsed, parse

_GLOBAL = frozenset(
    ("Array", "ReadonlyArray", "Date", "Promise", "Record", "Partial", "Required", "Readonly", "Pick", "Omit", "Exclude",
     "Extract", "NonNullable", "Awaited", "Parameters", "ReturnType", "Map", "Set", "ReadonlyMap", "ReadonlySet",
     "WeakMap", "WeakSet", "Iterable", "AsyncIterable", "Iterator", "Error", "RegExp", "URL", "Uint8Array", "ArrayBuffer",
     "Buffer", "Object", "String", "Number", "Boolean", "Symbol", "BigInt", "Function", "Uppercase", "Lowercase", "NaN")
)  # fmt: skip


def names(text: str) -> tuple[str, ...]:
    """The names that a piece of TypeScript uses as types, in order, each once; what it declares itself is none."""
    tree = parse(text)
    found = dict.fromkeys(_names(tree, tree.root))
    own = {each.name for each in declared(tree)}
    return tuple(name for name in found if name not in own and name not in _GLOBAL)


def _names(tree: Parsed, node: Any) -> Iterator[str]:
    if node.type in ("type_identifier", "identifier") and not _declares(node):
        yield tree.text.of(node).split(".")[0]
    for each in node.children:
        yield from _names(tree, each)


def _declares(node: Any) -> bool:
    """Whether an identifier is the name of what its parent declares: a type parameter, a parameter."""
    parent = node.parent
    name = parent.child_by_field_name("name") or parent.child_by_field_name("pattern")
    is_value = node.type == "identifier" and parent.type not in ("nested_type_identifier", "nested_identifier", "type_query",
                                                                 "extends_clause", "call_expression", "new_expression")  # fmt: skip
    return (name is not None and name.id == node.id and parent.type != "nested_type_identifier") or is_value


class Imports:
    """The imports of the file at ``path``."""

    def __init__(self, path: str, parsed: Parsed, lines: Lines, habits: Habits) -> None:
        self.path = path
        self.parsed = parsed
        self.lines = lines
        self.habits = habits
        self.statements = [each for each in parsed.root.named_children if each.type == "import_statement"]

    @property
    def known(self) -> frozenset[str]:
        """Names that are imported or declared, and type parameters of any declaration."""
        found = {each.name.partition(".")[0] for each in declared(self.parsed)}
        for statement in self.statements:
            found.update(self.parsed.text.of(each) for each in _locals(statement))
        found.update(self.parsed.text.of(each) for each in _type_parameters(self.parsed.root))
        return frozenset(found)

    def needed(self, text: str, sources: Sources, suffixes: Counter[str]) -> list[Splice]:
        """Imports of what ``text`` uses and the file does not know."""
        wanted: dict[str, list[str]] = {}
        for name in names(text):
            if name in self.known:
                continue
            if name not in sources:
                raise Refusal(f"the file knows no `{name}`, and nothing says where it comes from")
            if sources[name] == self.path:
                continue
            wanted.setdefault(sources[name], []).append(name)
        return [splice for source, found in wanted.items() for splice in self._add(source, found, suffixes)]

    def _add(self, source: str, found: list[str], suffixes: Counter[str]) -> list[Splice]:
        for statement in self.statements:
            named = next((each for each in _parts(statement) if each.type == "named_imports"), None)
            if named is not None and self._names(statement, source) and (_is_type(statement) or not self._marks_types):
                return [self._extended(named, found)]
        module = self._specifier(source, suffixes)
        end = ";" if self.habits.semicolons else ""
        quote = self.habits.quote
        return [self._line(f"import type {{ {', '.join(found)} }} from {quote}{module}{quote}{end}")]

    @property
    def _marks_types(self) -> bool:
        """Whether the file tells imports of types from others."""
        return any(_is_type(each) for each in self.statements)

    def _names(self, statement: Any, source: str) -> bool:
        module = statement.child_by_field_name("source")
        return module is not None and could_name(self.path, self.parsed.text.string(module), source)

    def _extended(self, named: Any, found: list[str]) -> Splice:
        text, lines = self.parsed.text, self.lines
        items = named.named_children
        if not items:
            place = text.place(named)
            return Splice(place.start, place.end, f"{{ {', '.join(found)} }}")
        last = text.place(items[-1])
        if lines.begins(last.start) and lines.begins(text.place(named).end - 1):
            indent = lines.indentation(last.start)
            has_comma = lines.text[last.end : text.place(named).end].lstrip().startswith(",")
            at = last.end + lines.text[last.end :].index(",") + 1 if has_comma else last.end
            between = f"{'' if has_comma else ','}{lines.newline}{indent}"
            return Splice(at, at, between + f",{lines.newline}{indent}".join(found) + ("," if has_comma else ""))
        return Splice(last.end, last.end, "".join(f", {name}" for name in found))

    def _specifier(self, source: str, suffixes: Counter[str]) -> str:
        """``source`` as this file writes modules: relative, with the suffix that its imports have."""
        stem, suffix = without_suffix(source)
        if not suffix:
            return source
        own = Counter(self._suffix(each) for each in self.statements if self._is_relative(each))
        habit = (own or suffixes).most_common(1)[0][0] if own or suffixes else ".js"
        relative = posixpath.relpath(stem, posixpath.dirname(self.path) or ".")
        relative = relative if relative.startswith(".") else f"./{relative}"
        if habit == "" and posixpath.basename(relative) == "index":
            return posixpath.dirname(relative)
        return relative + (SUFFIXES[suffix] if habit == ".js" else suffix if habit == ".ts" else "")

    def _is_relative(self, statement: Any) -> bool:
        source = statement.child_by_field_name("source")
        return source is not None and self.parsed.text.string(source).startswith(".")

    def _suffix(self, statement: Any) -> str:
        return suffix_of(self.parsed.text.string(statement.child_by_field_name("source")))

    def relative_suffixes(self) -> Counter[str]:
        """How often the relative imports of this file end in which way."""
        return Counter(self._suffix(each) for each in self.statements if self._is_relative(each))

    def _line(self, line: str) -> Splice:
        lines = self.lines
        if self.statements:
            at = lines.end(self.parsed.text.place(self.statements[-1]).end)
            return Splice(at, at, lines.newline + line)
        at = self._top()
        return Splice(at, at, line + lines.newline * 2)

    def _top(self) -> int:
        """Before the first statement and the comment that is right above it, behind what heads the file."""
        at = 0
        for child in self.parsed.root.named_children:
            place = self.parsed.text.place(child)
            is_head = child.type in ("comment", "hash_bang_line") or (
                child.type == "expression_statement" and child.named_child(0).type == "string"
            )
            following = self.lines.following(place.end)
            if not is_head or not self.lines.is_blank(following):
                break
            at = self.lines.following(following)
        return min(at, len(self.lines.text))


def suffix_of(module: str) -> str:
    """``.js`` (also ``.mjs``), ``.ts`` (also ``.tsx``) or nothing."""
    ending = posixpath.splitext(module)[1]
    return ".js" if ending in SUFFIXES.values() else ".ts" if ending in SUFFIXES else ""


def _is_type(statement: Any) -> bool:
    return any(each.type == "type" for each in statement.children)


def _parts(statement: Any) -> Iterator[Any]:
    for clause in statement.named_children:
        if clause.type == "import_clause":
            yield from clause.named_children


def _locals(statement: Any) -> Iterator[Any]:
    for part in _parts(statement):
        if part.type == "identifier":
            yield part
        elif part.type == "namespace_import":
            yield part.named_child(0)
        else:
            for each in part.named_children:
                yield each.child_by_field_name("alias") or each.child_by_field_name("name")


def _type_parameters(node: Any) -> Iterator[Any]:
    if node.type == "type_parameter":
        yield node.child_by_field_name("name")
    for each in node.named_children:
        yield from _type_parameters(each)
