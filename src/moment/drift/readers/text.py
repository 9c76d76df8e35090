"""Bytes of a file to text, byte offsets to code points, and doc comments to what they say."""

from __future__ import annotations

import re
from itertools import accumulate

from moment.drift.reading import Damage
from moment.drift.types import Deprecation
from moment.text.span import Place

_MARKER = re.compile(r"^(<{7}|>{7}|\|{7}|={7})(?= |\r?$)", re.MULTILINE)
_DEPRECATED = re.compile(
    r"(?:@deprecated\b|\bDeprecated:|\.\. deprecated::)(?P<reason>.*?)(?=^\s*@\w|\Z)", re.DOTALL | re.MULTILINE
)
_REPLACEMENT = re.compile(r"\s*\bUse `(?P<name>[^`]*)`\.?\s*$")
_MOMENT = re.compile(r"@moment\s+(\S+)")


def decoded(data: bytes) -> str | Damage:
    """The text of ``data``, line ends as they are; a reason when it is not UTF-8."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return Damage("it is written in UTF-16", Place("", 0, 0))
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        at = len(data[: error.start].decode())
        return Damage("it is not UTF-8", Place("", at, at + 1))


def merge_marker(text: str) -> Place | None:
    """The first line that a merge left behind."""
    found = _MARKER.search(text)
    return Place("", *found.span()) if found else None


class Offsets:
    """Byte offsets in UTF-8 as offsets in code points."""

    __slots__ = ("_points",)

    def __init__(self, text: str, data: bytes) -> None:
        self._points: list[int] | None = None
        if len(text) != len(data):
            starts = (0 if byte & 0xC0 == 0x80 else 1 for byte in data)
            self._points = [0, *accumulate(starts)]

    def place(self, start: int, end: int) -> Place:
        if self._points is None:
            return Place("", start, end)
        points = self._points
        return Place("", points[start], points[end])


def deprecation(comment: str) -> Deprecation | None:
    """``@deprecated one word for it. Use `note`.`` of a doc comment, ``Deprecated: …`` of a docstring."""
    found = _DEPRECATED.search(_plain(comment))
    if found is None:
        return None
    words = " ".join(found["reason"].split())
    named = _REPLACEMENT.search(words)
    if named is None:
        return Deprecation(words.rstrip("."))
    return Deprecation(words[: named.start()].rstrip(". "), named["name"])


def tags(comment: str) -> tuple[str, ...]:
    """What ``@moment Ordering/Order/PlaceOrder`` says a declaration is."""
    return tuple(_MOMENT.findall(comment)) if "@moment" in comment else ()


def _plain(comment: str) -> str:
    """A doc comment without its stars."""
    body = comment.strip().removeprefix("/**").removesuffix("*/")
    return "\n".join(re.sub(r"^\s*\* ?", "", line) for line in body.split("\n"))
