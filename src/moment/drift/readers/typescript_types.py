"""Types of TypeScript as tree-sitter gives them, to types as they are compared."""

from __future__ import annotations

import json
from collections.abc import Callable

from tree_sitter import Node as Tree

from moment.drift.readers.typescript_members import members
from moment.drift.readers.typescript_text import Written, last_named, named, unescaped
from moment.drift.readers.typescript_values import value as value_type
from moment.drift.types import (
    NEVER,
    UNKNOWN,
    Argument,
    Array,
    Function,
    Intersection,
    Keys,
    Literal,
    Lookup,
    Mapped,
    Name,
    Object,
    Opaque,
    Primitive,
    Query,
    Slot,
    Template,
    Tuple,
    Type,
    TypeParameter,
    Union,
)

_ANY = Primitive("any")
DEEPEST = 60
"""Types inside types that are followed; people nest about five."""


class Text(Written):
    """Reads the types of one file."""

    def type(self, tree: Tree | None) -> Type:
        """The type that ``tree`` is; ``unknown`` for none."""
        if tree is None:
            return UNKNOWN
        found = _READERS.get(tree.type)
        if found is None:
            return Opaque(self.of(tree), "a form that is not understood")
        if self.depth >= DEEPEST:
            return Opaque("", "nested too deeply")
        self.depth += 1
        type_ = found(self, tree)
        self.depth -= 1
        return type_

    def annotated(self, tree: Tree | None) -> Type | None:
        """The type of a ``type_annotation``; ``None`` for none."""
        return None if tree is None else self.type(last_named(tree))

    def name(self, tree: Tree) -> Type:
        text = self.of(tree)
        head, _, rest = text.partition(".")
        if head in self.modules:
            return Name("".join(rest.split()), module=self.modules[head])
        return Name("".join(text.split()) if "." in text else text)

    def arguments(self, tree: Tree | None) -> tuple[Type, ...]:
        return () if tree is None else tuple(self.type(each) for each in named(tree))

    def parameters(self, tree: Tree | None) -> tuple[TypeParameter, ...]:
        """Type parameters."""
        found = []
        for each in named(tree) if tree is not None else ():
            name, constraint, default = (each.child_by_field_name(field) for field in ("name", "constraint", "value"))
            found.append(
                TypeParameter(
                    self.of(name) if name is not None else "",
                    self.type(last_named(constraint)) if constraint is not None else None,
                    self.type(last_named(default)) if default is not None else None,
                )
            )
        return tuple(found)

    def formals(self, tree: Tree | None) -> tuple[Argument, ...]:
        """Parameters of a function; ``this`` is none."""
        found = []
        for each in named(tree) if tree is not None else ():
            pattern = each.child_by_field_name("pattern")
            if pattern is None or pattern.type == "this":
                continue
            type_ = self.annotated(each.child_by_field_name("type"))
            value = each.child_by_field_name("value")
            if type_ is None:
                type_ = _ANY if value is None else value_type(self, value)
            is_rest = pattern.type == "rest_pattern"
            inner = last_named(pattern) if is_rest else pattern
            name = self.of(inner) if inner is not None and inner.type == "identifier" else ""
            is_optional = each.type == "optional_parameter" or value is not None
            found.append(Argument(type_, name, is_optional, is_rest))
        return tuple(found)

    def function(self, tree: Tree, returns: Type, *, constructs: bool = False) -> Function:
        return Function(
            self.formals(tree.child_by_field_name("parameters")),
            returns,
            self.parameters(tree.child_by_field_name("type_parameters")),
            constructs,
        )

    def returned(self, tree: Tree) -> Type:
        """The annotated result of a method, or that it is inferred."""
        found = tree.child_by_field_name("return_type")
        if found is None:
            return _ANY if tree.type.endswith("_signature") else Opaque("", "inferred from a body")
        if found.type == "type_annotation":
            return self.type(last_named(found))
        return Primitive("boolean") if found.type == "type_predicate_annotation" else Primitive("void")


def _predefined(text: Text, tree: Tree) -> Type:
    name = text.of(tree)
    return NEVER if name == "never" else Primitive("symbol" if "symbol" in name else name)


def _generic(text: Text, tree: Tree) -> Type:
    name = tree.child_by_field_name("name")
    given = text.arguments(tree.child_by_field_name("type_arguments"))
    found = text.name(name) if name is not None else UNKNOWN
    if not isinstance(found, Name):
        return found
    if found.path in ("Array", "ReadonlyArray") and not found.module and len(given) == 1:
        return Array(given[0], found.path == "ReadonlyArray")
    return Name(found.path, given, found.module)


def _items(text: Text, tree: Tree) -> tuple[Type, ...]:
    """Of a long union the parser makes a tree as deep."""
    found: list[Type] = []
    waiting = list(named(tree))[::-1]
    while waiting:
        each = waiting.pop()
        if each.type == tree.type:
            waiting += list(named(each))[::-1]
        else:
            found.append(text.type(each))
    return tuple(found)


