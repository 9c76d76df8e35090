"""What an annotation of Python names: classes through aliases and quotes, elements of lists, fields with their types."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from moment.drift.patch.heritage import ancestors_of, heirs_of
from moment.drift.patch.python.bindings import File
from moment.drift.patch.python.rows import bare, declared
from moment.drift.scope import External, Meaning, Module, Scope, Symbol

_LISTS = frozenset(
    ("list", "List", "Sequence", "Iterable", "Collection", "Iterator", "set", "frozenset", "Set", "FrozenSet", "deque",
     "MutableSequence", "AsyncIterable", "AsyncIterator", "Generator")
)  # fmt: skip
_INNER = frozenset(
    ("Optional", "Annotated", "Final", "ClassVar", "Required", "NotRequired", "ReadOnly", "InitVar", "type", "Type",
     "Awaitable", "Coroutine")
)  # fmt: skip
DEPTH = 24


class Typed(NamedTuple):
    """A type where it is written, or with ``symbol`` an instance of it."""

    path: str
    node: ast.expr | None = None
    symbol: Symbol | None = None


def meaning_of(scope: Scope, path: str, name: str) -> Meaning:
    """What a dotted name means in a file, also behind ``import package.module``."""
    file = scope.files.get(path)
    for local, found in file.imported.items() if file is not None else ():
        if "." in local and name == local:
            source = scope.target(path, found.module)
            return Module(source) if source is not None else External(name)
        if "." in local and name.startswith(f"{local}."):
            return scope.of_module(path, found.module, name[len(local) + 1 :])
    return scope.meaning(path, "", name)


class Types:
    """Types in ``files``, whose names ``scope`` resolves."""

    def __init__(self, files: Mapping[str, File], scope: Scope) -> None:
        self.files = files
        self.scope = scope

    # -- names -------------------------------------------------------------------------------------

    def meaning(self, path: str, node: ast.AST) -> Symbol | None:
        """The declaration that a dotted name means, not one that a function binds."""
        head, name = node, ""
        while isinstance(head, ast.Attribute):
            name = f".{head.attr}{name}"
            head = head.value
        if not isinstance(head, ast.Name):
            return None
        bound = self.files[path].binding(head, head.id)
        if bound is not None and bound.scope is not self.files[path].tree:
            return None
        return self.named(path, head.id + name)

    def named(self, path: str, name: str) -> Symbol | None:
        found = meaning_of(self.scope, path, name)
        return found if isinstance(found, Symbol) and found.path in self.files else None

    def declaration(self, symbol: Symbol) -> ast.stmt | None:
        tree = self.files[symbol.path].tree
        return next((each.node for each in declared(tree) if each.name == symbol.name), None)

    # -- types -------------------------------------------------------------------------------------

    def symbol(self, typed: Typed | None, depth: int = 0) -> Symbol | None:
        """The class that a type names, through ``| None``, ``Optional``, strings and aliases."""
        if typed is None or depth > DEPTH:
            return None
        if typed.symbol is not None:
            return typed.symbol
        match typed.node:
            case ast.Name() | ast.Attribute():
                return self._class(self.meaning(typed.path, typed.node), depth)
            case ast.Constant(value=str()):
                return self.symbol(self.unquoted(typed), depth + 1)
            case ast.Subscript(value=head, slice=inner) if bare(head) in _INNER:
                first = inner.elts[-1 if bare(head) == "Coroutine" else 0] if isinstance(inner, ast.Tuple) else inner
                return self.symbol(Typed(typed.path, first), depth + 1)
            case ast.Subscript(value=head):
                return self.symbol(Typed(typed.path, head), depth + 1)
            case ast.BinOp(op=ast.BitOr(), left=left, right=right):
                parts = [each for each in (left, right) if not (isinstance(each, ast.Constant) and each.value is None)]
                return self.symbol(Typed(typed.path, parts[0]), depth + 1) if len(parts) == 1 else None
        return None

    def symbols(self, typed: Typed | None, depth: int = 0) -> frozenset[Symbol]:
        """Every class that a value may be of: those of a union one by one, aliases and what they stand for."""
        if typed is None or depth > DEPTH:
            return frozenset()
        path, parts = typed.path, tuple[ast.expr, ...]()
        match typed.node:
            case ast.BinOp(op=ast.BitOr(), left=left, right=right):
                parts = (left, right)
            case ast.Subscript(value=head, slice=inner) if bare(head) in _INNER | {"Union"}:
                parts = tuple(inner.elts) if isinstance(inner, ast.Tuple) else (inner,)
            case ast.Constant(value=str()):
                return self.symbols(self.unquoted(typed), depth + 1)
            case ast.Name() | ast.Attribute() as node:
                named = self.meaning(path, node)
                value = self.aliased(named) if named is not None else None
                return (frozenset((named,)) if named is not None else frozenset()) | self.symbols(value, depth + 1)
        if parts:
            return frozenset[Symbol]().union(*(self.symbols(Typed(path, each), depth + 1) for each in parts))
        found = self.symbol(typed)
        return frozenset((found,)) if found is not None else frozenset()

    def aliased(self, symbol: Symbol) -> Typed | None:
        """What stands behind a name that is no class."""
        node = self.declaration(symbol)
        value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
        return Typed(symbol.path, value) if value is not None and not isinstance(value, ast.Call) else None

    def _class(self, symbol: Symbol | None, depth: int) -> Symbol | None:
        node = self.declaration(symbol) if symbol is not None else None
        if symbol is None or isinstance(node, ast.ClassDef):
            return symbol
        value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
        if isinstance(value, ast.Call) and bare(value) in ("TypedDict", "NamedTuple"):
            return symbol
        return self.symbol(Typed(symbol.path, value), depth + 1) if value is not None else None

    def unquoted(self, typed: Typed) -> Typed | None:
        """A type in quotes, parsed; its names are those of the file's margin."""
        assert isinstance(typed.node, ast.Constant)
        try:
            tree = ast.parse(str(typed.node.value).strip(), mode="eval")
        except SyntaxError:
            return None
        return Typed(typed.path, tree.body)

    def element(self, typed: Typed | None, depth: int = 0) -> Typed | None:
        """What a list is a list of."""
        if typed is None or typed.node is None or depth > DEPTH:
            return None
        match typed.node:
            case ast.Subscript(value=head, slice=inner) if bare(head) in _LISTS | {"tuple", "Tuple"}:
                first = inner.elts[0] if isinstance(inner, ast.Tuple) and inner.elts else inner
                return Typed(typed.path, first)
            case ast.Subscript(value=head, slice=inner) if bare(head) in _INNER:
                first = inner.elts[0] if isinstance(inner, ast.Tuple) and inner.elts else inner
                return self.element(Typed(typed.path, first), depth + 1)
            case ast.BinOp(op=ast.BitOr(), left=left, right=ast.Constant(value=None)):
                return self.element(Typed(typed.path, left), depth + 1)
            case ast.Constant(value=str()):
                return self.element(self.unquoted(typed), depth + 1)
        return None

    def bases(self, symbol: Symbol) -> Iterable[Symbol]:
        node = self.declaration(symbol)
        for base in node.bases if isinstance(node, ast.ClassDef) else ():
            inner = base.value if isinstance(base, ast.Subscript) else base
            found = self.meaning(symbol.path, inner)
            if found is not None:
                yield found

    def declares(self, symbol: Symbol) -> frozenset[str]:
        """The names that the body of a class binds itself."""
        node = self.declaration(symbol)
        found = set[str]()
        for each in node.body if isinstance(node, ast.ClassDef) else ():
            match each:
                case ast.AnnAssign(target=ast.Name(id=name)) | ast.FunctionDef(name=name):
                    found.add(name)
                case ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                    found.add(name)
                case ast.Assign(targets=targets):
                    found |= {target.id for target in targets if isinstance(target, ast.Name)}
        return frozenset(found)

    def ancestors(self, symbols: Iterable[Symbol]) -> frozenset[Symbol]:
        """Everything in ``files`` that one of ``symbols`` inherits from, at any distance."""
        return ancestors_of(symbols, self.bases)

    def heirs(self, symbol: Symbol) -> frozenset[Symbol]:
        """``symbol`` and everything that inherits from it."""
        return heirs_of(symbol, self.scope, self.bases)

    def member(self, symbol: Symbol | None, name: str, *, called: bool = False, depth: int = 0) -> Typed | None:
        """The annotation of a field or a property; what it returns when a method is ``called``."""
        node = self.declaration(symbol) if symbol is not None and depth <= DEPTH else None
        if symbol is None or not isinstance(node, ast.ClassDef):
            return None
        for each in node.body:
            match each:
                case ast.AnnAssign(target=ast.Name(id=found), annotation=annotation) if found == name and not called:
                    return Typed(symbol.path, annotation)
                case ast.FunctionDef(name=found) | ast.AsyncFunctionDef(name=found) if found == name:
                    is_property = any("property" in bare(mark) for mark in each.decorator_list)
                    return Typed(symbol.path, each.returns) if is_property != called and each.returns else None
        own = None if called else self.assigned(symbol, node, name, depth)
        if own is not None:
            return own
        inherited = (self.member(base, name, called=called, depth=depth + 1) for base in self.bases(symbol))
        return next((found for found in inherited if found is not None), None)

    def assigned(self, symbol: Symbol, node: ast.ClassDef, name: str, depth: int) -> Typed | None:
        """The type of an attribute that no annotation of the class body names; expressions know more of it."""
        del symbol, node, name, depth
        return None
