"""A token in every place that it may come from, and everything that was printed, written, run or served searched for it."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.repositories import GIT, commit, git
from tests.unit.sync.credentials.test_strategies import program
from tests.unit.sync.git.http_server import GitServer, serving
from tests.unit.sync.git.places import PROJECT, write

pytestmark = pytest.mark.skipif(GIT is None or sys.platform == "win32", reason="git serves; programs are in shell")
CANARY = "canary-token-0815"
SHAPES = tuple(
    text.encode() for user in ("x-access-token", "ada", "oauth2")
    for text in (CANARY, base64.b64encode(f"{user}:{CANARY}".encode()).decode())
)  # fmt: skip
DRIVER = """
import sys, traceback
from moment.sync import LocalGitArtifactStore, LocalGitRemoteManager
from moment.sync.git.patience import Patience
root, actions, url = sys.argv[1], sys.argv[2], sys.argv[3]
remotes = LocalGitRemoteManager(root, progress=print, patience=Patience(wait=lambda seconds: None))
def act(action):
    match action:
        case "clone": remotes.clone(url, "../new")
        case "fetch": remotes.fetch()
        case "pull": remotes.pull()
        case "push": LocalGitArtifactStore(root).snapshot(); remotes.push(); remotes.push(ref="review")
def tried(action):
    try:
        act(action)
    except Exception as error:
        print(repr(error), error, getattr(error, "diagnostics", ()))
        for line in traceback.TracebackException.from_exception(error, capture_locals=True).format(): print(line)
        return 1
    return 0
sys.stderr.write(f"\\n{[tried(each) for each in actions.split()]}")
"""
SOURCES = ("environment", "gh", "git helper", "device flow", "url", "header")
ACTIONS = ("clone", "fetch", "pull", "push")


class Person:
    """Somebody whose programs write down what they were run with, at a repository whose server asks for the token."""

    def __init__(self, folder: Path, server: GitServer, source: str) -> None:
        self.folder, self.server, self.source = folder, server, source
        self.root = folder / "home" / "shop"
        self.said = b""
        tools = folder / "tools"
        record = f'echo "$0 $@" >> {folder}/ran\nenv >> {folder}/ran\n'
        token = f"echo username=ada; echo password={CANARY}" if source == "git helper" else "exit 1"
        program(tools, "gh", f"{record}{f'echo {CANARY}' if source == 'gh' else 'exit 1'}\n")
        program(
            tools, "git", f'{record}case "$1" in credential) cat > /dev/null; {token};; *) exec {GIT} "$@";; esac\n'
        )
        host = f"127.0.0.1:{server.port}"
        self.url = f"http://ada:{CANARY}@{host}/shop.git" if source == "url" else f"http://{host}/shop.git"
        self.environment = {
            "HOME": str(folder / "home"), "XDG_CONFIG_HOME": str(folder / "settings"), "GIT_CONFIG_NOSYSTEM": "1",
            "PATH": f"{tools}:/usr/bin:/bin", "PYTHONPATH": os.pathsep.join(sys.path), "LANG": "C.UTF-8",
        }  # fmt: skip
        self._prepare(host)

    def _prepare(self, host: str) -> None:
        if self.source == "environment":
            self.environment["MOMENT_GIT_TOKEN_" + host.replace(".", "_").replace(":", "_")] = CANARY
        if self.source == "device flow":
            kept = self.folder / "settings" / "moment" / "credentials.json"
            kept.parent.mkdir(parents=True, mode=0o700)
            token = {
                "access": CANARY,
                "obtained": 1_768_471_200,
                "endpoint": "https://id.example/token",
                "client_id": "c",
            }
            kept.touch(mode=0o600)
            kept.write_text(json.dumps({"format": "moment.credentials/1", "hosts": {f"http://{host}": token}}))
        if self.source == "header":
            encoded = base64.b64encode(f"ada:{CANARY}".encode()).decode()
            git(self.root, "config", "http.extraHeader", f"Authorization: Basic {encoded}")
        git(self.root, "remote", "set-url", "origin", self.url)

    def run(self, *actions: str) -> list[int]:
        """The actions, one after the other in one process: for each 0, or 1 when it failed."""
        done = subprocess.run(
            [sys.executable, "-X", "dev", "-c", DRIVER, str(self.root), " ".join(actions), self.url],
            capture_output=True, env=self.environment, check=False,
        )  # fmt: skip
        self.said += done.stdout + done.stderr
        return [int(each) for each in json.loads(done.stderr.decode().splitlines()[-1])]

    def shown(self) -> list[str]:
        """Where the token is to be seen; its own source, which the person filled, does not count."""
        own = {self.folder / "settings" / "moment" / "credentials.json", self.root / ".git" / "config", self.folder / "tools" / "gh", self.folder / "tools" / "git"}  # fmt: skip
        files = [path for path in self.folder.rglob("*") if path.is_file() and path not in own]
        found = [str(path) for path in files if any(shape in path.read_bytes() for shape in SHAPES)]
        return found + ["what it said"] * any(shape in self.said for shape in SHAPES)

    def told(self) -> bool:
        """Whether the server was told the token."""
        return any(each is not None and each.encode().endswith(SHAPES) for _, _, each in self.server.seen)


def person(folder: Path, server: GitServer, source: str) -> Person:
    made, bare, root = folder / "made", folder / "served" / "shop.git", folder / "home" / "shop"
    made.mkdir()
    git(made, "init", "-q", "-b", "main")
    commit(made, PROJECT, "first")
    git(folder, "clone", "-q", "--bare", str(made), str(bare))
    git(bare, "config", "http.receivepack", "true")
    root.parent.mkdir()
    git(folder, "clone", "-q", str(bare), str(root))
    write(root, {"specs/shop.moment": "// other\n"})
    found = Person(folder, server, source)
    user = {"environment": "x-access-token", "gh": "x-access-token", "device flow": "oauth2"}.get(source, "ada")
    server.password = f"{user}:{CANARY}"
    return found


@pytest.mark.parametrize("source", SOURCES)
def test_a_token_goes_to_its_host_and_is_seen_nowhere(source: str, tmp_path: Path) -> None:
    with serving(tmp_path / "served") as server:
        somebody = person(tmp_path, server, source)
        if source == "gh":  # which is asked for hosts with https only
            server.password = None
        expected = (
            [0] * len(ACTIONS) if source != "header" else [1, 0, 0, 0]
        )  # the settings of no repository, for a clone
        assert somebody.run(*ACTIONS) == expected
        assert (somebody.shown(), somebody.told()) == ([], source != "gh")


@pytest.mark.parametrize("trouble", ["refused", "status", "cut", "elsewhere"])
@pytest.mark.parametrize("source", SOURCES)
def test_nor_when_it_fails(source: str, trouble: str, tmp_path: Path) -> None:
    with serving(tmp_path / "served") as server, serving(tmp_path / "served") as other:
        somebody = person(tmp_path, server, source)
        match trouble:
            case "refused":
                server.password = "somebody:else"
            case "status":
                server.status = 500
            case "cut":
                server.cuts = 1000
            case "elsewhere":
                server.redirect, other.password = other.url, "somebody:else"
        assert somebody.run("fetch", "push") == [1, 1]
        assert somebody.shown() == []
        assert [each for _, _, each in other.seen if each is not None] == []
