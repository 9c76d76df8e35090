"""Files of a project replaced together: decided on bytes that were read, staged, checked again, renamed."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from moment.diagnostics.model import Diagnostic
from moment.generate.rules import OUTPUT_LOCKED, OUTPUT_NOT_WRITABLE
from moment.project.lock import lock
from moment.project.outputs import LOCK, LOCK_SECONDS
from moment.project.paths import Paths
from moment.project.writing import IGNORED, staged_path
from moment.sync.git.contents import Content, content_at
from moment.sync.git.problems import GitProblem
from moment.text.span import Place


@contextmanager
def writing(root: Path) -> Iterator[None]:
    """The lock under which files of the project at ``root`` are written; MOM925 when another run keeps it."""
    try:
        with lock(root / LOCK, wait=LOCK_SECONDS) as taken:
            if not taken:
                hint = "Wait for the other run to end."
                raise GitProblem(OUTPUT_LOCKED.at(Place(LOCK, 0, 0), hint=hint, path=LOCK))
            ignored = root / ".moment" / ".gitignore"
            if not ignored.exists():
                ignored.write_text(IGNORED, encoding="utf-8", newline="\n")
            yield
    except OSError as error:
        raise GitProblem(_unwritable(LOCK, error)) from error


def replace(root: Path, before: Mapping[str, Content | None], after: Mapping[str, Content | None]) -> None:
    """Makes every file of ``after`` so (``None``: gone) if all are still as in ``before``; else none, and ``GitProblem``.

    Bytes and modes are written as they stand. Folders that become empty go too.
    """
    paths = Paths(root)
    problems = [problem for path in after if (problem := _moved(paths, path, before[path])) is not None]
    if problems:
        raise GitProblem(*problems)
    staged: dict[Path, Path] = {}
    path = ""
    try:
        for path, content in after.items():
            file = Path(os.path.realpath(root / path))
            if content is not None and file not in staged:  # two paths are one file where a link leads to another
                file.parent.mkdir(parents=True, exist_ok=True)
                staged[file] = _stage(file, content)
        for file, temporary in staged.items():
            path = file.name
            temporary.replace(file)
        for path, content in after.items():
            if content is None:
                _remove(root, root / path)
        for folder in sorted({file.parent for file in staged}):
            _sync(folder)
    except OSError as error:
        raise GitProblem(_unwritable(path, error)) from error
    finally:
        for temporary in staged.values():
            with suppress(OSError):
                temporary.unlink(missing_ok=True)


def _moved(paths: Paths, path: str, before: Content | None) -> Diagnostic | None:
    """Why ``path`` may not be written: it lies outside, cannot be read, or is no longer what was decided on."""
    now = content_at(paths, path)
    if isinstance(now, Diagnostic):
        return now
    if now == before:
        return None
    hint = "Run it again: it decides on what is there now."
    return OUTPUT_NOT_WRITABLE.at(Place(path, 0, 0), hint=hint, path=path, reason="it was changed meanwhile")


def _stage(file: Path, content: Content) -> Path:
    temporary = staged_path(file)
    with temporary.open("wb") as stream:
        stream.write(content.data)
        stream.flush()
        os.fsync(stream.fileno())
    mode = file.stat().st_mode & 0o777 if file.exists() else temporary.stat().st_mode & 0o777
    executable = (mode & 0o444) >> 2
    temporary.chmod(mode | executable if content.mode & 0o100 else mode & ~0o111)
    return temporary


def _remove(root: Path, file: Path) -> None:
    file.unlink(missing_ok=True)
    for folder in file.parents:
        if folder == root:
            return
        try:
            folder.rmdir()
        except OSError:
            return


def _sync(folder: Path) -> None:
    """Makes renames last; systems that cannot open folders do not need it."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _unwritable(path: str, error: OSError) -> Diagnostic:
    reason = str(error.strerror or error).lower()
    return OUTPUT_NOT_WRITABLE.at(Place(path, 0, 0), hint="Make it writable for you.", path=path, reason=reason)
