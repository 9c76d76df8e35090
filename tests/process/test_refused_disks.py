"""What the disk refuses, and a log that cannot be read to its end, are said with a way out; nothing is changed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from moment.project.record import canonical, sum_of
from tests.process.commands import run
from tests.unit.sync.projects import CODE, SHOP

PROPOSAL = "prp-e3a6161a5462"
WRITERS = (
    f"sync reject {PROPOSAL} --reason x", "sync propose", "sync accept --all", "sync undo", "sync push", "sync repair",
)  # fmt: skip


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    (tmp_path / "src").mkdir()
    (tmp_path / "moment.toml").write_text('name = "shop"\n', encoding="utf-8")
    (tmp_path / "src/order.ts").write_text(CODE, encoding="utf-8")
    (tmp_path / "shop.moment").write_text(SHOP, encoding="utf-8")
    assert run(tmp_path, "sync", "propose").exit == 0
    changed = SHOP.replace("      total: Money\n", "      total: Money\n      placedAt: DateTime?\n")
    (tmp_path / "shop.moment").write_text(changed, encoding="utf-8")
    assert run(tmp_path, "sync", "propose").exit == 0
    return tmp_path


def everything(root: Path) -> dict[str, bytes]:
    private = ("cache", "local", "lock")
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and not set(private) & set(path.parts)
    }


def test_a_state_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "moment.toml").write_text('name = "shop"\n', encoding="utf-8")
    (tmp_path / "shop.moment").write_text(SHOP, encoding="utf-8")
    (tmp_path / ".moment").write_text("hello", encoding="utf-8")
    before = everything(tmp_path)
    for line in ("sync log", "sync repair", "sync undo"):
        ran = run(tmp_path, *line.split())
        assert (ran.exit, ran.err.splitlines()[1:], everything(tmp_path)) == (
            2, ["  hint: `.moment` is a file where a folder has to be: move it away"], before,
        ), line  # fmt: skip


def test_a_log_of_a_newer_version_is_left_alone(shop: Path) -> None:
    log = shop / ".moment/log/sync.jsonl"
    newer = {**json.loads(log.read_bytes().splitlines()[-1]), "v": 2}
    log.write_bytes(log.read_bytes() + canonical({**newer, "sum": sum_of(newer)}) + b"\n")
    before = log.read_bytes()
    for line in WRITERS:
        ran = run(shop, *line.split())
        assert ("MOM834" in ran.out + ran.err, log.read_bytes()) == (True, before), line


def test_a_proposal_that_is_accepted_is_not_accepted_again(shop: Path) -> None:
    assert run(shop, "sync", "accept", PROPOSAL).exit == 0
    before = everything(shop)
    ran = run(shop, "sync", "accept", PROPOSAL)
    said = f"error[MOM822] proposal-state: `{PROPOSAL}` cannot be accepted: it is accepted"
    assert (ran.exit, ran.out.splitlines()[0], everything(shop)) == (1, said, before)
