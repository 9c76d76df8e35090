"""What a name inside a Python file is bound to, and where every node stands."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from moment.drift.patch.python.rows import Module, module

Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef, ast.Module)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp)

Step: TypeAlias = int | None
"""Into a value: the element of a list (``None``) or of a tuple by its number."""


class Binding(NamedTuple):
    """``node`` binds the name: an ``arg``, an assignment, a loop, a function, a class, an import.

    ``scope`` is the function, class or module in which it does.
    """

    node: ast.AST
    scope: ast.AST
    steps: tuple[Step, ...] = ()


class File:
    """A module with the parent of every node."""

    def __init__(self, text: str) -> None:
        self.module: Module = module(text)
        self.tree = self.module.tree
        self.parents: dict[ast.AST, ast.AST] = {}
        for node in ast.walk(self.tree):
            for child in ast.iter_child_nodes(node):
                self.parents[child] = node
        self._bound: dict[ast.AST, dict[str, list[Binding]]] = {}

    def above(self, node: ast.AST) -> Iterator[ast.AST]:
        while node in self.parents:
            node = self.parents[node]
            yield node

    def scope_of(self, node: ast.AST) -> ast.AST:
        return next((each for each in self.above(node) if isinstance(each, _SCOPES)), self.tree)

    def binding(self, node: ast.AST, name: str) -> Binding | None:
        """The nearest binding of ``name`` as seen from ``node``; ``None`` for a built-in or an unknown name.

        A class body is seen from itself only, a comprehension binds its own targets.
        """
        inside, first = node, True
        for each in self.above(node):
            if isinstance(each, _COMPREHENSIONS):
                for generator in each.generators:
                    steps = steps_to(generator.target, name)
                    if steps is not None:
                        return Binding(generator, each, (None, *steps))
            if isinstance(each, _SCOPES) and not self._is_head(each, inside):
                if first or not isinstance(each, ast.ClassDef):
                    found = self.bound(each).get(name)
                    if found:
                        return found[0]
                first = False
            inside = each
        return None

    def _is_head(self, scope: ast.AST, inside: ast.AST) -> bool:
        """Decorators, bases, annotations and defaults belong to the scope around."""
        match scope:
            case ast.ClassDef():
                return inside not in scope.body
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                return inside not in scope.body
        return False

    def bound(self, scope: ast.AST) -> dict[str, list[Binding]]:
        """All bindings of one scope, in the order of its text."""
        known = self._bound.get(scope)
        if known is None:
            known = self._bound[scope] = {}
            for name, found in self._bindings(scope):
                known.setdefault(name, []).append(found)
        return known

    def _bindings(self, scope: ast.AST) -> Iterator[tuple[str, Binding]]:
        if isinstance(scope, Function):
            given = scope.args
            for each in (*given.posonlyargs, *given.args, *given.kwonlyargs):
                yield each.arg, Binding(each, scope)
            for rest in (given.vararg, given.kwarg):
                if rest is not None:
                    yield rest.arg, Binding(scope, scope)
        body = (
            scope.body if isinstance(scope, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) else []
        )
        for statement in body:
            yield from self._statement(statement, scope)

    def _statement(self, node: ast.AST, scope: ast.AST) -> Iterator[tuple[str, Binding]]:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield node.name, Binding(node, scope)
                return
            case ast.Import() | ast.ImportFrom():
                for alias in node.names:
                    yield alias.asname or alias.name.partition(".")[0], Binding(node, scope)
            case ast.Assign(targets=targets):
                for target in targets:
                    yield from _targets(target, node, scope)
            case ast.AnnAssign(target=target) | ast.AugAssign(target=target) | ast.NamedExpr(target=target):
                yield from _targets(target, node, scope)
            case ast.For(target=target) | ast.AsyncFor(target=target):
                for name, found in _targets(target, node, scope):
                    yield name, found._replace(steps=(None, *found.steps))
            case ast.withitem(optional_vars=target) if target is not None:
                yield from _targets(target, node, scope)
            case ast.ExceptHandler(name=name) if name:
                yield name, Binding(node, scope)
            case ast.MatchAs(name=name) if name:
                yield name, Binding(node, scope)
        if not isinstance(node, (ast.Lambda, *_COMPREHENSIONS)):
            for child in ast.iter_child_nodes(node):
                yield from self._statement(child, scope)


def _targets(target: ast.AST, node: ast.AST, scope: ast.AST) -> Iterator[tuple[str, Binding]]:
    names = [each.id for each in ast.walk(target) if isinstance(each, ast.Name)]
    for name in names:
        steps = steps_to(target, name)
        if steps is not None:
            yield name, Binding(node, scope, steps)


def steps_to(target: ast.AST, name: str) -> tuple[Step, ...] | None:
    """How an assignment to ``target`` reaches ``name``; ``None`` when it does not."""
    match target:
        case ast.Name(id=found) if found == name:
            return ()
        case ast.Tuple(elts=elements) | ast.List(elts=elements):
            for number, each in enumerate(elements):
                steps = steps_to(each, name)
                if steps is not None:
                    return (number, *steps)
    return None
