"""Snapshots in real repositories, with git itself as the judge of what they are and of what they leave alone."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from moment.sync import GitProblem, LocalGitArtifactStore, LocalGitArtifactWriter
from moment.sync.git.problems import NameProblem
from tests.repositories import GIT, git
from tests.unit.sync.git.places import PLACES, PROJECT, SPECIFICATION, ledger, nested, plain, sound, untouched, write

pytestmark = pytest.mark.skipif(GIT is None, reason="git makes the repositories and judges them")
HELD = ("moment.toml", "specs/shop.moment")


def codes(problem: pytest.ExceptionInfo[GitProblem]) -> list[tuple[str, str]]:
    return [(each.code, each.message) for each in problem.value.diagnostics]


@pytest.mark.parametrize("place", PLACES)
def test_nothing_of_the_user_is_touched(place: str, tmp_path: Path) -> None:
    root = PLACES[place](tmp_path)
    before = untouched(root)
    store = LocalGitArtifactStore(root)
    first = store.snapshot(label="start")
    second = store.snapshot()
    assert store.compare(first).changes == ()
    assert untouched(root) == before
    assert second == first
    assert set(HELD) <= set(store.list("**", first))
    assert store.read("moment.toml", "start") == (root / "moment.toml").read_bytes()
    assert sound(root) == ""
    assert not list(root.rglob("hook-ran"))


@pytest.mark.parametrize("place", PLACES)
def test_git_reads_what_was_kept(place: str, tmp_path: Path) -> None:
    root = PLACES[place](tmp_path)
    made = LocalGitArtifactStore(root).snapshot()
    prefix = git(root, "rev-parse", "--show-prefix")
    assert git(root, "rev-parse", "refs/moment/snapshots") == made.id
    assert git(root, "cat-file", "blob", f"{made.id}:{prefix}moment.toml") == 'name = "shop"'
    assert git(root, "log", "-1", "--format=%(trailers:key=Moment-Kind,valueonly)", made.id) == "snapshot"


def test_the_trailers_say_where_it_came_from(tmp_path: Path) -> None:
    root = plain(tmp_path)
    git(root, "config", "user.name", "Grace")
    git(root, "config", "user.email", "grace@example.com")
    proposals = ("prp-1", "prp-2\nMoment-Kind: snapshot")
    facts = {"kind": "push", "specification": "ab12", "saga": "s-1", "proposal": proposals}
    store = LocalGitArtifactStore(root, clock=lambda: 1_768_471_200.5)
    made = store.snapshot(label="v1", metadata=facts)
    head = git(root, "rev-parse", "HEAD")
    assert git(root, "log", "-1", "--format=%an <%ae> %aI%n%B", made.id).splitlines()[:-1] == [
        "Grace <grace@example.com> 2026-01-15T10:00:00+00:00",
        "push: v1",
        "",
        "Moment-Kind: push",
        "Moment-Label: v1",
        "Moment-Specification: ab12",
        f"Moment-Head: {head}",
        "Moment-Branch: main",
        "Moment-Saga: s-1",
        "Moment-Proposal: prp-1",
        "Moment-Proposal: prp-2 Moment-Kind: snapshot",
    ]
    assert (made.kind, made.labels, made.head, made.branch, made.created) == (
        "push", ("v1",), head, "main", "2026-01-15T10:00:00Z",
    )  # fmt: skip
    assert made.proposals == ("prp-1", "prp-2 Moment-Kind: snapshot")


def test_without_a_name_in_the_settings_it_is_moment(tmp_path: Path) -> None:
    assert LocalGitArtifactStore(plain(tmp_path)).snapshot().author == "Moment <moment@localhost>"


def test_it_holds_what_git_ignores_and_no_more_than_what_is_ours(tmp_path: Path) -> None:
    root = plain(tmp_path)
    files = {
        ".gitignore": "generated/\n",
        "generated/a.ts": "export {};\n",
        "generated/by-hand.ts": "",
        ".moment/ledger.json": ledger("generated/a.ts", "generated/gone.ts"),
        ".moment/log/sync.jsonl": "{}\n",
        ".moment/cache/x": "",
    }
    write(root, files)
    store = LocalGitArtifactStore(root)
    store.snapshot()
    assert store.list() == (".moment/ledger.json", ".moment/log/sync.jsonl", "generated/a.ts", *HELD)
    assert store.list("**/*.ts") == ("generated/a.ts",)


def test_a_file_stays_in_it_as_long_as_it_is_there(tmp_path: Path) -> None:
    root = plain(tmp_path)
    store = LocalGitArtifactStore(root)
    first = store.snapshot(["README.md"])
    write(root, {"README.md": "changed\n"})
    second = store.snapshot()
    (root / "README.md").unlink()
    third = store.snapshot()
    assert ["README.md" in store.list("**", each) for each in (first, second, third)] == [True, True, False]
    assert store.read("README.md", second) == b"changed\n"


def test_paths_change_only_those(tmp_path: Path) -> None:
    root = plain(tmp_path)
    store = LocalGitArtifactStore(root)
    store.snapshot()
    write(root, {"moment.toml": 'name = "other"\n', "specs/shop.moment": "", "specs/more.moment": ""})
    made = store.snapshot(["specs"])
    assert store.read("moment.toml", made) == b'name = "shop"\n'
    assert store.list("specs/*", made) == ("specs/more.moment", "specs/shop.moment")


def test_two_projects_of_one_repository_keep_out_of_each_others_way(tmp_path: Path) -> None:
    shop = nested(tmp_path)
    other = shop.parent / "other"
    write(other, {"moment.toml": 'name = "other"\n', "o.moment": ""})
    LocalGitArtifactStore(shop).snapshot(label="shop")
    LocalGitArtifactStore(other).snapshot(label="other")
    assert LocalGitArtifactStore(other).list("**", "shop") == ()
    assert LocalGitArtifactStore(other).list() == ("moment.toml", "o.moment")
    assert LocalGitArtifactStore(shop).list() == HELD


def test_the_mode_of_a_program_is_kept(tmp_path: Path) -> None:
    root = plain(tmp_path)
    write(root, {"run.sh": "#!/bin/sh\n"})
    (root / "run.sh").chmod(0o755)
    store = LocalGitArtifactStore(root)
    made = store.snapshot(["run.sh"])
    assert git(root, "ls-tree", made.id, "run.sh").split()[0] == "100755"
    (root / "run.sh").chmod(0o644)
    assert [each.change for each in store.compare(made).changes] == ["modified"]
    assert store.rollback(made).written == ("run.sh",)
    assert (root / "run.sh").stat().st_mode & 0o777 == 0o755


def test_names_of_snapshots(tmp_path: Path) -> None:
    root = plain(tmp_path)
    store = LocalGitArtifactStore(root)
    first = store.snapshot(label="before")
    write(root, {"specs/shop.moment": ""})
    second = store.snapshot()
    assert store.snapshots() == (second, first)
    assert [store.find(name).id for name in ("latest", second.id[:6], "before", first)] == [
        second.id, second.id, first.id, first.id,
    ]  # fmt: skip
    with pytest.raises(GitProblem) as unknown:
        store.find("befoer")
    assert codes(unknown) == [("MOM861", "no snapshot `befoer`")]
    assert unknown.value.diagnostics[0].hint == "Did you mean `before`?"
    with pytest.raises(GitProblem) as missing:
        store.read("nothing.ts", first)
    assert codes(missing) == [("MOM861", f"snapshot `{first.id[:10]}` has no file `nothing.ts`")]


@pytest.mark.parametrize(
    "label",
    ["latest", "0123456789abcdef" * 2 + "01234567", "a..b", "a b", "x.lock", "", "caf\udce9", "a\x1b", "-x", "a" * 300],
)
def test_a_label_is_no_id_and_a_name_that_git_takes(label: str, tmp_path: Path) -> None:
    store = LocalGitArtifactStore(plain(tmp_path))
    with pytest.raises(NameProblem):
        store.snapshot(label=label)
    assert store.snapshots() == ()


def test_a_label_stays_where_it_is(tmp_path: Path) -> None:
    root = plain(tmp_path)
    store = LocalGitArtifactStore(root)
    first = store.snapshot(label="v1")
    assert store.snapshot(label="v1") == first
    assert store.snapshot(label="v2").labels == ("v1", "v2")
    write(root, {"specs/shop.moment": ""})
    store.snapshot()
    with pytest.raises(NameProblem, match=f"label `v1` names snapshot {first.id[:10]}"):
        store.snapshot(label="v1")


@pytest.mark.parametrize(("first", "second"), [("v1", "v1/a"), ("v1/a", "v1")])
def test_no_label_is_a_folder_of_another(first: str, second: str, tmp_path: Path) -> None:
    store = LocalGitArtifactStore(plain(tmp_path))
    store.snapshot(label=first)
    with pytest.raises(NameProblem, match=f"label `{second}` cannot stand beside label `{first}`"):
        store.snapshot(label=second)


def test_metadata_that_no_trailer_says_is_a_mistake_of_the_caller(tmp_path: Path) -> None:
    store = LocalGitArtifactStore(plain(tmp_path))
    with pytest.raises(ValueError, match="a snapshot has no `mood`: kind, specification, saga, proposal"):
        store.snapshot(metadata={"mood": "good"})
    with pytest.raises(ValueError, match="no kind of snapshot `party`"):
        store.snapshot(metadata={"kind": "party"})


def test_a_file_that_cannot_be_read_is_an_error_and_nothing_is_kept(tmp_path: Path) -> None:
    root = plain(tmp_path)
    store = LocalGitArtifactStore(root)
    store.snapshot()
    (root / "moment.toml").unlink()
    (root / "moment.toml").symlink_to("moment.toml")
    with pytest.raises(GitProblem) as problem:
        store.snapshot()
    assert [code for code, _ in codes(problem)] == ["MOM904"]
    comparison = store.compare("latest")
    assert [(each.code, each.place.path) for each in comparison.diagnostics] == [("MOM904", "moment.toml")]
    assert comparison.changes == ()


def test_many_at_once_lose_none(tmp_path: Path) -> None:
    root = plain(tmp_path)
    code = (
        "import sys; from pathlib import Path; from moment.sync import LocalGitArtifactStore as Store\n"
        "root = Path(sys.argv[1]); mine = root / f'specs/{sys.argv[2]}.moment'\n"
        "for turn in range(10): mine.write_text(f'// {turn}\\n'); Store(root).snapshot([mine.relative_to(root)])\n"
    )
    LocalGitArtifactStore(root).snapshot()
    running = [subprocess.Popen([sys.executable, "-c", code, str(root), name]) for name in "abc"]
    assert [each.wait() for each in running] == [0, 0, 0]
    store = LocalGitArtifactStore(root)
    texts = {store.read(f"specs/{name}.moment", each) for each in store.snapshots() for name in "abc" if f"specs/{name}.moment" in store.list("**", each)}  # fmt: skip
    assert texts == {f"// {turn}\n".encode() for turn in range(10)}
    assert len(store.snapshots()) == 31
    assert sound(root) == ""


def test_without_a_repository_the_snapshots_are_private_and_move_into_one(tmp_path: Path) -> None:
    root = tmp_path / "shop"
    write(root, PROJECT)
    store = LocalGitArtifactStore(root)
    with pytest.raises(GitProblem) as none:
        store.find("latest")
    assert codes(none) == [("MOM861", "no snapshot `latest`")]
    assert not (root / ".moment").exists()
    first = store.snapshot(label="alone")
    assert [(each.code, each.severity.label) for each in store.diagnostics] == [("MOM860", "info")]
    assert (root / ".moment/local/.gitignore").read_text() == "*\n"
    git(root, "init", "-q", "-b", "main")
    assert store.snapshots() == (first,)
    assert store.diagnostics == ()
    assert git(root, "rev-parse", "refs/moment/snapshots", "refs/moment/labels/alone").split() == [first.id, first.id]
    assert not (root / ".moment/local/snapshots.git").exists()
    assert sound(root) == ""


def test_private_snapshots_join_those_of_a_repository_above(tmp_path: Path) -> None:
    shop = tmp_path / "repository" / "packages" / "shop"
    write(shop, PROJECT)
    LocalGitArtifactStore(shop).snapshot(label="alone")
    write(shop, {"specs/shop.moment": ""})
    LocalGitArtifactStore(shop).snapshot()
    other = shop.parent / "other"
    write(other, {"moment.toml": "", "o.moment": ""})
    git(tmp_path / "repository", "init", "-q", "-b", "main")
    LocalGitArtifactStore(other).snapshot()
    store = LocalGitArtifactStore(shop)
    assert store.read("specs/shop.moment", "alone") == SPECIFICATION.encode()
    assert len(store.find("latest").parents) == 2
    assert len(store.snapshots()) == 4
    assert sound(shop) == ""


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        (("extensions.partialClone", "origin"), "extension partialClone"),
        (("extensions.objectFormat", "sha256"), "names its objects by sha256"),
        (("extensions.refStorage", "reftable"), "in a reftable"),
        (("core.repositoryFormatVersion", "7"), "format version 7"),
    ],
)
def test_a_format_that_cannot_be_read_is_refused_by_name(
    settings: tuple[str, str], reason: str, tmp_path: Path
) -> None:
    root = plain(tmp_path)
    if settings[0].startswith("extensions."):
        git(root, "config", "core.repositoryFormatVersion", "1")
    git(root, "config", *settings)
    with pytest.raises(GitProblem) as problem:
        LocalGitArtifactStore(root).snapshot()
    [(code, message)] = codes(problem)
    assert (code, reason in message) == ("MOM902", True)


@pytest.mark.parametrize("how", ["missing", "damaged", "no commit"])
def test_a_damaged_repository_is_refused_as_one(how: str, tmp_path: Path) -> None:
    root = plain(tmp_path)
    store = LocalGitArtifactStore(root)
    first = store.snapshot()
    write(root, {"specs/shop.moment": ""})
    store.snapshot()
    name = git(root, "rev-parse", f"{first.id}^{{tree}}") if how == "damaged" else first.id
    file = root / ".git" / "objects" / name[:2] / name[2:]
    file.chmod(0o644)
    match how:
        case "missing":
            file.unlink()
        case "damaged":
            file.write_bytes(file.read_bytes()[:5] + b"?" * 20)
        case _:
            text = git(root, "hash-object", "-w", "moment.toml")
            (root / ".git" / "refs" / "moment" / "snapshots").write_text(f"{text}\n")
    actions: list[Callable[[], object]] = [lambda: store.compare(first), lambda: store.rollback(first)]
    if how != "damaged":  # a list of snapshots looks into no tree
        actions.append(store.snapshots)
    for action in actions:
        with pytest.raises(GitProblem) as problem:
            action()
        assert [code for code, _ in codes(problem)] == ["MOM902"]


def test_settings_of_git_that_cannot_be_read_are_said_to_be_so(tmp_path: Path) -> None:
    root = plain(tmp_path)
    write(tmp_path / "home", {".gitconfig": "[user\n"})
    with pytest.raises(GitProblem) as problem:
        LocalGitArtifactStore(root).snapshot()
    [(code, message)] = codes(problem)
    assert (code, "the settings of Git have an error" in message) == ("MOM902", True)


def test_a_bare_repository_has_no_files_to_keep(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "--bare", "shop.git")
    with pytest.raises(GitProblem) as problem:
        LocalGitArtifactStore(tmp_path / "shop.git").snapshot()
    assert codes(problem) == [
        ("MOM902", "file cannot be read: the Git repository at `shop.git` cannot be used: it is bare: there are no files to keep")
    ]  # fmt: skip


def test_a_writer_writes_all_and_keeps_it(tmp_path: Path) -> None:
    root = plain(tmp_path)
    writer = LocalGitArtifactWriter(root, author="Ada <ada@example.com>")
    writer.write("generated/a.ts", "export {};\n")
    writer.write("generated/b.bin", b"\0\1")
    writer.remove("README.md")
    assert not (root / "generated").exists()
    made = writer.commit("what the model says", {"kind": "push"})
    assert ((root / "generated/a.ts").read_bytes(), (root / "README.md").exists()) == (b"export {};\n", False)
    assert git(root, "log", "-1", "--format=%s|%an", made.id) == "what the model says|Ada"
    assert writer.store.read("generated/b.bin", made) == b"\0\1"
    assert "moment.toml" in writer.store.list("**", made)
    with pytest.raises(GitProblem) as problem:
        writer.write("../outside", "")
    assert codes(problem) == [("MOM904", "`../outside` leaves the project")]


def test_a_path_that_is_nowhere_is_said_to_be_so(tmp_path: Path) -> None:
    root = PLACES["plain"](tmp_path)
    store = LocalGitArtifactStore(root)
    write(root, {"notes.md": "a note\n"})
    for path in ("note.md", ".git/config", "../notes.md"):
        with pytest.raises(GitProblem) as problem:
            store.snapshot([path])
        assert [each.code for each in problem.value.diagnostics] == ["MOM861" if path == "note.md" else "MOM904"]
    assert "notes.md" in store.list("**", store.snapshot([root / "notes.md"]))
    assert store.read(root / "notes.md") == store.read("./notes.md") == b"a note\n"
    (root / "notes.md").unlink()
    assert "notes.md" not in store.list("**", store.snapshot(["notes.md"]))


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    root = PLACES["plain"](tmp_path)
    os.mkfifo(root / "specs" / "pipe")
    with pytest.raises(GitProblem, match="it is no file"):
        LocalGitArtifactStore(root).snapshot(["specs"])
