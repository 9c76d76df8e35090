"""A working tree moved from one commit to another, and never over what somebody has not committed."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from moment.diagnostics.model import Diagnostic
from moment.project.git_rules import ROLLBACK_WOULD_LOSE
from moment.project.repository import UnreadableRepositoryError
from moment.sync.git import chain, submodules
from moment.sync.git.damage import settings_of
from moment.sync.git.problems import GitProblem, unreadable
from moment.text.span import Place

if TYPE_CHECKING:
    from dulwich.diff_tree import TreeChange
    from dulwich.index import Index
    from dulwich.objects import Blob, ObjectID, TreeEntry
    from dulwich.repo import Repo

_HINT = "Commit it, stash it, or move it away; nothing was changed."


def switch(repository: Repo, old: ObjectID | None, new: ObjectID) -> int:
    """Makes files and index those of commit ``new`` where it differs from ``old``; how many files that were.

    Every path is looked at before the first is written: one that is changed, staged or in the way is MOM862, and nothing
    is done. One that is already as in ``new`` is not in the way. Other changes of the user stay as they are.
    """
    from dulwich.index import InvalidPathError, update_working_tree

    changes = list(_changes(repository, old, new))
    problems = list(_in_the_way(repository, changes))
    if problems:
        raise GitProblem(*problems)
    try:
        update_working_tree(
            repository, _tree(repository, old), _tree_of(repository, new), submodules.without(changes),
            blob_normalizer=repository.get_blob_normalizer(), allow_overwrite_modified=True,
        )  # fmt: skip
    except InvalidPathError as error:  # somebody put a link in the way after it was looked at
        raise GitProblem(_forbidden(error.args[0])) from None
    submodules.note(repository, changes)
    return len(changes)


def _tree(repository: Repo, commit: ObjectID | None) -> ObjectID | None:
    return _tree_of(repository, commit) if commit is not None else None


def _tree_of(repository: Repo, commit: ObjectID) -> ObjectID:
    tree: ObjectID = chain.commit_of(repository, commit).tree
    return tree


def _changes(repository: Repo, old: ObjectID | None, new: ObjectID) -> Iterator[TreeChange]:
    from dulwich.diff_tree import tree_changes

    trees = _tree(repository, old), _tree_of(repository, new)
    yield from tree_changes(repository.object_store, *trees, change_type_same=True)


def _in_the_way(repository: Repo, changes: list[TreeChange]) -> Iterator[Diagnostic]:
    """MOM862 for every path that the switch would take from somebody."""
    from dulwich.index import get_path_element_validator, validate_path

    index = _index(repository)
    normalizer = repository.get_blob_normalizer()
    going = {change.old.path for change in changes if change.old and change.old.path and change.new is None}
    settings = settings_of(repository)
    is_allowed = get_path_element_validator(settings)
    has_modes = settings.get_boolean((b"core",), b"filemode", os.name != "nt")
    for change in changes:
        entry = change.new if change.new is not None else change.old
        assert entry is not None
        assert entry.path is not None
        if change.new is not None and (not validate_path(entry.path, is_allowed) or _poses(change.new)):
            yield _forbidden(entry.path)
            continue
        reason = _staged(index, entry.path, change)
        reason = reason or _changed(repository, normalizer, entry.path, change, going, has_modes=has_modes)
        reason = reason or _blocked(repository, entry.path, going)
        if reason is not None:
            path = entry.path.decode("utf-8", errors="replace")
            yield ROLLBACK_WOULD_LOSE.at(Place(path, 0, 0), hint=_HINT, path=path, problem=reason)


def _poses(entry: TreeEntry) -> bool:
    """A link that would stand for the settings of submodules."""
    return entry.path is not None and entry.path.lower() == b".gitmodules" and stat.S_ISLNK(entry.mode or 0)


def _forbidden(name: bytes) -> Diagnostic:
    path = "".join(sign for sign in name.decode("utf-8", errors="replace") if sign.isprintable())
    hint = "The commit was not made by git as it should be; nothing was changed."
    problem = "is a path that Git does not allow in a working tree"
    return ROLLBACK_WOULD_LOSE.at(Place(path, 0, 0), hint=hint, path=path, problem=problem)


def _index(repository: Repo) -> Index:
    """The index, unless it is of a kind that dulwich does not know."""
    from dulwich.errors import ChecksumMismatch
    from dulwich.index import ConflictedIndexEntry, UnsupportedIndexFormat

    try:
        index = repository.open_index()
    except (ChecksumMismatch, UnsupportedIndexFormat, ValueError, AssertionError):
        reason = "its index cannot be read: it is split, or damaged"
        raise unreadable(UnreadableRepositoryError(Path(repository.path), reason)) from None
    for _, entry in index.items():
        if not isinstance(entry, ConflictedIndexEntry) and stat.S_ISDIR(entry.mode):
            raise unreadable(UnreadableRepositoryError(Path(repository.path), "its index is sparse"))
    return index


def _staged(index: Index, path: bytes, change: TreeChange) -> str | None:
    """Whether the index says something else than either commit."""
    from dulwich.index import IndexEntry

    try:
        entry: Any = index[path]
    except KeyError:
        now = None
    else:
        if not isinstance(entry, IndexEntry):
            return "has a merge conflict that is not resolved"
        now = entry.sha, entry.mode
    if now in (_key(change.old), _key(change.new)):
        return None
    return "is staged and not committed" if now is not None else "is staged as removed and not committed"


def _key(entry: TreeEntry | None) -> tuple[Any, Any] | None:
    return (entry.sha, entry.mode) if entry is not None else None


def _changed(
    repository: Repo, normalizer: Any, path: bytes, change: TreeChange, going: set[bytes], *, has_modes: bool
) -> str | None:
    """Whether the file is something else than in either commit, as Git would store it."""
    file = _file(repository, path)
    try:
        status = file.lstat()
    except (FileNotFoundError, NotADirectoryError):
        gone = change.old is not None and change.new is not None
        return "is removed, which is not committed" if gone else None
    if stat.S_ISDIR(status.st_mode):
        links = submodules.is_link(change.old) or submodules.is_link(change.new)
        return None if links else _occupied(repository, file, going)
    now = _stored(normalizer, path, os.fsencode(file), status)
    known = [entry.sha for entry in (change.old, change.new) if entry is not None]
    if now in known:
        return _other_mode(change, now, status) if has_modes else None
    return "is changed and not committed" if change.old is not None else "is in the way and in no commit"


def _stored(normalizer: Any, path: bytes, full: bytes, status: os.stat_result) -> ObjectID:
    """The name of the blob that Git would make of the file: line ends and filters applied."""
    from dulwich.index import blob_from_path_and_stat

    blob = blob_from_path_and_stat(full, status)
    stored: Blob = normalizer.checkin_normalize(blob, path) if stat.S_ISREG(status.st_mode) else blob
    name: ObjectID = stored.id
    return name


def _file(repository: Repo, path: bytes) -> Path:
    return Path(repository.path) / os.fsdecode(path)


def _other_mode(change: TreeChange, now: ObjectID, status: os.stat_result) -> str | None:
    """Whether a file was made a program, or is none any more, which nobody committed."""
    if change.old is None or not stat.S_ISREG(status.st_mode):
        return None
    mode = 0o100755 if status.st_mode & stat.S_IXUSR else 0o100644
    known = {entry.mode for entry in (change.old, change.new) if entry is not None and entry.sha == now}
    return None if mode in known else "has another mode, which is not committed"


def _occupied(repository: Repo, folder: Path, going: set[bytes]) -> str | None:
    """A folder with files in it, where a file has to be; those that go with this switch are looked at by themselves."""
    for place, folders, names in os.walk(folder):
        for name in (*names, *(each for each in folders if Path(place, each).is_symlink())):
            if os.fsencode(Path(place, name).relative_to(repository.path).as_posix()) not in going:
                return "is a folder with files in it"
    return None


def _blocked(repository: Repo, path: bytes, going: set[bytes]) -> str | None:
    """Whether a file, or a link, stands where the path needs a folder."""
    parts = path.split(b"/")
    for count in range(1, len(parts)):
        parent = b"/".join(parts[:count])
        file = _file(repository, parent)
        if (file.is_symlink() or file.exists()) and (file.is_symlink() or not file.is_dir()) and parent not in going:
            return f"needs a folder where `{parent.decode('utf-8', errors='replace')}` is none"
    return None
