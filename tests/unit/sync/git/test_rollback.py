"""Going back: what becomes of files, what is refused, and what git says afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest
from dulwich.repo import Repo

from moment.generate.header import with_header
from moment.sync import GitProblem, LocalGitArtifactStore, LocalGitArtifactWriter
from moment.sync.git import chain
from tests.repositories import GIT
from tests.unit.sync.git.places import PLACES, SPECIFICATION, files_of, ledger, plain, sound, untouched, write

pytestmark = pytest.mark.skipif(GIT is None, reason="git makes the repositories and judges them")
OURS = with_header("export {};\n", target="typescript", sources=("specs/shop.moment",))


@pytest.mark.parametrize("place", PLACES)
def test_files_are_what_they_were_and_git_is_where_it_was(place: str, tmp_path: Path) -> None:
    root = PLACES[place](tmp_path)
    store = LocalGitArtifactStore(root)
    store.snapshot(label="start")
    there = untouched(root)
    write(root, {"specs/shop.moment": "// other\n", "specs/more.moment": "// new\n", "moment.toml": None})
    before = store.snapshot()
    result = store.rollback("start")
    assert (result.written, result.removed) == (("moment.toml", "specs/shop.moment"), ("specs/more.moment",))
    assert result.before == before
    assert untouched(root) == there
    assert store.compare("start").changes == ()
    assert sound(root) == ""


def test_what_was_there_is_kept_first(tmp_path: Path) -> None:
    root = plain(tmp_path)
    store = LocalGitArtifactStore(root)
    first = store.snapshot()
    write(root, {"specs/shop.moment": "// mine\n"})
    result = store.rollback(first, force=True)
    assert result.before is not None
    assert (result.before.kind, store.read("specs/shop.moment", result.before)) == ("pre-rollback", b"// mine\n")
    store.rollback(result.before)
    assert (root / "specs/shop.moment").read_bytes() == b"// mine\n"


def test_a_text_that_no_snapshot_holds_is_not_given_up(tmp_path: Path) -> None:
    root = plain(tmp_path)
    store = LocalGitArtifactStore(root)
    first = store.snapshot()
    write(root, {"specs/shop.moment": "// mine\n", "specs/more.moment": "// mine too\n", "moment.toml": None})
    before = files_of(root)
    result = store.rollback(first)
    assert [(each.code, each.place.path, each.message) for each in result.diagnostics] == [
        ("MOM862", "specs/more.moment", "`specs/more.moment` has a text that no snapshot holds"),
        ("MOM862", "specs/shop.moment", "`specs/shop.moment` has a text that no snapshot holds"),
    ]
    assert (result.is_done, result.written, result.removed) == (False, (), ())
    assert files_of(root) == before
    assert store.snapshots() == (first,)
    assert store.rollback(first, ["moment.toml"]).written == ("moment.toml",)
    assert (root / "specs/more.moment").exists()


def test_a_path_that_nobody_knows_is_said_to_be_so(tmp_path: Path) -> None:
    root = plain(tmp_path)
    store = LocalGitArtifactStore(root)
    store.snapshot(label="start")
    with pytest.raises(GitProblem) as problem:
        store.rollback("start", ["moment.tmol", "specs/"])
    assert [(each.code, each.message, each.hint) for each in problem.value.diagnostics] == [
        ("MOM861", "snapshot `start` has no file `moment.tmol`", "Did you mean `moment.toml`?")
    ]


def test_what_was_generated_needs_no_snapshot(tmp_path: Path) -> None:
    root = plain(tmp_path)
    store = LocalGitArtifactStore(root)
    first = store.snapshot()
    write(root, {"generated/a.ts": OURS, ".moment/ledger.json": ledger("generated/a.ts")})
    result = store.rollback(first)
    assert (result.is_done, result.removed) == (True, (".moment/ledger.json", "generated/a.ts"))
    assert not (root / "generated").exists()
    assert store.rollback("latest").written == (".moment/ledger.json", "generated/a.ts")
    write(root, {"generated/a.ts": OURS + "// by hand\n"})
    assert [each.place.path for each in store.rollback(first).diagnostics] == ["generated/a.ts"]


def test_no_record_goes_back(tmp_path: Path) -> None:
    root = plain(tmp_path)
    store = LocalGitArtifactStore(root)
    write(root, {".moment/log/sync.jsonl": "1\n"})
    store.snapshot(label="one")
    write(root, {".moment/log/sync.jsonl": "1\n2\n", "specs/shop.moment": ""})
    store.snapshot()
    assert store.rollback("one").written == ("specs/shop.moment",)
    assert (root / ".moment/log/sync.jsonl").read_text() == "1\n2\n"


def test_a_link_that_leads_outside_is_not_written_through(tmp_path: Path) -> None:
    root = plain(tmp_path)
    store = LocalGitArtifactStore(root)
    store.snapshot(label="start")
    write(tmp_path, {"elsewhere/shop.moment": SPECIFICATION + "// theirs\n"})
    (root / "specs/shop.moment").unlink()
    (root / "specs").rmdir()
    (root / "specs").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(GitProblem) as problem:
        store.rollback("start", force=True)
    assert {each.code for each in problem.value.diagnostics} == {"MOM904"}
    assert (tmp_path / "elsewhere/shop.moment").read_text() == SPECIFICATION + "// theirs\n"


def test_a_link_inside_stays_one(tmp_path: Path) -> None:
    root = plain(tmp_path)
    (root / "specs/alias.moment").symlink_to("shop.moment")
    store = LocalGitArtifactStore(root)
    store.snapshot(label="start")
    write(root, {"specs/shop.moment": "// other\n"})
    store.snapshot()
    store.rollback("start")
    assert (root / "specs/alias.moment").is_symlink()
    assert (root / "specs/shop.moment").read_text() == SPECIFICATION


def test_a_file_that_cannot_be_written_leaves_all_as_it_was(tmp_path: Path) -> None:
    root = plain(tmp_path)
    store = LocalGitArtifactStore(root)
    store.snapshot(label="start")
    write(root, {"specs/shop.moment": "// other\n", "moment.toml": None})
    (root / "moment.toml").mkdir()
    write(root, {"moment.toml/inside": "mine\n"})
    before = files_of(root)
    with pytest.raises(GitProblem) as problem:
        store.rollback("start", force=True)
    assert [each.code for each in problem.value.diagnostics] == ["MOM905"]
    assert files_of(root) == before


@pytest.mark.parametrize("path", [".git/hooks/evil", "specs/.GIT/config", ".moment/local/apply/1/a", ".Moment/lock"])
def test_no_snapshot_of_others_brings_what_is_no_part_of_a_project(path: str, tmp_path: Path) -> None:
    root = PLACES["plain"](tmp_path)
    LocalGitArtifactStore(root).snapshot(label="v1")
    with Repo(str(root)) as repository:
        end = chain.head(repository)
        assert end is not None
        files = chain.tree_of(repository, chain.commit_of(repository, end).tree)
        blob = next(iter(files.values())).blob
        evil = chain.write_tree(repository, {**files, path: chain.Kept(blob, 0o100755)})
        commit = chain.write_commit(repository, evil, [], author=b"A <a@b>", seconds=0, message="evil\n")
        chain.swap(repository, b"refs/moment/remotes/origin/snapshots", None, commit)
    before = files_of(root)
    with pytest.raises(GitProblem) as problem:
        LocalGitArtifactStore(root).rollback("origin/latest", force=True)
    assert [each.code for each in problem.value.diagnostics] == ["MOM904"]
    assert files_of(root) == before
    assert not (root / path).exists()
    with pytest.raises(GitProblem):
        LocalGitArtifactWriter(root).write(path, "x")
