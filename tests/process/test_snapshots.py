"""``moment sync snapshot``, ``compare`` and ``rollback`` as a person and a program see them, in real repositories."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conformance.test_schemas import complaints
from tests.conftest import Golden
from tests.process.commands import Ran, run, transcript
from tests.process.test_cli import GOOD
from tests.repositories import GIT, commit, git
from tests.unit.sync.git.places import untouched, write

pytestmark = pytest.mark.skipif(GIT is None, reason="git makes the repositories and judges them")
IDENTITY = {"user.name": "Ada", "user.email": "ada@example.com"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    project = tmp_path / "shop"
    project.mkdir()
    git(project, "init", "-q", "-b", "main")
    for name, value in IDENTITY.items():
        git(project, "config", name, value)
    commit(project, {"moment.toml": 'name = "shop"\n', "specs/shop.moment": GOOD}, "first")
    return project


def without_ids(text: str, folder: Path) -> str:
    """Ids depend on the time; each is told by its place among the snapshots, the oldest first."""
    known = git(folder, "log", "--reverse", "--format=%H", "refs/moment/snapshots").split()
    for number, name in enumerate(known, start=1):
        text = text.replace(name, f"<snapshot {number}>").replace(name[:10], f"<snap {number}>")
    return text


def test_what_it_says(folder: Path, golden: Golden) -> None:
    written = [transcript(folder, "sync", "sync snapshto", "sync snapshot --label start", "sync snapshot")]
    write(folder, {"specs/shop.moment": GOOD.replace("[Core]", "[Supporting]"), "specs/more.moment": GOOD})
    written.append(transcript(folder, "sync compare start", "sync compare satrt", "sync rollback start"))
    written.append(transcript(folder, "sync snapshot --label start", "sync snapshot", "sync compare start latest"))
    written.append(
        transcript(folder, "sync rollback start", "sync compare start", "sync rollback start --format sarif")
    )
    golden.file("cli/snapshots.txt", without_ids("\n".join(written), folder))


def test_without_a_repository(tmp_path: Path, golden: Golden) -> None:
    write(tmp_path, {"moment.toml": 'name = "shop"\n', "specs/shop.moment": GOOD})
    written = transcript(tmp_path, "sync snapshot --label alone", "sync compare alone")
    golden.file("cli/snapshots-private.txt", re.sub(r"\b[0-9a-f]{10}\b", "<id>", written))
    git(tmp_path, "init", "-q")
    assert run(tmp_path, "sync", "compare", "alone") == Ran(
        0, "no difference between snapshot alone and the files now\n", ""
    )


def test_documents_keep_to_their_schemas_and_git_to_its_state(folder: Path) -> None:
    before = untouched(folder)
    made = json.loads(run(folder, "sync", "snapshot", "--label", "start", "--json").out)
    write(folder, {"specs/more.moment": GOOD})
    run(folder, "sync", "snapshot")
    compared = json.loads(run(folder, "sync", "compare", "start", "--json").out)
    back = json.loads(run(folder, "sync", "rollback", "start", "--json").out)
    refused = json.loads(run(folder, "sync", "rollback", "nowhere", "--json").out)
    assert [complaints(each) for each in (made, compared, back, refused)] == [[], [], [], []]
    assert (made["isNew"], made["files"]) == (True, ["moment.toml", "specs/shop.moment"])
    assert [(each["path"], each["change"]) for each in compared["changes"]] == [("specs/more.moment", "added")]
    assert (back["removed"], back["snapshot"]["id"]) == (["specs/more.moment"], made["snapshot"]["id"])
    assert [each["code"] for each in refused["diagnostics"]] == ["MOM861"]
    assert untouched(folder) == before


def test_a_name_that_is_no_text_is_written_with_escapes(folder: Path) -> None:
    run(folder, "sync", "snapshot", "--label", "start")
    (folder / "specs" / os.fsdecode(b"caf\xe9.moment")).write_text(GOOD.replace("flow", "// flow"))
    compared = run(folder, "sync", "compare", "start", "--json")
    assert [each["path"] for each in json.loads(compared.out)["changes"]] == ["specs/caf\udce9.moment"]
    assert run(folder, "sync", "compare", "start").exit == 0
    unknown = run(folder, "sync", "compare", os.fsdecode(b"caf\xe9"))
    assert (unknown.exit, "no snapshot `caf\\udce9`" in unknown.out) == (1, True)


def test_what_is_worth_knowing_is_weighed_by_the_settings(tmp_path: Path) -> None:
    write(tmp_path, {"moment.toml": '[rules]\nno-repository = "off"\n', "specs/shop.moment": GOOD})
    assert run(tmp_path, "sync", "snapshot").err == ""


@pytest.mark.parametrize("command", ["sync snapshot", "sync compare latest", "sync rollback latest"])
def test_without_the_library_for_git_it_says_what_to_install(command: str, folder: Path) -> None:
    code = "import sys; sys.modules['dulwich'] = None; sys.argv[0] = 'moment'; from moment.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, *command.split()], cwd=folder, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr.splitlines()) == (2, [
        "error: this needs the library dulwich", "  hint: `pip install dulwich` installs it; `moment check` does without",
    ])  # fmt: skip
