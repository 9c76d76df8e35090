"""Other repositories, on this machine: what git says of clones, pulls, branches and pushes of ours."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from moment.diagnostics.full import findings
from moment.diagnostics.model import Diagnostic
from moment.sync import GitProblem, LocalGitArtifactStore
from moment.sync.git.problems import NameProblem
from moment.sync.git.remotes import LocalGitRemoteManager
from tests.conftest import Golden
from tests.repositories import GIT, commit, git
from tests.unit.sync.git.places import PROJECT, files_of, sound, untouched, write

pytestmark = pytest.mark.skipif(GIT is None, reason="git makes the repositories and judges them")
MORE = {
    ".gitattributes": "*.txt text eol=crlf\n",
    "docs/a.txt": "one\ntwo\n",
    "run.sh": "#!/bin/sh\n",
    "docs/b.md": "b\n",
}


class Places(NamedTuple):
    """A bare repository, and two clones of it made by git."""

    bare: Path
    ours: Path
    theirs: Path


@pytest.fixture
def places(tmp_path: Path) -> Places:
    made = tmp_path / "made"
    made.mkdir()
    git(made, "init", "-q", "-b", "main")
    commit(made, {**PROJECT, **MORE}, "first")
    found = Places(tmp_path / "bare.git", tmp_path / "ours", tmp_path / "theirs")
    git(tmp_path, "clone", "-q", "--bare", str(made), str(found.bare))
    for each in (found.ours, found.theirs):
        git(tmp_path, "clone", "-q", str(found.bare), str(each))
        git(each, "config", "user.name", "Ada")
        git(each, "config", "user.email", "ada@example.com")
    return found


def refusal(problem: pytest.ExceptionInfo[GitProblem]) -> list[tuple[str, str]]:
    return [(each.code, each.message) for each in problem.value.diagnostics]


def clean(root: Path) -> bool:
    """Whether git finds files, index and commit alike, and everything sound."""
    same = git(root, "write-tree") == git(root, "rev-parse", "HEAD^{tree}")
    return same and git(root, "status", "--porcelain") == "" and sound(root) == ""


def advanced(places: Places, files: dict[str, str | None], message: str = "more") -> str:
    """A commit that somebody else pushed."""
    made = commit(places.theirs, files, message)
    git(places.theirs, "push", "-q", "origin", "HEAD:main")
    return made


@pytest.mark.parametrize("written", ["path", "file URL", "relative"])
def test_a_clone_is_as_git_would_make_it(written: str, places: Places, tmp_path: Path) -> None:
    url = {"path": str(places.bare), "file URL": places.bare.as_uri(), "relative": "bare.git"}[written]
    assert LocalGitRemoteManager(tmp_path).clone(url, "new") == "main"
    new = tmp_path / "new"
    assert clean(new)
    assert files_of(new) == files_of(places.ours)
    assert (new / "docs/a.txt").read_bytes() == b"one\r\ntwo\r\n"
    assert git(new, "rev-parse", "--abbrev-ref", "HEAD", "HEAD@{upstream}", "origin/HEAD").split() == [
        "main", "origin/main", "origin/main",
    ]  # fmt: skip
    assert git(new, "reflog", "show", "--format=%gs", "HEAD").startswith("clone: from ")
    assert git(new, "pull", "--ff-only") == "Already up to date."


def test_a_clone_of_a_branch_and_of_a_few_commits(places: Places, tmp_path: Path) -> None:
    advanced(places, {"docs/b.md": "c\n"})
    git(places.theirs, "push", "-q", "origin", "HEAD~1:refs/heads/older")
    assert LocalGitRemoteManager(tmp_path).clone("bare.git", "new", ref="older") == "older"
    assert ((tmp_path / "new/docs/b.md").read_text(), clean(tmp_path / "new")) == ("b\n", True)
    with pytest.raises(NameProblem, match="no branch `oldre` there") as problem:
        LocalGitRemoteManager(tmp_path).clone("bare.git", "none", ref="oldre")
    assert problem.value.hint == "did you mean `older`?"
    assert sorted(path.name for path in tmp_path.iterdir() if "none" in path.name) == []


def test_a_clone_of_nothing(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "--bare", "-b", "trunk", "empty.git")
    assert LocalGitRemoteManager(tmp_path).clone("empty.git", "new") == "trunk"
    assert git(tmp_path / "new", "symbolic-ref", "HEAD") == "refs/heads/trunk"


def test_a_folder_with_something_in_it_is_not_cloned_into(places: Places, tmp_path: Path) -> None:
    before = files_of(places.ours)
    with pytest.raises(GitProblem) as problem:
        LocalGitRemoteManager(tmp_path).clone("bare.git", "ours")
    assert refusal(problem) == [("MOM863", "`bare.git` is not cloned: `ours` is there and not empty")]
    assert files_of(places.ours) == before


def test_a_pull_moves_forward_and_keeps_what_is_not_committed(places: Places) -> None:
    files = {"docs/a.txt": "three\n", "docs/b.md": None, "docs/c/d.md": "d\n"}
    there = advanced(places, files)
    write(places.ours, {"README.md": "mine\n", "staged.txt": "mine too\n", "untracked.txt": "and mine\n"})
    git(places.ours, "add", "staged.txt")
    done = LocalGitRemoteManager(places.ours).pull()
    assert (done.branch, done.new, done.files) == ("main", there, 3)
    assert git(places.ours, "rev-parse", "HEAD", "origin/main").split() == [there, there]
    assert git(places.ours, "status", "--porcelain").splitlines() == [
        "M README.md",
        "A  staged.txt",
        "?? untracked.txt",
    ]
    assert (places.ours / "docs/a.txt").read_bytes() == b"three\r\n"
    assert git(places.ours, "reflog", "-1", "--format=%gs") == "pull origin: Fast-forward"
    git(places.ours, "stash", "-q", "-u")
    assert clean(places.ours)
    assert LocalGitRemoteManager(places.ours).pull().files == 0


DIRTY: dict[str, tuple[Mapping[str, str | bytes | None], str, str]] = {
    "changed": ({"docs/a.txt": "mine\n"}, "docs/a.txt", "is changed and not committed"),
    "removed": ({"docs/a.txt": None}, "docs/a.txt", "is removed, which is not committed"),
    "in the way": ({"docs/new.md": "mine\n"}, "docs/new.md", "is in the way and in no commit"),
    "file for a folder": ({"deep": "mine\n"}, "deep/x.md", "needs a folder where `deep` is none"),
    "folder for a file": ({"plain/mine.txt": "mine\n"}, "plain", "is a folder with files in it"),
}


@pytest.mark.parametrize("case", DIRTY)
def test_a_pull_does_not_touch_what_is_changed_here(case: str, places: Places) -> None:
    advanced(
        places,
        {"docs/a.txt": "three\n", "docs/new.md": "theirs\n", "deep/x.md": "x\n", "plain": "p\n", "docs/b.md": "z\n"},
    )
    files, path, reason = DIRTY[case]
    write(places.ours, files)
    before = untouched(places.ours)
    with pytest.raises(GitProblem) as problem:
        LocalGitRemoteManager(places.ours).pull()
    assert [(each.code, each.place.path, each.message) for each in problem.value.diagnostics] == [
        ("MOM862", path, f"`{path}` {reason}")
    ]
    after = untouched(places.ours)
    assert (after.files, after.staged, after.head) == (before.files, before.staged, before.head)
    assert "branch.ab +0 -1" in after.status


@pytest.mark.parametrize("how", ["changed", "removed"])
def test_nor_what_is_staged(how: str, places: Places) -> None:
    advanced(places, {"docs/a.txt": "three\n"})
    if how == "changed":
        write(places.ours, {"docs/a.txt": "mine\n"})
        git(places.ours, "add", "docs/a.txt")
        write(places.ours, {"docs/a.txt": "one\ntwo\n"})
    else:
        git(places.ours, "rm", "-q", "--cached", "docs/a.txt")
    before = untouched(places.ours)
    with pytest.raises(GitProblem) as problem:
        LocalGitRemoteManager(places.ours).pull()
    assert [(code, "staged" in message) for code, message in refusal(problem)] == [("MOM862", True)]
    assert untouched(places.ours).staged == before.staged


def test_a_pull_that_was_interrupted_goes_on(places: Places) -> None:
    """Files that are already as they will be are nobody's work."""
    there = advanced(places, {"docs/b.md": "c\n", "docs/new.md": "n\n", "run.sh": "#!/bin/sh\nexit\n"})
    write(places.ours, {"docs/b.md": "c\n", "docs/new.md": "n\n"})
    assert LocalGitRemoteManager(places.ours).pull().new == there
    assert clean(places.ours)


