"""TypeScript text for values, property access and calls."""

from __future__ import annotations

from typing import Any

import pytest

from moment.generate.vitest.code import Script, access, call, inline, key, literal, optional_access


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ([], "[]"),
        ({}, "{}"),
        (None, "null"),
        (True, "true"),
        (1.5, "1.5"),
        ("it's", "'it\\'s'"),
        ({"a": [1, {"b-c": None}]}, "{ a: [1, { 'b-c': null }] }"),
    ],
)
def test_a_value_on_one_line(value: Any, expected: str) -> None:
    assert inline(value) == expected


def test_long_values_break_at_their_members() -> None:
    long = ["x" * 60, "y" * 60]
    assert literal({"key": {"Event": {"lines": long, "id": 1}}}) == (
        "{\n"
        "  key: {\n"
        "    Event: {\n"
        "      lines: [\n"
        f"        '{'x' * 60}',\n"
        f"        '{'y' * 60}',\n"
        "      ],\n"
        "      id: 1,\n"
        "    },\n"
        "  },\n"
        "}"
    )


def test_names_that_are_no_identifiers_are_quoted() -> None:
    assert [access("a"), access("a-b"), optional_access("a"), optional_access("a-b"), key("a-b")] == [
        ".a",
        "['a-b']",
        "?.a",
        "?.['a-b']",
        "'a-b'",
    ]


def test_a_long_call_has_an_argument_a_line() -> None:
    assert call("f", ["a", "b"], ";") == ["f(a, b);"]
    assert call("f", ["a" * 60, "b" * 60], ";") == ["f(", f"  {'a' * 60},", f"  {'b' * 60},", ");"]


def test_imports_are_sorted_and_in_the_wanted_order() -> None:
    script = Script()
    for module, name in (("./z.js", "z"), ("vitest", "it"), ("vitest", "expect"), ("./a.js", "a")):
        script.use(module, name)
    with script.block("f(() => {"):
        script.add("a(z);")
    assert script.text(first=("vitest",), before=["head();"]) == (
        "import { expect, it } from 'vitest';\n"
        "import { a } from './a.js';\n"
        "import { z } from './z.js';\n"
        "\n"
        "head();\n"
        "f(() => {\n"
        "  a(z);\n"
        "});\n"
    )
