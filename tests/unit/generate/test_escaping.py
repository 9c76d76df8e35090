"""User text cannot leave the place it is written to."""

from __future__ import annotations

import pytest

from moment.generate.escaping import comment, paragraph, typescript_string


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("closes */ and --> both", "closes * / and -- > both"),
        ("two\n  lines\r\nand \u2028 more", "two lines and more"),
        ("right\u202eto left", "right\\u202Eto left"),
        ("bell\a", "bell\\u0007"),
    ],
)
def test_comments_stay_on_their_line(text: str, expected: str) -> None:
    assert comment(text) == expected


def test_a_paragraph_opens_no_tag() -> None:
    assert paragraph("@deprecated") == "\\@deprecated"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("it's", r"'it\'s'"),
        ("back\\slash", r"'back\\slash'"),
        ("line\nbreak\u2029", r"'line\nbreak\u2029'"),
        ('`${x}` "quoted" 注文', "'`${x}` \"quoted\" 注文'"),
        ("\u2066", r"'\u2066'"),
    ],
)
def test_literals_hold_exactly_the_text(text: str, expected: str) -> None:
    assert typescript_string(text) == expected
