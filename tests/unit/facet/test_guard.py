"""Who may ask: a table of requests."""

from __future__ import annotations

import pytest

from moment.facet.guard import Guard, is_loopback

LOCAL = Guard("127.0.0.1", 4321)
PROXIED = Guard("127.0.0.1", 4321, frozenset(("facet.example",)))
OPEN = Guard("0.0.0.0", 4321, token="t" * 32)
SITE = "http://127.0.0.1:4321"


def judged(guard: Guard, *, method: str = "GET", path: str = "/", query: str = "", **headers: str | list[str]) -> str:
    found = {name.replace("_", "-"): [value] if isinstance(value, str) else value for name, value in headers.items()}
    return guard.judge(method, path, query, found).kind


@pytest.mark.parametrize("host", ["127.0.0.1:4321", "localhost:4321", "LOCALHOST:4321", "[::1]:4321", "127.0.0.2:4321"])
def test_our_names(host: str) -> None:
    assert judged(LOCAL, host=host) == "pass"


@pytest.mark.parametrize(
    "host",
    ["", "127.0.0.1", "127.0.0.1:80", "evil.example", "evil.example:4321", "127.0.0.1.evil.example:4321", "[::1]", "::1",
     "localhost:4321:4321", "localhost:+4321", "localhost:４３２１", "10.0.0.1:4321", "facet.example"],
)  # fmt: skip
def test_other_names(host: str) -> None:
    assert judged(LOCAL, host=host) == "forbidden"


def test_no_name_and_two_names() -> None:
    assert judged(LOCAL) == "forbidden"
    assert judged(LOCAL, host=["127.0.0.1:4321", "127.0.0.1:4321"]) == "forbidden"


@pytest.mark.parametrize(
    ("origin", "expected"),
    [
        (SITE, "pass"),
        ("http://localhost:4321", "pass"),
        ("https://127.0.0.1:4321", "forbidden"),
        ("http://127.0.0.1:4322", "forbidden"),
        ("https://evil.example", "forbidden"),
        ("null", "forbidden"),
        ("", "forbidden"),
        ("file://", "forbidden"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_origins(origin: str, expected: str, method: str) -> None:
    assert judged(LOCAL, method=method, host="127.0.0.1:4321", origin=origin) == expected


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_a_change_needs_an_origin(method: str) -> None:
    assert judged(LOCAL, method=method, host="127.0.0.1:4321") == "forbidden"


@pytest.mark.parametrize(
    ("site", "expected"),
    [
        ("none", "pass"),
        ("same-origin", "pass"),
        ("same-site", "forbidden"),
        ("cross-site", "forbidden"),
        ("", "forbidden"),
    ],
)
def test_sites(site: str, expected: str) -> None:
    assert judged(LOCAL, host="127.0.0.1:4321", sec_fetch_site=site) == expected


def test_a_proxy_has_its_own_name_with_any_port_and_scheme() -> None:
    assert judged(PROXIED, host="facet.example", origin="https://facet.example") == "pass"
    assert judged(PROXIED, host="facet.example:8443", origin="https://facet.example:8443", method="POST") == "pass"
    assert judged(PROXIED, host="other.example") == "forbidden"


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("10.0.0.1:4321", "token"),
        ("[fe80::1]:4321", "token"),
        ("localhost:4321", "token"),
        ("evil.example:4321", "forbidden"),
    ],
)
def test_with_a_wildcard_numbers_are_ours(host: str, expected: str) -> None:
    assert judged(OPEN, host=host) == expected


@pytest.mark.parametrize(
    ("path", "query", "cookie", "expected"),
    [
        ("/", "", "", "token"),
        ("/", "token=" + "t" * 32, "", "welcome"),
        ("/", "token=" + "t" * 31, "", "token"),
        ("/", "token=", "", "token"),
        ("/", f"token={'t' * 32}&token=x", "", "token"),
        ("/live", "token=" + "t" * 32, "", "token"),
        ("/live", "", "moment-facet-4321=" + "t" * 32, "pass"),
        ("/live", "", "moment-facet-4322=" + "t" * 32, "token"),
        ("/live", "", "other=1; moment-facet-4321=" + "t" * 32, "pass"),
        ("/live", "", "moment-facet-4321=" + "u" * 32, "token"),
        ("/live", "", "\x00;=;", "token"),
        ("/live", "", "moment-facet-4321=ü", "token"),
    ],
)
def test_tokens(path: str, query: str, cookie: str, expected: str) -> None:
    headers = {"cookie": cookie} if cookie else {}
    assert judged(OPEN, path=path, query=query, host="10.0.0.1:4321", **headers) == expected


def test_the_token_is_in_no_text_of_the_guard() -> None:
    assert "t" * 32 not in repr(OPEN)


@pytest.mark.parametrize(
    ("host", "expected"),
    [("localhost", True), ("127.0.0.1", True), ("::1", True), ("0.0.0.0", False), ("10.0.0.1", False), ("box", False)],
)
def test_loopback(host: str, expected: bool) -> None:
    assert is_loopback(host) is expected
