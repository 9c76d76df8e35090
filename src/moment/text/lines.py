"""User text on one line of a file, with nothing in it that a reader cannot see."""

from __future__ import annotations

import re

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
