"""``moment drift`` on a small TypeScript project: what a person sees, what a program reads, and which exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from moment.project.catalogue import schema
from tests.conftest import Golden
from tests.process.commands import run, transcript
from tests.unit.sync.projects import CODE, SHOP

CHANGED = CODE.replace("total: number", "sum: number; extra?: string")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "src").mkdir()
    (tmp_path / "moment.toml").write_text('name = "shop"\n', encoding="utf-8")
    (tmp_path / "shop.moment").write_text(SHOP, encoding="utf-8")
    (tmp_path / "src/order.ts").write_text(CODE, encoding="utf-8")
    return tmp_path


def files(project: Path) -> dict[str, bytes]:
    found = (path for path in project.rglob("*") if path.is_file() and "cache" not in path.parts)
    return {path.relative_to(project).as_posix(): path.read_bytes() for path in found}


def test_two_sides_that_agree_are_in_sync(project: Path) -> None:
    done = run(project, "drift")
    assert (done.exit, done.out, done.err) == (0, "shop: no drift, 3 elements in sync\n", "")


def test_what_differs_is_told_with_both_places_and_nothing_is_written(project: Path) -> None:
    (project / "src/order.ts").write_text(CHANGED, encoding="utf-8")
    before = files(project)
    done = run(project, "drift")
    assert (done.exit, done.err) == (1, "")
    assert done.out == (
        "MOM802 drift  Ordering/Order/OrderPlaced.sum  impl-ahead  prp-e5d6eb0217e2\n"
        "  shop.moment:9:11   nothing   →   sum: number   (new)\n"
        "  src/order.ts:1:79  " + CHANGED.splitlines()[0] + "\n"
        "  hurts  Ordering: Ordering/Order/PlaceOrder emits it (shop.moment:5:13)\n"
        "MOM801 drift  Ordering/Order/OrderPlaced.total  spec-ahead  prp-9df701355777\n"
        "  shop.moment:11:7   nothing   →   total: Money   (new)\n"
        "  src/order.ts:1:18  " + CHANGED.splitlines()[0] + "\n"
        "  hurts  Ordering: Ordering/Order/PlaceOrder emits it (shop.moment:5:13)\n"
        "MOM802 clean  Ordering/Order/OrderPlaced.extra  impl-ahead  prp-97ebec12e3c3\n"
        "  shop.moment:9:11   nothing   →   extra?: string   (new)\n"
        "  src/order.ts:1:92  " + CHANGED.splitlines()[0] + "\n"
        "shop: 1 spec-ahead, 2 impl-ahead, 2 elements in sync\n"
    )
    assert files(project) == before


def test_programs_read_the_published_shape(project: Path) -> None:
    (project / "src/order.ts").write_text(CHANGED, encoding="utf-8")
    done = run(project, "drift", "--json")
    document = json.loads(done.out)
    Draft202012Validator(json.loads(schema("moment.drift/1") or "")).validate(document)
    assert document["summary"] == {
        "aligned": 2, "specAhead": 1, "implAhead": 2, "conflicts": 0, "unread": 0, "unmodelled": 0, "rejected": 0,
        "category": 2,
    }  # fmt: skip
    sarif = json.loads(run(project, "drift", "--format", "sarif").out)
    results = sarif["runs"][0]["results"]
    located = {
        result["ruleId"]: [
            each["physicalLocation"]["artifactLocation"]["uri"]
            for each in (*result["locations"], *result.get("relatedLocations", ()))
        ]
        for result in results
    }
    assert located["MOM801"] == ["shop.moment", "src/order.ts", "shop.moment"]


@pytest.mark.parametrize(("flags", "code"), [(("--fail-on", "breaking"), 0), (("--fail-on", "never"), 0), ((), 1)])
def test_what_gives_exit_1_can_be_chosen(project: Path, flags: tuple[str, ...], code: int) -> None:
    (project / "src/order.ts").write_text(CHANGED, encoding="utf-8")
    assert run(project, "drift", *flags).exit == code


def test_a_broken_file_is_unread_and_never_removed(project: Path) -> None:
    (project / "src/order.ts").write_text(CODE.replace("total: number }", "total: number"), encoding="utf-8")
    done = run(project, "drift")
    assert done.exit == 1
    assert "unread  src/order.ts" in done.out
    assert "spec-ahead" not in done.out


def test_a_specification_with_errors_is_compared_with_nothing(project: Path) -> None:
    (project / "shop.moment").write_text("context\n", encoding="utf-8")
    done = run(project, "drift")
    assert done.exit == 1
    assert "error[MOM0" in done.out


def test_an_element_that_is_none_is_a_usage_error(project: Path) -> None:
    done = run(project, "drift", "--element", "Ordering/Nothing")
    assert (done.exit, done.out) == (2, "")
    assert "no element `Ordering/Nothing`" in done.err


def test_what_it_says(project: Path, golden: Golden) -> None:
    (project / "src/order.ts").write_text(CHANGED.replace("readonly _tag", "_tag"), encoding="utf-8")
    lines = (
        "drift --format concise",
        "drift --strict --element Ordering/Order/OrderPlaced",
        "drift --fail-on breaking --quiet --format github",
    )
    golden.file("cli/drift.txt", transcript(project, *lines))


def test_a_damaged_log_is_told_and_counts(project: Path) -> None:
    assert run(project, "sync", "propose").exit == 0
    log = project / ".moment/log/sync.jsonl"
    log.write_bytes(b"{broken}\n" + log.read_bytes())
    for _ in ("read", "remembered"):
        done = run(project, "drift")
        assert done.exit == 1
        assert done.out.startswith("MOM831 error  line 1 of `.moment/log/sync.jsonl` is damaged: ")
        assert "\n  hint  Run `moment sync repair`" in done.out
    codes = [each["code"] for each in json.loads(run(project, "drift", "--json").out)["diagnostics"]]
    assert "MOM831" in codes
    assert run(project, "sync", "log").err.startswith("MOM831 line 1 of `.moment/log/sync.jsonl` is damaged: ")
    assert run(project, "sync", "repair").exit == 0
    assert run(project, "drift").out == "shop: no drift, 3 elements in sync\n"
