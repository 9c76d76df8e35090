"""Pages that are made from the code, and pages that name parts of it, against the code."""

from __future__ import annotations

import re
from pathlib import Path

from tools.docs import pages

ROOT = Path(__file__).parents[2]


def reader_paths() -> dict[str, list[str]]:
    """``check = cli/commands/check → project/session → …`` of docs/architecture.md, as lists by command."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8").replace("`", "")
    lines = re.findall(r"^\W*(\w+) = (.*→.*)$", text, re.MULTILINE)
    return {command: [step.strip(" .") for step in steps.split("→")] for command, steps in lines}


def test_generated_pages_are_current() -> None:
    written = {path: (ROOT / path).read_text(encoding="utf-8") for path in pages() if (ROOT / path).is_file()}
    assert written == pages()


def test_there_are_generated_pages_and_no_schema_that_is_none() -> None:
    schemas = {path.relative_to(ROOT).as_posix() for path in (ROOT / "docs" / "schemas").glob("*.json")}
    assert len(schemas) >= 2
    assert schemas - set(pages()) == set()


def test_reader_paths_lead_through_files_that_exist() -> None:
    missing = []
    for command, steps in reader_paths().items():
        for step in steps:
            pattern = re.sub(r"<\w+>", "*", step.removesuffix(".py"))
            if not any((ROOT / "src" / "moment").glob(f"{pattern}.py")):
                missing.append(f"{command}: {step}")
    assert missing == []


def test_a_newcomer_reads_at_most_six_files() -> None:
    found = reader_paths()
    assert len(found) >= 3
    assert {command: steps for command, steps in found.items() if len(steps) > 6} == {}


def named_tests() -> list[str]:
    """Every `tests/….py::name` of the tables of judges."""
    text = "".join((ROOT / "docs" / page).read_text(encoding="utf-8") for page in ("artifacts.md", "exports.md"))
    return re.findall(r"`(tests/[\w/]+\.py::\w+)`", text)


def test_every_row_about_a_judge_names_a_test_that_is_there() -> None:
    missing = []
    for name in named_tests():
        path, _, function = name.partition("::")
        file = ROOT / path
        text = file.read_text(encoding="utf-8") if file.is_file() else ""
        if not re.search(rf"^(    )?def {function}\b|^Test\w* = |^class {function}\b", text, re.MULTILINE):
            missing.append(name)
    assert missing == []
    assert len(named_tests()) >= 40
