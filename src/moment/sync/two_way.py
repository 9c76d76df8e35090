"""Two folders of code side by side without a specification: every type that one exports against those of the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from moment.diagnostics.model import Diagnostic, order
from moment.drift import findings
from moment.drift.compare import SymbolComparison, compare_symbols
from moment.drift.edits import Edit, Unread
from moment.drift.normal import Lens
from moment.drift.reading import Damage
from moment.drift.resolve import Resolver
from moment.drift.scope import Scope
from moment.drift.shape import Shape
from moment.drift.types import NOWHERE
from moment.generate.header import header_of
from moment.project.config import ImplementationSettings
from moment.project.files import DISK, Files, relative
from moment.project.implementation import Implementation
from moment.sync.implemented import used
from moment.sync.locating import Locator
from moment.sync.mappings import mappings
from moment.sync.opened import common, pattern_of
from moment.sync.readings import read_all
from moment.sync.types import ASTDiff, ASTDifference, ChangeType, Place, TypeLevelChange, UnreadSource
from moment.text.span import Place as Span

_TYPES: Mapping[str, ChangeType] = {"insert": "added", "remove": "removed", "move": "moved"}


@dataclass(frozen=True, slots=True)
class Side:
    """The types that one folder exports, and the texts of its files that get no verdict, by path."""

    shapes: tuple[Shape, ...]
    hidden: Mapping[str, str]

    def hides(self, name: str) -> str | None:
        """The file that cannot be read and may declare ``name``."""
        return next((path for path, text in self.hidden.items() if name in text), None)


@dataclass(frozen=True, slots=True)
class Folders:
    """Both sides, read as one: the implementation may import what is generated, which then stands for it."""

    generated: Side
    implementation: Side
    locator: Locator
    unread: tuple[UnreadSource, ...]
    diagnostics: tuple[Diagnostic, ...]
    texts: Mapping[str, bytes]


def read_folders(generated: Path, implementation: Path, *, cwd: Path, files: Files = DISK) -> Folders:
    """Paths are those from ``cwd`` where it holds both. Raises ``SearchLimitError``."""
    root = cwd if cwd in generated.parents and cwd in implementation.parents else common(generated, implementation)
    theirs, ours = _paths(generated, implementation, root, files)
    code = Implementation(root, ImplementationSettings(), files=files)
    texts: dict[str, bytes] = {}

    def load(path: str) -> bytes | None:
        data = code.read(path)
        if data is not None:
            texts[path] = data
        return data

    paths = mappings(root, files, (*theirs, *ours))
    # a folder that is held against itself has no code written by hand
    made = frozenset(theirs) if generated != implementation else frozenset()
    scope = Scope(read_all((*theirs, *ours), load, mappings=paths), paths, generated=made)
    shapes = {shape.identity: shape for shape in Resolver(scope).shapes()}
    support = {path for path in theirs if _is_support(texts.get(path, b""))}
    wanted = [shape for shape in shapes.values() if shape.path in set(theirs) - support]
    taken = {symbol.identity for symbol in used(scope, ours)}
    there = [shape for shape in shapes.values() if shape.path in set(ours)]
    there += [shape for shape in wanted if shape.identity in taken]
    damaged = {path: reading.damage for path, reading in scope.damaged.items() if reading.damage is not None}
    hidden = {path: texts[path].decode("utf-8", "replace") for path in damaged if path in texts}
    locator = Locator({}, texts)
    return Folders(
        Side(tuple(wanted), {path: text for path, text in hidden.items() if path in set(theirs)}),
        Side(tuple(there), {path: text for path, text in hidden.items() if path in set(ours)}),
        locator,
        tuple(_damaged(damaged, locator, code)),
        tuple(sorted(_findings(scope, damaged), key=order)),
        texts,
    )


def _paths(generated: Path, implementation: Path, root: Path, files: Files) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The files of either side. Where one folder stands in the other, its files are its own; a folder is as it is."""
    theirs = _searched(generated, root, implementation, files)
    if generated == implementation:
        return theirs, theirs
    return theirs, tuple(path for path in _searched(implementation, root, generated, files) if path not in set(theirs))


