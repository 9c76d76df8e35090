"""``moment simulate --against`` as a person and a workflow see it, in real repositories."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from tests.conformance.test_schemas import complaints
from tests.conftest import Golden
from tests.process.commands import run, transcript
from tests.repositories import GIT, commit, git
from tests.unit.behaviour.boats import BOATS, NO_KEY, STALLS, TWO_FIELDS

pytestmark = pytest.mark.skipif(GIT is None, reason="git makes the repositories")
COMMAND = ("simulate", "--out", "-", "--against")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project whose model was good, then wrong, then good again; nothing is changed since."""
    project = tmp_path / "boats"
    project.mkdir()
    git(project, "init", "-q", "-b", "main")
    commit(project, {"moment.toml": 'name = "boats"\n', "boats.moment": BOATS}, "good")
    commit(project, {"boats.moment": STALLS}, "stalls")
    commit(project, {"boats.moment": BOATS}, "mended")
    commit(project, {"boats.moment": BOATS.replace("    event BoatRented", "    evnt BoatRented")}, "misspelled")
    git(project, "tag", "broken")
    git(project, "reset", "-q", "--hard", "HEAD~1")
    return project


def write(folder: Path, text: str) -> None:
    (folder / "boats.moment").write_text(text, encoding="utf-8")


def test_what_it_says(folder: Path, golden: Golden) -> None:
    against = "simulate --out - --against"
    texts = [transcript(folder, f"{against} HEAD", f"{against} main~1", f"{against} main~1 --format markdown")]
    write(folder, NO_KEY)
    texts.append(transcript(folder, f"{against} HEAD", f"{against} HEAD --strict"))
    write(folder, TWO_FIELDS)
    texts.append(transcript(folder, f"{against} HEAD", f"{against} HEAD --json", f"{against} HEAD --format markdown"))
    texts.append(transcript(folder, "simulate --out - --format markdown"))
    golden.file("cli/against.txt", "\n".join(texts))


def test_what_is_in_the_way(folder: Path, golden: Golden) -> None:
    against = "simulate --out - --against"
    lines = [
        f"{against} mian", f"{against} broken", f"{against} broken --json", f"{against} HEAD~7", f"{against} .",
        f"{against} HEAD --flow aftrnoon", f"{against} HEAD --format sarif",
    ]  # fmt: skip
    golden.file("cli/against-failures.txt", transcript(folder, *lines))
    assert run(folder, *COMMAND, "").err.startswith("error: `--against` names nothing\n")


def test_only_what_got_worse_fails_the_run(folder: Path) -> None:
    """(now, against) to exit codes without and with ``--strict``."""
    found = {}
    for name, text in (("good", BOATS), ("weak", NO_KEY), ("stalls", STALLS)):
        write(folder, text)
        found[name] = [
            run(folder, *COMMAND, rev, *strict).exit for rev in ("HEAD", "HEAD~1") for strict in ((), ("--strict",))
        ]
    assert found == {"good": [0, 0, 0, 0], "weak": [0, 1, 0, 1], "stalls": [1, 1, 0, 0]}
    assert run(folder, "simulate", "--out", "-").exit == 1


def test_the_same_scope_rules_both_sides(folder: Path) -> None:
    write(folder, NO_KEY)
    none = json.loads(run(folder, *COMMAND, "HEAD", "--faults", "none", "--strict", "--json").out)
    two = json.loads(run(folder, *COMMAND, "HEAD", "--max-faults", "2", "--seed", "7", "--json").out)
    assert (none["worse"], none["flows"][0]["status"]) == (False, "same")
    assert (two["scope"]["faults"], two["seed"], two["flows"][0]["survival"]["before"]["most"]) == (2, 7, 2)


def test_the_scenarios_of_now_are_written_all_the_same(folder: Path) -> None:
    write(folder, NO_KEY)
    assert run(folder, "simulate", "--against", "HEAD").exit == 0
    facet = json.loads((folder / "facet.json").read_text(encoding="utf-8"))
    assert facet["flows"][0]["findings"][0]["verdict"] == "double-effect"


