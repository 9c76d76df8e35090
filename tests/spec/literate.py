"""Reads the Markdown tests of this folder: headings, files, expectations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

_FENCE = re.compile(r"^(```+)(\w*)[ ]*(.*)$")
_INLINE = re.compile(r"//(?P<all>(?:\s*(?:error|warning|info): \[[\w-]+\])+)\s*$")
_ONE = re.compile(r"(error|warning|info): \[([\w-]+)\]")
_PROSE = re.compile(r"^expect (error|warning|info): \[([\w-]+)\] at (?:([\w./-]+):)?(\d+):(\d+)\s*$")


class Expected(NamedTuple):
    """A finding that a test expects; without ``column`` anywhere on the line."""

    path: str
    line: int
    column: int | None
    severity: str
    rule: str


class Block(NamedTuple):
    """A fenced block: its language, the rest of its first line, and its text."""

    language: str
    name: str
    text: str


class Case(NamedTuple):
    """One heading with its files and what they are expected to yield."""

    title: str
    files: dict[str, str]
    expected: tuple[Expected, ...]


def sections(text: str) -> Iterator[tuple[str, list[Block], list[str]]]:
    """Every heading with the blocks and the lines of prose below it."""
    title, blocks, prose = "", list[Block](), list[str]()
    lines = iter(text.splitlines())
    for line in lines:
        fence = _FENCE.match(line)
        if line.startswith("#"):
            yield title, blocks, prose
            title, blocks, prose = line.lstrip("# "), [], []
        elif fence:
            body: list[str] = []
            for inner in lines:
                if inner.strip() == fence[1]:
                    break
                body.append(inner)
            blocks.append(Block(fence[2], fence[3].strip(), "\n".join(body) + "\n"))
        else:
            prose.append(line)
    yield title, blocks, prose


def cases(file: Path) -> Iterator[Case]:
    """The tests of one file; headings without a block of ``moment`` are prose."""
    for title, blocks, prose in sections(file.read_text(encoding="utf-8")):
        files: dict[str, str] = {}
        for block in blocks:
            if block.language == "moment":
                files[block.name or f"{chr(ord('a') + len(files))}.moment"] = block.text
        if files:
            files.update((block.name, block.text) for block in blocks if block.name == "moment.toml")
            yield Case(title, files, tuple(_expected(files, prose)))


def _expected(files: dict[str, str], prose: list[str]) -> Iterator[Expected]:
    for path, text in files.items():
        for number, line in enumerate(text.splitlines(), 1):
            if found := _INLINE.search(line):
                for severity, rule in _ONE.findall(found["all"]):
                    yield Expected(path, number, None, severity, rule)
    first = next(iter(files))
    for line in prose:
        if found := _PROSE.match(line):
            yield Expected(found[3] or first, int(found[4]), int(found[5]), found[1], found[2])
