"""Documents judged by their published schemas."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from moment.behaviour.bundle import bundle
from moment.behaviour.simulation import simulate
from moment.checks import check
from moment.diagnostics.json import render, render_error
from moment.diagnostics.summary import summarize
from moment.language.parser import parse
from moment.model.build import build
from moment.text.source import Source
from tests.findings import SOURCES, findings, summary

SCHEMAS = Path(__file__).parent.parent.parent / "docs" / "schemas"
PUBLISHED = sorted(SCHEMAS.glob("*.schema.json"))


def complaints(document: Any) -> list[str]:
    schema = json.loads((SCHEMAS / f"{document['format'].replace('/', '.')}.schema.json").read_text(encoding="utf-8"))
    return [f"{error.json_path}: {error.message}" for error in Draft202012Validator(schema).iter_errors(document)]


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.name)
def test_each_is_a_schema_of_the_dialect_it_names(path: Path) -> None:
    schema = json.loads(path.read_text(encoding="utf-8"))
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(schema)


def test_there_are_schemas() -> None:
    assert len(PUBLISHED) >= 2


def test_findings_of_every_shape() -> None:
    assert complaints(json.loads(render(findings(), SOURCES, summary()))) == []


def test_a_clean_run() -> None:
    clean = summarize([], project="shop", files=3, exit=0)
    assert complaints(json.loads(render([], SOURCES, clean))) == []


def test_a_failure() -> None:
    assert complaints(json.loads(render_error("MOM901", "nothing to read"))) == []


@pytest.mark.parametrize("member", ["format", "project", "summary", "diagnostics", "limits"])
def test_the_schema_refuses_a_document_without_a_member(member: str) -> None:
    document = json.loads(render(findings(), SOURCES, summary()))
    name = document["format"]
    del document[member]
    schema = json.loads((SCHEMAS / f"{name.replace('/', '.')}.schema.json").read_text(encoding="utf-8"))
    assert [error.validator for error in Draft202012Validator(schema).iter_errors(document)] == ["required"]


@pytest.mark.parametrize("name", ["behaviour", "contracts", "flows"])
def test_explained_findings(name: str) -> None:
    path = f"examples/broken/{name}.moment"
    sources = {path: Source(path, (SCHEMAS.parent.parent / path).read_text(encoding="utf-8"))}
    domain = build([parse(source) for source in sources.values()])
    document = json.loads(bundle(simulate(domain, sources=sources), project="broken", sources=sources))
    assert complaints(document) == []
    found = [finding for flow in document["flows"] for finding in flow["findings"]]
    assert all(finding["repairs"] for finding in found)
    assert any(finding["waits"] for finding in found) == (name != "contracts")


def test_a_finding_of_check_and_run_has_the_repairs_of_the_run() -> None:
    path = "examples/broken/contracts.moment"
    sources = {path: Source(path, (SCHEMAS.parent.parent / path).read_text(encoding="utf-8"))}
    domain = build([parse(source) for source in sources.values()])
    found = simulate(domain, sources=sources)
    document = json.loads(bundle(found, project="broken", sources=sources, diagnostics=check(domain)))
    (starved,) = (each for each in document["diagnostics"] if each["code"] == "MOM407")
    assert [fix["title"] for fix in starved["fixes"]] == [
        "carry `budget` with `DishCooked` to Cellar", "let `ChooseWine` do without `budget`",
    ]  # fmt: skip
