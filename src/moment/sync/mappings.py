"""What the tsconfig.json of a project say of imports, read from the disk with everything that they build on."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from pathlib import Path

from moment.drift.modules import PathMapping, path_mapping, whole
from moment.project.files import Files

_MAPPINGS = "tsconfig.json"


def mappings(root: Path, files: Files, paths: Iterable[str]) -> tuple[PathMapping, ...]:
    """What each tsconfig.json at ``root`` and around the files at ``paths`` says of imports, and those it refers to."""
    shown = [posixpath.join(folder, _MAPPINGS) for folder in _folders(paths)]
    known: dict[str, PathMapping] = {}
    pending = list(shown)
    while pending:
        path = pending.pop()
        if path in known or (found := _read(root, path, files)) is None:
            continue
        known[path] = found
        pending += (*found.builds_on, *found.refers_to)
        shown += found.refers_to
    return tuple(whole(path, known) for path in dict.fromkeys(shown) if path in known)


def _folders(paths: Iterable[str]) -> list[str]:
    """The project and every folder around one of ``paths``."""
    found = {""}
    for folder in {posixpath.dirname(path) for path in paths}:
        while folder and folder not in found:
            found.add(folder)
            folder = posixpath.dirname(folder)
    return sorted(found)


def _read(root: Path, path: str, files: Files) -> PathMapping | None:
    if path.startswith("../") or files.kind(root / path) != "file":
        return None
    try:
        return path_mapping(path, files.read(root / path).decode("utf-8", "replace"))
    except OSError:
        return None
