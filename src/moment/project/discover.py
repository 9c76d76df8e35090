"""Which files make up the project that somebody means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from moment.diagnostics.model import Diagnostic
from moment.project.config import Config
from moment.project.files import DISK, Entry, Files, relative
from moment.project.globs import matches
from moment.project.rules import EMPTY_SOURCE_PATTERN, FILE_NOT_IN_SOURCES, NO_SPECIFICATION
from moment.text.source import Source
from moment.text.span import Place

CONFIG_NAME = "moment.toml"
SEARCH_LIMIT = 50_000
_NEVER_ENTERED = frozenset(("node_modules", "__pycache__", "venv", "env", "site-packages"))


class SearchLimitError(Exception):
    """More entries than a search goes through; ``folder`` holds the most of them."""

    def __init__(self, folder: str) -> None:
        super().__init__(folder)
        self.folder = folder


@dataclass(frozen=True, slots=True)
class Project:
    """A root, its settings and its specifications.

    ``sources`` are paths as findings show them (POSIX, from the root), ``shown`` those asked for (empty: all).
    ``config_source`` is the text of moment.toml. ``has_config_errors`` means that nothing may be written. An
    ``isolated`` one is the files that were given and nothing else, or files that lie elsewhere: it leaves no trace.
    """

    root: Path
    config: Config
    sources: tuple[str, ...]
    shown: frozenset[str]
    diagnostics: tuple[Diagnostic, ...]
    config_source: Source | None
    searched: tuple[str, ...]
    isolated: bool = False

    @property
    def name(self) -> str:
        return self.config.name or self.root.name or "project"

    @property
    def has_config_errors(self) -> bool:
        return any(finding.code == "MOM903" for finding in self.diagnostics)


def discover(
    paths: Sequence[Path],
    *,
    cwd: Path,
    project: Path | None = None,
    isolated: bool = False,
    overrides: Mapping[str, Any] | None = None,
    files: Files = DISK,
) -> Project:
    """The project of the given paths: ``project``, else the nearest moment.toml, else the files themselves.

    Raises ``SearchLimitError`` when a search would go through too many entries.
    """
    absolute = tuple(cwd / path for path in paths)
    if isolated:
        return _loose(absolute, cwd, files, given_only=True)
    root = _root(project, absolute, cwd, files)
    if root is None:
        return _loose(absolute, cwd, files, given_only=False)
    return _configured(root, absolute, overrides or {}, files)


def _root(project: Path | None, paths: Sequence[Path], cwd: Path, files: Files) -> Path | None:
    """The folder of the project, ``None`` when no moment.toml stands above."""
    if project is not None:
        path = Path(_clean(cwd / project))
        return path.parent if files.kind(path) == "file" else path
    for start in paths or (cwd,):
        found = _above(Path(_clean(start)), files)
        if found is not None:
            return found
    return None


def _clean(path: Path) -> str:
    import os.path

    return os.path.normpath(path)


def _above(start: Path, files: Files) -> Path | None:
    """The nearest folder with a moment.toml, up to the one that holds ``.git``."""
    folder = start if files.kind(start) == "folder" else start.parent
    for candidate in (folder, *folder.parents):
        if files.kind(candidate / CONFIG_NAME) == "file":
            return candidate
        if files.kind(candidate / ".git") is not None:
            return None
    return None


def _configured(root: Path, paths: Sequence[Path], overrides: Mapping[str, Any], files: Files) -> Project:
    """A project with a moment.toml, or a folder named with ``--project``."""
    config, diagnostics, source = Config(), list[Diagnostic](), None
    if files.kind(root / CONFIG_NAME) == "file" or overrides:
        from moment.project.settings import load

        config, findings, source = load(root, files, overrides)
        diagnostics.extend(findings)
    found = tuple(search(root, files))
    sources = tuple(path for path in found if matches(path, config.sources) and not matches(path, config.exclude))
    for pattern in config.sources if source is not None else ():
        if not any(matches(path, (pattern,)) for path in found):
            place = Place(CONFIG_NAME, 0, 0)
            if source is not None:
                from moment.project.places import Places

                place = Places(source).value("sources")
            diagnostics.append(
                EMPTY_SOURCE_PATTERN.at(place, hint="Correct the pattern or remove it.", pattern=pattern)
            )
    shown = [relative(Path(_clean(path)), root) for path in paths]
    folders = [path for path in shown if files.kind(root / path) == "folder"]
    inside = {
        path for path in sources if any(folder in (".", "") or path.startswith(folder + "/") for folder in folders)
    }
    alone = [path for path in shown if path not in sources and path not in folders]
    for path in alone:
        if files.kind(root / path) == "file":
            hint = f"Add it to `sources` in {CONFIG_NAME}."
            diagnostics.append(FILE_NOT_IN_SOURCES.at(Place(path, 0, 0), hint=hint))
    if alone:
        sources = tuple(alone)
    asked = frozenset(inside | (set(shown) - set(folders)))
    if not sources:
        diagnostics.append(_nothing((root,), root))
    return Project(root, config, sources, asked, tuple(diagnostics), source, (str(root),))


def _loose(paths: Sequence[Path], cwd: Path, files: Files, *, given_only: bool) -> Project:
    """Files without a moment.toml: those given, those below given folders, those below the current folder."""
    sources: list[str] = []
    folders: list[Path] = []
    for path in paths or (() if given_only else (cwd,)):
        clean = Path(_clean(path))
        if files.kind(clean) == "folder":
            folders.append(clean)
            prefix = relative(clean, cwd)
            found = search(clean, files)
            sources.extend(name if prefix == "." else f"{prefix}/{name}" for name in found if name.endswith(".moment"))
        else:
            sources.append(relative(clean, cwd))
    unique = tuple(dict.fromkeys(sources))
    diagnostics = () if unique else (_nothing(folders or [cwd], cwd),)
    isolated = given_only or any(name.startswith("../") for name in unique)
    return Project(cwd, Config(), unique, frozenset(), diagnostics, None, tuple(map(str, folders)), isolated=isolated)


def _nothing(folders: Sequence[Path], root: Path) -> Diagnostic:
    shown = ", ".join(f"`{relative(folder, root)}`" for folder in folders)
    hint = f"Searched {shown} for moment.toml and *.moment files. Create one with `moment init`, or name a file."
    return NO_SPECIFICATION.at(Place(".", 0, 0), hint=hint)


def search(root: Path, files: Files) -> Iterator[str]:
    """Every ``*.moment`` below ``root``, sorted by path, relative to it; nested projects and hidden folders left out."""
    seen: set[int] = set()
    count = 0
    sizes: dict[str, int] = {}
    pending: list[tuple[Path, str]] = [(root, "")]
    found: list[str] = []
    while pending:
        folder, prefix = pending.pop()
        try:
            entries = files.entries(folder)
        except OSError:
            continue
        if prefix and any(entry.name == CONFIG_NAME for entry in entries):
            continue
        sizes[prefix or "."] = len(entries)
        count += len(entries)
        if count > SEARCH_LIMIT:
            raise SearchLimitError(max(sizes, key=lambda name: sizes[name]).rstrip("/"))
        for entry in entries:
            if entry.kind == "file" and entry.name.endswith(".moment") and entry.name != ".moment":
                found.append(prefix + entry.name)
            elif _is_entered(entry) and entry.inode not in seen:
                seen.add(entry.inode)
                pending.append((folder / entry.name, f"{prefix}{entry.name}/"))
    yield from sorted(found)


def _is_entered(entry: Entry) -> bool:
    return entry.kind == "folder" and not entry.name.startswith(".") and entry.name not in _NEVER_ENTERED
