"""A model with missing, unresolved or repeated parts still gives documents that can be read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from tests.unit.generate.asyncapi.models import rendered
from tests.unit.generate.vitest.models import domain_of

LINES = (Path(__file__).parents[3] / "conformance/every.moment").read_text(encoding="utf-8").splitlines()
PLACES = range(2, len(LINES), 7)


def judge(text: str) -> int:
    domain = domain_of(text)
    [artifact] = rendered(domain, "asyncapi", events="all").values()
    read = yaml.safe_load(artifact.text)
    assert [message["title"] for message in read["components"]["messages"].values()]
    schemas = [json.loads(each.text) for each in rendered(domain, "jsonschema").values()]
    for schema in schemas:
        Draft202012Validator.check_schema(schema)
    return len(schemas)


@pytest.mark.parametrize("place", PLACES)
def test_without_any_line(place: int) -> None:
    assert judge("\n".join([*LINES[:place], *LINES[place + 1 :]])) >= 10


@pytest.mark.parametrize("place", PLACES)
def test_with_any_line_twice(place: int) -> None:
    assert judge("\n".join([*LINES[: place + 1], *LINES[place:]])) >= 10


def test_the_places_are_many() -> None:
    assert len(PLACES) >= 30
