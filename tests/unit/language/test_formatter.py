"""The one layout: order of clauses, long inputs, comments where they stood, texts of several lines."""

from __future__ import annotations

from textwrap import dedent

import pytest

from moment.language.formatter import format_text, is_safe
from moment.language.parser import parse
from moment.text.source import Source

HEAD = 'context "A"\n\n  aggregate "O"\n    identity id: UUID\n\n'


def formatted(text: str) -> str:
    parsed = parse(Source("a.moment", text))
    found = format_text(parsed)
    assert found is not None
    assert is_safe(parsed, found)
    return found


def test_clauses_come_in_the_order_of_the_grammar() -> None:
    policy = 'policy P chains-to C action "x" trigger E'
    saga = 'saga S timeout 7d compensation "c" undo C with D states X -> Y on E trigger E'
    text = f'context "A" description "d" [Core] {policy} {saga}'
    assert formatted(text) == dedent("""\
        context "A" [Core]
          description "d"

          policy P
            trigger E
            action "x"
            chains-to C

          saga S
            trigger E
            states X -> Y on E
            undo C with D
            compensation "c"
            timeout 7d
        """)


def test_inputs_take_a_line_each_once_their_line_passes_100_characters() -> None:
    def command(length: int) -> str:
        return HEAD + f"    command C\n      input first: UUID, {'x' * length}: UUID\n      emits E\n"

    room = 100 - len("      input first: UUID, : UUID")
    assert formatted(command(room)) == command(room)
    broken = f"    command C\n      input\n        first: UUID,\n        {'x' * (room + 1)}: UUID\n      emits E\n"
    assert formatted(command(room + 1)) == HEAD + broken


def test_comments_stay_where_they_stood() -> None:
    text = dedent("""\
        // head
        context "A"

          // before
          aggregate "O"  // beside
            identity id: UUID

            command C
              input n: UUID  /* beside a clause */
              emits E
              // dangling

            /* a block
                 deeper
               end */
            event E
              id: UUID  // last
        """)
    assert formatted(text) == text


@pytest.mark.parametrize("text", ["", "// only a comment\n"])
def test_a_file_that_declares_nothing_stays(text: str) -> None:
    assert formatted(text) == text


def test_a_text_of_several_lines_stays_one() -> None:
    crooked = 'context "A"\n  term "w" """\n          one\n\n            two "2"\n     """\n'
    assert formatted(crooked) == 'context "A"\n\n  term "w" """\n    one\n\n      two "2"\n    """\n'


def test_a_file_with_errors_is_left_alone() -> None:
    assert format_text(parse(Source("a.moment", 'context "A" {\n}\n'))) is None


def test_a_file_with_other_words_is_not_safe() -> None:
    parsed = parse(Source("a.moment", 'context "A"  // why\n'))
    assert [is_safe(parsed, text) for text in ('context "A"  // why\n', 'context "B"  // why\n', 'context "A"\n')] == [
        True,
        False,
        False,
    ]


def test_flat_is_formatted_like_indented() -> None:
    """For a text whose layout says what the readings of a flat one say."""
    text = (
        HEAD
        + """\
    command C
      input n: UUID
      emits E

    event E
      n: UUID

  policy P
    trigger E
    action "x"

flow "f"
  lane a "A"
  lane b "B"

  moment "M"
    a: E crosses-to b via Partnership
      contract
        n: UUID [required]
    b: C
      triggered-by E
"""
    )
    flat = "\n".join(line.strip() for line in text.splitlines())
    assert (formatted(text), formatted(flat)) == (text, text)
