"""The report judged beside the one that cucumber-js writes about the same features."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from moment.derive import cases
from moment.generate.gherkin.features import case_tags
from moment.project.testing.results import read
from tests.conformance.judged import SPECIFICATIONS, generated
from tests.conformance.test_gherkin import ran, root, texts  # noqa: F401
from tests.conformance.test_jsonschema import domain_of
from tests.process.commands import run

NAMES = ("order-to-parcel", "library", "hospital", "every", "hostile")


def report(name: str) -> Any:
    [found] = [each for each in generated(SPECIFICATIONS[name], "cucumber-json") if each.target == "cucumber-json"]
    return json.loads(found.text)


def scenarios(document: Any) -> Iterator[tuple[str, int, str, list[str], list[tuple[str, str, int]]]]:
    """File, line, name, tags and own steps of every scenario, in order of file and line."""
    for feature in sorted(document, key=lambda each: each["uri"]):
        background = {s["line"] for e in feature["elements"] if e["type"] == "background" for s in e["steps"]}
        for element in sorted(feature["elements"], key=lambda each: each["line"]):
            if element["type"] == "scenario":
                tags = [tag["name"] for tag in element["tags"] if tag["name"].startswith("@case:")]
                steps = [
                    (s["keyword"], s["name"], s["line"]) for s in element["steps"] if s.get("line") not in background
                ]
                yield feature["uri"], element["line"], element["name"], tags, steps


@pytest.mark.parametrize("name", NAMES)
def test_cucumber_says_the_same_of_the_same_files(name: str, root: Path, ran: dict[str, Any]) -> None:  # noqa: F811
    theirs = json.loads((root / name / "report.json").read_text(encoding="utf-8"))
    backgrounds = {
        (feature["uri"], step["line"])
        for feature in report(name)
        for element in feature["elements"]
        if element["type"] == "background"
        for step in element["steps"]
    }
    for feature in theirs:
        for element in feature["elements"]:
            element["steps"] = [s for s in element["steps"] if (feature["uri"], s["line"]) not in backgrounds]
    assert list(scenarios(report(name))) == list(scenarios(theirs))
    assert len(list(scenarios(theirs))) == ran[name]["scenarios"]


@pytest.mark.parametrize("name", SPECIFICATIONS)
def test_ids_are_unique_and_everything_is_pending(name: str) -> None:
    elements = [element for feature in report(name) for element in feature["elements"]]
    ids = [element["id"] for element in elements]
    uris = [feature["uri"] for feature in report(name)]
    assert len(set(uris)) == len(uris)
    for feature in report(name):
        own = [element["id"] for element in feature["elements"]]
        assert len(set(own)) == len(own)
    assert ids
    assert {step["result"]["status"] for element in elements for step in element["steps"]} == {"pending"}
    derived = cases(domain_of(SPECIFICATIONS[name]))
    tags = [tag["name"] for element in elements for tag in element.get("tags", ()) if tag["name"].startswith("@case:")]
    assert sorted(tags) == sorted(case_tags([case.id for case in derived]).values())


def test_results_go_in_and_come_out_by_case(tmp_path: Path) -> None:
    texts = SPECIFICATIONS["order-to-parcel"]  # noqa: F811
    (tmp_path / "moment.toml").write_text('name = "shop"\n', encoding="utf-8")
    (tmp_path / "shop.moment").write_text(texts["order-to-parcel.moment"], encoding="utf-8")
    domain = domain_of(texts)
    derived = cases(domain)
    outcomes = {case.id: ("passed", "failed", "skipped")[number % 3] for number, case in enumerate(derived)}
    lines = [json.dumps({"case": case, "outcome": outcome, "reason": "why"}) for case, outcome in outcomes.items()]
    (tmp_path / "report.jsonl").write_text("\n".join(lines), encoding="utf-8")
    told = run(tmp_path, "test", "--results", "report.jsonl", "--format", "cucumber-json")
    assert told.exit == 1
    assert {result.case: result.status for result in read(told.out, domain, derived)} == outcomes
