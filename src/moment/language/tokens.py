"""The words of the language: what a token looks like, and which words are keywords where."""

from __future__ import annotations

import re

TOKEN = re.compile(
    r"""\w+(?:-+\w+)*|\s+|[:,()?]|\[\]|"(?!"")(?:[^"\\\n]+|\\[^\n]|\\)*"?|//[^\n]*|/\*(?:[\s\S]*?\*/)?"""
    r'''|\"\"\"(?:[\s\S]*?\"\"\")?|->|=>|<{7}[^\n]*|={7}[^\n]*|>{7}[^\n]*|[\s\S]'''
)  # fmt: skip
"""Every character of a text belongs to exactly one match: words, white space, strings, comments, signs.

An unterminated string ends with its line, an unterminated comment or block string is its opening sign alone.
"""

FILE_WORDS = ("context", "flow")
CONTEXT_WORDS = (
    "aggregate", "service", "policy", "saga", "relationship", "value-object", "invariant", "enum", "projection", "term",
)  # fmt: skip
AGGREGATE_WORDS = ("command", "event", "states", "identity")
FLOW_WORDS = ("lane", "branch-lane", "moment")
MOMENT_WORDS = ("when",)

CLAUSES: dict[str, tuple[str, ...]] = {
    "context": ("description",),
    "command": ("input", "precondition", "emits"),
    "invariant": ("scope",),
    "service": ("consumes", "produces", "description"),
    "policy": ("trigger", "action", "chains-to"),
    "saga": ("trigger", "states", "undo", "compensation", "timeout"),
    "relationship": ("type", "contract"),
    "projection": ("from",),
    "flow": ("description",),
    "placement": ("crosses-to", "triggered-by", "triggers", "returns-to"),
    "crossing": ("via", "delivery", "ordered", "idempotent", "contract"),
}
"""The clauses that each declaration can have, in the order in which the formatter writes them."""

MEMBER_WORDS = frozenset((*FILE_WORDS, *CONTEXT_WORDS, *AGGREGATE_WORDS, *FLOW_WORDS, *MOMENT_WORDS))
"""Words that start a declaration."""

KEYWORDS = MEMBER_WORDS | frozenset(word for clauses in CLAUSES.values() for word in clauses)
"""All words that start a declaration or a clause."""

SMALL_WORDS = (
    "at-most",
    "by",
    "deprecated",
    "in",
    "not",
    "on",
    "or",
    "with",
    "required",
    "optional",
    "terminal",
    "branch",
)
CLASSIFICATIONS = ("Core", "Supporting", "Generic", "Terminal")
GUARANTEES = ("at-most-once", "at-least-once", "exactly-once")
ANNOTATIONS = ("classification", "retention", "encryption")


def is_name(text: str) -> bool:
    """Whether a token is a name: a letter or ``_``, then letters, digits, ``_``, with inner hyphens."""
    return text.isidentifier() or ("-" in text and text.replace("-", "_").isidentifier() and text[0] != "-")
