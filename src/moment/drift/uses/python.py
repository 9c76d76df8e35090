"""Uses of elements in Python: attributes of annotated names, constructors, isinstance and match, methods that are called."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from moment.drift.consumption import Known, Use
from moment.drift.forms import items
from moment.drift.normal import awaited
from moment.drift.pairing import DISCRIMINANTS
from moment.drift.readers.python import annotations_of
from moment.drift.readers.python_source import Source, operands, parse
from moment.drift.resolve import Resolver
from moment.drift.scope import Symbol
from moment.drift.types import NULL, UNDEFINED, Array, Function, Reference, Type
from moment.text.span import Place

_Function = ast.FunctionDef | ast.AsyncFunctionDef
_Types = dict[str, Type]


def uses(files: Mapping[str, str], resolver: Resolver, known: Known) -> Iterator[Use]:
    """Everything in ``files`` (texts by path) that uses a known element; unreadable ones use nothing."""
    for path, text in files.items():
        source = Source(text)
        module = parse(source).module
        if module is not None:
            yield from _Uses(path, source, module, resolver, known).all()


class _Uses:
    def __init__(self, path: str, source: Source, module: ast.Module, resolver: Resolver, known: Known) -> None:
        self.path, self.source, self.module = path, source, module
        self.resolver, self.known = resolver, known
        self.annotations = annotations_of(module)
        self.returns = {each.name: each.returns for each in module.body if isinstance(each, _Function)}

    def all(self) -> Iterator[Use]:
        yield from self._block(self.module.body, {})

    # -- types -------------------------------------------------------------------------------------------------------

    def _annotated(self, node: ast.expr | None) -> Type | None:
        if node is None:
            return None
        inner, _ = self.annotations.unwrapped(node)
        return self.resolver.resolved(self.annotations.type(inner), self.path)

    def _element(self, type_: Type | None) -> str | None:
        """The element that a type is, ``None`` in a union aside."""
        reference = _single(type_)
        return self.known.element(reference.symbol) if reference is not None else None

    def _class(self, node: ast.expr) -> Type | None:
        """The class that an expression names, as the type of its instances."""
        if not isinstance(node, ast.Name | ast.Attribute):
            return None
        meaning = self.resolver.scope.meaning(self.path, "", ast.unparse(node))
        return self._annotated(node) if isinstance(meaning, Symbol) else None

    def _of(self, node: ast.expr, types: _Types) -> Type | None:
        """The type of an expression, as far as annotations tell."""
        match node:
            case ast.Name(id=name):
                return types.get(name)
            case ast.Attribute(value=value, attr=name):
                return self._member(self._of(value, types), name)
            case ast.Await(value=value):
                found = self._of(value, types)
                return awaited(found) if found is not None else None
            case ast.Subscript(value=value):
                return _item(self._of(value, types))
            case ast.Call(func=ast.Name(id=name)) if name in self.returns and name not in types:
                return self._annotated(self.returns[name])
            case ast.Call(func=function):
                made = self._class(function)
                found = self._of(function, types) if made is None else None
                return made if made is not None else found.returns if isinstance(found, Function) else None
            case ast.NamedExpr(value=value) | ast.IfExp(body=value):
                return self._of(value, types)
        return None

    def _member(self, owner: Type | None, name: str) -> Type | None:
        reference = _single(owner)
        shape = self.resolver.behind(reference) if reference is not None else None
        member = shape.member(name) if shape is not None else None
        return member.type if member is not None else None

    def _use(
        self, element: str, role: str, field: str | None, node: ast.expr | ast.arg, *, likely: bool = False
    ) -> Use:
        place = self.source.place(node)
        if isinstance(node, ast.Attribute) and field is not None:
            place = Place("", place.end - len(node.attr), place.end)
        here = Place(self.path, place.start, place.end)
        return Use(element, role, field, here, "likely" if likely else "certain")  # type: ignore[arg-type]

    # -- statements --------------------------------------------------------------------------------------------------

    def _block(self, body: list[ast.stmt], types: _Types) -> Iterator[Use]:
        """Statements in order; an assignment tells the type of its name from there on."""
        for statement in body:
            match statement:
                case ast.ClassDef():
                    yield from self._class_definition(statement, types)
                case ast.FunctionDef() | ast.AsyncFunctionDef():
                    yield from self._function(statement, types, None)
                case ast.If(test=test, body=inner, orelse=other):
                    yield from self._expression(test, types)
                    yield from self._branch(test, inner, types)
                    yield from self._block(other, dict(types))
                case ast.For(target=target, iter=iterated) | ast.AsyncFor(target=target, iter=iterated):
                    yield from self._expression(iterated, types)
                    self._bind(target, _item(self._of(iterated, types)), types)
                    yield from self._block([*statement.body, *statement.orelse], types)
                case ast.Match():
                    yield from self._match(statement, types)
                case ast.AnnAssign(target=target, annotation=annotation, value=value):
                    yield from self._expression(value, types) if value is not None else ()
                    self._bind(target, self._annotated(annotation), types)
                case ast.Assign(targets=targets, value=value):
                    yield from self._expression(value, types)
                    for target in targets:
                        yield from self._expression(target, types)
                        self._bind(target, self._of(value, types), types)
                case ast.Return(value=value) if value is not None:
                    yield from self._escape(value, types)
                    yield from self._expression(value, types)
                case _:
                    yield from self._other(statement, types)

    def _other(self, statement: ast.stmt, types: _Types) -> Iterator[Use]:
        for field in ast.iter_fields(statement):
            for part in field[1] if isinstance(field[1], list) else [field[1]]:
                if isinstance(part, ast.stmt):
                    yield from self._block([part], types)
                elif isinstance(part, ast.expr):
                    yield from self._expression(part, types)
                elif isinstance(part, ast.ExceptHandler):
                    yield from self._block(part.body, types)
                elif isinstance(part, ast.withitem):
                    yield from self._expression(part.context_expr, types)

    def _bind(self, target: ast.expr, type_: Type | None, types: _Types) -> None:
        if isinstance(target, ast.Name):
            if type_ is None:
                types.pop(target.id, None)
            else:
                types[target.id] = type_
        elif isinstance(target, ast.Tuple | ast.List):
            for each in target.elts:
                self._bind(each, None, types)

    def _class_definition(self, node: ast.ClassDef, types: _Types) -> Iterator[Use]:
        for base in node.bases:
            element = self._element(self._class(base))
            if element is not None:
                yield self._use(element, "implement", None, base)
        own = self._class(ast.copy_location(ast.Name(node.name), node))
        for statement in node.body:
            if isinstance(statement, _Function):
                yield from self._function(statement, types, own)
            else:
                yield from self._block([statement], dict(types))

    def _function(self, node: _Function, types: _Types, own: Type | None) -> Iterator[Use]:
        inner = dict(types)
        given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        for position, each in enumerate(given):
            type_ = own if own is not None and position == 0 and each.annotation is None else None
            found = type_ or self._annotated(each.annotation)
            inner.pop(each.arg, None)
            if found is not None:
                inner[each.arg] = found
        yield from self._block(node.body, inner)

    def _branch(self, test: ast.expr, body: list[ast.stmt], types: _Types) -> Iterator[Use]:
        """``if isinstance(event, OrderPlaced):`` and ``if event.tag == "OrderPlaced":``."""
        inner = dict(types)
        match test:
            case ast.Call(func=ast.Name(id="isinstance"), args=[ast.Name(id=name), kind]):
                found = self._class(kind)
                if found is not None:
                    inner[name] = found
            case ast.Compare(left=subject, ops=[ast.Eq()], comparators=[ast.Constant(value=str(value)) as node]):
                element = self.known.tagged(value) if _discriminated(subject) else None
                if element is not None:
                    yield from self._likely(subject, body, element, node)
        yield from self._block(body, inner)

    def _likely(self, subject: ast.expr, body: list[ast.stmt], element: str, value: ast.expr) -> Iterator[Use]:
        assert isinstance(subject, ast.Attribute)
        owner = ast.unparse(subject.value)
        found = [
            self._use(element, "read", each.attr, each, likely=True)
            for statement in body
            for each in ast.walk(statement)
            if isinstance(each, ast.Attribute) and ast.unparse(each.value) == owner and each.attr not in DISCRIMINANTS
        ]
        yield from found or [self._use(element, "read", None, value, likely=True)]

    def _match(self, node: ast.Match, types: _Types) -> Iterator[Use]:
        yield from self._expression(node.subject, types)
        for case in node.cases:
            inner = dict(types)
            match case.pattern:
                case ast.MatchValue(value=ast.Constant(value=str(text)) as value):
                    element = self.known.tagged(text) if _discriminated(node.subject) else None
                    if element is not None:
                        yield from self._likely(node.subject, case.body, element, value)
                case pattern:
                    yield from self._pattern(pattern, node.subject, inner)
            yield from self._block(case.body, inner)

    def _pattern(self, pattern: ast.pattern, subject: ast.expr, types: _Types) -> Iterator[Use]:
        match pattern:
            case ast.MatchAs(pattern=inner, name=name) if inner is not None:
                yield from self._pattern(inner, subject, types)
                if name is not None and isinstance(inner, ast.MatchClass):
                    self._bind(ast.Name(name), self._class(inner.cls), types)
            case ast.MatchOr(patterns=patterns):
                for each in patterns:
                    yield from self._pattern(each, ast.Constant(None), types)
            case ast.MatchClass(cls=kind, patterns=positional, kwd_attrs=names):
                found = self._class(kind)
                element = self._element(found)
                if isinstance(subject, ast.Name) and found is not None:
                    types[subject.id] = found
                if element is not None:
                    yield from (self._use(element, "read", name, kind) for name in names)
                    yield from [self._use(element, "read", None, kind)] * bool(positional)

    # -- expressions -------------------------------------------------------------------------------------------------

    def _expression(self, node: ast.expr, types: _Types) -> Iterator[Use]:
        match node:
            case ast.Attribute(value=value, attr=name, ctx=context):
                element = self._element(self._of(value, types))
                if element is not None and element not in self.known.aggregates:
                    role = "read" if isinstance(context, ast.Load) else self.known.built(element)
                    yield self._use(element, role, name, node)
                yield from self._expression(value, types)
            case ast.Call():
                yield from self._call(node, types)
            case ast.BinOp():
                for each in operands(node):
                    yield from self._expression(each, types)
            case ast.Lambda(body=body):
                yield from self._expression(body, dict(types))
            case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
                yield from self._comprehension(node, types)
            case ast.Dict(keys=keys, values=values):
                yield from self._handlers(keys, values)
                for value in values:
                    yield from self._escape(value, types)
                yield from self._children(node, types)
            case ast.List(elts=elements) | ast.Tuple(elts=elements) | ast.Set(elts=elements):
                for each in elements:
                    yield from self._escape(each, types) if isinstance(each, ast.Name) else ()
                yield from self._children(node, types)
            case _:
                yield from self._children(node, types)

    def _children(self, node: ast.AST, types: _Types) -> Iterator[Use]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                yield from self._expression(child, types)
            elif isinstance(child, ast.keyword):
                yield from self._expression(child.value, types)

    def _call(self, node: ast.Call, types: _Types) -> Iterator[Use]:
        function = node.func
        owner = self._element(self._of(function.value, types)) if isinstance(function, ast.Attribute) else None
        made = self._element(self._class(function))
        is_sent = owner in self.known.aggregates
        if isinstance(function, ast.Attribute) and owner is not None and is_sent:
            yield self._use(owner, "send", function.attr, function)
        if made is not None and made not in self.known.aggregates:
            yield from self._built(node, made)
        is_check = isinstance(function, ast.Name) and function.id == "isinstance"
        for given in (*node.args, *(word.value for word in node.keywords)):
            if not is_sent and not is_check:
                yield from self._escape(given, types)
            yield from self._expression(given, types)
        yield from self._expression(function.value if isinstance(function, ast.Attribute) else function, types)

    def _built(self, node: ast.Call, element: str) -> Iterator[Use]:
        role = self.known.built(element)
        if node.args or not node.keywords:
            yield self._use(element, role, None, node.func)
        for word in node.keywords:
            place = self.source.offset(word.lineno, word.col_offset)
            name = len(word.arg) if word.arg is not None else 2
            yield Use(element, role, word.arg, Place(self.path, place, place + name))

    def _escape(self, node: ast.expr, types: _Types) -> Iterator[Use]:
        """A value that goes somewhere else is read there as a whole, as far as anyone knows."""
        inner = node.value if isinstance(node, ast.Starred) else node
        if isinstance(inner, ast.Name | ast.Attribute):
            element = self._element(self._of(inner, types))
            if element is not None and element not in self.known.aggregates:
                yield self._use(element, "read", None, inner)

    def _comprehension(
        self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp, types: _Types
    ) -> Iterator[Use]:
        inner = dict(types)
        for each in node.generators:
            yield from self._expression(each.iter, inner)
            self._bind(each.target, _item(self._of(each.iter, inner)), inner)
            for test in each.ifs:
                yield from self._expression(test, inner)
        parts = (node.key, node.value) if isinstance(node, ast.DictComp) else (node.elt,)
        for part in parts:
            yield from self._escape(part, inner)
            yield from self._expression(part, inner)

    def _handlers(self, keys: list[ast.expr | None], values: list[ast.expr]) -> Iterator[Use]:
        """``{"OrderPlaced": on_placed}``."""
        for key, value in zip(keys, values, strict=True):
            if not isinstance(value, ast.Name | ast.Attribute | ast.Lambda):
                continue
            match key:
                case ast.Constant(value=str(text)) if (element := self.known.tagged(text)) is not None:
                    yield self._use(element, "read", None, key, likely=True)


def _single(type_: Type | None) -> Reference | None:
    """The only named part of a type."""
    if type_ is None:
        return None
    if isinstance(type_, Reference) and type_.target is None:
        return type_
    found = [each for each in items(type_) if each not in (NULL, UNDEFINED)]
    return found[0] if len(found) == 1 and isinstance(found[0], Reference) else None


def _item(type_: Type | None) -> Type | None:
    return type_.item if isinstance(type_, Array) else None


def _discriminated(node: ast.expr) -> bool:
    """Whether the expression is ``event.tag``."""
    return isinstance(node, ast.Attribute) and node.attr in (*DISCRIMINANTS, "event_type")
