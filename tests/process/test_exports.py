"""`moment simulate --export`: what stands where, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from moment.behaviour.export.columnar import read
from tests.conftest import Golden
from tests.process.commands import run, transcript
from tests.process.test_cli import GOOD
from tests.unit.behaviour.test_simulation import INDENTED


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project called shop, with three scenarios."""
    (tmp_path / "order.moment").write_text(INDENTED, encoding="utf-8")
    (tmp_path / "moment.toml").write_text('name = "shop"\n', encoding="utf-8")
    return tmp_path


def files(folder: Path) -> list[str]:
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return sorted(name for name in found if not name.endswith((".moment", ".toml")))


def test_exports_and_what_is_refused(folder: Path, golden: Golden) -> None:
    (folder / "mine.txt").write_text("mine\n", encoding="utf-8")
    wanted = ("otlp=run.jsonl", "mermaid=docs/runs.md", "itf=itf/{scenario}.itf.json")
    assert run(folder, "simulate", "--out", "-", *(part for each in wanted for part in ("--export", each))).exit == 0
    lines = [
        "simulate -q --export given-when-then=- --out -", "simulate --export otlpp=x", "simulate --export zipkin=x",
        "simulate --export otlp", "simulate --export otlp=", "simulate --export otlp=- --export itf=-",
        "simulate --export otlp=- --json", "simulate --export otlp=a --export itf=./a", "simulate --export otlp=facet.json",
        "simulate --export ocel=ocel.json --export otlp=mine.txt", "simulate --export otlp=mine.txt/a", "simulate --export otlp=.",
        "simulate --export columns", "simulate --export columns=-", "simulate --export columns=mine.txt",
    ]  # fmt: skip
    golden.file("cli/exports.txt", transcript(folder, *lines))
    assert files(folder) == [
        "docs/runs.md", "itf/order-placed-fault-duplicate-order-placed.itf.json", "itf/order-placed-happy-path.itf.json",
        "itf/order-placed-negative-order-not-placed.itf.json", "mine.txt", "run.jsonl",
    ]  # fmt: skip
    assert (folder / "mine.txt").read_text(encoding="utf-8") == "mine\n"


def test_columns_are_a_file_of_bytes_that_is_made_anew_until_somebody_edits_it(folder: Path) -> None:
    ran = run(folder, "simulate", "--export", "columns=all.run", "--export", "columns=each/{scenario}.run")
    assert ran.exit == 0
    assert "all.run written: 3 scenarios as columns\n" in ran.out + ran.err
    assert run(folder, "simulate", "--export", "columns=all.run", "--seed", "2").exit == 0
    file = folder / "all.run"
    assert [each.rows for each in read(file.read_bytes()).header.runs] == [3, 1, 6]
    assert len(list((folder / "each").iterdir())) == 3
    edited = file.read_bytes().replace(b"PlaceOrder", b"PlaceOrdes")
    file.write_bytes(edited)
    assert run(folder, "simulate", "--export", "columns=all.run").exit == 2
    assert file.read_bytes() == edited


def test_standard_output_holds_the_export_alone(folder: Path) -> None:
    ran = run(folder, "simulate", "--export", "ocel=-", "--export", "otlp=run.jsonl")
    assert len(json.loads(ran.out)["events"]) == 10
    assert ran.err.startswith("scope  1 instance")
    assert ran.err.endswith("facet.json written: 3 scenarios\nrun.jsonl written: 3 scenarios as otlp\n")
    assert run(folder, "simulate", "-q", "--export", "ocel=-", "--out", "-").err == ""


def test_an_export_is_made_anew_until_somebody_edits_it(folder: Path) -> None:
    assert run(folder, "simulate", "--export", "ocel=log.json").exit == 0
    assert run(folder, "simulate", "--export", "ocel=log.json", "--seed", "2").exit == 0
    log = folder / "log.json"
    facet = (folder / "facet.json").read_bytes()
    edited = log.read_text(encoding="utf-8").replace("OrderPlaced", "OrderPleased", 1)
    log.write_text(edited, encoding="utf-8")
    ran = run(folder, "simulate", "--export", "ocel=log.json", "--seed", "3")
    assert (ran.exit, ran.out) == (2, "")
    assert "`log.json` was changed since it was generated" in ran.err
    assert (log.read_text(encoding="utf-8"), (folder / "facet.json").read_bytes()) == (edited, facet)


def test_an_export_beside_the_json_document(folder: Path) -> None:
    ran = run(folder, "simulate", "--json", "--export", "cloudevents=events.jsonl", "--out", "-")
    scenarios = json.loads(ran.out)["scenarios"]
    lines = (folder / "events.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["data"] for line in lines] == [
        event["payload"] for scenario in scenarios for event in scenario["events"]
    ]


def test_only_the_chosen_flow_is_exported(folder: Path) -> None:
    (folder / "other.moment").write_text(GOOD, encoding="utf-8")
    run(folder, "simulate", "--flow", "order-placed", "--export", "itf=a.jsonl")
    lines = (folder / "a.jsonl").read_text(encoding="utf-8").splitlines()
    assert {json.loads(line)["#meta"]["flow"] for line in lines} == {"order-placed"}


def test_a_specification_that_cannot_be_run_exports_nothing(folder: Path) -> None:
    (folder / "order.moment").write_text(INDENTED.replace("command Place", "comand Place"), encoding="utf-8")
    assert run(folder, "simulate", "--export", "itf=a.jsonl").exit == 1
    assert files(folder) == []
