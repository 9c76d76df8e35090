"""Which files implement the specification: those that are searched, and any other that these import."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from moment.project.config import ImplementationSettings, folder
from moment.project.discover import SEARCH_LIMIT, Project, SearchLimitError
from moment.project.files import DISK, Entry, Files
from moment.project.globs import matches
from moment.project.paths import Paths

PACKAGE_FOLDERS = frozenset(("node_modules", "__pycache__", "venv", "env", "site-packages", "bower_components"))
"""Folders of other people's code."""


class Unreadable(NamedTuple):
    """A file that is there and cannot be read, with the system's own word for it."""

    path: str
    reason: str


class Implementation:
    """The code of one project as it is at one moment: what was read is not read again.

    Links are followed inside it, every folder once; nothing is ever written. ``asked`` is everything that somebody
    wanted to read, ``None`` where nothing is.
    """

    def __init__(
        self, root: Path, settings: ImplementationSettings, *, outputs: Iterable[str] = (), files: Files = DISK
    ) -> None:
        self._root = root
        self._settings = settings
        self._outputs = frozenset(path.rstrip("/") for path in outputs)
        self._files = files
        self._paths = Paths(root)
        self._found: tuple[str, ...] | None = None
        self.asked: dict[str, bytes | None] = {}
        self.unreadable: dict[str, Unreadable] = {}

    def search(self) -> tuple[str, ...]:
        """The files that ``include`` names and ``exclude`` does not, sorted. Raises ``SearchLimitError``."""
        if self._found is None:
            self._found = self._searched()
        return self._found

    def read(self, path: str) -> bytes | None:
        """What stands at ``path``; ``None`` when nothing does, when it lies outside, or with the reason noted."""
        if path not in self.asked:
            self.asked[path] = self._read(path)
        return self.asked[path]

    def forget(self, paths: Iterable[str]) -> None:
        """Reads ``paths`` again when somebody asks, and searches again where one came or went."""
        for path in paths:
            before = self.asked.pop(path, None)
            self.unreadable.pop(path, None)
            if before is None or self.read(path) is None:
                self._found = None

    def _read(self, path: str) -> bytes | None:
        place = self._paths.resolve(path)
        if not isinstance(place, Path):
            return None
        try:
            return self._files.read(place) if self._files.kind(place) == "file" else None
        except OSError as error:
            self.unreadable[path] = Unreadable(path, error.strerror or str(error))
            return None

    def _searched(self) -> tuple[str, ...]:
        """A file that links give other names counts once: by its own name if that is searched, else by the first."""
        wanted, unwanted = self._settings.include, self._settings.exclude

        def chosen(paths: Iterable[str]) -> list[str]:
            return sorted(path for path in paths if matches(path, wanted) and not matches(path, unwanted))

        links: list[str] = []
        found = chosen(self._walk("", set(), links))
        entered: set[int] = set()
        aliases = chosen(alias for link in sorted(links) for alias in self._behind(link, entered))
        if aliases:
            taken = {(self._root / path).resolve(): path for path in reversed((*found, *aliases))}
            found = sorted(taken.values())
        return tuple(found)

    def _behind(self, link: str, entered: set[int]) -> Iterable[str]:
        """The files that are there under the name of a link, and those behind further links."""
        if self._files.kind(self._root / link) == "file":
            return (link,)
        return self._walk(f"{link}/", entered, None)

    def _walk(self, start: str, entered: set[int], links: list[str] | None) -> list[str]:
        """Every file below ``start`` but for packages, hidden folders and what we generate.

        Links go to ``links``, or are followed where that is ``None``; no folder that was ``entered`` is entered again.
        """
        sizes: dict[str, int] = {}
        found: list[str] = []
        pending: list[tuple[Path, str]] = [(self._root / start, start)]
        while pending:
            folder, prefix = pending.pop()
            try:
                entries = self._files.entries(folder)
            except OSError as error:
                self.unreadable[prefix.rstrip("/")] = Unreadable(prefix.rstrip("/") or ".", error.strerror or "")
                continue
            sizes[prefix or "."] = len(entries)
            if sum(sizes.values()) > SEARCH_LIMIT:
                raise SearchLimitError(max(sizes, key=lambda name: sizes[name]).rstrip("/"))
            for entry in entries:
                path = prefix + entry.name
                if entry.is_link and not isinstance(self._paths.resolve(path), Path):
                    continue
                if entry.is_link and links is not None and (entry.kind == "file" or self._is_entered(entry, path)):
                    links.append(path)
                elif entry.kind == "file":
                    found.append(path)
                elif self._is_entered(entry, path) and entry.inode not in entered:
                    entered.add(entry.inode)
                    pending.append((folder / entry.name, f"{path}/"))
        return found

    def _is_entered(self, entry: Entry, path: str) -> bool:
        is_other = entry.name.startswith(".") or entry.name in PACKAGE_FOLDERS or path in self._outputs
        return entry.kind == "folder" and not is_other and isinstance(self._paths.resolve(path), Path)


LANGUAGES = "typescript", "python"


def implementation_of(project: Project, files: Files = DISK) -> Implementation:
    """The code of ``project`` as moment.toml has it; what we generate is no part of it."""
    outputs = tuple(folder(project.config.generate, language) for language in LANGUAGES)
    return Implementation(project.root, project.config.implementation, outputs=outputs, files=files)


def contexts_of(path: str, settings: ImplementationSettings) -> tuple[str, ...]:
    """The contexts that ``[implementation] contexts`` gives the file to, in the order written."""
    globs: Mapping[str, Any] = settings.contexts
    return tuple(name for name, patterns in globs.items() if matches(path, tuple(patterns)))
