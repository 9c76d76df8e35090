"""``moment auth`` as a person sees it: a server on this machine, and canaries that must be seen nowhere."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conformance.test_schemas import complaints
from tests.conftest import Golden
from tests.process.commands import Ran, run, transcript
from tests.unit.sync.credentials.server import STARTED, serving
from tests.unit.sync.credentials.test_strategies import program

QUICK = {**STARTED, "interval": 0}
GIVEN = {"access_token": "access-canary-1", "refresh_token": "refresh-canary-1", "scope": "repo", "expires_in": 28800}
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="programs are written in shell")


class Home:
    """A person with a home of their own, in which gh and git know nothing, or what they are told."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.folder = folder
        self.project = folder / "project"
        self.project.mkdir()
        program(folder / "bin", "gh", f'echo "$@" >> {folder}/argv\nenv >> {folder}/env\nexit 1\n')
        program(folder / "bin", "git", f'echo "$@" >> {folder}/argv\nenv >> {folder}/env\nexit 128\n')
        self.environment = {
            "HOME": str(folder), "XDG_CONFIG_HOME": str(folder / "settings"), "PATH": f"{folder / 'bin'}:/usr/bin:/bin",
            "GITHUB_TOKEN": "", "GH_TOKEN": "", "MOMENT_GITHUB_TOKEN": "", "GIT_CONFIG_NOSYSTEM": "1", **environment,
        }  # fmt: skip
        self.said: list[str] = []

    def run(self, *arguments: str) -> Ran:
        ran = run(self.project, *arguments, **self.environment)
        self.said += [ran.out, ran.err]
        return ran

    def transcript(self, *lines: str) -> str:
        written = transcript(self.project, *lines, **self.environment)
        self.said.append(written)
        return written

    def shown(self) -> list[str]:
        """Everything that was printed or written anywhere but into the file that is for it, with a canary in it."""
        kept = self.folder / "settings" / "moment" / "credentials.json"
        files = [path for path in self.folder.rglob("*") if path.is_file() and path != kept]
        texts = [*self.said, *(path.read_text(errors="replace") for path in files)]
        return [text for text in texts if "canary" in text]


def settings(home: Home, url: str) -> None:
    (home.project / "moment.toml").write_text(
        f'name = "shop"\n[auth]\nauthority = "{url}"\nclient-id = "client-1"\nscope = "repo"\nhosts = ["git.example"]\n'
    )


def test_what_it_says(tmp_path: Path, golden: Golden) -> None:
    home = Home(tmp_path)
    written = [home.transcript("auth", "auth sttus", "auth login", "auth login --host ssh://x", "auth logout")]
    answers: dict[str, Any] = {"device": [QUICK], "token": [GIVEN, {"error": "access_denied"}]}
    with serving(**answers) as server:
        settings(home, server.url)
        host = " --host git.example"
        written.append(home.transcript(f"auth login{host}", f"auth status{host}", f"auth login{host}", "auth login"))
        kept = tmp_path / "settings" / "moment" / "credentials.json"
        kept.chmod(0o644)
        written.append(home.transcript(f"auth status{host}"))
        kept.chmod(0o600)
        written.append(
            home.transcript(f"auth logout{host}", f"auth status{host}", "auth status --host http://git.example")
        )
        (home.project / "moment.toml").write_text(
            '[auth]\nauthority = "http://id.example"\nclient-id = "c"\nhosts = ["git.example"]\n'
        )
        written.append(home.transcript(f"auth login{host}"))
    text = re.sub(r"127\.0\.0\.1:\d+", "127.0.0.1:N", "\n".join(written))
    text = re.sub(r"· [0-9a-f]{12}", "· <fingerprint>", text)  # some are made of the port
    golden.file("cli/auth.txt", text)
    assert home.shown() == []


def test_documents_keep_to_their_schema_and_tell_no_token(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with serving(device=[QUICK], token=[GIVEN]) as server:
        settings(home, server.url)
        ran = [
            home.run("auth", each, "--host", "git.example", "--json")
            for each in ("login", "status", "logout", "status")
        ]
    documents = [json.loads(each.out) for each in ran]
    assert [complaints(each) for each in documents] == [[], [], [], []]
    assert [(each.exit, document["signedIn"]) for each, document in zip(ran, documents, strict=True)] == [
        (0, True), (0, True), (0, False), (1, False),
    ]  # fmt: skip
    assert [each["found"] for each in documents[1]["strategies"]] == [False, False, False, True]
    assert home.shown() == []


@pytest.mark.parametrize("variable", ["GITHUB_TOKEN", "GH_TOKEN", "MOMENT_GITHUB_TOKEN", "MOMENT_GIT_TOKEN_GITHUB_COM"])
@pytest.mark.parametrize(
    "arguments", ["auth status", "auth status -v --json", "auth logout", "auth login", "auth status --host a.example"]
)
def test_a_token_in_the_environment_is_seen_nowhere(variable: str, arguments: str, tmp_path: Path) -> None:
    home = Home(tmp_path, **{variable: "environment-canary"})
    home.run(*arguments.split())
    assert home.shown() == []


def test_the_host_is_that_of_origin(tmp_path: Path) -> None:
    home = Home(tmp_path)
    (home.project / ".git").mkdir()
    for name in ("objects", "refs"):
        (home.project / ".git" / name).mkdir()
    (home.project / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    (home.project / ".git" / "config").write_text(
        '[remote "origin"]\n\turl = https://ada:url-canary@git.example:8443/shop.git\n'
    )
    assert home.run("auth", "status").out.splitlines()[0] == "git.example:8443: no credentials"
    (home.project / ".git" / "config").write_text('[remote "origin"]\n\turl = git@git.example:shop.git\n')
    assert home.run("auth", "status").out.splitlines()[0] == "github.com: no credentials"
