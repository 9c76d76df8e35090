"""Annotations of Python to types as they are compared."""

from __future__ import annotations

import ast
import json
from collections.abc import Mapping

from moment.drift.readers.python_source import operands
from moment.drift.types import (
    BOOLEAN,
    NEVER,
    NULL,
    NUMBER,
    STRING,
    UNDEFINED,
    UNKNOWN,
    Argument,
    Array,
    Brand,
    Function,
    Literal,
    Member,
    Name,
    Object,
    Opaque,
    Primitive,
    Reference,
    Slot,
    Tuple,
    Type,
    TypeParameter,
    Union,
)

_ANY = Primitive("any")
_SIMPLE: Mapping[str, Type] = {
    "str": STRING, "int": NUMBER, "float": NUMBER, "bool": BOOLEAN, "None": NULL, "object": UNKNOWN,
    "typing.Any": _ANY, "typing.Never": NEVER, "typing.NoReturn": NEVER, "typing.Self": Primitive("this"),
    "typing.LiteralString": STRING, "typing.Text": STRING, "decimal.Decimal": NUMBER, "uuid.UUID": Brand("UUID", STRING),
    "datetime.datetime": Brand("DateTime", STRING), "datetime.date": Brand("Date", STRING), "types.NoneType": NULL,
    "msgspec.UnsetType": UNDEFINED,
}  # fmt: skip
_MUTABLE = ("list", "List", "MutableSequence", "deque")
_FROZEN = ("Sequence", "Iterable", "Collection", "Iterator", "Reversible")
_MAPPINGS = ("dict", "Dict", "Mapping", "MutableMapping", "OrderedDict", "defaultdict")
_SETS = ("set", "frozenset", "Set", "FrozenSet", "AbstractSet", "MutableSet")
WRAPPERS = ("Annotated", "ClassVar", "Final", "Required", "NotRequired", "ReadOnly", "InitVar")
_MODULES = ("typing", "typing_extensions", "collections.abc", "collections", "builtins", "")


