"""What a commit says of its snapshot, said and read again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from moment.sync.git.trailers import TRAILERS, facts_in, message

FACTS = st.dictionaries(st.sampled_from(sorted(TRAILERS)), st.lists(st.text(min_size=1), min_size=1, max_size=3))


@given(st.text(), FACTS)
def test_whatever_is_said_is_read_again_on_one_line(subject: str, facts: dict[str, list[str]]) -> None:
    """Line breaks and signs that do not show are blanks; what is nothing but those is not said."""
    folded = {name: tuple(filter(None, map(_folded, values))) for name, values in facts.items()}
    said = {name: values for name, values in folded.items() if values}
    assert facts_in(message(subject or "s", facts)) == said


def _folded(text: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
