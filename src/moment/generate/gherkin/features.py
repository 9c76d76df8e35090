"""A feature as a value: rules, backgrounds, scenarios, steps and their tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Step(NamedTuple):
    """``keyword`` with its text; ``phrase`` is the member of the closed list that it is made from."""

    keyword: str
    text: str
    phrase: str
    table: tuple[tuple[str, ...], ...] = ()


class Scenario(NamedTuple):
    """``case`` is the id of the derived case that it shows."""

    name: str
    tags: tuple[str, ...]
    steps: tuple[Step, ...]
    case: str


class Rule(NamedTuple):
    """``background`` are the steps before each of its scenarios."""

    name: str
    tags: tuple[str, ...]
    description: str
    background: tuple[Step, ...]
    scenarios: tuple[Scenario, ...]


class Feature(NamedTuple):
    """``path`` is relative to the target's folder; ``sources`` are the specifications it is made from."""

    path: str
    name: str
    tags: tuple[str, ...]
    description: str
    rules: tuple[Rule, ...]
    sources: tuple[str, ...]


def tag_value(text: str) -> str:
    """``text`` as a part of a tag: letters, digits and ``_ - . / : >``, a hyphen for anything else."""
    return "".join(c if c.isalnum() or c in "_-./:>" else "-" for c in text)


def case_tags(ids: Sequence[str]) -> dict[str, str]:
    """The tag of every case; where two ids would be one tag, the later ones get ``-2``, ``-3`` …"""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for case in ids:
        plain = f"@case:{tag_value(case)}"
        tag, number = plain, 1
        while tag in taken:
            number += 1
            tag = f"{plain}-{number}"
        taken.add(tag)
        found[case] = tag
    return found
