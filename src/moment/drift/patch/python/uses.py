"""Every place that certainly means one member of a Python declaration."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from moment.drift.patch.lines import Splice
from moment.drift.patch.python import doubles
from moment.drift.patch.python.doubles import refuse_type
from moment.drift.patch.python.expectations import Expectations
from moment.drift.patch.python.rows import bare, methods_of, row
from moment.drift.patch.python.types import Typed
from moment.drift.patch.result import Refusal
from moment.drift.scope import Symbol

_COPIES = frozenset(("replace", "evolve", "_replace"))
_NAMED = frozenset(("field_validator", "validator", "field_serializer"))


class MemberUses:
    """Uses of ``member`` of ``symbol`` and of all that inherit it, each as the splice that writes ``name`` there."""

    def __init__(self, values: Expectations, symbol: Symbol, member: str, name: str) -> None:
        self.values = values
        self.member = member
        self.name = name
        self.targets = self._heirs(symbol)

    def _heirs(self, symbol: Symbol) -> frozenset[Symbol]:
        for base in self.values.bases(symbol):
            if self.values.member(base, self.member) is not None:
                raise Refusal(f"`{base.name}` declares it first: rename it there")
        heirs = self.values.heirs(symbol)
        for each in sorted(heirs | self.values.ancestors(heirs)):
            node = self.values.declaration(each)
            if self.name in self.values.declares(each):
                raise Refusal(f"`{each.name}` has a member `{self.name}` already")
            if each in heirs and isinstance(node, ast.ClassDef):
                refuse_type(each.path, self.values.files[each.path].module.source, node, self.name)
        return heirs

    def _means(self, typed: Typed | None) -> bool:
        return self.values.symbol(typed) in self.targets

    def splices(self, path: str) -> Iterator[Splice]:
        file = self.values.files[path]
        for target in sorted(self.targets):
            if target.path == path:
                yield from self._declared(path, target)
        for node in ast.walk(file.tree):
            yield from self._use(path, node)

    def _declared(self, path: str, target: Symbol) -> Iterator[Splice]:
        """The field itself, names of it in the class body, and validators that name it."""
        file = self.values.files[path]
        node = self.values.declaration(target)
        for method in methods_of(node) if node is not None else ():
            if method.name == self.member:
                head = file.module.source.head(method)
                yield Splice(head.start, head.end, self.name)
        for item in row(file.module, target.name).named(self.member) if node is not None else ():
            if isinstance(item.node, tuple):
                yield self._text(path, item.node[0])
            elif isinstance(item.node, ast.AnnAssign):
                yield self._over(path, item.node.target)
            else:
                yield self._over(path, item.node.targets[0])
        for each in node.body if isinstance(node, ast.ClassDef) else ():
            for inner in (*getattr(each, "decorator_list", ()), getattr(each, "value", None)):
                yield from self._in_body(path, inner) if inner is not None else ()

    def _in_body(self, path: str, node: ast.expr) -> Iterator[Splice]:
        names_it = isinstance(node, ast.Call) and bare(node) in _NAMED
        for each in ast.walk(node):
            if isinstance(each, ast.Name) and each.id == self.member:
                yield self._over(path, each)
            elif names_it and isinstance(each, ast.Constant) and each.value == self.member:
                yield self._text(path, each)

    def _use(self, path: str, node: ast.AST) -> Iterator[Splice]:
        values = self.values
        match node:
            case ast.Attribute(value=value, attr=name) if name == self.member:
                if self._means(values.of(path, value)) or values.meaning(path, value) in self.targets:
                    end = values.files[path].module.source.place(node).end
                    yield Splice(end - len(name), end, self.name)
            case ast.Call(keywords=keywords) if any(word.arg == self.member for word in keywords):
                if self._builds(path, node):
                    yield from self._keywords(path, node)
            case ast.Subscript(value=value, slice=ast.Constant(value=key) as written) if key == self.member:
                if self._means(values.of(path, value)):
                    yield self._text(path, written)
            case ast.Dict(keys=keys):
                found = [key for key in keys if isinstance(key, ast.Constant) and key.value == self.member]
                if found and self._means(values.expected(path, node)):
                    yield from self._items(path, node)
            case ast.MatchClass(cls=cls, kwd_attrs=names, kwd_patterns=patterns) if self.member in names:
                if values.meaning(path, cls) in self.targets:
                    if self.name in names:
                        raise Refusal(f"a pattern names `{self.name}` already")
                    yield self._pattern(path, patterns[names.index(self.member)])

    def _builds(self, path: str, call: ast.Call) -> bool:
        """Whether a call makes an instance of a target, or a copy of one."""
        if bare(call.func) in _COPIES:
            return self._means(self.values.of(path, call))
        found = self.values.called(path, call.func)
        return found is not None and found.symbol in self.targets

    def _keywords(self, path: str, call: ast.Call) -> Iterator[Splice]:
        source = self.values.files[path].module.source
        entries = doubles.keywords(source, call)
        at = {
            word.arg: number
            for number, (_, value) in enumerate(entries)
            for word in call.keywords
            if word.value is value
        }
        if self.name in at:
            yield doubles.without_double(path, source, entries, at[self.member], at[self.name], self.name)
        else:
            yield from (self._keyword(path, word) for word in call.keywords if word.arg == self.member)

    def _items(self, path: str, literal: ast.Dict) -> Iterator[Splice]:
        source = self.values.files[path].module.source
        names = [key.value if isinstance(key, ast.Constant) else None for key in literal.keys]
        for number, key in enumerate(literal.keys):
            if key is not None and names[number] == self.member:
                if self.name in names:
                    entries = doubles.items(source, literal)
                    yield doubles.without_double(path, source, entries, number, names.index(self.name), self.name)
                else:
                    yield self._text(path, key)

    def _keyword(self, path: str, word: ast.keyword) -> Splice:
        start = self.values.files[path].module.source.offset(word.lineno, word.col_offset)
        return Splice(start, start + len(self.member), self.name)

    def _pattern(self, path: str, pattern: ast.pattern) -> Splice:
        """``member=`` before a pattern of ``case Class(member=pattern)``."""
        source = self.values.files[path].module.source
        end = source.offset(pattern.lineno, pattern.col_offset)
        found = re.search(rf"\b{self.member}\s*=\s*\(*\s*$", source.text[:end])
        if found is None:
            raise Refusal("a pattern that names it cannot be read")
        return Splice(found.start(), found.start() + len(self.member), self.name)

    def _over(self, path: str, node: ast.expr) -> Splice:
        place = self.values.files[path].module.source.place(node)
        return Splice(place.start, place.end, self.name)

    def _text(self, path: str, node: ast.expr) -> Splice:
        """A string that is the name, in its quotes."""
        source = self.values.files[path].module.source
        place = source.place(node)
        return Splice(place.start, place.end, source.text[place.start : place.end].replace(self.member, self.name))
