"""What the difference of two states means: the types, members and aspects that changed in TypeScript, Python and .moment."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from moment.drift.compare import compare_all
from moment.drift.edits import Edit
from moment.drift.resolve import Resolver
from moment.drift.scope import Scope
from moment.drift.shape import Shape
from moment.drift.types import NOWHERE
from moment.project.discover import discover
from moment.project.files import Memory
from moment.project.session import Session
from moment.sync.elements import Element
from moment.sync.expected import expected
from moment.sync.obligations import Obligation, is_loosened, obligations
from moment.sync.readings import read_all
from moment.text.span import Place

TYPESCRIPT = (".ts", ".tsx", ".mts", ".cts")
PYTHON = (".py",)
SPECIFICATION = (".moment",)


class Meaning(NamedTuple):
    """The edits by the file in which they are, and by file the reason why there are none."""

    edits: Mapping[str, tuple[Edit, ...]]
    unread: Mapping[str, str]


def meaning(old: Mapping[str, bytes], new: Mapping[str, bytes], changed: Collection[str]) -> Meaning:
    """What became of the files ``changed`` from ``old`` to ``new``; the others are there to understand those.

    A file that cannot be read on one side has no edits, but a reason.
    """
    edits: dict[str, list[Edit]] = {}
    unread: dict[str, str] = {}
    for endings in (TYPESCRIPT, PYTHON):
        if any(path.endswith(endings) for path in changed):
            for edit in _of_code(_only(old, endings), _only(new, endings), changed, unread):
                edits.setdefault(_path(edit), []).append(edit)
    if any(path.endswith(SPECIFICATION) for path in changed):
        for edit in _of_specification(old, new, changed, unread):
            edits.setdefault(_path(edit), []).append(edit)
    return Meaning({path: tuple(those) for path, those in edits.items() if path in changed}, unread)


def _only(files: Mapping[str, bytes], endings: tuple[str, ...]) -> dict[str, bytes]:
    return {path: data for path, data in files.items() if path.endswith(endings)}


def _path(edit: Edit) -> str:
    """The file as it is now, else the one that it was in."""
    return edit.old.path if edit.kind == "remove" or edit.new == NOWHERE else edit.new.path


def _of_code(
    old: Mapping[str, bytes], new: Mapping[str, bytes], changed: Collection[str], unread: dict[str, str]
) -> Iterator[Edit]:
    sides = [Scope(read_all([path for path in files if path in changed], files.get)) for files in (old, new)]
    hidden: set[str] = set()
    for scope in sides:
        for path, reading in scope.damaged.items():
            if path in changed and reading.damage is not None:
                unread[path] = reading.damage.reason
                hidden.update(each.name for each in reading.declarations)
    before, after = (
        [shape for shape in _shapes(scope) if shape.path in changed and shape.path not in unread] for scope in sides
    )
    for edit in compare_all(before, after).edits:
        if edit.symbol not in hidden:
            yield edit


def _shapes(scope: Scope) -> Iterator[Shape]:
    resolver = Resolver(scope)
    for symbol in resolver.symbols():
        shape = resolver.shape(symbol)
        if shape is not None:
            yield shape


class _Side(NamedTuple):
    """One state of the specification: what generators would make of it, the element behind each symbol, its promises."""

    shapes: tuple[Shape, ...]
    elements: Mapping[tuple[str, str], Element]
    promises: Mapping[str, Mapping[str, Obligation]]


def _of_specification(
    old: Mapping[str, bytes], new: Mapping[str, bytes], changed: Collection[str], unread: dict[str, str]
) -> Iterator[Edit]:
    before, after = _side(old), _side(new)
    if before is None or after is None:
        reason = f"the specification {'was' if before is None else 'is'} not free of errors"
        unread.update({path: reason for path in changed if path.endswith(SPECIFICATION)})
        return
    for edit in compare_all(before.shapes, after.shapes).edits:
        yield replace(edit, old=_place(edit, edit.old, before), new=_place(edit, edit.new, after))
    for element in (each for each in after.promises if each in before.promises):
        yield from _broken(element, before.promises[element], after.promises[element])


def _side(files: Mapping[str, bytes]) -> _Side | None:
    """``None`` when it has errors, so that nothing is made of it."""
    root = Path("/project")
    memory = Memory({(root / path).as_posix(): data for path, data in files.items()})
    session = Session(discover((), cwd=root, project=root, files=memory), files=memory)
    if not session.project.sources:
        return _Side((), {}, {})
    if session.held_back:
        return None
    found = expected(session, ("typescript",))
    own = {key: each for key, each in found.elements.items() if each.is_required or each.members}
    shapes = {key: shape for key, shape in found.shapes.get("typescript", {}).items() if key in own}
    named = {(shape.path, shape.name): own[key] for key, shape in shapes.items()}
    domain = session.domain()
    promising = (*domain.command, *domain.aggregate, *domain.policy, *domain.saga)
    promises = {name: {each.name: each for each in obligations(domain, name)} for name in promising}
    return _Side(tuple(shapes.values()), named, promises)


def _place(edit: Edit, generated: Place, side: _Side) -> Place:
    """Where in the specification the symbol, or its member, is written that stands at ``generated``."""
    names = (edit.symbol, edit.after if edit.aspect == "name" and edit.member is None else None)
    found = (side.elements.get((generated.path, name)) for name in names if name is not None)
    element = next((each for each in found if each is not None), None)
    if element is None:
        return NOWHERE
    known = (edit.member, *(each.name for each in (edit.old_member, edit.new_member) if each is not None))
    return next(
        (element.members[name] for name in known if name is not None and name in element.members), element.place
    )


def _broken(element: str, before: Mapping[str, Obligation], after: Mapping[str, Obligation]) -> Iterator[Edit]:
    """What an element promised and does not, or promises and did not, or promises otherwise."""
    symbol = element.rpartition("/")[2]
    for name in dict.fromkeys((*before, *after)):
        old, new = before.get(name), after.get(name)
        if old is None or new is None or old.text != new.text:
            texts = (old.text if old else None, new.text if new else None)
            places = (old.place if old else NOWHERE, new.place if new else NOWHERE)
            loosened = new is None or (old is not None and is_loosened(old.text, new.text))
            yield Edit(
                "update", symbol, name, "obligation", *texts, "loosened" if loosened else "tightened",
                old=places[0], new=places[1],
            )  # fmt: skip
