"""The files of one Git tree, read from the object store as if they lay on the disk."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from moment.project.files import Entry

if TYPE_CHECKING:
    from dulwich.object_store import BaseObjectStore
    from dulwich.objects import ObjectID

_LINKS_FOLLOWED = 40
_GITLINK = 0o160000  # a submodule: a commit of another repository, of which nothing is here


class MissingObjectError(Exception):
    """The repository names an object that it does not hold: a partial clone, or a damaged one."""


class _Node(NamedTuple):
    mode: int
    id: ObjectID


class Tree:
    """``Files`` below ``root``, an absolute path that stands for the folder ``prefix`` of the tree.

    Links are followed inside the tree. Raises ``OSError`` as a disk does, and ``MissingObjectError``.
    """

    def __init__(self, store: BaseObjectStore, tree: ObjectID, *, root: Path, prefix: tuple[str, ...]) -> None:
        self._store = store
        self._top = _Node(stat.S_IFDIR, tree)
        self._root = root
        self._prefix = prefix
        self._listed: dict[ObjectID, Mapping[str, _Node]] = {}
        self._inodes: dict[tuple[str, ...], int] = {}

    def read(self, path: Path) -> bytes:
        found = self._find(path)
        if found is None:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
        node = found[1]
        if stat.S_ISDIR(node.mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
        return self._bytes(node)

    def kind(self, path: Path) -> Literal["file", "folder", "other"] | None:
        found = self._find(path)
        return _kind(found[1]) if found is not None else None

    def entries(self, path: Path) -> list[Entry]:
        found = self._find(path)
        if found is None:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
        names, node = found
        if not stat.S_ISDIR(node.mode):
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(path))
        return sorted(self._entry(names, name) for name in self._children(node))

    def _entry(self, folder: tuple[str, ...], name: str) -> Entry:
        found = self._walk((*folder, name))
        if found is None:
            return Entry(name, "other", 0)
        real, node = found
        return Entry(name, _kind(node), self._inodes.setdefault(real, len(self._inodes) + 1))

    def _find(self, path: Path) -> tuple[tuple[str, ...], _Node] | None:
        """The names that lead to ``path`` without any link, and what is there; ``None`` outside the tree too."""
        inside = Path(os.path.relpath(path, self._root)).parts
        return self._walk((*self._prefix, *inside))

    def _walk(self, names: tuple[str, ...]) -> tuple[tuple[str, ...], _Node] | None:
        here: list[tuple[str, _Node]] = [("", self._top)]
        pending = list(reversed(names))
        links = 0
        while pending:
            name = pending.pop()
            if name in ("", "."):
                continue
            if name == "..":
                here.pop()
                if not here:
                    return None
                continue
            folder = here[-1][1]
            node = self._children(folder).get(name) if stat.S_ISDIR(folder.mode) else None
            if node is None:
                return None
            if not stat.S_ISLNK(node.mode):
                here.append((name, node))
                continue
            links += 1
            target = os.fsdecode(self._bytes(node))
            if links > _LINKS_FOLLOWED or target.startswith("/"):
                return None
            pending.extend(reversed(target.split("/")))
        return tuple(name for name, _ in here[1:]), here[-1][1]

    def _children(self, folder: _Node) -> Mapping[str, _Node]:
        from dulwich.objects import Tree as Listing

        if folder.id not in self._listed:
            listing = self._object(folder)
            assert isinstance(listing, Listing)
            self._listed[folder.id] = {os.fsdecode(name): _Node(mode, key) for name, mode, key in listing.iteritems()}
        return self._listed[folder.id]

    def _bytes(self, node: _Node) -> bytes:
        from dulwich.objects import Blob

        found = self._object(node)
        if not isinstance(found, Blob):
            raise OSError(errno.EINVAL, "it is no file")
        return found.data

    def _object(self, node: _Node) -> object:
        try:
            return self._store[node.id]
        except KeyError:
            raise MissingObjectError(node.id.decode()) from None


def _kind(node: _Node) -> Literal["file", "folder", "other"]:
    if node.mode == _GITLINK:
        return "other"
    return "folder" if stat.S_ISDIR(node.mode) else "file"
