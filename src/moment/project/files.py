"""The disk as the project sees it, and one in memory for tests and overlays."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, NamedTuple, Protocol


class Entry(NamedTuple):
    """One entry of a folder; ``inode`` tells whether two names are one folder."""

    name: str
    kind: Literal["file", "folder", "other"]
    inode: int
    is_link: bool = False


class Files(Protocol):
    """What is read of a disk. Everything raises ``OSError`` as the operating system does."""

    def read(self, path: Path) -> bytes: ...

    def kind(self, path: Path) -> Literal["file", "folder", "other"] | None: ...

    def entries(self, path: Path) -> list[Entry]: ...


class Disk:
    """The real one."""

    def read(self, path: Path) -> bytes:
        return path.read_bytes()

    def kind(self, path: Path) -> Literal["file", "folder", "other"] | None:
        if path.is_file():
            return "file"
        if path.is_dir():
            return "folder"
        return "other" if path.exists() else None

    def entries(self, path: Path) -> list[Entry]:
        found: list[Entry] = []
        with os.scandir(path) as listing:
            for item in listing:
                kind: Literal["file", "folder", "other"] = "other"
                inode = item.inode()
                if item.is_file():
                    kind = "file"
                elif item.is_dir():
                    kind = "folder"
                    inode = item.stat().st_ino
                found.append(Entry(item.name, kind, inode, item.is_symlink()))
        return sorted(found)


class Memory:
    """Files that exist only here: absolute POSIX paths to bytes. Folders are those that files need."""

    def __init__(self, files: Mapping[str, bytes | str]) -> None:
        self.files = {path: text.encode() if isinstance(text, str) else text for path, text in files.items()}

    def read(self, path: Path) -> bytes:
        name = path.as_posix()
        if name in self.files:
            return self.files[name]
        if self.kind(path) == "folder":
            raise IsADirectoryError(21, "Is a directory", name)
        raise FileNotFoundError(2, "No such file or directory", name)

    def kind(self, path: Path) -> Literal["file", "folder", "other"] | None:
        name = path.as_posix()
        if name in self.files:
            return "file"
        prefix = name.rstrip("/") + "/"
        return "folder" if any(other.startswith(prefix) for other in self.files) else None

    def entries(self, path: Path) -> list[Entry]:
        prefix = path.as_posix().rstrip("/") + "/"
        found: dict[str, Entry] = {}
        for name in self.files:
            if name.startswith(prefix):
                head, _, rest = name[len(prefix) :].partition("/")
                found[head] = Entry(head, "folder" if rest else "file", hash(prefix + head))
        return sorted(found.values())


DISK = Disk()


def relative(path: Path, root: Path) -> str:
    """``path`` as findings show it: POSIX, from ``root``, with ``..`` where it lies outside."""
    return Path(os.path.relpath(path, root)).as_posix()
