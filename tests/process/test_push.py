"""The push flow on a real disk and in a real repository: what is applied, what is only proposed, what a crash leaves."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from moment.diagnostics.model import Diagnostic
from moment.project.catalogue import schema
from moment.project.files import Entry
from moment.project.session import load
from moment.project.storage import STATE_DISK, Extent, Held
from moment.project.store import Store
from moment.sync import (
    Answer,
    ImplementationChangeProposal,
    ImplementationFeedbackJournal,
    LocalGitArtifactStore,
    PushFlowInput,
    PushFlowSaga,
    ReconciliationResult,
    SyncState,
)
from moment.sync.push_course import PushCourse
from moment.sync.push_decisions import Verb
from tests.conftest import Golden
from tests.process.commands import run, transcript
from tests.repositories import GIT, commit, git
from tests.unit.sync.git.http_server import serving
from tests.unit.sync.projects import CODE, SHOP

pytestmark = pytest.mark.skipif(GIT is None, reason="git is not here")
WITH_DATE = SHOP.replace("      total: Money\n", "      total: Money\n      placedAt: DateTime?\n")
DATED = CODE.replace("total: number }", "total: number; placedAt?: string }")
RENAMED = SHOP.replace("      total: Money\n", "      grandTotal: Money\n")
COURSE = [
    "PushFlowStarted", "PushFlowProposalsGenerated", "PushFlowConfirmationComplete", "PushFlowRecordingComplete",
    "PushFlowCommitted", "PushFlowCompleted",
]  # fmt: skip


def project(folder: Path) -> Path:
    """A repository in which both sides have agreed once."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "-q", "-b", "main")
    files = {"moment.toml": 'name = "shop"\n', "shop.moment": SHOP, "src/order.ts": CODE}
    commit(folder, files, "a shop")
    assert run(folder, "sync", "propose").exit == 0
    return folder


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return project(tmp_path / "shop")


def text(folder: Path, path: str) -> str:
    return (folder / path).read_text(encoding="utf-8")


def specify(folder: Path, specification: str) -> None:
    (folder / "shop.moment").write_text(specification, encoding="utf-8")


def pushed(folder: Path, **keywords: Any) -> ReconciliationResult:
    return PushFlowSaga().execute(folder / "shop.moment", folder / "src", **keywords)


def kinds(folder: Path) -> list[str]:
    return [event["type"] for event in PushFlowSaga(folder).events]


def test_what_hurts_nobody_is_applied_and_kept(shop: Path) -> None:
    specify(shop, WITH_DATE)
    result = pushed(shop, actor="ann")
    (action,) = result.actions
    assert (result.outcome, result.category, result.message) == ("APPLIED", 1, "1 change applied")
    assert action.description == "Ordering/Order/OrderPlaced.placedAt (spec-ahead): nothing → placedAt?: DateTime"
    assert [(each.path, each.line) for each in action.places] == [("shop.moment", 12), ("src/order.ts", 1)]
    assert (action.applied, text(shop, "src/order.ts")) == (True, DATED)
    assert (kinds(shop), PushFlowSaga(shop).state) == (COURSE, "Complete")
    snapshot = LocalGitArtifactStore(shop).find(result.snapshot)
    assert (snapshot.kind, snapshot.saga, snapshot.proposals) == ("push", result.saga_id, (action.proposal_id,))
    assert LocalGitArtifactStore(shop).read("shop.moment", snapshot) == WITH_DATE.encode()
    (entry,) = ImplementationFeedbackJournal().load(shop).entries(decision="accepted")
    assert (entry["metadata"]["correlationId"], entry["metadata"]["actor"]) == (result.saga_id, "ann")
    state = SyncState().load(shop)
    assert (sorted(state.fingerprints), state.last_sync_timestamp) == (
        ["implementation", "specification"], state.cursor.timestamp,
    )  # fmt: skip
    assert git(shop, "fsck", "--strict", "--no-dangling") == ""
    assert run(shop, "drift").exit == 0


