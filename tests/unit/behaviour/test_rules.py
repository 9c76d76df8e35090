"""The rules that runs find: the examples of tests/spec/behaviour.md, and those of their pages."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from moment.behaviour.graph import Limits
from moment.behaviour.rules import RULES
from moment.behaviour.simulation import simulate
from moment.checks import check
from moment.diagnostics.model import Rule, Severity
from moment.language.parser import parse
from moment.model.build import build
from moment.text.source import Source

ROOT = Path(__file__).parents[3]
_CASE = re.compile(
    r"^## (?P<title>.*)\n(?P<prose>(?:(?!```moment\n|## ).*\n)*)```moment\n(?P<text>(?:.*\n)*?)```$", re.MULTILINE
)
_EXPECTED = re.compile(r"(error|warning|info): \[([\w-]+)\]")


class Case(NamedTuple):
    title: str
    text: str
    limits: Limits


def cases() -> list[Case]:
    text = (ROOT / "tests" / "spec" / "behaviour.md").read_text(encoding="utf-8")
    found = []
    for match in _CASE.finditer(text):
        limit = re.search(r"at most (\d+) states", match["prose"])
        limits = Limits(states=int(limit[1])) if limit else Limits()
        found.append(Case(match["title"], match["text"], limits))
    assert len(found) >= 25
    return found


def findings(text: str, limits: Limits | None = None) -> list[tuple[int, str, str]]:
    source = Source("a.moment", text)
    parsed = parse(source)
    assert parsed.diagnostics == ()
    domain = build([parsed])
    assert [found for found in check(domain) if found.severity is Severity.ERROR] == []
    simulation = simulate(domain, limits=limits)
    return sorted(
        (source.position(found.place.start)[0], found.severity.label, found.rule.name)
        for found in simulation.diagnostics
    )


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.title)
def test_findings_are_those_written(case: Case) -> None:
    expected = sorted(
        (number, severity, rule)
        for number, line in enumerate(case.text.splitlines(), 1)
        for severity, rule in _EXPECTED.findall(line)
    )
    assert {rule for _, _, rule in expected} <= {rule.name for rule in RULES}
    assert findings(case.text, case.limits) == expected


def test_mended_examples_expect_nothing() -> None:
    mended = [case for case in cases() if case.title.endswith("mended")]
    assert [case.title for case in mended if _EXPECTED.search(case.text)] == []
    assert len(mended) >= 12


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_page_shows_the_rule_and_how_to_mend_it(rule: Rule) -> None:
    text = (ROOT / "docs" / "rules" / f"{rule.code}.md").read_text(encoding="utf-8")
    example, instead = re.findall(r"^```moment\n((?:.*\n)*?)```$", text, re.MULTILINE)
    limits = Limits(states=3) if rule.code == "MOM909" else None
    assert rule.name in {name for _, _, name in findings(example, limits)}
    assert rule.name not in {name for _, _, name in findings(instead, limits)}
