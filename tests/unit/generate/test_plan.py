"""Every row of the plan's table, and what stops a run."""

from __future__ import annotations

from typing import Literal

import pytest

from moment.generate.artifact import Artifact
from moment.generate.header import digest, with_header
from moment.generate.ledger import EMPTY, Ledger, Record
from moment.generate.plan import Action, Plan, Run, conflict_findings, pending, plan, stale_findings

RUN = Run(frozenset({"typescript"}), frozenset({"typescript"}))
OLD = with_header("old\n", target="typescript", sources=("a.moment",))
NEW = with_header("new\n", target="typescript", sources=("a.moment",))


def artifact(
    text: str = NEW, *, path: str = "out/a.ts", kind: Literal["generated", "scaffold"] = "generated"
) -> Artifact:
    return Artifact(path, "typescript", kind, text, ("a.moment",))


def ledger_of(text: str, *, path: str = "out/a.ts", kind: Literal["generated", "scaffold"] = "generated") -> Ledger:
    return Ledger({path: Record("typescript", kind, digest(text), ("a.moment",))}, {})


def only(found: Plan) -> Action:
    assert len(found.actions) == 1
    return found.actions[0]


@pytest.mark.parametrize(
    ("ledger", "disk", "kind", "reason"),
    [
        (EMPTY, {}, "write", "missing"),
        (ledger_of("plain old\n"), {"out/a.ts": "plain old\n"}, "write", "stale"),
        (Ledger({}, {"out/a.ts": digest("plain old\n")}), {"out/a.ts": "plain old\n"}, "write", "stale"),
        (EMPTY, {"out/a.ts": OLD}, "write", "stale"),
        (ledger_of(NEW), {"out/a.ts": NEW}, "keep", "current"),
        (EMPTY, {"out/a.ts": NEW}, "keep", "adopted"),
        (ledger_of(OLD), {"out/a.ts": OLD + "edited\n"}, "conflict", "edited"),
        (EMPTY, {"out/a.ts": OLD + "edited\n"}, "conflict", "edited"),
        (EMPTY, {"out/a.ts": "mine\n"}, "conflict", "foreign"),
    ],
)
def test_a_generated_file(ledger: Ledger, disk: dict[str, str], kind: str, reason: str) -> None:
    assert only(plan([artifact()], ledger, disk, RUN)) == (kind, "out/a.ts", "typescript", reason)


@pytest.mark.parametrize(
    ("disk", "kind", "reason"),
    [({}, "write", "missing"), ({"out/a.ts": "mine\n"}, "keep", "scaffold"), ({"out/a.ts": ""}, "keep", "scaffold")],
)
@pytest.mark.parametrize("run", [RUN, RUN._replace(force=True)])
def test_a_scaffold_is_written_once(disk: dict[str, str], kind: str, reason: str, run: Run) -> None:
    found = plan([artifact(kind="scaffold")], ledger_of(NEW, kind="scaffold"), disk, run)
    assert only(found) == (kind, "out/a.ts", "typescript", reason)


@pytest.mark.parametrize(
    ("disk", "kind", "reason"),
    [
        ({"out/a.ts": OLD}, "remove", "obsolete"),
        ({"out/a.ts": "mine\n"}, "conflict", "edited"),
        ({}, "forget", "gone"),
    ],
)
def test_a_file_that_is_no_longer_wanted(disk: dict[str, str], kind: str, reason: str) -> None:
    found = plan([], ledger_of(OLD), disk, RUN)
    assert only(found) == (kind, "out/a.ts", "typescript", reason)
    assert ("out/a.ts" in found.ledger.files) is (kind == "conflict")


def test_an_unwanted_scaffold_is_left_alone() -> None:
    found = plan([], ledger_of(NEW, kind="scaffold"), {"out/a.ts": "mine\n"}, RUN)
    assert only(found) == ("keep", "out/a.ts", "typescript", "scaffold")


def test_force_overwrites_and_says_so() -> None:
    found = plan([artifact()], EMPTY, {"out/a.ts": "mine\n"}, RUN._replace(force=True))
    assert only(found) == ("write", "out/a.ts", "typescript", "forced")
    assert not found.is_blocked


def test_other_targets_are_left_alone_unless_pruned() -> None:
    other = Ledger({"out/x.py": Record("python", "generated", digest("x\n"), ())}, {})
    disk = {"out/x.py": "x\n"}
    assert plan([], other, disk, RUN).actions == ()
    assert only(plan([], other, disk, RUN._replace(prune=True))) == ("remove", "out/x.py", "python", "obsolete")
    configured = RUN._replace(prune=True, configured=frozenset({"typescript", "python"}))
    assert plan([], other, disk, configured).actions == ()


def test_an_emptied_model_removes_nothing_without_prune() -> None:
    found = plan([], ledger_of(OLD), {"out/a.ts": OLD}, RUN._replace(emptied=True))
    assert [(finding.code, finding.message) for finding in found.findings] == [
        ("MOM926", "no context and no flow, but 1 generated files")
    ]
    assert found.actions == ()
    pruned = plan([], ledger_of(OLD), {"out/a.ts": OLD}, RUN._replace(emptied=True, prune=True))
    assert only(pruned).kind == "remove"


def test_two_artifacts_on_one_path_block_the_run() -> None:
    found = plan([artifact(path="out/Café.ts"), artifact(path="out/cafe\u0301.ts")], EMPTY, {}, RUN)
    assert [finding.code for finding in found.findings] == ["MOM921"]
    assert found.is_blocked


def test_the_pending_ledger_knows_new_files_and_their_hashes() -> None:
    before = ledger_of(OLD)
    found = plan([artifact(), artifact(path="out/b.ts")], before, {"out/a.ts": OLD}, RUN)
    waiting = pending(found)
    assert waiting.pending == {"out/a.ts": digest(NEW), "out/b.ts": digest(NEW)}
    assert waiting.files["out/a.ts"] == before.files["out/a.ts"]
    assert waiting.files["out/b.ts"].sha256 == digest(NEW)


def test_findings_name_the_state_of_each_file() -> None:
    ledger = Ledger(
        {path: Record("typescript", "generated", digest(OLD), ()) for path in ("out/b.ts", "out/c.ts", "out/d.ts")}, {}
    )
    disk = {"out/b.ts": OLD, "out/c.ts": OLD, "out/d.ts": "edited\n", "out/e.ts": "mine\n"}
    wanted = [artifact(path=f"out/{name}.ts") for name in ("a", "b", "d", "e")]
    found = plan(wanted, ledger, disk, RUN)
    assert [(finding.code, finding.message) for finding in stale_findings(found)] == [
        ("MOM907", "`out/a.ts` is missing"),
        ("MOM907", "`out/b.ts` is stale"),
        ("MOM907", "`out/c.ts` is obsolete"),
    ]
    assert [(finding.code, finding.message) for finding in conflict_findings(found)] == [
        ("MOM906", "`out/d.ts` was changed since it was generated"),
        ("MOM920", "`out/e.ts` exists and was not generated"),
    ]