def test_nothing_that_differs_is_applied_too(shop: Path) -> None:
    result = pushed(shop)
    assert (result.outcome, result.category, result.actions, result.message) == ("APPLIED", None, (), "nothing differs")
    assert (kinds(shop), bool(result.snapshot)) == (COURSE, True)
    assert not (shop / ".complai").exists()


@pytest.mark.parametrize("given", ["record", "mapping", "camel", "keywords"])
def test_ways_to_say_it(shop: Path, given: str) -> None:
    specification, code = str(shop / "shop.moment"), str(shop / "src")
    saga = PushFlowSaga()
    match given:
        case "record":
            result = saga.execute(PushFlowInput(specification, code))
        case "mapping":
            result = saga.execute({"specPath": specification, "implementationDir": code})
        case "camel":
            result = saga.execute(specPath=specification, implementationDir=code)
        case _:
            result = saga.execute(spec_path=specification, implementation_dir=code)
    assert (result.outcome, saga.state) == ("APPLIED", "Complete")
    assert (saga.events[0]["specPath"], saga.events[0]["implementationDir"]) == ("shop.moment", "src")


def test_a_push_keeps_the_code_that_it_changed(shop: Path) -> None:
    first = pushed(shop)
    specify(shop, WITH_DATE)
    second = pushed(shop)
    store = LocalGitArtifactStore(shop)
    assert store.read("src/order.ts", second.snapshot) == DATED.encode()
    assert "src/order.ts" not in store.list("**", first.snapshot)
    assert store.rollback(first.snapshot).written == ("shop.moment",)
    assert (text(shop, "shop.moment"), text(shop, "src/order.ts")) == (SHOP, DATED)


def test_what_hurts_its_own_context_is_proposed_only(shop: Path) -> None:
    specify(shop, SHOP.replace("total: Money", "total: string"))
    result = pushed(shop)
    assert (result.outcome, result.category, result.snapshot) == ("DRIFT", 2, "")
    assert [(each.applied, each.category) for each in result.actions] == [(False, 2)]
    assert (text(shop, "src/order.ts"), PushFlowSaga(shop).state) == (CODE, "Aborted")
    assert [each.proposal_id for each in SyncState().load(shop).proposals("pending")] == [
        each.proposal_id for each in result.actions
    ]
    (line,) = next((shop / ".complai/events/moment").iterdir()).read_text(encoding="utf-8").splitlines()
    event = json.loads(line)
    assert (event["eventType"], event["correlationId"], event["payload"]["category"]) == (
        "DriftDetected", result.saga_id, 2,
    )  # fmt: skip


def test_each_is_what_was_decided(shop: Path) -> None:
    specify(shop, WITH_DATE.replace("note: string?", "note: number?"))
    code = CODE.replace("note?: string", "note?: boolean; urgent?: boolean; colour?: string")
    (shop / "src/order.ts").write_text(code, encoding="utf-8")
    asked: list[str] = []

    def decide(proposal: ImplementationChangeProposal) -> Verb | Answer:
        asked.append(str(proposal.member))
        match proposal.member:
            case "note":
                return Answer("accept", side="impl")
            case "urgent":
                return Answer("reject", "only this shop")
            case "colour":
                return "skip"
            case _:
                return "accept"

    result = pushed(shop, decide=decide)
    assert sorted(asked) == ["colour", "note", "placedAt", "urgent"]
    assert (result.outcome, result.message) == ("DRIFT", "2 changes applied, 1 rejected, 1 left open")
    assert "note: boolean?" in text(shop, "shop.moment")
    assert "placedAt?: string" in text(shop, "src/order.ts")
    state = SyncState().load(shop)
    assert {each.member: each.status for each in state.proposals()} == {
        "note": "accepted", "placedAt": "accepted", "urgent": "rejected", "colour": "skipped",
    }  # fmt: skip
    asked.clear()
    again = pushed(shop, decide=decide)
    assert (asked, again.outcome, again.message) == (["colour"], "DRIFT", "1 left open")


