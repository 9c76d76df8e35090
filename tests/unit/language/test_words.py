"""Tokens, contextual keywords, durations."""

from __future__ import annotations

import pytest

from moment.language.durations import seconds
from moment.language.lexer import PIECE, Tokens
from moment.language.parser import parse
from moment.language.syntax import Aggregate, Context, Event
from moment.text.source import Source


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("30s", 30), ("30m", 1800), ("72h", 259200), ("7d", 604800), ("PT30M", 1800), ("P3D", 259200), ("P1DT2H", 93600),
        ("P2W", 1209600), ("0s", None), ("P", None), ("PT", None), ("30", None), ("30 m", None), ("soon", None), ("", None),
    ],
)  # fmt: skip
def test_durations(text: str, expected: int | None) -> None:
    assert seconds(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A->B", ["A", "->", "B"]),
        ("low-risk ORD-01", ["low-risk", "ORD-01"]),
        ('"a \\" b" x', ['"a \\" b"', "x"]),
        ('"""a\n"b" """', ['"""a\n"b" """']),
        ("UUID[]?", ["UUID", "[]", "?"]),
        ("a // b\n c /* d\n */ e", ["a", "c", "e"]),
        ('"http://x" y', ['"http://x"', "y"]),
        ("größe: Maß", ["größe", ":", "Maß"]),
        ("a\u00a0b", ["a", "b"]),
        ("a / b", ["a", "/", "b"]),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    tokens = Tokens(text)
    assert [word for word in tokens.texts if word] == expected
    assert [
        text[start : start + len(word)] for word, start in zip(tokens.texts, tokens.starts, strict=True)
    ] == tokens.texts


def test_a_long_text_has_the_same_tokens_as_its_lines() -> None:
    text = "  field: string // why\n" * (3 * PIECE // 20)
    tokens = Tokens(text)
    words = [word for word in tokens.texts if word]
    assert words == ["field", ":", "string"] * text.count("\n")
    assert len(tokens.comments) == text.count("\n")
    assert all(text[comment.start : comment.end] == "// why" for comment in tokens.comments)
    assert [
        text[start : start + len(word)] for word, start in zip(tokens.texts, tokens.starts, strict=True)
    ] == tokens.texts


def test_an_unclosed_comment_ends_before_the_next_context() -> None:
    parsed = parse(Source("a.moment", '/* never closed\ncommand X\ncontext "A"\n'))
    assert [type(item) for item in parsed.tree.items] == [Context]
    assert [finding.code for finding in parsed.diagnostics] == ["MOM005"]


def test_any_word_before_a_colon_is_a_field() -> None:
    names = [
        "description",
        "type",
        "timeout",
        "on",
        "event",
        "command",
        "context",
        "flow",
        "states",
        "when",
        "contract",
    ]
    fields = "".join(f"      {name}: string\n" for name in names)
    parsed = parse(Source("a.moment", f'context "A"\n  aggregate "O"\n    identity id: UUID\n    event E\n{fields}'))
    assert parsed.diagnostics == ()
    found = parsed.tree.items[0]
    assert isinstance(found, Context)
    aggregate = found.members[0]
    assert isinstance(aggregate, Aggregate)
    event = aggregate.members[0]
    assert isinstance(event, Event)
    assert [field.name for field in event.fields] == names


def test_an_empty_file_declares_nothing() -> None:
    parsed = parse(Source("a.moment", ""))
    assert (parsed.tree.items, parsed.diagnostics) == ((), ())
