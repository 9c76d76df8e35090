"""A plan carried out on the disk: staged, renamed, recorded, so that every file is whole whenever it stops."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from moment.generate import ledger as ledgers
from moment.generate.ledger import Ledger, write_ledger
from moment.generate.naming import folded
from moment.generate.plan import Action, Plan, pending
from moment.project.versioning import IGNORE_TEXT

REPLACED = ".moment/replaced"
_STAGED = ".moment-new"


class Writing:
    """One run under the lock. Raises ``OSError``; what fails before the first rename leaves no trace."""

    def __init__(self, root: Path, plan: Plan, ledger: Ledger) -> None:
        self.root = root
        self.plan = plan
        self.ledger = ledger
        self._made: list[Path] = []
        self._staged: list[tuple[Path, Path]] = []

    def run(self) -> None:
        writes, removals = self.plan.of_kind("write"), self.plan.of_kind("remove")
        self._sweep()
        before = self._ledger_bytes()
        try:
            if writes:
                self._record(pending(self.plan))
            self._keep_replaced((*writes, *removals))
            for action in writes:
                self._stage(self.root / action.path, self.plan.artifacts[action.path].text.encode())
        except BaseException:
            self._undo(before)
            raise
        for staged, path in self._staged:
            staged.replace(path)
        for folder in {path.parent for _, path in self._staged}:
            _sync_folder(folder)
        self._remove(removals)
        self._record(self.plan.ledger)

    def _sweep(self) -> None:
        """Removes what a killed run had staged."""
        for path in self.ledger.pending:
            staged_path(self.root / path).unlink(missing_ok=True)

    def _ledger_bytes(self) -> bytes | None:
        try:
            return (self.root / ledgers.PATH).read_bytes()
        except FileNotFoundError:
            return None

    def _record(self, ledger: Ledger) -> None:
        ignored = self.root / ".moment" / ".gitignore"
        self._folder(ignored.parent)
        if not ignored.exists():
            ignored.write_text(IGNORE_TEXT, encoding="utf-8", newline="\n")
        _write_whole(self.root / ledgers.PATH, write_ledger(ledger).encode())

    def _keep_replaced(self, actions: Iterable[Action]) -> None:
        for action in actions:
            if action.reason == "forced":
                kept = _unused(self.root / REPLACED / action.path)
                self._folder(kept.parent)
                _write_synced(kept, (self.root / action.path).read_bytes())

    def _stage(self, path: Path, content: bytes) -> None:
        self._folder(path.parent)
        staged = staged_path(path)
        self._staged.append((staged, path))
        _write_synced(staged, content)

    def _folder(self, folder: Path) -> None:
        missing = [each for each in (folder, *folder.parents) if not each.exists()]
        folder.mkdir(parents=True, exist_ok=True)
        self._made.extend(reversed(missing))

    def _undo(self, before: bytes | None) -> None:
        """The disk as it was; what cannot be undone on a full disk is a list of hashes that no file has."""
        for staged, _ in self._staged:
            with suppress(OSError):
                staged.unlink(missing_ok=True)
        with suppress(OSError):
            if before is None:
                (self.root / ledgers.PATH).unlink(missing_ok=True)
            else:
                _write_whole(self.root / ledgers.PATH, before)
        for folder in reversed(self._made):
            with suppress(OSError):
                folder.rmdir()

    def _remove(self, removals: Iterable[Action]) -> None:
        wanted = {folded(path): self.root / path for path in self.plan.artifacts}
        for action in removals:
            path = self.root / action.path
            renamed = wanted.get(folded(action.path))
            if renamed is not None and renamed.exists() and path.exists() and renamed.samefile(path):
                continue  # a disk without upper case: this is the file just written under its new name
            path.unlink(missing_ok=True)
            for folder in path.parents:
                if folder == self.root or not _remove_if_empty(folder):
                    break


def staged_path(path: Path) -> Path:
    """Where the next content of ``path`` waits for its rename."""
    return path.with_name(f".{path.name[:200]}{_STAGED}")


def _write_whole(path: Path, content: bytes) -> None:
    staged = staged_path(path)
    try:
        _write_synced(staged, content)
        staged.replace(path)
    except BaseException:
        with suppress(OSError):
            staged.unlink(missing_ok=True)
        raise


def _write_synced(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Makes renames last; systems that cannot open folders do not need it."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _unused(path: Path) -> Path:
    number = 1
    free = path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.name}.{number}")
    return free


def _remove_if_empty(folder: Path) -> bool:
    try:
        folder.rmdir()
    except OSError:
        return False
    return True