def test_branches_that_grew_apart_are_not_merged(places: Places, golden: Golden) -> None:
    there = advanced(places, {"docs/b.md": "theirs\n"})
    here = commit(places.ours, {"README.md": "ours\n"}, "ours")
    with pytest.raises(GitProblem) as problem:
        LocalGitRemoteManager(places.ours).pull()
    assert refusal(problem) == [("MOM864", f"`refs/heads/main` is {here[:10]} here and {there[:10]} at `origin`")]
    golden.file("cli/remotes-diverged.txt", findings(problem.value.diagnostics, {}))
    assert git(places.ours, "rev-parse", "HEAD") == here
    git(places.ours, "push", "-q", "--force", "origin", "main")
    commit(places.ours, {"README.md": "ours again\n"}, "ahead")
    assert LocalGitRemoteManager(places.ours).pull().files == 0


def test_branches(places: Places) -> None:
    advanced(places, {"docs/b.md": "c\n"})
    git(places.theirs, "push", "-q", "origin", "HEAD:refs/heads/feature")
    remotes = LocalGitRemoteManager(places.ours)
    assert {each.reference for each in remotes.fetch().updates} == {
        "refs/remotes/origin/main",
        "refs/remotes/origin/feature",
    }
    assert (remotes.current_branch(), remotes.branches(), remotes.branches("origin")) == (
        "main", ("main",), ("feature", "main"),
    )  # fmt: skip
    remotes.create_branch("here")
    with pytest.raises(NameProblem, match="branch `here` is there already"):
        remotes.create_branch("here")
    with pytest.raises(NameProblem, match="cannot be a branch"):
        remotes.create_branch("a..b")
    with pytest.raises(NameProblem, match="no branch or commit `hree`"):
        remotes.checkout("hree")
    remotes.checkout("feature")
    assert (git(places.ours, "rev-parse", "--abbrev-ref", "HEAD", "HEAD@{upstream}").split(), clean(places.ours)) == (
        ["feature", "origin/feature"], True,
    )  # fmt: skip
    first = git(places.ours, "rev-parse", "HEAD~1")
    remotes.checkout(first)
    assert (remotes.current_branch(), git(places.ours, "rev-parse", "HEAD"), clean(places.ours)) == (None, first, True)
    git(places.ours, "checkout", "-q", "-")
    assert git(places.ours, "symbolic-ref", "--short", "HEAD") == "feature"
    remotes.checkout(first)
    with pytest.raises(GitProblem) as problem:
        remotes.pull()
    assert refusal(problem) == [("MOM863", "`origin` is not pulled from: HEAD is on no branch")]


