"""Who may ask the server: decided from the head of a request, before any route."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hmac import compare_digest
from http.cookies import CookieError, SimpleCookie
from ipaddress import ip_address
from typing import Literal, NamedTuple
from urllib.parse import parse_qs

Headers = Mapping[str, Sequence[str]]
"""Names in lower case to all the values that a request has for them."""


class Verdict(NamedTuple):
    """``welcome``: the token in the address is right and becomes a cookie."""

    kind: Literal["pass", "forbidden", "token", "welcome"]
    reason: str = ""


PASS = Verdict("pass")


def is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


@dataclass(frozen=True)
class Guard:
    """``host`` and ``port`` are what the server listens on, ``allowed`` further names, as those of a proxy."""

    host: str
    port: int
    allowed: frozenset[str] = frozenset()
    token: str | None = field(default=None, repr=False)

    @property
    def cookie(self) -> str:
        """Its name: cookies do not keep ports apart."""
        return f"moment-facet-{self.port}"

    def judge(self, method: str, path: str, query: str, headers: Headers) -> Verdict:
        host = _single(headers, "host")
        if host is None or not self._is_ours(host):
            return Verdict("forbidden", "this server has another name; `--allow-host NAME` adds one")
        origins = headers.get("origin", ())
        if any(not self._is_our_origin(origin) for origin in origins) or len(origins) > 1:
            return Verdict("forbidden", "a page of another origin may not ask this server")
        if method not in ("GET", "HEAD") and not origins:
            return Verdict("forbidden", "only the page of this server may change something")
        if any(site not in ("none", "same-origin") for site in headers.get("sec-fetch-site", ())):
            return Verdict("forbidden", "another site may not ask this server; open the address yourself")
        return PASS if self.token is None else self._judge_token(self.token, method, path, query, headers)

    def _judge_token(self, token: str, method: str, path: str, query: str, headers: Headers) -> Verdict:
        given = parse_qs(query).get("token", [])
        if method == "GET" and path == "/" and given:
            return Verdict("welcome") if len(given) == 1 and _same(given[0], token) else Verdict("token")
        return PASS if any(_same(value, token) for value in _cookies(headers, self.cookie)) else Verdict("token")

    def _is_our_origin(self, origin: str) -> bool:
        scheme, sign, host = origin.partition("://")
        if not sign or not self._is_ours(host):
            return False
        return scheme == "http" or (scheme == "https" and _name(host) in self.allowed)

    def _is_ours(self, written: str) -> bool:
        """Whether ``name:port`` is one of our names; rebinding needs a name, so with a wildcard any number is ours."""
        name = _name(written)
        if name in self.allowed:
            return True
        if _port(written) != self.port:
            return False
        if self.host in ("0.0.0.0", "::"):
            return name == "localhost" or _is_number(name)
        return name == self.host.lower() or (is_loopback(self.host) and is_loopback(name))


def _same(given: str, token: str) -> bool:
    return compare_digest(given.encode(), token.encode())


def _single(headers: Headers, name: str) -> str | None:
    values = headers.get(name, ())
    return values[0] if len(values) == 1 else None


def _cookies(headers: Headers, name: str) -> list[str]:
    found: list[str] = []
    for header in headers.get("cookie", ()):
        try:
            jar = SimpleCookie(header)
        except CookieError:
            continue
        found.extend(morsel.value for key, morsel in jar.items() if key == name)
    return found


def _name(written: str) -> str:
    if written.startswith("["):
        return written[1:].partition("]")[0].lower()
    return written.partition(":")[0].lower()


def _port(written: str) -> int | None:
    """That of ``name:port``, 80 where none is written."""
    rest = written.partition("]")[2] if written.startswith("[") else written[len(_name(written)) :]
    if not rest:
        return 80
    return int(rest[1:]) if rest.startswith(":") and rest[1:].isascii() and rest[1:].isdecimal() else None


def _is_number(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
