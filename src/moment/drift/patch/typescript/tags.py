"""Every place that certainly holds the tag of a TypeScript type: ``_tag: 'OrderPlaced'`` and what is compared with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from moment.drift.pairing import DISCRIMINANTS
from moment.drift.patch.lines import Splice
from moment.drift.patch.result import Refusal
from moment.drift.patch.tags import REFUSED, retagged
from moment.drift.patch.typescript.bindings import binding, nodes
from moment.drift.patch.typescript.expectations import Expectations
from moment.drift.patch.typescript.rows import declared, rows
from moment.drift.patch.typescript.types import DEPTH, Typed
from moment.drift.scope import Symbol

_EQUALITY = frozenset(("===", "==", "!==", "!="))
_TRANSPARENT = frozenset(("parenthesized_expression", "non_null_expression", "as_expression", "satisfies_expression"))


class _Tag(NamedTuple):
    old: str
    new: str


class TagUses:
    """Uses of the tag of ``symbol``, which gets the name ``name``, each as the splice that writes the new tag there.

    A value is certainly tagged so when its declared type is the symbol, an heir of it, or a union that holds it and
    no other type with that tag.
    """

    def __init__(
        self, values: Expectations, symbol: Symbol, name: str, *, tags: Mapping[str, str] | None = None
    ) -> None:
        """``tags`` are new ones by the old, where the name does not say them."""
        self._said = tags
        self.values = values
        self.symbol = symbol
        self.name = name
        self.tags: Mapping[str, _Tag] = dict(self._tags())
        self.targets = values.heirs(symbol) if self.tags else frozenset((symbol,))

    def splices(self, path: str) -> Iterator[Splice]:
        if not self.tags:
            return
        for target in sorted(self.targets):
            if target.path == path:
                for _, node in self._declared(target):
                    new = self._after(self._string(path, node))
                    yield from self._over(path, node, new)
        for node in nodes(self.values.files[path].root):
            for key, string in self._use(path, node):
                if self._string(path, string) == self.tags[key].old:
                    yield from self._over(path, string, self.tags[key].new)

    def _over(self, path: str, node: Any, new: str | None) -> Iterator[Splice]:
        if new is not None:
            place = self.values.files[path].text.place(node)
            is_quoted = node.type == "string"
            yield Splice(place.start + is_quoted, place.end - is_quoted, new)

    def _string(self, path: str, node: Any) -> str:
        text = self.values.files[path].text
        return text.string(node) if node.type == "string" else text.of(node)

    def _after(self, tag: str) -> str | None:
        if self._said is not None:
            return self._said.get(tag)
        return retagged(tag, _short(self.symbol), self.name)

    # -- the tag itself ----------------------------------------------------------------------------------------------

    def _tags(self) -> Iterator[tuple[str, _Tag]]:
        for key, old in self._literals(self.symbol):
            new = self._after(old)
            if new is not None:
                yield key, _Tag(old, new)

    def _literals(self, symbol: Symbol) -> Iterator[tuple[str, str]]:
        """The tags of a declaration by the member that holds them."""
        for key, node in self._declared(symbol):
            is_command = node.parent.parent.type == "type_arguments"
            yield key, self._string(symbol.path, node) + (REFUSED if is_command else "")

    def _declared(self, symbol: Symbol) -> Iterator[tuple[str, Any]]:
        parsed = self.values.files[symbol.path]
        for row in rows(parsed, symbol.name):
            for item in row.items:
                string = _held(item.node) if item.name in DISCRIMINANTS else None
                if string is not None:
                    yield item.name, string
        for each in declared(parsed):
            value = each.node.child_by_field_name("value") if each.name == symbol.name else None
            if value is not None and value.type == "generic_type":
                yield from self._refused(symbol.path, value)

    def _refused(self, path: str, node: Any) -> Iterator[tuple[str, Any]]:
        """The command of ``Refused<'PlaceOrder', 'isDraft'>``, which is tagged ``PlaceOrder.Refused``."""
        name = self.values.files[path].text.of(node.child_by_field_name("name"))
        given = node.child_by_field_name("type_arguments").named_children
        string = _literal(given[0]) if name.rpartition(".")[2] == "Refused" and given else None
        if string is not None:
            yield "_tag", string

    # -- where it stands ---------------------------------------------------------------------------------------------

    def _use(self, path: str, node: Any) -> Iterator[tuple[str, Any]]:
        """Texts that are tags, with the member that holds them."""
        match node.type:
            case "object":
                yield from self._object(path, node)
            case "binary_expression" if node.child_by_field_name("operator").type in _EQUALITY:
                left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
                yield from self._compared(path, left, (right,))
                yield from self._compared(path, right, (left,))
            case "switch_statement":
                cases = [each.child_by_field_name("value") for each in node.child_by_field_name("body").named_children]
                yield from self._compared(path, node.child_by_field_name("value"), cases)
            case "call_expression":
                yield from self._includes(path, node)
            case "string":
                key = self._key_of_type(self.values.expected(path, node))
                if key is not None:
                    yield key, node
            case "generic_type" | "intersection_type":
                yield from self._narrowed(path, node)

    def _object(self, path: str, node: Any) -> Iterator[tuple[str, Any]]:
        """``_tag: 'OrderPlaced'`` in what is one, and ``OrderPlaced:`` in a table by tags."""
        text = self.values.files[path].text
        typed = self.values.expected(path, node)
        pairs = [each for each in node.named_children if each.type in ("pair", "method_definition")]
        by_tag = self._key_of_table(typed)
        for each in pairs:
            key = each.child_by_field_name("key") or each.child_by_field_name("name")
            name, value = text.property_name(key), _string(each.child_by_field_name("value"))
            if name in self.tags and value is not None and self._means(self.values.symbols(typed), name):
                yield name, value
            elif by_tag is not None and key.type in ("property_identifier", "string"):
                yield by_tag, key

    def _compared(self, path: str, value: Any, others: Iterable[Any]) -> Iterator[tuple[str, Any]]:
        strings = [string for each in others if (string := _string(each)) is not None]
        key = self._key(path, value) if strings else None
        if key is not None:
            yield from ((key, string) for string in strings)

    def _includes(self, path: str, node: Any) -> Iterator[tuple[str, Any]]:
        """``['OrderPlaced', 'OrderLost'].includes(event._tag)``."""
        callee, given = node.child_by_field_name("function"), node.child_by_field_name("arguments").named_children
        if callee.type != "member_expression" or len(given) != 1:
            return
        listed = _bare(callee.child_by_field_name("object"))
        name = self.values.files[path].text.of(callee.child_by_field_name("property"))
        if listed.type == "array" and name in ("includes", "indexOf"):
            yield from self._compared(path, given[0], listed.named_children)

    def _narrowed(self, path: str, node: Any) -> Iterator[tuple[str, Any]]:
        """``Extract<OrderEvent, { _tag: 'OrderPlaced' }>`` and ``OrderEvent & { _tag: 'OrderPlaced' }``."""
        parts = node.named_children
        if node.type == "generic_type":
            if self._string(path, node.child_by_field_name("name")) not in ("Extract", "Exclude"):
                return
            parts = node.child_by_field_name("type_arguments").named_children
        meant = [self.values.symbols(Typed(path, each)) for each in parts]
        for part in parts:
            for each in part.named_children if part.type == "object_type" else ():
                name = each.child_by_field_name("name")
                key = self.values.files[path].text.property_name(name) if each.type == "property_signature" else ""
                string = _held(each) if key in self.tags else None
                if string is not None and any(self._means(symbols, key) for symbols in meant):
                    yield key, string

    # -- what is tagged ----------------------------------------------------------------------------------------------

    def _means(self, symbols: frozenset[Symbol], key: str) -> bool:
        """Whether a value of one of ``symbols`` that is tagged with the old tag is certainly of the type."""
        if key not in self.tags or not symbols & self.targets:
            return False
        known = dict[Symbol, str](
            (each, tag) for each in symbols - self.targets for name, tag in self._literals(each) if name == key
        )
        if self.tags[key].new in known.values():
            taken = next(each for each, tag in known.items() if tag == self.tags[key].new)
            raise Refusal(f"`{taken.name}` is tagged `{self.tags[key].new}` already")
        return self.tags[key].old not in known.values()

    def _key(self, path: str, node: Any, depth: int = 0) -> str | None:
        """The member whose value an expression is, when it is that of a target."""
        node = _bare(node)
        if node is None or depth > DEPTH:
            return None
        text = self.values.files[path].text
        match node.type:
            case "member_expression":
                key = text.of(node.child_by_field_name("property"))
            case "subscript_expression":
                index = node.child_by_field_name("index")
                key = text.string(index) if index is not None and index.type == "string" else ""
            case "identifier":
                return self._key_of_variable(path, node, depth)
            case _:
                return None
        owner = self.values.symbols(self.values.of(path, node.child_by_field_name("object")))
        return key if self._means(owner, key) else None

    def _key_of_variable(self, path: str, node: Any, depth: int) -> str | None:
        parsed = self.values.files[path]
        bound = binding(parsed, node, parsed.text.of(node))
        if bound is None:
            return None
        if bound.steps:
            owner = self.values.into(self.values.source(path, bound.node), bound.steps[:-1])
            key = bound.steps[-1] or ""
            return key if self._means(self.values.symbols(owner), key) else None
        annotated = self.values.annotation(path, bound.node)
        if annotated is not None or bound.node.type != "variable_declarator":
            return self._key_of_type(annotated)
        return self._key(path, bound.node.child_by_field_name("value"), depth + 1)

    def _key_of_type(self, typed: Typed | None, depth: int = 0) -> str | None:
        """``OrderEvent['_tag']``, also by another name or as a part of a union."""
        if typed is None or depth > DEPTH:
            return None
        path, node = typed
        match node.type:
            case "lookup_type":
                key = _literal(node.named_children[-1])
                name = self._string(path, key) if key is not None else ""
                return name if self._means(self.values.symbols(Typed(path, node.named_child(0))), name) else None
            case "union_type" | "parenthesized_type":
                found = (self._key_of_type(Typed(path, each), depth + 1) for each in node.named_children)
                return next((key for key in found if key is not None), None)
        alias = self.values.aliased(typed)
        return self._key_of_type(alias, depth + 1) if alias is not None else None

    def _key_of_table(self, typed: Typed | None) -> str | None:
        """``Record<OrderEvent['_tag'], …>`` and ``{ [K in OrderEvent['_tag']]: … }``."""
        if typed is None:
            return None
        path, node = typed
        text = self.values.files[path].text
        alias = self.values.aliased(typed)
        if alias is not None:
            return self._key_of_table(alias)
        if node.type == "generic_type":
            name, given = text.of(node.child_by_field_name("name")), node.child_by_field_name("type_arguments")
            if name in ("Partial", "Readonly", "Required"):
                return self._key_of_table(Typed(path, given.named_child(0)))
            return self._key_of_type(Typed(path, given.named_child(0))) if name == "Record" else None
        clauses = (
            [each for each in nodes(node) if each.type == "mapped_type_clause"] if node.type == "object_type" else []
        )
        return self._key_of_type(Typed(path, clauses[0].child_by_field_name("type"))) if clauses else None


def _short(symbol: Symbol) -> str:
    return symbol.name.rpartition(".")[2]


def _bare(node: Any) -> Any:
    """Without parentheses, ``!`` and ``as``."""
    while node is not None and node.type in _TRANSPARENT:
        node = node.named_child(0)
    return node


def _string(node: Any) -> Any:
    node = _bare(node)
    return node if node is not None and node.type == "string" else None


def _literal(node: Any) -> Any:
    """The text of a type that is one."""
    inner = node.named_child(0) if node is not None and node.type == "literal_type" else None
    return inner if inner is not None and inner.type == "string" else None


def _held(node: Any) -> Any:
    """The one text that a member can be: its type, or the value of a field of a class."""
    annotation = node.child_by_field_name("type")
    if annotation is not None and annotation.named_children:
        found = _literal(annotation.named_children[-1])
        if found is not None:
            return found
    return _string(node.child_by_field_name("value"))
