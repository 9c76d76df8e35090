"""The declared type of an expression, as far as it is certain: annotations followed through names, members and calls.

What is inferred in any deeper way has none, and its uses are never certain.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from moment.drift.patch.typescript.bindings import Binding, binding, function_around
from moment.drift.patch.typescript.rows import declared, rows
from moment.drift.patch.typescript.types import DEPTH, Typed, Types
from moment.drift.readers.typescript import Parsed
from moment.drift.scope import Scope, Symbol

_CALLBACKS = {"map", "forEach", "filter", "find", "findLast", "findIndex", "some", "every", "flatMap", "sort"}
_ITEM = {"find", "findLast", "at", "pop", "shift"}
_LIST = {"filter", "slice", "concat", "sort", "reverse", "toSorted", "toReversed"}


class Values(Types):
    """Types of the expressions in ``files``."""

    def __init__(self, files: Mapping[str, Parsed], scope: Scope) -> None:
        super().__init__(files, scope)
        self._known: dict[tuple[str, int], tuple[int, Typed | None]] = {}

    def of(self, path: str, node: Any, depth: int = 0) -> Typed | None:
        """The type of an expression; of a chain of calls every link is looked at from both sides, so it is remembered."""
        if node is None or depth > DEPTH:
            return None
        key = path, node.id
        if key not in self._known or self._known[key][0] > depth:
            self._known[key] = depth, None  # inside itself it has none
            found = self._of(path, node, depth)
            self._known[key] = 0 if found is not None else depth, found
        return self._known[key][1]

    def _of(self, path: str, node: Any, depth: int) -> Typed | None:
        def inner(field: str) -> Typed | None:
            return self.of(path, node.child_by_field_name(field), depth + 1)

        match node.type:
            case "identifier":
                return self._variable(path, node, depth)
            case "this":
                return self._this(path, node)
            case "member_expression":
                name = self.files[path].text.of(node.child_by_field_name("property"))
                return self.member(self.symbol(inner("object")), name)
            case "subscript_expression":
                return self._subscript(path, node, inner("object"))
            case "call_expression":
                return self._call(path, node, depth)
            case "new_expression":
                return Typed(path, node.child_by_field_name("constructor"))
            case "await_expression":
                return self.awaited(self.of(path, node.named_child(0), depth + 1))
            case "as_expression" | "satisfies_expression":
                is_const = len(node.named_children) < 2
                return (
                    self.of(path, node.named_child(0), depth + 1) if is_const else Typed(path, node.named_children[-1])
                )
            case "non_null_expression" | "parenthesized_expression":
                return self.of(path, node.named_child(0), depth + 1)
            case "assignment_expression":
                return inner("right")
            case "ternary_expression":
                return inner("consequence") or inner("alternative")
            case "binary_expression" if node.child_by_field_name("operator").type in ("??", "||"):
                return inner("left") or inner("right")
        return None

    def _subscript(self, path: str, node: Any, owner: Typed | None) -> Typed | None:
        index = node.child_by_field_name("index")
        if index is not None and index.type == "string":
            return self.member(self.symbol(owner), self.files[path].text.string(index))
        return self.element(owner)

    def _this(self, path: str, node: Any) -> Typed | None:
        """The class around, unless a plain function stands between."""
        while node is not None and node.type != "class_body":
            if node.type in ("function_declaration", "function_expression"):
                return None
            node = node.parent
        name = node.parent.child_by_field_name("name") if node is not None else None
        return Typed(path, name) if name is not None else None

    def _variable(self, path: str, node: Any, depth: int) -> Typed | None:
        name = self.files[path].text.of(node)
        bound = binding(self.files[path], node, name)
        if bound is not None:
            return self.bound(path, bound, depth)
        meaning = self.scope.meaning(path, "", name)
        if isinstance(meaning, Symbol) and meaning.path in self.files:
            for each in declared(self.files[meaning.path]):
                if each.name == meaning.name and each.node.type == "lexical_declaration":
                    return self.bound(meaning.path, Binding(each.node.named_child(0)), depth)
        return None

    def bound(self, path: str, found: Binding, depth: int = 0) -> Typed | None:
        """The type of what a binding binds."""
        return self.into(self.source(path, found.node, depth), found.steps)

    def source(self, path: str, node: Any, depth: int = 0) -> Typed | None:
        """The type of the value that a parameter, a declarator or a loop takes apart."""
        match node.type:
            case "required_parameter" | "optional_parameter":
                value = node.child_by_field_name("value")
                annotated = self.annotation(path, node) or self._callback(path, node, depth)
                return annotated or self.of(path, value, depth + 1)
            case "variable_declarator":
                return self.annotation(path, node) or self.of(path, node.child_by_field_name("value"), depth + 1)
            case "for_in_statement":
                return self.of(path, node.child_by_field_name("right"), depth + 1)
            case "identifier":
                return self._callback(path, node, depth)
        return None

    def _callback(self, path: str, parameter: Any, depth: int) -> Typed | None:
        """The first parameter of a function given to ``list.map`` and its like."""
        function = function_around(parameter)
        given = function.parent if function is not None else None
        if given is None or given.type != "arguments" or given.parent.type != "call_expression":
            return None
        listed = parameter.parent.named_children if parameter.parent.type == "formal_parameters" else [parameter]
        position = next((number for number, each in enumerate(listed) if each.id == parameter.id), 0)
        callee = given.parent.child_by_field_name("function")
        if callee.type != "member_expression":
            return None
        name = self.files[path].text.of(callee.child_by_field_name("property"))
        is_item = (name in _CALLBACKS and (position == 0 or name == "sort")) or (name == "reduce" and position == 1)
        return self.element(self.of(path, callee.child_by_field_name("object"), depth + 1)) if is_item else None

    def _call(self, path: str, node: Any, depth: int) -> Typed | None:
        callee = node.child_by_field_name("function")
        text = self.files[path].text
        if callee.type == "member_expression":
            owner, name = callee.child_by_field_name("object"), text.of(callee.child_by_field_name("property"))
            if text.of(callee) == "Object.freeze":
                return self.of(path, node.child_by_field_name("arguments").named_child(0), depth + 1)
            of_owner = self.of(path, owner, depth + 1)
            if self.element(of_owner) is not None:
                return self.element(of_owner) if name in _ITEM else of_owner if name in _LIST else None
        found = self.function(path, callee, depth)
        return self.annotation(found.path, found.node, "return_type") if found is not None else None

    def function(self, path: str, callee: Any, depth: int = 0) -> Typed | None:
        """The function, method or constructor that is called."""
        parsed = self.files[path]
        if callee.type == "member_expression":
            module = self._module(path, callee)
            if module is not None:
                return self._exported(module, parsed.text.of(callee.child_by_field_name("property")))
            symbol = self.symbol(self.of(path, callee.child_by_field_name("object"), depth + 1))
            return self._method(symbol, parsed.text.of(callee.child_by_field_name("property")))
        if callee.type != "identifier":
            return None
        name = parsed.text.of(callee)
        bound = binding(parsed, callee, name)
        if bound is not None:
            return self._callable(path, bound.node)
        meaning = self.scope.meaning(path, "", name)
        imported = self._imported(path, name)
        if imported is not None:
            return imported
        return self._constructor(meaning) if isinstance(meaning, Symbol) else None

    def _module(self, path: str, callee: Any) -> str | None:
        """The file that ``ns`` of ``ns.make()`` is."""
        owner, file = callee.child_by_field_name("object"), self.scope.files.get(path)
        if owner.type != "identifier" or file is None or binding(self.files[path], owner, self._text(path, owner)):
            return None
        found = file.imported.get(self._text(path, owner))
        return self.scope.target(path, found.module) if found is not None and found.name == "*" else None

    def _text(self, path: str, node: Any) -> str:
        return self.files[path].text.of(node)

    def _imported(self, path: str, name: str) -> Typed | None:
        """A function of another file, which no shape speaks of."""
        file = self.scope.files.get(path)
        found = file.imported.get(name) if file is not None else None
        source = self.scope.target(path, found.module) if found is not None and found.module else None
        return self._exported(source, found.name) if found is not None and source is not None else None

    def _exported(self, source: str, name: str, depth: int = 0) -> Typed | None:
        """A function that the file declares, or hands on from another."""
        if source not in self.files or depth > DEPTH:
            return None
        root = self.files[source].root
        bound = binding(self.files[source], root.named_child(0), name) if root.named_children else None
        if bound is not None:
            return self._callable(source, bound.node)
        for export in self.scope.files[source].reading.exports if source in self.scope.files else ():
            target = self.scope.target(source, export.module) if export.module and export.name in ("*", name) else None
            found = self._exported(target, name if export.name == "*" else export.local, depth + 1) if target else None
            if found is not None:
                return found
        return None

    def _callable(self, path: str, node: Any) -> Typed | None:
        if node.type == "variable_declarator":
            value = node.child_by_field_name("value")
            return Typed(path, value) if value is not None and "function" in value.type else None
        if "class" in node.type:
            return self._constructor(Symbol(path, self.files[path].text.of(node.child_by_field_name("name"))))
        return Typed(path, node) if "function" in node.type else None

    def _constructor(self, symbol: Symbol) -> Typed | None:
        return self._method(symbol, "constructor")

    def _method(self, symbol: Symbol | None, name: str, depth: int = 0) -> Typed | None:
        if symbol is None or symbol.path not in self.files or depth > DEPTH:
            return None
        text = self.files[symbol.path].text
        for row in rows(self.files[symbol.path], symbol.name):
            for item in row.items:
                own = item.node.child_by_field_name("name")
                if "method" in item.node.type and own is not None and text.property_name(own) == name:
                    return Typed(symbol.path, item.node)
        found = (self._method(base, name, depth + 1) for base in self.bases(symbol))
        return next((each for each in found if each is not None), None)
