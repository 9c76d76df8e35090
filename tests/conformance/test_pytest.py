"""The pytest files judged by pytest, mypy and ruff: unbound, bound to what is right, bound to what is wrong."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory
from typing import NamedTuple, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moment.derive import cases
from moment.diagnostics.model import Severity
from moment.generate.artifact import Artifact
from moment.model.results import Case, CaseKind
from moment.model.words import kebab
from tests.conformance.judged import SPECIFICATIONS, collides, generated, made, opened, write
from tests.conformance.pytest.mutants import MUTANTS
from tests.hostile import WORDS, by_chance, hostile

OWN = Path(__file__).parent / "pytest"
IMPLEMENTED = ("order-to-parcel", "borrowing")
BY_CHANCE = {
    **{f"made-{seed}": made(seed) for seed in range(8)},
    **{f"hostile-{seed}": {"hostile.moment": by_chance(seed)} for seed in range(8)},
}
JUDGED = {**SPECIFICATIONS, **{name: texts for name, texts in BY_CHANCE.items() if not collides(texts, "pytest")}}
# Models made by chance have contracts that their events do not keep.
SOUND = tuple(name for name in JUDGED if not name.startswith("made-"))


class Line(NamedTuple):
    """One line of the report of a run."""

    case: str | None
    outcome: str
    reason: str
    title: str


class Run(NamedTuple):
    code: int
    output: str
    lines: list[Line]

    def of(self, outcome: str) -> list[Line]:
        return [line for line in self.lines if line.outcome == outcome]


@cache
def cases_of(name: str) -> tuple[Case, ...]:
    with TemporaryDirectory() as folder:
        return cases(opened(JUDGED[name], Path(folder)).domain())


@cache
def made_once(name: str) -> tuple[Artifact, ...]:
    return generated(JUDGED[name], "pytest")


def implementation(name: str) -> str:
    return (OWN / f"{name}.py.txt").read_text(encoding="utf-8")


def bind(folder: Path, name: str, bindings: str) -> None:
    """Everything that ``moment generate pytest`` makes, with ``bindings`` in place of the scaffold."""
    write(made_once(name), folder)
    (folder / "bindings/shop_domain_bindings.py").write_text(bindings, encoding="utf-8")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder per variant: every specification unbound, the implemented ones bound, every mutant."""
    folder = tmp_path_factory.mktemp("suites").resolve()
    for name in JUDGED:
        write(made_once(name), folder / "unbound" / name)
    for name in IMPLEMENTED:
        bind(folder / "bound" / name, name, implementation(name))
    for way in ("parallel", "importlib"):
        bind(folder / way / "borrowing", "borrowing", implementation("borrowing"))
    for mutant in MUTANTS:
        bind(
            folder / "mutants" / mutant.name, mutant.implementation, mutant.apply(implementation(mutant.implementation))
        )
    bind(folder / "broken/syntax", IMPLEMENTED[0], "def")
    return folder