class Annotations:
    """Reads annotations of one module, whose ``imported`` names are known by what they are elsewhere."""

    def __init__(self, imported: Mapping[str, str]) -> None:
        self.imported = imported

    def qualified(self, node: ast.expr) -> str:
        """``datetime.date`` for ``dt.date`` after ``import datetime as dt``; empty for what is no name."""
        match node:
            case ast.Name(id=name):
                return self.imported.get(name, name)
            case ast.Attribute(value=value, attr=attribute):
                owner = self.qualified(value)
                return f"{owner}.{attribute}" if owner else ""
            case ast.Constant(value=None):
                return "None"
        return ""

    def special(self, node: ast.expr) -> str:
        """The bare name of something of ``typing`` or ``collections.abc``; empty for all else."""
        qualified = self.qualified(node)
        module, _, name = qualified.rpartition(".")
        return name if module in _MODULES else ""

    def type(self, node: ast.expr | None) -> Type:
        match node:
            case None:
                return _ANY
            case ast.Constant(value=None):
                return NULL
            case ast.Constant(value=str(text)):
                return self.quoted(text)
            case ast.Name() | ast.Attribute():
                return self._named(node)
            case ast.Subscript(value=value, slice=index):
                return self._subscript(node, value, index)
            case ast.BinOp(op=ast.BitOr()):
                return Union(tuple(map(self.type, operands(node))))
            case ast.BinOp():
                return Opaque("", "a form that is not understood")
            case ast.List(elts=elements):
                return Tuple(tuple(Slot(self.type(each)) for each in elements))
        return Opaque(ast.unparse(node), "a form that is not understood")

    def quoted(self, text: str) -> Type:
        """A string annotation."""
        try:
            return self.type(ast.parse(text.strip(), mode="eval").body)
        except (SyntaxError, ValueError):
            return Opaque(text, "an annotation with a syntax error")

    def literal(self, node: ast.expr) -> Type:
        """One value of ``Literal[…]`` or of an enum."""
        match node:
            case ast.Constant(value=None):
                return NULL
            case ast.Constant(value=bool() | int() | float() | str() as value):
                return Literal(json.dumps(value, ensure_ascii=False))
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as value)):
                return Literal(json.dumps(-value))
            case ast.Name() | ast.Attribute():
                return Name(ast.unparse(node))
        return Opaque(ast.unparse(node), "a value that is not known")

    def unwrapped(self, node: ast.expr) -> tuple[ast.expr, tuple[str, ...]]:
        """The annotation inside ``ClassVar``, ``Final``, ``NotRequired`` and their kin, and which of them it had."""
        found: list[str] = []
        while True:
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                try:
                    node = ast.copy_location(ast.parse(node.value.strip(), mode="eval").body, node)
                except (SyntaxError, ValueError):
                    return node, tuple(found)
                continue
            if not isinstance(node, ast.Subscript):
                name = self.special(node) or self.qualified(node).rpartition(".")[2]
                return node, (*found, name) if name in ("ClassVar", "Final", "KW_ONLY") else tuple(found)
            name = self.qualified(node.value).rpartition(".")[2]
            if name not in WRAPPERS:
                return node, tuple(found)
            found.append(name)
            inner = node.slice
            node = inner.elts[0] if name == "Annotated" and isinstance(inner, ast.Tuple) and inner.elts else inner

    def parameters(self, text: str) -> tuple[TypeParameter, ...]:
        """``T: Bound, U = Default`` of PEP 695."""
        found = []
        for part in _split(text):
            head, _, default = part.partition("=")
            name, _, bound = head.partition(":")
            constraint = self.quoted(bound) if bound.strip() else None
            default_type = self.quoted(default) if default.strip() else None
            found.append(TypeParameter(name.strip(" *"), constraint, default_type))
        return tuple(found)

    def function(self, node: ast.FunctionDef | ast.AsyncFunctionDef, parameters: tuple[TypeParameter, ...]) -> Function:
        """A method without its ``self``."""
        given = node.args
        positional = [*given.posonlyargs, *given.args][1:]
        defaults = len(given.defaults)
        arguments = [
            Argument(self.type(each.annotation), each.arg, at >= len(positional) - defaults)
            for at, each in enumerate(positional)
        ]
        if given.vararg is not None:
            arguments.append(Argument(Array(self.type(given.vararg.annotation)), given.vararg.arg, rest=True))
        arguments += [
            Argument(self.type(each.annotation), each.arg, default is not None)
            for each, default in zip(given.kwonlyargs, given.kw_defaults, strict=True)
        ]
        returns = self.type(node.returns) if node.returns is not None else Opaque("", "inferred from a body")
        if isinstance(node, ast.AsyncFunctionDef):
            returns = Reference("Promise", (returns,), external=True)
        return Function(tuple(arguments), returns, parameters)

    def _named(self, node: ast.expr) -> Type:
        qualified = self.qualified(node)
        module, _, name = qualified.rpartition(".")
        known = _SIMPLE.get(qualified)
        if known is None and module in _MODULES and module:
            known = _SIMPLE.get(f"typing.{name}") or _SIMPLE.get(name)
        if known is not None:
            return known
        if qualified in ("bytes", "bytearray"):
            return Reference("bytes", external=True)
        special = self.special(node)
        if special in (*_MUTABLE, *_FROZEN, "tuple", "Tuple") and (module or special in ("list", "tuple")):
            return Array(_ANY, special not in _MUTABLE)
        if special in ("dict", "Dict", "Mapping") and (module or special == "dict"):
            return Object((Member("[string]", _ANY, "index"),))
        return Name(ast.unparse(node))

    def _subscript(self, node: ast.Subscript, value: ast.expr, index: ast.expr) -> Type:
        inner = list(index.elts) if isinstance(index, ast.Tuple) else [index]
        name = self.special(value)
        match name:
            case "Optional":
                return Union((self.type(index), NULL))
            case "Union":
                return Union(tuple(map(self.type, inner)))
            case "Literal":
                return Union(tuple(map(self.literal, inner)))
            case "tuple" | "Tuple":
                if len(inner) == 2 and isinstance(inner[1], ast.Constant) and inner[1].value is ...:
                    return Array(self.type(inner[0]), readonly=True)
                return Tuple(tuple(Slot(self.type(each)) for each in inner), readonly=True)
            case "Callable":
                given = inner[0].elts if isinstance(inner[0], ast.List) else []
                return Function(tuple(Argument(self.type(each)) for each in given), self.type(inner[-1]))
            case "Awaitable" | "Coroutine":
                return Reference("Promise", (self.type(inner[-1]),), external=True)
        if name in _MUTABLE or name in _FROZEN:
            return Array(self.type(index), name in _FROZEN)
        if name in _MAPPINGS and len(inner) == 2:
            key = self.type(inner[0])
            label = key.name if isinstance(key, Primitive) else "string"
            return Object((Member(f"[{label}]", self.type(inner[1]), "index"),))
        if name in _SETS:
            return Reference("Set", (self.type(index),), external=True)
        if name in WRAPPERS or self.qualified(value).rpartition(".")[2] in WRAPPERS:
            return self.type(self.unwrapped(node)[0])
        return Name(ast.unparse(value), tuple(map(self.type, inner)))


def _split(text: str) -> list[str]:
    """Parts between commas outside brackets."""
    found, depth, part = [], 0, ""
    for character in text:
        depth += (character in "([{") - (character in ")]}")
        if character == "," and depth == 0:
            found.append(part)
            part = ""
        else:
            part += character
    return [each for each in (*found, part) if each.strip()]
