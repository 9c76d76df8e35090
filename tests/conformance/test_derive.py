"""The documents of ``moment derive`` judged by their published schemas, on every specification."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest

from moment.derive.documents import DOCUMENTS
from tests.conformance.judged import SPECIFICATIONS, generated, made, opened
from tests.conformance.test_schemas import complaints

ANSWERS = ("topology", "catalogue", "impact", "sagas", "policies", "glossary")


def documents(texts: dict[str, str]) -> dict[str, Any]:
    return {each.path.rpartition("/")[2]: json.loads(each.text) for each in generated(texts, "derive")}


@pytest.mark.parametrize("name", SPECIFICATIONS)
def test_every_document_is_valid(name: str) -> None:
    found = documents(SPECIFICATIONS[name])
    assert list(found) == [f"{each}.json" for each in ANSWERS] == [f"{each}.json" for each in DOCUMENTS]
    for document in found.values():
        assert complaints(document) == []
        assert list(document)[:4] == ["$comment", "format", "project", "specHash"]


def test_documents_of_models_made_by_chance_are_valid() -> None:
    for seed in range(20):
        for document in documents(made(seed)).values():
            assert complaints(document) == []


@pytest.mark.parametrize("name", SPECIFICATIONS)
def test_every_reference_is_to_something_that_is_there(name: str) -> None:
    found = documents(SPECIFICATIONS[name])
    nodes = {node["id"] for node in found["impact.json"]["nodes"]}
    assert {end for edge in found["impact.json"]["edges"] for end in (edge["from"], edge["to"])} <= nodes
    cases = {case["caseId"] for suite in found["topology.json"]["suites"] for case in suite["cases"]}
    assert {case for covering in found["topology.json"]["coverage"].values() for case in covering} == cases
    events = {event["id"] for event in found["catalogue.json"]["events"]}
    assert {
        step["id"] for chain in found["policies.json"]["chains"] for step in chain["steps"] if step["kind"] == "event"
    } <= events


def test_the_judge_refuses_what_is_wrong() -> None:
    catalogue = documents(SPECIFICATIONS["every"])["catalogue.json"]
    del catalogue["events"][0]["producers"]
    assert len(complaints(catalogue)) == 1


def test_answers_of_the_command_are_valid() -> None:
    from moment.cli.commands.derive import _impact, _lineage

    with tempfile.TemporaryDirectory() as folder:
        session = opened(SPECIFICATIONS["order-to-parcel"], Path(folder))
        impact = json.loads(_impact(session, "OrderSubmitted", field=None, upstream=False, depth=None, as_json=True))
        lineage = json.loads(_lineage(session, "Sales.OrderSubmitted.orderId", as_json=True))
    assert (complaints(impact), complaints(lineage)) == ([], [])
    assert len(impact["affected"]) >= 3
    assert len(lineage["downstream"]) >= 2
