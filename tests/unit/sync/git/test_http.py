"""Git over http against git's own server: names, redirects, dropped lines, and tokens that are seen nowhere else."""

from __future__ import annotations

import base64
import shutil
import subprocess
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

import pytest

from moment.sync import Credentials, GitProblem, LayeredCredentialResolver, LocalGitArtifactStore, Secret
from moment.sync.git.patience import Patience
from moment.sync.git.remotes import LocalGitRemoteManager
from tests.repositories import GIT, commit, git
from tests.unit.sync.git.http_server import GitServer, serving
from tests.unit.sync.git.places import PROJECT, files_of, sound, write

pytestmark = pytest.mark.skipif(GIT is None, reason="git serves, and judges")
CANARY = "token-canary-4711"
ADA = f"ada:{CANARY}"
BASIC = f"Basic {base64.b64encode(ADA.encode()).decode()}"


class Known:
    """A strategy that knows one name, and remembers for which hosts it was asked."""

    name = "known"

    def __init__(self, password: str = CANARY) -> None:
        self.password = password
        self.asked: list[str] = []

    def resolve(self, host: str) -> Credentials | None:
        self.asked.append(host)
        return Credentials("ada", Secret(self.password))


class Served(NamedTuple):
    """A bare repository behind a server, a clone of it, and who is asked for credentials."""

    server: GitServer
    bare: Path
    ours: Path
    known: Known
    waits: list[float]

    @property
    def remotes(self) -> LocalGitRemoteManager:
        return LocalGitRemoteManager(
            self.ours, LayeredCredentialResolver((self.known,)), patience=Patience(wait=self.waits.append)
        )


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    made = tmp_path / "made"
    made.mkdir()
    git(made, "init", "-q", "-b", "main")
    commit(made, {**PROJECT, "docs/big.txt": "".join(f"{number}\n" for number in range(20_000))}, "first")
    bare, ours = tmp_path / "served" / "shop.git", tmp_path / "ours"
    git(tmp_path, "clone", "-q", "--bare", str(made), str(bare))
    git(bare, "config", "http.receivepack", "true")
    git(tmp_path, "clone", "-q", str(bare), str(ours))
    with serving(tmp_path / "served") as server:
        git(ours, "remote", "set-url", "origin", f"{server.url}/shop.git")
        yield Served(server, bare, ours, Known(), [])


def refusal(problem: pytest.ExceptionInfo[GitProblem]) -> list[tuple[str, str]]:
    return [(each.code, each.message) for each in problem.value.diagnostics]


def given(server: GitServer) -> list[str | None]:
    return [authorization for _, _, authorization in server.seen]


def canaries(folder: Path) -> list[str]:
    """Files in which the token stands, as it is or encoded."""
    return [
        path.as_posix() for path in folder.rglob("*")
        if path.is_file() and any(each in path.read_bytes() for each in (CANARY.encode(), BASIC[6:].encode()))
    ]  # fmt: skip


def test_clone_fetch_pull_and_push(served: Served, tmp_path: Path) -> None:
    remotes = LocalGitRemoteManager(tmp_path, LayeredCredentialResolver((served.known,)))
    assert remotes.clone(f"{served.server.url}/shop.git", "new") == "main"
    assert files_of(tmp_path / "new") == files_of(served.ours)
    assert git(tmp_path / "new", "status", "--porcelain") == ""
    write(served.ours, {"specs/shop.moment": "// other\n"})
    made = LocalGitArtifactStore(served.ours).snapshot(label="v1")
    served.remotes.push()
    branch = served.remotes.push(ref="review")
    assert git(served.bare, "rev-parse", "refs/moment/snapshots", "review").split() == [made.id, branch.commit]
    git(served.bare, "update-ref", "refs/heads/main", "review")
    pulled = LocalGitRemoteManager(tmp_path / "new").pull()
    assert (pulled.new, pulled.files) == (branch.commit, 1)
    assert (sound(served.bare), sound(tmp_path / "new"), served.known.asked) == ("", "", [])


def test_a_few_commits(served: Served, tmp_path: Path) -> None:
    commit(served.ours, {"README.md": "second\n"}, "second")
    git(served.ours, "push", "-q", str(served.bare), "main")
    LocalGitRemoteManager(tmp_path).clone(f"{served.server.url}/shop.git", "new", depth=1)
    assert git(tmp_path / "new", "rev-list", "--count", "HEAD") == "1"
    assert sound(tmp_path / "new") == ""


