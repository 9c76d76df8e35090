"""What tsconfig.json says of imports, read from the disk with everything that it builds on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from moment.drift.modules import PathMapping, path_mapping
from moment.project.files import Files

_MAPPINGS = "tsconfig.json"


def mappings(root: Path, files: Files) -> tuple[PathMapping, ...]:
    """What tsconfig.json at ``root`` says of imports, and what it builds on inside the project."""
    return tuple(_mappings(root, files))


def _mappings(root: Path, files: Files) -> Iterator[PathMapping]:
    pending, seen = [_MAPPINGS], set[str]()
    while pending:
        path = pending.pop()
        if path in seen or files.kind(root / path) != "file":
            continue
        seen.add(path)
        try:
            text = files.read(root / path).decode("utf-8", "replace")
        except OSError:
            continue
        mapping = path_mapping(path, text)
        if mapping is not None:
            yield mapping
            if mapping.extends.startswith("."):
                base = mapping.extends if mapping.extends.endswith(".json") else f"{mapping.extends}.json"
                pending.append(str(Path(path).parent / base))
