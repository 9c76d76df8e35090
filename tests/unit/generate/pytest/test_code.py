"""Python text for values, docstrings and calls."""

from __future__ import annotations

import ast
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moment.generate.pytest.code import Script, call, docstring, inline, literal

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=20,
)


@given(VALUES)
def test_literals_have_their_value(value: Any) -> None:
    assert ast.literal_eval(literal(value)) == value
    assert ast.literal_eval(inline(value)) == value


@given(TEXTS)
def test_docstrings_have_their_text_on_one_line(text: str) -> None:
    written = docstring(text)
    assert ast.literal_eval(written) == re.sub(r"[\t\n\r\x0b\x0c]+", " ", text)
    assert len(written.splitlines()) == 1


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ([], "[]"),
        ({}, "{}"),
        (None, "None"),
        (True, "True"),
        (1.5, "1.5"),
        ('a "quote"', '"a \\"quote\\""'),
        ({"a": [1, {"b-c": None}]}, '{"a": [1, {"b-c": None}]}'),
    ],
)
def test_a_value_on_one_line(value: Any, expected: str) -> None:
    assert inline(value) == expected


def test_the_outermost_mappings_and_long_values_break_at_their_members() -> None:
    long = ["x" * 60, "y" * 60]
    assert literal({"key": {"Event": {"lines": long, "id": 1}}}) == (
        "{\n"
        '    "key": {\n'
        '        "Event": {\n'
        '            "lines": [\n'
        f'                "{"x" * 60}",\n'
        f'                "{"y" * 60}",\n'
        "            ],\n"
        '            "id": 1,\n'
        "        },\n"
        "    },\n"
        "}"
    )


def test_a_long_call_has_an_argument_a_line() -> None:
    assert call("f", ["a", "b"]) == ["f(a, b)"]
    assert call("f", ["a" * 60, "b" * 60], "()") == ["f(", f"    {'a' * 60},", f"    {'b' * 60},", ")()"]


def test_imports_are_sorted_and_have_their_alias() -> None:
    script = Script()
    assert script.use("b.contexts", "sales") == "sales"
    assert script.use("b.contexts", "load", alias="load_") == "load_"
    assert script.use("a", "f") == "f"
    assert list(script.imports()) == ["from a import f", "from b.contexts import load as load_, sales"]
