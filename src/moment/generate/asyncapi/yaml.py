"""YAML in block style: mappings, sequences and scalars of a document, and no word that YAML reads as something else."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from moment.generate.escaping import printable

_PLAIN = re.compile(r"\$?[A-Za-z][A-Za-z0-9_.+-]*(?:[ /][A-Za-z0-9_.+-]+)*")
_WORDS = frozenset("y n yes no on off true false null nan inf none".split())
"""Words that YAML 1.1 or 1.2 reads as something else than a string, in any case."""


def render(document: dict[str, Any]) -> str:
    """The document with a final newline; members keep their order."""
    return "\n".join(_mapping(document, "")) + "\n"


def _mapping(value: dict[str, Any], margin: str) -> Iterator[str]:
    for key, member in value.items():
        head = f"{margin}{scalar(key)}:"
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


def scalar(value: Any) -> str:
    """A string, number, boolean, ``None`` or empty collection on one line."""
    if isinstance(value, str) and _PLAIN.fullmatch(value) and value.lower() not in _WORDS:
        return value
    return printable(json.dumps(value, ensure_ascii=False))