def test_into_a_repository_without_a_commit(places: Places, tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "-b", "main", "new")
    git(tmp_path / "new", "remote", "add", "origin", str(places.bare))
    write(tmp_path / "new", {"docs/a.txt": "mine\n", "moment.toml": PROJECT["moment.toml"]})
    remotes = LocalGitRemoteManager(tmp_path / "new")
    with pytest.raises(GitProblem) as problem:
        remotes.pull()
    assert refusal(problem) == [("MOM862", "`docs/a.txt` is in the way and in no commit")]
    (tmp_path / "new/docs/a.txt").unlink()
    assert remotes.pull().old is None
    assert clean(tmp_path / "new")


def test_a_branch_that_became_a_folder_there(places: Places) -> None:
    git(places.theirs, "push", "-q", "origin", "HEAD:refs/heads/feature")
    remotes = LocalGitRemoteManager(places.ours)
    remotes.fetch()
    git(places.theirs, "push", "-q", "origin", ":feature", "HEAD:refs/heads/feature/one")
    with pytest.raises(GitProblem) as problem:
        remotes.fetch()
    [(code, message)] = refusal(problem)
    assert (code, "cannot stand beside `refs/remotes/origin/feature`" in message) == ("MOM863", True)
    git(places.ours, "remote", "prune", "origin")
    assert [each.reference for each in remotes.fetch().updates] == ["refs/remotes/origin/feature/one"]


