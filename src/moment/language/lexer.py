"""Text to tokens, as columns: the parser reads millions of them, so no token is an object until asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate, compress
from typing import NamedTuple

from moment.language.tokens import TOKEN

_NEXT_TOP = re.compile(r'^[ \t]*(?:context|flow)[ \t]+"', re.MULTILINE)
SENTINELS = 8
"""Empty tokens behind the last one, so that the parser may look ahead without asking for the end."""


class Comment(NamedTuple):
    """A comment where it stands, with its signs."""

    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


class Token(NamedTuple):
    """A token or a piece of trivia (white space, comment) as an object of its own."""

    text: str
    start: int
    is_trivia: bool


class Tokens:
    """All of a text: ``parts`` tile it; ``texts`` and ``starts`` are the columns without trivia.

    Both columns end with empty sentinels at the text's end.
    """

    __slots__ = ("comments", "parts", "starts", "texts", "unclosed")

    def __init__(self, text: str) -> None:
        self.unclosed: int | None = None
        parts = TOKEN.findall(text)
        if "/*" in text and "/*" in parts:
            parts = self._close_comment(text, parts)
        self.parts: list[str] = parts
        starts = list(accumulate(map(len, parts), initial=0))
        comments: list[Comment] = []
        if "//" in text or "/*" in text or not text.isascii():
            keep = [not (part.isspace() or part.startswith(("//", "/*"))) for part in parts]
            comments = [
                Comment(part, start)
                for part, start in zip(parts, starts, strict=False)
                if part.startswith(("//", "/*"))
            ]
        else:
            keep = [part >= "!" for part in parts]
        self.comments = tuple(comments)
        self.texts: list[str] = list(compress(parts, keep))
        self.starts: list[int] = list(compress(starts, keep))
        self.texts.extend([""] * SENTINELS)
        self.starts.extend([len(text)] * SENTINELS)

    def _close_comment(self, text: str, parts: list[str]) -> list[str]:
        """Ends an unclosed comment before the next line that starts a context or a flow."""
        at = sum(map(len, parts[: parts.index("/*")]))
        self.unclosed = at
        found = _NEXT_TOP.search(text, at)
        end = found.start() if found else len(text)
        head = parts[: parts.index("/*")]
        return [*head, text[at:end], *TOKEN.findall(text[end:])]

    def __len__(self) -> int:
        return len(self.parts)

    def __iter__(self) -> Iterator[Token]:
        at = 0
        for part in self.parts:
            yield Token(part, at, part.isspace() or part.startswith(("//", "/*")))
            at += len(part)
