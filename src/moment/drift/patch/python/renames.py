"""A new name for a Python declaration or a member, in every place that certainly means it."""

from __future__ import annotations

import ast
import keyword
import re
from collections.abc import Iterator, Mapping

from moment.drift.patch.code import RenameMember, RenameSymbol, Retag
from moment.drift.patch.lines import Splice
from moment.drift.patch.python.bindings import File
from moment.drift.patch.python.expectations import Expectations
from moment.drift.patch.python.rows import bare, find, methods_of, row
from moment.drift.patch.python.tags import TagUses
from moment.drift.patch.python.types import meaning_of
from moment.drift.patch.python.uses import MemberUses
from moment.drift.patch.result import Refusal
from moment.drift.patch.tags import tags_after
from moment.drift.readers.python import read
from moment.drift.scope import Module, Scope, Symbol


def rename(texts: Mapping[str, str], edit: RenameMember | RenameSymbol | Retag) -> dict[str, list[Splice]]:
    """The splices of every file that changes. A file that does not parse has no certain use."""
    if edit.path not in texts:
        raise Refusal("the file is not there")
    files = {path: file for path, text in texts.items() if path.endswith((".py", ".pyi")) and (file := _file(text))}
    if edit.path not in files:
        raise Refusal("the file cannot be read: it has a syntax error")
    scope = Scope({path: read(texts[path].encode()) for path in files})
    find(files[edit.path].module, edit.symbol)
    if isinstance(edit, Retag):
        return _retagged(files, scope, edit)
    if not edit.name.isidentifier() or keyword.iskeyword(edit.name):
        raise Refusal(f"`{edit.name}` is no name in Python")
    if isinstance(edit, RenameSymbol):
        return _symbol(files, scope, edit)
    found = row(files[edit.path].module, edit.symbol)
    methods = {each.name for each in methods_of(found.node)}
    if not found.named(edit.member) and edit.member not in methods:
        raise Refusal(f"`{edit.symbol}` has no member `{edit.member}` of its own")
    if found.named(edit.name) or edit.name in methods:
        raise Refusal(f"`{edit.symbol}` has a member `{edit.name}` already")
    uses = MemberUses(Expectations(files, scope), Symbol(edit.path, edit.symbol), edit.member, edit.name)
    return {path: splices for path in files if (splices := list(dict.fromkeys(uses.splices(path))))}


def _file(text: str) -> File | None:
    try:
        return File(text)
    except Refusal:
        return None


def _retagged(files: Mapping[str, File], scope: Scope, edit: Retag) -> dict[str, list[Splice]]:
    """The tag of a declaration and of every value that certainly is tagged so; the names stay."""
    target = Symbol(edit.path, edit.symbol)
    tags = TagUses(Expectations(files, scope), target, edit.symbol, tags=tags_after(edit.tag, edit.name))
    return {path: splices for path in files if (splices := list(dict.fromkeys(tags.splices(path))))}


def _symbol(files: Mapping[str, File], scope: Scope, edit: RenameSymbol) -> dict[str, list[Splice]]:
    if "." in edit.symbol:
        raise Refusal("a class inside another is not renamed")
    uses = _Uses(files, scope, Symbol(edit.path, edit.symbol), edit.name)
    tags = TagUses(Expectations(files, scope), uses.target, edit.name)
    found = {path: list(dict.fromkeys([*uses.splices(path), *tags.splices(path)])) for path in files}
    return {path: splices for path, splices in found.items() if splices}


