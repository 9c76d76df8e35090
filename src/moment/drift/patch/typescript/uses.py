"""Every place that certainly means one member of a TypeScript declaration."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from moment.drift.patch.lines import Splice
from moment.drift.patch.result import Refusal
from moment.drift.patch.typescript.bindings import binding, nodes
from moment.drift.patch.typescript.doubles import keyed, refuse_bound, refuse_hidden, refuse_taken, without_double
from moment.drift.patch.typescript.expectations import Expectations
from moment.drift.patch.typescript.rows import rows
from moment.drift.patch.typescript.types import Typed
from moment.drift.scope import Symbol

_UTILITIES = frozenset(("Pick", "Omit"))


class MemberUses:
    """Uses of ``member`` of ``symbol`` and of all that inherit it, each as the splice that writes ``name`` there."""

    def __init__(self, values: Expectations, symbol: Symbol, member: str, name: str) -> None:
        self.values = values
        self.member = member
        self.name = name
        self.targets = self._heirs(symbol)

    def _heirs(self, symbol: Symbol) -> frozenset[Symbol]:
        """``symbol`` and everything that extends or implements it; what it has from elsewhere is refused."""
        for base in self.values.bases(symbol):
            if base.path in self.values.files and self._declares(base, self.member):
                raise Refusal(f"`{base.name}` declares it first: rename it there")
        heirs = self.values.heirs(symbol)
        for each in sorted(heirs | self.values.ancestors(heirs)):
            if self._declares(each, self.name):
                raise Refusal(f"`{each.name}` has a member `{self.name}` already")
        return heirs

    def _declares(self, symbol: Symbol, name: str) -> bool:
        return any(row.named(name) for row in rows(self.values.files[symbol.path], symbol.name))

    def _means(self, typed: Typed | None) -> bool:
        return self.values.symbol(typed) in self.targets

    def splices(self, path: str) -> Iterator[Splice]:
        """Those in one file, declarations first."""
        parsed = self.values.files[path]
        for target in sorted(self.targets):
            if target.path == path:
                for row in rows(parsed, target.name):
                    for item in row.named(self.member):
                        yield from self._declaration(path, item.node)
        for node in nodes(parsed.root):
            yield from self._use(path, node)

    def _declaration(self, path: str, node: Any) -> Iterator[Splice]:
        name = (
            node.child_by_field_name("name") or node.child_by_field_name("pattern") or node.child_by_field_name("key")
        )
        yield self._key(path, name if name is not None else node)
        if node.type in ("required_parameter", "optional_parameter"):
            refuse_bound(path, self.values.files[path], node, self.name)
            body = node.parent.parent.child_by_field_name("body")
            for each in nodes(body) if body is not None else ():
                if (
                    each.type in ("identifier", "shorthand_property_identifier")
                    and self._text(path, each) == self.member
                ):
                    bound = binding(self.values.files[path], each, self.member)
                    if bound is not None and bound.node.id == node.id:
                        refuse_hidden(path, self.values.files[path], each, self.name)
                        yield self._variable(path, each)

    def _variable(self, path: str, node: Any) -> Splice:
        place = self.values.files[path].text.place(node)
        if node.type != "identifier":
            return Splice(place.start, place.end, f"{self.member}: {self.name}")
        key = node.parent.child_by_field_name("key") if node.parent.type == "pair" else None
        if key is not None and key.type == "property_identifier" and self._text(path, key) == self.name:
            return Splice(self.values.files[path].text.place(key).start, place.end, self.name)
        return Splice(place.start, place.end, self.name)

    def _use(self, path: str, node: Any) -> Iterator[Splice]:
        values, parsed = self.values, self.values.files[path]
        match node.type:
            case "member_expression":
                key = node.child_by_field_name("property")
                if self._text(path, key) == self.member and self._means(
                    values.of(path, node.child_by_field_name("object"))
                ):
                    yield self._key(path, key)
            case "subscript_expression":
                key = node.child_by_field_name("index")
                is_it = key is not None and key.type == "string" and parsed.text.string(key) == self.member
                if is_it and self._means(values.of(path, node.child_by_field_name("object"))):
                    yield self._key(path, key)
            case "object":
                yield from self._literal(path, node)
            case "object_pattern":
                yield from self._pattern(path, node)
            case "lookup_type":
                owner, key = node.named_child(0), node.named_children[-1]
                if self._means(Typed(path, owner)):
                    yield from self._strings(path, key)
            case "generic_type" if self._text(path, node.child_by_field_name("name")) in _UTILITIES:
                given = node.child_by_field_name("type_arguments").named_children
                if len(given) == 2 and self._means(Typed(path, given[0])):
                    yield from self._strings(path, given[1])

    def _text(self, path: str, node: Any) -> str:
        return self.values.files[path].text.of(node)

    def _strings(self, path: str, node: Any) -> Iterator[Splice]:
        text = self.values.files[path].text
        for each in nodes(node):
            if each.type == "string" and text.string(each) == self.member:
                yield self._key(path, each)

    def _literal(self, path: str, node: Any) -> Iterator[Splice]:
        text = self.values.files[path].text
        keys: list[tuple[Any, Splice]] = []
        for child in node.named_children:
            if child.type in ("pair", "method_definition"):
                key = child.child_by_field_name("key") or child.child_by_field_name("name")
                if text.property_name(key) == self.member:
                    keys.append((child, self._shortened(path, key, child.child_by_field_name("value"))))
            elif child.type == "shorthand_property_identifier" and text.of(child) == self.member:
                place = text.place(child)
                keys.append((child, Splice(place.start, place.start, f"{self.name}: ")))
        if keys and self._means(self.values.expected(path, node)):
            parsed = self.values.files[path]
            double = keyed(parsed, node, self.name)
            for child, splice in keys:
                yield splice if double is None else without_double(path, parsed, child, double, self.name)

    def _pattern(self, path: str, node: Any) -> Iterator[Splice]:
        text = self.values.files[path].text
        keys: list[Splice] = []
        for child in node.named_children:
            inner = child.child_by_field_name("left") if child.type == "object_assignment_pattern" else child
            if child.type == "pair_pattern":
                key = child.child_by_field_name("key")
                if text.property_name(key) == self.member:
                    keys.append(self._shortened(path, key, child.child_by_field_name("value")))
            elif inner.type == "shorthand_property_identifier_pattern" and text.of(inner) == self.member:
                place = text.place(inner)
                keys.append(Splice(place.start, place.start, f"{self.name}: "))
        if keys and self._means(self._taken_apart(path, node)):
            refuse_taken(path, self.values.files[path], node, self.name)
            yield from keys

    def _taken_apart(self, path: str, pattern: Any) -> Typed | None:
        """The type of the value that a pattern takes apart."""
        parent = pattern.parent
        match parent.type:
            case "required_parameter" | "optional_parameter" | "variable_declarator":
                return self.values.source(path, parent)
            case "for_in_statement":
                return self.values.element(self.values.source(path, parent))
            case "assignment_expression":
                return self.values.of(path, parent.child_by_field_name("right"))
            case "pair_pattern":
                key = self.values.files[path].text.property_name(parent.child_by_field_name("key"))
                return self.values.member(self.values.symbol(self._taken_apart(path, parent.parent)), key)
            case "array_pattern":
                return self.values.element(self._taken_apart(path, parent))
            case "assignment_pattern":
                return self._taken_apart(path, parent)
        return None

    def _shortened(self, path: str, key: Any, value: Any) -> Splice:
        """``old: name`` becomes ``name``, as a shorthand becomes the long form."""
        text = self.values.files[path].text
        named = value.child_by_field_name("left") if value is not None and value.type == "assignment_pattern" else value
        if named is None or key.type == "string" or named.type != "identifier" or text.of(named) != self.name:
            return self._key(path, key)
        between = text.data[key.end_byte : named.start_byte].decode()
        return (
            Splice(text.place(key).start, text.place(named).start, "")
            if between.strip() == ":"
            else self._key(path, key)
        )

    def _key(self, path: str, node: Any) -> Splice:
        """The name of a member where it is written, in its quotes."""
        text = self.values.files[path].text
        place = text.place(node)
        if node.type == "string":
            quote = text.of(node)[0]
            return Splice(place.start, place.end, f"{quote}{self.name}{quote}")
        return Splice(place.start, place.end, self.name)