def test_credentials_are_told_when_they_are_asked_for(served: Served) -> None:
    served.server.password = ADA
    served.remotes.fetch()
    LocalGitArtifactStore(served.ours).snapshot()
    served.remotes.push()
    assert served.known.asked == [f"http://127.0.0.1:{served.server.port}"] * 3
    assert {*given(served.server)} == {None, BASIC}
    assert canaries(served.ours) == []


def test_credentials_that_are_not_taken(served: Served) -> None:
    served.server.password = "ada:other"
    with pytest.raises(GitProblem) as problem:
        served.remotes.fetch()
    assert refusal(problem) == [("MOM865", f"`http://127.0.0.1:{served.server.port}` does not take the credentials")]
    assert given(served.server) == [None, BASIC]
    assert CANARY not in repr(problem.value) + repr(problem.value.diagnostics)


def test_nobody_has_credentials(served: Served) -> None:
    served.server.password = ADA
    with pytest.raises(GitProblem) as problem:
        LocalGitRemoteManager(served.ours, LayeredCredentialResolver(())).fetch()
    host = f"http://127.0.0.1:{served.server.port}"
    assert refusal(problem) == [("MOM865", f"`{host}` asks for credentials, and there are none")]


def test_a_password_in_the_url_is_used_and_not_written_down(served: Served, tmp_path: Path) -> None:
    served.server.password = ADA
    url = f"http://{ADA}@127.0.0.1:{served.server.port}/shop.git"
    LocalGitRemoteManager(tmp_path, LayeredCredentialResolver(())).clone(url, "new")
    assert git(tmp_path / "new", "remote", "get-url", "origin") == f"{served.server.url}/shop.git"
    assert (canaries(tmp_path), BASIC in given(served.server)) == ([], True)
    with pytest.raises(GitProblem) as problem:
        LocalGitRemoteManager(tmp_path, LayeredCredentialResolver(())).clone(
            url.replace("shop.git", "none.git"), "none"
        )
    assert refusal(problem) == [("MOM863", f"`{served.server.url}/none.git` has no such repository, or none for you")]
    assert CANARY not in repr(problem.value.diagnostics)


def test_a_redirect_to_another_origin_takes_no_token_along(served: Served, tmp_path: Path) -> None:
    git(served.ours, "config", "http.extraHeader", f"X-Key: {CANARY}")
    served.server.password = ADA
    with serving(tmp_path / "served") as other:
        served.remotes.fetch()
        served.server.redirect = other.url
        commit(served.ours, {"README.md": "second\n"}, "second")
        git(served.ours, "push", "-q", str(served.bare), "main")
        assert served.remotes.fetch().updates[0].reference == "refs/remotes/origin/main"
        assert [each for each in given(other) if each is not None] == []
        other.password = ADA
        with pytest.raises(GitProblem) as problem:
            served.remotes.fetch()
        assert refusal(problem) == [(
            "MOM865",
            f"`http://127.0.0.1:{other.port}` is where http://127.0.0.1:{served.server.port} redirects to, and it asks for credentials",
        )]  # fmt: skip
        assert [each for each in given(other) if each is not None] == []
        assert served.known.asked == [f"http://127.0.0.1:{served.server.port}"]


def test_a_redirect_in_a_circle(served: Served) -> None:
    served.server.redirect = served.server.url
    with pytest.raises(GitProblem) as problem:
        served.remotes.fetch()
    assert refusal(problem) == [("MOM863", "`origin` redirects in a circle")]


def test_a_line_that_drops_is_tried_again(served: Served, tmp_path: Path) -> None:
    served.server.cuts = 3
    remotes = LocalGitRemoteManager(tmp_path, patience=Patience(wait=served.waits.append))
    assert remotes.clone(f"{served.server.url}/shop.git", "new") == "main"
    assert served.waits == [0.5, 1.0, 2.0]
    assert files_of(tmp_path / "new") == files_of(served.ours)


