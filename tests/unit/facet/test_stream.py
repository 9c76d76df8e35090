"""What a page gets that was away: the rest, or the news that there is too much of it."""

from __future__ import annotations

import pytest

from moment.facet.stream import History


def history(count: int, *, messages: int = 4, size: int = 10_000) -> History:
    made = History("e", messages=messages, size=size)
    for number in range(count):
        made.add("patch", b"%d" % number)
    return made


def sequences(made: History, after: int) -> list[int] | None:
    found = made.since(after)
    return None if found is None else [each.sequence for each in found]


@pytest.mark.parametrize(
    ("count", "after", "expected"),
    [
        (0, 0, []),
        (3, 0, [1, 2, 3]),
        (3, 3, []),
        (6, 2, [3, 4, 5, 6]),
        (6, 1, None),
        (3, 4, None),
    ],
)
def test_what_follows(count: int, after: int, expected: list[int] | None) -> None:
    assert sequences(history(count), after) == expected


def test_many_bytes_are_not_kept() -> None:
    made = history(3, size=100)
    made.add("patch", b"x" * 60)
    assert (sequences(made, 3), sequences(made, 2)) == ([4], None)
    made.add("patch", b"x" * 200)
    assert (sequences(made, 5), sequences(made, 4)) == ([], None)


@pytest.mark.parametrize(
    ("identifier", "expected"),
    [("e-2", 2), ("e-0", 0), ("f-2", None), ("e-", None), ("e--2", None), ("e-２", None), ("", None), (None, None),
     ("e-99999999999999999999", None)],
)  # fmt: skip
def test_identifiers(identifier: str | None, expected: int | None) -> None:
    assert history(3).position(identifier) == expected


def test_a_message_as_it_goes_over_the_wire() -> None:
    made = history(1)
    found = made.since(0)
    assert found is not None
    assert found[0].data == b"event: patch\nid: e-1\ndata: 0\n\n"


def test_every_start_has_a_name_of_its_own() -> None:
    assert History().epoch != History().epoch
