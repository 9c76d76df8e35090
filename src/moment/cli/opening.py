"""``--open``: the page of a simulation, written where it is in nobody's way, in the browser."""

from __future__ import annotations

import tempfile
import webbrowser
from pathlib import Path

from moment.behaviour.simulation import Simulation
from moment.cli.errors import Failure
from moment.cli.options import Options
from moment.cli.output import note
from moment.facet.errors import FacetError
from moment.project.cache import FOLDER
from moment.project.session import Session

_NAME = "facet.html"


def open_page(options: Options, session: Session, simulation: Simulation) -> None:
    """Writes the page into the project's cache, else into a temporary folder; a page that is missing is a failure."""
    from moment.facet.bundle import page_document, text_of
    from moment.facet.export import Content, exported

    try:
        text = exported(Content(session.project.name, text_of(page_document(session, simulation))))
    except FacetError as error:
        raise Failure(error.code, error.message, error.hint) from error
    file = _written(session, text)
    note(options, f"{file} opened" if webbrowser.open(file.as_uri()) else f"no browser here: open {file}")


def _written(session: Session, text: str) -> Path:
    folder = session.project.root / FOLDER
    try:
        if session.project.isolated or folder.is_symlink():
            raise OSError
        folder.mkdir(parents=True, exist_ok=True)
        ignore = folder / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n", encoding="utf-8")
    except OSError:
        folder = Path(tempfile.mkdtemp(prefix="moment-facet-"))
    file = folder.resolve() / _NAME
    file.write_text(text, encoding="utf-8", newline="\n")
    return file