def test_a_branch_of_another_worktree_is_left_there(places: Places, tmp_path: Path) -> None:
    git(places.ours, "worktree", "add", "-q", str(tmp_path / "side"), "-b", "side")
    for root, branch in ((places.ours, "side"), (tmp_path / "side", "main")):
        with pytest.raises(NameProblem, match=f"branch `{branch}` is checked out in another worktree"):
            LocalGitRemoteManager(root).checkout(branch)
    assert LocalGitRemoteManager(tmp_path / "side").current_branch() == "side"
    LocalGitRemoteManager(tmp_path / "side").create_branch("other")
    LocalGitRemoteManager(tmp_path / "side").checkout("other")
    assert git(places.ours, "worktree", "list").count("[other]") == 1


def test_a_checkout_does_not_touch_what_is_changed_here(places: Places) -> None:
    remotes = LocalGitRemoteManager(places.ours)
    remotes.create_branch("before")
    commit(places.ours, {"docs/b.md": "c\n"}, "more")
    write(places.ours, {"docs/b.md": "mine\n"})
    before = untouched(places.ours)
    with pytest.raises(GitProblem) as problem:
        remotes.checkout("before")
    assert refusal(problem) == [("MOM862", "`docs/b.md` is changed and not committed")]
    assert untouched(places.ours) == before


def test_snapshots_go_there_and_come_back(places: Places) -> None:
    store = LocalGitArtifactStore(places.ours)
    made = store.snapshot(label="v1")
    before = untouched(places.ours)
    pushed = LocalGitRemoteManager(places.ours).push()
    assert [each.reference for each in pushed.updates] == ["refs/moment/labels/v1", "refs/moment/snapshots"]
    assert git(places.bare, "rev-parse", "refs/moment/snapshots", "refs/moment/labels/v1").split() == [made.id] * 2
    assert LocalGitRemoteManager(places.ours).push().updates == ()
    assert untouched(places.ours) == before
    fetched = LocalGitRemoteManager(places.theirs).fetch()
    assert [each.reference for each in fetched.updates] == [
        "refs/moment/remotes/origin/labels/v1", "refs/moment/remotes/origin/snapshots",
    ]  # fmt: skip
    assert LocalGitArtifactStore(places.theirs).read("moment.toml", made.id[:8]) == b'name = "shop"\n'
    theirs = LocalGitArtifactStore(places.theirs)
    assert [theirs.find(name).id for name in ("origin/v1", "origin/latest")] == [made.id] * 2
    assert theirs.snapshots() == ()
    assert (sound(places.bare), sound(places.theirs)) == ("", "")


def test_chains_that_grew_apart_become_one(places: Places) -> None:
    write(places.ours, {"specs/shop.moment": "// ours\n"})
    ours = LocalGitArtifactStore(places.ours).snapshot()
    LocalGitRemoteManager(places.ours).push()
    write(places.theirs, {"specs/shop.moment": "// theirs\n"})
    theirs = LocalGitArtifactStore(places.theirs).snapshot()
    LocalGitRemoteManager(places.theirs).push()
    end = LocalGitArtifactStore(places.theirs).find()
    assert end.parents == (theirs.id, ours.id)
    assert LocalGitArtifactStore(places.theirs).read("specs/shop.moment") == b"// theirs\n"
    assert git(places.bare, "rev-parse", "refs/moment/snapshots") == end.id
    assert LocalGitRemoteManager(places.ours).push().updates == ()
    assert LocalGitArtifactStore(places.ours).find().id == end.id