def test_a_line_that_always_drops_leaves_nothing(served: Served, tmp_path: Path) -> None:
    served.server.cuts = 100
    with pytest.raises(GitProblem) as problem:
        LocalGitRemoteManager(tmp_path, patience=Patience(wait=served.waits.append)).clone(
            f"{served.server.url}/shop.git", "new"
        )
    assert refusal(problem) == [("MOM863", f"`{served.server.url}/shop.git` ended the connection too early")]
    assert (served.waits, [path.name for path in tmp_path.iterdir() if "new" in path.name]) == ([0.5, 1.0, 2.0], [])


def test_a_pack_that_drops_leaves_the_references(served: Served) -> None:
    commit(served.ours, {"README.md": "second\n"}, "second")
    git(served.ours, "push", "-q", str(served.bare), "main")
    git(served.ours, "reset", "-q", "--hard", "HEAD~1")
    git(served.ours, "reflog", "expire", "--expire=now", "--all")
    git(served.ours, "gc", "-q", "--prune=now")
    before = git(served.ours, "for-each-ref")
    served.server.cuts = 100
    with pytest.raises(GitProblem):
        served.remotes.fetch()
    assert (git(served.ours, "for-each-ref"), sound(served.ours)) == (before, "")
    served.server.cuts = 0
    assert len(served.remotes.fetch().updates) == 1


@pytest.mark.parametrize(
    ("status", "code", "message", "tries"),
    [
        (404, "MOM863", "`origin` has no such repository, or none for you", 1),
        (403, "MOM865", "`HOST` does not let everybody in", 1),
        (500, "MOM863", "`origin` answers with status 500", 1),
        (503, "MOM863", "`origin` answers with status 503", 4),
    ],
)
def test_other_answers(status: int, code: str, message: str, tries: int, served: Served) -> None:
    served.server.status = status
    with pytest.raises(GitProblem) as problem:
        served.remotes.fetch()
    assert refusal(problem) == [(code, message.replace("HOST", f"http://127.0.0.1:{served.server.port}"))]
    assert len(served.server.seen) == tries


def test_nobody_listens(served: Served) -> None:
    git(served.ours, "remote", "set-url", "origin", "http://127.0.0.1:1/shop.git")
    with pytest.raises(GitProblem) as problem:
        served.remotes.fetch()
    assert (refusal(problem), served.waits) == ([("MOM863", "`origin` cannot be reached")], [0.5, 1.0, 2.0])


def test_what_a_hook_refuses_is_said_in_its_words(served: Served) -> None:
    hook = served.bare / "hooks" / "update"
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    LocalGitArtifactStore(served.ours).snapshot()
    with pytest.raises(GitProblem) as problem:
        served.remotes.push()
    assert refusal(problem) == [("MOM863", "`origin` refuses `refs/moment/snapshots`: hook declined")]
    assert git(served.bare, "for-each-ref", "refs/moment") == ""


def test_snapshots_that_arrive_while_we_push(served: Served, tmp_path: Path) -> None:
    """Somebody is faster: their snapshots are fetched and joined, and nothing of theirs is lost."""
    theirs = tmp_path / "theirs"
    git(tmp_path, "clone", "-q", str(served.bare), str(theirs))
    write(theirs, {"specs/shop.moment": "// theirs\n"})
    other = LocalGitArtifactStore(theirs).snapshot()
    ours = LocalGitArtifactStore(served.ours).snapshot()
    served.server.meanwhile = lambda: git(theirs, "push", "-q", str(served.bare), "refs/moment/snapshots")
    served.remotes.push()
    end = LocalGitArtifactStore(served.ours).find()
    assert end.parents == (ours.id, other.id)
    assert git(served.bare, "rev-parse", "refs/moment/snapshots") == end.id


def test_a_branch_that_moves_while_we_push(served: Served) -> None:
    write(served.ours, {"specs/shop.moment": "// other\n"})
    LocalGitArtifactStore(served.ours).snapshot()
    served.server.meanwhile = lambda: git(served.bare, "branch", "review", "main")
    with pytest.raises(GitProblem) as problem:
        served.remotes.push(ref="review")
    assert [code for code, _ in refusal(problem)] == ["MOM863"]
    assert git(served.bare, "rev-parse", "review") == git(served.bare, "rev-parse", "main")


