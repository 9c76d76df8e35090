"""Where the members of a Python declaration stand: statements of a class, or a list between brackets."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any, Literal, NamedTuple, TypeAlias

from moment.drift.patch.result import Refusal
from moment.drift.readers.python_source import Source, parse

RowKind: TypeAlias = Literal["class", "dictionary", "enum", "literal", "pairs"]

_ENUMS = frozenset(("Enum", "StrEnum", "IntEnum", "ReprEnum"))
_ANY_ORDER = frozenset(("TypedDict", "Protocol", "BaseModel"))


class Module(NamedTuple):
    """A file as ``ast`` sees it; ``source`` turns its places into offsets."""

    source: Source
    tree: ast.Module

    @property
    def text(self) -> str:
        return self.source.text


class Item(NamedTuple):
    """One member. ``end`` is behind its statement or element, ``stop`` behind the text below it that says more."""

    name: str
    start: int
    end: int
    stop: int
    node: Any


class Row(NamedTuple):
    """``node`` is the class, or the list. In any order means that a field without a default may follow one with one."""

    kind: RowKind
    items: tuple[Item, ...]
    node: Any
    in_any_order: bool = True
    total: bool = True

    def named(self, name: str) -> list[Item]:
        return [item for item in self.items if item.name == name]


class Declared(NamedTuple):
    name: str
    node: ast.stmt


def module(text: str) -> Module:
    """``Refusal`` when the text does not parse."""
    source = Source(text)
    found = parse(source)
    if found.module is None or found.broken:
        reason = found.damage.reason if found.damage is not None else "it has a syntax error"
        raise Refusal(f"the file cannot be read: {reason}")
    return Module(source, found.module)


def declared(tree: ast.Module) -> Iterator[Declared]:
    """Classes and aliases of a module, inner classes by dotted name."""
    yield from _declared(tree.body, "")


def _declared(body: list[ast.stmt], prefix: str) -> Iterator[Declared]:
    for node in body:
        match node:
            case ast.ClassDef():
                yield Declared(prefix + node.name, node)
                yield from _declared(node.body, f"{prefix}{node.name}.")
            case ast.Assign(targets=[ast.Name(id=name)]) if not prefix:
                yield Declared(name, node)
            case ast.AnnAssign(target=ast.Name(id=name), value=value) if not prefix and value is not None:
                yield Declared(name, node)
            case ast.If(body=inner, orelse=other) | ast.Try(body=inner, orelse=other):
                yield from _declared([*inner, *other], prefix)


def find(file: Module, symbol: str) -> Declared:
    found = next((each for each in declared(file.tree) if each.name == symbol), None)
    if found is None:
        raise Refusal(f"the file declares no `{symbol}`")
    return found


def row(file: Module, symbol: str) -> Row:
    """The members of ``symbol``; ``Refusal`` when it has none that could be written one by one."""
    node = find(file, symbol).node
    if isinstance(node, ast.ClassDef):
        return _class(file, node)
    value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
    found = _listed(file, value) if value is not None else None
    if found is None:
        raise Refusal(f"`{symbol}` has no members that could be written one by one")
    return found


def methods_of(node: ast.AST) -> tuple[ast.FunctionDef | ast.AsyncFunctionDef, ...]:
    """Those that a class declares itself."""
    body = node.body if isinstance(node, ast.ClassDef) else []
    return tuple(each for each in body if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef))


def bare(node: ast.expr) -> str:
    """The last part of a name, called or with arguments or not."""
    match node:
        case ast.Call(func=inner) | ast.Subscript(value=inner):
            return bare(inner)
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""


def _class(file: Module, node: ast.ClassDef) -> Row:
    bases = {bare(each) for each in node.bases}
    given = [word for each in node.decorator_list if isinstance(each, ast.Call) for word in each.keywords]
    words = {word.arg: word.value for word in (*given, *node.keywords) if word.arg}
    if bases & _ENUMS:
        return Row("enum", tuple(_values(file, node)), node)
    total = not (isinstance(words.get("total"), ast.Constant) and words["total"].value is False)  # type: ignore[attr-defined]
    keywords = isinstance(words.get("kw_only"), ast.Constant) and words["kw_only"].value is True  # type: ignore[attr-defined]
    kind: RowKind = "dictionary" if "TypedDict" in bases else "class"
    return Row(kind, tuple(_fields(file, node)), node, bool(bases & _ANY_ORDER) or keywords, total)


def _fields(file: Module, node: ast.ClassDef) -> Iterator[Item]:
    for at, each in enumerate(node.body):
        if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name) and not _is_hidden(each):
            place = file.source.place(each)
            yield Item(each.target.id, place.start, place.end, _note_end(file, node.body, at, place.end), each)


def _is_hidden(node: ast.AnnAssign) -> bool:
    """``_name`` and ``ClassVar`` are no fields."""
    assert isinstance(node.target, ast.Name)
    return node.target.id.startswith("_") or bare(node.annotation) in ("ClassVar", "KW_ONLY", "InitVar")


def _values(file: Module, node: ast.ClassDef) -> Iterator[Item]:
    for at, each in enumerate(node.body):
        match each:
            case ast.Assign(targets=[ast.Name(id=name)]) if not name.startswith("_"):
                place = file.source.place(each)
                yield Item(name, place.start, place.end, _note_end(file, node.body, at, place.end), each)


def _note_end(file: Module, body: list[ast.stmt], at: int, end: int) -> int:
    """Behind the text that stands below a field."""
    match body[at + 1] if at + 1 < len(body) else None:
        case ast.Expr(value=ast.Constant(value=str())) as note:
            return file.source.place(note).end
    return end


def _listed(file: Module, value: ast.expr) -> Row | None:
    """``Literal["a", "b"]``, ``TypedDict("T", {"a": int})``, ``NamedTuple("N", [("a", int)])``."""
    place = file.source.place
    match value:
        case ast.Subscript(value=head, slice=inner) if bare(head) == "Literal":
            found = inner.elts if isinstance(inner, ast.Tuple) else [inner]
            items = [
                Item(str(each.value), *place(each)[1:], place(each).end, each)
                for each in found
                if isinstance(each, ast.Constant)
            ]
            return Row("literal", tuple(items), inner)
        case ast.Call(func=head, args=[_, ast.Dict(keys=keys, values=types) as inner]) if bare(head) == "TypedDict":
            both = [(key, type_) for key, type_ in zip(keys, types, strict=True) if isinstance(key, ast.Constant)]
            items = [
                Item(str(key.value), place(key).start, place(type_).end, place(type_).end, (key, type_))
                for key, type_ in both
            ]
            return Row("dictionary", tuple(items), inner)
        case ast.Call(func=head, args=[_, (ast.List(elts=found) | ast.Tuple(elts=found)) as inner]):
            pairs = [each for each in found if isinstance(each, ast.Tuple) and len(each.elts) == 2]
            items = [Item(str(each.elts[0].value), *place(each)[1:], place(each).end, tuple(each.elts)) for each in pairs
                     if isinstance(each.elts[0], ast.Constant)]  # fmt: skip
            return Row("pairs", tuple(items), inner) if bare(head) == "NamedTuple" else None
    return None
