"""Which program this is, for what it leaves on the disk for later runs of itself."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import moment
from moment._version import __version__


def program(packages: Iterable[str]) -> tuple[object, ...]:
    """The version, and the stamps of the modules of ``packages`` and of those inside them.

    So a checkout that somebody works on does not answer from before.
    """
    root = str(Path(moment.__file__).parent)
    return __version__, sorted(stamp for package in packages for stamp in _stamps(root, package))


def _stamps(root: str, package: str) -> Iterator[tuple[str, int, int]]:
    with suppress(OSError), os.scandir(f"{root}/{package}") as listing:
        for entry in listing:
            if entry.name.endswith(".py"):
                status = entry.stat()
                yield f"{package}/{entry.name}", status.st_mtime_ns, status.st_size
            elif entry.is_dir() and entry.name != "__pycache__":
                yield from _stamps(root, f"{package}/{entry.name}")
