"""Outputs are written all or none, and what a user wrote survives."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from moment.generate.artifact import Artifact
from moment.generate.header import digest, with_header
from moment.generate.ledger import Ledger, Record, read_ledger, write_ledger
from moment.generate.plan import Run
from moment.project.lock import lock
from moment.project.outputs import Outcome, produce, survey
from moment.project.versioning import IGNORE_TEXT
from moment.project.writing import staged_path

RUN = Run(frozenset({"typescript"}), frozenset({"typescript"}))


def artifact(path: str, body: str = "x\n") -> Artifact:
    text = with_header(body, target="typescript", sources=("a.moment",))
    return Artifact(path, "typescript", "generated", text, ("a.moment",))


def files(root: Path) -> dict[str, str]:
    """All texts below ``root`` but those of ``.moment``."""
    return {
        path.relative_to(root).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(root.rglob("*"))
        if path.is_file() and ".moment" not in path.relative_to(root).parts
    }


def codes(outcome: Outcome) -> list[str]:
    return [finding.code for finding in (*outcome.survey.findings, *outcome.survey.plan.findings, *outcome.findings)]


def test_files_and_ledger_are_written(tmp_path: Path) -> None:
    wanted = [artifact("out/a.ts"), artifact("out/deep/er/b.ts")]
    outcome = produce(wanted, tmp_path, RUN)
    assert outcome.is_done
    assert files(tmp_path) == {each.path: each.text for each in wanted}
    ledger = read_ledger((tmp_path / ".moment/ledger.json").read_text())
    assert ledger == Ledger(
        {each.path: Record("typescript", "generated", digest(each.text), ("a.moment",)) for each in wanted}, {}
    )
    assert (tmp_path / ".moment/.gitignore").read_text() == IGNORE_TEXT


def test_a_second_run_opens_nothing_for_writing(tmp_path: Path) -> None:
    wanted = [artifact("out/a.ts")]
    produce(wanted, tmp_path, RUN)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    assert produce(wanted, tmp_path, RUN).is_done
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_a_checkout_with_crlf_is_no_edit(tmp_path: Path) -> None:
    produce([artifact("out/a.ts")], tmp_path, RUN)
    file = tmp_path / "out/a.ts"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert survey([artifact("out/a.ts")], tmp_path, RUN).plan.is_current
    assert produce([artifact("out/a.ts", "y\n")], tmp_path, RUN).is_done
    assert files(tmp_path) == {"out/a.ts": artifact("out/a.ts", "y\n").text}


def test_an_edited_file_stops_everything(tmp_path: Path) -> None:
    produce([artifact("out/a.ts"), artifact("out/b.ts")], tmp_path, RUN)
    (tmp_path / "out/a.ts").write_text("mine\n")
    before = files(tmp_path)
    outcome = produce([artifact("out/a.ts", "y\n"), artifact("out/b.ts", "y\n")], tmp_path, RUN)
    assert not outcome.is_done
    assert [action.path for action in outcome.survey.plan.conflicts] == ["out/a.ts"]
    assert files(tmp_path) == before


def test_force_keeps_the_replaced_bytes(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    for content in (b"mine \xff\n", b"mine again\r\n"):
        (tmp_path / "out/a.ts").write_bytes(content)
        assert produce([artifact("out/a.ts")], tmp_path, RUN._replace(force=True)).is_done
        assert (tmp_path / "out/a.ts").read_text() == artifact("out/a.ts").text
    replaced = tmp_path / ".moment/replaced/out"
    assert (replaced / "a.ts").read_bytes() == b"mine \xff\n"
    assert (replaced / "a.ts.2").read_bytes() == b"mine again\r\n"


def test_what_is_no_longer_wanted_goes_with_its_empty_folders(tmp_path: Path) -> None:
    produce([artifact("out/a.ts"), artifact("out/deep/er/b.ts")], tmp_path, RUN)
    (tmp_path / "out/deep/notes.txt").write_text("mine\n")
    assert produce([artifact("out/a.ts")], tmp_path, RUN).is_done
    assert sorted(files(tmp_path)) == ["out/a.ts", "out/deep/notes.txt"]
    assert not (tmp_path / "out/deep/er").exists()


def test_deleting_the_outputs_and_running_again_restores_them(tmp_path: Path) -> None:
    wanted = [artifact("out/a.ts")]
    produce(wanted, tmp_path, RUN)
    (tmp_path / "out/a.ts").unlink()
    assert produce(wanted, tmp_path, RUN).is_done
    assert files(tmp_path) == {"out/a.ts": wanted[0].text}


def test_an_unreadable_ledger_is_rebuilt_from_headers(tmp_path: Path) -> None:
    produce([artifact("out/a.ts"), artifact("out/b.ts")], tmp_path, RUN)
    (tmp_path / ".moment/ledger.json").write_text("<<<<<<< ours\n")
    outcome = produce([artifact("out/a.ts")], tmp_path, RUN, folders=["out"])
    assert (outcome.is_done, codes(outcome)) == (True, ["MOM923"])
    assert sorted(files(tmp_path)) == ["out/a.ts"]
    assert isinstance(read_ledger((tmp_path / ".moment/ledger.json").read_text()), Ledger)


def test_a_file_in_the_place_of_the_folder_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine\n")
    outcome = produce([artifact("out/a.ts"), artifact("out/b.ts")], tmp_path, RUN)
    assert (outcome.is_done, codes(outcome)) == (False, ["MOM905"])
    assert outcome.survey.findings[0].message == "`out` cannot be written: not a directory"
    assert files(tmp_path) == {"out": "mine\n"}


def test_a_run_that_cannot_stage_leaves_no_trace(tmp_path: Path) -> None:
    produce([artifact("out/a.ts")], tmp_path, RUN)
    before = files(tmp_path), (tmp_path / ".moment/ledger.json").read_text()
    staged_path(tmp_path / "out/z.ts").mkdir()  # staging the last file fails, on a disk that root may write, too
    outcome = produce([artifact("out/a.ts", "y\n"), artifact("out/new/b.ts"), artifact("out/z.ts")], tmp_path, RUN)
    assert (outcome.is_done, codes(outcome)) == (False, ["MOM905"])
    assert (files(tmp_path), (tmp_path / ".moment/ledger.json").read_text()) == before
    assert not (tmp_path / "out/new").exists()


def test_what_a_killed_run_left_is_ours(tmp_path: Path) -> None:
    old, new = artifact("out/a.ts"), Artifact("out/a.ts", "typescript", "generated", "no header\n", ())
    produce([old], tmp_path, RUN)
    ledger = Ledger(
        {"out/a.ts": Record("typescript", "generated", digest(old.text), ())}, {"out/a.ts": digest(new.text)}
    )
    (tmp_path / ".moment/ledger.json").write_text(write_ledger(ledger))
    (tmp_path / "out/a.ts").write_text(new.text)
    staged_path(tmp_path / "out/a.ts").write_text("half")
    assert produce([old], tmp_path, RUN).is_done
    assert files(tmp_path) == {"out/a.ts": old.text}


def test_a_ledger_cannot_point_outside(tmp_path: Path) -> None:
    root = tmp_path / "project"
    (root / ".moment").mkdir(parents=True)
    victim = tmp_path / "victim.ts"
    victim.write_text("mine\n")
    ledger = Ledger({"../victim.ts": Record("typescript", "generated", digest("mine\n"), ())}, {})
    (root / ".moment/ledger.json").write_text(write_ledger(ledger))
    outcome = produce([artifact("out/a.ts")], root, RUN)
    assert (outcome.is_done, codes(outcome)) == (False, ["MOM904"])
    assert victim.read_text() == "mine\n"


def test_an_output_behind_a_link_to_elsewhere_is_refused(tmp_path: Path) -> None:
    root, outside = tmp_path / "project", tmp_path / "outside"
    root.mkdir()
    outside.mkdir()
    (root / "out").symlink_to(outside)
    outcome = produce([artifact("out/a.ts")], root, RUN)
    assert (outcome.is_done, codes(outcome)) == (False, ["MOM904"])
    assert list(outside.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="a process may lock a file twice there")
def test_a_held_lock_is_reported(tmp_path: Path) -> None:
    with lock(tmp_path / ".moment/lock", wait=0) as taken:
        assert taken
        outcome = produce([artifact("out/a.ts")], tmp_path, RUN, wait=0)
    assert (outcome.is_done, codes(outcome)) == (False, ["MOM925"])
    assert produce([artifact("out/a.ts")], tmp_path, RUN, wait=0).is_done
