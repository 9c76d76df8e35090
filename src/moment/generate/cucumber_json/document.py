"""The features as the report that Cucumber's tools read: elements, steps and their lines, and a result for each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal, NamedTuple, TypeAlias

import msgspec

from moment.generate.escaping import one_line
from moment.generate.gherkin.compose import Composer
from moment.generate.gherkin.features import Feature, Rule, Scenario, Step
from moment.generate.gherkin.render import texts
from moment.generate.naming import kebab_or_blank
from moment.model.domain import Domain
from moment.model.results import Case, HappyRun

Status: TypeAlias = Literal["passed", "failed", "skipped", "pending", "undefined"]


class Outcome(NamedTuple):
    """What became of a case; ``message`` is why it failed."""

    status: Status
    message: str = ""


PENDING = Outcome("pending")


def render(
    domain: Domain,
    cases: tuple[Case, ...],
    happy: Iterable[HappyRun],
    *,
    folder: str,
    outcomes: Mapping[str, Outcome] | None = None,
) -> str:
    """The report as indented JSON; ``folder`` is that of the features, ``outcomes`` go from a case's id to its result."""
    features = Composer(domain, cases, happy).features()
    report = [_feature(feature, iter(written.lines), folder, outcomes or {}) for feature, written in texts(features)]
    return msgspec.json.format(msgspec.json.encode(report), indent=2).decode() + "\n"


def _feature(feature: Feature, lines: Iterator[int], folder: str, outcomes: Mapping[str, Outcome]) -> dict[str, Any]:
    identity = kebab_or_blank(feature.name)
    line = next(lines)
    elements = [element for rule in feature.rules for element in _rule(rule, identity, lines, outcomes)]
    for number, element in enumerate(elements, 1):
        element["id"] = f"{element['id']};{number}"
    return {
        "uri": f"{folder}/{feature.path}",
        "id": identity,
        "keyword": "Feature",
        "name": one_line(feature.name),
        "description": feature.description,
        "line": line,
        "tags": _tags(feature.tags, line - 1),
        "elements": elements,
    }


def _rule(rule: Rule, feature: str, lines: Iterator[int], outcomes: Mapping[str, Outcome]) -> Iterator[dict[str, Any]]:
    identity = f"{feature};{kebab_or_blank(rule.name)}"
    next(lines)
    if rule.background:
        line = next(lines)
        results = [PENDING] * len(rule.background)
        yield {
            "type": "background",
            "id": f"{identity};background",
            "keyword": "Background",
            "name": "",
            "description": "",
            "line": line,
            "steps": list(_steps(rule.background, results, lines)),
        }
    for scenario in rule.scenarios:
        yield _scenario(scenario, identity, lines, outcomes.get(scenario.case, PENDING))


def _scenario(scenario: Scenario, rule: str, lines: Iterator[int], outcome: Outcome) -> dict[str, Any]:
    line = next(lines)
    return {
        "type": "scenario",
        "id": f"{rule};{kebab_or_blank(scenario.name)}",
        "keyword": "Scenario",
        "name": one_line(scenario.name),
        "description": "",
        "line": line,
        "tags": _tags(scenario.tags, line - 1),
        "steps": list(_steps(scenario.steps, _results(scenario, outcome), lines)),
    }


def _results(scenario: Scenario, outcome: Outcome) -> list[Outcome]:
    """One for every step; a case fails at its last step, which is where it compares."""
    if outcome.status != "failed":
        return [outcome] * len(scenario.steps)
    return [*[Outcome("passed")] * (len(scenario.steps) - 1), outcome]


def _steps(steps: tuple[Step, ...], results: list[Outcome], lines: Iterator[int]) -> Iterator[dict[str, Any]]:
    for step, outcome in zip(steps, results, strict=True):
        found: dict[str, Any] = {
            "keyword": f"{step.keyword} ",
            "name": step.text,
            "line": next(lines),
            "match": {"location": step.phrase},
            "result": {"status": outcome.status, **({"error_message": outcome.message} if outcome.message else {})},
        }
        if step.table:
            found["rows"] = [{"cells": list(row)} for row in step.table]
        yield found


def _tags(tags: Iterable[str], line: int) -> list[dict[str, Any]]:
    return [{"name": tag, "line": line} for tag in tags]
