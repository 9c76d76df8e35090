"""User text made harmless for the place it is written to."""

from __future__ import annotations

import re
from functools import lru_cache

_UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
_LINE_BREAK = re.compile("[ \t]*[\n\r\t\x0b\x0c\x85\u2028\u2029][\n\r\t\x0b\x0c\x85\u2028\u2029 ]*")


def printable(text: str) -> str:
    r"""``text`` with control and bidirectional characters written as ``\uXXXX``."""
    if text.isascii() and text.isprintable():
        return text
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04X}", text)


def one_line(text: str) -> str:
    """``text`` with its line breaks folded to blanks, and printable."""
    return printable(_LINE_BREAK.sub(" ", text).strip())


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
