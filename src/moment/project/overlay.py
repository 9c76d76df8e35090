"""A disk on which some files say something else than they do."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from moment.project.files import Entry, Files


class Overlaid:
    """``files`` with the texts of ``changes``, by absolute path; ``None`` takes a file away. Nothing is written."""

    def __init__(self, files: Files, changes: Mapping[Path, bytes | None]) -> None:
        self._files = files
        self._changes = dict(changes)
        self._new: dict[Path, set[str]] = {}
        for path, data in changes.items():
            if data is not None:
                for child, parent in zip((path, *path.parents), path.parents, strict=False):
                    self._new.setdefault(parent, set()).add(child.name)

    def read(self, path: Path) -> bytes:
        if path not in self._changes:
            return self._files.read(path)
        data = self._changes[path]
        if data is None:
            raise FileNotFoundError(2, "No such file or directory", str(path))
        return data

    def kind(self, path: Path) -> Literal["file", "folder", "other"] | None:
        if path in self._changes:
            return "file" if self._changes[path] is not None else None
        return "folder" if path in self._new else self._files.kind(path)

    def entries(self, path: Path) -> list[Entry]:
        found = {each.name: each for each in self._files.entries(path)} if self._files.kind(path) == "folder" else {}
        for name in [name for name in found if self._changes.get(path / name, b"") is None]:
            del found[name]
        for name in self._new.get(path, ()):
            kind = self.kind(path / name)
            if name not in found and kind is not None:
                found[name] = Entry(name, kind, hash(path / name))
        return [found[name] for name in sorted(found)]
