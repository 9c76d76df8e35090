"""The lines of a log, block by block: plain or gzip, a file or a stream, never the whole of it in memory."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from moment.behaviour.conform.logged import Flaw

SIZE = 1 << 20
LONGEST = 16 << 20
_GZIP = b"\x1f\x8b"
_GZIP_BITS = 31
_MARK = b"\xef\xbb\xbf"


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


def blocks(stream: BinaryIO, *, size: int = SIZE, longest: int = LONGEST) -> Iterator[Block]:
    """The lines of ``stream``, unpacked when it begins as gzip does. A byte order mark is left out.

    A line of more than ``longest`` bytes and a compressed stream that breaks off are flaws; what came before them is kept.
    """
    rest, number, skipping = b"", 1, False
    flaws: list[Flaw] = []
    for piece in _pieces(stream, size, flaws):
        lines = (rest + piece).split(b"\n")
        rest = lines.pop()
        if skipping and lines:
            lines[0], skipping = b"", False
        if skipping:
            rest = b""
        elif len(rest) > longest:
            flaws.append(Flaw(number + len(lines), "too-long", f"longer than {longest:,} bytes"))
            rest, skipping = b"", True
        yield Block(number, lines, tuple(flaws))
        flaws.clear()
        number += len(lines)
    last = [rest] if rest and not skipping else []
    torn = tuple(flaw._replace(line=number) for flaw in flaws)
    if last or torn:
        yield Block(number, last, torn)


def _pieces(stream: BinaryIO, size: int, flaws: list[Flaw]) -> Iterator[bytes]:
    head = stream.read(size)
    pieces = _unpacked(head, stream, size, flaws) if head.startswith(_GZIP) else _read(head, stream, size)
    yield next(pieces, b"").removeprefix(_MARK)
    yield from pieces


def _read(head: bytes, stream: BinaryIO, size: int) -> Iterator[bytes]:
    yield head
    while piece := stream.read(size):
        yield piece


def _unpacked(head: bytes, stream: BinaryIO, size: int, flaws: list[Flaw]) -> Iterator[bytes]:
    """The members of a gzip stream one after the other, as far as they can be unpacked."""
    member, packed = zlib.decompressobj(wbits=_GZIP_BITS), head
    while packed:
        try:
            yield member.decompress(packed, size)
        except zlib.error as error:
            flaws.append(Flaw(0, "torn", f"the compressed stream is broken: {error}"))
            return
        packed = member.unconsumed_tail
        if member.eof:
            packed = member.unused_data.lstrip(b"\0") or stream.read(size)
            member = zlib.decompressobj(wbits=_GZIP_BITS) if packed else member
        elif not packed:
            packed = stream.read(size)
    yield member.flush()
    if not member.eof:
        flaws.append(Flaw(0, "torn", "the compressed stream breaks off"))
