"""Where the members of a TypeScript declaration stand: rows of items with a sign between them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, NamedTuple, TypeAlias

from moment.drift.patch.result import Refusal
from moment.drift.readers.typescript import Parsed

RowKind: TypeAlias = Literal["interface", "class", "parameters", "enum", "union", "array", "object"]

_BODIES = {"interface_body": "interface", "object_type": "interface", "class_body": "class", "enum_body": "enum"}
_MEMBERS = frozenset(
    ("property_signature", "method_signature", "public_field_definition", "method_definition", "enum_assignment",
     "abstract_method_signature", "required_parameter", "optional_parameter", "pair")
)  # fmt: skip
DECLARATIONS = frozenset(
    ("interface_declaration", "class_declaration", "abstract_class_declaration", "type_alias_declaration",
     "enum_declaration", "lexical_declaration")
)  # fmt: skip


class Item(NamedTuple):
    """One member. ``start`` to ``end`` without its separator, which ends at ``stop`` (``end`` when there is none)."""

    name: str
    start: int
    end: int
    stop: int
    node: Any

    @property
    def has_sign(self) -> bool:
        return self.stop > self.end


class Row(NamedTuple):
    """``open`` is the offset behind the opening sign, ``close`` that of the closing one. ``hidden`` items are no
    members, but stand among them."""

    kind: RowKind
    items: tuple[Item, ...]
    open: int
    close: int
    node: Any

    def named(self, name: str) -> list[Item]:
        return [item for item in self.items if item.name == name]


class Declared(NamedTuple):
    """A declaration: ``node`` is its own, ``statement`` the one that exports it, or itself."""

    name: str
    node: Any
    statement: Any


def declared(parsed: Parsed) -> Iterator[Declared]:
    """All declarations of a file, those of namespaces by dotted name."""
    yield from _statements(parsed, parsed.root, "")


def rows(parsed: Parsed, symbol: str) -> list[Row]:
    """The rows in which ``symbol`` has its members; of merged declarations all of them."""
    found: list[Row] = []
    for each in declared(parsed):
        if each.name == symbol:
            found += _rows(parsed, each.node)
    return found


def find(parsed: Parsed, symbol: str) -> Declared:
    found = next((each for each in declared(parsed) if each.name == symbol), None)
    if found is None:
        raise Refusal(f"the file declares no `{symbol}`")
    return found


def _statements(parsed: Parsed, body: Any, prefix: str) -> Iterator[Declared]:
    for child in body.named_children:
        inner = child
        while inner.type in ("export_statement", "ambient_declaration", "expression_statement"):
            inner = inner.child_by_field_name("declaration") or next(
                (each for each in inner.named_children if each.type in DECLARATIONS or "module" in each.type), None
            )
            if inner is None:
                break
        if inner is None:
            continue
        if inner.type in ("internal_module", "module"):
            name, block = inner.child_by_field_name("name"), inner.child_by_field_name("body")
            if name is not None and block is not None:
                yield from _statements(parsed, block, f"{prefix}{parsed.text.of(name)}.")
        elif inner.type in DECLARATIONS:
            named = inner if inner.type != "lexical_declaration" else inner.named_child(0)
            name = named.child_by_field_name("name") if named is not None else None
            if name is not None:
                yield Declared(prefix + parsed.text.of(name), inner, child)


def _rows(parsed: Parsed, node: Any) -> Iterator[Row]:
    body = node.child_by_field_name("body")
    if body is not None:
        yield _body(parsed, body)
        if body.type == "class_body":
            yield from _parameters(parsed, body)
    elif node.type == "type_alias_declaration":
        yield from _alias(parsed, node.child_by_field_name("value"))
    elif node.type == "lexical_declaration":
        yield from _constant(parsed, node)


def _alias(parsed: Parsed, value: Any) -> Iterator[Row]:
    while value.type == "parenthesized_type":
        value = value.named_child(0)
    if value.type == "object_type":
        yield _body(parsed, value)
    elif value.type == "intersection_type":
        yield from (_body(parsed, each) for each in _flat(value, "intersection_type") if each.type == "object_type")
    elif value.type in ("union_type", "literal_type"):
        yield _union(parsed, value)
    else:
        query = _first(value, "type_query")
        name = query.named_child(0) if query is not None else None
        if name is not None and name.type == "identifier":
            for each in declared(parsed):
                if each.name == parsed.text.of(name) and each.node.type == "lexical_declaration":
                    yield from _constant(parsed, each.node)


def _constant(parsed: Parsed, node: Any) -> Iterator[Row]:
    """``['a', 'b'] as const`` and ``{ A: 'a' } as const``."""
    declarator = node.named_child(0)
    value = declarator.child_by_field_name("value") if declarator is not None else None
    while value is not None and value.type in ("as_expression", "satisfies_expression", "parenthesized_expression"):
        value = value.named_child(0)
    if value is None or value.type not in ("array", "object"):
        return
    yield _listed(parsed, value, "array" if value.type == "array" else "object")


def _parameters(parsed: Parsed, body: Any) -> Iterator[Row]:
    for each in body.named_children:
        name = each.child_by_field_name("name")
        if each.type == "method_definition" and name is not None and parsed.text.of(name) == "constructor":
            yield _listed(parsed, each.child_by_field_name("parameters"), "parameters")


def _body(parsed: Parsed, body: Any) -> Row:
    return _listed(parsed, body, _BODIES[body.type])  # type: ignore[arg-type]


def _listed(parsed: Parsed, body: Any, kind: RowKind) -> Row:
    """Items between brackets."""
    text = parsed.text
    items: list[Item] = []
    children = body.children
    for child in children[1:-1]:
        place = text.place(child)
        if child.type in (";", ",") and items and not items[-1].has_sign:
            items[-1] = items[-1]._replace(stop=place.end)
        elif child.is_named and child.type not in ("comment", "decorator"):
            items.append(Item(_name(parsed, child), place.start, place.end, place.end, child))
    return Row(kind, tuple(items), text.place(children[0]).end, text.place(children[-1]).start, body)


def _name(parsed: Parsed, node: Any) -> str:
    """What an item is called; nothing when it is no member."""
    text = parsed.text
    if node.type in ("string", "number"):
        return text.property_name(node)
    if node.type in ("property_identifier", "shorthand_property_identifier"):
        return text.of(node)
    name = node.child_by_field_name("name") or node.child_by_field_name("pattern") or node.child_by_field_name("key")
    if name is None or node.type not in _MEMBERS or _is_hidden(parsed, node, name):
        return ""
    if node.type in ("required_parameter", "optional_parameter"):
        marks = {each.type for each in node.children}
        return text.of(name) if marks & {"accessibility_modifier", "readonly", "override_modifier"} else ""
    return text.property_name(name)


def _is_hidden(parsed: Parsed, node: Any, name: Any) -> bool:
    """The constructor, and what is nobody else's business."""
    if name.type == "private_property_identifier" or parsed.text.of(name) == "constructor":
        return True
    access = next((parsed.text.of(each) for each in node.children if each.type == "accessibility_modifier"), "public")
    return access != "public" or any(each.type == "static" for each in node.children)


def _union(parsed: Parsed, value: Any) -> Row:
    place = parsed.text.place(value)
    items = []
    for each in _flat(value, "union_type"):
        inner = each.named_child(0) if each.type == "literal_type" else None
        at = parsed.text.place(each)
        name = parsed.text.property_name(inner) if inner is not None else ""
        items.append(Item(name, at.start, at.end, at.end, each))
    return Row("union", tuple(items), place.start, place.end, value)


def _flat(node: Any, kind: str) -> Iterator[Any]:
    if node.type == kind:
        for each in node.named_children:
            if each.type != "comment":
                yield from _flat(each, kind)
    else:
        yield node


def _first(node: Any, kind: str) -> Any:
    if node.type == kind:
        return node
    return next((found for each in node.named_children if (found := _first(each, kind)) is not None), None)
