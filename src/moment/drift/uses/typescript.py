"""Uses of elements in TypeScript: fields that are accessed, objects that are made, methods that are called."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from moment.drift.consumption import Known, Use
from moment.drift.pairing import DISCRIMINANTS
from moment.drift.patch.typescript.bindings import nodes
from moment.drift.patch.typescript.expectations import Expectations
from moment.drift.patch.typescript.types import Typed
from moment.drift.readers.typescript import Parsed
from moment.drift.scope import Scope
from moment.text.span import Place

_PASSED_ON = frozenset(("arguments", "spread_element", "return_statement", "array", "pair", "arrow_function"))
_EQUALITY = frozenset(("===", "==", "!==", "!="))
_FUNCTIONS = frozenset(
    ("arrow_function", "function_expression", "identifier", "member_expression", "method_definition")
)


def uses(
    files: Mapping[str, Parsed], scope: Scope, known: Known, *, only: Collection[str] | None = None
) -> Iterator[Use]:
    """Everything in ``files``, or in ``only`` some of them, that uses a known element; a declaration is no use."""
    values = Expectations(files, scope)
    for path in files:
        if only is None or path in only:
            yield from _Uses(path, values, known).all()


class _Uses:
    def __init__(self, path: str, values: Expectations, known: Known) -> None:
        self.path, self.values, self.known = path, values, known
        self.text = values.files[path].text

    def all(self) -> Iterator[Use]:
        for node in nodes(self.values.files[self.path].root):
            match node.type:
                case "member_expression" | "subscript_expression":
                    yield from self._access(node)
                    yield from self._escape(node)
                case "identifier":
                    yield from self._escape(node)
                case "object_pattern":
                    yield from self._pattern(node)
                case "object":
                    yield from self._object(node)
                case "new_expression":
                    yield from self._new(node)
                case "class_heritage":
                    yield from self._heritage(node)
                case "switch_statement":
                    yield from self._switch(node)
                case "binary_expression":
                    yield from self._comparison(node)

    def _element(self, typed: Typed | None) -> str | None:
        symbol = self.values.symbol(typed)
        return self.known.element(symbol.identity) if symbol is not None else None

    def _place(self, node: Any) -> Place:
        place = self.text.place(node)
        return Place(self.path, place.start, place.end)

    # -- certain -----------------------------------------------------------------------------------------------------

    def _access(self, node: Any) -> Iterator[Use]:
        owner = node.child_by_field_name("object")
        key = node.child_by_field_name("property") or node.child_by_field_name("index")
        element = self._element(self.values.of(self.path, owner))
        if element is None or key is None:
            return
        if node.type == "subscript_expression":
            field = self.text.string(key) if key.type == "string" else None
        else:
            field = self.text.of(key)
        called = node.parent.type == "call_expression" and node.parent.child_by_field_name("function").id == node.id
        if called:
            if element in self.known.aggregates:
                yield Use(element, "send", field, self._place(key))
            return
        assigned = node.parent.type == "assignment_expression" and node.parent.child_by_field_name("left").id == node.id
        yield Use(element, self.known.built(element) if assigned else "read", field, self._place(key))

    def _escape(self, node: Any) -> Iterator[Use]:
        """A value that goes somewhere else is read there as a whole, as far as anyone knows."""
        parent = node.parent
        if parent.type not in _PASSED_ON:
            return
        key = parent.child_by_field_name("key") if parent.type == "pair" else None
        body = parent.child_by_field_name("body") if parent.type == "arrow_function" else None
        if (key is not None and key.id == node.id) or (
            parent.type == "arrow_function" and (body is None or body.id != node.id)
        ):
            return
        element = self._element(self.values.of(self.path, node))
        if element is not None and element not in self.known.aggregates and not self._is_sent(parent, node):
            yield Use(element, "read", None, self._place(node))

    def _is_sent(self, parent: Any, node: Any) -> bool:
        """Whether a command goes to the aggregate that takes it: that is no reading."""
        if parent.type != "arguments":
            return False
        callee = parent.parent.child_by_field_name("function")
        if callee is None or callee.type != "member_expression":
            return False
        return self._element(self.values.of(self.path, callee.child_by_field_name("object"))) in self.known.aggregates

    def _pattern(self, node: Any) -> Iterator[Use]:
        element = self._element(self._taken_apart(node))
        if element is None:
            return
        for child in node.named_children:
            inner = child.child_by_field_name("left") if child.type == "object_assignment_pattern" else child
            if child.type == "rest_pattern":
                yield Use(element, "read", None, self._place(child))
            elif child.type == "pair_pattern":
                key = child.child_by_field_name("key")
                yield Use(element, "read", self.text.property_name(key), self._place(key))
            elif inner.type == "shorthand_property_identifier_pattern":
                yield Use(element, "read", self.text.of(inner), self._place(inner))

    def _taken_apart(self, pattern: Any) -> Typed | None:
        parent = pattern.parent
        match parent.type:
            case "required_parameter" | "optional_parameter" | "variable_declarator":
                return self.values.source(self.path, parent)
            case "for_in_statement":
                return self.values.element(self.values.source(self.path, parent))
            case "assignment_expression":
                return self.values.of(self.path, parent.child_by_field_name("right"))
            case "pair_pattern":
                key = self.text.property_name(parent.child_by_field_name("key"))
                return self.values.member(self.values.symbol(self._taken_apart(parent.parent)), key)
            case "array_pattern":
                return self.values.element(self._taken_apart(parent))
        return None

    def _object(self, node: Any) -> Iterator[Use]:
        element = self._element(self.values.expected(self.path, node))
        if element is None:
            yield from self._handlers(node)
            return
        role = self.known.built(element)
        keys = [each for each in node.named_children if each.type != "comment"]
        if not keys:
            yield Use(element, role, None, self._place(node))
        for child in keys:
            key = child.child_by_field_name("key") or child.child_by_field_name("name")
            if child.type == "spread_element":
                yield Use(element, role, None, self._place(child))
            elif child.type == "shorthand_property_identifier":
                yield Use(element, role, self.text.of(child), self._place(child))
            elif key is not None:
                yield Use(element, role, self.text.property_name(key), self._place(key))

    def _new(self, node: Any) -> Iterator[Use]:
        constructor = node.child_by_field_name("constructor")
        element = self._element(Typed(self.path, constructor)) if constructor is not None else None
        if element is not None and element not in self.known.aggregates:
            yield Use(element, self.known.built(element), None, self._place(constructor))

    def _heritage(self, node: Any) -> Iterator[Use]:
        for clause in node.named_children:
            for base in clause.named_children:
                element = self._element(Typed(self.path, base))
                if element is not None:
                    yield Use(element, "implement", None, self._place(base))

    # -- likely ------------------------------------------------------------------------------------------------------

    def _switch(self, node: Any) -> Iterator[Use]:
        """``switch (event._tag) { case 'OrderPlaced': event.orderId … }``."""
        subject = node.child_by_field_name("value")
        owner = self._discriminated(subject.named_child(0)) if subject is not None and subject.named_children else None
        body = node.child_by_field_name("body")
        if owner is None or body is None:
            return
        for case in body.named_children:
            value = case.child_by_field_name("value")
            element = (
                self.known.tagged(self.text.string(value)) if value is not None and value.type == "string" else None
            )
            if element is not None:
                yield from self._within(case, owner, element, value)

    def _comparison(self, node: Any) -> Iterator[Use]:
        """``event.type === 'OrderPlaced'``; what the branch behind it accesses is read."""
        operator = node.child_by_field_name("operator")
        if operator is None or operator.type not in _EQUALITY:
            return
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        for subject, value in ((left, right), (right, left)):
            owner = self._discriminated(subject)
            if owner is None or value.type != "string":
                continue
            element = self.known.tagged(self.text.string(value))
            if element is not None:
                branch = self._branch(node) if operator.type in ("===", "==") else None
                yield from self._within(branch or value, owner, element, value)

    def _discriminated(self, node: Any) -> str | None:
        """The text of ``event`` in ``event._tag``."""
        if node is None or node.type != "member_expression":
            return None
        key = self.text.of(node.child_by_field_name("property"))
        return self.text.of(node.child_by_field_name("object")) if key in DISCRIMINANTS else None

    def _branch(self, node: Any) -> Any:
        parent = node.parent
        while parent is not None and parent.type == "parenthesized_expression":
            parent = parent.parent
        return (
            parent.child_by_field_name("consequence") if parent is not None and parent.type == "if_statement" else None
        )

    def _within(self, body: Any, owner: str, element: str, value: Any) -> Iterator[Use]:
        """Fields of ``owner`` that ``body`` accesses; without any, all of them may be."""
        found = []
        for node in nodes(body):
            if node.type != "member_expression" or self.text.of(node.child_by_field_name("object")) != owner:
                continue
            key = node.child_by_field_name("property")
            if self.text.of(key) not in DISCRIMINANTS:
                found.append(Use(element, "read", self.text.of(key), self._place(key), "likely"))
        yield from found or [Use(element, "read", None, self._place(value), "likely")]

    def _handlers(self, node: Any) -> Iterator[Use]:
        """``{ OrderPlaced: (event) => … }``: a table with a function for every name."""
        pairs = [each for each in node.named_children if each.type in ("pair", "method_definition")]
        for pair in pairs:
            key = pair.child_by_field_name("key") or pair.child_by_field_name("name")
            value = pair.child_by_field_name("value") or pair
            element = self.known.tagged(self.text.property_name(key)) if key is not None else None
            if element is not None and value.type in _FUNCTIONS:
                yield Use(element, "read", None, self._place(key), "likely")
