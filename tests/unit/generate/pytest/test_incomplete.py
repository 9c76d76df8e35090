"""A model with missing, unresolved or repeated parts still gives one test per case, and Python."""

from __future__ import annotations

from pathlib import Path

import pytest

from moment.derive import cases
from tests.unit.generate.pytest.models import domain_of, functions, rendered

LINES = (Path(__file__).parents[3] / "conformance/every.moment").read_text(encoding="utf-8").splitlines()
PLACES = range(2, len(LINES), 7)


def written_tests(text: str) -> int:
    found = rendered(text)
    for artifact in found.values():
        compile(artifact.text, artifact.path, "exec")
    return sum(len(functions(artifact.text)) for path, artifact in found.items() if "/test_" in path)


@pytest.mark.parametrize("place", PLACES)
def test_without_any_line(place: int) -> None:
    text = "\n".join([*LINES[:place], *LINES[place + 1 :]])
    assert written_tests(text) == len(cases(domain_of(text)))


@pytest.mark.parametrize("place", PLACES)
def test_with_any_line_twice(place: int) -> None:
    text = "\n".join([*LINES[: place + 1], *LINES[place:]])
    assert written_tests(text) == len(cases(domain_of(text)))


def test_the_places_are_many() -> None:
    assert len(PLACES) >= 30
