"""Where what comes from upstream goes in a project, and what a file has to be for it to be changed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from moment.project.globs import matches
from moment.project.saving import encoded
from moment.project.session import Session
from moment.project.transaction import Change


def new_file(session: Session, path: str) -> str:
    """Below the first folder of sources; without its own folder where the sources would not find it there."""
    sources = session.project.config.sources
    first = sources[0] if sources else ""
    parts = first.split("/")[:-1]
    plain = [part for part in parts if not any(sign in part for sign in "*?[{")]
    folder = "/".join(plain) if plain == parts[: len(plain)] else ""
    wanted = f"{folder}/{path}" if folder else path
    beside = f"{folder}/{path.rpartition('/')[2]}" if folder else path.rpartition("/")[2]
    return wanted if matches(wanted, sources) or not matches(beside, sources) else beside


def file_changes(root: Path, old: Mapping[str, str], new: Mapping[str, str]) -> list[Change]:
    """The changes in bytes that bring ``old`` texts to ``new`` ones; an empty text is no file."""
    return [_change(root, path, old.get(path), text if text.strip() else None) for path, text in sorted(new.items())]


def _change(root: Path, path: str, before: str | None, after: str | None) -> Change:
    """A file that is no longer what was read gives its bytes of now, which are refused later."""
    file = root / path
    if before is None:
        return Change(path, None, None if after is None else after.encode())
    raw = file.read_bytes()
    read = raw.decode("utf-8-sig", errors="replace").replace("\r\n", "\n")
    old = raw if read == before else before.encode()
    return Change(path, old, None if after is None else encoded(raw, after))