def _array(text: Text, tree: Tree) -> Type:
    return Array(text.type(last_named(tree)))


def _readonly(text: Text, tree: Tree) -> Type:
    match text.type(last_named(tree)):
        case Array(item):
            return Array(item, readonly=True)
        case Tuple(slots):
            return Tuple(slots, readonly=True)
        case other:
            return other


def _tuple(text: Text, tree: Tree) -> Type:
    return Tuple(tuple(_slot(text, each) for each in named(tree)))


def _slot(text: Text, tree: Tree) -> Slot:
    match tree.type:
        case "optional_type":
            return Slot(text.type(last_named(tree)), optional=True)
        case "rest_type":
            return Slot(_rest(text.type(last_named(tree))), rest=True)
        case "required_parameter" | "optional_parameter":
            type_ = text.annotated(tree.child_by_field_name("type")) or _ANY
            name = tree.child_by_field_name("name")
            is_rest = name is not None and name.type == "rest_pattern"
            return Slot(_rest(type_) if is_rest else type_, tree.type == "optional_parameter", is_rest)
    return Slot(text.type(tree))


def _rest(type_: Type) -> Type:
    return type_.item if isinstance(type_, Array) else type_


def _object(text: Text, tree: Tree) -> Type:
    parts = list(named(tree))
    if len(parts) == 1 and parts[0].type == "index_signature":
        clause = next((each for each in parts[0].named_children if each.type == "mapped_type_clause"), None)
        if clause is not None:
            return _mapped(text, parts[0], clause)
    return Object(members(text, tree))


def _mapped(text: Text, tree: Tree, clause: Tree) -> Type:
    if clause.child_by_field_name("alias") is not None:
        return Opaque(text.of(tree), "a mapped type that renames its keys")
    name, keys = clause.child_by_field_name("name"), clause.child_by_field_name("type")
    annotation = tree.child_by_field_name("type")
    marks = [each.type for each in tree.children if not each.is_named]
    kind = annotation.type if annotation is not None else ""
    optional = {"opting_type_annotation": "+", "adding_type_annotation": "+", "omitting_type_annotation": "-"}
    return Mapped(
        text.of(name) if name is not None else "",
        text.type(keys),
        text.type(last_named(annotation)) if annotation is not None else _ANY,
        optional.get(kind, ""),  # type: ignore[arg-type]
        ("-" if "-" in marks else "+") if "readonly" in marks else "",
        text.of(tree),
    )


def _function(text: Text, tree: Tree) -> Type:
    found = tree.child_by_field_name("return_type") or tree.child_by_field_name("type")
    if found is not None and found.type == "type_predicate":
        return text.function(tree, Primitive("boolean"))
    if found is not None and found.type == "asserts":
        return text.function(tree, Primitive("void"))
    return text.function(tree, text.type(found), constructs=tree.type == "constructor_type")


def _query(text: Text, tree: Tree) -> Type:
    return Query(text.of(inner)) if (inner := last_named(tree)) is not None else UNKNOWN


def _lookup(text: Text, tree: Tree) -> Type:
    parts = list(named(tree))
    return Lookup(text.type(parts[0]), text.type(parts[1])) if len(parts) == 2 else UNKNOWN


def _literal(text: Text, tree: Tree) -> Type:
    inner = tree.named_child(0)
    return text.literal(inner) if inner is not None else UNKNOWN


def _template(text: Text, tree: Tree) -> Type:
    raw = text.of(tree)
    if "${" not in raw:
        return Literal(json.dumps(unescaped(raw[1:-1]), ensure_ascii=False))
    texts, items = [""], list[Type]()
    for part in tree.named_children:
        if part.type == "template_type":
            items.append(text.type(last_named(part)))
            texts.append("")
        else:
            texts[-1] += unescaped(text.of(part))
    return Template(tuple(texts), tuple(items))


_READERS: dict[str, Callable[[Text, Tree], Type]] = {
    "predefined_type": _predefined,
    "type_identifier": Text.name,
    "identifier": Text.name,
    "nested_type_identifier": Text.name,
    "nested_identifier": Text.name,
    "member_expression": Text.name,
    "generic_type": _generic,
    "union_type": lambda text, tree: Union(_items(text, tree)),
    "intersection_type": lambda text, tree: Intersection(_items(text, tree)),
    "array_type": _array,
    "readonly_type": _readonly,
    "tuple_type": _tuple,
    "object_type": _object,
    "function_type": _function,
    "constructor_type": _function,
    "parenthesized_type": lambda text, tree: text.type(last_named(tree)),
    "lookup_type": _lookup,
    "index_type_query": lambda text, tree: Keys(text.type(last_named(tree))),
    "type_query": _query,
    "literal_type": _literal,
    "template_literal_type": _template,
    "this_type": lambda _text, _tree: Primitive("this"),
    "conditional_type": lambda text, tree: Opaque(text.of(tree), "a conditional type"),
    "infer_type": lambda text, tree: Opaque(text.of(tree), "a conditional type"),
    "type_annotation": lambda text, tree: text.type(last_named(tree)),
}
