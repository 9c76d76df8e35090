"""The disk as state is kept on it: what is written is synced, what is moved is moved whole."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import NamedTuple, Protocol

from moment.project.files import Disk, Files
from moment.project.lock import holder, lock


class Held(NamedTuple):
    """Whether the lock was taken, and when it was not, who has it."""

    taken: bool
    holder: str = ""


class Extent(NamedTuple):
    """Which file this is and how long: another inode or fewer bytes mean that it was written anew."""

    inode: int
    size: int


class Storage(Files, Protocol):
    """What is written of a disk. Everything raises ``OSError`` as the operating system does.

    ``write``, ``append`` and ``cut`` return when the bytes are on the disk; names that appear, move or go last only
    after ``settle`` of their folder.
    """

    def read_from(self, path: Path, offset: int) -> bytes: ...

    def extent(self, path: Path) -> Extent: ...

    def mode(self, path: Path) -> int: ...

    def write(self, path: Path, content: bytes, *, mode: int | None = None) -> None: ...

    def append(self, path: Path, content: bytes) -> None: ...

    def cut(self, path: Path, size: int) -> None: ...

    def move(self, source: Path, target: Path) -> None: ...

    def remove(self, path: Path) -> None: ...

    def remove_folder(self, path: Path) -> None: ...

    def make_folder(self, path: Path) -> None: ...

    def settle(self, folder: Path) -> None: ...

    def lock(self, path: Path, *, wait: float) -> AbstractContextManager[Held]: ...


class StateDisk(Disk):
    """The real one."""

    def read_from(self, path: Path, offset: int) -> bytes:
        with path.open("rb") as file:
            file.seek(offset)
            return file.read()

    def extent(self, path: Path) -> Extent:
        found = path.stat()
        return Extent(found.st_ino, found.st_size)

    def mode(self, path: Path) -> int:
        return path.stat().st_mode & 0o7777

    def write(self, path: Path, content: bytes, *, mode: int | None = None) -> None:
        with path.open("wb") as file:
            file.write(content)
            file.flush()
            if mode is not None:
                path.chmod(mode)
            os.fsync(file.fileno())

    def append(self, path: Path, content: bytes) -> None:
        """One write at the end of the file; what could not be written whole is taken back before it raises."""
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o644)
        try:
            size = os.fstat(descriptor).st_size
            try:
                if os.write(descriptor, content) != len(content):
                    raise OSError(28, "No space left on device", str(path))
                os.fsync(descriptor)
            except OSError:
                with suppress(OSError):
                    os.ftruncate(descriptor, size)
                raise
        finally:
            os.close(descriptor)

    def cut(self, path: Path, size: int) -> None:
        with path.open("r+b") as file:
            file.truncate(size)
            os.fsync(file.fileno())

    def move(self, source: Path, target: Path) -> None:
        source.replace(target)

    def remove(self, path: Path) -> None:
        path.unlink(missing_ok=True)

    def remove_folder(self, path: Path) -> None:
        """With all that is in it; one that is not there is fine."""
        with suppress(FileNotFoundError):
            shutil.rmtree(path)

    def make_folder(self, path: Path) -> None:
        path.mkdir(parents=True, exist_ok=True)

    def settle(self, folder: Path) -> None:
        """Systems that cannot open folders keep names without being asked."""
        with suppress(PermissionError):
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)

    @contextmanager
    def lock(self, path: Path, *, wait: float) -> Iterator[Held]:
        with lock(path, wait=wait) as taken:
            yield Held(taken, "" if taken else holder(path))


STATE_DISK = StateDisk()