def test_a_flow_that_is_gone_can_be_asked_for(folder: Path) -> None:
    write(folder, BOATS.replace('flow "afternoon"', 'flow "evening"'))
    gone = json.loads(run(folder, *COMMAND, "HEAD", "--json", "--flow", "afternoon").out)
    came = json.loads(run(folder, *COMMAND, "HEAD", "--json", "--flow", "evening").out)
    assert [(each["name"], each["status"]) for each in (*gone["flows"], *came["flows"])] == [
        ("afternoon", "removed"), ("evening", "added"),
    ]  # fmt: skip


def test_another_checkout_and_another_file(folder: Path, tmp_path: Path) -> None:
    git(folder, "worktree", "add", "-q", str(tmp_path / "old"), "HEAD~1")
    checkout = json.loads(run(folder, *COMMAND, "../old", "--json").out)
    (tmp_path / "a.moment").write_text(BOATS, encoding="utf-8")
    (tmp_path / "b.moment").write_text(STALLS, encoding="utf-8")
    files = run(tmp_path, *COMMAND, "a.moment", "--isolated", "b.moment")
    assert (checkout["against"], checkout["worse"]) == ({"written": "../old", "kind": "path", "commit": None}, False)
    assert (files.exit, files.out.partition("\n")[0]) == (
        1,
        "against a.moment: worse: 1 flow can fail in a new way (1 changed)",
    )


def test_a_broken_specification_is_a_comment_too(folder: Path) -> None:
    write(folder, BOATS.replace("    event BoatRented", "    evnt BoatRented"))
    ran = run(folder, *COMMAND, "HEAD", "--format", "markdown")
    assert (ran.exit, ran.out.splitlines()[:5]) == (
        1,
        ["## Behaviour", "", "🔴 **The specification has errors; nothing was run.**", "", "```text"],
    )


def test_the_document_is_what_its_schema_says(folder: Path) -> None:
    write(folder, STALLS)
    for revision in ("HEAD", "HEAD~1"):
        assert complaints(json.loads(run(folder, *COMMAND, revision, "--json").out)) == []


def test_the_repository_is_as_it_was(folder: Path) -> None:
    write(folder, STALLS)
    status, index = git(folder, "status", "--porcelain"), (folder / ".git" / "index").read_bytes()
    assert run(folder, *COMMAND, "HEAD").exit == 1
    assert (folder / ".git" / "index").read_bytes() == index
    assert git(folder, "status", "--porcelain") == status


def test_the_workflow_of_the_docs_compares_a_pull_request_with_its_branch(folder: Path, tmp_path: Path) -> None:
    """Its own command, in a clone of two commits as a workflow makes it, of a merge that brings a stall."""
    page = (Path(__file__).parents[2] / "docs" / "behaviour.md").read_text(encoding="utf-8")
    workflow = yaml.safe_load(page.partition("```yaml\n")[2].partition("```")[0])
    checkout, *_ = steps = workflow["jobs"]["compare"]["steps"]
    (command,) = [step["run"] for step in steps if step.get("run", "").startswith("moment simulate")]
    git(folder, "checkout", "-q", "-b", "change")
    commit(folder, {"boats.moment": STALLS})
    git(folder, "checkout", "-q", "main")
    commit(folder, {"README": "meanwhile"})
    git(folder, "merge", "-q", "--no-ff", "-m", "merge", "change")
    depth = str(checkout["with"]["fetch-depth"])
    git(tmp_path, "clone", "-q", "--depth", depth, f"file://{folder}", "clone")
    words, target = command.split(" > ")
    ran = run(tmp_path / "clone", *words.split()[1:])
    branch = git(folder, "rev-parse", "--short=7", "HEAD^1")
    assert (ran.exit, ran.out.splitlines()[0], target) == (
        1, f"## Behaviour against `HEAD^1` ({branch})", "behaviour.md",
    )  # fmt: skip
