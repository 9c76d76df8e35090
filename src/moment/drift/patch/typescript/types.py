"""What a type of TypeScript names: declarations through aliases, elements of lists, members with their annotations.

A type is a node of some file. What is inferred in any deeper way has none, and its uses are never certain.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from moment.drift.patch.heritage import ancestors_of, heirs_of
from moment.drift.patch.typescript.bindings import Step, binding
from moment.drift.patch.typescript.rows import declared, rows
from moment.drift.readers.typescript import Parsed
from moment.drift.scope import Scope, Symbol

_ELEMENTS = frozenset(("Array", "ReadonlyArray", "Set", "ReadonlySet", "Iterable", "AsyncIterable", "Iterator"))
_SAME = frozenset(("Readonly", "Partial", "Required", "NonNullable", "Awaited", "Pick", "Omit"))
_PARTS = _SAME | {"Extract", "Exclude"}
_COMPOSED = frozenset(("union_type", "intersection_type", "parenthesized_type", "readonly_type"))
_NAMES = frozenset(
    ("type_identifier", "identifier", "nested_type_identifier", "nested_identifier", "member_expression")
)
DEPTH = 24


class Typed(NamedTuple):
    """A type, or the name of a class, where it is written."""

    path: str
    node: Any


class Types:
    """Types in ``files``, whose names ``scope`` resolves."""

    def __init__(self, files: Mapping[str, Parsed], scope: Scope) -> None:
        self.files = files
        self.scope = scope

    # -- types -------------------------------------------------------------------------------------

    def symbol(self, typed: Typed | None, depth: int = 0) -> Symbol | None:
        """The declaration that a type names, through ``| undefined``, ``Readonly<T>`` and aliases."""
        if typed is None or depth > DEPTH:
            return None
        path, node = typed
        text = self.files[path].text
        match node.type:
            case kind if kind in _NAMES:
                return self._named(typed, depth)
            case "parenthesized_type" | "readonly_type":
                return self.symbol(Typed(path, node.named_children[-1]), depth + 1)
            case "generic_type":
                name = node.child_by_field_name("name")
                if text.of(name) in _SAME and (given := self._argument(typed)) is not None:
                    return self.symbol(given, depth + 1)
                return self.symbol(Typed(path, name), depth + 1)
            case "union_type":
                return self.symbol(self._without_nothing(typed), depth + 1)
        return None

    def symbols(self, typed: Typed | None, depth: int = 0) -> frozenset[Symbol]:
        """Every declaration that a value may be of: those of a union one by one, aliases and what they stand for."""
        if typed is None or depth > DEPTH:
            return frozenset()
        path, node = typed
        if node.type in _COMPOSED:
            return frozenset[Symbol]().union(
                *(self.symbols(Typed(path, each), depth + 1) for each in node.named_children)
            )
        name = node
        if node.type == "generic_type":
            name = node.child_by_field_name("name")
            if self.files[path].text.of(name) in _PARTS:
                return self.symbols(self._argument(typed), depth + 1)
        found = self._meaning(Typed(path, name)) if name.type in _NAMES else None
        return frozenset((found,)) | self.symbols(self._alias(found), depth + 1) if found is not None else frozenset()

    def _without_nothing(self, typed: Typed) -> Typed | None:
        """The one part of a union that is neither ``null`` nor ``undefined``."""
        parts, waiting = [], [typed.node]
        while waiting:
            node = waiting.pop()
            if node.type == "union_type":
                waiting += node.named_children
            elif self.files[typed.path].text.of(node) not in ("null", "undefined"):
                parts.append(node)
        return Typed(typed.path, parts[0]) if len(parts) == 1 else None

    def _named(self, typed: Typed, depth: int) -> Symbol | None:
        meaning = self._meaning(typed)
        alias = self._alias(meaning) if meaning is not None else None
        if alias is not None and alias.node.type in ("type_identifier", "generic_type", "nested_type_identifier"):
            return self.symbol(alias, depth + 1)
        return meaning

    def _meaning(self, typed: Typed) -> Symbol | None:
        path, node = typed
        parsed = self.files[path]
        name = "".join(parsed.text.of(node).split())
        bound = binding(parsed, node, name.partition(".")[0])
        if bound is not None and not bound.is_outer:
            return None
        meaning = self.scope.meaning(path, "", name)
        return meaning if isinstance(meaning, Symbol) and meaning.path in self.files else None

    def aliased(self, typed: Typed) -> Typed | None:
        """What the alias stands for that a type names."""
        meaning = self._meaning(typed) if typed.node.type in _NAMES else None
        return self._alias(meaning) if meaning is not None else None

    def _alias(self, symbol: Symbol) -> Typed | None:
        for each in declared(self.files[symbol.path]):
            if each.name == symbol.name and each.node.type == "type_alias_declaration":
                return Typed(symbol.path, each.node.child_by_field_name("value"))
        return None

    def _argument(self, typed: Typed) -> Typed | None:
        """The first type argument."""
        arguments = typed.node.child_by_field_name("type_arguments")
        return Typed(typed.path, arguments.named_child(0)) if arguments is not None else None

    def element(self, typed: Typed | None) -> Typed | None:
        """What a list is a list of."""
        if typed is None:
            return None
        path, node = typed
        match node.type:
            case "array_type":
                return Typed(path, node.named_child(0))
            case "readonly_type" | "parenthesized_type":
                return self.element(Typed(path, node.named_children[-1]))
            case "generic_type" if self.files[path].text.of(node.child_by_field_name("name")) in _ELEMENTS:
                return self._argument(typed)
            case "union_type":
                return self.element(self._without_nothing(typed))
            case "type_identifier":
                meaning = self.scope.meaning(path, "", self.files[path].text.of(node))
                if isinstance(meaning, Symbol) and meaning.path in self.files:
                    return self.element(self._alias(meaning))
        return None

    def awaited(self, typed: Typed | None) -> Typed | None:
        if typed is None or typed.node.type != "generic_type":
            return typed
        is_promise = self.files[typed.path].text.of(typed.node.child_by_field_name("name")) in (
            "Promise",
            "PromiseLike",
        )
        return self._argument(typed) if is_promise else typed

    def member(self, symbol: Symbol | None, name: str, *, called: bool = False, depth: int = 0) -> Typed | None:
        """The annotation of a member, inherited ones too; what it returns when it is ``called``."""
        if symbol is None or depth > DEPTH or symbol.path not in self.files:
            return None
        for row in rows(self.files[symbol.path], symbol.name):
            for item in row.named(name):
                is_method = "method" in item.node.type
                getter = any(child.type == "get" for child in item.node.children)
                field = "return_type" if is_method else "type"
                if is_method == (called or getter):
                    return self.annotation(symbol.path, item.node, field)
        for base in self.bases(symbol):
            found = self.member(base, name, called=called, depth=depth + 1)
            if found is not None:
                return found
        return None

    def bases(self, symbol: Symbol) -> Iterable[Symbol]:
        """What a class or an interface extends or implements."""
        for declaration in self.scope.declarations(symbol):
            prefix = symbol.name.rpartition(".")[0]
            for base in (*declaration.heritage, *declaration.implements):
                path = getattr(base, "path", "")
                meaning = self.scope.meaning(symbol.path, f"{prefix}." if prefix else "", path) if path else None
                if isinstance(meaning, Symbol):
                    yield meaning

    def ancestors(self, symbols: Iterable[Symbol]) -> frozenset[Symbol]:
        """Everything in ``files`` that one of ``symbols`` extends or implements, at any distance."""
        return ancestors_of(symbols, lambda each: (base for base in self.bases(each) if base.path in self.files))

    def heirs(self, symbol: Symbol) -> frozenset[Symbol]:
        """``symbol`` and everything that extends or implements it."""
        return heirs_of(symbol, self.scope, self.bases)

    def annotation(self, path: str, node: Any, field: str = "type") -> Typed | None:
        found = node.child_by_field_name(field)
        return Typed(path, found.named_children[-1]) if found is not None and found.named_children else None

    def into(self, typed: Typed | None, steps: Iterable[Step]) -> Typed | None:
        for step in steps:
            typed = self.element(typed) if step is None else self.member(self.symbol(typed), step)
        return typed
