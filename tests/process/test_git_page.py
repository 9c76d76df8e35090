"""The page about Git, run from its first line to its last in a real repository."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.repositories import GIT, commit, git
from tests.unit.sync.git.places import PROJECT, sound

pytestmark = pytest.mark.skipif(GIT is None, reason="git makes the repositories")
PAGE = Path(__file__).parents[2] / "docs" / "git.md"


def test_every_example_holds(tmp_path: Path) -> None:
    examples = re.findall(r"^```python\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert len(examples) == 5
    root = tmp_path / "shop"
    root.mkdir()
    git(root, "init", "-q", "-b", "main")
    commit(root, PROJECT, "first")
    git(tmp_path, "clone", "-q", "--bare", str(root), "bare.git")
    git(root, "remote", "add", "origin", "../bare.git")
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(examples)], cwd=root, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (sound(root), sound(tmp_path / "bare.git")) == ("", "")
