"""The only way from text to a path that may be written."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from moment.diagnostics.model import Diagnostic
from moment.generate.naming import WINDOWS_DEVICES
from moment.generate.rules import PATH_OUTSIDE_PROJECT
from moment.text.span import Place

MAXIMUM_COMPONENT_BYTES = 255
RESERVED_FOLDERS = (".git", ".moment")


def refusal(text: str) -> str | None:
    """Why ``text`` is no path of a file or folder below any root; ``None`` when it is one."""
    if not text or "\0" in text:
        return "is empty" if not text else "holds a NUL"
    if "\\" in text:
        return "holds a backslash"
    if text.startswith("/") or text[1:2] == ":":
        return "is not relative"
    for part in text.split("/"):
        if part in ("", ".", ".."):
            return "leaves the project" if part == ".." else "is not in its shortest form"
        if part.partition(".")[0].rstrip(" ").casefold() in WINDOWS_DEVICES:
            return f"names the device {part}"
        if _is_git(part):
            return "lies in .git"
        if len(part.encode("utf-8", "surrogateescape")) > MAXIMUM_COMPONENT_BYTES:
            return f"has a part of more than {MAXIMUM_COMPONENT_BYTES} bytes"
    return None


def _is_git(part: str) -> bool:
    """Whether some file system takes a name for that of the folder in which Git keeps its settings and hooks."""
    seen = "".join(sign for sign in part if unicodedata.category(sign) != "Cf") if not part.isascii() else part
    return seen.rstrip(" .").partition(":")[0].casefold() in (".git", "git~1")


def refusal_of_folder(text: str) -> str | None:
    """Why ``text`` cannot be a folder of outputs: like ``refusal``, and it is not the project's or git's own."""
    if text in ("", ".", "./"):
        return "is the project itself"
    reason = refusal(text.rstrip("/"))
    if reason is not None:
        return reason
    first = text.split("/", 1)[0].casefold()
    return f"lies in {first}" if first in RESERVED_FOLDERS else None


class Paths:
    """Paths below one root, which links cannot leave either. Folders are looked at once."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._resolved = root.resolve()
        self._inside: dict[Path, bool] = {}

    def resolve(self, text: str) -> Path | Diagnostic:
        """The path that ``text`` names, or MOM904."""
        reason = refusal(text)
        path = self.root / text
        if reason is None and not self._is_inside(path):
            reason = "leads outside the project through a link"
        if reason is None:
            return path
        hint = "Name a relative path below the project."
        return PATH_OUTSIDE_PROJECT.at(Place(text, 0, 0), hint=hint, path=text, reason=reason)

    def _is_inside(self, path: Path) -> bool:
        if path.is_symlink():
            return self._stays(path)
        folder = path.parent
        known = self._inside.get(folder)
        if known is None:
            known = self._inside[folder] = self._stays(folder)
        return known

    def _stays(self, path: Path) -> bool:
        try:
            resolved = path.resolve()
        except (OSError, RuntimeError):  # links that lead in a circle
            return False
        # newer Pythons give a circle back as it is
        return resolved.is_relative_to(self._resolved) and not resolved.is_symlink()
