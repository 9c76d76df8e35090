"""What a comparison says, with ``git diff`` as the judge of it."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from moment.sync import LocalGitArtifactStore
from moment.sync.git.likeness import line_counts, pairs
from tests.repositories import GIT, git
from tests.unit.sync.git.places import plain, write

pytestmark = pytest.mark.skipif(GIT is None, reason="git makes the repositories and judges them")
LONG = "".join(f"line {number}\n" for number in range(40))


def test_every_kind_of_change(tmp_path: Path) -> None:
    root = plain(tmp_path)
    write(root, {"specs/moved.moment": LONG, "specs/gone.moment": "// gone\n", "specs/a.bin": b"\0"})
    store = LocalGitArtifactStore(root)
    before = store.snapshot(["specs"])
    write(root, {
        "specs/moved.moment": None, "specs/deep/moved.moment": LONG.replace("line 7\n", "line seven\nand more\n"),
        "specs/gone.moment": None, "specs/new.moment": "// fresh\n\n", "specs/shop.moment": "", "specs/a.bin": b"\0\1",
    })  # fmt: skip
    expected = [
        ("specs/a.bin", "modified", None, None, None),
        ("specs/deep/moved.moment", "renamed", "specs/moved.moment", 2, 1),
        ("specs/gone.moment", "removed", None, 0, 1),
        ("specs/new.moment", "added", None, 2, 0),
        ("specs/shop.moment", "modified", None, 0, 3),
    ]
    now = store.compare(before)
    after = store.snapshot(["specs"])
    assert [(c.path, c.change, c.previous, c.added, c.removed) for c in now.changes] == expected
    assert store.compare(before, after).changes == now.changes
    assert (now.after, store.compare(before, after).after) == (None, after)
    judged = git(root, "diff", "--numstat", "-M", before.id, after.id).splitlines()
    assert judged == [
        "-\t-\tspecs/a.bin", "2\t1\tspecs/{ => deep}/moved.moment", "0\t1\tspecs/gone.moment",
        "2\t0\tspecs/new.moment", "0\t3\tspecs/shop.moment",
    ]  # fmt: skip


def test_lines_are_counted_as_git_counts_them(tmp_path: Path) -> None:
    """Random edits of random texts; git is asked for the fewest."""
    chance = random.Random(7)
    for turn in range(40):
        old = [chance.choice("abcdef") for _ in range(chance.randrange(30))]
        new = [line for line in old if chance.random() > 0.3]
        for _ in range(chance.randrange(6)):
            new.insert(chance.randrange(len(new) + 1), chance.choice("abcxyz"))
        texts = ["".join(f"{line}\n" for line in each) for each in (old, new)]
        write(tmp_path, {"old": texts[0], "new": texts[1]})
        counted = line_counts(texts[0].encode(), texts[1].encode())
        assert (turn, counted) == (turn, _by_git(tmp_path))


def _by_git(folder: Path) -> tuple[int, int]:
    import subprocess

    done = subprocess.run(
        [str(GIT), "diff", "--no-index", "--minimal", "--numstat", "old", "new"],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    added, removed = done.stdout.split()[:2] if done.stdout else ("0", "0")
    return int(added), int(removed)


def test_a_text_rewritten_from_end_to_end_is_counted_at_once() -> None:
    old = b"".join(b"old %d\n" % number for number in range(200_000))
    new = b"".join(b"new %d\n" % number for number in range(200_000))
    assert line_counts(old, new) == (200_000, 200_000)


def test_files_are_paired_once_and_the_most_alike_first() -> None:
    gone = {"a/x.ts": LONG.encode(), "a/y.ts": LONG.encode(), "a/z.ts": b"other\n", "empty": b""}
    came = {"b/y.ts": LONG.encode(), "c/q.ts": LONG.replace("line 3\n", "").encode(), "none": b""}
    assert pairs(gone, came) == {"b/y.ts": "a/y.ts", "c/q.ts": "a/x.ts"}
