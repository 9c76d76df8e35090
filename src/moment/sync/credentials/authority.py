"""An authorisation server: where its endpoints are, and one safe way to post a form to them."""

from __future__ import annotations

import json
import os
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPException, InvalidURL
from typing import Any, NamedTuple
from urllib.parse import urlencode

from moment._version import __version__
from moment.project.git_rules import INSECURE_TRANSPORT
from moment.sync.credentials.answers import StrategyProblem
from moment.sync.credentials.origin import origin_of
from moment.text.span import Place

SECONDS = 15.0
_MOST = 1 << 20
_METADATA = (".well-known/oauth-authorization-server", ".well-known/openid-configuration")
_GITHUB = ("login/device/code", "login/oauth/access_token")
"""Paths of GitHub, which has no metadata; GitHub Enterprise has the same."""


@dataclass(frozen=True, slots=True)
class AuthoritySettings:
    """Where to sign in: the server (empty: the Git host itself), who we are to it, what for, and for which Git hosts.

    Without ``hosts`` a token is for the host of the authority alone.
    """

    authority: str = ""
    client_id: str = ""
    scope: str = ""
    hosts: tuple[str, ...] = ()

    def is_for(self, host: str) -> bool:
        """Whether tokens of this authority are meant for a Git host."""
        if self.hosts:
            return any(origin_of(each) == origin_of(host) for each in self.hosts)
        return not self.authority or origin_of(self.authority) == origin_of(host)


class Endpoints(NamedTuple):
    device: str
    token: str


class Unreachable(Exception):  # noqa: N818
    """The server did not answer; it may do so later."""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A form with a secret in it goes to one place only."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


_OPENER = urllib.request.build_opener(_NoRedirect)


def settings_from(configured: AuthoritySettings, environment: Mapping[str, str] | None = None) -> AuthoritySettings:
    """``MOMENT_OAUTH_AUTHORITY``, ``_CLIENT_ID``, ``_SCOPE`` and ``_HOSTS`` (with commas) over what is configured."""
    known = os.environ if environment is None else environment
    hosts = tuple(each.strip() for each in known.get("MOMENT_OAUTH_HOSTS", "").split(",") if each.strip())
    return AuthoritySettings(
        known.get("MOMENT_OAUTH_AUTHORITY") or configured.authority,
        known.get("MOMENT_OAUTH_CLIENT_ID") or configured.client_id,
        known.get("MOMENT_OAUTH_SCOPE") or configured.scope,
        hosts or configured.hosts,
    )


def endpoints_of(authority: str) -> Endpoints:
    """From the server's metadata (RFC 8414, or OpenID's), else where GitHub has them. Raises ``StrategyProblem``."""
    base = authority.rstrip("/")
    if origin_of(base).text != "github.com":
        for path in _METADATA:
            try:
                status, said = _sent(f"{base}/{path}", None)
            except Unreachable as error:
                raise StrategyProblem(f"{origin_of(base).text} does not answer: {error}") from None
            device, token = said.get("device_authorization_endpoint"), said.get("token_endpoint")
            if status == 200 and isinstance(device, str) and isinstance(token, str):
                if str(said.get("issuer", "")).rstrip("/") != base:
                    raise StrategyProblem(f"{origin_of(base).text} gives itself out as another server")
                return Endpoints(device, token)
    return Endpoints(*(f"{base}/{path}" for path in _GITHUB))


def post(url: str, fields: Mapping[str, str]) -> tuple[int, Mapping[str, Any]]:
    """Status and members of the answer to a form. Raises ``Unreachable``; ``StrategyProblem`` for an unsafe way."""
    return _sent(url, urlencode(fields).encode())


def _sent(url: str, data: bytes | None) -> tuple[int, Mapping[str, Any]]:
    try:
        origin = origin_of(url)
    except ValueError as error:
        raise StrategyProblem(f"an endpoint is no URL: {error}") from None
    if not origin.is_safe:
        hint = "Name an authority with https."
        reason = "everybody on the way could read them"
        found = INSECURE_TRANSPORT.at(Place("moment.toml", 0, 0), hint=hint, url=origin.text, reason=reason)
        raise StrategyProblem("its way is not safe", found)
    headers = {"Accept": "application/json", "User-Agent": f"moment/{__version__}"}
    request = urllib.request.Request(url, data=data, headers=headers)
    try:
        with _OPENER.open(request, timeout=SECONDS) as answer:
            return answer.status, _members(answer.read(_MOST))
    except urllib.error.HTTPError as error:
        with error:
            return error.code, _members(error.read(_MOST))
    except (InvalidURL, UnicodeError):
        raise StrategyProblem(f"an endpoint at {origin.text} is no URL") from None
    except (OSError, HTTPException) as error:  # the second is what speaks, but not HTTP
        cause = getattr(error, "reason", error)
        raise Unreachable(type(cause if isinstance(cause, Exception) else error).__name__) from None


def _members(data: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
