"""``moment test`` with the real runners: nothing bound, everything bound, and an implementation that is wrong."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from junitparser import JUnitXml, TestSuite

from tests.conformance.judged import HERE, TOOLS
from tests.conformance.pytest.mutants import MUTANTS as PYTHON_MUTANTS
from tests.conformance.test_schemas import complaints
from tests.conformance.vitest.mutants import MUTANTS
from tests.process.commands import Ran, run

NAME = "order-to-parcel"
RIGHT = {
    "vitest": (HERE / f"vitest/{NAME}.ts").read_text(encoding="utf-8"),
    "pytest": (HERE / f"pytest/{NAME}.py.txt").read_text(encoding="utf-8"),
}
BINDINGS = {"vitest": "bindings/vitest.ts", "pytest": "bindings/shop_domain_bindings.py"}


def wrong(runner: str) -> str:
    mutants: Any = MUTANTS if runner == "vitest" else PYTHON_MUTANTS
    mutant = next(each for each in mutants if each.implementation == NAME)
    return str(mutant.apply(RIGHT[runner]))


@pytest.fixture(params=["vitest", "pytest"])
def runner(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def folder(tmp_path: Path, runner: str) -> Path:
    """A project with generated tests and nothing bound."""
    (tmp_path / "moment.toml").write_text('name = "shop"\n', encoding="utf-8")
    text = (HERE / f"vitest/specs/{NAME}.moment").read_text(encoding="utf-8")
    (tmp_path / "shop.moment").write_text(text, encoding="utf-8")
    (tmp_path / "package.json").write_text('{"type": "module"}')
    (tmp_path / "node_modules").symlink_to(TOOLS, target_is_directory=True)
    assert run(tmp_path, "generate", runner).exit == 0
    return tmp_path


def execute(folder: Path, *arguments: str) -> Ran:
    return run(folder, "test", "--python", sys.executable, *arguments)


def answer(ran: Ran) -> Any:
    document = json.loads(ran.out)
    assert complaints(document) == []
    return document


def test_nothing_bound_is_not_green(folder: Path, runner: str) -> None:
    ran = execute(folder, "--json")
    found = answer(ran)
    assert (ran.exit, found["passed"], found["failed"], found["skipped"], found["notRun"]) == (1, 1, 0, 13, 0)
    assert [each["name"] for each in found["unbound"]][:2] == ["Sales.Order", "Dispatch.Parcel"]
    assert {each["file"] for each in found["unbound"]} == {BINDINGS[runner]}
    assert sum(each["cases"] for each in found["unbound"]) == 13


def test_a_right_implementation_is_green(folder: Path, runner: str) -> None:
    (folder / BINDINGS[runner]).write_text(RIGHT[runner], encoding="utf-8")
    ran = execute(folder, "--json", "--fail-on-unbound")
    found = answer(ran)
    assert (ran.exit, found["passed"], found["failed"], found["skipped"], found["notRun"]) == (0, 14, 0, 0, 0)


def test_a_wrong_one_is_red_at_its_place(folder: Path, runner: str) -> None:
    (folder / BINDINGS[runner]).write_text(wrong(runner), encoding="utf-8")
    ran = execute(folder, "--json")
    failed = [case for case in answer(ran)["cases"] if case["outcome"] == "failed"]
    assert (ran.exit, len(failed) >= 1) == (1, True)
    lines = (folder / "shop.moment").read_text(encoding="utf-8").splitlines()
    for case in failed:
        assert case["path"] == "shop.moment"
        assert case["reason"]
        name = case["caseId"].rpartition(":")[2].partition(">")[0].partition(".")[0]
        assert name in lines[case["line"] - 1]
    github = execute(folder, "--format", "github")
    assert (github.exit, github.out.count("::error file=shop.moment,line=")) == (1, len(failed))
    sarif = json.loads(execute(folder, "--format", "sarif").out)
    assert len(sarif["runs"][0]["results"]) == len(failed)


def test_junit_has_every_case(folder: Path, runner: str) -> None:
    (folder / BINDINGS[runner]).write_text(wrong(runner), encoding="utf-8")
    ran = execute(folder, "--format", "junit")
    suites = [suite for suite in JUnitXml.fromstring(ran.out.encode()) if isinstance(suite, TestSuite)]
    assert [(suite.name, suite.tests) for suite in suites] == [(NAME, 3), ("Sales", 5), ("Dispatch", 6)]
    assert sum(suite.failures for suite in suites) >= 1


def test_an_implementation_that_cannot_be_loaded_is_red(folder: Path, runner: str) -> None:
    (folder / BINDINGS[runner]).write_text("this is no program\n", encoding="utf-8")
    ran = execute(folder, "--json")
    found = answer(ran)
    assert (ran.exit, found["passed"], found["notRun"], len(found["broken"]) >= 1) == (1, 0, 14, True)


def test_old_tests_are_not_run(folder: Path, runner: str) -> None:
    (folder / BINDINGS[runner]).write_text(RIGHT[runner], encoding="utf-8")
    specification = folder / "shop.moment"
    specification.write_text(
        specification.read_text(encoding="utf-8").replace("creditGood", "creditFine"), encoding="utf-8"
    )
    ran = execute(folder)
    assert ran.exit == 1
    assert "error[MOM907]" in ran.out
    assert "no test was run" in ran.err


def test_filters_choose_cases(folder: Path, runner: str) -> None:
    (folder / BINDINGS[runner]).write_text(RIGHT[runner], encoding="utf-8")
    found = answer(execute(folder, "--json", "--flow", NAME))
    assert {case["flow"] for case in found["cases"]} == {NAME}
    found = answer(
        execute(folder, "--json", "--kind", "refusal", "--case", "Sales/Order/refusal:SubmitOrder.creditGood")
    )
    assert [case["outcome"] for case in found["cases"]] == ["passed"]
    wrong_name = execute(folder, "--kind", "refusals")
    assert (wrong_name.exit, "did you mean `refusal`?" in wrong_name.err) == (2, True)


def test_a_runner_that_is_missing_is_said(folder: Path, runner: str) -> None:
    if runner == "vitest":
        (folder / "node_modules").unlink()
        ran = execute(folder)
    else:
        ran = run(folder, "test", "--python", "/nowhere/python")
    assert ran.exit == 2
    assert "vitest is not installed" in ran.err if runner == "vitest" else "cannot be started" in ran.err
