"""User text made harmless for the place it is written to."""

from __future__ import annotations

from functools import lru_cache

from moment.text.lines import one_line as one_line
from moment.text.lines import printable as printable


def comment(text: str) -> str:
    """``text`` for inside a comment of any kind: one line that closes none."""
    return one_line(text).replace("*/", "* /").replace("-->", "-- >")


def paragraph(text: str) -> str:
    """``text`` as a line of a JSDoc comment, where a leading ``@`` would open a tag."""
    line = comment(text)
    return f"\\{line}" if line.startswith("@") else line


@lru_cache(maxsize=1 << 14)
def typescript_string(text: str) -> str:
    """``text`` as a single-quoted TypeScript literal of exactly that value."""
    quoted = text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n")
    return f"'{printable(quoted)}'"


@lru_cache(maxsize=1 << 14)
def python_string(text: str) -> str:
    """``text`` as a double-quoted Python literal of exactly that value."""
    quoted = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{printable(quoted)}"'