class _Uses:
    """Places that mean ``target`` by its own name."""

    def __init__(self, files: Mapping[str, File], scope: Scope, target: Symbol, name: str) -> None:
        self.files = files
        self.scope = scope
        self.target = target
        self.name = name

    def splices(self, path: str) -> Iterator[Splice]:
        file, old = self.files[path], self.target.name
        is_here = path == self.target.path or self._imports_it(path)
        found: list[Splice] = []
        for node in ast.walk(file.tree):
            match node:
                case ast.ClassDef(name=name) if name == old and path == self.target.path and node in file.tree.body:
                    found.append(self._over(file.module.source.head(node)[1:]))
                case ast.Name(id=name) if name == old and is_here and self._is_outer(file, node):
                    self._check_free(file, path, node)
                    found.append(self._over(file.module.source.place(node)[1:]))
                case ast.Attribute(attr=name) if name == old:
                    found += self._through_module(path, node)
                case ast.ImportFrom():
                    found += self._import(path, node)
                case ast.Constant(value=str(text)) if old in text and self._is_annotation(file, node):
                    found += self._quoted(file, path, node, is_here=is_here)
        if found and self.name in file.bound(file.tree):
            raise Refusal(f"`{path}` uses a name `{self.name}` already")
        yield from found
        if is_here:
            yield from self._shown(file)

    def _over(self, span: tuple[int, ...]) -> Splice:
        return Splice(span[0], span[1], self.name)

    def _imports_it(self, path: str) -> bool:
        file = self.scope.files.get(path)
        found = file.imported.get(self.target.name) if file is not None else None
        return found is not None and found.name == self.target.name and self._means(path, self.target.name)

    def _means(self, path: str, name: str) -> bool:
        return self.scope.meaning(path, "", name) == self.target

    def _is_outer(self, file: File, node: ast.AST) -> bool:
        bound = file.binding(node, self.target.name)
        return bound is None or bound.scope is file.tree

    def _check_free(self, file: File, path: str, node: ast.AST) -> None:
        bound = file.binding(node, self.name)
        if bound is not None and bound.scope is not file.tree:
            raise Refusal(f"`{path}` uses it where `{self.name}` means something else")

    def _through_module(self, path: str, node: ast.Attribute) -> Iterator[Splice]:
        """``module.Name``."""
        head: ast.expr = node
        while isinstance(head, ast.Attribute):
            head = head.value
        bound = self.files[path].binding(head, head.id) if isinstance(head, ast.Name) else None
        is_local = bound is not None and bound.scope is not self.files[path].tree
        if isinstance(head, ast.Name) and not is_local:
            owner = meaning_of(self.scope, path, ast.unparse(node.value))
            if isinstance(owner, Module) and meaning_of(self.scope, path, ast.unparse(node)) == self.target:
                end = self.files[path].module.source.place(node).end
                yield Splice(end - len(node.attr), end, self.name)

    def _import(self, path: str, node: ast.ImportFrom) -> Iterator[Splice]:
        module = f"{'.' * node.level}{node.module or ''}"
        offset = self.files[path].module.source.offset
        for alias in node.names:
            if alias.name == self.target.name and self.scope.of_module(path, module, alias.name) == self.target:
                start = offset(alias.lineno, alias.col_offset)
                yield Splice(start, start + len(alias.name), self.name)

    def _is_annotation(self, file: File, node: ast.Constant) -> bool:
        """Whether a string stands where a type does."""
        inside: ast.AST = node
        for parent in file.above(node):
            match parent:
                case ast.arg() | ast.AnnAssign() if inside is parent.annotation:
                    return True
                case ast.AnnAssign() if bare(parent.annotation) == "TypeAlias":
                    return inside is parent.value
                case ast.FunctionDef() | ast.AsyncFunctionDef():
                    return inside is parent.returns
                case ast.Call() | ast.stmt():
                    return False
                case ast.Subscript(value=head) if ast.unparse(head).endswith("Literal"):
                    return False
            inside = parent
        return False

    def _quoted(self, file: File, path: str, node: ast.Constant, *, is_here: bool) -> Iterator[Splice]:
        """``Name`` and ``module.Name`` in a type in quotes."""
        place = file.module.source.place(node)
        text = file.module.text[place.start : place.end]
        for found in re.finditer(rf"(?<![\w.])((?:\w+\.)*){re.escape(self.target.name)}\b", text):
            is_meant = meaning_of(self.scope, path, found[0]) == self.target if found[1] else is_here
            if is_meant:
                yield Splice(place.start + found.end(1), place.start + found.end(), self.name)

    def _shown(self, file: File) -> Iterator[Splice]:
        """The name in ``__all__``."""
        for node in file.tree.body:
            match node:
                case ast.Assign(targets=[ast.Name(id="__all__")], value=value):
                    for each in ast.walk(value):
                        if isinstance(each, ast.Constant) and each.value == self.target.name:
                            place = file.module.source.place(each)
                            quote = file.module.text[place.start]
                            yield Splice(place.start, place.end, f"{quote}{self.name}{quote}")
