"""Processes that end in the middle of what they do, and those that come after them."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from moment.sync import LocalGitArtifactStore
from moment.sync.git import patient
from moment.sync.git.replacing import writing
from tests.repositories import GIT, git
from tests.unit.sync.git.places import files_of, plain, sound, write

pytestmark = pytest.mark.skipif(
    GIT is None or sys.platform == "win32", reason="git makes the repositories; alarms kill"
)
ROUNDS = 15
GOES_BACK_AND_FORTH = """
import signal, sys
from moment.sync import LocalGitArtifactStore
store = LocalGitArtifactStore(sys.argv[1])
signal.setitimer(signal.ITIMER_REAL, float(sys.argv[2]))  # nobody listens for the alarm, so it ends the process at once
while True:
    for label in ("a", "b"):
        result = store.rollback(label, force=True)
        sys.stdout.write(f"{label} {result.before.id}\\n")  # in one piece
        sys.stdout.flush()
"""


def test_a_rollback_that_is_killed_has_happened_or_has_not(tmp_path: Path) -> None:
    root = plain(tmp_path)
    store = LocalGitArtifactStore(root)
    states = {}
    for label, count in (("a", 12), ("b", 7)):
        files: dict[str, str | bytes | None] = {
            f"specs/{label}{number}.moment": f"// {label}\n" * 400 for number in range(count)
        }
        write(root, {**files, "specs/shop.moment": f"// {label}\n"})
        store.snapshot(label=label)
        states[label] = files_of(root)
        for path in files:
            (root / path).unlink()
    store.rollback("a", force=True)
    chance = random.Random(11)
    ended = []
    for _ in range(ROUNDS):
        seconds = chance.uniform(0.005, 0.3)
        done = subprocess.run(
            [sys.executable, "-c", GOES_BACK_AND_FORTH, str(root), str(seconds)],
            capture_output=True,
            text=True,
            check=False,
        )
        ended.append((done.returncode, done.stderr))
        with writing(root):
            pass
        assert files_of(root) in states.values()
        kept = {each.id for each in store.snapshots()}
        assert {line.split()[1] for line in done.stdout.splitlines()} - kept == set()
    assert ended == [(-14, "")] * ROUNDS
    assert sound(root) == ""


def test_locks_of_the_dead_are_taken_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patient, "SECONDS", 0.05)
    root = plain(tmp_path)
    store = LocalGitArtifactStore(root)
    store.snapshot()
    write(root, {"specs/shop.moment": "// other\n"})
    name = git(root, "hash-object", "specs/shop.moment", "--no-filters")
    locks = [
        root / ".git" / "objects" / name[:2] / f"{name[2:]}.lock",
        root / ".git" / "refs" / "moment" / "snapshots.lock",
    ]
    for lock in locks:
        lock.parent.mkdir(exist_ok=True)
        lock.touch()
    made = store.snapshot()
    assert store.read("specs/shop.moment", made) == b"// other\n"
    assert [lock.exists() for lock in locks] == [False, False]
    assert sound(root) == ""
