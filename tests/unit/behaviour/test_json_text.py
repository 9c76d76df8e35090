"""Documents that people read: what holds a few plain values stands on one line."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from moment.behaviour.json_text import text

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)


def test_a_row_is_a_line() -> None:
    assert text({"rows": [[1, 2, 3], [4, 5, "six"]], "causes": [], "names": ["a\n[b", "c"], "at": {"line": 1}}) == (
        """{
  "rows": [
    [1, 2, 3],
    [4, 5, "six"]
  ],
  "causes": [],
  "names": ["a\\n[b", "c"],
  "at": {"line": 1}
}
"""
    )


def test_a_long_list_of_words_has_a_line_for_each_and_a_long_row_is_one() -> None:
    words = [f"word number {number}" for number in range(9)]
    assert text(words).count("\n") == 11
    assert text([list(range(99))]).count("\n") == 3


@given(VALUES)
def test_nothing_but_blanks_changes(value: Any) -> None:
    assert json.loads(text(value)) == value
