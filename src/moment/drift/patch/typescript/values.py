"""The declared type of an expression, as far as it is certain: annotations followed through names, members and calls.

A type is a node of some file. What is inferred in any deeper way has none, and its uses are never certain.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from moment.drift.patch.typescript.bindings import Binding, Step, binding, function_around
from moment.drift.patch.typescript.rows import declared, rows
from moment.drift.readers.typescript import Parsed
from moment.drift.scope import Scope, Symbol

_ELEMENTS = frozenset(("Array", "ReadonlyArray", "Set", "ReadonlySet", "Iterable", "AsyncIterable", "Iterator"))
_SAME = frozenset(("Readonly", "Partial", "Required", "NonNullable", "Awaited", "Pick", "Omit"))
_CALLBACKS = {"map", "forEach", "filter", "find", "findLast", "findIndex", "some", "every", "flatMap", "sort"}
_ITEM = {"find", "findLast", "at", "pop", "shift"}
_LIST = {"filter", "slice", "concat", "sort", "reverse", "toSorted", "toReversed"}
_DEPTH = 24


class Typed(NamedTuple):
    """A type, or the name of a class, where it is written."""

    path: str
    node: Any


class Values:
    """Types of expressions in ``files``, whose names ``scope`` resolves."""

    def __init__(self, files: Mapping[str, Parsed], scope: Scope) -> None:
        self.files = files
        self.scope = scope

    # -- types -------------------------------------------------------------------------------------

    def symbol(self, typed: Typed | None, depth: int = 0) -> Symbol | None:
        """The declaration that a type names, through ``| undefined``, ``Readonly<T>`` and aliases."""
        if typed is None or depth > _DEPTH:
            return None
        path, node = typed
        text = self.files[path].text
        match node.type:
            case (
                "type_identifier" | "identifier" | "nested_type_identifier" | "nested_identifier" | "member_expression"
            ):
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
        path, node = typed
        parsed = self.files[path]
        name = "".join(parsed.text.of(node).split())
        bound = binding(parsed, node, name.partition(".")[0])
        if bound is not None and not bound.is_outer:
            return None
        meaning = self.scope.meaning(path, "", name)
        if not isinstance(meaning, Symbol) or meaning.path not in self.files:
            return None
        alias = self._alias(meaning)
        if alias is not None and alias.node.type in ("type_identifier", "generic_type", "nested_type_identifier"):
            return self.symbol(alias, depth + 1)
        return meaning

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
        if symbol is None or depth > _DEPTH or symbol.path not in self.files:
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

    def annotation(self, path: str, node: Any, field: str = "type") -> Typed | None:
        found = node.child_by_field_name(field)
        return Typed(path, found.named_children[-1]) if found is not None and found.named_children else None

    def into(self, typed: Typed | None, steps: Iterable[Step]) -> Typed | None:
        for step in steps:
            typed = self.element(typed) if step is None else self.member(self.symbol(typed), step)
        return typed

    # -- expressions -------------------------------------------------------------------------------

    def of(self, path: str, node: Any, depth: int = 0) -> Typed | None:
        """The type of an expression."""
        if node is None or depth > _DEPTH:
            return None

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
        if source not in self.files or depth > _DEPTH:
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
        if symbol is None or symbol.path not in self.files or depth > _DEPTH:
            return None
        text = self.files[symbol.path].text
        for row in rows(self.files[symbol.path], symbol.name):
            for item in row.items:
                own = item.node.child_by_field_name("name")
                if "method" in item.node.type and own is not None and text.property_name(own) == name:
                    return Typed(symbol.path, item.node)
        found = (self._method(base, name, depth + 1) for base in self.bases(symbol))
        return next((each for each in found if each is not None), None)

    # -- what is expected --------------------------------------------------------------------------

    def expected(self, path: str, node: Any, depth: int = 0) -> Typed | None:
        """The type that an object or list literal has to have where it stands."""
        parent = node.parent
        if parent is None or depth > _DEPTH:
            return None
        around: Callable[[], Typed | None] = lambda: self.expected(path, parent, depth + 1)  # noqa: E731
        match parent.type:
            case "variable_declarator" | "public_field_definition" | "required_parameter" | "optional_parameter":
                return self.annotation(path, parent)
            case "return_statement":
                return self._returned(path, parent)
            case "arrow_function":
                return self._returned(path, node)
            case "arguments":
                return self._given(path, parent, node)
            case "pair":
                key = self.files[path].text.property_name(parent.child_by_field_name("key"))
                return self.member(self.symbol(self.expected(path, parent.parent, depth + 1)), key)
            case "array":
                return self.element(around())
            case "spread_element":
                return self.expected(path, parent.parent, depth + 1) if parent.parent.type == "object" else None
            case "as_expression" | "satisfies_expression":
                return Typed(path, parent.named_children[-1]) if len(parent.named_children) > 1 else around()
            case "assignment_expression":
                return self.of(path, parent.child_by_field_name("left"), depth + 1)
            case "parenthesized_expression" | "ternary_expression" | "await_expression" | "binary_expression":
                return around()
        return None

    def _returned(self, path: str, node: Any) -> Typed | None:
        function = function_around(node)
        found = self.annotation(path, function, "return_type") if function is not None else None
        if function is not None and any(child.type == "async" for child in function.children):
            return self.awaited(found)
        if found is None and function is not None and function.parent.type == "variable_declarator":
            declared_type = self.annotation(path, function.parent)
            if declared_type is not None and declared_type.node.type == "function_type":
                return self.annotation(path, declared_type.node, "return_type") or Typed(
                    path, declared_type.node.child_by_field_name("return_type")
                )
        return found

    def _given(self, path: str, arguments: Any, node: Any) -> Typed | None:
        call = arguments.parent
        callee = call.child_by_field_name("function") or call.child_by_field_name("constructor")
        if self.files[path].text.of(callee) == "Object.freeze":
            return self.expected(path, call)
        found = self.function(path, callee) if callee is not None else None
        if found is None:
            return None
        position = next(number for number, each in enumerate(arguments.named_children) if each.id == node.id)
        parameters = found.node.child_by_field_name("parameters")
        listed = (
            [each for each in parameters.named_children if each.type != "comment"] if parameters is not None else []
        )
        return self.annotation(found.path, listed[position]) if position < len(listed) else None
