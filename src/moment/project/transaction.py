"""Several files and logs changed as one: planned on the disk, renamed, recorded, and kept so that it can be undone.

The order is what makes it whole. The texts before and after and the plan are synced below ``local/apply/<id>``; every
file is staged beside its target and compared once more with what was planned from; then the plan gets its final name,
which is the moment at which the command has happened. Renames, one record a log and the move to ``local/undo`` follow,
and whoever comes next finishes them after a crash: each step is seen to be done or not.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from moment.diagnostics.model import Diagnostic
from moment.project.log import Stream
from moment.project.paths import Paths
from moment.project.record import Event, canonical
from moment.project.state_rules import EDIT_REFUSED, INTERRUPTED_APPLY
from moment.project.writing import staged_path
from moment.text.span import Place

if TYPE_CHECKING:
    from moment.project.store import Store, Writer

APPLY = "local/apply"
UNDO = "local/undo"
PLAN = "plan.json"
DRAFT = "plan.draft.json"


class Change(NamedTuple):
    """One file, relative to the project, with its bytes now and then; ``None`` is no file."""

    path: str
    before: bytes | None
    after: bytes | None


class Entry(NamedTuple):
    """What becomes one record of one log."""

    stream: Stream
    events: tuple[Event, ...]


class Line(NamedTuple):
    """What becomes a line at the end of a file that others read, relative to the project; with its line end."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class FilePlan:
    """One file of a transaction by the hashes of its texts; ``None`` is no file."""

    path: str
    before: str | None
    after: str | None
    mode: int | None = None


@dataclass(frozen=True, slots=True)
class Transaction:
    """``undoes`` is the transaction that this one takes back; ``lines`` stay whatever is undone."""

    id: str
    at: str
    actor: str
    files: tuple[FilePlan, ...]
    entries: tuple[Entry, ...]
    undoes: str = ""
    lines: tuple[Line, ...] = ()


def perform(
    writer: Writer,
    changes: Sequence[Change],
    entries: Sequence[Entry],
    *,
    lines: Sequence[Line] = (),
    actor: str = "",
    undoes: str = "",
) -> Transaction | Diagnostic:
    """Makes all changes and appends all entries and lines, or none of them. Raises ``OSError``.

    A file that is not as its change says, or that lies outside the project, is a refusal. After an ``OSError`` either
    nothing has happened or the next writer finishes it.
    """
    for entry in entries:
        refusal = writer.read(entry.stream).refusal
        if refusal is not None:
            return refusal
    refusal = _outside(writer.store, (*changes, *lines)) or _edited(writer.store, changes)
    if refusal is not None:
        return refusal
    transaction = _planned(writer, changes, entries, lines, actor=actor, undoes=undoes)
    folder = writer.folder / APPLY / transaction.id
    try:
        _draft(writer, folder, transaction, changes)
        for number, file in enumerate(transaction.files):
            _stage(writer, folder, file, number)
        refusal = _edited(writer.store, changes)
        if refusal is None:
            writer.storage.move(folder / DRAFT, folder / PLAN)
            writer.storage.settle(folder)
    except OSError:
        discard(writer, folder)
        raise
    if refusal is not None:
        discard(writer, folder)
        return refusal
    return finish(writer, transaction) or transaction


def finish(writer: Writer, transaction: Transaction) -> Diagnostic | None:
    """Does what of a committed transaction is not done yet; a file edited meanwhile stops it, with nothing more done.

    Records come after all files: where there is one, the files were done, whatever became of them since.
    """
    folder = writer.folder / APPLY / transaction.id
    open_entries = [entry for entry in transaction.entries if not _is_recorded(writer, transaction, entry)]
    if len(open_entries) == len(transaction.entries):
        problem = _finish_files(writer, folder, transaction)
        if problem is not None:
            return problem
    for entry in open_entries:
        done = writer.append(entry.stream, entry.events, actor=transaction.actor, tx=transaction.id, at=transaction.at)
        if isinstance(done, Diagnostic):
            return done
    for line in transaction.lines:
        append_line(writer, line)
    _put_away(writer, folder, transaction)
    return None


