"""Patterns of ``sources`` and ``exclude``: ``**``, ``*``, ``?``, ``[ab]`` and ``{a,b}`` over POSIX paths."""

from __future__ import annotations

import re
from functools import lru_cache


@lru_cache(maxsize=256)
def compiled(pattern: str) -> re.Pattern[str]:
    """The pattern as a regular expression for whole relative paths; ``**/`` also matches no folder at all."""
    return re.compile("".join(_pieces(pattern)) + r"\Z")


def _pieces(pattern: str) -> list[str]:
    pieces: list[str] = []
    index = 0
    depth = 0
    while index < len(pattern):
        if pattern.startswith("**/", index):
            pieces.append("(?:[^/]+/)*")
            index += 3
            continue
        if pattern.startswith("**", index):
            pieces.append(".*")
            index += 2
            continue
        character = pattern[index]
        close = pattern.find("]", index + 2) if character == "[" else -1
        if character == "*":
            pieces.append("[^/]*")
        elif character == "?":
            pieces.append("[^/]")
        elif close > 0:
            inner = pattern[index + 1 : close].replace("\\", r"\\")
            pieces.append("[" + ("^" + inner[1:] if inner[0] == "!" else inner) + "]")
            index = close
        elif character == "{" and "}" in pattern[index:]:
            pieces.append("(?:")
            depth += 1
        elif character == "}" and depth:
            pieces.append(")")
            depth -= 1
        elif character == "," and depth:
            pieces.append("|")
        else:
            pieces.append(re.escape(character))
        index += 1
    return pieces


def matches(path: str, patterns: tuple[str, ...]) -> bool:
    return any(compiled(pattern).match(path) for pattern in patterns)
