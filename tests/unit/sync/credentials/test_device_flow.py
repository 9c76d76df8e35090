"""Signing in on a device: every answer of RFC 8628, from a server on this machine, with a clock that nobody waits for."""

from __future__ import annotations

import json
import socketserver
import threading
from pathlib import Path
from typing import Any

import pytest

from moment.sync.credentials.answers import StrategyProblem
from moment.sync.credentials.authority import AuthoritySettings, settings_from
from moment.sync.credentials.device_flow import OAuthDeviceFlowStrategy
from moment.sync.credentials.device_grant import Prompt
from moment.sync.credentials.token_store import FileTokens
from tests.unit.sync.credentials.server import CUT, DEVICE, STARTED, TOKEN, StoppedClock, serving

GIVEN = {"access_token": "access-canary-1", "token_type": "bearer", "scope": "repo"}
PENDING = {"error": "authorization_pending"}
SLOWER = {"error": "slow_down"}


class SignedIn:
    """A login against a server, and everything it left behind."""

    def __init__(self, folder: Path, url: str, **settings: Any) -> None:
        self.clock = StoppedClock()
        self.tokens = FileTokens(folder / "settings")
        self.shown: list[Prompt] = []
        named = AuthoritySettings(authority=url, client_id="client-1", scope="repo", **settings)
        self.strategy = OAuthDeviceFlowStrategy(named, tokens=self.tokens, clock=self.clock)
        self.host = url

    def login(self) -> str:
        return self.strategy.login(self.host, self.shown.append).password.reveal()


def failure(problem: pytest.ExceptionInfo[StrategyProblem]) -> tuple[str, str | None]:
    [found] = problem.value.diagnostics
    return found.code, found.hint


def test_a_login_asks_as_the_rfc_says_and_stores_the_token(tmp_path: Path) -> None:
    with serving(device=[STARTED], token=[PENDING, PENDING, GIVEN]) as server:
        signed = SignedIn(tmp_path, server.url)
        assert signed.login() == "access-canary-1"
        grant = {
            "grant_type": "urn:ietf:params:oauth:grant-type:device_code", "device_code": "device-canary-1", "client_id": "client-1",
        }  # fmt: skip
        posts = [asked for asked in server.asked if not asked[0].startswith("/.well-known")]
        assert posts == [(DEVICE, {"client_id": "client-1", "scope": "repo"}), *[(TOKEN, grant)] * 3]
    assert signed.shown == [Prompt("WDJB-MJHT", "https://id.example/device", None, 900.0)]
    assert signed.clock.waits == [5.0, 5.0, 5.0]
    found = signed.strategy.resolve(signed.host)
    assert found is not None
    assert (found.username, found.password.reveal(), found.scope, found.obtained) == (
        "oauth2", "access-canary-1", "repo", "2026-01-15T10:00:15Z",
    )  # fmt: skip
    assert signed.tokens.path.stat().st_mode & 0o777 == 0o600
    assert signed.tokens.path.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    ("started", "answers", "waits"),
    [
        ({"interval": 1}, [PENDING, GIVEN], [1.0, 1.0]),
        ({"interval": None}, [GIVEN], [5.0]),
        ({}, [SLOWER, PENDING, SLOWER, GIVEN], [5.0, 10.0, 10.0, 15.0]),
        ({}, [CUT, PENDING, GIVEN], [5.0, 10.0, 10.0]),
        ({}, [(200, PENDING), GIVEN], [5.0, 5.0]),
        ({}, [(502, "<html>"), (429, ""), GIVEN], [5.0, 10.0, 20.0]),
    ],
    ids=["interval", "no interval", "slow down", "cut", "errors with status 200", "a busy gateway"],
)
def test_how_long_it_waits(started: dict[str, Any], answers: list[Any], waits: list[float], tmp_path: Path) -> None:
    whole = {name: value for name, value in {**STARTED, **started}.items() if value is not None}
    with serving(device=[whole], token=answers) as server:
        signed = SignedIn(tmp_path, server.url)
        assert signed.login() == "access-canary-1"
    assert signed.clock.waits == waits


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        ("access_denied", "was not given leave: somebody answered no"),
        ("expired_token", "waited too long for somebody to answer"),
        ("invalid_client", "does not know this client id"),
        ("unauthorized_client", "does not let this client id sign in so"),
        ("unsupported_grant_type", "has no device flow"),
        ("invalid_grant", "does not take the code"),
        ("invalid_scope", "does not know the scope"),
        ("server_on_fire\x1b[2J", "answered `server_on_fire[2J`"),
    ],
)
@pytest.mark.parametrize("where", ["device", "token"])
def test_an_answer_that_ends_it(where: str, error: str, reason: str, tmp_path: Path) -> None:
    answers: dict[str, Any] = {"device": [STARTED], "token": [GIVEN], where: [{"error": error}]}
    with serving(**answers) as server:
        signed = SignedIn(tmp_path, server.url)
        with pytest.raises(StrategyProblem, match=r".*") as problem:
            signed.login()
    assert (problem.value.reason, failure(problem)[0]) == (reason, "MOM865")
    assert not signed.tokens.path.exists()


