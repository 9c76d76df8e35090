"""Columnar runs (``moment.run/1``) on their way into a page: looked at, made lighter, packed."""

from __future__ import annotations

import gzip
import struct
import zlib
from base64 import b64encode
from typing import Any, NamedTuple

import msgspec

from moment.facet.errors import FacetError

MAGIC = b"MOMRUN1\n"
GZIP = b"\x1f\x8b"
MOST_BYTES = 1 << 30
MOST_EVENTS = 100_000
"""Steps above which a page holds no payloads unless asked to."""
_PAYLOADS = ("payloadStart", "payloadBytes")
_SIZES = {"u8": 1, "u16": 2, "u32": 4, "f64": 8}
_WAY_OUT = "`moment simulate --export columns=FILE.run` writes one"


class Run(NamedTuple):
    """The bytes of a file, not packed; ``left_out`` when its payloads are missing because it is huge."""

    name: str
    data: bytes
    left_out: bool = False

    def packed(self) -> str:
        """As it stands in a page: the same text for the same bytes."""
        return b64encode(gzip.compress(self.data, mtime=0)).decode()


def read_run(name: str, data: bytes, *, with_payloads: bool) -> Run:
    """A ``.run`` file, plain or gzip; ``FacetError`` says what is wrong with it."""
    plain = _unpacked(name, data) if data.startswith(GZIP) else data
    if not plain.startswith(MAGIC):
        raise FacetError("facet-file", f"`{name}` is no columnar run: it does not begin with MOMRUN1", _WAY_OUT)
    header, start = _header(name, plain)
    columns = header["columns"]
    for column, (kind, offset, length) in columns.items():
        if start + offset + _SIZES.get(kind, 1) * length > len(plain):
            raise FacetError("facet-file", f"`{name}`: column `{column}` ends beyond the file", _WAY_OUT)
    rows = header.get("rows", 0)
    if with_payloads or not isinstance(rows, int) or rows <= MOST_EVENTS or "payloadBytes" not in columns:
        return Run(name, plain)
    return Run(name, _lightened(plain, header, start), left_out=True)


def _unpacked(name: str, data: bytes) -> bytes:
    unpacking = zlib.decompressobj(wbits=31)
    try:
        plain = unpacking.decompress(data, MOST_BYTES)
    except zlib.error as error:
        raise FacetError("facet-file", f"`{name}` cannot be unpacked: {error}", _WAY_OUT) from error
    if unpacking.unconsumed_tail:
        raise FacetError("facet-file", f"`{name}` unpacks to more than 1 GB", "write fewer runs into one file")
    return plain


def _header(name: str, data: bytes) -> tuple[dict[str, Any], int]:
    """The header, and where the columns begin."""
    try:
        (size,) = struct.unpack_from("<I", data, len(MAGIC))
        start = len(MAGIC) + 4 + size
        header = msgspec.json.decode(data[len(MAGIC) + 4 : start])
        columns = msgspec.convert(header["columns"], dict[str, tuple[str, int, int]])
    except (struct.error, ValueError, KeyError, TypeError, msgspec.MsgspecError, OverflowError) as error:
        raise FacetError("facet-file", f"`{name}` has no header that can be read", _WAY_OUT) from error
    return {**header, "columns": columns}, start


def _lightened(data: bytes, header: dict[str, Any], start: int) -> bytes:
    """The file without payloads, which are the last of its columns."""
    kept = {name: where for name, where in header["columns"].items() if name not in _PAYLOADS}
    end = max((offset + _SIZES.get(kind, 1) * length for kind, offset, length in kept.values()), default=0)
    text = msgspec.json.encode({**header, "columns": kept})
    text += b" " * (-(len(MAGIC) + 4 + len(text)) % 8)
    return MAGIC + len(text).to_bytes(4, "little") + text + data[start : start + end]
