"""Where tokens come from, in which order, and what is told when there are none."""

from __future__ import annotations

import copy
import json
import pickle
import sys
import traceback
from pathlib import Path
from types import SimpleNamespace

import pytest

from moment.sync.credentials.answers import Answer, Credentials, CredentialsNotFound, StrategyProblem
from moment.sync.credentials.device_grant import Token
from moment.sync.credentials.environment import EnvCredentialStrategy, variables_for, without_tokens
from moment.sync.credentials.gh import GhCliCredentialStrategy
from moment.sync.credentials.git_helper import GitCredentialHelperStrategy
from moment.sync.credentials.origin import Origin, origin_of
from moment.sync.credentials.resolver import LayeredCredentialResolver
from moment.sync.credentials.secret import Secret
from moment.sync.credentials.token_store import FileTokens, KeyringTokens, token_store
from tests.repositories import GIT

CANARY = "canary-4711"


def program(folder: Path, name: str, text: str) -> Path:
    """A program in a folder of its own, written in shell."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / name
    file.write_text(f"#!/bin/sh\n{text}", encoding="utf-8")
    file.chmod(0o755)
    return folder


def path_with(*folders: Path) -> str:
    return ":".join([*map(str, folders), "/usr/bin", "/bin"])


def test_a_secret_shows_nothing() -> None:
    secret = Secret(CANARY)
    try:
        raise ValueError(f"with {secret}", secret)
    except ValueError as error:
        trace = "".join(traceback.TracebackException.from_exception(error, capture_locals=True).format())
    texts = [
        str(secret), repr(secret), f"{secret}", f"{secret:>9}", f"{secret} {secret!r}", json.dumps({"a": secret}),
        repr(Credentials("a", secret)), repr(pickle.loads(pickle.dumps(secret))), trace, secret + "", "".join([secret]),
    ]  # fmt: skip
    assert [text for text in texts if CANARY in text] == []
    assert pickle.loads(pickle.dumps(Credentials("a", secret))).password.reveal() == "***"
    assert (copy.deepcopy(secret).reveal(), secret == Secret(CANARY), secret == "***", bool(Secret(""))) == (
        CANARY, True, False, False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "origin", "shown"),
    [
        ("github.com", ("https", "github.com", 443), "github.com"),
        ("https://GitHub.com:443/a/b.git", ("https", "github.com", 443), "github.com"),
        ("https://user:word@git.example:8443/x", ("https", "git.example", 8443), "git.example:8443"),
        ("http://127.0.0.1:3000", ("http", "127.0.0.1", 3000), "http://127.0.0.1:3000"),
        ("http://[::1]/", ("http", "::1", 80), "http://[::1]"),
    ],
)
def test_origins(text: str, origin: tuple[str, str, int], shown: str) -> None:
    assert (origin_of(text), origin_of(text).text) == (Origin(*origin), shown)
    assert origin_of(shown) == origin_of(text)


@pytest.mark.parametrize("text", ["", "ssh://git@github.com/a", "-oProxyCommand=x", "a b", "https://", "host:port"])
def test_what_is_no_origin(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        origin_of(text)


@pytest.mark.parametrize(
    ("text", "is_safe"),
    [
        ("https://x.example", True), ("http://x.example", False), ("http://localhost:1", True),
        ("http://127.8.0.1", True), ("http://[::1]", True), ("http://localhost.x.example", False),
        ("http://127.0.0.1.x.example", False), ("http://10.0.0.1", False),
    ],
)  # fmt: skip
def test_plain_http_is_safe_on_this_machine_only(text: str, is_safe: bool) -> None:
    assert origin_of(text).is_safe is is_safe


def test_variables_by_host() -> None:
    assert variables_for("github.com") == (
        "MOMENT_GIT_TOKEN_GITHUB_COM", "MOMENT_GITHUB_TOKEN", "GITHUB_TOKEN", "GH_TOKEN",
    )  # fmt: skip
    assert variables_for("git.my-shop.example:8443") == ("MOMENT_GIT_TOKEN_GIT_MY__SHOP_EXAMPLE_8443",)
    assert variables_for("a.b-c.example") != variables_for("a-b.c.example")


def test_the_environment_is_asked_for_exactly_this_host() -> None:
    environment = {"GITHUB_TOKEN": CANARY, "MOMENT_GITHUB_TOKEN": " ", "MOMENT_GIT_TOKEN_GIT_EXAMPLE": "other"}
    strategy = EnvCredentialStrategy(environment)
    hosts = ("github.com", "github.com:8443", "http://github.com", "gist.github.com", "git.example", "git.example:8443")
    found = [strategy.resolve(host) for host in hosts]
    assert [each.password.reveal() if each else None for each in found] == [CANARY, None, None, None, "other", None]


def test_children_are_told_no_token() -> None:
    tokens = dict.fromkeys(("GH_TOKEN", "GITHUB_TOKEN", "MOMENT_GITHUB_TOKEN", "MOMENT_GIT_TOKEN_A_B"), CANARY)
    assert without_tokens({"PATH": "/bin", **tokens}, LANG="C") == {"PATH": "/bin", "LANG": "C"}


def test_gh_is_asked_without_a_prompt_and_without_tokens(tmp_path: Path) -> None:
    tools = program(
        tmp_path / "bin",
        "gh",
        f'echo "$@ $GH_PROMPT_DISABLED" >> {tmp_path}/asked\nenv >> {tmp_path}/env\necho {CANARY}\n',
    )
    environment = {"PATH": path_with(tools), "HOME": str(tmp_path), "GH_TOKEN": "other-canary"}
    found = GhCliCredentialStrategy(environment).resolve("github.example")
    assert found is not None
    assert (found.username, found.password.reveal(), found.strategy) == ("x-access-token", CANARY, "gh")
    assert (tmp_path / "asked").read_text() == "auth token --hostname github.example 1\n"
    assert "canary" not in (tmp_path / "env").read_text()


@pytest.mark.parametrize("text", ["exit 1\n", "echo\n", "echo two words\n"])
def test_gh_that_knows_nothing(text: str, tmp_path: Path) -> None:
    environment = {"PATH": path_with(program(tmp_path / "bin", "gh", text)), "HOME": str(tmp_path)}
    assert GhCliCredentialStrategy(environment).resolve("github.com") is None
    assert GhCliCredentialStrategy({"PATH": str(tmp_path / "nothing")}).resolve("github.com") is None


def test_gh_that_does_not_end(tmp_path: Path) -> None:
    environment = {"PATH": path_with(program(tmp_path / "bin", "gh", "exec sleep 60\n")), "HOME": str(tmp_path)}
    with pytest.raises(StrategyProblem, match=r"`gh` did not answer in 0\.2 s"):
        GhCliCredentialStrategy(environment, seconds=0.2).resolve("github.com")


@pytest.mark.skipif(GIT is None, reason="git asks its helpers")
def test_git_asks_its_helpers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    (tmp_path / ".gitconfig").write_text("[credential]\n\thelper = store\n")
    (tmp_path / ".git-credentials").write_text(f"https://ada:{CANARY}@git.example:8443\n")
    strategy = GitCredentialHelperStrategy()
    found = strategy.resolve("git.example:8443")
    assert found is not None
    assert (found.username, found.password.reveal()) == ("ada", CANARY)
    assert [strategy.resolve(host) for host in ("git.example", "http://git.example:8443", "other.example")] == [
        None
    ] * 3


def test_without_git_the_helpers_are_asked_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = f'cat > {tmp_path}/asked\necho "$@" >> {tmp_path}/asked\necho username=ada\necho password={CANARY}\n'
    tools = program(tmp_path / "bin", "git-credential-vault", text)
    for tool in ("cat", "sh"):
        (tools / tool).symlink_to(f"/bin/{tool}")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PATH", str(tools))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    (tmp_path / ".gitconfig").write_text(
        "[credential]\n\thelper = !echo password=bad\n\thelper = absent\n"
        '[credential "https://git.example"]\n\thelper = vault --deep\n'
        '[credential "https://plain.example"]\n\thelper =\n\thelper = store --file=~/kept\n'
    )
    (tmp_path / "kept").write_text("https://bob:w%2Ford@plain.example\nhttps://eve:x@other.example\n")
    strategy = GitCredentialHelperStrategy()
    found = [strategy.resolve(host) for host in ("git.example", "plain.example", "other.example")]
    assert [(each.username, each.password.reveal()) if each else None for each in found] == [
        ("ada", CANARY), ("bob", "w/ord"), None,
    ]  # fmt: skip
    assert (tmp_path / "asked").read_text() == "protocol=https\nhost=git.example\n\n--deep get\n"


class Told:
    """A strategy that answers what it was told to answer."""

    def __init__(self, name: str, answer: Credentials | Exception | None) -> None:
        self.name = name
        self.answer = answer
        self.asked: list[str] = []

    def resolve(self, host: str) -> Credentials | None:
        self.asked.append(host)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def test_the_first_that_knows_answers_and_a_failing_one_is_passed_over() -> None:
    known = Credentials("ada", Secret(CANARY), scope="repo")
    later = Told("later", Credentials("eve", Secret("other")))
    strategies = (
        Told("none", None), Told("empty", Credentials("a", Secret(""))), Told("broken", RuntimeError(CANARY)),
        Told("late", StrategyProblem("did not answer")), Told("known", known), later,
    )  # fmt: skip
    resolver = LayeredCredentialResolver(strategies)
    assert resolver.resolve("https://Git.Example/a.git") == known
    assert (strategies[0].asked, later.asked) == (["git.example"], [])
    assert resolver.explain("git.example") == (
        Answer("none", False, "has none"), Answer("empty", False, "has none"),
        Answer("broken", False, "failed with RuntimeError"), Answer("late", False, "did not answer"),
        Answer("known", True, "known", "ada", "repo"), Answer("later", True, "later", "eve"),
    )  # fmt: skip


def test_nobody_knows() -> None:
    found = LayeredCredentialResolver((Told("one", None), Told("two", StrategyProblem("is out")))).resolve(
        "git.example"
    )
    assert isinstance(found, CredentialsNotFound)
    assert not found
    [diagnostic] = found.diagnostics
    assert (diagnostic.code, diagnostic.message) == ("MOM865", "`git.example` asks for credentials, and there are none")
    assert "asked were one: has none; two: is out" in str(diagnostic.hint)


def test_over_plain_http_nobody_is_asked() -> None:
    strategy = Told("one", Credentials("a", Secret(CANARY)))
    found = LayeredCredentialResolver((strategy,)).resolve("http://git.example")
    assert isinstance(found, CredentialsNotFound)
    assert [each.code for each in found.diagnostics] == ["MOM867"]
    assert strategy.asked == []
    assert LayeredCredentialResolver((strategy,)).resolve("http://localhost:8080") == strategy.answer


class Backend:
    """A keyring that keeps what it is given."""

    priority = 5.0

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, name: str) -> str | None:
        return self.kept.get((service, name))

    def set_password(self, service: str, name: str, text: str) -> None:
        self.kept[service, name] = text

    def delete_password(self, service: str, name: str) -> None:
        del self.kept[service, name]


class Locked(Backend):
    def get_password(self, service: str, name: str) -> str | None:
        raise RuntimeError(CANARY)


class Nothing(Backend):
    priority = 0.0


@pytest.mark.parametrize(("backend", "kind"), [(Backend(), KeyringTokens), (Nothing(), FileTokens)])
def test_a_keyring_is_used_when_it_is_a_real_one(
    backend: Backend, kind: type, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "keyring", SimpleNamespace(get_keyring=lambda: backend))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert type(token_store()) is kind


def test_a_keyring_keeps_tokens() -> None:
    tokens = KeyringTokens(Backend())
    token = Token(Secret(CANARY), Secret("refresh"), 5.0, "repo", 1.0, "https://id.example/token", "client")
    assert (tokens.read("git.example"), tokens.remove("git.example")) == (None, False)
    tokens.write("git.example", token)
    assert (tokens.read("git.example"), tokens.read("other.example")) == (token, None)
    assert (tokens.remove("git.example"), tokens.read("git.example")) == (True, None)


def test_a_keyring_that_fails_tells_no_secret() -> None:
    with pytest.raises(StrategyProblem, match="the keyring failed with RuntimeError") as problem:
        KeyringTokens(Locked()).read("git.example")
    assert CANARY not in "".join(traceback.format_exception(problem.value))