def test_nobody_answers_in_time(tmp_path: Path) -> None:
    with serving(device=[{**STARTED, "expires_in": 12}], token=[PENDING]) as server:
        signed = SignedIn(tmp_path, server.url)
        with pytest.raises(StrategyProblem, match="waited too long"):
            signed.login()
        assert [path for path, _ in server.asked].count(TOKEN) == 2
    assert signed.clock.waits == [5.0, 5.0, 2.0]


@pytest.mark.parametrize(
    "said", [b"SSH-2.0-OpenSSH\r\n", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"]
)
def test_what_speaks_but_not_http_does_not_answer(said: bytes, tmp_path: Path) -> None:
    class Speaker(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.request.recv(4096)
            self.wfile.write(said)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Speaker) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        with pytest.raises(StrategyProblem, match="does not answer: "):
            SignedIn(tmp_path, f"http://127.0.0.1:{server.server_address[1]}").login()
        server.shutdown()


@pytest.mark.parametrize("path", ["a b", "\xe4"])
def test_an_authority_that_is_no_url_is_said_to_be_none(path: str, tmp_path: Path) -> None:
    with pytest.raises(StrategyProblem, match=r"an endpoint at .* is no URL"):
        SignedIn(tmp_path, f"https://127.0.0.1:1/{path}").login()


@pytest.mark.parametrize("member", ["device_code", "user_code", "verification_uri", "expires_in"])
def test_an_answer_without_what_it_must_have(member: str, tmp_path: Path) -> None:
    started = {name: value for name, value in STARTED.items() if name != member}
    with serving(device=[started], token=[GIVEN]) as server:
        signed = SignedIn(tmp_path, server.url)
        with pytest.raises(StrategyProblem, match=f"answered without a usable `{member}`"):
            signed.login()
    assert signed.shown == []


@pytest.mark.parametrize("given", [{}, {**GIVEN, "token_type": "mac"}, {**GIVEN, "access_token": 7}, (200, "no JSON")])
def test_a_token_that_is_none(given: Any, tmp_path: Path) -> None:
    with serving(device=[STARTED], token=[given]) as server, pytest.raises(StrategyProblem, match="`access_token`"):
        SignedIn(tmp_path, server.url).login()


def test_a_redirect_is_not_followed(tmp_path: Path) -> None:
    moved = (302, {"location": "/other"})
    with serving(device=[STARTED], token=[moved], other=[GIVEN]) as server:
        with pytest.raises(StrategyProblem, match="`access_token`"):
            SignedIn(tmp_path, server.url).login()
        assert "/other" not in [path for path, _ in server.asked]


def test_the_metadata_of_the_server_says_where_its_endpoints_are(tmp_path: Path) -> None:
    metadata = {"issuer": "HERE", "device_authorization_endpoint": "HERE/other", "token_endpoint": f"HERE{TOKEN}"}
    with serving(metadata=[metadata], other=[STARTED], token=[GIVEN]) as server:
        assert SignedIn(tmp_path, server.url).login() == "access-canary-1"
    with serving(metadata=[{**metadata, "issuer": "https://id.example"}], other=[STARTED], token=[GIVEN]) as server:
        with pytest.raises(StrategyProblem, match="gives itself out as another server"):
            SignedIn(tmp_path, server.url).login()
        assert len(server.asked) == 1


def test_a_server_over_plain_http_is_told_nothing(tmp_path: Path) -> None:
    signed = SignedIn(tmp_path, "http://id.example")
    with pytest.raises(StrategyProblem, match="its way is not safe") as problem:
        signed.login()
    assert failure(problem) == ("MOM867", "Name an authority with https.")


def test_a_token_that_has_run_out_is_renewed_where_it_came_from(tmp_path: Path) -> None:
    first = {**GIVEN, "refresh_token": "refresh-canary-1", "expires_in": 3600}
    second = {"access_token": "access-canary-2", "token_type": "Bearer", "expires_in": 3600}
    with serving(device=[STARTED], token=[first, second, {"error": "invalid_grant"}]) as server:
        signed = SignedIn(tmp_path, server.url)
        signed.login()
        signed.clock.sleep(3000)
        assert signed.strategy.resolve(signed.host) is not None
        elsewhere = AuthoritySettings(authority="https://id.example", client_id="other")
        strategy = OAuthDeviceFlowStrategy(elsewhere, tokens=signed.tokens, clock=signed.clock)
        signed.clock.sleep(590)
        found = strategy.resolve(signed.host)
        assert found is not None
        assert (found.password.reveal(), found.scope) == ("access-canary-2", "repo")
        assert server.asked[-1] == (
            TOKEN, {"grant_type": "refresh_token", "refresh_token": "refresh-canary-1", "client_id": "client-1"},
        )  # fmt: skip
        signed.clock.sleep(3600)
        with pytest.raises(StrategyProblem, match="was not renewed: invalid_grant"):
            strategy.resolve(signed.host)


def test_a_token_that_cannot_be_renewed_is_said_to_have_run_out(tmp_path: Path) -> None:
    with serving(device=[STARTED], token=[{**GIVEN, "expires_in": 3600}]) as server:
        signed = SignedIn(tmp_path, server.url)
        signed.login()
    signed.clock.sleep(3600)
    with pytest.raises(StrategyProblem, match="the token has run out: sign in again"):
        signed.strategy.resolve(signed.host)


def test_logout_forgets_it(tmp_path: Path) -> None:
    with serving(device=[STARTED], token=[GIVEN]) as server:
        signed = SignedIn(tmp_path, server.url)
        signed.login()
    assert [signed.strategy.logout(signed.host) for _ in range(2)] == [True, False]
    assert signed.strategy.resolve(signed.host) is None
    assert "canary" not in signed.tokens.path.read_text()


def test_a_token_is_for_the_hosts_of_its_authority_only(tmp_path: Path) -> None:
    with serving(device=[STARTED], token=[GIVEN]) as server:
        signed = SignedIn(tmp_path, server.url, hosts=("git.example",))
        signed.strategy.login("git.example", signed.shown.append)
        with pytest.raises(StrategyProblem) as problem:
            signed.strategy.login("other.example", signed.shown.append)
    assert failure(problem) == ("MOM865", "Add it to `auth.hosts` in moment.toml.")
    assert signed.strategy.resolve("other.example") is None
    assert signed.strategy.resolve(f"git.example:{server.port}") is None


def test_resolving_signs_in_only_when_asked_to(tmp_path: Path) -> None:
    with serving(device=[STARTED], token=[GIVEN]) as server:
        signed = SignedIn(tmp_path, server.url)
        assert signed.strategy.resolve(server.url) is None
        assert server.asked == []
        asking = OAuthDeviceFlowStrategy(
            signed.strategy.settings, tokens=signed.tokens, clock=signed.clock, ask=signed.shown.append
        )
        found = asking.resolve(server.url)
    assert found is not None
    assert (found.password.reveal(), len(signed.shown)) == ("access-canary-1", 1)


def test_without_a_client_id_nobody_signs_in(tmp_path: Path) -> None:
    strategy = OAuthDeviceFlowStrategy(AuthoritySettings(), tokens=FileTokens(tmp_path), clock=StoppedClock())
    with pytest.raises(StrategyProblem) as problem:
        strategy.login("github.com", lambda prompt: None)
    assert failure(problem) == ("MOM865", "Set `auth.client-id` in moment.toml.")


@pytest.mark.parametrize(("key", "value"), [("authority", "ftp://id.example"), ("hosts", ("a b",))])
def test_settings_that_name_nothing_are_said_to_be_so(key: str, value: object, tmp_path: Path) -> None:
    settings = AuthoritySettings(**{"client_id": "c", key: value})  # type: ignore[arg-type]
    strategy = OAuthDeviceFlowStrategy(settings, tokens=FileTokens(tmp_path), clock=StoppedClock())
    with pytest.raises(StrategyProblem) as problem:
        strategy.login("github.com", lambda prompt: None)
    assert failure(problem) == ("MOM865", f"Mend `auth.{key}` in moment.toml.")


def test_the_environment_comes_before_the_settings() -> None:
    configured = AuthoritySettings("https://a.example", "one", "read", ("x.example",))
    environment = {
        "MOMENT_OAUTH_CLIENT_ID": "two",
        "MOMENT_OAUTH_HOSTS": "y.example, z.example",
        "MOMENT_OAUTH_SCOPE": "",
    }
    assert settings_from(configured, environment) == AuthoritySettings(
        "https://a.example", "two", "read", ("y.example", "z.example")
    )


def test_a_file_that_others_may_read_is_refused_with_the_command_that_mends_it(tmp_path: Path) -> None:
    with serving(device=[STARTED], token=[GIVEN]) as server:
        signed = SignedIn(tmp_path, server.url)
        signed.login()
    for mode in (0o640, 0o604, 0o620, 0o601):
        signed.tokens.path.chmod(mode)
        with pytest.raises(StrategyProblem) as problem:
            signed.strategy.resolve(signed.host)
        code, hint = failure(problem)
        assert (code, f"chmod 600 {signed.tokens.path}" in (hint or "")) == ("MOM866", True)
    signed.tokens.path.chmod(0o600)
    signed.tokens.path.parent.chmod(0o770)
    with pytest.raises(StrategyProblem, match="mode 0770"):
        signed.strategy.logout(signed.host)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": "moment.credentials/2", "hosts": {}}'])
def test_a_file_that_is_none_of_ours_is_said_to_be_so(text: str, tmp_path: Path) -> None:
    tokens = FileTokens(tmp_path)
    tokens.path.write_text(text)
    tokens.path.chmod(0o600)
    with pytest.raises(StrategyProblem, match=r"is not in the format moment\.credentials/1"):
        tokens.read("github.com")


def test_two_hosts_in_one_file(tmp_path: Path) -> None:
    with serving(device=[STARTED], token=[GIVEN]) as server:
        signed = SignedIn(tmp_path, server.url, hosts=("a.example", "b.example"))
        for host in ("a.example", "b.example"):
            signed.strategy.login(host, signed.shown.append)
    assert signed.strategy.logout("a.example") is True
    assert list(json.loads(signed.tokens.path.read_text())["hosts"]) == ["b.example"]
