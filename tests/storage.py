"""A disk in memory that fails where it is told to: by a crash, or because it is full.

What a crash leaves depends on what was settled: bytes of a write or an append are on the disk when it returns, names
only after their folder was settled. ``survivors`` gives both extremes: every unsettled name is there, or none is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from moment.project.files import Entry
from moment.project.storage import Extent, Held

How = Literal["crash before", "crash half", "crash after", "full once", "full"]
HOWS: tuple[How, ...] = ("crash before", "crash half", "crash after", "full once", "full")


class Crash(BaseException):
    """The power went; nothing that runs afterwards reaches the disk."""


@dataclass(eq=False)
class File:
    content: bytes
    mode: int = 0o644


@dataclass(eq=False)
class Folder:
    entries: dict[str, File | Folder] = field(default_factory=dict)
    settled: dict[str, File | Folder] = field(default_factory=dict)


class MemoryStorage:
    """Fails at the ``fail_at``-th operation that changes something, counted from 1; never when that is 0."""

    def __init__(
        self, files: Mapping[str, bytes] | None = None, *, fail_at: int = 0, how: How = "crash before"
    ) -> None:
        self.top = Folder()
        self.operations, self.fail_at = 0, 0
        self.how = how
        self.is_dead = False
        for path, content in (files or {}).items():
            self.make_folder(Path(path).parent)
            self._folder(Path(path).parent).entries[Path(path).name] = File(content)
        _settle_all(self.top)
        self.operations, self.fail_at = 0, fail_at

    # -- reading ---------------------------------------------------------------------------------

    def read(self, path: Path) -> bytes:
        found = self._find(path)
        if isinstance(found, Folder):
            raise IsADirectoryError(21, "Is a directory", str(path))
        if found is None:
            raise FileNotFoundError(2, "No such file or directory", str(path))
        return found.content

    def read_from(self, path: Path, offset: int) -> bytes:
        return self.read(path)[offset:]

    def kind(self, path: Path) -> Literal["file", "folder", "other"] | None:
        found = self._find(path)
        return None if found is None else "folder" if isinstance(found, Folder) else "file"

    def entries(self, path: Path) -> list[Entry]:
        return sorted(
            Entry(name, "folder" if isinstance(node, Folder) else "file", id(node))
            for name, node in self._folder(path).entries.items()
        )

    def extent(self, path: Path) -> Extent:
        return Extent(id(self._find(path)), len(self.read(path)))

    def mode(self, path: Path) -> int:
        found = self._find(path)
        assert isinstance(found, File)
        return found.mode

    # -- writing ---------------------------------------------------------------------------------

    def write(self, path: Path, content: bytes, *, mode: int | None = None) -> None:
        with self._operation(grows=True) as half:
            found = self._folder(path.parent).entries.setdefault(path.name, File(b""))
            assert isinstance(found, File)
            found.content = content[: len(content) // 2] if half else content
            found.mode = found.mode if mode is None else mode

    def append(self, path: Path, content: bytes) -> None:
        with self._operation(grows=True) as half:
            found = self._folder(path.parent).entries.setdefault(path.name, File(b""))
            assert isinstance(found, File)
            if not (half and self.how.startswith("full")):
                found.content += content[: len(content) // 2] if half else content

    def cut(self, path: Path, size: int) -> None:
        with self._operation():
            found = self._find(path)
            assert isinstance(found, File)
            found.content = found.content[:size]

    def move(self, source: Path, target: Path) -> None:
        with self._operation(grows=True) as half:
            if not half:
                self._folder(target.parent).entries[target.name] = self._folder(source.parent).entries.pop(source.name)

    def remove(self, path: Path) -> None:
        with self._operation():
            if self._find(path.parent) is not None:
                self._folder(path.parent).entries.pop(path.name, None)

    def remove_folder(self, path: Path) -> None:
        with self._operation() as half:
            found = self._find(path)
            if isinstance(found, Folder) and half:
                for name in sorted(found.entries)[::2]:
                    del found.entries[name]
                    found.settled.pop(name, None)
            elif found is not None:
                del self._folder(path.parent).entries[path.name]

    def make_folder(self, path: Path) -> None:
        with self._operation(grows=True) as half:
            if not half:
                folder = self.top
                for part in path.parts[1:]:
                    found = folder.entries.setdefault(part, Folder())
                    assert isinstance(found, Folder)
                    folder = found

    def settle(self, folder: Path) -> None:
        with self._operation():
            found = self._folder(folder)
            found.settled = dict(found.entries)

    @contextmanager
    def lock(self, path: Path, *, wait: float) -> Iterator[Held]:
        yield Held(True)

    # -- what is left ----------------------------------------------------------------------------

    def survivors(self) -> list[MemoryStorage]:
        """The disks that a crash at this moment may leave."""
        return [_copy(self.top, keep=True), _copy(self.top, keep=False)]

    def files(self, root: str) -> dict[str, bytes]:
        """Every file below ``root`` but those of ``.moment``."""
        return {path: text for path, text in sorted(_walk(self._folder(Path(root)), "")) if ".moment/" not in path}

    @contextmanager
    def _operation(self, *, grows: bool = False) -> Iterator[bool]:
        """Whether the operation is to be done by half."""
        if self.is_dead:
            raise Crash
        self.operations += 1
        is_now = self.operations == self.fail_at
        is_full = self.how == "full" and 0 < self.fail_at <= self.operations
        if is_full or (is_now and self.how == "full once"):
            if grows:
                yield True
                raise OSError(28, "No space left on device")
            yield False
        elif not is_now:
            yield False
        else:
            self.is_dead = True
            if self.how != "crash before":
                yield self.how == "crash half"
            raise Crash

    def _find(self, path: Path) -> File | Folder | None:
        node: File | Folder | None = self.top
        for part in path.parts[1:]:
            node = node.entries.get(part) if isinstance(node, Folder) else None
        return node

    def _folder(self, path: Path) -> Folder:
        found = self._find(path)
        if not isinstance(found, Folder):
            raise FileNotFoundError(2, "No such file or directory", str(path))
        return found


def _settle_all(folder: Folder) -> None:
    folder.settled = dict(folder.entries)
    for node in folder.entries.values():
        if isinstance(node, Folder):
            _settle_all(node)


def _copy(top: Folder, *, keep: bool) -> MemoryStorage:
    storage = MemoryStorage()
    storage.top = _copied(top, keep=keep)
    _settle_all(storage.top)
    return storage


def _copied(folder: Folder, *, keep: bool) -> Folder:
    entries = folder.entries if keep else folder.settled
    return Folder(
        {
            name: _copied(node, keep=keep) if isinstance(node, Folder) else File(node.content, node.mode)
            for name, node in entries.items()
        }
    )


def _walk(folder: Folder, prefix: str) -> Iterator[tuple[str, bytes]]:
    for name, node in folder.entries.items():
        if isinstance(node, Folder):
            yield from _walk(node, f"{prefix}{name}/")
        else:
            yield prefix + name, node.content
