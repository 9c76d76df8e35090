"""The one layout of a specification.

Two spaces a level; clauses in the order of the grammar; files end with one line end. A blank line stands between
two members, between moments, behind the heads of contexts and aggregates and around the lanes of a flow; none between
neighbours of one kind that take a line each (terms, relationships, enums, ``states``), none behind an annotation, and
none between an identity and its ``states``. A text of several lines stays one in ``\"\"\"``.
"""

from __future__ import annotations

from moment.language.formatter.layout import layout
from moment.language.formatter.pieces import pieces
from moment.language.formatter.shape import shape
from moment.language.parser import Parsed, parse
from moment.text.source import Source


def format_text(parsed: Parsed) -> str | None:
    """The text in the one layout; ``None`` when it has syntax errors, because then nothing may be moved."""
    if parsed.has_errors:
        return None
    return layout(list(pieces(parsed)), parsed)


def is_safe(parsed: Parsed, text: str) -> bool:
    """Whether ``text`` says what ``parsed`` says, holds the same comments, and would not be formatted differently."""
    again = parse(Source(parsed.source.path, text))
    same_comments = sorted(_words(comment.text) for comment in parsed.comments) == sorted(
        _words(comment.text) for comment in again.comments
    )
    return shape(again.tree) == shape(parsed.tree) and same_comments and format_text(again) == text


def _words(comment: str) -> str:
    """A comment without its white space, which re-indenting changes."""
    return "".join(comment.split())
