"""Files of a project replaced together, as one transaction that a crash leaves done or not begun, and `undo` takes back."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from moment.diagnostics.model import Diagnostic
from moment.generate.rules import OUTPUT_NOT_WRITABLE
from moment.project.paths import Paths
from moment.project.store import FOLDER, Store, Writer
from moment.project.transaction import Change, perform
from moment.project.versioning import tell_git
from moment.sync.git.contents import Content, content_at
from moment.sync.git.problems import GitProblem
from moment.text.span import Place


@contextmanager
def writing(root: Path, *, top: Path | None = None) -> Iterator[Writer]:
    """The lock under which files of the project at ``root`` are written, what was interrupted finished first.

    Paths of changes go from ``top``, the project itself unless told otherwise. Whatever is in the way is a ``GitProblem``.
    """
    store = Store(root / FOLDER, root=top or root)
    try:
        with store.writing() as writer:
            if isinstance(writer, Diagnostic):
                raise GitProblem(writer)
            tell_git(store.storage, store.folder)
            yield writer
    except OSError as error:
        raise GitProblem(_unwritable(error, store.root)) from error


def replace(writer: Writer, before: Mapping[str, Content | None], after: Mapping[str, Content | None]) -> None:
    """Makes every file of ``after`` so (``None``: gone) if all are still as in ``before``; else none, and ``GitProblem``.

    Bytes are written as they stand; a file becomes a program or ceases to be one. Folders that become empty go too.
    """
    root = writer.store.root
    _refuse_unreadable(root, after)
    targets: dict[Path, Change] = {}
    for path, content in after.items():
        now = before[path]
        change = Change(path, now.data if now else None, content.data if content else None)
        targets.setdefault(Path(os.path.realpath(root / path)), change)  # two paths may be one file, through a link
    done = perform(writer, [each for each in targets.values() if each.before != each.after], [])
    if isinstance(done, Diagnostic):
        raise GitProblem(done)
    for path, content in after.items():
        if content is None:
            _remove_empty(root, root / path)
        else:
            _set_mode(root / path, content.mode)


def _refuse_unreadable(root: Path, after: Mapping[str, Content | None]) -> None:
    """What stands in the place of a file and is none, or lies outside, is said before anything is planned."""
    paths = Paths(root)
    problems = [found for path in after if isinstance(found := content_at(paths, path), Diagnostic)]
    for path in after:
        if not problems and (root / path).is_dir():
            problems.append(_refused(path, "a folder is in its place"))
    if problems:
        raise GitProblem(*problems)


def _set_mode(file: Path, wanted: int) -> None:
    mode = file.stat().st_mode & 0o777
    new = mode | (mode & 0o444) >> 2 if wanted & 0o100 else mode & ~0o111
    if new != mode:
        file.chmod(new)


def _remove_empty(root: Path, file: Path) -> None:
    for folder in file.parents:
        if folder == root:
            return
        try:
            folder.rmdir()
        except OSError:
            return


def _unwritable(error: OSError, root: Path) -> Diagnostic:
    name = os.path.relpath(error.filename, root) if isinstance(error.filename, str) else FOLDER
    return _refused(Path(name).as_posix(), str(error.strerror or error).lower())


def _refused(path: str, reason: str) -> Diagnostic:
    hint = "Make room for it, or make it writable for you."
    return OUTPUT_NOT_WRITABLE.at(Place(path, 0, 0), hint=hint, path=path, reason=reason)
