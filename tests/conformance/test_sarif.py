"""SARIF judged by the published schema, which travels in ``@microsoft/jest-sarif``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator

from moment.diagnostics.sarif import render
from moment.diagnostics.summary import summarize
from tests.findings import ORDER, SOURCES, findings, summary

SCHEMA = Path(__file__).parent / "node/node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"


@pytest.fixture(scope="module")
def judge() -> Draft4Validator:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    Draft4Validator.check_schema(schema)
    return Draft4Validator(schema, format_checker=Draft4Validator.FORMAT_CHECKER)


def complaints(judge: Draft4Validator, log: Any) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in judge.iter_errors(log)]


def log() -> Any:
    return json.loads(render(findings(), SOURCES, summary()))


def test_findings_of_every_shape_are_valid(judge: Draft4Validator) -> None:
    assert complaints(judge, log()) == []


def test_a_clean_run_is_valid(judge: Draft4Validator) -> None:
    clean = summarize([], project="shop", files=3, exit=0)
    assert complaints(judge, json.loads(render([], SOURCES, clean))) == []


@pytest.mark.parametrize(("member", "value"), [("level", "info"), ("ruleIndex", -2), ("message", {}), ("fixes", [{}])])
def test_the_judge_refuses_what_is_wrong(judge: Draft4Validator, member: str, value: object) -> None:
    wrong = log()
    wrong["runs"][0]["results"][0][member] = value
    assert len(complaints(judge, wrong)) == 1


def test_the_judge_knows_that_addresses_are_absolute(judge: Draft4Validator) -> None:
    wrong = log()
    wrong["runs"][0]["tool"]["driver"]["rules"][0]["helpUri"] = "docs/rules/MOM402.md"
    assert len(complaints(judge, wrong)) == 1


def test_a_result_says_what_the_finding_says() -> None:
    run = log()["runs"][0]
    assert run["columnKind"] == "unicodeCodePoints"
    rules = run["tool"]["driver"]["rules"]
    first = run["results"][0]
    assert rules[first["ruleIndex"]]["id"] == first["ruleId"] == "MOM402"
    assert first["level"] == "error"
    location = first["locations"][0]["physicalLocation"]
    assert location["artifactLocation"]["uri"] == "specs/order%20spec.moment"
    total = ORDER.text.index("total")
    assert location["region"] == {
        "startLine": 9,
        "startColumn": 5,
        "endLine": 9,
        "endColumn": 10,
        "charOffset": total,
        "charLength": 5,
    }
    assert [place["message"]["text"] for place in first["relatedLocations"]] == ["declared here", "used here"]


def test_suppressed_findings_are_there_with_their_reason() -> None:
    suppressions = [result["suppressions"] for result in log()["runs"][0]["results"]]
    reason = {"kind": "inSource", "justification": 'it is "old" <and> known'}
    assert suppressions == [[], [], [reason], [], [], []]
