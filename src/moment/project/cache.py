"""Files below ``.moment/cache``: nothing in them is needed for an answer, and who cannot write them goes on."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from stat import S_ISREG

FOLDER = ".moment/cache"


def recall(root: Path, name: str, *, most: int) -> bytes | None:
    """What was kept; ``None`` when it is absent, larger than ``most`` bytes, or no plain file."""
    file = root / FOLDER / name
    try:
        status = file.stat()
        return file.read_bytes() if S_ISREG(status.st_mode) and status.st_size <= most else None
    except OSError:
        return None


def keep(root: Path, name: str, data: bytes) -> None:
    """Puts ``data`` in place as a whole; where the folder leads out of the project, or nothing can be written, nothing is."""
    with suppress(OSError):
        _keep(root, name, data)


def _keep(root: Path, name: str, data: bytes) -> None:
    folder = root / FOLDER
    inside = os.path.realpath(root)
    if os.path.commonpath((inside, os.path.realpath(folder))) != inside:
        return
    folder.mkdir(parents=True, exist_ok=True)
    ignore = folder / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n", encoding="utf-8")
    staged = folder / f"{name}.{os.getpid()}"
    try:
        staged.write_bytes(data)
        staged.replace(folder / name)
    finally:
        staged.unlink(missing_ok=True)
