"""The lock that one writing run at a time holds on a project, and who that is."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import takewhile
from pathlib import Path
from typing import IO

_FIRST_PAUSE = 0.001
_LONGEST_PAUSE = 0.005


@contextmanager
def lock(path: Path, *, wait: float) -> Iterator[bool]:
    """Holds the lock while the block runs; false, without it, when another process kept it for ``wait`` seconds.

    The operating system gives it back when a process ends, however that happens. While it is held the file says by
    whom. Raises ``OSError`` when the file cannot be made.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        taken = _wait_for(file, wait)
        if taken:
            _sign(file, _own_name())
        try:
            yield taken
        finally:
            if taken:
                _sign(file, "")
                _give_back(file)


def holder(path: Path) -> str:
    """``process 4711 (moment sync push)``: who holds the lock; empty when nobody says so."""
    try:
        return path.read_bytes().decode("utf-8", "replace").strip()
    except OSError:
        return ""


def _wait_for(file: IO[bytes], wait: float) -> bool:
    deadline = time.monotonic() + wait
    pause = _FIRST_PAUSE
    while not (taken := _take(file)) and time.monotonic() < deadline:
        time.sleep(pause)
        pause = min(pause * 2, _LONGEST_PAUSE)
    return taken


def _own_name() -> str:
    """The process and its command, without what was said to it."""
    words = takewhile(lambda word: word.isalpha(), sys.argv[1:3])
    return f"process {os.getpid()} ({' '.join(('moment', *words))})"


def _sign(file: IO[bytes], name: str) -> None:
    """Puts ``name`` into the file; a full disk does not keep anybody from the lock."""
    with suppress(OSError):
        file.truncate(0)
        file.write(name.encode("utf-8", "replace"))
        file.flush()


if sys.platform == "win32":
    import msvcrt

    _BYTE = 1 << 30  # beyond the name, which others could not read otherwise

    def _take(file: IO[bytes]) -> bool:
        try:
            file.seek(_BYTE)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _give_back(file: IO[bytes]) -> None:
        file.seek(_BYTE)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _take(file: IO[bytes]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno not in (errno.EAGAIN, errno.EACCES):
                raise
            return False
        return True

    def _give_back(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)
