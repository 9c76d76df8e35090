"""Every heading of every Markdown file here is a test; README.md says how they are written."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from moment.diagnostics.edits import apply_all
from moment.diagnostics.model import Diagnostic
from moment.language.parser import parse
from moment.text.source import Source
from tests.spec.checking import findings
from tests.spec.literate import Case, cases

FOLDER = Path(__file__).parent
ALL = [(file, test) for file in sorted(FOLDER.glob("**/*.md")) if file.name != "README.md" for test in cases(file)]
FLOOR = 280
_NAMED = [pytest.param(test, id=f"{file.stem}: {test.title}") for file, test in ALL]


def test_enough_is_collected() -> None:
    assert len(ALL) >= FLOOR


def test_mended_examples_expect_nothing() -> None:
    mended = [test for _, test in ALL if "mended" in test.title]
    assert len(mended) >= 100
    assert [test.title for test in mended if test.expected] == []


@pytest.mark.parametrize("test", [test for file, test in ALL if file.stem == "cascade"], ids=lambda test: test.title)
def test_a_planted_mistake_is_said_once(test: Case) -> None:
    assert len(test.expected) == 1


@pytest.mark.parametrize("test", _NAMED)
def test_findings_are_those_expected(test: Case) -> None:
    found = findings(test.files)
    assert _missing_and_surplus(test, found) == ([], [])


def _missing_and_surplus(test: Case, found: tuple[Diagnostic, ...]) -> tuple[list[str], list[str]]:
    """What was expected and not found, and what was found and not expected, as readable lines."""
    left = list(test.expected)
    surplus: list[str] = []
    for finding in found:
        place = finding.place
        text = test.files.get(place.path, "")
        line, column = Source(place.path, text).position(place.start)
        match = next(
            (
                item
                for item in left
                if (item.path, item.line, item.severity, item.rule)
                == (place.path, line, finding.severity.label, finding.rule.name)
                and item.column in (None, column)
            ),
            None,
        )
        if match is None:
            surplus.append(
                f"{place.path}:{line}:{column} {finding.severity.label}: [{finding.rule.name}] {finding.message}"
            )
        else:
            left.remove(match)
    return [f"{item.path}:{item.line} {item.severity}: [{item.rule}]" for item in left], surplus


@pytest.mark.parametrize("test", _NAMED)
def test_every_fix_makes_its_finding_go(test: Case) -> None:
    for finding in findings(test.files):
        for fix in finding.fixes:
            sources = {path: Source(path, text) for path, text in test.files.items()}
            mended: Mapping[str, str] = {**test.files, **apply_all(sources, [fix]).texts}
            left = [
                other
                for other in findings(mended)
                if (other.code, other.message, other.place.path) == (finding.code, finding.message, finding.place.path)
            ]
            before = [
                other
                for other in findings(test.files)
                if (other.code, other.message, other.place.path) == (finding.code, finding.message, finding.place.path)
            ]
            assert len(left) < len(before), f"`{fix.title}` leaves {finding.message}"
            assert _syntax_errors(mended) <= _syntax_errors(test.files), f"`{fix.title}` breaks the text"


def _syntax_errors(files: Mapping[str, str]) -> int:
    return sum(parse(Source(path, text)).has_errors for path, text in files.items())
