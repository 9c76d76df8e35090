"""What a name inside a TypeScript file is bound to: the nearest parameter, variable, function, class or type."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from moment.drift.readers.typescript import Parsed

_FUNCTIONS = frozenset(
    ("function_declaration", "function_expression", "generator_function_declaration", "generator_function",
     "arrow_function", "method_definition", "method_signature", "abstract_method_signature", "function_signature",
     "function_type", "constructor_type", "call_signature", "construct_signature")
)  # fmt: skip
_NAMED = frozenset(
    ("function_declaration", "generator_function_declaration", "class_declaration", "abstract_class_declaration",
     "interface_declaration", "type_alias_declaration", "enum_declaration", "function_signature")
)  # fmt: skip
_BLOCKS = frozenset(("program", "statement_block", "switch_body", "class_static_block"))

Step = str | None
"""Into a value: the name of a property, or an element of a list (``None``)."""


class Binding(NamedTuple):
    """``node`` declares the name: a parameter, a ``variable_declarator``, a loop, a function, a class, a type.

    ``steps`` lead from its value to the name when it is destructured. ``is_outer`` is true for what the file itself
    declares outside every function.
    """

    node: Any
    steps: tuple[Step, ...] = ()
    is_outer: bool = False


def binding(parsed: Parsed, node: Any, name: str) -> Binding | None:
    """What ``name`` is bound to where ``node`` stands; ``None`` for an import, a global or an unknown name."""
    scope, inside = node.parent, node
    while scope is not None:
        for found in _declared(parsed, scope, name, inside):
            return found._replace(is_outer=scope.type == "program")
        scope, inside = scope.parent, scope
    return None


def steps_to(parsed: Parsed, pattern: Any, name: str) -> tuple[Step, ...] | None:
    """How ``pattern`` takes ``name`` out of a value; ``None`` when it does not."""
    text = parsed.text
    match pattern.type:
        case "identifier" | "shorthand_property_identifier_pattern":
            if text.of(pattern) != name:
                return None
            return () if pattern.type == "identifier" else (name,)
        case "object_pattern" | "array_pattern":
            for child in pattern.named_children:
                found = steps_to(parsed, child, name)
                if found is not None:
                    return found if pattern.type == "object_pattern" else (None, *found)
        case "pair_pattern":
            found = steps_to(parsed, pattern.child_by_field_name("value"), name)
            return None if found is None else (text.property_name(pattern.child_by_field_name("key")), *found)
        case "assignment_pattern" | "object_assignment_pattern":
            return steps_to(parsed, pattern.child_by_field_name("left"), name)
    return None


def _declared(parsed: Parsed, scope: Any, name: str, inside: Any) -> Iterator[Binding]:
    text = parsed.text
    kind = scope.type
    if kind in _FUNCTIONS:
        yield from _parameters(parsed, scope, name)
    parameters = scope.child_by_field_name("type_parameters")
    for each in parameters.named_children if parameters is not None else ():
        if text.of(each.child_by_field_name("name")) == name:
            yield Binding(each)
    if kind in _BLOCKS or kind in ("switch_case", "switch_default", "for_statement"):
        for statement in scope.named_children:
            yield from _statement(parsed, statement, name)
    elif kind == "for_in_statement" and scope.child_by_field_name("kind") is not None:
        left = scope.child_by_field_name("left")
        steps = steps_to(parsed, left, name) if inside.id != scope.child_by_field_name("right").id else None
        if steps is not None:
            yield Binding(scope, (None, *steps))
    elif kind == "catch_clause":
        parameter = scope.child_by_field_name("parameter")
        if parameter is not None and steps_to(parsed, parameter, name) is not None:
            yield Binding(scope)
    elif kind == "index_signature" or kind == "object_type":
        for clause in scope.named_children:
            if clause.type == "mapped_type_clause" and text.of(clause.child_by_field_name("name")) == name:
                yield Binding(clause)


def _parameters(parsed: Parsed, function: Any, name: str) -> Iterator[Binding]:
    single = function.child_by_field_name("parameter")
    if single is not None and parsed.text.of(single) == name:
        yield Binding(single)
    parameters = function.child_by_field_name("parameters")
    for each in parameters.named_children if parameters is not None else ():
        pattern = each.child_by_field_name("pattern")
        steps = steps_to(parsed, pattern, name) if pattern is not None else None
        if steps is not None:
            yield Binding(each, steps)
    own = function.child_by_field_name("name")
    if function.type == "function_expression" and own is not None and parsed.text.of(own) == name:
        yield Binding(function)


def _statement(parsed: Parsed, statement: Any, name: str) -> Iterator[Binding]:
    if statement.type in ("export_statement", "ambient_declaration"):
        inner = statement.child_by_field_name("declaration")
        if inner is not None:
            yield from _statement(parsed, inner, name)
    elif statement.type in ("lexical_declaration", "variable_declaration"):
        for each in statement.named_children:
            pattern = each.child_by_field_name("name") if each.type == "variable_declarator" else None
            steps = steps_to(parsed, pattern, name) if pattern is not None else None
            if steps is not None:
                yield Binding(each, steps)
    elif statement.type in _NAMED and parsed.text.of(statement.child_by_field_name("name")) == name:
        yield Binding(statement)


def function_around(node: Any) -> Any:
    """The function in whose body ``node`` stands, or ``None``."""
    while node is not None and node.type not in _FUNCTIONS:
        node = node.parent
    return node


def nodes(root: Any) -> Iterator[Any]:
    """Every named node, owners before what they own."""
    stack = [root]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(node.named_children))
