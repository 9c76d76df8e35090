"""Types of TypeScript as tree-sitter gives them, to types as they are compared."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator

from tree_sitter import Node as Tree

from moment.drift.readers.text import Offsets, deprecation
from moment.drift.types import (
    NEVER,
    NOWHERE,
    UNKNOWN,
    Argument,
    Array,
    Deprecation,
    Function,
    Intersection,
    Keys,
    Literal,
    Lookup,
    Mapped,
    Member,
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
from moment.text.span import Place

_ANY = Primitive("any")
_ESCAPE = re.compile(r"\\(u\{[0-9a-fA-F]+\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|\r?\n|.)", re.DOTALL)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}


class Text:
    """One file while it is read: its bytes, and the modules behind the names that stand for ``import('…')``."""

    def __init__(self, text: str, data: bytes, modules: dict[str, str]) -> None:
        self.data = data
        self.modules = modules
        self._offsets = Offsets(text, data)

    def of(self, tree: Tree) -> str:
        return self.data[tree.start_byte : tree.end_byte].decode()

    def place(self, tree: Tree | None) -> Place:
        return NOWHERE if tree is None else self._offsets.place(tree.start_byte, tree.end_byte)

    def type_place(self, annotation: Tree | None) -> Place:
        """The place of the type without its colon."""
        return self.place(_last_named(annotation) if annotation is not None else None)

    # -- types -------------------------------------------------------------------------------------------------------

    def type(self, tree: Tree | None) -> Type:
        """The type that ``tree`` is; ``unknown`` for none."""
        if tree is None:
            return UNKNOWN
        found = _READERS.get(tree.type)
        return Opaque(self.of(tree), "a form that is not understood") if found is None else found(self, tree)

    def annotated(self, tree: Tree | None) -> Type | None:
        """The type of a ``type_annotation``; ``None`` for none."""
        return None if tree is None else self.type(_last_named(tree))

    def name(self, tree: Tree) -> Type:
        text = self.of(tree)
        head, _, rest = text.partition(".")
        if head in self.modules:
            return Name("".join(rest.split()), module=self.modules[head])
        return Name("".join(text.split()) if "." in text else text)

    def arguments(self, tree: Tree | None) -> tuple[Type, ...]:
        return () if tree is None else tuple(self.type(each) for each in _named(tree))

    def parameters(self, tree: Tree | None) -> tuple[TypeParameter, ...]:
        """Type parameters."""
        found = []
        for each in _named(tree) if tree is not None else ():
            name, constraint, default = (each.child_by_field_name(field) for field in ("name", "constraint", "value"))
            found.append(
                TypeParameter(
                    self.of(name) if name is not None else "",
                    self.type(_last_named(constraint)) if constraint is not None else None,
                    self.type(_last_named(default)) if default is not None else None,
                )
            )
        return tuple(found)

    def formals(self, tree: Tree | None) -> tuple[Argument, ...]:
        """Parameters of a function; ``this`` is none."""
        found = []
        for each in _named(tree) if tree is not None else ():
            pattern = each.child_by_field_name("pattern")
            if pattern is None or pattern.type == "this":
                continue
            type_ = self.annotated(each.child_by_field_name("type"))
            value = each.child_by_field_name("value")
            if type_ is None:
                type_ = _ANY if value is None else self.value(value)
            is_rest = pattern.type == "rest_pattern"
            named = _last_named(pattern) if is_rest else pattern
            name = self.of(named) if named is not None and named.type == "identifier" else ""
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
            return self.type(_last_named(found))
        return Primitive("boolean") if found.type == "type_predicate_annotation" else Primitive("void")

    # -- members -----------------------------------------------------------------------------------------------------

    def property_name(self, tree: Tree) -> str:
        """A member's name by value, whatever the quotes; ``[Symbol.iterator]`` as written."""
        match tree.type:
            case "string":
                return self.string(tree)
            case "number":
                return _number(self.of(tree))
            case "computed_property_name":
                inner = _last_named(tree)
                if inner is not None and inner.type in ("string", "number"):
                    return self.property_name(inner)
        return self.of(tree)

    def members(self, body: Tree) -> tuple[Member, ...]:
        """Members of an interface or object type; of get and set one property."""
        found: list[Member] = []
        comment = ""
        for each in body.named_children:
            if each.type == "comment":
                comment = self.of(each)
                continue
            read = _MEMBERS.get(each.type)
            member = None if read is None else read(self, each, self.said(comment))
            if member is not None:
                found.append(member)
            comment = ""
        return merged(found)

    def members_of(self, tree: Tree, deprecated: Deprecation | None) -> Iterator[Member]:
        """The member that an index, call or construct signature is."""
        member = _MEMBERS[tree.type](self, tree, deprecated)
        if member is not None:
            yield member

    def said(self, comment: str) -> Deprecation | None:
        return deprecation(comment) if comment.startswith("/**") and "@deprecated" in comment else None

    def member(
        self, tree: Tree, type_: Type, deprecated: Deprecation | None, *, kind: str = "property", readonly: bool = False
    ) -> Member:
        """The member at ``tree``, which has a ``name``."""
        name = tree.child_by_field_name("name")
        marks = {each.type for each in tree.children if not each.is_named}
        annotation = tree.child_by_field_name("type") or tree.child_by_field_name("return_type")
        return Member(
            self.property_name(name) if name is not None else "",
            type_,
            "method" if kind == "method" else "property",
            "?" in marks,
            readonly or "readonly" in marks,
            deprecated,
            place=self.place(name),
            extent=self.place(tree),
            type_place=self.type_place(annotation),
        )

    # -- values ------------------------------------------------------------------------------------------------------

    def string(self, tree: Tree) -> str:
        """The value of a string literal."""
        return _ESCAPE.sub(_unescaped, self.of(tree)[1:-1])

    def value(self, tree: Tree, *, constant: bool = False) -> Type:
        """The type of an expression: literals, ``as const``, ``new X()``; a ``constant`` keeps its literal type."""
        match tree.type:
            case "string" | "number" | "true" | "false" | "template_string" | "unary_expression":
                literal = self.literal(tree)
                return literal if constant or isinstance(literal, Opaque) else _widened(literal)
            case "null" | "undefined":
                return Primitive(tree.type)
            case "parenthesized_expression" | "satisfies_expression" | "non_null_expression":
                inner = tree.named_child(0)
                return self.value(inner, constant=constant) if inner is not None else UNKNOWN
            case "as_expression":
                inner = tree.named_child(0)
                if any(not each.is_named and each.type == "const" for each in tree.children):
                    return self.value(inner, constant=True) if inner is not None else UNKNOWN
                return self.type(_last_named(tree))
            case "array" if constant:
                return Tuple(tuple(Slot(self.value(each, constant=True)) for each in _named(tree)), readonly=True)
            case "object" if constant:
                return self.record(tree)
            case "new_expression":
                constructor = tree.child_by_field_name("constructor")
                given = self.arguments(tree.child_by_field_name("type_arguments"))
                if constructor is not None and constructor.type in ("identifier", "member_expression"):
                    return Name(self.of(constructor), given)
        return Opaque("", "inferred from a value")

    def record(self, tree: Tree) -> Type:
        """An object ``as const``."""
        found = []
        for each in _named(tree):
            pair_key, pair_value = each.child_by_field_name("key"), each.child_by_field_name("value")
            if each.type != "pair" or pair_key is None or pair_value is None:
                return Opaque("", "inferred from a value")
            found.append(
                Member(
                    self.property_name(pair_key),
                    self.value(pair_value, constant=True),
                    readonly=True,
                    place=self.place(pair_key),
                    extent=self.place(each),
                    type_place=self.place(pair_value),
                )
            )
        return Object(tuple(found))

    def literal(self, tree: Tree) -> Type:
        text = self.of(tree)
        match tree.type:
            case "string":
                return Literal(json.dumps(self.string(tree), ensure_ascii=False))
            case "true" | "false":
                return Literal(text)
            case "null" | "undefined":
                return Primitive(text)
            case "number":
                return Literal(_number(text))
            case "unary_expression":
                number = "".join(text.split())
                if re.fullmatch(r"[-+][\d._xobXOBa-fA-F]+n?", number):
                    return Literal(("-" if number[0] == "-" else "") + _number(number[1:]))
            case "template_string" if "${" not in text:
                return Literal(json.dumps(_ESCAPE.sub(_unescaped, text[1:-1]), ensure_ascii=False))
        return Opaque(text, "a value that is not known")


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
    return _with(readable, readonly=one.readonly and other.readonly)


