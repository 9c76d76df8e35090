"""The device authorization grant of RFC 8628: a code for the person, and polling until the server has decided."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, Protocol

from moment.project.git_rules import AUTHENTICATION_FAILED
from moment.sync.credentials.answers import StrategyProblem
from moment.sync.credentials.authority import AuthoritySettings, Endpoints, Unreachable, post
from moment.sync.credentials.secret import Secret
from moment.text.span import Place

INTERVAL = 5.0
"""Seconds between two questions when the server names none, and by which `slow_down` lengthens them."""
_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
_PROBLEMS = {
    "access_denied": ("was not given leave: somebody answered no", "Sign in again and allow it."),
    "expired_token": ("waited too long for somebody to answer", "Sign in again and enter the code in time."),
    "invalid_client": ("does not know this client id", "Mend `auth.client-id` in moment.toml."),
    "unauthorized_client": ("does not let this client id sign in so", "Allow the device flow for the application."),
    "unsupported_grant_type": ("has no device flow", "Use a token: MOMENT_GIT_TOKEN_…"),
    "device_flow_disabled": ("does not let this client id sign in so", "Allow the device flow for the application."),
    "invalid_grant": ("does not take the code", "Sign in again."),
    "incorrect_device_code": ("does not take the code", "Sign in again."),
    "invalid_scope": ("does not know the scope", "Mend `auth.scope` in moment.toml."),
}


class Clock(Protocol):
    """Seconds since 1970, and waiting."""

    def now(self) -> float: ...

    def sleep(self, seconds: float) -> None: ...


class SystemClock:
    """The one of this machine."""

    def now(self) -> float:
        return time.time()

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


class Prompt(NamedTuple):
    """What the person needs: the code, where to enter it, the same in one link if there is one, and for how long."""

    user_code: str
    verification_uri: str
    verification_uri_complete: str | None
    expires_in: float


Show = Callable[[Prompt], None]


class Token(NamedTuple):
    """What the server gave, with all that is needed to renew it later, and at the server that gave it only."""

    access: Secret
    refresh: Secret | None
    expires: float | None
    scope: str | None
    obtained: float
    endpoint: str
    client_id: str


def signed_in(host: str, settings: AuthoritySettings, endpoints: Endpoints, clock: Clock, show: Show) -> Token:
    """The token after the person has allowed it; ``StrategyProblem`` with MOM865 when it comes to nothing."""
    started = _started(host, settings, endpoints)
    code = Secret(str(started.get("device_code", "")))
    if not code:
        raise _malformed(host, "device_code")
    deadline = clock.now() + _seconds(host, started, "expires_in")
    complete = started.get("verification_uri_complete")
    show(Prompt(
        _shown(host, started, "user_code"), _shown(host, started, "verification_uri"),
        _printable(complete) if isinstance(complete, str) else None, deadline - clock.now(),
    ))  # fmt: skip
    interval = _seconds(host, started, "interval") if started.get("interval") is not None else INTERVAL
    while True:
        clock.sleep(min(interval, deadline - clock.now()))
        if clock.now() >= deadline:
            raise failed(host, "expired_token")
        fields = {"grant_type": _GRANT, "device_code": code.reveal(), "client_id": settings.client_id}
        try:
            status, said = post(endpoints.token, fields)
        except Unreachable:
            interval *= 2  # section 3.5: a client backs off when the connection fails
            continue
        if "error" not in said and (status == 429 or status >= 500):  # what stands before the server has no answer
            interval *= 2
            continue
        match said.get("error"):
            case None:
                return token_in(host, said, endpoints.token, settings.client_id, clock)
            case "authorization_pending":
                pass
            case "slow_down":
                interval += INTERVAL
            case other:
                raise failed(host, str(other))


def renewed(host: str, token: Token, clock: Clock) -> Token:
    """A new token for an old one, from the server that gave it. ``StrategyProblem`` when it gives none any more."""
    assert token.refresh is not None
    fields = {"grant_type": "refresh_token", "refresh_token": token.refresh.reveal(), "client_id": token.client_id}
    try:
        said = post(token.endpoint, fields)[1]
    except Unreachable as error:
        raise StrategyProblem(f"the token has run out, and its server does not answer: {error}") from None
    if said.get("error") is not None:
        raise StrategyProblem(f"the token has run out and was not renewed: {_printable(str(said['error']))}")
    new = token_in(host, said, token.endpoint, token.client_id, clock)
    return new._replace(refresh=new.refresh or token.refresh, scope=new.scope or token.scope)


def token_in(host: str, said: Mapping[str, Any], endpoint: str, client_id: str, clock: Clock) -> Token:
    """The token of a successful answer."""
    access, kind = said.get("access_token"), said.get("token_type", "bearer")
    if not isinstance(access, str) or not access or str(kind).lower() != "bearer":
        raise _malformed(host, "access_token")
    refresh, scope = said.get("refresh_token"), said.get("scope")
    lasts = _seconds(host, said, "expires_in") if said.get("expires_in") is not None else None
    now = clock.now()
    return Token(
        Secret(access), Secret(refresh) if isinstance(refresh, str) and refresh else None,
        now + lasts if lasts is not None else None, scope if isinstance(scope, str) else None, now, endpoint, client_id,
    )  # fmt: skip


def failed(host: str, error: str) -> StrategyProblem:
    """MOM865 for an answer that ends the flow."""
    unknown = (f"answered `{_printable(error)[:60]}`", "Ask who runs it, or use a token: MOMENT_GIT_TOKEN_…")
    problem, hint = _PROBLEMS.get(error, unknown)
    return StrategyProblem(problem, AUTHENTICATION_FAILED.at(Place(".", 0, 0), hint=hint, host=host, problem=problem))


def _started(host: str, settings: AuthoritySettings, endpoints: Endpoints) -> Mapping[str, Any]:
    fields = {"client_id": settings.client_id, **({"scope": settings.scope} if settings.scope else {})}
    try:
        status, said = post(endpoints.device, fields)
    except Unreachable as error:
        raise failed(host, f"nothing: {error}") from None
    if said.get("error") is not None:
        raise failed(host, str(said["error"]))
    if status != 200:
        raise failed(host, f"status {status}")
    return said


def _seconds(host: str, said: Mapping[str, Any], member: str) -> float:
    try:
        seconds = float(said[member])
    except (KeyError, TypeError, ValueError):
        raise _malformed(host, member) from None
    if not 0 <= seconds < 1e10:
        raise _malformed(host, member)
    return seconds


def _shown(host: str, said: Mapping[str, Any], member: str) -> str:
    text = said.get(member, said.get("verification_url") if member == "verification_uri" else None)
    if not isinstance(text, str) or not text:
        raise _malformed(host, member)
    return _printable(text)


def _printable(text: str) -> str:
    """``text`` without what would move the cursor of a terminal."""
    return "".join(sign for sign in text if sign.isprintable())


def _malformed(host: str, member: str) -> StrategyProblem:
    problem = f"answered without a usable `{member}`"
    hint = "Is `auth.authority` in moment.toml the authorisation server?"
    return StrategyProblem(problem, AUTHENTICATION_FAILED.at(Place(".", 0, 0), hint=hint, host=host, problem=problem))
