"""Imports for the names that a new annotation uses, in the manner of the file."""

from __future__ import annotations

import ast
import builtins
import posixpath
from collections.abc import Collection, Iterable, Iterator

from moment.drift.patch.code import Sources
from moment.drift.patch.lines import Lines, Splice
from moment.drift.patch.python.rows import Module, declared
from moment.drift.patch.result import Refusal

_TYPING = frozenset(
    ("Annotated", "Any", "ClassVar", "Final", "Literal", "NamedTuple", "NewType", "NotRequired", "Optional", "Protocol",
     "ReadOnly", "Required", "TypeAlias", "TypedDict", "Union")
)  # fmt: skip
_KNOWN = {**dict.fromkeys(_TYPING, "typing"), **dict.fromkeys(("Sequence", "Mapping", "Iterable"), "collections.abc"),
          "UUID": "uuid", "Decimal": "decimal", "datetime": "datetime", "date": "datetime", "StrEnum": "enum",
          "Enum": "enum", "dataclass": "dataclasses"}  # fmt: skip
"""Where the standard library has what generated code uses."""


def names(text: str) -> tuple[str, ...]:
    """The names that a piece of Python uses, in order, each once; what it declares itself is none."""
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return ()
    own = {each.name for each in declared(tree)} | {each.id for each in ast.walk(tree) if _is_stored(each)}  # type: ignore[attr-defined]
    found = dict.fromkeys(each.id for each in ast.walk(tree) if isinstance(each, ast.Name))
    return tuple(name for name in found if name not in own and not hasattr(builtins, name))


def _is_stored(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)


class Imports:
    """The imports of the file at ``path``; ``paths`` are all files of the project that are known."""

    def __init__(self, path: str, file: Module, lines: Lines, paths: Collection[str]) -> None:
        self.path = path
        self.file = file
        self.lines = lines
        self.paths = paths
        self.statements = [each for each in file.tree.body if isinstance(each, ast.Import | ast.ImportFrom)]

    @property
    def known(self) -> frozenset[str]:
        """Names that are imported or bound anywhere at the margin."""
        found = {each.name.partition(".")[0] for each in declared(self.file.tree)}
        for node in ast.walk(self.file.tree):
            if isinstance(node, ast.Import | ast.ImportFrom):
                found.update(each.asname or each.name.partition(".")[0] for each in node.names)
            elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                found.add(node.name)
        found.update(_parameters(self.file.source.generics.values()))
        return frozenset(found)

    def needed(self, found: Iterable[str], sources: Sources) -> list[Splice]:
        """Imports of those of ``found`` that the file does not know."""
        wanted: dict[str, list[str]] = {}
        for name in found:
            if name in self.known:
                continue
            source = sources.get(name) or _KNOWN.get(name)
            if source is None:
                raise Refusal(f"the file knows no `{name}`, and nothing says where it comes from")
            if source != self.path:
                wanted.setdefault(self._module(source), []).append(name)
        lines: list[str] = []
        splices: list[Splice] = []
        for module, listed in wanted.items():
            statement = next((each for each in self.statements if _from(each) == module and not _is_star(each)), None)
            if statement is not None:
                splices += self._extended(statement, listed)
            else:
                lines.append(f"from {module} import {', '.join(listed)}")
        return [*splices, *([self._added(lines)] if lines else [])]

    def _module(self, source: str) -> str:
        """``source`` as this file writes modules: relative when it has relative imports, else from the root."""
        if not source.endswith(".py"):
            return source
        target = source.removesuffix(".py").removesuffix("/__init__")
        if any(isinstance(each, ast.ImportFrom) and each.level for each in self.statements):
            relative = posixpath.relpath(target, posixpath.dirname(self.path) or ".")
            parts = relative.split("/")
            ups = len([part for part in parts if part == ".."])
            return "." * (ups + 1) + ".".join(part for part in parts[ups:] if part != ".")
        root = self._root()
        return (posixpath.relpath(target, root) if root else target).replace("/", ".")

    def _root(self) -> str:
        """The folder that absolute imports start from: ``src``, or the one around the outermost package."""
        if self.path.startswith("src/"):
            return "src"
        folder = posixpath.dirname(self.path)
        inner = folder
        while folder and f"{folder}/__init__.py" in self.paths:
            folder = posixpath.dirname(folder)
        return "" if folder == inner else folder

    def _extended(self, statement: ast.Import | ast.ImportFrom, listed: list[str]) -> list[Splice]:
        last = statement.names[-1]
        offset = self.file.source.offset
        assert last.end_lineno is not None
        assert last.end_col_offset is not None
        start, end = offset(last.lineno, last.col_offset), offset(last.end_lineno, last.end_col_offset)
        text = self.lines.text
        if not self.lines.begins(start):
            return [Splice(end, end, "".join(f", {name}" for name in listed))]
        indent, newline = self.lines.indentation(start), self.lines.newline
        comma = text[end:].lstrip().startswith(",")
        at = end + text[end:].index(",") + 1 if comma else end
        between = "" if comma else ","
        return [
            Splice(at, at, between + f"{newline}{indent}" + f",{newline}{indent}".join(listed) + ("," if comma else ""))
        ]

    def _added(self, lines: list[str]) -> Splice:
        newline = self.lines.newline
        block = newline.join(lines)
        if self.statements:
            at = self.lines.end(self.file.source.place(self.statements[-1]).end)
            first = isinstance(self.statements[-1], ast.ImportFrom) and self.statements[-1].module == "__future__"
            return Splice(at, at, newline * (2 if first else 1) + block)
        body = self.file.tree.body
        if body and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
            at = self.lines.end(self.file.source.place(body[0]).end)
            return Splice(at, at, newline * 2 + block)
        at = self._top()
        return Splice(at, at, block + newline * (3 if self.lines.text[at:].strip() else 1))

    def _top(self) -> int:
        """Behind the comments that head the file."""
        at = 0
        while at < len(self.lines.text) and self.lines.text.startswith("#", at):
            at = self.lines.following(at)
        if at and at < len(self.lines.text) and self.lines.is_blank(at):
            return self.lines.following(at)
        return at if at and self.lines.text.startswith("#!") else 0


def _from(statement: ast.Import | ast.ImportFrom) -> str:
    return "." * statement.level + (statement.module or "") if isinstance(statement, ast.ImportFrom) else ""


def _is_star(statement: ast.Import | ast.ImportFrom) -> bool:
    return any(each.name == "*" for each in statement.names)


def _parameters(generics: Iterable[str]) -> Iterator[str]:
    for text in generics:
        for part in text.strip("[]").split(","):
            yield part.partition(":")[0].strip(" *")
