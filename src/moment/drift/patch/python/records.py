"""How the kind of a Python record takes a new field: by position or by keyword only, in front of what its heirs add."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple, TypeAlias

from moment.drift.patch.python.bindings import File
from moment.drift.patch.python.rows import Item, Row, bare, row
from moment.drift.patch.python.types import Types
from moment.drift.patch.result import Refusal
from moment.drift.readers.python import read
from moment.drift.scope import Scope, Symbol

Maker: TypeAlias = Literal["dataclass", "attrs", "msgspec", "tuple", ""]
"""What makes the ``__init__`` of a class; nothing that counts positions for the empty one."""

_ATTRS = frozenset(("define", "frozen", "mutable", "attrs", "s"))


class Field(NamedTuple):
    """How a field that is given by keyword only is called in the file, and where it is imported from."""

    name: str
    module: str


def maker(node: ast.ClassDef) -> Maker:
    decorators, bases = {bare(each) for each in node.decorator_list}, {bare(each) for each in node.bases}
    if "dataclass" in decorators:
        return "dataclass"
    if decorators & _ATTRS:
        return "attrs"
    return "msgspec" if "Struct" in bases else "tuple" if "NamedTuple" in bases else ""


def has_default(item: Item) -> bool:
    """Whether the field may be left out; ``field(repr=False)`` says nothing of it."""
    value = getattr(item.node, "value", None)
    if isinstance(value, ast.Call) and bare(value).lower() in ("field", "ib", "attrib"):
        given = {word.arg for word in value.keywords}
        return bool(value.args) or bool(given & {"default", "factory", "default_factory"})
    return value is not None


def field(file: File, node: ast.ClassDef) -> Field:
    """``field`` as the file writes it beside the decorator of the class."""
    for each in node.decorator_list:
        head = each.func if isinstance(each, ast.Call) else each
        old = bare(head) in ("s", "attrs")
        if isinstance(head, ast.Attribute):
            return Field(f"{ast.unparse(head.value)}.{'ib' if old else 'field'}", "")
        imported = next((one.module for one in ast.walk(file.tree) if _imports(one, bare(head))), None)  # type: ignore[attr-defined]
        if imported in ("dataclasses", "attrs", "attr", "pydantic.dataclasses"):
            return Field("field", "dataclasses" if imported == "pydantic.dataclasses" else imported)
    raise Refusal("nothing says how a field is given by keyword only")


def _imports(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.ImportFrom) and any((each.asname or each.name) == name for each in node.names)


class Family:
    """A class with those that it inherits from and that inherit from it, in all files that name it."""

    def __init__(self, texts: Mapping[str, str], path: str, symbol: str, found: Row) -> None:
        self.node: ast.ClassDef = found.node
        self.maker = maker(found.node)
        self.is_ordered = self.maker != "" and not found.in_any_order
        files = {each: file for each, text in texts.items() if _may_name(each, text, path) and (file := _file(text))}
        self.types = Types(files, Scope({each: read(texts[each].encode()) for each in files}))
        self.symbol = Symbol(path, symbol)
        self.file = files[path]

    def by_keyword(self, *, optional: bool) -> bool:
        """Whether a new field has to be given by keyword, so that the fields of others keep their places.

        ``Refusal`` where the maker of the class knows no such field.
        """
        if not self.is_ordered or self.maker == "tuple":
            return False
        others = self._later() if optional else [item for item in self._earlier() if has_default(item)]
        if self.maker == "msgspec":
            if not all(has_default(item) for item in others) or (others and not optional):
                raise Refusal("a field without a default cannot follow one that has one")
            return False
        return bool(others)

    def _later(self) -> list[Item]:
        """Fields by position that heirs add."""
        return [item for heir in sorted(self.types.heirs(self.symbol) - {self.symbol}) for item in self._items(heir)]

    def _earlier(self) -> list[Item]:
        found = self.types.ancestors((self.symbol,))
        return [item for each in sorted(found) for item in self._items(each)]

    def _items(self, symbol: Symbol) -> Iterator[Item]:
        node = self.types.declaration(symbol)
        if isinstance(node, ast.ClassDef) and maker(node) in ("", self.maker):
            found = row(self.types.files[symbol.path].module, symbol.name)
            yield from () if found.in_any_order else found.items


def _may_name(path: str, text: str, own: str) -> bool:
    return path == own or (path.endswith((".py", ".pyi")) and "class " in text)


def _file(text: str) -> File | None:
    try:
        return File(text)
    except Refusal:
        return None
