"""From the paths that a caller names, relative to the working directory, to the project that is compared."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path

from moment.diagnostics.model import Diagnostic
from moment.generate.rules import PATH_OUTSIDE_PROJECT
from moment.project.config import Config, ImplementationSettings
from moment.project.discover import Project, discover
from moment.project.files import DISK, Files, relative
from moment.project.rules import NO_SPECIFICATION, UNREADABLE_FILE
from moment.sync.opening import Named
from moment.text.span import Place

ENDINGS = "*.{ts,tsx,mts,cts,py}"
_MAGIC = re.compile(r"([\[*?{])")


def project_with(
    spec_path: Named | None,
    implementation_dir: Named,
    *,
    generated_dir: Named | None = None,
    cwd: Path | None = None,
    files: Files = DISK,
) -> Project | Diagnostic:
    """The project of ``spec_path``, else the one around ``generated_dir`` or the code, whose code is only that folder.

    MOM901 when no specification is there, MOM902 when the folder is not, MOM904 when it lies outside the project.
    Raises ``SearchLimitError``.
    """
    here = Path.cwd() if cwd is None else cwd
    code = clean(here, implementation_dir)
    if files.kind(code) is None:
        return missing_folder(code, here)
    generated = clean(here, generated_dir) if generated_dir is not None else None
    project = _specified(spec_path, generated or code, here, files)
    if project is None:
        return NO_SPECIFICATION.at(Place(".", 0, 0), hint="Name one with `spec_path`.")
    return with_code(project, code, files=files, without=generated)


def with_code(
    project: Project, code: Path, *, files: Files = DISK, without: Path | None = None
) -> Project | Diagnostic:
    """``project`` with ``code``, a folder or a file, as the only one that is searched; ``without`` is not."""
    if not _is_below(code, project.root):
        if project.config_source is not None:
            shown = relative(code, project.root)
            hint = "Put moment.toml into a folder that holds both the specification and the code."
            return PATH_OUTSIDE_PROJECT.at(Place(shown, 0, 0), hint=hint, path=shown, reason="lies outside the project")
        project = _widened(project, code)
    settings = project.config.implementation
    exclude = settings.exclude
    if without is not None and without != code and _is_below(without, code):
        exclude = (*exclude, f"{_literal(relative(without, project.root))}/**")
    include = pattern_of(code, project.root, files)
    changed = replace(settings, include=(include,), exclude=exclude)
    return replace(project, config=replace(project.config, implementation=changed))


def without_specification(root: Path, code: Path, *, files: Files = DISK) -> Project:
    """A project of nothing but the code below ``code``."""
    settings = ImplementationSettings(include=(pattern_of(code, root, files),))
    return Project(root, Config(implementation=settings), (), frozenset(), (), None, (), isolated=True)


def clean(cwd: Path, path: Named) -> Path:
    return Path(os.path.normpath(cwd / path))


def common(*paths: Path) -> Path:
    """The nearest folder that holds all of them."""
    return Path(os.path.commonpath(paths))


def missing_folder(folder: Path, cwd: Path) -> Diagnostic:
    shown = relative(folder, cwd)
    hint = "Paths are relative to the working directory."
    return UNREADABLE_FILE.at(Place(shown, 0, 0), hint=hint, reason="nothing is there")


def pattern_of(code: Path, root: Path, files: Files) -> str:
    """The glob of all code below a folder, or of one file."""
    shown = relative(code, root)
    if files.kind(code) == "file":
        return _literal(shown)
    return f"**/{ENDINGS}" if shown == "." else f"{_literal(shown)}/**/{ENDINGS}"


def _specified(spec: Named | None, near: Path, cwd: Path, files: Files) -> Project | None:
    if spec is not None:
        return discover([Path(spec)], cwd=cwd, files=files)
    start = near if files.kind(near) == "folder" else near.parent
    around = discover([], cwd=start, files=files)
    if around.config_source is not None:
        return around
    here = discover([], cwd=cwd, files=files) if _is_below(near, cwd) else around
    return here if here.sources else None


def _widened(project: Project, code: Path) -> Project:
    """A project without a moment.toml, rooted in the nearest folder that holds the specifications and the code."""
    folders = [Path(os.path.normpath(project.root / path)).parent for path in project.sources]
    root = common(code, *(folders or [project.root]))
    moved = tuple(relative(Path(os.path.normpath(project.root / path)), root) for path in project.sources)
    return replace(
        project, root=root, sources=moved, shown=frozenset(), isolated=any(p.startswith("../") for p in moved)
    )


def _is_below(path: Path, folder: Path) -> bool:
    return path == folder or folder in path.parents


def _literal(path: str) -> str:
    """A path as a glob that matches it alone."""
    return _MAGIC.sub(r"[\1]", path)
