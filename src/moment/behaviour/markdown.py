"""Text of a model inside Markdown: nothing that somebody named becomes markup, a link, a mention or HTML."""

from __future__ import annotations

import re
from collections.abc import Sequence

from moment.text.width import printable

NAME_LIMIT = 200
_JOINER = "\u2060"  # shows nothing, and keeps what stands on both sides from being read as one sign
_SIGNS = re.compile(r"([\\`*_{}\[\]#+!<>~&$])")
_LINKING = re.compile(r"@|:(?=//)|(?<=www)\.", re.IGNORECASE)
_SPAN = re.compile(r"`([^`]*)`")


def code(text: str) -> str:
    """``text`` as inline code; beyond 200 characters it is cut."""
    shown = shortened(text) or " "
    fence = "`" * (max((len(run) for run in re.findall("`+", shown)), default=0) + 1)
    is_stripped = shown[0] == shown[-1] == " " and shown.strip(" ") != ""  # a reader takes a blank from both ends
    blank = " " if is_stripped or "`" in (shown[0], shown[-1]) else ""
    return f"{fence}{blank}{shown}{blank}{fence}"


def prose(text: str) -> str:
    """A message whose names stand in backticks: those as code, every other sign as itself."""
    pieces = _SPAN.split(text)
    return "".join(code(piece) if number % 2 else escaped(piece) for number, piece in enumerate(pieces))


def escaped(text: str) -> str:
    """Plain text that follows other text on its line; an ``@`` mentions nobody, an address is no link."""
    signs = _SIGNS.sub(r"\\\1", printable(text.replace("\n", " ")))
    return _LINKING.sub(rf"\g<0>{_JOINER}", signs)


def shortened(text: str) -> str:
    shown = printable(text.replace("\n", " "))
    return shown if len(shown) <= NAME_LIMIT else shown[: NAME_LIMIT - 1] + "…"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A GFM table of cells that are Markdown already, apart from the ``|`` in them."""
    lines = [[_cell(cell) for cell in cells] for cells in (head, ["---"] * len(head), *rows)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _cell(text: str) -> str:
    """A backslash that stands before a ``|`` by chance must not be taken for the one that we put there."""
    return text.replace("\\|", f"\\{_JOINER}|").replace("|", "\\|")


def details(summary: str, body: str) -> str:
    """What opens on a click; ``summary`` is our own text without any sign of HTML."""
    return f"<details>\n<summary>{summary}</summary>\n\n{body}\n\n</details>"
