"""YAML in block style: mappings, sequences and scalars of a document, and no word that YAML reads as something else."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from moment.generate.escaping import printable

LONGEST_KEY = 1000
"""A little less than the characters that a key may have without being announced by ``?``."""

_PLAIN = re.compile(r"\$?[A-Za-z][A-Za-z0-9_.+-]*(?:[ /][A-Za-z0-9_.+-]+)*")
_WORDS = frozenset("y n yes no on off true false null nan inf none".split())
"""Words that YAML 1.1 or 1.2 reads as something else than a string, in any case."""
_FORBIDDEN = str.maketrans({"\ufffe": "\\uFFFE", "\uffff": "\\uFFFF"})
"""What YAML allows nowhere and ``printable`` leaves as it is."""


def render(document: dict[str, Any]) -> str:
    """The document with a final newline; members keep their order. A document without members is ``{}``."""
    return "\n".join(_mapping(document, "") if document else ["{}"]) + "\n"


def _mapping(value: dict[str, Any], margin: str) -> Iterator[str]:
    for key, member in value.items():
        head = f"{margin}{_head(key, margin)}:"
        if isinstance(member, dict) and member:
            yield head
            yield from _mapping(member, margin + "  ")
        elif isinstance(member, list) and member:
            yield head
            yield from _sequence(member, margin + "  ")
        else:
            yield f"{head} {scalar(member)}"


def _sequence(value: list[Any], margin: str) -> Iterator[str]:
    for item in value:
        if isinstance(item, dict) and item:
            first, *others = _mapping(item, margin + "  ")
            yield f"{margin}- {first.lstrip()}"
            yield from others
        elif isinstance(item, list) and item:
            yield f"{margin}-"
            yield from _sequence(item, margin + "  ")
        else:
            yield f"{margin}- {scalar(item)}"


def _head(key: str, margin: str) -> str:
    """``key``, or ``? key`` and a line of its own for the colon."""
    text = scalar(key)
    return text if len(text) <= LONGEST_KEY else f"? {text}\n{margin}"


def scalar(value: Any) -> str:
    """A string, number, boolean, ``None`` or empty collection on one line."""
    return _string(value) if isinstance(value, str) else json.dumps(value)


@lru_cache(maxsize=1 << 14)
def _string(text: str) -> str:
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS:
        return text
    return printable(json.dumps(text, ensure_ascii=False)).translate(_FORBIDDEN)
