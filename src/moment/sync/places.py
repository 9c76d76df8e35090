"""From a specification and a folder of code, as somebody names them, to the project of both."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from moment.diagnostics.model import Diagnostic
from moment.generate.rules import PATH_OUTSIDE_PROJECT
from moment.project.discover import CONFIG_NAME, Project, discover
from moment.project.files import relative
from moment.project.session import Session
from moment.sync.opening import Named
from moment.text.span import Place

CODE = "**/*.{ts,tsx,mts,cts,py}"


def opened(specification: Named, implementation: Named = "", *, root: Named | None = None) -> Session | Diagnostic:
    """The project of ``specification``, a file or a folder, in which ``implementation`` is where the code is.

    The project is that of the nearest moment.toml, else the folder that holds both. Without ``implementation`` the
    settings say where the code is. ``root`` is where relative paths begin. MOM904 when the code lies outside. Raises
    ``SearchLimitError``.
    """
    start = Path(os.path.abspath(root or "."))  # noqa: PTH100
    wanted = Path(os.path.normpath(start / specification))
    code = Path(os.path.normpath(start / implementation)) if implementation else None
    project = discover([wanted], cwd=_beginning(start, wanted, code))
    if code is None:
        return Session(project)
    inside = relative(code, project.root)
    if inside.startswith("../") or inside == ".." or Path(inside).is_absolute():
        return _outside(inside, project)
    include = CODE if inside == "." else f"{inside}/{CODE}"
    settings = replace(project.config.implementation, include=(include,))
    return Session(replace(project, config=replace(project.config, implementation=settings)))


def _beginning(start: Path, *named: Path | None) -> Path:
    """``start`` when everything lies below it, else the folder that holds it all."""
    found = [path if path.is_dir() else path.parent for path in named if path is not None]
    return start if all(path.is_relative_to(start) for path in found) else Path(os.path.commonpath(found))


def _outside(inside: str, project: Project) -> Diagnostic:
    kind = CONFIG_NAME if project.config_source is not None else "the specification"
    hint = f"Name a folder of the project, which is where {kind} stands."
    return PATH_OUTSIDE_PROJECT.at(Place(inside, 0, 0), hint=hint, path=inside, reason="leaves the project")
