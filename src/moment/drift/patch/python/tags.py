"""Every place that certainly holds the tag of a Python class: ``tag = "OrderPlaced"`` and what is compared with it."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from moment.drift.pairing import DISCRIMINANTS
from moment.drift.patch.lines import Splice
from moment.drift.patch.python.bindings import File
from moment.drift.patch.python.expectations import Expectations
from moment.drift.patch.python.rows import bare
from moment.drift.patch.python.types import Typed
from moment.drift.patch.result import Refusal
from moment.drift.patch.tags import REFUSED, retagged
from moment.drift.scope import Symbol


class _Tag(NamedTuple):
    old: str
    new: str


class TagUses:
    """Uses of the tag of ``symbol``, which gets the name ``name``, each as the splice that writes the new tag there.

    A value is certainly tagged so when its declared type is the class, an heir of it, or a union that holds it and no
    other class with that tag.
    """

    def __init__(
        self, values: Expectations, symbol: Symbol, name: str, *, tags: Mapping[str, str] | None = None
    ) -> None:
        """``tags`` are new ones by the old, where the name does not say them."""
        self._said = tags
        self.values = values
        self.symbol = symbol
        self.name = name
        self.tags: Mapping[str, _Tag] = dict(self._tags())
        self.targets = values.heirs(symbol) if self.tags else frozenset((symbol,))

    def splices(self, path: str) -> Iterator[Splice]:
        if not self.tags:
            return
        file = self.values.files[path]
        for target in sorted(self.targets):
            if target.path == path:
                for _, node in self._declared(target):
                    new = self._after(str(node.value))
                    if new is not None:
                        yield self._over(file, node, new)
        for each in ast.walk(file.tree):
            for key, text in self._use(path, each):
                if isinstance(text, ast.Constant) and text.value == self.tags[key].old:
                    yield self._over(file, text, self.tags[key].new)

    def _over(self, file: File, node: ast.Constant, new: str) -> Splice:
        """The text within its quotes."""
        place = file.module.source.place(node)
        written = file.module.text[place.start : place.end]
        return Splice(place.start, place.end, written.replace(str(node.value), new))

    def _after(self, tag: str) -> str | None:
        if self._said is not None:
            return self._said.get(tag)
        return retagged(tag, _short(self.symbol), self.name)

    # -- the tag itself ----------------------------------------------------------------------------------------------

    def _tags(self) -> Iterator[tuple[str, _Tag]]:
        for key, old in self._literals(self.symbol):
            new = self._after(old)
            if new is not None:
                yield key, _Tag(old, new)

    def _literals(self, symbol: Symbol) -> Iterator[tuple[str, str]]:
        """The tags of a declaration by the attribute that holds them."""
        is_class = isinstance(self.values.declaration(symbol), ast.ClassDef)
        for key, node in self._declared(symbol):
            yield key, str(node.value) + ("" if is_class else REFUSED)

    def _declared(self, symbol: Symbol) -> Iterator[tuple[str, ast.Constant]]:
        """Texts in ``tag: ClassVar[Literal["OrderPlaced"]] = "OrderPlaced"``, and the command of a ``Refused[…]``."""
        node = self.values.declaration(symbol)
        if not isinstance(node, ast.ClassDef):
            alias = self.values.aliased(symbol)
            match alias.node if alias is not None else None:
                case ast.Subscript(value=head, slice=ast.Tuple(elts=[ast.Subscript() as command, *_])):
                    if bare(head) == "Refused" and bare(command) == "Literal":
                        yield from (("tag", each) for each in _texts(command))
            return
        for each in node.body:
            match each:
                case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation, value=value):
                    held = [*_literal(annotation), *([value] if isinstance(value, ast.Constant) else ())]
                case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant() as value):
                    held = [value]
                case _:
                    continue
            if _tells(name, symbol) and len({one.value for one in held}) == 1:
                yield from ((name, one) for one in held if isinstance(one.value, str))

    # -- where it stands ---------------------------------------------------------------------------------------------

    def _use(self, path: str, node: ast.AST) -> Iterator[tuple[str, ast.AST | None]]:
        """Texts that are tags, with the attribute that holds them."""
        match node:
            case ast.Compare(left=left, ops=[ast.Eq() | ast.NotEq() | ast.Is() | ast.IsNot()], comparators=[right]):
                yield from self._compared(path, left, [right])
                yield from self._compared(path, right, [left])
            case ast.Compare(left=left, ops=[ast.In() | ast.NotIn()], comparators=[right]):
                if isinstance(right, ast.Tuple | ast.List | ast.Set):
                    yield from self._compared(path, left, right.elts)
            case ast.Match(subject=subject, cases=cases):
                values = [one.value for each in cases for one in _values(each.pattern)]
                yield from self._compared(path, subject, values)
                for each in cases:
                    yield from self._mapped(path, subject, each.pattern)
            case ast.MatchClass(cls=cls, kwd_attrs=names, kwd_patterns=patterns):
                for name, pattern in zip(names, patterns, strict=True):
                    if self._means(self.values.symbols(Typed(path, cls)), name):
                        yield from ((name, each.value) for each in _values(pattern))
            case ast.Dict(keys=keys, values=given):
                symbols = self.values.symbols(self.values.expected(path, node))
                for key, value in zip(keys, given, strict=True):
                    if isinstance(key, ast.Constant) and self._means(symbols, str(key.value)):
                        yield str(key.value), value
            case ast.Call(func=function, keywords=keywords) if any(word.arg in self.tags for word in keywords):
                symbols = self.values.symbols(self.values.called(path, function))
                yield from ((word.arg, word.value) for word in keywords if word.arg and self._means(symbols, word.arg))

    def _compared(self, path: str, value: ast.expr, others: Iterable[ast.expr]) -> Iterator[tuple[str, ast.AST]]:
        texts = [each for each in others if isinstance(each, ast.Constant)]
        key = self._key(path, value) if texts else None
        if key is not None:
            yield from ((key, each) for each in texts)

    def _mapped(self, path: str, subject: ast.expr, pattern: ast.pattern) -> Iterator[tuple[str, ast.AST]]:
        """``case {"_tag": "OrderPlaced"}``."""
        for each in ast.walk(pattern):
            if isinstance(each, ast.MatchMapping):
                symbols = self.values.symbols(self.values.of(path, subject))
                for key, inner in zip(each.keys, each.patterns, strict=True):
                    if isinstance(key, ast.Constant) and self._means(symbols, str(key.value)):
                        yield from ((str(key.value), one.value) for one in _values(inner))

    # -- what is tagged ----------------------------------------------------------------------------------------------

    def _means(self, symbols: frozenset[Symbol], key: str) -> bool:
        """Whether a value of one of ``symbols`` that is tagged with the old tag is certainly of the class."""
        if key not in self.tags or not symbols & self.targets:
            return False
        known = {each: tag for each in symbols - self.targets for name, tag in self._literals(each) if name == key}
        for each, tag in sorted(known.items()):
            if tag == self.tags[key].new:
                raise Refusal(f"`{each.name}` is tagged `{tag}` already")
        return self.tags[key].old not in known.values()

    def _key(self, path: str, node: ast.expr, depth: int = 0) -> str | None:
        """The attribute whose value an expression is, when it is that of a target."""
        match node:
            case ast.Attribute(value=value, attr=key) | ast.Subscript(value=value, slice=ast.Constant(value=str(key))):
                return key if self._means(self._owners(path, value), key) else None
            case ast.NamedExpr(value=value):
                return self._key(path, value, depth)
            case ast.Name(id=name) if depth < 4:
                bound = self.values.files[path].binding(node, name)
                match bound.node if bound is not None else None:
                    case ast.Assign(targets=[ast.Name()], value=value) | ast.NamedExpr(value=value):
                        return self._key(path, value, depth + 1)
        return None

    def _owners(self, path: str, value: ast.expr) -> frozenset[Symbol]:
        named = self.values.meaning(path, value) if isinstance(value, ast.Name | ast.Attribute) else None
        is_class = named is not None and isinstance(self.values.declaration(named), ast.ClassDef)
        return (
            frozenset((named,)) if named is not None and is_class else self.values.symbols(self.values.of(path, value))
        )


def _tells(name: str, symbol: Symbol) -> bool:
    """Whether an attribute says which type it is: of a refusal, the command that was refused does too."""
    return name in DISCRIMINANTS or (name == "command" and _short(symbol).endswith("Refusal"))


def _short(symbol: Symbol) -> str:
    return symbol.name.rpartition(".")[2]


def _texts(node: ast.AST) -> list[ast.Constant]:
    return [each for each in ast.walk(node) if isinstance(each, ast.Constant) and isinstance(each.value, str)]


def _literal(annotation: ast.expr) -> list[ast.Constant]:
    """The texts of ``Literal["a"]``, alone or in ``ClassVar`` and ``Final``."""
    return [
        text
        for each in ast.walk(annotation)
        if isinstance(each, ast.Subscript) and bare(each) == "Literal"
        for text in _texts(each.slice)
    ]


def _values(pattern: ast.pattern) -> list[ast.MatchValue]:
    """The alternatives of ``"a" | "b"``."""
    found = pattern.patterns if isinstance(pattern, ast.MatchOr) else [pattern]
    return [each for each in found if isinstance(each, ast.MatchValue)]
