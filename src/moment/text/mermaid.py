"""User text as a label in a mermaid diagram."""

from __future__ import annotations

import re

from moment.text.lines import one_line

_WORD = re.compile(r"\b(e)(nd)\b", re.IGNORECASE)


def label(value: str) -> str:
    """``value`` in a mermaid label: all but letters, digits, blanks and ``_.-`` as ``#code;``."""
    plain = one_line(value)
    coded = "".join(c if c.isalnum() or c in " _.-" else f"#{ord(c)};" for c in plain)
    return _WORD.sub(lambda found: f"#{ord(found[1])};{found[2]}", coded)
