"""What a transaction left behind: finished by the next writer, named by readers, taken back when somebody asks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from moment.diagnostics.model import Diagnostic
from moment.project.state_rules import EDIT_REFUSED
from moment.project.transaction import (
    APPLY,
    DRAFT,
    PLAN,
    UNDO,
    Change,
    Entry,
    Transaction,
    content,
    digest,
    discard,
    finish,
    interrupted,
    perform,
    read_plan,
    target,
    text_path,
)
from moment.project.writing import staged_path
from moment.text.span import Place

if TYPE_CHECKING:
    from moment.project.store import Store, Writer

ASIDE = "local/torn"


def recover(writer: Writer) -> Diagnostic | None:
    """Finishes or drops what waits in ``local/apply``; the first that can be neither is given back."""
    for name in _folders(writer.store, APPLY):
        folder = writer.folder / APPLY / name
        transaction = read_plan(writer.store, folder / PLAN)
        if transaction is None:
            discard(writer, folder)
            continue
        problem = finish(writer, transaction)
        if problem is not None:
            return problem
    return None


def pending(store: Store) -> tuple[Diagnostic, ...]:
    """MOM821 for each transaction that a crash left half done. Reads only."""
    found = []
    for name in _folders(store, APPLY):
        transaction = read_plan(store, store.folder / APPLY / name / PLAN)
        if transaction is not None:
            found.append(interrupted(store, transaction, "the next command that writes finishes it"))
    return tuple(found)


def waiting(store: Store) -> tuple[Transaction, ...]:
    """Those transactions themselves, oldest first."""
    plans = (read_plan(store, store.folder / APPLY / name / PLAN) for name in _folders(store, APPLY))
    return tuple(plan for plan in plans if plan is not None)


def undoable(store: Store) -> tuple[Transaction, ...]:
    """What can be taken back, newest first: neither an undo nor undone already."""
    plans = [read_plan(store, store.folder / UNDO / name / PLAN) for name in _folders(store, UNDO)]
    found = [plan for plan in reversed(plans) if plan is not None]
    undone = {plan.undoes for plan in found}
    return tuple(plan for plan in found if not plan.undoes and plan.id not in undone)


def reverse(store: Store, transaction: Transaction) -> tuple[Change, ...]:
    """The changes that take ``transaction`` back."""
    folder = store.folder / UNDO / transaction.id
    return tuple(
        Change(
            file.path,
            content(store, text_path(folder, number, "after")),
            content(store, text_path(folder, number, "before")),
        )
        for number, file in enumerate(transaction.files)
    )


def undo(
    writer: Writer, transaction: Transaction, entries: Callable[[Transaction], Sequence[Entry]], *, actor: str = ""
) -> Transaction | Diagnostic:
    """Puts the texts before ``transaction`` back and appends ``entries`` of it; a file edited since is a refusal."""
    changes = reverse(writer.store, transaction)
    for change in changes:
        if content(writer.store, target(writer.store, change.path)) != change.before:
            kept = writer.store.shown(writer.folder / UNDO / transaction.id)
            hint = f"Its text before and after the edit is in `{kept}`."
            place = Place(change.path, 0, 0)
            return EDIT_REFUSED.at(place, hint=hint, path=change.path, reason="it was changed since the edit")
    return perform(writer, changes, entries(transaction), actor=actor, undoes=transaction.id)


def drop(writer: Writer, transaction: Transaction) -> None:
    """Takes back the files of a transaction that cannot be finished; those edited meanwhile stay as they are.

    All of its texts are kept below ``local/torn``. No log gets a record of it.
    """
    folder = writer.folder / APPLY / transaction.id
    for number, file in enumerate(transaction.files):
        path = target(writer.store, file.path)
        staged = staged_path(path)
        if digest(content(writer.store, path)) == file.after:
            before = content(writer.store, text_path(folder, number, "before"))
            if before is None:
                writer.storage.remove(path)
            else:
                writer.storage.write(staged, before, mode=file.mode)
                writer.storage.move(staged, path)
        writer.storage.remove(staged)
        writer.storage.settle(path.parent)
    kept = writer.folder / ASIDE / transaction.id
    writer.storage.make_folder(kept.parent)
    writer.storage.move(folder, kept)
    writer.storage.settle(kept.parent)


def _folders(store: Store, name: str) -> tuple[str, ...]:
    folder = store.folder / name
    if store.storage.kind(folder) != "folder":
        return ()
    return tuple(entry.name for entry in store.storage.entries(folder) if entry.kind == "folder")


__all__ = ["DRAFT", "drop", "pending", "recover", "reverse", "undo", "undoable", "waiting"]