def compared(folders: Folders, *, strict: bool) -> Iterator[SymbolComparison]:
    """Symbol by symbol; moves to another file are no differences, nor is what an unread file may hold."""
    old, new = folders.generated, folders.implementation
    for each in compare_symbols(old.shapes, new.shapes, Lens(strict)):
        shape = each.old or each.new
        if (
            shape is None
            or (each.new is None and new.hides(shape.name))
            or (each.old is None and old.hides(shape.name))
        ):
            continue
        if each.new is not None and _is_other_name(each.old):
            yield each._replace(edits=(), unread=())
            continue
        edits = tuple(edit for edit in each.edits if edit.member is not None or edit.kind != "move")
        yield each._replace(edits=edits)


def _is_other_name(shape: Shape | None) -> bool:
    """A second name of a type: what differs is told of the type."""
    is_alias = shape is not None and shape.kind == "alias" and bool(shape.members)
    return is_alias and shape is not None and all(member.inherited for member in shape.members)


def diff(folders: Folders, *, strict: bool) -> ASTDiff:
    """Everything in which the implementation is not what was generated, in the order of the generated files."""
    changes: list[ASTDifference] = []
    types: list[TypeLevelChange] = []
    left: list[Unread] = []
    for each in compared(folders, strict=strict):
        members = tuple(_difference(each, edit, folders.locator) for edit in each.edits)
        changes += members
        left += each.unread
        if members:
            types.append(_type_level(each, members))
    unread = (*folders.unread, *(unread_source(one, folders.locator) for one in left))
    told = (*folders.diagnostics, *findings.of_unread(left))
    return ASTDiff(bool(changes), tuple(changes), tuple(types), unread, told)


def _searched(folder: Path, root: Path, without: Path | None, files: Files) -> tuple[str, ...]:
    """The code below ``folder``, by its paths from ``root``."""
    if files.kind(folder) == "file":
        return (relative(folder, root),)
    outputs = (relative(without, folder),) if without is not None and folder in without.parents else ()
    settings = ImplementationSettings(include=(pattern_of(folder, folder, files),))
    prefix = relative(folder, root)
    found = Implementation(folder, settings, outputs=outputs, files=files).search()
    return tuple(path if prefix == "." else f"{prefix}/{path}" for path in found)


def _is_support(data: bytes) -> bool:
    """A generated file that comes from no specification: what all generated code imports."""
    header = header_of(data.decode("utf-8", "replace").replace("\r\n", "\n"))
    return header is not None and not header.sources


def _difference(each: SymbolComparison, edit: Edit, locator: Locator) -> ASTDifference:
    shape = each.new or each.old
    assert shape is not None
    where = shape.identity if each.new is None else f"{shape.path}#{shape.name}"
    return ASTDifference(
        "renamed" if edit.aspect == "name" else _TYPES.get(edit.kind, "modified"),
        f"{where}.{edit.member}" if edit.member is not None else where,
        findings.change(edit),
        edit.symbol,
        edit.member,
        edit.aspect,
        edit.before,
        edit.after,
        _at(edit.old, each.old, locator),
        _at(edit.new, each.new, locator),
    )


def _at(place: Span, shape: Shape | None, locator: Locator) -> Place | None:
    """Where a side says it; of what it lacks, where its owner stands."""
    if place != NOWHERE:
        return locator.place(place)
    return locator.place(shape.place) if shape is not None else None


def _type_level(each: SymbolComparison, members: tuple[ASTDifference, ...]) -> TypeLevelChange:
    shape = each.old or each.new
    assert shape is not None
    type_: ChangeType = "removed" if each.new is None else "added" if each.old is None else "modified"
    if any(member.type == "renamed" and member.member is None for member in members):
        type_ = "renamed"
    return TypeLevelChange(shape.name, shape.kind, type_, members)


def unread_source(left: Unread, locator: Locator) -> UnreadSource:
    name = f"{left.symbol}.{left.member}" if left.member else left.symbol
    return UnreadSource(locator.place(left.place) or Place(left.place.path, 1, 1, 1, 1), (name,), left.reason)


def _damaged(damaged: Mapping[str, Damage], locator: Locator, code: Implementation) -> Iterator[UnreadSource]:
    for path, damage in damaged.items():
        place = locator.place(damage.place._replace(path=path))
        yield UnreadSource(place or Place(path, 1, 1, 1, 1), (), damage.reason)
    for path, unreadable in sorted(code.unreadable.items()):
        yield UnreadSource(Place(path, 1, 1, 1, 1), (), unreadable.reason)


def _findings(scope: Scope, damaged: Mapping[str, Damage]) -> Iterator[Diagnostic]:
    for path, damage in damaged.items():
        yield findings.of_damage(path, damage)
    for path, each in scope.unresolved():
        yield findings.unresolved(path, each)
