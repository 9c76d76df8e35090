"""Names across files: what each file exports, and what a name written in it means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from moment.drift.modules import PathMapping, candidates, is_ours
from moment.drift.reading import Declaration, Import, Reading
from moment.drift.types import Name
from moment.text.span import Place


class Symbol(NamedTuple):
    """A declared name; dotted inside namespaces."""

    path: str
    name: str

    @property
    def identity(self) -> str:
        return f"{self.path}#{self.name}"


class Module(NamedTuple):
    """A file as a value: ``import * as``."""

    path: str


class External(NamedTuple):
    """A name from outside the files that were read; ``path`` is what it is called there.

    ``reason`` says why it is not known although it should be: its file is not there, cannot be read, or lacks it.
    """

    path: str
    reason: str = ""


Meaning: TypeAlias = Symbol | Module | External


class Unresolved(NamedTuple):
    """An import that should name something of the project and does not."""

    name: str
    module: str
    place: Place


@dataclass(slots=True)
class File:
    """One readable file: its declarations by dotted name, in order, and its imports by local name."""

    reading: Reading
    declared: dict[str, list[Declaration]]
    imported: dict[str, Import]


class Scope:
    """All files of a side. Damaged ones declare nothing; ``damaged`` lists them.

    ``generated`` are files that nobody writes by hand: what stands for a type of theirs elsewhere is that type. What an
    ``earlier`` scope found out about files that did not change, nor anything they import, is used again.
    """

    def __init__(
        self,
        readings: Mapping[str, Reading],
        mappings: tuple[PathMapping, ...] = (),
        *,
        generated: frozenset[str] = frozenset(),
        earlier: Scope | None = None,
    ) -> None:
        self.readings = readings
        self.mappings = mappings
        self.generated = generated
        self._behind: dict[Symbol, Symbol] = {}
        self.damaged = {path: reading for path, reading in readings.items() if reading.damage is not None}
        self._exports: dict[str, dict[str, Meaning]] = {}
        self._targets: dict[tuple[str, str], str | None] = {}
        before = earlier.files if earlier is not None else {}
        self.files: dict[str, File] = {}
        for path, reading in readings.items():
            if reading.damage is None:
                known = before.get(path)
                self.files[path] = known if known is not None and known.reading is reading else _file(reading)
        if earlier is not None and earlier.mappings == mappings and earlier.readings.keys() == readings.keys():
            self._targets = dict(earlier._targets)
            stale = self.dependents(path for path in readings if readings[path] is not earlier.readings[path])
            self._exports = {path: found for path, found in earlier._exports.items() if path not in stale}

    def dependents(self, paths: Iterable[str]) -> frozenset[str]:
        """``paths`` and every file that imports one of them, directly or through others."""
        importers: dict[str, set[str]] = {}
        for path, file in self.files.items():
            modules = {each.module for each in file.reading.imports} | {each.module for each in file.reading.exports}
            for module in modules - {""}:
                source = self.target(path, module)
                if source is not None:
                    importers.setdefault(source, set()).add(path)
        found = set(paths)
        waiting = list(found)
        while waiting:
            new = importers.get(waiting.pop(), set()) - found
            found |= new
            waiting += new
        return frozenset(found)

    def target(self, path: str, module: str) -> str | None:
        """The file that ``module``, imported at ``path``, is; ``None`` for one that was not read."""
        key = path, module
        if key not in self._targets:
            found = candidates(path, module, self.mappings)
            self._targets[key] = next((each for each in found if each in self.readings), None)
        return self._targets[key]

    def exports(self, path: str) -> Mapping[str, Meaning]:
        """Everything that the file exports, its ``export *`` followed; own names win over those."""
        known = self._exports.get(path)
        if known is not None:
            return known
        file = self.files.get(path)
        found: dict[str, Meaning] = {}
        self._exports[path] = found
        if file is None:
            return found
        own = [export for export in file.reading.exports if not export.module and export.local in file.declared]
        found.update({export.name: Symbol(path, export.local) for export in own})
        stars = [export.module for export in file.reading.exports if export.name == "*"]
        for export in file.reading.exports:
            if export.module and export.name != "*":
                found[export.name] = self._imported(path, export.module, export.local)
            elif not export.module:
                found.setdefault(export.name, self.meaning(path, "", export.local))
        for module in stars:
            source = self.target(path, module)
            for name, meaning in (self.exports(source) if source is not None else {}).items():
                if name != "default":
                    found.setdefault(name, meaning)
        found.update({export.name: self.behind(Symbol(path, export.local)) for export in own})
        return found

    def behind(self, symbol: Symbol) -> Symbol:
        """The generated type to which ``symbol``, written by hand, only gives a name; else ``symbol`` itself."""
        if not self.generated or symbol.path in self.generated:
            return symbol
        if symbol not in self._behind:
            # while it is looked for it is itself: an alias may stand for itself
            self._behind[symbol] = symbol
            self._behind[symbol] = self._named_by(symbol)
        return self._behind[symbol]

    def _named_by(self, symbol: Symbol) -> Symbol:
        match self.declarations(symbol):
            case [Declaration(kind="alias", parameters=(), deprecated=None, type=Name(path, (), module))]:
                prefix = symbol.name.rpartition(".")[0]
                found = (
                    self.of_module(symbol.path, module, path)
                    if module
                    else self.meaning(symbol.path, f"{prefix}." if prefix else "", path)
                )
                if isinstance(found, Symbol) and found.path in self.generated and self.declarations(found):
                    return found
        return symbol

    def meaning(self, path: str, prefix: str, name: str) -> Meaning:
        """What ``name`` (dotted) means in the file, inside the namespace ``prefix`` (``A.B.``)."""
        file = self.files.get(path)
        if file is None:
            return External(name)
        scope = prefix
        while True:
            if scope + name in file.declared:
                return self.behind(Symbol(path, scope + name))
            head, rest = _known_head(file, scope, name)
            if head:
                break
            if not scope:
                return External(name)
            scope = scope[:-1].rpartition(".")[0]
            scope = f"{scope}." if scope else ""
        imported = file.imported.get(scope + head)
        if imported is None:
            return Symbol(path, scope + name)
        if not imported.module:
            return self._inside(self.meaning(path, scope, imported.name), rest)
        return self._inside(self._imported(path, imported.module, imported.name), rest)

    def of_module(self, path: str, module: str, name: str) -> Meaning:
        """What ``import('module').name`` means at ``path``."""
        head, _, rest = name.partition(".")
        return self._inside(self._imported(path, module, head), rest)

    def unresolved(self) -> Iterator[tuple[str, Unresolved]]:
        """Imports and re-exports of files of the project that are not there, or do not export the name."""
        for path, file in self.files.items():
            for each in file.reading.imports:
                if each.module and self._is_missing(path, each.module, each.name):
                    yield path, Unresolved(each.name, each.module, each.place)
            for export in file.reading.exports:
                if export.module and self._is_missing(path, export.module, export.local):
                    yield path, Unresolved(export.local, export.module, export.place)

    def declarations(self, symbol: Symbol) -> list[Declaration]:
        file = self.files.get(symbol.path)
        return file.declared.get(symbol.name, []) if file is not None else []

    def _is_missing(self, path: str, module: str, name: str) -> bool:
        source = self.target(path, module)
        if source is None:
            return is_ours(module, self.mappings) and not module.endswith((".css", ".json", ".svg", ".png"))
        if name == "*" or source not in self.files or self._holds(source, name, set()):
            return False
        return not self._is_submodule(path, module, name)

    def _is_submodule(self, path: str, module: str, name: str) -> bool:
        """``from . import orders`` names a file."""
        return path.endswith(".py") and self.target(path, _below(module, name)) is not None

    def _holds(self, path: str, name: str, seen: set[str]) -> bool:
        """Whether the file exports ``name``, or may: values are not read, so ordinary functions count by default."""
        file = self.files.get(path)
        if file is None or path in seen:
            return file is None
        seen.add(path)
        if name in file.reading.values or any(export.name == name for export in file.reading.exports):
            return True
        stars = [self.target(path, export.module) for export in file.reading.exports if export.name == "*"]
        return any(star is None or self._holds(star, name, seen) for star in stars)

    def _imported(self, path: str, module: str, name: str) -> Meaning:
        source = self.target(path, module)
        if source is None:
            is_missing = is_ours(module, self.mappings)
            return External(_outside(module, name), f"`{module}` was not found" if is_missing else "")
        if name == "*":
            return Module(source)
        found = self.exports(source).get(name)
        if found is None and path.endswith(".py"):
            submodule = self.target(path, _below(module, name))
            if submodule is not None:
                return Module(submodule)
        if found is not None:
            return found
        is_whole = source in self.files
        return External(name, f"`{name}` is no type of `{module}`" if is_whole else f"`{module}` cannot be read")

    def _inside(self, meaning: Meaning, rest: str) -> Meaning:
        if not rest:
            return meaning
        match meaning:
            case Symbol(path, name):
                return self.behind(Symbol(path, f"{name}.{rest}"))
            case External(name, reason):
                return External(f"{name}.{rest}", reason)
            case Module(path):
                head, _, deeper = rest.partition(".")
                found = self.exports(path).get(head)
                return External(head) if found is None else self._inside(found, deeper)


def _known_head(file: File, scope: str, name: str) -> tuple[str, str]:
    """The part of a dotted name that the file declares or imports (``p.b`` after ``import p.b``), and the rest."""
    head = name
    while head:
        if scope + head in file.imported or ("." not in head and scope + head in file.declared):
            return head, name[len(head) + 1 :]
        head = head.rpartition(".")[0]
    return "", name


def _outside(module: str, name: str) -> str:
    """How a name of a package is called: by itself, so that ``UUID`` of any package is ``UUID``."""
    return module.rpartition("/")[2] if name in ("*", "default") else name


def _below(module: str, name: str) -> str:
    return f"{module}{name}" if module.endswith(".") else f"{module}.{name}"


def _file(reading: Reading) -> File:
    declared: dict[str, list[Declaration]] = {}
    for declaration in reading.declarations:
        declared.setdefault(declaration.name, []).append(declaration)
    return File(reading, declared, {each.local: each for each in reading.imports})
