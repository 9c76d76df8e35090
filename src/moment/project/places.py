"""Where a key of a TOML file stands: the standard reader tells values but no places."""

from __future__ import annotations

import re

from moment.text.source import Source
from moment.text.span import Place

_TABLE = re.compile(r"\s*\[\[?([^\]]+)\]\]?")
_KEY = re.compile(r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")
_INNER = re.compile(r"""([\w-]+|"[^"]*"|'[^']*')\s*=""")
_PART = re.compile(r"""[\w-]+|"([^"]*)"|'([^']*)'""")


class Places:
    """Places of keys and values by dotted path, for tables, dotted keys and inline tables on one line."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.keys: dict[str, Place] = {}
        self.values: dict[str, Place] = {}
        table: tuple[str, ...] = ()
        for number, start in enumerate(source.line_starts, 1):
            line = source.line(number)
            if found := _TABLE.match(line):
                table = _parts(found[1])
                self._remember(table, start + found.start(1), start + found.end(1), start + found.end(1), line, start)
            elif found := _KEY.match(line):
                path = (*table, *_parts(found[1]))
                self._remember(path, start + found.start(1), start + found.end(1), start + found.end(), line, start)
                self._inline(path, line, start, found.end())

    def _remember(self, path: tuple[str, ...], start: int, end: int, after: int, line: str, line_start: int) -> None:
        name = ".".join(path)
        self.keys.setdefault(name, Place(self.source.path, start, end))
        rest = line[after - line_start :]
        value = rest.strip()
        at = after + len(rest) - len(rest.lstrip())
        self.values.setdefault(name, Place(self.source.path, at, at + max(1, len(value))))

    def _inline(self, path: tuple[str, ...], line: str, start: int, at: int) -> None:
        """Keys of a table in braces."""
        if not line[at:].lstrip().startswith("{"):
            return
        for found in _INNER.finditer(line, at):
            name = (*path, *_parts(found[1]))
            end = re.compile(r"[,}]|$").search(line, found.end())
            stop = end.start() if end else len(line)
            self._remember(name, start + found.start(1), start + found.end(1), start + found.end(), line[:stop], start)

    def key(self, path: str) -> Place:
        """The key's place; that of its table, else the file's start, when it is written in another way."""
        while path:
            if path in self.keys:
                return self.keys[path]
            path = path.rpartition(".")[0]
        return Place(self.source.path, 0, 0)

    def value(self, path: str) -> Place:
        return self.values.get(path) or self.key(path)


def _parts(text: str) -> tuple[str, ...]:
    return tuple(match[1] or match[2] or match[0] for match in _PART.finditer(text))
