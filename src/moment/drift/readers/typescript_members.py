"""Members of interfaces and object types, of which get and set make one, and overloads one too."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec.structs import replace
from tree_sitter import Node as Tree

from moment.drift.types import Deprecation, Function, Intersection, Member, Opaque, Primitive, Type

if TYPE_CHECKING:
    from moment.drift.readers.typescript_types import Text

_ANY = Primitive("any")


def members(text: Text, body: Tree) -> tuple[Member, ...]:
    """Members of an interface or object type; of get and set one property."""
    found: list[Member] = []
    comment = ""
    for each in body.named_children:
        if each.type == "comment":
            comment = text.of(each)
            continue
        read = _MEMBERS.get(each.type)
        member = None if read is None else read(text, each, text.said(comment))
        if member is not None:
            found.append(member)
        comment = ""
    return merged(found)


def member_of(text: Text, tree: Tree, deprecated: Deprecation | None) -> Member | None:
    """The member that an index, call or construct signature is."""
    return _MEMBERS[tree.type](text, tree, deprecated)


def member(
    text: Text,
    tree: Tree,
    type_: Type,
    deprecated: Deprecation | None,
    *,
    kind: str = "property",
    readonly: bool = False,
) -> Member:
    """The member at ``tree``, which has a ``name``."""
    name = tree.child_by_field_name("name")
    marks = {each.type for each in tree.children if not each.is_named}
    annotation = tree.child_by_field_name("type") or tree.child_by_field_name("return_type")
    return Member(
        text.property_name(name) if name is not None else "",
        type_,
        "method" if kind == "method" else "property",
        "?" in marks,
        readonly or "readonly" in marks,
        deprecated,
        place=text.place(name),
        extent=text.place(tree),
        type_place=text.type_place(annotation),
    )


def merged(members: list[Member]) -> tuple[Member, ...]:
    """``members`` with get and set of one name as one property, and overloads as one method."""
    found: dict[tuple[str, bool], Member] = {}
    for member in members:
        key = member.name, member.kind in ("call", "construct")
        before = found.get(key)
        if before is None:
            found[key] = member
        elif member.kind == before.kind == "property":
            found[key] = _writable(before, member)
        elif member.kind == before.kind:
            found[key] = _overloaded(before, member)
    return tuple(found.values())


def _writable(one: Member, other: Member) -> Member:
    readable = one if not isinstance(one.type, Opaque) else other
    is_computed = one.implicit and other.implicit
    return replace(readable, readonly=one.readonly and other.readonly, implicit=is_computed)


def _overloaded(one: Member, other: Member) -> Member:
    if isinstance(other.type, Function) and isinstance(other.type.returns, Opaque):
        return one
    known = one.type.items if isinstance(one.type, Intersection) else (one.type,)
    return replace(one, type=Intersection((*known, other.type)))


def _property(text: Text, tree: Tree, deprecated: Deprecation | None) -> Member:
    return member(text, tree, text.annotated(tree.child_by_field_name("type")) or _ANY, deprecated)


def _method(text: Text, tree: Tree, deprecated: Deprecation | None) -> Member:
    marks = {each.type for each in tree.children if not each.is_named}
    if "get" in marks:
        return member(text, tree, text.returned(tree), deprecated, readonly=True)
    if "set" in marks:
        given = text.formals(tree.child_by_field_name("parameters"))
        return member(text, tree, given[0].type if given else _ANY, deprecated)
    return member(text, tree, text.function(tree, text.returned(tree)), deprecated, kind="method")


def _index(text: Text, tree: Tree, deprecated: Deprecation | None) -> Member:
    index = tree.child_by_field_name("index_type")
    annotation = tree.child_by_field_name("type")
    return Member(
        f"[{text.of(index) if index is not None else ''}]",
        text.annotated(annotation) or _ANY,
        "index",
        readonly=any(each.type == "readonly" for each in tree.children),
        deprecated=deprecated,
        place=text.place(index),
        extent=text.place(tree),
        type_place=text.type_place(annotation),
    )


def _signature(text: Text, tree: Tree, deprecated: Deprecation | None) -> Member:
    constructs = tree.type == "construct_signature"
    annotation = tree.child_by_field_name("return_type") or tree.child_by_field_name("type")
    returns = text.annotated(annotation) or _ANY
    return Member(
        "new" if constructs else "",
        text.function(tree, returns, constructs=constructs),
        "construct" if constructs else "call",
        deprecated=deprecated,
        place=text.place(tree),
        extent=text.place(tree),
        type_place=text.type_place(annotation),
    )


_MEMBERS: dict[str, Callable[[Text, Tree, Deprecation | None], Member | None]] = {
    "property_signature": _property,
    "method_signature": _method,
    "index_signature": _index,
    "call_signature": _signature,
    "construct_signature": _signature,
}
