"""Processes that are killed, and processes side by side: the state of a project survives both."""

from __future__ import annotations

import subprocess
import sys

from tests.conftest import GOLDEN


def said(*arguments: str) -> str:
    """What a script of this folder says; it fails when something that it promises does not hold."""
    done = subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=GOLDEN.parents[1],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_a_process_may_be_killed_at_any_moment() -> None:
    assert said("tests.process.killed", "40").startswith("40 rounds, every acknowledged command is there")


def test_a_command_may_be_killed_while_it_writes() -> None:
    told = said("tests.process.killed_commands", "10").splitlines()
    assert [line.partition(":")[0] for line in told] == [
        "sync accept --all", "sync undo", "import --from-sift", "reconcile --local --apply --category 2",
        "sync rollback first",
    ]  # fmt: skip
    assert all(": 2 rounds, " in line for line in told)


def test_processes_may_write_read_and_decide_side_by_side() -> None:
    assert said("tests.process.side_by_side", "500") == "1000 records, 20 times one of two decisions\n"
