"""User text made harmless for Markdown."""

from __future__ import annotations

import re
from functools import lru_cache

from moment.generate.escaping import one_line

_MARKS = re.compile(r"([\\`*_\[\]<>#|~&!$^{}@])")
_NUMBERED = re.compile(r"^(\d+)([.)])")


@lru_cache(maxsize=1 << 14)
def text(value: object) -> str:
    """``value`` on one line, in which no character is a mark of Markdown."""
    escaped = _MARKS.sub(r"\\\1", one_line(str(value)))
    escaped = _NUMBERED.sub(r"\1\\\2", escaped)
    return f"\\{escaped}" if escaped[:1] in ("-", "+", "=", ":") else escaped


@lru_cache(maxsize=1 << 14)
def code(value: object) -> str:
    """``value`` as inline code, also inside a table; empty for nothing."""
    plain = one_line(str(value))
    if not plain:
        return ""
    longest = max((len(run) for run in re.findall("`+", plain)), default=0)
    fence = "`" * (longest + 1)
    gap = " " if plain.startswith("`") or plain.endswith("`") else ""
    return f"{fence}{gap}{plain}{gap}{fence}".replace("|", "\\|")


def slug(heading: str) -> str:
    """The anchor that a reader of Markdown gives a heading: lower case, blanks as hyphens, nothing else but ``-_``."""
    kept = "".join(c for c in heading.strip().lower() if c.isalnum() or c in " -_" or _is_mark(c))
    return kept.replace(" ", "-")


def _is_mark(character: str) -> bool:
    from unicodedata import category

    return category(character).startswith("M")
