"""What Git is told about ``.moment``: which files it leaves alone, and that logs are merged line by line."""

from __future__ import annotations

from pathlib import Path

from moment.project.files import Files
from moment.project.storage import Storage

IGNORE = ".gitignore"
ATTRIBUTES = ".gitattributes"
IGNORED = ("lock", "cache/", "replaced/", "local/", "sync-state.json")
MERGED = (
    "ledger.json linguist-generated", "log/*.jsonl merge=union -text", "schema-registry.jsonl merge=union -text",
)  # fmt: skip
IGNORE_TEXT, ATTRIBUTES_TEXT = ("".join(f"{line}\n" for line in lines) for lines in (IGNORED, MERGED))


def missing_lines(files: Files, folder: Path) -> dict[Path, bytes]:
    """The two files below ``folder`` with the lines that they lack; those that lack nothing are left out."""
    found = {}
    for name, lines in ((IGNORE, IGNORED), (ATTRIBUTES, MERGED)):
        path = folder / name
        before = files.read(path) if files.kind(path) == "file" else b""
        present = {line.strip() for line in before.decode("utf-8", "replace").splitlines()}
        wanted = [line for line in lines if line not in present]
        if wanted:
            joint = b"" if not before or before.endswith(b"\n") else b"\n"
            found[path] = before + joint + "".join(f"{line}\n" for line in wanted).encode()
    return found


def tell_git(storage: Storage, folder: Path) -> None:
    """Adds what the two files lack. Raises ``OSError``."""
    for path, content in missing_lines(storage, folder).items():
        staged = path.with_name(f"{path.name}.new")
        storage.write(staged, content)
        storage.move(staged, path)
