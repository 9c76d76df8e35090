"""Submodules in a switch of a working tree: git notes the commit that each is at, and leaves their files alone."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dulwich.diff_tree import TreeChange
    from dulwich.objects import TreeEntry
    from dulwich.repo import Repo

_GITLINK = 0o160000


def without(changes: Iterable[TreeChange]) -> Iterator[TreeChange]:
    """The changes of files; where a file becomes a submodule its removal, where it was one its coming."""
    from dulwich.diff_tree import TreeChange

    for change in changes:
        old, new = (None if is_link(entry) else entry for entry in (change.old, change.new))
        if old is not None and new is not None:
            yield change
        elif new is not None:
            yield TreeChange.add(new)
        elif old is not None:
            yield TreeChange.delete(old)


def note(repository: Repo, changes: Iterable[TreeChange]) -> None:
    """Writes what became of submodules into the index, and makes or removes their folders as git does: empty ones only."""
    from dulwich.index import IndexEntry

    links = [change for change in changes if is_link(change.old) or is_link(change.new)]
    if not links:
        return
    index = repository.open_index()
    for change in links:
        entry = change.new if is_link(change.new) else change.old
        assert entry is not None
        assert entry.path is not None
        folder = Path(repository.path) / os.fsdecode(entry.path)
        if is_link(change.new) and entry.sha is not None:
            folder.mkdir(parents=True, exist_ok=True)
            index[entry.path] = IndexEntry((0, 0), (0, 0), 0, 0, _GITLINK, 0, 0, 0, entry.sha)
        else:
            if change.new is None and entry.path in index:
                del index[entry.path]
            with suppress(OSError):
                folder.rmdir()
    index.write()


def is_link(entry: TreeEntry | None) -> bool:
    """Whether a tree holds a submodule there."""
    return entry is not None and entry.mode == _GITLINK