def _is_recorded(writer: Writer, transaction: Transaction, entry: Entry) -> bool:
    return any(record.tx == transaction.id for record in writer.read(entry.stream).records)


def _finish_files(writer: Writer, folder: Path, transaction: Transaction) -> Diagnostic | None:
    states = [_state(writer.store, file) for file in transaction.files]
    for file, state in zip(transaction.files, states, strict=True):
        if state == "edited":
            return interrupted(writer.store, transaction, f"`{file.path}` was edited meanwhile")
    for number, (file, state) in enumerate(zip(transaction.files, states, strict=True)):
        _rename(writer, folder, file, number, is_done=state == "after")
    _settle(writer, (target(writer.store, file.path) for file in transaction.files))
    return None


def _settle(writer: Writer, paths: Iterable[Path]) -> None:
    """Makes the names of files last, and those of the folders that lead to them, which may be new."""
    root = Path(os.path.realpath(writer.store.root))
    folders = {folder for path in paths for folder in path.parents if folder.is_relative_to(root)}
    for folder in sorted(folders, key=lambda each: len(each.parts), reverse=True):
        if writer.storage.kind(folder) == "folder":
            writer.storage.settle(folder)


def append_line(writer: Writer, line: Line) -> None:
    """Puts the line at the end of its file, unless it is there; a piece of it that a crash left goes first."""
    path = target(writer.store, line.path)
    said = line.text.encode()
    before = content(writer.store, path)
    if before is not None and said in before:
        return
    if before is None:
        writer.storage.make_folder(path.parent)
    piece = before[before.rfind(b"\n") + 1 :] if before else b""
    if before and piece and said.startswith(piece):
        writer.storage.cut(path, len(before) - len(piece))
        piece = b""
    joint = b"\n" if piece else b""
    writer.storage.append(path, joint + said)
    _settle(writer, (path,))


def interrupted(store: Store, transaction: Transaction, reason: str) -> Diagnostic:
    """MOM821 for a transaction that waits in ``local/apply``."""
    shown = store.shown(store.folder / APPLY / transaction.id)
    hint = f"Both texts of every file are in `{shown}`: put one back, or run `moment sync undo` to drop the rest."
    return INTERRUPTED_APPLY.at(Place(shown, 0, 0), hint=hint, id=transaction.id, reason=reason)


def discard(writer: Writer, folder: Path) -> None:
    """Takes back what was prepared and never happened; the plan goes first, so that nobody finishes half of it."""
    transaction = read_plan(writer.store, folder / PLAN) or read_plan(writer.store, folder / DRAFT)
    if writer.storage.kind(folder / PLAN) is not None:
        writer.storage.remove(folder / PLAN)
        writer.storage.settle(folder)
    for file in transaction.files if transaction is not None else ():
        staged = staged_path(target(writer.store, file.path))
        if writer.storage.kind(staged) is not None:
            writer.storage.remove(staged)
            writer.storage.settle(staged.parent)
    writer.storage.remove_folder(folder)


def read_plan(store: Store, path: Path) -> Transaction | None:
    """The plan that a file holds; ``None`` when there is none or it was not written to its end."""
    try:
        plan: Transaction = msgspec.convert(msgspec.json.decode(store.storage.read(path)), Transaction)
    except (OSError, msgspec.DecodeError, msgspec.ValidationError):
        return None
    return plan


def target(store: Store, path: str) -> Path:
    """Where a change of ``path`` lands: behind its links, which stay."""
    return Path(os.path.realpath(store.root / path))


def content(store: Store, path: Path) -> bytes | None:
    try:
        return store.storage.read(path)
    except FileNotFoundError:
        return None


