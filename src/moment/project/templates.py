"""The user's own templates, read from the folder that moment.toml names."""

from __future__ import annotations

from moment.diagnostics.model import Diagnostic
from moment.generate.artifact import RenderError, Template
from moment.generate.rules import TEMPLATE_FAILED
from moment.project.paths import Paths
from moment.project.session import Session
from moment.text.span import Place


def templates(session: Session) -> dict[str, Template]:
    """From file name to template, by name; ``RenderError`` when the folder or a file cannot be read."""
    folder = session.project.config.generate.markdown.templates.rstrip("/")
    if not folder:
        return {}
    place = Paths(session.project.root).resolve(folder)
    if isinstance(place, Diagnostic):
        raise RenderError(place)
    found: dict[str, Template] = {}
    path = folder
    try:
        for file in sorted(place.iterdir()):
            path = f"{folder}/{file.name}"
            if file.is_file() and not file.name.startswith("."):
                found[file.name] = Template(path, file.read_bytes().decode("utf-8-sig").replace("\r\n", "\n"))
    except (OSError, UnicodeDecodeError) as error:
        reason = str(getattr(error, "strerror", None) or "it is no UTF-8").lower()
        hint = "Name a folder with templates in `generate.markdown.templates`."
        raise RenderError(TEMPLATE_FAILED.at(Place(path, 0, 0), hint=hint, path=path, reason=reason)) from error
    return found
