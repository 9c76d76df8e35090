from __future__ import annotations

import pytest

from moment.text.width import columns, printable, utf16_length


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("total: Money", 12),
        ("é", 1),
        ("e\u0301", 1),
        ("注文", 4),
        ("Ｏ", 2),
        ("\u1112\u1161\u11ab", 2),
        ("😀", 2),
        ("a\u200db", 2),
    ],
)
def test_columns_are_those_of_a_terminal(text: str, expected: int) -> None:
    assert columns(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain `text`", "plain `text`"),
        ("注文 é", "注文 é"),
        ("a\tb", "a b"),
        ("\x1b[31mred", "\\u001B[31mred"),
        ("\x00\x7f\x9b", "\\u0000\\u007F\\u009B"),
        ("left\u202eright\u2066", "left\\u202Eright\\u2066"),
        ("\ufeffbom\u2028", "\\uFEFFbom\\u2028"),
        ("\udc80", "\\uDC80"),
        ("\U000e0041", "\\U000E0041"),
    ],
)
def test_what_could_disturb_a_terminal_is_spelled_out(text: str, expected: str) -> None:
    assert printable(text) == expected


def test_a_character_beyond_the_first_plane_is_two_utf16_units() -> None:
    assert [utf16_length(text) for text in ("", "ab", "注文", "a😀b")] == [0, 2, 2, 4]