def digest(data: bytes | None) -> str | None:
    return None if data is None else sha256(data).hexdigest()


def text_path(folder: Path, number: int, side: str) -> Path:
    """Where a transaction keeps a text of its file ``number``; ``side`` is ``before`` or ``after``."""
    return folder / f"{number}.{side}"


def _planned(
    writer: Writer,
    changes: Iterable[Change],
    entries: Iterable[Entry],
    lines: Iterable[Line],
    *,
    actor: str,
    undoes: str,
) -> Transaction:
    from moment.project.store import instant, user_name

    store = writer.store
    files = []
    for change in changes:
        path = target(store, change.path)
        mode = store.storage.mode(path) if change.before is not None else None
        files.append(FilePlan(change.path, digest(change.before), digest(change.after), mode))
    at = instant(store.now())
    taken = tuple(entries)
    heads = [writer.read(entry.stream).heads for entry in taken]
    said: list[Any] = [at, undoes, msgspec.to_builtins(files), heads, [list(entry.events) for entry in taken]]
    name = f"{at.translate(str.maketrans('', '', '-:.'))}-{sha256(canonical(said)).hexdigest()[:8]}"
    return Transaction(name, at, actor or store.actor or user_name(), tuple(files), taken, undoes, tuple(lines))


def _outside(store: Store, changes: Iterable[Change | Line]) -> Diagnostic | None:
    paths = Paths(store.root)
    for change in changes:
        resolved = paths.resolve(change.path)
        if isinstance(resolved, Diagnostic):
            return resolved
    return None


def _edited(store: Store, changes: Iterable[Change]) -> Diagnostic | None:
    for change in changes:
        if content(store, target(store, change.path)) != change.before:
            hint = "Run the command again: it starts from the file as it is now."
            place = Place(change.path, 0, 0)
            return EDIT_REFUSED.at(place, hint=hint, path=change.path, reason="it was changed meanwhile")
    return None


def _draft(writer: Writer, folder: Path, transaction: Transaction, changes: Sequence[Change]) -> None:
    """All that is needed to finish or to drop the transaction, under a name that nobody acts upon yet."""
    storage = writer.storage
    storage.make_folder(folder)
    for number, change in enumerate(changes):
        for side, text in (("before", change.before), ("after", change.after)):
            if text is not None:
                storage.write(text_path(folder, number, side), text)
    storage.write(folder / DRAFT, msgspec.json.encode(transaction))
    for each in (folder, folder.parent, folder.parent.parent, writer.folder):
        storage.settle(each)


def _stage(writer: Writer, folder: Path, file: FilePlan, number: int) -> None:
    if file.after is None:
        return
    path = target(writer.store, file.path)
    writer.storage.make_folder(path.parent)
    text = writer.storage.read(text_path(folder, number, "after"))
    writer.storage.write(staged_path(path), text, mode=file.mode)


def _state(store: Store, file: FilePlan) -> str:
    now = digest(content(store, target(store, file.path)))
    return "after" if now == file.after else "before" if now == file.before else "edited"


def _rename(writer: Writer, folder: Path, file: FilePlan, number: int, *, is_done: bool) -> None:
    path = target(writer.store, file.path)
    staged = staged_path(path)
    if is_done:
        writer.storage.remove(staged)
    elif file.after is None:
        writer.storage.remove(path)
    else:
        if digest(content(writer.store, staged)) != file.after:
            _stage(writer, folder, file, number)
        writer.storage.move(staged, path)


def _put_away(writer: Writer, folder: Path, transaction: Transaction) -> None:
    """To what can be undone; decisions without files are undone by other decisions."""
    storage = writer.storage
    if not transaction.files:
        storage.remove_folder(folder)
        return
    kept = writer.folder / UNDO / transaction.id
    storage.make_folder(kept.parent)
    storage.move(folder, kept)
    storage.settle(kept.parent)
    storage.settle(folder.parent)
