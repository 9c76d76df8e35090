"""How editors are told to open a file at a line."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

EDITORS = {
    "vscode": "vscode://file{root}/{path}:{line}:{column}",
    "vscode-insiders": "vscode-insiders://file{root}/{path}:{line}:{column}",
    "vscodium": "vscodium://file{root}/{path}:{line}:{column}",
    "cursor": "cursor://file{root}/{path}:{line}:{column}",
    "zed": "zed://file{root}/{path}:{line}:{column}",
    "idea": "idea://open?file={root}/{path}&line={line}&column={column}",
    "pycharm": "pycharm://open?file={root}/{path}&line={line}&column={column}",
}


def link_template(editor: str, root: Path) -> str:
    """The address in which a page puts ``{path}``, from ``root``, ``{line}`` and ``{column}``."""
    folder = root.resolve().as_posix()
    written = quote(folder if folder.startswith("/") else f"/{folder}", safe="/:").rstrip("/")
    return EDITORS[editor].replace("{root}", written)