def _overloaded(one: Member, other: Member) -> Member:
    if isinstance(other.type, Function) and isinstance(other.type.returns, Opaque):
        return one
    known = one.type.items if isinstance(one.type, Intersection) else (one.type,)
    return _with(one, type=Intersection((*known, other.type)))


def _with(member: Member, **changes: object) -> Member:
    from msgspec.structs import replace

    return replace(member, **changes)


def _named(tree: Tree) -> Iterator[Tree]:
    return (each for each in tree.named_children if each.type != "comment")


def _last_named(tree: Tree) -> Tree | None:
    found = [each for each in tree.named_children if each.type != "comment"]
    return found[-1] if found else None


def _unescaped(found: re.Match[str]) -> str:
    code = found[1]
    if code[0] in "ux" and len(code) > 1:
        return chr(int(code[1:].strip("{}"), 16))
    return "" if code in ("\n", "\r\n") else _ESCAPES.get(code, code)


def _number(text: str) -> str:
    """A numeric literal as JSON."""
    plain = text.replace("_", "")
    if plain.endswith("n"):
        return plain
    if plain[:2].lower() in ("0x", "0o", "0b"):
        return str(int(plain, 0))
    value = float(plain)
    return str(int(value)) if value.is_integer() and abs(value) < 1e21 else repr(value)


