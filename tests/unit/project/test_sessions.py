"""A session reads what changed and nothing else, and answers as a fresh one would."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moment.project.discover import discover
from moment.project.files import Memory
from moment.project.reading import decode, load
from moment.project.session import Session

TEXTS = (
    "",
    'context "A"\n  aggregate "O"\n    identity id: UUID\n    event E\n      id: UUID\n',
    'context "B"\n  policy P trigger E action "x"\n',
    'context "A"\n',
    'flow "f"\n  lane a "A"\n  moment "M"\n    a: E\n',
    "contxt\n",
)
NAMES = ("a.moment", "b.moment", "c.moment")


def session(files: Mapping[str, str | bytes]) -> Session:
    memory = Memory({f"/p/{path}": text for path, text in files.items()})
    return Session(discover((), cwd=Path("/p"), files=memory), files=memory)


def test_an_edit_parses_that_file_only() -> None:
    whole = session({f"{number:03}.moment": f'context "C{number}"\n' for number in range(100)})
    assert whole.stats.parsed == 0
    domain = whole.domain()
    assert whole.stats.parsed == 100
    assert whole.refresh() == frozenset()
    assert whole.domain() is domain
    whole.overlay("007.moment", 'context "Seven"\n')
    assert whole.domain().contexts[7].name == "Seven"
    assert (whole.stats.parsed, whole.revision) == (101, 2)
    whole.overlay("007.moment", None)
    assert whole.domain().contexts[7].name == "C7"
    assert whole.stats.parsed == 101


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from((*TEXTS, None))), max_size=8))
def test_incremental_is_fresh(edits: list[tuple[str, str | None]]) -> None:
    disk = dict(zip(NAMES, TEXTS[1:], strict=False))
    old = session(disk)
    now = dict(disk)
    for path, text in edits:
        old.overlay(path, text)
        now[path] = disk[path] if text is None else text
        fresh = session(now)
        assert old.diagnostics() == fresh.diagnostics()
        assert old.domain() == fresh.domain()


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"\xef\xbb\xbfcontext", "context"),
        (b"a\r\nb\r\n", "a\nb\n"),
        (b"a\xffb", "a\ufffdb"),
        ("größe".encode(), "größe"),
    ],
)
def test_bytes_become_text(data: bytes, text: str) -> None:
    assert decode(data, "a.moment").text == text


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (bytes(range(256)) * 4, "file cannot be read: it is not text"),
        (b" " * (16 * 1024 * 1024 + 1), "file has 16,777,217 bytes, the limit is 16 MiB"),
    ],
)
def test_what_is_no_specification(data: bytes, message: str) -> None:
    found, problem = load(Memory({"/p/a.moment": data}), Path("/p/a.moment"), "a.moment")
    assert found is None
    assert problem is not None
    assert problem.message == message


class Locked(Memory):
    """Files that nobody may read."""

    def read(self, path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", path.as_posix())


def test_a_file_that_may_not_be_read_is_a_finding() -> None:
    files = Locked({"/p/a.moment": "", "/p/.git/HEAD": ""})
    (found,) = Session(discover((), cwd=Path("/p"), files=files), files=files).diagnostics()
    assert (found.code, found.place.path, found.message) == (
        "MOM902",
        "a.moment",
        "file cannot be read: permission denied",
    )
