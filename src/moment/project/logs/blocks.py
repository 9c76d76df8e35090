"""The lines of a log, block by block: plain or gzip, a file or a stream, never the whole of it in memory."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

from moment.behaviour.conform.logged import Flaw

SIZE = 1 << 20
LONGEST = 16 << 20
_GZIP = b"\x1f\x8b"


class Block(NamedTuple):
    """``lines`` without their ends, the first of which has the number ``first``; ``flaws`` stand in their places."""

    first: int
    lines: list[bytes]
    flaws: tuple[Flaw, ...] = ()


def opened(path: Path) -> tuple[BinaryIO, int]:
    """A log on the disk, and its size in bytes. Raises ``OSError``."""
    if path.is_dir():
        raise IsADirectoryError(21, "Is a directory", str(path))
    return path.open("rb"), path.stat().st_size


def blocks(stream: BinaryIO) -> Iterator[Block]:
    """The lines of ``stream``, unpacked when it begins as gzip does. A byte order mark is left out.

    A line beyond 16 MiB and a compressed stream that breaks off are flaws; what came before them is kept.
    """
    rest, number, skipping = b"", 1, False
    flaws: list[Flaw] = []
    for piece in _pieces(stream, flaws):
        lines = (rest + piece).split(b"\n")
        rest = lines.pop()
        if skipping and lines:
            lines[0], skipping = b"", False
        if skipping:
            rest = b""
        elif len(rest) > LONGEST:
            flaws.append(Flaw(number + len(lines), "too-long", f"longer than {LONGEST >> 20} MiB"))
            rest, skipping = b"", True
        yield Block(number, lines, tuple(flaws))
        flaws.clear()
        number += len(lines)
    last = [rest] if rest and not skipping else []
    torn = tuple(flaw._replace(line=number) for flaw in flaws)
    if last or torn:
        yield Block(number, last, torn)


def _pieces(stream: BinaryIO, flaws: list[Flaw]) -> Iterator[bytes]:
    head = stream.read(SIZE)
    if head.startswith(_GZIP):
        yield from _unpacked(head, stream, flaws)
        return
    yield head.removeprefix(b"\xef\xbb\xbf")
    while piece := stream.read(SIZE):
        yield piece


def _unpacked(head: bytes, stream: BinaryIO, flaws: list[Flaw]) -> Iterator[bytes]:
    joined = io.BufferedReader(cast("io.RawIOBase", _Joined(head, stream)), SIZE)
    is_first = True
    try:
        with gzip.open(joined) as unpacked:
            while piece := unpacked.read(SIZE):
                yield piece.removeprefix(b"\xef\xbb\xbf") if is_first else piece
                is_first = False
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        flaws.append(Flaw(0, "torn", f"the compressed stream breaks off: {str(error).lower()}"))


class _Joined(io.RawIOBase):
    """What was read of a stream to look at it, then the rest."""

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        super().__init__()
        self._head = io.BytesIO(head)
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        piece = self._head.read(len(buffer)) or self._stream.read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)
