"""Which files of a project a snapshot holds, and their bytes as they are now."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from moment.diagnostics.model import Diagnostic
from moment.generate import ledger as ledgers
from moment.generate.rules import PATH_OUTSIDE_PROJECT
from moment.project.discover import CONFIG_NAME, discover
from moment.project.files import DISK
from moment.project.paths import Paths
from moment.project.reading import unreadable
from moment.sync.git.problems import GitProblem
from moment.text.span import Place

LOG = ".moment/log"
"""The folder of the records. A snapshot carries it; no rollback takes a record away."""
PRIVATE = (".moment/local", ".moment/lock", ".moment/cache")
"""What no snapshot holds, and none may bring: transactions of another machine would be finished on this one."""
REGULAR, EXECUTABLE = 0o100644, 0o100755


class Content(NamedTuple):
    """The bytes of a file and its mode as Git writes it: ``0o100644``, or ``0o100755`` for a program."""

    data: bytes
    mode: int


def paths_of(root: Path) -> set[str]:
    """What a snapshot of the project at ``root`` is about: specifications, settings, artifacts, ledger and records.

    Relative POSIX paths; some of them may not be there. Git's own ignoring does not matter.
    """
    found = {CONFIG_NAME, ledgers.PATH}
    project = discover((), cwd=root, project=root)
    found.update(path for path in project.sources if not path.startswith("../"))
    found.update(_ledger(root))
    found.update(f"{LOG}/{entry.name}" for entry in _entries(root / LOG) if entry.is_file())
    return found


def files_below(root: Path, paths: Iterable[str]) -> Iterator[str]:
    """``paths`` with every folder among them replaced by the files in it; ``.git`` and ``.moment/local`` are nobody's."""
    for text in paths:
        clean = Path(os.path.normpath(text)).as_posix()
        folder = root / clean
        if not folder.is_dir():
            yield clean
            continue
        for place, folders, names in os.walk(folder):
            inside = Path(place).relative_to(root).as_posix()
            folders[:] = sorted(name for name in folders if name != ".git" and (inside, name) != (".moment", "local"))
            yield from (name if inside == "." else f"{inside}/{name}" for name in sorted(names))


def read_present(root: Path, paths: Iterable[str]) -> dict[str, Content]:
    """The files that are there. One that cannot be read, or lies outside the project, is a ``GitProblem``."""
    checked = Paths(root)
    found: dict[str, Content] = {}
    problems: list[Diagnostic] = []
    for path in sorted(set(paths)):
        content = content_at(checked, path)
        if isinstance(content, Diagnostic):
            problems.append(content)
        elif content is not None:
            found[path] = content
    if problems:
        raise GitProblem(*problems)
    return found


def content_at(paths: Paths, path: str) -> Content | Diagnostic | None:
    """The file at ``path``, ``None`` when there is none, or why it cannot be read."""
    if path.casefold().startswith(PRIVATE):
        hint = "What stands there is a matter of this machine."
        return PATH_OUTSIDE_PROJECT.at(Place(path, 0, 0), hint=hint, path=path, reason="is no part of the project")
    file = paths.resolve(path)
    if isinstance(file, Diagnostic):
        return file
    try:
        mode = file.stat().st_mode
        if stat.S_ISDIR(mode):
            return None
        if not stat.S_ISREG(mode):  # to read a pipe is to wait for whoever writes to it
            return unreadable(path, OSError(errno.EINVAL, "it is no file"))
        return Content(file.read_bytes(), EXECUTABLE if mode & stat.S_IXUSR else REGULAR)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        return unreadable(path, error)


def _ledger(root: Path) -> Iterator[str]:
    """The paths that the ledger lists; none when it cannot be read, which ``moment generate`` mends."""
    try:
        text = DISK.read(root / ledgers.PATH).decode("utf-8", errors="replace")
    except OSError:
        return
    ledger = ledgers.read_ledger(text)
    if not isinstance(ledger, str):
        yield from ledger.files


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as listing:
            return list(listing)
    except OSError:
        return []
