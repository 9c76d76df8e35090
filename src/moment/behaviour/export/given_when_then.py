"""Scenarios as Given, When, Then in plain text, each with the events that happened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from moment.behaviour.export.origin import Origin
from moment.behaviour.export.told import Told
from moment.behaviour.seal import NOTE
from moment.text.lines import one_line


def text(scenarios: Sequence[Told], origin: Origin) -> str:
    """Flow by flow. Nothing that a user wrote begins a line, so the lines are as they are named."""
    lines = [f"# {NOTE}"]
    for flow, group in groupby(scenarios, key=lambda each: each.scenario.flow.name):
        lines += ["", f"Flow: {one_line(flow)}"]
        for each in group:
            lines += ["", *_scenario(each)]
    return "\n".join(lines) + "\n"


def _scenario(told: Told) -> Iterator[str]:
    scenario = told.scenario
    yield f"  Scenario: {one_line(scenario.label)}"
    yield f"    ({scenario.kind}, {scenario.verdict.kind}, {told.key})"
    yield f"    Given {one_line(scenario.given)}"
    yield f"    When {one_line(scenario.when)}"
    yield f"    Then {one_line(scenario.then)}"
    for happened in scenario.trace.events:
        yield f"      | {happened.at} | {_cell(happened.id)} | {_cell(happened.event.name)} |"


def _cell(value: str) -> str:
    return one_line(value).replace("\\", "\\\\").replace("|", "\\|")
