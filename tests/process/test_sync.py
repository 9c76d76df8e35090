"""``moment sync``: differences are proposed, decided, applied and taken back, on a real disk."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from moment.project.catalogue import schema
from tests.conftest import Golden
from tests.process.commands import Ran, run, transcript
from tests.unit.sync.projects import CODE, SHOP


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "src").mkdir()
    (tmp_path / "moment.toml").write_text('name = "shop"\n', encoding="utf-8")
    (tmp_path / "shop.moment").write_text(SHOP, encoding="utf-8")
    (tmp_path / "src/order.ts").write_text(CODE, encoding="utf-8")
    agreed = sync(tmp_path, "propose")
    assert (agreed.exit, agreed.out) == (0, "shop: 0 proposals open, 0 new\n")
    return tmp_path


def sync(project: Path, *arguments: str) -> Ran:
    return run(project, "sync", *arguments)


def points(project: Path) -> dict[str, tuple[str, str, str]]:
    """From the summary of every point to its id, direction and status."""
    document = json.loads(run(project, "drift", "--json").out)
    return {each["summary"]: (each["proposalId"], each["direction"], each["status"]) for each in document["points"]}


def edit(project: Path, path: str, old: str, new: str) -> str:
    file = project / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    return text


def test_code_follows_a_specification_that_moved(project: Path) -> None:
    edit(project, "shop.moment", "      total: Money\n", "      total: Money\n      placedAt: DateTime?\n")
    assert [direction for _, direction, _ in points(project).values()] == ["spec-ahead"]
    done = sync(project, "accept", "--all")
    assert (done.exit, done.out) == (0, "wrote src/order.ts\n1 proposal accepted\n")
    changed = CODE.replace("total: number }", "total: number; placedAt?: string }")
    assert (project / "src/order.ts").read_text(encoding="utf-8") == changed
    assert run(project, "drift").exit == 0


def test_a_specification_follows_code_that_moved(project: Path) -> None:
    edit(project, "src/order.ts", "note?: string }", "note?: string; urgent?: boolean }")
    ((name, direction, _),) = points(project).values()
    assert direction == "impl-ahead"
    assert sync(project, "accept", name[:9]).exit == 0
    assert "input orderId: UUID, note: string?, urgent: boolean?\n" in (project / "shop.moment").read_text("utf-8")
    assert run(project, "drift").exit == 0


def test_what_was_accepted_is_taken_back_byte_for_byte(project: Path) -> None:
    edit(project, "shop.moment", "      total: Money\n", "      grandTotal: Money\n")
    before = (project / "src/order.ts").read_bytes()
    ((name, _, _),) = points(project).values()
    assert sync(project, "accept", name).exit == 0
    assert b"grandTotal: number" in (project / "src/order.ts").read_bytes()
    assert sync(project, "undo").out == f"undone: {name}\n"
    assert (project / "src/order.ts").read_bytes() == before
    assert [status for _, _, status in points(project).values()] == ["pending"]
    assert sync(project, "undo").exit == 1


def test_an_edit_since_then_is_not_overwritten_by_undo(project: Path) -> None:
    edit(project, "shop.moment", "      total: Money\n", "      grandTotal: Money\n")
    assert sync(project, "accept", "--all").exit == 0
    edit(project, "src/order.ts", "grandTotal: number", "grandTotal: number /* mine */")
    refused = sync(project, "undo")
    assert refused.exit == 1
    assert "MOM820" in refused.out
    assert "/* mine */" in (project / "src/order.ts").read_text(encoding="utf-8")


def test_a_conflict_asks_who_wins(project: Path) -> None:
    edit(project, "shop.moment", "note: string?", "note: number?")
    edit(project, "src/order.ts", "note?: string", "note?: boolean")
    ((name, direction, _),) = points(project).values()
    assert direction == "conflict"
    asked = sync(project, "accept", name)
    assert asked.exit == 1
    assert "say which wins" in asked.out
    assert sync(project, "accept", name, "--side", "impl").exit == 0
    assert "note: boolean?" in (project / "shop.moment").read_text(encoding="utf-8")
    assert run(project, "drift").exit == 0


def test_a_rejected_difference_counts_no_more_until_it_changes(project: Path) -> None:
    edit(project, "src/order.ts", "note?: string", "note?: string; colour?: string")
    ((name, _, _),) = points(project).values()
    assert sync(project, "propose").exit == 0
    assert sync(project, "reject", name, "--reason", "only this shop").out == f"{name} is rejected\n"
    assert run(project, "drift").exit == 0
    edit(project, "src/order.ts", "colour?: string", "colour?: number")
    assert run(project, "drift").exit == 1


def test_skip_and_reopen(project: Path) -> None:
    edit(project, "src/order.ts", "note?: string", "note?: string; colour?: string")
    sync(project, "propose")
    ((name, _, _),) = points(project).values()
    assert sync(project, "skip", name, "--until", "2999-01-01").exit == 0
    assert sync(project, "accept", "--all").out == "nothing to accept\n"
    assert sync(project, "reopen", name).exit == 0
    assert sync(project, "reopen", name).exit == 1
    assert [each for each in sync(project, "log", name).out.split() if each.startswith("Proposal")] == [
        "ProposalRecorded", "ProposalSkipped", "ProposalReopened",
    ]  # fmt: skip


def test_a_dry_run_writes_nothing(project: Path) -> None:
    edit(project, "shop.moment", "      total: Money\n", "      grandTotal: Money\n")
    before = (project / "src/order.ts").read_bytes()
    done = sync(project, "accept", "--all", "--dry-run")
    assert done.exit == 0
    assert "grandTotal: number" in done.out
    assert (project / "src/order.ts").read_bytes() == before


def test_a_promise_that_changed_is_accepted_as_reviewed(project: Path) -> None:
    edit(project, "shop.moment", '"It is still a draft" in Draft', '"It is a fresh draft" in Draft')
    ((name, direction, _),) = points(project).values()
    assert direction == "spec-ahead"
    before = (project / "src/order.ts").read_bytes()
    assert sync(project, "accept", name).exit == 0
    assert (project / "src/order.ts").read_bytes() == before
    assert run(project, "drift").exit == 0


def test_a_type_of_the_code_becomes_what_somebody_says(project: Path) -> None:
    edit(project, "src/order.ts", "total: number }", "total: number; why?: Reason }")
    (project / "src/reason.ts").write_text("export interface Reason { text: string }\n", encoding="utf-8")
    edit(
        project,
        "src/order.ts",
        "export interface OrderPlaced",
        "import { Reason } from './reason.js';\nexport interface OrderPlaced",
    )
    found = points(project)
    name = next(id_ for summary, (id_, _, _) in found.items() if summary.startswith("Insert Reason"))
    other = next(id_ for summary, (id_, _, _) in found.items() if "why" in summary)
    assert "leave `--as` out" in sync(project, "accept", other, "--as", "event").out
    assert sync(project, "accept", name, "--as", "value-object").exit == 0
    assert "  value-object Reason\n    text: string\n" in (project / "shop.moment").read_text(encoding="utf-8")
    assert sync(project, "accept", "--all").exit == 0
    assert "      why: Reason?\n" in (project / "shop.moment").read_text(encoding="utf-8")
    assert run(project, "drift").exit == 0


def test_damage_is_mended(project: Path) -> None:
    log = project / ".moment/log/sync.jsonl"
    edit(project, "src/order.ts", "note?: string", "note?: string; colour?: string")
    sync(project, "propose")
    lines = log.read_bytes().splitlines(keepends=True)
    log.write_bytes(lines[0].replace(b"Ordering", b"Ordered") + b"".join(lines[1:]))
    refused = sync(project, "propose")
    assert refused.exit == 1
    assert "MOM831" in refused.out
    assert sync(project, "repair").exit == 0
    assert sync(project, "propose").exit == 0


def test_what_it_says(project: Path, golden: Golden) -> None:
    edit(project, "shop.moment", "      total: Money\n", "      total: Money\n      placedAt: DateTime?\n")
    edit(project, "src/order.ts", "note?: string", "note?: string; colour?: string")
    lines = (
        "sync status", "sync propose --category 1", "sync accept", "sync accept prp-zz", "sync accept --all --category 1 --dry-run",
        "sync accept --all --side impl --quiet", "sync undo", "sync reject prp-0", "sync reject zz --reason T --intended",
        "sync skip zz --until 2999-01-01", "sync reopen zz", "sync repair",
    )  # fmt: skip
    golden.file("cli/sync.txt", transcript(project, *lines))


def test_programs_read_proposals(project: Path) -> None:
    edit(project, "src/order.ts", "note?: string", "note?: string; colour?: string")
    document = json.loads(sync(project, "propose", "--json").out)
    Draft202012Validator(json.loads(schema("moment.proposals/1") or "")).validate(document)
    (proposal,) = document["proposals"]
    assert (proposal["eventType"], proposal["payload"]) == (
        "CommandFieldAdded",
        {"contextName": "Ordering", "aggregateName": "Order", "commandName": "PlaceOrder", "fieldName": "colour", "type": "string?"},
    )  # fmt: skip
