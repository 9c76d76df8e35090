"""Text to tokens, as columns: the parser reads millions of them, so no token is an object until asked for."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import accumulate, compress
from typing import NamedTuple

from moment.language.tokens import TOKEN

_NEXT_TOP = re.compile(r'^[ \t]*(?:context|flow)[ \t]+"', re.MULTILINE)
_COMMENT_SIGN = re.compile(r"//|/\*")
_EXOTIC_SPACE = re.compile(r"[^\S\x00-\x7f]")
PIECE = 1 << 16
"""Characters that are split into tokens at a time."""
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
    """All of a text: ``texts`` and ``starts`` are columns without trivia, ``parts`` tile the text.

    Both columns end with empty sentinels at the text's end.
    """

    __slots__ = ("comments", "starts", "text", "texts", "unclosed")

    def __init__(self, text: str) -> None:
        self.text = text
        self.unclosed: int | None = None
        self.texts: list[str] = []
        self.starts: list[int] = []
        comments: list[Comment] = []
        is_plain = text.isascii() or not _EXOTIC_SPACE.search(text)
        has_comments = "//" in text or "/*" in text
        for offset, parts in self._pieces():
            starts = list(accumulate(map(len, parts), initial=offset))
            if is_plain and "/" not in parts:
                # words start at "0" or above, signs and strings between "!" and "/", white space below
                keep = [part >= "0" or "!" <= part < "/" for part in parts]
            else:
                keep = [not is_trivia(part) for part in parts]
            if has_comments:
                comments.extend(_comments(text, offset, parts, starts))
            self.texts.extend(compress(parts, keep))
            self.starts.extend(compress(starts, keep))
        self.comments = tuple(comments)
        self.texts.extend([""] * SENTINELS)
        self.starts.extend([len(text)] * SENTINELS)

    def _pieces(self) -> Iterator[tuple[int, list[str]]]:
        """Tokens and trivia piece by piece with the offset of each: a long list would not stay in the cache.

        A text whose tokens may span lines is one piece.
        """
        text = self.text
        if len(text) <= PIECE or '"""' in text or "/*" in text:
            yield 0, self.parts
            return
        start = 0
        while start < len(text):
            end = text.find("\n", start + PIECE) + 1 or len(text)
            yield start, TOKEN.findall(text, start, end)
            start = end

    @property
    def parts(self) -> list[str]:
        """Tokens and trivia in one list whose texts, joined, are the whole text. Made anew at each call.

        An unclosed comment ends before the next line that starts a context or a flow.
        """
        parts = TOKEN.findall(self.text)
        if "/*" not in self.text or "/*" not in parts:
            return parts
        head = parts[: parts.index("/*")]
        self.unclosed = at = sum(map(len, head))
        found = _NEXT_TOP.search(self.text, at)
        end = found.start() if found else len(self.text)
        return [*head, self.text[at:end], *TOKEN.findall(self.text[end:])]

    def __len__(self) -> int:
        return len(self.parts)

    def __iter__(self) -> Iterator[Token]:
        at = 0
        for part in self.parts:
            yield Token(part, at, is_trivia(part))
            at += len(part)


def _comments(text: str, offset: int, parts: list[str], starts: list[int]) -> Iterator[Comment]:
    """The comments of a piece; their signs are rare, so they are searched for and not each token asked."""
    for sign in _COMMENT_SIGN.finditer(text, offset, starts[-1]):
        index = bisect_left(starts, sign.start())
        if starts[index] == sign.start():
            yield Comment(parts[index], sign.start())


def is_trivia(part: str) -> bool:
    """Whether a piece of text is white space or a comment."""
    return part.isspace() or part.startswith(("//", "/*"))
