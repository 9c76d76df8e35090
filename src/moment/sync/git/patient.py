"""Objects and references of ours written although somebody else writes the same, or was killed while doing so.

Git's locks are files beside what they lock. A process that is killed leaves its own, and whoever comes next would wait for
ever. What we write takes milliseconds: a lock that stays the same for seconds belongs to nobody any more.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from moment.generate.rules import OUTPUT_LOCKED
from moment.sync.git.problems import GitProblem
from moment.text.span import Place

if TYPE_CHECKING:
    from dulwich.objects import ShaFile
    from dulwich.repo import Repo

SECONDS = 5.0
_PAUSE = 0.01


class PatientStore:
    """Adds objects to the store of ``repository``; what a name stands for never changes, so it may be written by any."""

    def __init__(self, repository: Repo) -> None:
        self._repository = repository

    def add_object(self, item: ShaFile) -> None:
        """Writes ``item`` unless it is there."""
        from dulwich.file import FileLocked

        name = item.id.decode()
        folder = Path(self._repository.commondir(), "objects", name[:2])

        def written() -> bool:
            try:
                self._repository.object_store.add_object(item)
            except FileLocked:
                return False
            return True

        until(written, folder / f"{name[2:]}.lock")


def until(done: Callable[[], bool], lock: Path) -> None:
    """Calls ``done`` until it is; after seconds of one and the same ``lock`` that lock is taken away, once.

    Raises ``GitProblem`` (MOM925) when even that does not help.
    """
    first = _identity(lock)
    deadline = time.monotonic() + SECONDS
    while not done():
        if time.monotonic() < deadline:
            time.sleep(_PAUSE)
            continue
        now = _identity(lock)
        if now is None or now != first:
            shown = f".git/{lock.parent.name}/{lock.name}"
            hint = "Wait for the other run to end; if there is none, remove the file."
            raise GitProblem(OUTPUT_LOCKED.at(Place(shown, 0, 0), hint=hint, path=shown))
        with suppress(FileNotFoundError):
            lock.unlink()
        first, deadline = None, time.monotonic() + SECONDS


def _identity(lock: Path) -> tuple[int, int] | None:
    """Which lock it is; ``None`` without one."""
    try:
        status = lock.stat()
    except FileNotFoundError:
        return None
    return status.st_ino, status.st_mtime_ns