def test_a_label_that_means_something_else_there_stays(places: Places) -> None:
    write(places.ours, {"specs/shop.moment": "// ours\n"})
    ours = LocalGitArtifactStore(places.ours).snapshot(label="v1")
    LocalGitRemoteManager(places.ours).push()
    theirs = LocalGitArtifactStore(places.theirs).snapshot(label="v1")
    with pytest.raises(GitProblem) as problem:
        LocalGitRemoteManager(places.theirs).push()
    assert refusal(problem) == [
        ("MOM864", f"`refs/moment/labels/v1` is {theirs.id[:10]} here and {ours.id[:10]} at `origin`")
    ]
    assert git(places.bare, "rev-parse", "refs/moment/snapshots") == ours.id
    LocalGitRemoteManager(places.theirs).push(force=True)
    assert git(places.bare, "rev-parse", "refs/moment/labels/v1") == theirs.id


def test_a_review_branch_holds_exactly_what_changed(places: Places) -> None:
    store = LocalGitArtifactStore(places.ours)
    write(places.ours, {"specs/old.moment": "// old\n"})
    store.snapshot()
    write(places.ours, {
        "specs/old.moment": None, "specs/shop.moment": "// other\n", "specs/new.moment": "// new\n", "README.md": "mine\n",
        ".gitignore": "*.secret\n", "x.secret": "s\n",
    })  # fmt: skip
    store.snapshot(["specs", "x.secret"])
    head = advanced(places, {"docs/b.md": "theirs\n", "specs/old.moment": "// old\n"})
    before = untouched(places.ours)
    remotes = LocalGitRemoteManager(places.ours)
    pushed = remotes.push(ref="refs/heads/moment/review")
    branch = "refs/heads/moment/review"
    assert git(places.bare, "rev-parse", branch, f"{branch}~1").split() == [pushed.commit, head]
    assert git(places.bare, "diff", "--name-status", f"{branch}~1", branch).split("\n") == [
        "A\tspecs/new.moment", "D\tspecs/old.moment", "M\tspecs/shop.moment",
    ]  # fmt: skip
    assert git(places.bare, "log", "-1", "--format=%(trailers:key=Moment-Kind,valueonly)", branch) == "push"
    assert remotes.push(ref="moment/review").updates == ()
    after = untouched(places.ours)
    assert (after.files, after.staged, after.head) == (before.files, before.staged, before.head)
    assert sound(places.bare) == ""
    write(places.ours, {"specs/new.moment": "// newer\n"})
    store.snapshot()
    with pytest.raises(GitProblem) as problem:
        remotes.push(ref="moment/review")
    assert [code for code, _ in refusal(problem)] == ["MOM864"]
    forced = remotes.push(ref="moment/review", force=True)
    assert git(places.bare, "rev-parse", branch, f"{branch}~1").split() == [forced.commit, head]


def test_a_review_branch_undoes_nothing_of_others(places: Places) -> None:
    advanced(places, {"specs/theirs.moment": "// 1\n", "specs/gone.moment": "// 1\n", "specs/both.moment": "// 1\n"})
    git(places.ours, "pull", "-q")
    head = advanced(places, {"specs/theirs.moment": "// 2\n", "specs/gone.moment": None})
    write(places.ours, {"specs/shop.moment": "// ours\n"})
    store = LocalGitArtifactStore(places.ours)
    store.snapshot()
    remotes = LocalGitRemoteManager(places.ours)
    pushed = remotes.push(ref="review")
    assert git(places.bare, "diff", "--name-status", head, str(pushed.commit)) == "M\tspecs/shop.moment"
    git(places.ours, "stash", "-q")
    git(places.ours, "pull", "-q")
    assert remotes.push(ref="review").updates == ()
    git(places.ours, "stash", "pop", "-q")
    advanced(places, {"specs/both.moment": "// 2\n", "docs/b.md": "theirs\n"})
    write(places.ours, {"specs/both.moment": "// 3\n"})
    store.snapshot()
    with pytest.raises(GitProblem) as problem:
        remotes.push(ref="next", force=True)
    assert refusal(problem) == [
        ("MOM863", "`origin` is not sent `refs/heads/next`: it would undo what somebody changed there in `specs/both.moment`")
    ]  # fmt: skip


