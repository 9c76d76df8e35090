"""Every rule's page says what its rule does: the example yields it, the mended one does not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from moment.diagnostics.model import Rule, Severity
from moment.project.catalogue import rules
from tests.spec.checking import findings
from tests.spec.literate import Block, cases, sections

PAGES = Path(__file__).parents[2] / "docs" / "rules"
RULES = {rule.code: rule for rule in rules()}
SPECIFICATIONS = sorted(path for path in Path(__file__).parent.glob("**/*.md") if path.name != "README.md")
HEADINGS = ("What it finds", "Why it matters", "Example", "Instead", "Fix")


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_page_has_its_parts(rule: Rule) -> None:
    text = (PAGES / f"{rule.code}.md").read_text(encoding="utf-8")
    lines = text.splitlines()
    found = [title for title, _, _ in sections(text) if title][1:]
    assert lines[0] == f"# {rule.code} {rule.name}"
    assert re.fullmatch(rf"{rule.severity.label}(?: · (?:fix: (?:safe|ask|none)|project))+", lines[2])
    assert found == list(HEADINGS)


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_example_yields_the_rule_and_the_mended_one_does_not(rule: Rule) -> None:
    text = (PAGES / f"{rule.code}.md").read_text(encoding="utf-8")
    blocks = {title: found for title, found, _ in sections(text)}
    example, instead = _files(blocks["Example"]), _files(blocks["Instead"])
    if not example:
        assert any(block.language in ("text", "toml", "json") for block in blocks["Example"])
        return
    found = findings(example)
    errors = {finding.code for finding in found if finding.severity is Severity.ERROR}
    assert rule.code in {finding.code for finding in found}
    assert errors <= {rule.code}
    assert rule.code not in {finding.code for finding in findings(instead)}


def _files(blocks: list[Block]) -> dict[str, str]:
    """The specifications of a part of a page, and its moment.toml if it has both."""
    found = {
        block.name or f"{index}.moment": block.text for index, block in enumerate(blocks) if block.language == "moment"
    }
    settings = {block.name: block.text for block in blocks if block.name == "moment.toml"}
    return {**found, **settings} if found else {}


def test_pages_say_which_fixes_there_are() -> None:
    offered: dict[str, set[str]] = {}
    for file in SPECIFICATIONS:
        for test in cases(file):
            for finding in findings(test.files):
                offered.setdefault(finding.code, set()).update(fix.applicability for fix in finding.fixes)
    seen = {code: applicability for code, applicability in offered.items() if code in RULES}
    assert len(seen) >= 115
    assert {code: _promised(code) for code in seen} == seen


def _promised(code: str) -> set[str]:
    line = (PAGES / f"{code}.md").read_text(encoding="utf-8").splitlines()[2]
    found = re.search(r"fix: (safe|ask)", line)
    return {found[1]} if found else set()