def test_a_conflict_that_nobody_wins_is_left(shop: Path) -> None:
    specify(shop, SHOP.replace("note: string?", "note: number?"))
    (shop / "src/order.ts").write_text(CODE.replace("note?: string", "note?: boolean"), encoding="utf-8")
    result = pushed(shop, decide=lambda _: "accept")
    assert (result.outcome, result.actions[0].description.rpartition("; ")[2]) == (
        "DRIFT", "both sides changed: say which wins",
    )  # fmt: skip
    assert [each.status for each in SyncState().load(shop).proposals()] == ["pending"]


def test_a_side_that_cannot_be_read_ends_it(shop: Path) -> None:
    (shop / "src/order.ts").write_text(CODE.replace("total: number }", "total: number"), encoding="utf-8")
    result = pushed(shop)
    assert (result.outcome, [each.code for each in result.diagnostics]) == ("ABORTED", ["MOM810"])
    assert result.message.startswith("a side cannot be read: src/order.ts:")
    specify(shop, "context")
    result = pushed(shop)
    assert (result.outcome, result.message) == ("ABORTED", "the specification has errors")
    assert kinds(shop) == ["PushFlowStarted", "PushFlowAborted"]


def test_a_place_outside_the_project_is_refused(shop: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    result = PushFlowSaga().execute(shop / "shop.moment", tmp_path / "other")
    assert (result.outcome, [each.code for each in result.diagnostics]) == ("ABORTED", ["MOM904"])
    (tmp_path / "loose/code").mkdir(parents=True)
    (tmp_path / "loose/code/order.ts").write_text(CODE, encoding="utf-8")
    (tmp_path / "specs").mkdir()
    (tmp_path / "specs/shop.moment").write_text(SHOP, encoding="utf-8")
    loose = PushFlowSaga().execute(tmp_path / "specs/shop.moment", tmp_path / "loose/code")
    assert (loose.outcome, (tmp_path / ".moment/log/push.jsonl").is_file()) == ("APPLIED", True)
    nothing = PushFlowSaga().execute(tmp_path / "nowhere/none.moment", tmp_path / "nowhere")
    assert (nothing.outcome, (tmp_path / "nowhere").exists()) == ("ABORTED", False)


def test_one_flow_is_active_at_a_time(shop: Path) -> None:
    specify(shop, WITH_DATE)

    def leave(_: ImplementationChangeProposal) -> Verb:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pushed(shop, decide=leave)
    second = pushed(shop)
    assert (second.outcome, [each.code for each in second.diagnostics]) == ("ABORTED", ["MOM822"])
    saga = PushFlowSaga(shop)
    assert (saga.state, saga.resume("psh-0").outcome) == ("AwaitingConfirmation", "ABORTED")
    result = saga.resume(second.saga_id)
    assert (result.outcome, text(shop, "src/order.ts"), saga.state) == ("APPLIED", DATED, "Complete")


# -- the command -----------------------------------------------------------------------------------------------------


def bare(folder: Path) -> Path:
    folder.mkdir()
    git(folder, "init", "-q", "--bare", "-b", "main")
    return folder


def test_what_it_says(shop: Path, tmp_path: Path, golden: Golden) -> None:
    (shop / "src/order.ts").write_text(CODE.replace("total: number", "total: boolean"), encoding="utf-8")
    other = bare(tmp_path / "other.git")
    git(shop, "remote", "add", "origin", str(other))
    git(shop, "push", "-q", "origin", "main")
    said = transcript(
        shop, "status", "status --only implementation --only schema", "sync push", "sync push --branch review",
        "sync push --yes --remote origin --branch review", "sync push --remote origni", "status --only implementation",
    )  # fmt: skip
    golden.file("cli/push.txt", re.sub(r"snapshot [0-9a-f]{10}", "snapshot 0123456789", said))
    assert git(other, "for-each-ref", "--format=%(refname)").split() == [
        "refs/heads/main", "refs/heads/review", "refs/moment/snapshots",
    ]  # fmt: skip
    assert git(other, "diff", "--name-only", "main", "review").split() == [
        ".moment/log/feedback.jsonl", ".moment/log/push.jsonl", ".moment/log/sync.jsonl", "shop.moment",
    ]  # fmt: skip
    assert git(other, "fsck", "--strict", "--no-dangling") == ""
    assert git(shop, "status", "--porcelain", "--untracked-files=no") == " M shop.moment\n M src/order.ts".strip()


def everything(folder: Path) -> dict[str, bytes]:
    """Every file of a repository and of the project in it."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("arguments", "reason", "hint"),
    [
        ("--remote origni", "`origni` is no remote", "Did you mean `origin`? Remotes are away, gone, origin."),
        ("--remote elsewhere", "`elsewhere` is no remote", "Remotes are away, gone, origin."),
        ("--remote gone", "`gone` is not there", "Make `../gone.git`, or mend its path with `git remote set-url`."),
        ("--remote ../nowhere", "`../nowhere` is not there", None),
        ("--remote src", "`src` is no remote", None),
        ("--remote ./src", "`./src` is no Git repository", "Mend its path with `git remote set-url`."),
        ("--remote away", "`away` is reached by ssh, whose keys and agents moment does not handle", None),
        ("--remote origin --branch main", "`origin` is not sent `refs/heads/main`: it is its default branch", None),
        ("--remote origin --branch a..b", "`a..b` cannot be a branch", "use letters, digits, `-`, `_`, `.` and `/`"),
        ("--remote origin --branch taken/x", "`origin` is not sent `refs/heads/taken/x`: it cannot stand beside `taken`", None),
    ],
)  # fmt: skip
def test_what_cannot_be_sent_is_refused_before_anything_is_written(
    shop: Path, tmp_path: Path, arguments: str, reason: str, hint: str | None
) -> None:
    other = bare(tmp_path / "other.git")
    for name, url in {"origin": str(other), "gone": "../gone.git", "away": "git@example.org:shop.git"}.items():
        git(shop, "remote", "add", name, url)
    git(shop, "push", "-q", "origin", "main", "main:taken")
    specify(shop, WITH_DATE)
    before = everything(shop), everything(other)
    ran = run(shop, "sync", "push", *arguments.split())
    assert (ran.exit, everything(shop), everything(other)) == (2, *before)
    said = (ran.out + ran.err).splitlines()
    assert said[0].removeprefix("error[MOM863] remote-rejected: ").removeprefix("error: ") == reason
    hints = [line.partition("hint: ")[2] for line in said if "hint: " in line]
    assert hint is None or hints == [hint]
    assert run(shop, "sync", "push", "--remote", "origin", "--branch", "review").exit == 0


def test_programs_read_it(shop: Path) -> None:
    specify(shop, WITH_DATE)
    before = json.loads(run(shop, "status", "--json").out)
    Draft202012Validator(json.loads(schema("moment.status/1") or "")).validate(before)
    states = {each["name"]: each["state"] for each in before["sections"]}
    assert (states, before["lastSync"]) == (
        {"specification": "ok", "outputs": "unknown", "implementation": "drift", "schema": "unknown", "upstream": "unknown"},
        None,
    )  # fmt: skip
    ran = run(shop, "sync", "push", "--json")
    document = json.loads(ran.out)
    Draft202012Validator(json.loads(schema("moment.push/1") or "")).validate(document)
    assert (ran.exit, document["outcome"], document["sent"]) == (0, "APPLIED", None)
    after = json.loads(run(shop, "status", "--only", "implementation", "--json").out)
    (section,) = after["sections"]
    assert (section["state"], section["hash"]) == ("ok", section["last"])


def test_builds_read_what_is_left(shop: Path) -> None:
    (shop / "shop.moment").write_text(RENAMED, encoding="utf-8")
    for command in ("propose", "push"):
        done = run(shop, "sync", command, "--format", "sarif")
        (result,) = json.loads(done.out)["runs"][0]["results"]
        files = [each["physicalLocation"]["artifactLocation"]["uri"] for each in result["locations"]]
        files += [each["physicalLocation"]["artifactLocation"]["uri"] for each in result["relatedLocations"]]
        assert (done.exit, result["ruleId"]) == (1 if command == "push" else 0, "MOM801")
        assert {"shop.moment", "src/order.ts"} <= set(files)
        assert run(shop, "sync", command, "--format", "concise").out.startswith("shop.moment:11:7: warning[MOM801] ")
    (shop / "shop.moment").write_text(SHOP, encoding="utf-8")
    done = run(shop, "sync", "push", "--format", "sarif")
    assert (done.exit, json.loads(done.out)["runs"][0]["results"]) == (0, [])


def test_status_writes_nothing_and_knows_every_part(shop: Path) -> None:
    assert run(shop, "generate", "typescript").exit == 0
    (shop / ".domain").mkdir()
    (shop / ".domain/a.jsonl").write_text("null\n", encoding="utf-8")
    (shop / "generated/typescript/index.ts").unlink()
    (shop / "src/order.ts").write_text(CODE.replace("total: number }", "total: number"), encoding="utf-8")
    before = {path: path.read_bytes() for path in shop.rglob("*") if path.is_file() and "cache" not in path.parts}
    ran = run(shop, "status")
    states = [line.split()[:2] for line in ran.out.splitlines()]
    assert states == [
        ["specification", "ok"], ["outputs", "drift"], ["implementation", "error"], ["schema", "unknown"],
        ["upstream", "error"],
    ]  # fmt: skip
    after = {path: path.read_bytes() for path in shop.rglob("*") if path.is_file() and "cache" not in path.parts}
    assert (ran.exit, after) == (1, before)


def at_a_terminal(folder: Path, answers: str, *arguments: str) -> tuple[int, str]:
    """What the command answers to a person who types ``answers``."""
    import pty

    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "moment", *arguments],
        cwd=folder, stdin=theirs, stdout=theirs, stderr=theirs, env={**os.environ, "NO_COLOR": "1"},
    ) as process:  # fmt: skip
        os.close(theirs)
        os.write(ours, answers.encode())
        said = b""
        with suppress(OSError):  # the end of a terminal
            while piece := os.read(ours, 4096):
                said += piece
    os.close(ours)
    return process.returncode, said.decode().replace("\r\n", "\n")


def test_a_person_is_asked(shop: Path) -> None:
    specify(shop, WITH_DATE)
    (shop / "src/order.ts").write_text(
        CODE.replace("note?: string", "note?: string; colour?: string"), encoding="utf-8"
    )
    code, said = at_a_terminal(shop, "r\nonly here\na\n", "sync", "push")
    assert "+export interface OrderPlaced" in said
    assert "accept, reject or skip? (a, r, s) [s]:" in said
    assert (code, said.splitlines()[-1].partition(" · snapshot")[0]) == (
        0, "APPLIED  1 of 2 applied · 1 change applied, 1 rejected",
    )  # fmt: skip
    state = SyncState().load(shop)
    assert {each.member: each.status for each in state.proposals()} == {"colour": "rejected", "placedAt": "accepted"}
    (rejection,) = [each for each in state.history() if each["type"] == "ProposalRejected"]
    assert rejection["reason"] == "only here"
    assert run(shop, "drift").exit == 0


def test_a_person_sees_what_the_other_side_says(shop: Path, tmp_path: Path) -> None:
    there = tmp_path / "served" / "there.git"
    there.mkdir(parents=True)
    git(there, "init", "-q", "--bare")
    git(there, "config", "http.receivepack", "true")
    hook = there / "hooks" / "post-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho well received\n", encoding="utf-8")
    hook.chmod(0o755)
    with serving(there.parent) as server:
        code, said = at_a_terminal(shop, "", "sync", "push", "--remote", f"{server.url}/there.git")
        (shop / "shop.moment").write_text(f"// a note\n{SHOP}", encoding="utf-8")
        ran = run(shop, "sync", "push", "--remote", f"{server.url}/there.git")
    assert (code, "well received\n" in said) == (0, True), said
    assert (ran.exit, ran.err) == (0, "")


@pytest.mark.parametrize("arguments", [("--remote", ""), ("--remote", "origin", "--branch", " "), ("--branch", "x")])
def test_a_repository_without_a_name_is_none(shop: Path, arguments: tuple[str, ...]) -> None:
    before = (shop / ".moment/log/push.jsonl").exists()
    assert run(shop, "sync", "push", *arguments).exit == 2
    assert (shop / ".moment/log/push.jsonl").exists() == before


def test_two_at_once_apply_everything_once(shop: Path) -> None:
    specify(shop, WITH_DATE)
    command = [sys.executable, "-m", "moment", "sync", "push"]
    both = [subprocess.Popen(command, cwd=shop, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) for _ in range(2)]
    said = [process.communicate()[0].decode() for process in both]
    assert all("moment made a mistake" not in each for each in said), said
    assert any("APPLIED" in each for each in said), said
    accepted = ImplementationFeedbackJournal().load(shop).entries(decision="accepted")
    assert (len(accepted), text(shop, "src/order.ts"), PushFlowSaga(shop).state) == (1, DATED, "Complete")


def test_without_a_repository_the_snapshot_is_private(tmp_path: Path) -> None:
    for path, content in {"moment.toml": 'name = "shop"\n', "shop.moment": SHOP, "src/order.ts": CODE}.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(content, encoding="utf-8")
    result = PushFlowSaga(tmp_path).execute("shop.moment", "src")
    assert (result.outcome, [each.code for each in result.diagnostics]) == ("APPLIED", ["MOM860"])


def test_the_command_takes_up_what_was_interrupted(shop: Path) -> None:
    specify(shop, WITH_DATE)
    with pytest.raises(Crash):
        course(shop, Mortal(event="PushFlowConfirmationComplete")).execute()
    ran = run(shop, "sync", "push")
    assert (ran.exit, ran.err.startswith("going on with psh-"), text(shop, "src/order.ts")) == (0, True, DATED)


# -- crashes ---------------------------------------------------------------------------------------------------------


class Crash(BaseException):
    """The process is gone."""


class Mortal:
    """The real disk, which is gone after so many operations that change something, or after an event of the flow."""

    def __init__(self, *, operations: int = -1, event: str = "") -> None:
        self.left = operations
        self.done = 0
        self._event = event

    def read(self, path: Path) -> bytes:
        return STATE_DISK.read(path)

    def read_from(self, path: Path, offset: int) -> bytes:
        return STATE_DISK.read_from(path, offset)

    def kind(self, path: Path) -> Any:
        return STATE_DISK.kind(path)

    def entries(self, path: Path) -> list[Entry]:
        return STATE_DISK.entries(path)

    def extent(self, path: Path) -> Extent:
        return STATE_DISK.extent(path)

    def mode(self, path: Path) -> int:
        return STATE_DISK.mode(path)

    @contextmanager
    def lock(self, path: Path, *, wait: float) -> Iterator[Held]:
        with STATE_DISK.lock(path, wait=wait) as held:
            yield held

    def write(self, path: Path, content: bytes, *, mode: int | None = None) -> None:
        self._count()
        STATE_DISK.write(path, content, mode=mode)

    def append(self, path: Path, content: bytes) -> None:
        self._count()
        STATE_DISK.append(path, content)
        if self._event and path.name == "push.jsonl" and f'"type":"{self._event}"'.encode() in content:
            raise Crash

    def cut(self, path: Path, size: int) -> None:
        self._count()
        STATE_DISK.cut(path, size)

    def move(self, source: Path, target: Path) -> None:
        self._count()
        STATE_DISK.move(source, target)

    def remove(self, path: Path) -> None:
        self._count()
        STATE_DISK.remove(path)

    def remove_folder(self, path: Path) -> None:
        self._count()
        STATE_DISK.remove_folder(path)

    def make_folder(self, path: Path) -> None:
        self._count()
        STATE_DISK.make_folder(path)

    def settle(self, folder: Path) -> None:
        self._count()

    def _count(self) -> None:
        self.done += 1
        if self.left == 0:
            raise Crash
        self.left -= 1


def course(shop: Path, storage: Mortal) -> PushCourse:
    return PushCourse(load(shop), store=Store(shop / ".moment", storage=storage))


def expect_whole(shop: Path) -> None:
    """As if nothing had happened on the way."""
    accepted = ImplementationFeedbackJournal().load(shop).entries(decision="accepted")
    state = SyncState().load(shop)
    assert text(shop, "src/order.ts") == DATED
    assert [(each.member, each.status) for each in state.proposals()] == [("placedAt", "accepted")]
    assert (len(accepted), PushFlowSaga(shop).state, state.diagnostics) == (1, "Complete", ())
    assert state.fingerprints.keys() == {"specification", "implementation"}
    assert sum(each["type"] == "CursorAdvanced" for each in state.history()) == 1
    assert kinds(shop) == COURSE
    assert [each.kind for each in LocalGitArtifactStore(shop).snapshots()] == ["push"]
    told = [
        line for file in (shop / ".complai/events/moment").iterdir() for line in file.read_text("utf-8").splitlines()
    ]
    assert [json.loads(line)["eventType"] for line in told] == ["DriftDetected"]


@pytest.mark.parametrize("event", COURSE)
def test_after_a_crash_behind_every_event_it_goes_on(shop: Path, event: str) -> None:
    specify(shop, WITH_DATE)
    with pytest.raises(Crash):
        course(shop, Mortal(event=event)).execute("shop.moment", "src")
    saga = PushFlowSaga(shop)
    name = saga.events[0]["sagaId"]
    result = saga.resume(name)
    if event == "PushFlowCompleted":
        assert result.outcome == "ABORTED"
    else:
        assert (result.outcome, [each.applied for each in result.actions]) == ("APPLIED", [True])
    expect_whole(shop)


def test_after_a_crash_at_any_operation_it_goes_on(tmp_path: Path) -> None:
    """The disk is gone at the first operation, at the sixth, and so on to the last."""
    base, whole = project(tmp_path / "base"), tmp_path / "whole"
    specify(base, WITH_DATE)
    copytree(base, whole)
    mortal = Mortal()
    assert course(whole, mortal).execute("shop.moment", "src").outcome == "APPLIED"
    assert mortal.done > 60
    for number in range(0, mortal.done, 5):
        folder = tmp_path / str(number)
        copytree(base, folder)
        with pytest.raises(Crash):
            course(folder, Mortal(operations=number)).execute("shop.moment", "src")
        with Store(folder / ".moment").writing() as writer:
            assert not isinstance(writer, Diagnostic)
        saga = PushFlowSaga(folder)
        result = saga.resume(saga.events[0]["sagaId"]) if saga.state not in ("Idle", "Complete") else None
        if result is None and saga.state == "Idle":
            result = pushed(folder)
        assert result is None or result.outcome == "APPLIED", (number, result)
        expect_whole(folder)


def test_builds_read_how_all_parts_stand(shop: Path) -> None:
    assert json.loads(run(shop, "status", "--format", "sarif").out)["runs"][0]["results"] == []
    specify(shop, RENAMED)
    for _ in ("compared", "remembered"):
        done = run(shop, "status", "--format", "sarif")
        found = [each["ruleId"] for each in json.loads(done.out)["runs"][0]["results"]]
        assert (done.exit, found) == (1, ["MOM801"])
        assert "implementation  drift 1" in run(shop, "status").out
    specify(shop, "context\n")
    done = run(shop, "status", "--format", "concise")
    assert (done.exit, done.out.splitlines()[0].split(" error")[0]) == (1, "shop.moment:1:8:")


def test_a_damaged_log_is_an_error_of_the_status(shop: Path) -> None:
    log = shop / ".moment/log/sync.jsonl"
    log.write_bytes(b"{}\n" + log.read_bytes())
    done = run(shop, "status", "--only", "implementation")
    assert done.exit == 1
    assert done.out.startswith("implementation  error 1    line 1 of `.moment/log/sync.jsonl` is damaged: ")