def test_nothing_changed_makes_no_branch(places: Places) -> None:
    LocalGitArtifactStore(places.ours).snapshot()
    assert LocalGitRemoteManager(places.ours).push(ref="review").updates == ()
    assert git(places.bare, "for-each-ref", "refs/heads", "--format=%(refname)") == "refs/heads/main"


def test_what_is_refused_says_why(places: Places, tmp_path: Path, golden: Golden) -> None:
    store = LocalGitArtifactStore(places.ours)
    write(places.ours, {"specs/shop.moment": "// other\n"})
    store.snapshot()
    git(places.ours, "remote", "add", "work", "../theirs")
    git(places.ours, "remote", "add", "gone", "../gone.git")
    git(places.ours, "remote", "add", "ssh", "git@git.example:shop.git")
    git(places.theirs, "checkout", "-q", "-b", "taken")
    found: list[Diagnostic] = []
    remotes = LocalGitRemoteManager(places.ours)
    for remote, ref in (("origin", "main"), ("work", "taken"), ("gone", None), ("orgin", None), ("ssh", None)):
        with pytest.raises(GitProblem) as problem:
            remotes.push(remote, ref)
        found += problem.value.diagnostics
    hook = places.bare / "guards" / "pre-receive"
    hook.parent.mkdir()
    git(places.bare, "config", "core.hooksPath", "guards")
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    with pytest.raises(GitProblem) as problem:
        remotes.push(ref="other")
    found += problem.value.diagnostics
    with pytest.raises(GitProblem) as problem:
        LocalGitRemoteManager(tmp_path).push()
    found += problem.value.diagnostics
    with pytest.raises(GitProblem) as problem:
        remotes.pull(ref="mian")
    found += problem.value.diagnostics
    golden.file("cli/remotes.txt", findings(found, {}))
    assert git(places.bare, "for-each-ref", "--format=%(refname)") == "refs/heads/main"


def test_everything_that_a_tree_can_hold_is_pulled(places: Places, tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "-b", "main", "inner")
    commit(tmp_path / "inner", {"a": "a\n"}, "inner")
    git(places.theirs, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(tmp_path / "inner"), "inner")
    (places.theirs / "link.txt").symlink_to("docs/a.txt")
    (places.theirs / "run.sh").chmod(0o755)
    (places.theirs / "docs" / "b.md").unlink()
    (places.theirs / "docs" / "b.md").mkdir()
    advanced(places, {"docs/b.md/inside.md": "inside\n", "ünï/cödé.md": "ü\n", "empty": ""})
    LocalGitRemoteManager(places.ours).pull()
    assert (places.ours / "link.txt").is_symlink()
    assert (places.ours / "run.sh").stat().st_mode & 0o111 == 0o111
    assert (places.ours / "docs/b.md/inside.md").read_text() == "inside\n"
    assert clean(places.ours)
    git(places.ours, "-c", "protocol.file.allow=always", "submodule", "update", "-q", "--init")
    commit(tmp_path / "inner", {"a": "b\n"}, "inner")
    git(places.theirs / "inner", "pull", "-q", "origin", "main")
    advanced(places, {"empty": None, "link.txt": None})
    LocalGitRemoteManager(places.ours).pull()
    assert git(places.ours, "status", "--porcelain") == git_as_it_would(places, tmp_path)


def git_as_it_would(places: Places, tmp_path: Path) -> str:
    """What a pull by git itself leaves to say."""
    other = tmp_path / "other"
    git(tmp_path, "clone", "-q", str(places.bare), str(other))
    git(other, "reset", "-q", "--hard", "HEAD~1")
    git(other, "-c", "protocol.file.allow=always", "submodule", "update", "-q", "--init")
    git(other, "pull", "-q", "--ff-only")
    return git(other, "status", "--porcelain")


@pytest.mark.parametrize("setting", ["--untracked-cache", "--index-version=4", "--split-index"])
def test_an_index_of_another_kind(setting: str, places: Places) -> None:
    git(places.ours, "update-index", *(["--index-version", "4"] if "version" in setting else [setting]))
    there = advanced(places, {"docs/b.md": "c\n", "docs/new.md": "n\n"})
    before = untouched(places.ours)
    if setting == "--split-index":
        with pytest.raises(GitProblem) as problem:
            LocalGitRemoteManager(places.ours).pull()
        [(code, message)] = refusal(problem)
        assert (code, "its index" in message) == ("MOM902", True)
        assert untouched(places.ours).files == before.files
        return
    assert LocalGitRemoteManager(places.ours).pull().new == there
    assert clean(places.ours)


