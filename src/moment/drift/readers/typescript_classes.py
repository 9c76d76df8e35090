"""Bodies of TypeScript classes: what an instance shows to others."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace
from tree_sitter import Node as Tree

from moment.drift.readers.typescript_members import member, member_of, merged
from moment.drift.readers.typescript_types import Text
from moment.drift.readers.typescript_values import value as value_type
from moment.drift.types import Deprecation, Member, Opaque, Primitive

_METHODS = frozenset(("method_definition", "method_signature", "abstract_method_signature"))


def class_members(text: Text, body: Tree) -> tuple[Member, ...]:
    """Public fields, accessors, methods and the parameters of the constructor that are properties."""
    found: list[Member] = []
    comment = ""
    for each in body.named_children:
        if each.type == "comment":
            comment = text.of(each)
            continue
        if each.type != "decorator":
            found += _members(text, each, text.said(comment))
            comment = ""
    return merged(found)


def _members(text: Text, tree: Tree, deprecated: Deprecation | None) -> Iterator[Member]:
    name = tree.child_by_field_name("name")
    if tree.type == "index_signature":
        found = member_of(text, tree, deprecated)
        if found is not None:
            yield found
    if name is None or _is_hidden(text, tree, name):
        return
    marks = {each.type for each in tree.children if not each.is_named}
    if tree.type == "public_field_definition":
        annotation, value = tree.child_by_field_name("type"), tree.child_by_field_name("value")
        type_ = text.annotated(annotation)
        if type_ is None:
            type_ = value_type(text, value, constant="readonly" in marks) if value is not None else Primitive("any")
        yield member(text, tree, type_, deprecated)
    elif tree.type in _METHODS and text.of(name) == "constructor":
        yield from _properties(text, tree)
    elif tree.type in _METHODS and "get" in marks:
        is_computed = tree.type == "method_definition"
        yield replace(member(text, tree, text.returned(tree), deprecated, readonly=True), implicit=is_computed)
    elif tree.type in _METHODS and "set" in marks:
        given = text.formals(tree.child_by_field_name("parameters"))
        yield member(text, tree, given[0].type if given else Opaque("", "inferred from a body"), deprecated)
    elif tree.type in _METHODS:
        yield member(text, tree, text.function(tree, text.returned(tree)), deprecated, kind="method")


def _properties(text: Text, constructor: Tree) -> Iterator[Member]:
    parameters = constructor.child_by_field_name("parameters")
    comment = ""
    for each in parameters.named_children if parameters is not None else ():
        if each.type == "comment":
            comment = text.of(each)
            continue
        said, comment = text.said(comment), ""
        kinds = {child.type for child in each.children}
        access = next((text.of(child) for child in each.children if child.type == "accessibility_modifier"), "")
        pattern = each.child_by_field_name("pattern")
        is_property = access == "public" or (not access and kinds & {"readonly", "override_modifier"})
        if not is_property or pattern is None or pattern.type != "identifier":
            continue
        annotation, value = each.child_by_field_name("type"), each.child_by_field_name("value")
        type_ = text.annotated(annotation)
        if type_ is None:
            type_ = value_type(text, value) if value is not None else Primitive("any")
        yield Member(
            text.of(pattern),
            type_,
            optional=each.type == "optional_parameter",
            readonly="readonly" in kinds,
            deprecated=said,
            place=text.place(pattern),
            extent=text.place(each),
            type_place=text.type_place(annotation),
        )


def _is_hidden(text: Text, tree: Tree, name: Tree) -> bool:
    """``private``, ``protected``, ``static`` and ``#name`` are nobody else's business."""
    if name.type == "private_property_identifier":
        return True
    for child in tree.children:
        if child.type == "static" or (child.type == "accessibility_modifier" and text.of(child) != "public"):
            return True
    return False
