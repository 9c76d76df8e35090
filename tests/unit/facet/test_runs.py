"""Columnar runs as files have them: taken as they are, made lighter, or refused with the reason."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest

from moment.facet.errors import FacetError
from moment.facet.runs import MAGIC, MOST_EVENTS, Run, read_run


def written(columns: dict[str, Any], body: bytes, *, rows: int = 3) -> bytes:
    header = json.dumps({"format": "moment.run/1", "rows": rows, "columns": columns}).encode()
    header += b" " * (-(12 + len(header)) % 8)
    return MAGIC + len(header).to_bytes(4, "little") + header + body


COLUMNS = {"time": ["f64", 0, 1], "payloadStart": ["u32", 8, 2], "payloadBytes": ["u8", 16, 8]}
BODY = b"\1" * 8 + b"\2" * 8 + b"\3" * 8


def test_a_run_is_taken_as_it_is() -> None:
    data = written(COLUMNS, BODY)
    assert read_run("a.run", data, with_payloads=False) == Run("a.run", data)
    assert read_run("a.run", gzip.compress(data), with_payloads=False) == Run("a.run", data)


def test_a_huge_run_leaves_its_payloads_behind() -> None:
    data = written(COLUMNS, BODY, rows=MOST_EVENTS + 1)
    found = read_run("a.run", data, with_payloads=False)
    assert (found.left_out, found.data) == (True, written_lighter())
    assert read_run("a.run", data, with_payloads=True) == Run("a.run", data)


def written_lighter() -> bytes:
    header = b'{"format":"moment.run/1","rows":100001,"columns":{"time":["f64",0,1]}}'
    header += b" " * (-(12 + len(header)) % 8)
    return MAGIC + len(header).to_bytes(4, "little") + header + b"\1" * 8


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "it does not begin with MOMRUN1"),
        (b"<html>", "it does not begin with MOMRUN1"),
        (MAGIC, "has no header that can be read"),
        (MAGIC + b"\xff\xff\xff\xff{}", "has no header that can be read"),
        (MAGIC + b"\2\0\0\0{}", "has no header that can be read"),
        (written({"time": "f64"}, b""), "has no header that can be read"),
        (written(COLUMNS, BODY[:-1]), "column `payloadBytes` ends beyond the file"),
        (b"\x1f\x8b\0\0", "cannot be unpacked"),
        (gzip.compress(b"nothing", mtime=0), "it does not begin with MOMRUN1"),
    ],
)
def test_what_is_no_run_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(FacetError, match=said):
        read_run("a.run", data, with_payloads=False)


def test_the_same_bytes_are_packed_alike() -> None:
    assert Run("a", BODY).packed() == Run("b", BODY).packed()
