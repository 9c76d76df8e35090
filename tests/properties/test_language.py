"""A text without findings has a whole tree: nothing that the grammar asks for is missing from it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moment.language.formatter import format_text, is_safe
from moment.language.parser import Parsed, parse
from moment.language.syntax import Field, Name, Unread
from moment.language.tokens import TOKEN
from moment.model.build import build
from moment.text.source import Source
from tests.properties.test_parsing import CLEAN, FILES, PIECES


def holes(node: object) -> Iterator[object]:
    """The placeholders of a tree: missing names, fields without a name or a type, text that was not read."""
    if isinstance(node, Name):
        if node.is_missing:
            yield node
    elif isinstance(node, Unread) or (isinstance(node, Field) and not (node.name and node.type)):
        yield node
    elif isinstance(node, tuple):
        for part in node:
            yield from holes(part)


def examine(text: str) -> Parsed:
    """Parses; without errors the tree is whole, and its format is safe."""
    parsed = parse(Source("a.moment", text))
    formatted = format_text(parsed)
    assert (formatted is None) == parsed.has_errors
    if formatted is not None:
        assert list(holes(parsed.tree)) == []
        assert is_safe(parsed, formatted)
    build((parsed,))
    return parsed


@pytest.mark.parametrize("name", FILES)
def test_a_file_cut_off_is_whole_or_has_an_error(name: str) -> None:
    tokens = TOKEN.findall(FILES[name])[:1500]
    for end in range(len(tokens)):
        if tokens[end].strip():
            examine("".join(tokens[: end + 1]))


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_a_mangled_declaration_is_whole_or_has_an_error(data: st.DataObject) -> None:
    tokens: list[str] = TOKEN.findall(CLEAN["everything"])
    at = data.draw(st.integers(0, len(tokens) - 1))
    change = data.draw(st.sampled_from(("delete", "insert", "double")))
    if change == "delete":
        del tokens[at : at + data.draw(st.integers(1, 3))]
    else:
        tokens.insert(at, tokens[at] if change == "double" else data.draw(PIECES))
    examine("".join(tokens))
