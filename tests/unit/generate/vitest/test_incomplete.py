"""A model with missing, unresolved or repeated parts still gives one test per case."""

from __future__ import annotations

from pathlib import Path

import pytest

from moment.derive import cases
from tests.unit.generate.vitest.models import domain_of, rendered

LINES = (Path(__file__).parents[3] / "conformance/every.moment").read_text(encoding="utf-8").splitlines()
PLACES = range(2, len(LINES), 7)


def written_tests(text: str) -> int:
    files = (artifact.text for path, artifact in rendered(text).items() if path.endswith(".spec.ts"))
    return sum(line.lstrip().startswith("it('") for text in files for line in text.splitlines())


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
