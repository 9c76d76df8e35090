"""The other side of a comparison: revisions of real Git repositories in every state, and paths."""

from __future__ import annotations

import shutil
from hashlib import sha256
from pathlib import Path

import pytest

from moment.project.discover import discover
from moment.project.revision import Other, RevisionError, open_other
from tests.repositories import GIT, commit, git

pytestmark = pytest.mark.skipif(GIT is None, reason="git makes the repositories")
SHALLOW = "this clone is shallow: fetch the branch first, or check out with `fetch-depth: 0`"


def context(name: str) -> str:
    return f'context "{name}"\n'


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Three commits on ``main`` of a project whose context is called after its commit."""
    folder = tmp_path / "shop"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    for name in ("First", "Second", "Third"):
        commit(folder, {"shop.moment": context(name), "moment.toml": 'name = "shop"\n'}, name)
    return folder


def there(folder: Path, text: str, *paths: str, cwd: Path | None = None, isolated: bool = False) -> Other:
    """What ``--against text`` reads in ``folder``."""
    here = cwd or folder
    given = [Path(path) for path in paths]
    project = discover(given, cwd=here, isolated=isolated)
    return open_other(text, project, paths=given, cwd=here, isolated=isolated)


def contexts(other: Other) -> list[str]:
    return [each.name for each in other.session.domain().contexts]


def refusal(folder: Path, text: str) -> tuple[str, str, str]:
    with pytest.raises(RevisionError) as caught:
        there(folder, text)
    return caught.value.code, caught.value.message, caught.value.hint


def everything(folder: Path) -> dict[str, str]:
    """Every file below ``folder`` with the hash of its bytes and when it was written."""
    return {
        str(path.relative_to(folder)): f"{sha256(path.read_bytes()).hexdigest()} {path.stat().st_mtime_ns}"
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_revision_is_named_as_git_names_it(repository: Path) -> None:
    git(repository, "branch", "feature/boats", "HEAD~1")
    git(repository, "tag", "v1", "HEAD~2")
    git(repository, "tag", "-a", "v2", "-m", "two", "HEAD~1")
    name = git(repository, "rev-parse", "HEAD~1")
    found = {
        text: contexts(there(repository, text))
        for text in (
            "HEAD", "@", "main", "heads/main", "refs/heads/main", "HEAD~", "HEAD^", "HEAD~1", "HEAD^1", "HEAD^^", "HEAD~2",
            "HEAD^0", "HEAD~0", "main~1^1", "feature/boats", "feature/boats~1", "v1", "v2", "v2^{}", "v2^{commit}~1",
            name, name[:7], f"{name[:7]}~1",
        )
    }  # fmt: skip
    third, second, first = ["Third"], ["Second"], ["First"]
    assert found == {
        "HEAD": third, "@": third, "main": third, "heads/main": third, "refs/heads/main": third, "HEAD~": second,
        "HEAD^": second, "HEAD~1": second, "HEAD^1": second, "HEAD^^": first, "HEAD~2": first, "HEAD^0": third,
        "HEAD~0": third, "main~1^1": first, "feature/boats": second, "feature/boats~1": first, "v1": first,
        "v2": second, "v2^{}": second, "v2^{commit}~1": first, name: second, name[:7]: second, f"{name[:7]}~1": first,
    }  # fmt: skip


def test_the_other_side_says_what_it_is(repository: Path) -> None:
    name = git(repository, "rev-parse", "HEAD~1")
    found = there(repository, "HEAD~1")
    assert (found.written, found.kind, found.commit, found.name) == ("HEAD~1", "revision", name, f"HEAD~1 ({name[:7]})")


def test_the_second_parent_of_a_merge(repository: Path) -> None:
    git(repository, "checkout", "-q", "-b", "side", "HEAD~1")
    commit(repository, {"side.moment": context("Side")})
    git(repository, "checkout", "-q", "main")
    git(repository, "merge", "-q", "--no-ff", "-m", "merge", "side")
    assert contexts(there(repository, "HEAD^2")) == ["Second", "Side"]
    assert contexts(there(repository, "HEAD^1")) == ["Third"]
    assert contexts(there(repository, "HEAD^2~1")) == ["Second"]


def test_nothing_is_written(repository: Path) -> None:
    (repository / "shop.moment").write_text(context("Unsaved"), encoding="utf-8")
    git(repository, "add", "-A")
    before = everything(repository)
    assert contexts(there(repository, "HEAD~1")) == ["Second"]
    assert everything(repository) == before


def test_packed_objects_and_references(repository: Path) -> None:
    git(repository, "tag", "-a", "v1", "-m", "one", "HEAD~2")
    git(repository, "gc", "-q", "--aggressive", "--prune=now")
    assert not (repository / ".git" / "refs" / "heads" / "main").exists()
    found = [contexts(there(repository, text)) for text in ("main", "v1", git(repository, "rev-parse", "HEAD~1")[:8])]
    assert found == [["Third"], ["First"], ["Second"]]


def test_a_detached_head(repository: Path) -> None:
    git(repository, "checkout", "-q", "--detach", "HEAD~1")
    assert [contexts(there(repository, text)) for text in ("HEAD", "HEAD~1", "main")] == [
        ["Second"], ["First"], ["Third"],
    ]  # fmt: skip


def test_a_worktree_beside_the_repository(repository: Path, tmp_path: Path) -> None:
    git(repository, "worktree", "add", "-q", "-b", "side", str(tmp_path / "side"), "HEAD~1")
    side = tmp_path / "side"
    assert (side / ".git").is_file()
    commit(side, {"shop.moment": context("Side")})
    assert [contexts(there(side, text)) for text in ("HEAD", "HEAD~1", "main", "side")] == [
        ["Side"], ["Second"], ["Third"], ["Side"],
    ]  # fmt: skip


def test_a_worktree_of_a_bare_repository(repository: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--bare", str(repository), "shop.git")
    git(tmp_path / "shop.git", "worktree", "add", "-q", "-b", "side", str(tmp_path / "side"), "main~1")
    assert [contexts(there(tmp_path / "side", text)) for text in ("HEAD", "main")] == [["Second"], ["Third"]]


def test_a_shallow_clone_knows_where_it_ends(repository: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--depth", "2", f"file://{repository}", "clone")
    clone = tmp_path / "clone"
    end = git(clone, "rev-parse", "HEAD~1")[:7]
    assert contexts(there(clone, "origin/main~1")) == ["Second"]
    assert refusal(clone, "HEAD~2") == (
        "usage",
        f"no revision `HEAD~2` here: this clone is shallow and ends at {end}",
        "fetch more of it: `git fetch --deepen 10`, or `fetch-depth: 0` where a workflow checks out",
    )
    assert refusal(clone, "origin/release") == (
        "usage",
        "no path and no revision `origin/release`",
        f"branches and tags: main, origin/HEAD, origin/main; {SHALLOW}",
    )


def test_a_partial_clone_says_what_is_missing(repository: Path, tmp_path: Path) -> None:
    git(repository, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "-q", "--filter=blob:none", f"file://{repository}", "clone")
    clone = tmp_path / "clone"
    assert contexts(there(clone, "HEAD")) == ["Third"]
    blob = git(repository, "rev-parse", "HEAD~1:shop.moment")
    assert refusal(clone, "HEAD~1") == (
        "git",
        f"the Git repository does not hold all of `HEAD~1`: {blob} is missing",
        "fetch it, as `git checkout` of that revision does, or clone without a filter",
    )


def test_remote_branches(repository: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", str(repository), "clone")
    clone = tmp_path / "clone"
    commit(clone, {"shop.moment": context("Fourth")})
    assert [contexts(there(clone, text)) for text in ("HEAD", "origin/main", "origin")] == [
        ["Fourth"], ["Third"], ["Third"],
    ]  # fmt: skip


def test_a_project_in_a_folder_of_the_repository(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "-b", "main")
    commit(tmp_path, {"services/shop/moment.toml": "", "services/shop/a.moment": context("Old"),
                      "services/bank/moment.toml": "", "services/bank/b.moment": context("Bank")})  # fmt: skip
    commit(tmp_path, {"services/shop/a.moment": context("New")})
    assert contexts(there(tmp_path / "services" / "shop", "HEAD~1")) == ["Old"]
    inside = tmp_path / "services" / "shop" / "deep"
    inside.mkdir()
    assert contexts(there(inside, "HEAD~1")) == ["Old"]


def test_a_project_behind_a_link(repository: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(repository)
    assert contexts(there(tmp_path / "link", "HEAD~1")) == ["Second"]


def test_the_settings_of_then_say_what_was_read(repository: Path) -> None:
    commit(repository, {"moment.toml": 'sources = ["specs/*.moment"]\n', "shop.moment": None,
                        "specs/shop.moment": context("Moved"), "drafts/late.moment": context("Late")})  # fmt: skip
    commit(repository, {"moment.toml": 'sources = ["**/*.moment"]\n'})
    assert contexts(there(repository, "HEAD")) == ["Late", "Moved"]
    assert contexts(there(repository, "HEAD~1")) == ["Moved"]
    assert contexts(there(repository, "HEAD~2")) == ["Third"]


def test_before_there_was_a_moment_toml(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "-b", "main")
    commit(tmp_path, {"a.moment": context("Alone")})
    commit(tmp_path, {"moment.toml": ""})
    assert contexts(there(tmp_path, "HEAD~1")) == ["Alone"]


def test_a_folder_named_as_the_project(repository: Path) -> None:
    commit(repository, {"moment.toml": None, "specs/a.moment": context("A"), "drafts/b.moment": context("B")})
    commit(repository, {"specs/a.moment": context("New")})
    project = discover((), cwd=repository, project=Path("specs"))
    assert contexts(open_other("HEAD~1", project, paths=(), cwd=repository)) == ["A"]


def test_paths_that_came_later_do_not_matter_to_a_project(repository: Path) -> None:
    commit(repository, {"late.moment": context("Late")})
    assert contexts(there(repository, "HEAD~1", "late.moment")) == ["Third"]


def test_files_alone_are_compared_with_themselves(repository: Path) -> None:
    commit(repository, {"other.moment": context("Other")})
    found = there(repository, "HEAD~3", "shop.moment", "other.moment", isolated=True)
    assert contexts(found) == ["First"]
    with pytest.raises(RevisionError, match="no specification at"):
        there(repository, "HEAD~1", "other.moment", isolated=True)


def test_submodules_are_left_out(repository: Path, tmp_path: Path) -> None:
    library = tmp_path / "library"
    library.mkdir()
    git(library, "init", "-q", "-b", "main")
    commit(library, {"library.moment": context("Library")})
    git(repository, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(library), "vendor")
    commit(repository, {}, "with a submodule")
    assert contexts(there(repository, "HEAD")) == ["Third"]
    assert contexts(there(repository / "vendor", "HEAD")) == ["Library"]


def test_links_of_the_repository_are_followed_inside_it(repository: Path) -> None:
    (repository / "specs").mkdir()
    (repository / "specs" / "linked.moment").symlink_to("../shop.moment")
    (repository / "specs" / "outside.moment").symlink_to("/etc/hostname")
    (repository / "specs" / "loop.moment").symlink_to("loop.moment")
    (repository / "more").symlink_to("specs")
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "links")
    other = there(repository, "HEAD")
    assert sorted(other.session.parsed) == ["more/linked.moment", "shop.moment"]
    assert [parsed.source.text for parsed in other.session.parsed.values()] == [context("Third")] * 2


def test_bytes_that_are_no_utf8_are_found_as_on_the_disk(repository: Path) -> None:
    commit(repository, {"shop.moment": b'context "Caf\xe9"\n', "caf\udce9.moment": context("Other")})
    other = there(repository, "HEAD")
    here = discover((), cwd=repository)
    assert sorted(other.session.parsed) == sorted(here.sources)
    assert contexts(other) == ["Other", "Caf\ufffd"]


UNKNOWN = (
    "main..HEAD", "a b", "~1", "^", ":shop.moment", "HEAD:shop.moment", "main@{1}", "-", "né", "HEAD~x", "*", "x" * 300,
    "main\n", "HEAD ", "config", "index", "objects", "FETCH_HEAD", "ab", "0000000",
)  # fmt: skip


def test_a_name_that_git_would_refuse_is_unknown(repository: Path) -> None:
    for text in UNKNOWN:
        assert refusal(repository, text)[1] == f"no path and no revision `{text}`"


def test_the_nearest_name_is_offered(repository: Path) -> None:
    git(repository, "branch", "release")
    assert refusal(repository, "mian") == ("usage", "no path and no revision `mian`", "did you mean `main`?")
    assert refusal(repository, "releas~2")[2] == "did you mean `release`?"
    assert refusal(repository, "something")[2] == "branches and tags: main, release"


def test_what_names_no_commit(repository: Path) -> None:
    git(repository, "tag", "tree", "HEAD^{tree}")
    assert refusal(repository, "tree") == (
        "usage", "`tree` names no commit", "name a commit, a branch or a tag of one",
    )  # fmt: skip
    first = git(repository, "rev-parse", "HEAD~2")[:7]
    assert refusal(repository, "HEAD~3") == (
        "usage", f"no revision `HEAD~3`: {first} has no parent number 1", "it is the first commit",
    )  # fmt: skip
    third = git(repository, "rev-parse", "HEAD")[:7]
    assert refusal(repository, "HEAD^2") == (
        "usage", f"no revision `HEAD^2`: {third} has no parent number 2", "it has 1 parent",
    )  # fmt: skip


def test_a_repository_without_a_commit(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "-b", "main")
    (tmp_path / "a.moment").write_text(context("A"), encoding="utf-8")
    assert refusal(tmp_path, "HEAD") == (
        "usage", "no path and no revision `HEAD`", "the repository has no commit yet",
    )  # fmt: skip


def test_no_repository(tmp_path: Path) -> None:
    (tmp_path / "a.moment").write_text(context("A"), encoding="utf-8")
    assert refusal(tmp_path, "main") == (
        "usage",
        "no path `main`, and no Git repository to look for a revision in",
        "run it inside a repository, or name the folder of another checkout",
    )


def test_a_repository_that_cannot_be_read(repository: Path) -> None:
    git(repository, "config", "core.repositoryformatversion", "1")
    git(repository, "config", "extensions.shining", "true")
    code, message, hint = refusal(repository, "HEAD")
    assert (code, message) == ("git", "the Git repository at `shop` cannot be read: it uses the extension shining")
    assert hint == "check the revision out with `git worktree add` and name that folder"


def test_a_damaged_repository(repository: Path) -> None:
    blob = git(repository, "rev-parse", "HEAD~1:shop.moment")
    file = repository / ".git" / "objects" / blob[:2] / blob[2:]
    file.chmod(0o644)
    file.write_bytes(file.read_bytes()[:5])
    code, message, _ = refusal(repository, "HEAD~1")
    assert (code, message.partition(" (")[0]) == ("git", "the Git repository at `shop` cannot be read: it is damaged")


def test_no_specification_at_that_time(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "-b", "main")
    name = commit(tmp_path, {"README": "nothing yet"})
    commit(tmp_path, {"a.moment": context("A")})
    assert refusal(tmp_path, "HEAD~1") == (
        "MOM901",
        f"no specification at `HEAD~1 ({name[:7]})`",
        "a moment.toml or *.moment files must have been there",
    )


def test_a_path_comes_before_a_revision(repository: Path, tmp_path: Path) -> None:
    git(repository, "branch", "old")
    other = tmp_path / "other"
    other.mkdir()
    (other / "moment.toml").write_text('sources = ["b.moment"]\n', encoding="utf-8")
    (other / "a.moment").write_text(context("A"), encoding="utf-8")
    (other / "b.moment").write_text(context("B"), encoding="utf-8")
    found = [there(repository, text) for text in ("../other", "../other/moment.toml", "../other/a.moment")]
    assert [(each.kind, contexts(each)) for each in found] == [("path", ["B"]), ("path", ["B"]), ("path", ["A"])]
    shutil.copytree(other, repository / "old")
    assert (there(repository, "old").kind, contexts(there(repository, "heads/old"))) == ("path", ["Third"])


def test_a_file_without_suffix_or_separator_is_no_path(repository: Path) -> None:
    (repository / "v1").write_text("notes", encoding="utf-8")
    git(repository, "tag", "v1", "HEAD~2")
    assert contexts(there(repository, "v1")) == ["First"]


def test_paths_without_anything_to_compare(repository: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert refusal(repository, "../empty")[:2] == ("MOM901", "no specification at `../empty`")
    assert refusal(repository, ".")[:2] == ("usage", "`.` is the project itself")
    assert refusal(repository, "../gone/x.moment")[:2] == ("usage", "no path and no revision `../gone/x.moment`")


@pytest.mark.parametrize("format", ["sha1", "sha256"])
def test_both_kinds_of_object_names(tmp_path: Path, format: str) -> None:
    git(tmp_path, "init", "-q", "-b", "main", f"--object-format={format}")
    name = commit(tmp_path, {"a.moment": context("Old")})
    commit(tmp_path, {"a.moment": context("New")})
    assert [contexts(there(tmp_path, text)) for text in ("HEAD~1", name, name[:9])] == [["Old"]] * 3