@pytest.mark.parametrize("ref", [None, "review"])
def test_a_push_whose_answer_is_lost_was_made(ref: str | None, served: Served) -> None:
    write(served.ours, {"specs/shop.moment": "// other\n"})
    LocalGitArtifactStore(served.ours).snapshot()
    served.server.lost = 1
    pushed = served.remotes.push(ref=ref)
    name = "refs/moment/snapshots" if ref is None else "refs/heads/review"
    assert [(each.reference, each.old, each.new) for each in pushed.updates] == [
        (name, None, git(served.bare, "rev-parse", name))
    ]
    assert served.waits == [0.5]


def test_a_server_that_says_nothing(served: Served) -> None:
    served.server.stalls = threading.Event()
    remotes = LocalGitRemoteManager(served.ours, patience=Patience(read=0.05, wait=served.waits.append))
    with pytest.raises(GitProblem) as problem:
        remotes.fetch()
    served.server.stalls.set()
    assert (refusal(problem), len(served.waits)) == ([("MOM863", "`origin` said nothing for 0.05 s")], 3)


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """One for this machine that nobody has signed, with its key."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl makes the certificate")
    made = tmp_path / "certificate.pem"
    key = tmp_path / "key.pem"
    arguments = [
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=localhost",
        "-addext",
        "subjectAltName=IP:127.0.0.1",
    ]
    command = [openssl, "req", "-x509", *arguments, "-keyout", str(key), "-out", str(made)]
    subprocess.run(command, check=True, capture_output=True)
    made.write_text(made.read_text() + key.read_text())
    return made


def test_over_https(served: Served, certificate: Path, tmp_path: Path) -> None:
    """A certificate counts when the settings of Git trust it; https is left for nothing."""
    with serving(tmp_path / "served", certificate=certificate) as secure:
        git(served.ours, "remote", "set-url", "origin", f"{secure.url}/shop.git")
        secure.password = ADA
        with pytest.raises(GitProblem) as problem:
            served.remotes.fetch()
        assert refusal(problem) == [("MOM863", "`origin` has a certificate that this machine does not trust")]
        assert (secure.seen, served.known.asked, served.waits) == ([], [], [])
        git(served.ours, "config", "http.sslCAInfo", str(certificate))
        served.remotes.fetch()
        assert (given(secure)[:2], served.known.asked) == ([None, BASIC], [f"127.0.0.1:{secure.port}"])
        secure.redirect = served.server.url
        with pytest.raises(GitProblem) as problem:
            served.remotes.fetch()
        reason = f"127.0.0.1:{secure.port} redirects from https to plain http"
        assert refusal(problem) == [("MOM867", f"no credentials go to `{served.server.url}`: {reason}")]
        assert served.server.seen == []


def test_over_plain_http_to_another_machine_nobody_is_asked(served: Served) -> None:
    """Through a proxy, which sees all that is sent; the server behind it is this one."""
    served.server.password = ADA
    git(served.ours, "remote", "set-url", "origin", "http://git.example/shop.git")
    git(served.ours, "config", "http.proxy", served.server.url)
    git(served.ours, "config", "http.extraHeader", f"Authorization: {BASIC}")
    with pytest.raises(GitProblem) as problem:
        served.remotes.fetch()
    assert refusal(problem) == [
        ("MOM867", "no credentials go to `http://git.example`: everybody on the way could read them")
    ]
    assert (given(served.server), served.known.asked) == ([None], [])


def test_a_repository_that_is_mere_files_is_read_and_not_pushed_to(served: Served, tmp_path: Path) -> None:
    git(served.bare, "update-server-info")
    handler = partial(Silent, directory=str(served.bare.parent))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_address[1]}/shop.git"
        assert served.remotes.clone(url, tmp_path / "copy") == "main"
        LocalGitArtifactStore(served.ours).snapshot()
        with pytest.raises(GitProblem) as problem:
            served.remotes.push(url)
        server.shutdown()
    assert refusal(problem) == [("MOM863", f"`{url}` is served as mere files, which take nothing")]
    assert git(tmp_path / "copy", "status", "--porcelain") == ""


class Silent(SimpleHTTPRequestHandler):
    """Files of a folder, without a word about it."""

    def log_message(self, format: str, *arguments: object) -> None: ...
