"""Classes of Python: dataclasses, attrs, pydantic, msgspec, named tuples, typed dictionaries, protocols, enums."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from msgspec.structs import replace

from moment.drift.readers.python_source import Source
from moment.drift.readers.python_types import Annotations
from moment.drift.readers.text import deprecation
from moment.drift.types import NULL, UNKNOWN, Deprecation, Literal, Member, Opaque, Type, Union
from moment.model.words import words

_Method: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef
ENUMS = ("Enum", "StrEnum", "IntEnum", "Flag", "IntFlag", "ReprEnum")
_MARKERS = frozenset(
    (*ENUMS, "Protocol", "Generic", "object", "ABC", "NamedTuple", "TypedDict", "Struct", "BaseModel", "str", "int")
)
_DATA_BASES = ("NamedTuple", "TypedDict", "Struct", "BaseModel")
_DATA_DECORATORS = ("dataclass", "define", "frozen", "mutable", "attrs", "s")
_STATIC = ("staticmethod", "classmethod", "overload")


@dataclass(frozen=True, slots=True)
class Nature:
    """What kind of class it is, from its bases and decorators, as bare names."""

    bases: tuple[str, ...]
    decorators: tuple[str, ...]
    frozen: bool
    total: bool
    camel: bool

    @property
    def is_enum(self) -> bool:
        return any(base in ENUMS for base in self.bases)

    @property
    def is_interface(self) -> bool:
        return "Protocol" in self.bases or "TypedDict" in self.bases

    @property
    def is_data(self) -> bool:
        return any(base in _DATA_BASES for base in self.bases) or any(d in _DATA_DECORATORS for d in self.decorators)


def nature(node: ast.ClassDef, annotations: Annotations) -> Nature:
    def bare(each: ast.expr) -> str:
        inner = each.func if isinstance(each, ast.Call) else each
        inner = inner.value if isinstance(inner, ast.Subscript) else inner
        return annotations.qualified(inner).rpartition(".")[2]

    calls = [each for each in node.decorator_list if isinstance(each, ast.Call)]
    given = {word.arg: word.value for each in (*calls,) for word in each.keywords if word.arg}
    given.update({word.arg: word.value for word in node.keywords if word.arg})
    decorators = tuple(map(bare, node.decorator_list))
    bases = tuple(map(bare, node.bases))
    rename = given.get("rename")
    return Nature(
        bases,
        decorators,
        _is(given.get("frozen"), True) or "frozen" in decorators or "NamedTuple" in bases,
        not _is(given.get("total"), False),
        (isinstance(rename, ast.Constant) and rename.value == "camel") or _generates_camel(node),
    )


def bases(node: ast.ClassDef, annotations: Annotations) -> Iterator[ast.expr]:
    """The bases whose members a class has: not those that only say what kind of class it is."""
    for each in node.bases:
        inner = each.value if isinstance(each, ast.Subscript) else each
        module, _, name = annotations.qualified(inner).rpartition(".")
        if name not in _MARKERS or (not module and name in ("BaseModel", "Struct")):
            yield each


def class_members(node: ast.ClassDef, found: Nature, source: Source, annotations: Annotations) -> tuple[Member, ...]:
    """Fields, properties and public methods of an instance, each name once."""
    if found.is_enum:
        return tuple(_values(node, found, source, annotations))
    members: dict[str, Member] = {}
    methods = [each for each in node.body if isinstance(each, _Method)]
    if any(method.name == "members_" for method in methods):
        methods = [] if not any(isinstance(each, ast.AnnAssign) for each in node.body) else methods
    for member in (*_fields(node, found, source, annotations), *_methods(methods, source, annotations, found)):
        before = members.get(member.name)
        if before is not None and before.readonly and member.kind == "property":
            member = replace(before, readonly=False, implicit=False)
        members[member.name] = member
    return tuple(members.values())


def said(body: list[ast.stmt], at: int) -> str:
    """The text that stands behind the statement at ``at``, or as the docstring when ``at`` is -1."""
    following = body[at + 1] if at + 1 < len(body) else None
    match following:
        case ast.Expr(value=ast.Constant(value=str(text))):
            return text
    return ""


def _fields(node: ast.ClassDef, found: Nature, source: Source, annotations: Annotations) -> Iterator[Member]:
    for at, each in enumerate(node.body):
        match each:
            case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation, value=value):
                member = _field(name, annotation, value, found, annotations)
                if member is not None:
                    place, type_place = source.place(each.target), source.place(annotation)
                    note = deprecation(said(node.body, at)) or member.deprecated
                    yield replace(
                        member, deprecated=note, place=place, extent=source.place(each), type_place=type_place
                    )


def _field(
    name: str, annotation: ast.expr, value: ast.expr | None, found: Nature, annotations: Annotations
) -> Member | None:
    inner, wrappers = annotations.unwrapped(annotation)
    type_ = annotations.type(inner)
    is_tag = "ClassVar" in wrappers and isinstance(type_, Union) and all(isinstance(t, Literal) for t in type_.items)
    if (
        name.startswith("_")
        or "InitVar" in wrappers
        or "KW_ONLY" in wrappers
        or ("ClassVar" in wrappers and not is_tag)
    ):
        return None
    default, wire, deprecated = _default(value)
    optional = "NotRequired" in wrappers or (not found.total and "Required" not in wrappers)
    type_, has_none = _without_none(type_)
    if has_none and default == "None":
        optional = True
    elif has_none:
        type_ = Union((type_, NULL))
    optional = optional or default.rpartition(".")[2] == "UNSET"
    if found.camel and not wire:
        wire = _camel(name)
    return Member(
        name, type_, optional=optional, readonly=found.frozen or "Final" in wrappers or "ReadOnly" in wrappers,
        deprecated=deprecated, wire=wire if wire != name else "",
    )  # fmt: skip


def _default(value: ast.expr | None) -> tuple[str, str, Deprecation | None]:
    """The default as text, the name on the wire, and a deprecation, from ``= None`` or ``= Field(…)``."""
    if not isinstance(value, ast.Call):
        return (_shown(value) if value is not None else "", "", None)
    words_ = {word.arg: word.value for word in value.keywords if word.arg}
    wire = next((words_[key] for key in ("alias", "serialization_alias", "name") if key in words_), None)
    default = words_.get("default", value.args[0] if value.args else None)
    factory = words_.get("factory", words_.get("default_factory"))
    shown = _shown(default) if default is not None else "…" if factory is not None else ""
    note = words_.get("deprecated")
    deprecated = None
    if isinstance(note, ast.Constant) and note.value not in (None, False):
        deprecated = deprecation(f"@deprecated {note.value}" if isinstance(note.value, str) else "@deprecated")
    return shown, str(wire.value) if isinstance(wire, ast.Constant) else "", deprecated


def _shown(default: ast.expr) -> str:
    return ast.unparse(default) if isinstance(default, ast.Constant | ast.Name | ast.Attribute) else "…"


def _without_none(type_: Type) -> tuple[Type, bool]:
    items = list(_flat(type_))
    if NULL not in items or len(items) == 1:
        return type_, False
    kept = tuple(each for each in items if each != NULL)
    return kept[0] if len(kept) == 1 else Union(kept), True


def _flat(type_: Type) -> Iterator[Type]:
    if isinstance(type_, Union):
        for each in type_.items:
            yield from _flat(each)
    else:
        yield type_


def _methods(methods: list[_Method], source: Source, annotations: Annotations, found: Nature) -> Iterator[Member]:
    for method in methods:
        names = {annotations.qualified(each).rpartition(".")[2] for each in method.decorator_list}
        if method.name == "__init__" and not found.is_data:
            yield from _assigned(method, source, annotations)
        if method.name.startswith("_") or names & set(_STATIC) or not [*method.args.posonlyargs, *method.args.args]:
            continue
        note = ast.get_docstring(method) or ""
        parameters = annotations.parameters(source.parameters(method))
        member = Member(
            method.name, annotations.function(method, parameters), "method", deprecated=deprecation(note),
            place=source.head(method), extent=source.place(method), type_place=source.place(method.returns),
        )  # fmt: skip
        if names & {"property", "cached_property", "abstractproperty"}:
            type_ = annotations.type(method.returns) if method.returns is not None else UNKNOWN
            yield replace(member, type=type_, kind="property", readonly=True, implicit=not found.is_interface)
        elif "setter" in names:
            yield replace(member, type=UNKNOWN, kind="property")
        elif "deleter" not in names:
            yield member


def _assigned(method: _Method, source: Source, annotations: Annotations) -> Iterator[Member]:
    """``self.a = a`` and ``self.a: T`` of a plain class."""
    given = {each.arg: each.annotation for each in (*method.args.args, *method.args.kwonlyargs)}
    for each in method.body:
        match each:
            case ast.AnnAssign(
                target=ast.Attribute(value=ast.Name(id="self"), attr=name) as target, annotation=annotation
            ):
                type_: Type = annotations.type(annotation)
            case ast.Assign(targets=[ast.Attribute(value=ast.Name(id="self"), attr=name) as target], value=value):
                annotation_ = given.get(value.id) if isinstance(value, ast.Name) else None
                type_ = (
                    annotations.type(annotation_) if annotation_ is not None else Opaque("", "inferred from a value")
                )
            case _:
                continue
        if not name.startswith("_"):
            yield Member(name, type_, place=source.place(target), extent=source.place(each))


def _values(node: ast.ClassDef, found: Nature, source: Source, annotations: Annotations) -> Iterator[Member]:
    """Members of an enum; ``auto()`` counts up, or is the name in small letters for ``StrEnum``."""
    following = 1
    for at, each in enumerate(node.body):
        match each:
            case ast.Assign(targets=[ast.Name(id=name) as target], value=value):
                pass
            case _:
                continue
        if name.startswith("_"):
            continue
        is_auto = isinstance(value, ast.Call) and annotations.qualified(value.func).rpartition(".")[2] == "auto"
        if is_auto:
            text = json.dumps(name.lower()) if "StrEnum" in found.bases else str(following)
            type_: Type = Literal(text)
        else:
            type_ = annotations.literal(value)
        if isinstance(type_, Literal) and type_.text.lstrip("-").isdigit():
            following = int(type_.text) + 1
        yield Member(
            name, type_, "value", implicit=is_auto and "StrEnum" not in found.bases,
            deprecated=deprecation(said(node.body, at)), place=source.place(target), extent=source.place(each),
            type_place=source.place(value),
        )  # fmt: skip


def enum_members(maker: str, given: ast.expr, source: Source) -> tuple[Member, ...]:
    """Members of ``Enum("Channel", …)``: a mapping, pairs, or names that count up; none when they are computed."""
    try:
        found = ast.literal_eval(given)
    except (ValueError, TypeError, SyntaxError):
        return ()
    if isinstance(found, str):
        found = found.replace(",", " ").split()
    if isinstance(found, dict):
        found = list(found.items())
    place, members = source.place(given), []
    for at, each in enumerate(found if isinstance(found, list | tuple) else (), start=1):
        pair = each if isinstance(each, tuple | list) and len(each) == 2 else (each, None)
        value = (str(pair[0]).lower() if maker == "StrEnum" else at) if pair[1] is None else pair[1]
        type_: Type = Opaque("", "a value that is not known")
        if isinstance(value, bool | int | float | str):
            type_ = Literal(json.dumps(value, ensure_ascii=False))
        is_implicit = pair[1] is None and maker != "StrEnum"
        members.append(Member(str(pair[0]), type_, "value", implicit=is_implicit, place=place, extent=place))
    return tuple(members)


def _is(node: ast.expr | None, value: bool) -> bool:
    return isinstance(node, ast.Constant) and node.value is value


def _generates_camel(node: ast.ClassDef) -> bool:
    """``model_config = ConfigDict(alias_generator=to_camel)``."""
    for each in node.body:
        match each:
            case ast.Assign(targets=[ast.Name(id="model_config")], value=ast.Call(keywords=keywords)):
                given: Mapping[str | None, ast.expr] = {word.arg: word.value for word in keywords}
                return "to_camel" in ast.unparse(given["alias_generator"]) if "alias_generator" in given else False
    return False


def _camel(name: str) -> str:
    first, *others = words(name) or (name,)
    return first.lower() + "".join(each.capitalize() for each in others)