def test_a_clone_of_one_commit_goes_on_from_there(places: Places, tmp_path: Path) -> None:
    advanced(places, {"docs/b.md": "c\n"})
    LocalGitRemoteManager(tmp_path).clone("bare.git", "new", depth=1)
    assert (git(tmp_path / "new", "rev-list", "--count", "HEAD"), clean(tmp_path / "new")) == ("1", True)
    there = advanced(places, {"docs/b.md": "d\n"})
    assert LocalGitRemoteManager(tmp_path / "new").pull().new == there
    LocalGitArtifactStore(tmp_path / "new").snapshot(label="shallow")
    LocalGitRemoteManager(tmp_path / "new").push()
    assert (clean(tmp_path / "new"), sound(places.bare)) == (True, "")


def test_a_folder_that_became_a_file_and_a_file_that_became_a_link_are_pulled(places: Places) -> None:
    for path in (places.theirs / "docs").iterdir():
        path.unlink()
    (places.theirs / "docs").rmdir()
    (places.theirs / "run.sh").unlink()
    (places.theirs / "run.sh").symlink_to("README.md")
    advanced(places, {"docs": "a file\n"})
    (places.ours / "docs" / "link").symlink_to(places.theirs, target_is_directory=True)
    with pytest.raises(GitProblem) as problem:
        LocalGitRemoteManager(places.ours).pull()
    assert refusal(problem) == [("MOM862", "`docs` is a folder with files in it")]
    (places.ours / "docs" / "link").unlink()
    assert LocalGitRemoteManager(places.ours).pull().files == 4
    assert ((places.ours / "docs").read_text(), (places.ours / "run.sh").readlink()) == ("a file\n", Path("README.md"))
    assert clean(places.ours)


def test_a_mode_that_nobody_committed_is_not_taken_back(places: Places) -> None:
    advanced(places, {"run.sh": "#!/bin/sh\necho\n"})
    (places.ours / "run.sh").chmod(0o755)
    with pytest.raises(GitProblem) as problem:
        LocalGitRemoteManager(places.ours).pull()
    assert refusal(problem) == [("MOM862", "`run.sh` has another mode, which is not committed")]
    git(places.ours, "config", "core.fileMode", "false")
    assert LocalGitRemoteManager(places.ours).pull().files == 1


@pytest.mark.parametrize("name", [".git", ".GIT", "..", ".gitmodules"])
def test_a_path_that_git_does_not_allow_is_refused_before_anything_is_written(name: str, places: Places) -> None:
    blob = git(places.theirs, "hash-object", "-w", "README.md")
    inner = made_by(places.theirs, "mktree", f"100644 blob {blob}\thooked\n")
    entry = f"120000 blob {blob}\t{name}" if name == ".gitmodules" else f"040000 tree {inner}\t{name}"
    tree = made_by(places.theirs, "mktree", f"{entry}\n100644 blob {blob}\tREADME.md\n")
    evil = git(places.theirs, "commit-tree", tree, "-p", "HEAD", "-m", "evil")
    git(places.bare, "fetch", "-q", str(places.theirs), f"{evil}:refs/heads/evil")
    git(places.bare, "update-ref", "refs/heads/main", evil)
    before = untouched(places.ours)
    with pytest.raises(GitProblem) as problem:
        LocalGitRemoteManager(places.ours).pull()
    path = name if name == ".gitmodules" else f"{name}/hooked"
    assert ("MOM862", f"`{path}` is a path that Git does not allow in a working tree") in refusal(problem)
    after = untouched(places.ours)
    assert (after.files, after.staged, after.head) == (before.files, before.staged, before.head)


def made_by(folder: Path, command: str, given: str) -> str:
    """What a command of git makes of its input."""
    done = subprocess.run([str(GIT), command], cwd=folder, input=given, capture_output=True, check=True, text=True)
    return done.stdout.strip()