@pytest.fixture(scope="module")
def runs(root: Path) -> Mapping[str, Run]:
    """From ``unbound/order`` to what pytest says about each of its tests."""
    folders = sorted(path for path in root.glob("*/*") if path.is_dir())
    done = subprocess.run(
        [sys.executable, str(OWN / "running.py")],
        input="\n".join(map(str, folders)),
        env={"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return {f"{folder.parent.name}/{folder.name}": _run(folder) for folder in folders}


def _run(folder: Path) -> Run:
    report, told = folder / "report.jsonl", json.loads((folder / "run.json").read_text(encoding="utf-8"))
    lines = report.read_text(encoding="utf-8").splitlines() if report.exists() else []
    return Run(told["code"], told["output"], [Line(**json.loads(line)) for line in lines])


def test_enough_is_judged() -> None:
    assert len(JUDGED) - len(SOUND) >= 4
    assert len(SOUND) - len(SPECIFICATIONS) >= 3
    assert len(MUTANTS) >= 40


@pytest.mark.parametrize("name", SOUND)
def test_unbound_contracts_pass_and_all_else_says_what_to_bind(name: str, runs: Mapping[str, Run]) -> None:
    derived = {case.id: case for case in cases_of(name)}
    run = runs[f"unbound/{name}"]
    assert {line.case for line in run.of("passed")} == {
        case.id for case in derived.values() if case.kind == "crossing" and not _is_unresolved(case.id, run)
    }, run.output
    assert run.of("failed") == []
    unexplained = [line for line in run.of("skipped") if not line.reason.startswith(("not bound: ", "not resolved: "))]
    assert unexplained == []
    assert run.code == 0 or not derived


def _is_unresolved(case: str, run: Run) -> bool:
    return any(line.case == case and line.reason.startswith("not resolved: ") for line in run.lines)


@pytest.mark.parametrize("name", JUDGED)
def test_every_case_is_one_test(name: str, runs: Mapping[str, Run]) -> None:
    found = Counter((line.case, line.title) for line in runs[f"unbound/{name}"].lines)
    assert found == Counter((case.id, re.sub(r"[\t\n\r\x0b\x0c]+", " ", case.title)) for case in cases_of(name))


@pytest.mark.parametrize("name", IMPLEMENTED)
def test_a_right_implementation_passes_everything(name: str, runs: Mapping[str, Run]) -> None:
    run = runs[f"bound/{name}"]
    assert [line for line in run.lines if line.outcome != "passed"] == [], run.output
    assert len(run.lines) == len(cases_of(name))


@pytest.mark.parametrize("mutant", [mutant.name for mutant in MUTANTS])
def test_a_wrong_implementation_fails(mutant: str, runs: Mapping[str, Run]) -> None:
    run = runs[f"mutants/{mutant}"]
    assert run.of("failed") != []
    assert run.code == 1
    assert [line for line in run.lines if line.case is None] == []


def test_every_kind_of_case_catches_something(runs: Mapping[str, Run]) -> None:
    caught = {line.case for mutant in MUTANTS for line in runs[f"mutants/{mutant.name}"].of("failed")}
    kinds = {case.kind for name in IMPLEMENTED for case in cases_of(name) if case.id in caught}
    assert kinds == set(get_args(CaseKind))


@pytest.mark.parametrize("way", ["parallel", "importlib"])
def test_every_way_to_run_reports_every_case_once(way: str, runs: Mapping[str, Run]) -> None:
    assert sorted(runs[f"{way}/borrowing"].lines) == sorted(runs["bound/borrowing"].lines)


def test_a_suite_that_cannot_be_collected_reports_a_failure(runs: Mapping[str, Run]) -> None:
    run = runs["broken/syntax"]
    assert run.code == 2
    assert {(line.case, line.outcome) for line in run.lines} == {(None, "failed")}
    assert all("SyntaxError" in line.reason for line in run.lines)


def alone(name: str, prefix: str, bindings: str | None = None) -> dict[str, str]:
    """The files of a specification by path, with names under which many of them can stand in one folder."""
    package = f"{prefix}_domain"
    found = {}
    for artifact in generated(SPECIFICATIONS[name], "pytest", settings=f'[generate.python]\npackage = "{package}"'):
        text = artifact.text
        if artifact.kind == "scaffold" and bindings is not None:
            text = bindings.replace("shop_domain", package)
        text = re.sub(r"^from (harness|payloads) import", rf"from {prefix}_\1 import", text, flags=re.MULTILINE)
        path = artifact.path.removeprefix("generated/python/").removeprefix("bindings/")
        found[path if path.startswith(package) else f"{prefix}_{PurePath(path).name}"] = text
    return found


@pytest.fixture(scope="module")
def typed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All specifications with their scaffolds, and the implementations, in one folder."""
    folder = tmp_path_factory.mktemp("typed").resolve()
    variants = [(name, None) for name in SPECIFICATIONS] + [(name, implementation(name)) for name in IMPLEMENTED]
    for number, (name, bindings) in enumerate(variants):
        for path, text in alone(name, f"v{number}", bindings).items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8", newline="\n")
    return folder


def judged(folder: Path, *command: str) -> str:
    """What a tool has to say; empty when it finds nothing."""
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=folder, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode in (0, 1), done.stdout + done.stderr
    return "" if done.returncode == 0 else done.stdout


def test_suites_and_implementations_have_their_types(typed: Path) -> None:
    (typed / "mypy.ini").write_text("[mypy]\nstrict = True\nexplicit_package_bases = True\n", encoding="utf-8")
    assert judged(typed, "mypy", "--config-file", "mypy.ini", "--cache-dir", os.devnull, ".") == ""


def test_suites_are_clean(typed: Path) -> None:
    assert judged(typed, "ruff", "check", "--isolated", "--no-cache", "--exclude=*_domain", "--ignore=I001", ".") == ""


_ANY = st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\t\"'\\\\`*/{}#%|")
AWKWARD = st.builds("{}{}".format, st.sampled_from("aZé注"), st.text(_ANY, max_size=10))
NAMES = st.from_regex(r"[a-z]{2,5}[0-9]?", fullmatch=True) | st.sampled_from(WORDS)
HOSTILE = st.builds(
    hostile,
    st.lists(AWKWARD, min_size=12, max_size=20, unique_by=kebab),
    st.lists(NAMES, min_size=12, max_size=20, unique_by=str.lower),
)


def test_hostile_names_are_refused_or_make_one_test_a_case() -> None:
    judged = []

    @settings(max_examples=40, deadline=None)
    @given(HOSTILE)
    def holds(text: str) -> None:
        specification = {"hostile.moment": text}
        with TemporaryDirectory() as folder:
            session = opened(specification, Path(folder))
            if any(found.severity is Severity.ERROR for found in session.diagnostics(behaviour=False)):
                return
            if list(session.collisions(["pytest"])):
                return
            derived = sorted(case.id for case in cases(session.domain()))
        judged.append(text)
        assert sorted(markers(generated(specification, "pytest"))) == derived

    holds()
    assert len(judged) >= 10


def markers(artifacts: tuple[Artifact, ...]) -> Iterator[str]:
    """The case of every test in files that are Python, and whose tests have names of their own."""
    for artifact in artifacts:
        tree = ast.parse(artifact.text)
        functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
        assert len({function.name for function in functions}) == len(functions)
        for decorator in (each for function in functions for each in function.decorator_list):
            if isinstance(decorator, ast.Call):
                yield ast.literal_eval(decorator.args[0])
