"""The type that a dictionary or a list literal has to have where it stands."""

from __future__ import annotations

import ast

from moment.drift.patch.python.bindings import Function
from moment.drift.patch.python.types import DEPTH, Typed
from moment.drift.patch.python.values import Values


class Expectations(Values):
    """Knows what is expected of the literals in ``files``."""

    def expected(self, path: str, node: ast.expr, depth: int = 0) -> Typed | None:
        """The type that a dictionary or list literal has to have where it stands."""
        if depth > DEPTH:
            return None
        file = self.files[path]
        parent = file.parents.get(node)
        match parent:
            case ast.AnnAssign(annotation=annotation):
                return Typed(path, annotation)
            case ast.Return():
                function = next((each for each in file.above(parent) if isinstance(each, Function)), None)
                returns = getattr(function, "returns", None)
                return Typed(path, returns) if returns is not None else None
            case ast.List() | ast.Tuple() | ast.Set():
                return self.element(self.expected(path, parent, depth + 1))
            case ast.Dict(keys=keys, values=values):
                key = next((k for k, value in zip(keys, values, strict=True) if value is node), None)
                if isinstance(key, ast.Constant):
                    return self.member(self.symbol(self.expected(path, parent, depth + 1)), str(key.value))
            case ast.Call():
                return self._given(path, parent, node)
            case ast.keyword(arg=name) if name is not None:
                call = file.parents[parent]
                owner = self.called(path, call.func) if isinstance(call, ast.Call) else None
                return self.member(owner.symbol, name) if owner is not None and owner.symbol else None
            case ast.IfExp():
                return self.expected(path, parent, depth + 1)
        return None

    def _given(self, path: str, call: ast.Call, node: ast.expr) -> Typed | None:
        """The annotation of the parameter that gets ``node``, of a function of this file."""
        if not isinstance(call.func, ast.Name) or node not in call.args:
            return None
        bound = self.files[path].binding(call.func, call.func.id)
        if bound is None or not isinstance(bound.node, ast.FunctionDef | ast.AsyncFunctionDef):
            return None
        given = [*bound.node.args.posonlyargs, *bound.node.args.args]
        at = call.args.index(node)
        annotation = given[at].annotation if at < len(given) else None
        return Typed(path, annotation) if annotation is not None else None
