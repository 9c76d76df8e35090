"""The type that an object or a list literal has to have where it stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from moment.drift.patch.typescript.bindings import function_around
from moment.drift.patch.typescript.types import DEPTH, Typed
from moment.drift.patch.typescript.values import Values


class Expectations(Values):
    """Knows what is expected of the literals in ``files``."""

    def expected(self, path: str, node: Any, depth: int = 0) -> Typed | None:
        """The type that an object or list literal has to have where it stands."""
        parent = node.parent
        if parent is None or depth > DEPTH:
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