def _widened(literal: Type) -> Type:
    if not isinstance(literal, Literal):
        return literal
    first = literal.text[0]
    return Primitive("string" if first == '"' else "boolean" if first in "tf" else "number")


# -- one reader for every kind of type node -------------------------------------------------------------------------


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
    found: list[Type] = []
    for each in _named(tree):
        found += _items(text, each) if each.type == tree.type else (text.type(each),)
    return tuple(found)


def _array(text: Text, tree: Tree) -> Type:
    return Array(text.type(_last_named(tree)))


def _readonly(text: Text, tree: Tree) -> Type:
    match text.type(_last_named(tree)):
        case Array(item):
            return Array(item, readonly=True)
        case Tuple(slots):
            return Tuple(slots, readonly=True)
        case other:
            return other


def _tuple(text: Text, tree: Tree) -> Type:
    return Tuple(tuple(_slot(text, each) for each in _named(tree)))


def _slot(text: Text, tree: Tree) -> Slot:
    match tree.type:
        case "optional_type":
            return Slot(text.type(_last_named(tree)), optional=True)
        case "rest_type":
            return Slot(_rest(text.type(_last_named(tree))), rest=True)
        case "required_parameter" | "optional_parameter":
            type_ = text.annotated(tree.child_by_field_name("type")) or _ANY
            name = tree.child_by_field_name("name")
            is_rest = name is not None and name.type == "rest_pattern"
            return Slot(_rest(type_) if is_rest else type_, tree.type == "optional_parameter", is_rest)
    return Slot(text.type(tree))


def _rest(type_: Type) -> Type:
    return type_.item if isinstance(type_, Array) else type_


def _object(text: Text, tree: Tree) -> Type:
    parts = list(_named(tree))
    if len(parts) == 1 and parts[0].type == "index_signature":
        clause = next((each for each in parts[0].named_children if each.type == "mapped_type_clause"), None)
        if clause is not None:
            return _mapped(text, parts[0], clause)
    return Object(text.members(tree))


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
        text.type(_last_named(annotation)) if annotation is not None else _ANY,
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
    return Query(text.of(inner)) if (inner := _last_named(tree)) is not None else UNKNOWN


def _lookup(text: Text, tree: Tree) -> Type:
    parts = list(_named(tree))
    return Lookup(text.type(parts[0]), text.type(parts[1])) if len(parts) == 2 else UNKNOWN


def _literal(text: Text, tree: Tree) -> Type:
    inner = tree.named_child(0)
    return text.literal(inner) if inner is not None else UNKNOWN


def _template(text: Text, tree: Tree) -> Type:
    raw = text.of(tree)
    if "${" not in raw:
        return Literal(json.dumps(_ESCAPE.sub(_unescaped, raw[1:-1]), ensure_ascii=False))
    texts, items = [""], list[Type]()
    for part in tree.named_children:
        if part.type == "template_type":
            items.append(text.type(_last_named(part)))
            texts.append("")
        else:
            texts[-1] += _ESCAPE.sub(_unescaped, text.of(part))
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
    "parenthesized_type": lambda text, tree: text.type(_last_named(tree)),
    "lookup_type": _lookup,
    "index_type_query": lambda text, tree: Keys(text.type(_last_named(tree))),
    "type_query": _query,
    "literal_type": _literal,
    "template_literal_type": _template,
    "this_type": lambda _text, _tree: Primitive("this"),
    "conditional_type": lambda text, tree: Opaque(text.of(tree), "a conditional type"),
    "infer_type": lambda text, tree: Opaque(text.of(tree), "a conditional type"),
    "type_annotation": lambda text, tree: text.type(_last_named(tree)),
}


def _property(text: Text, tree: Tree, deprecated: Deprecation | None) -> Member:
    return text.member(tree, text.annotated(tree.child_by_field_name("type")) or _ANY, deprecated)


def _method(text: Text, tree: Tree, deprecated: Deprecation | None) -> Member:
    marks = {each.type for each in tree.children if not each.is_named}
    if "get" in marks:
        return text.member(tree, text.returned(tree), deprecated, readonly=True)
    if "set" in marks:
        given = text.formals(tree.child_by_field_name("parameters"))
        return text.member(tree, given[0].type if given else _ANY, deprecated)
    return text.member(tree, text.function(tree, text.returned(tree)), deprecated, kind="method")


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
