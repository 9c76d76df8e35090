"""The declared type of a Python expression, as far as it is certain: annotations followed through names and calls."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from moment.drift.patch.python.bindings import Binding, Function, Step
from moment.drift.patch.python.rows import bare
from moment.drift.patch.python.types import DEPTH, Typed, Types, meaning_of
from moment.drift.scope import Module, Symbol

_SAME_CALLS = frozenset(("replace", "evolve", "copy", "deepcopy", "_replace", "model_copy", "cast"))
_LIST_CALLS = frozenset(("sorted", "list", "tuple", "reversed", "filter", "set", "frozenset"))
_ITEM_CALLS = frozenset(("next", "min", "max"))


class Values(Types):
    """Types of the expressions in ``files``."""

    def assigned(self, symbol: Symbol, node: ast.ClassDef, name: str, depth: int) -> Typed | None:
        """What ``__init__`` gives to ``self.name``."""
        made = next((each for each in node.body if isinstance(each, ast.FunctionDef) and each.name == "__init__"), None)
        for each in ast.walk(made) if made is not None else ():
            match each:
                case ast.AnnAssign(target=ast.Attribute(value=ast.Name(id="self"), attr=found)) if found == name:
                    return Typed(symbol.path, each.annotation)
                case ast.Assign(targets=[ast.Attribute(value=ast.Name(id="self"), attr=found)]) if found == name:
                    return self.of(symbol.path, each.value, depth + 1)
        return None

    def of(self, path: str, node: ast.expr | None, depth: int = 0) -> Typed | None:
        """The type of an expression."""
        if node is None or depth > DEPTH:
            return None
        match node:
            case ast.Name():
                return self._variable(path, node, depth)
            case ast.Attribute(value=value, attr=name):
                return self.member(self.symbol(self.of(path, value, depth + 1)), name)
            case ast.Subscript(value=value):
                return self._item(path, node, self.of(path, value, depth + 1))
            case ast.Call():
                return self._call(path, node, depth)
            case ast.Await(value=value) | ast.NamedExpr(value=value):
                return self.of(path, value, depth + 1)
            case ast.IfExp(body=body, orelse=other):
                return self.of(path, body, depth + 1) or self.of(path, other, depth + 1)
            case ast.BoolOp(op=ast.Or(), values=values):
                return self.of(path, values[0], depth + 1)
        return None

    def _item(self, path: str, node: ast.Subscript, owner: Typed | None) -> Typed | None:
        match node.slice:
            case ast.Constant(value=str(name)):
                return self.member(self.symbol(owner), name)
            case ast.Slice():
                return owner
        return self.element(owner)

    def _variable(self, path: str, node: ast.Name, depth: int) -> Typed | None:
        bound = self.files[path].binding(node, node.id)
        if bound is None or isinstance(bound.node, ast.Import | ast.ImportFrom):
            return self._constant(self.named(path, node.id), depth)
        return self.bound(path, bound, depth)

    def _constant(self, symbol: Symbol | None, depth: int) -> Typed | None:
        """A variable at the margin of another file."""
        node = self.declaration(symbol) if symbol is not None else None
        if symbol is None or node is None or isinstance(node, ast.ClassDef):
            return None
        return self.bound(symbol.path, Binding(node, self.files[symbol.path].tree), depth)

    def bound(self, path: str, found: Binding, depth: int = 0) -> Typed | None:
        """The type of what a binding binds."""
        looped = getattr(found.node, "iter", None)
        if (
            isinstance(looped, ast.Call)
            and bare(looped) in ("enumerate", "zip")
            and found.steps[1:2] not in ((), (None,))
        ):
            return self._paired(path, looped, found.steps, depth)
        return self._steps(self.source(path, found.node, depth), found.steps)

    def _steps(self, typed: Typed | None, steps: Iterable[Step]) -> Typed | None:
        for step in steps:
            typed = self._step(typed, step)
        return typed

    def _paired(self, path: str, call: ast.Call, steps: tuple[Step, ...], depth: int) -> Typed | None:
        """One of the variables of ``for number, each in enumerate(…)`` or ``for a, b in zip(…)``."""
        at = steps[1] if bare(call) == "zip" else 0 if steps[1] == 1 else None
        given = call.args[at] if at is not None and at < len(call.args) else None
        return self._steps(self.element(self.of(path, given, depth + 1)), steps[2:])

    def _step(self, typed: Typed | None, step: Step) -> Typed | None:
        match typed.node if typed is not None else None:
            case ast.Subscript(value=head, slice=ast.Tuple(elts=elements)) if bare(head) in ("tuple", "Tuple"):
                is_long = len(elements) == 2 and isinstance(elements[1], ast.Constant) and elements[1].value is ...
                if step is not None and not is_long and step < len(elements) and typed is not None:
                    return Typed(typed.path, elements[step])
        return self.element(typed)

    def source(self, path: str, node: ast.AST, depth: int = 0) -> Typed | None:
        """The type of the value that an argument, an assignment or a loop takes."""
        match node:
            case ast.arg(annotation=annotation):
                return Typed(path, annotation) if annotation is not None else self._self(path, node)
            case ast.AnnAssign(annotation=annotation):
                return Typed(path, annotation)
            case ast.Assign(value=value) | ast.NamedExpr(value=value):
                return self.of(path, value, depth + 1)
            case ast.For(iter=value) | ast.AsyncFor(iter=value) | ast.comprehension(iter=value):
                return self.of(path, value, depth + 1)
            case ast.MatchAs(pattern=ast.MatchClass(cls=cls)):
                return Typed(path, cls)
            case ast.MatchAs(pattern=None):
                return self._captured(path, node, depth)
            case ast.withitem(context_expr=value):
                return self.of(path, value, depth + 1)
        return None

    def _captured(self, path: str, node: ast.MatchAs, depth: int) -> Typed | None:
        """A name in a pattern: the whole subject, or the attribute that the class pattern around it names."""
        for owner in self.files[path].above(node):
            match owner:
                case ast.MatchClass(cls=cls, kwd_attrs=names, kwd_patterns=patterns):
                    name = next((name for name, each in zip(names, patterns, strict=True) if each is node), None)
                    return self.member(self.symbol(Typed(path, cls)), name) if name is not None else None
                case ast.Match(subject=subject):
                    return self.of(path, subject, depth + 1)
                case ast.MatchSequence() | ast.MatchMapping():
                    return None
        return None

    def _self(self, path: str, node: ast.arg) -> Typed | None:
        """The first argument of a method, or of a class method."""
        file = self.files[path]
        function = next((each for each in file.above(node) if isinstance(each, Function)), None)
        owner = file.parents.get(function) if function is not None else None
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef) or not isinstance(owner, ast.ClassDef):
            return None
        given = [*function.args.posonlyargs, *function.args.args]
        is_static = any(bare(mark) == "staticmethod" for mark in function.decorator_list)
        return Typed(path, symbol=self.symbol_of(path, owner)) if given[0] is node and not is_static else None

    def symbol_of(self, path: str, node: ast.ClassDef) -> Symbol:
        names = [each.name for each in self.files[path].above(node) if isinstance(each, ast.ClassDef)]
        return Symbol(path, ".".join([*reversed(names), node.name]))

    def _call(self, path: str, node: ast.Call, depth: int) -> Typed | None:
        name = bare(node.func)
        if isinstance(node.func, ast.Name) and node.args and self.files[path].binding(node, name) is None:
            if name in _LIST_CALLS:
                return self.of(path, node.args[-1 if name == "filter" else 0], depth + 1)
            if name in _ITEM_CALLS:
                return self.element(self.of(path, node.args[0], depth + 1))
        if name == "cast" and len(node.args) == 2:
            return Typed(path, node.args[0])
        if name in _SAME_CALLS:
            owner = (
                node.func.value if isinstance(node.func, ast.Attribute) and name in ("_replace", "model_copy") else None
            )
            return self.of(path, owner or (node.args[0] if node.args else None), depth + 1)
        return self.called(path, node.func, depth)

    def called(self, path: str, function: ast.expr, depth: int = 0) -> Typed | None:
        """What a call of ``function`` gives: an instance of a class, or what is annotated."""
        if isinstance(function, ast.Name):
            bound = self.files[path].binding(function, function.id)
            if bound is not None and isinstance(bound.node, ast.FunctionDef | ast.AsyncFunctionDef):
                return Typed(path, bound.node.returns) if bound.node.returns is not None else None
            if bound is not None and isinstance(bound.node, ast.arg):
                found = self._self(path, bound.node)  # cls(…)
                return found if function.id == "cls" else None
            imported = self.function(path, function)
            if imported is not None:
                return Typed(imported.path, imported.node)
            symbol = self._class(self.meaning(path, function), depth)
            return Typed(path, symbol=symbol) if symbol is not None else None
        if isinstance(function, ast.Attribute):
            owner = self.of(path, function.value, depth + 1)
            if owner is not None:
                return self.member(self.symbol(owner), function.attr, called=True)
            symbol = self._class(self.meaning(path, function), depth)
            if symbol is not None:
                return Typed(path, symbol=symbol)
            imported = self.function(path, function)
            return Typed(imported.path, imported.node) if imported is not None else None
        return None

    def function(self, path: str, function: ast.expr) -> Typed | None:
        """The annotated result of a function of another file."""
        owner, name = path, ""
        match function:
            case ast.Name(id=name):
                file = self.scope.files.get(path)
                found = file.imported.get(name) if file is not None else None
                owner, name = (self.scope.target(path, found.module) or "", found.name) if found else ("", "")
            case ast.Attribute(value=value, attr=name):
                meaning = meaning_of(self.scope, path, ast.unparse(value))
                owner = meaning.path if isinstance(meaning, Module) else ""
        if owner not in self.files:
            return None
        bound = self.files[owner].bound(self.files[owner].tree).get(name, ())
        found_functions = [each.node for each in bound if isinstance(each.node, ast.FunctionDef | ast.AsyncFunctionDef)]
        returns = found_functions[0].returns if found_functions else None
        return Typed(owner, returns) if returns is not None else None
