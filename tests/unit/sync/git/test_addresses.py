"""What a URL or a path of another repository means."""

from __future__ import annotations

from pathlib import Path

import pytest

from moment.diagnostics.full import findings
from moment.diagnostics.model import Diagnostic
from moment.sync import GitProblem
from moment.sync.git.address import Address, address_of, without_userinfo
from tests.conftest import Golden


def test_what_is_a_repository_on_this_machine(tmp_path: Path) -> None:
    (tmp_path / "odd:name").mkdir()
    texts = ("../other.git", "odd:name", f"file://{tmp_path}/a%20b.git", str(tmp_path / "c"), "~/d.git")
    assert [address_of(text, tmp_path).folder for text in texts] == [
        tmp_path.parent / "other.git", tmp_path / "odd:name", tmp_path / "a b.git", tmp_path / "c", Path("~/d.git").expanduser(),
    ]  # fmt: skip


def test_the_password_is_taken_out_of_a_url(tmp_path: Path) -> None:
    found = address_of("https://ada:w%2Ford-canary@git.example:8443/shop.git", tmp_path)
    assert (found.url, found.folder) == ("https://git.example:8443/shop.git", None)
    assert found.given is not None
    assert (found.given.username, found.given.password.reveal()) == ("ada", "w/ord-canary")
    assert "canary" not in repr(found)
    assert address_of("https://ada@git.example/shop.git", tmp_path)[:1] == ("https://git.example/shop.git",)


def test_what_is_refused_says_what_else_to_do(tmp_path: Path, golden: Golden) -> None:
    texts = ("git@github.com:shop/shop.git", "ssh://git@github.com:22/shop/shop.git", "git://x.example/a", "https://")
    problems: list[Diagnostic] = []
    for text in texts:
        with pytest.raises(GitProblem) as problem:
            address_of(text, tmp_path, remote="origin")
        problems += problem.value.diagnostics
    golden.file("cli/addresses.txt", findings(problems, {}))


def test_a_drive_is_no_host(tmp_path: Path) -> None:
    assert isinstance(address_of("C:/shop.git", tmp_path), Address)


@pytest.mark.parametrize("text", [
    "https://ada:can/ary@git.example/shop.git", "https://ada:can#ary@git.example/shop.git", "https://ada:can?ary@[bad",
    "https:/ada:canary@git.example/shop.git", "https://ada:canary@", "https://ada:canary@git.example:abc/x", "https://[bad",
    "file://", "ftp://ada:canary@git.example/x",
])  # fmt: skip
def test_what_is_no_url_is_refused_without_its_password(tmp_path: Path, text: str) -> None:
    with pytest.raises(GitProblem) as problem:
        address_of(text, tmp_path)
    told = "".join(f"{each.message} {each.hint}" for each in problem.value.diagnostics)
    assert [each for each in ("ada", "can", "ary") if each in told] == []


def test_what_looks_like_a_password_is_shown_nowhere() -> None:
    kept = (
        "https://host/@scope/x",
        "https://host:8080/@scope/x",
        "https://[::1]:80/@x",
        "file:///a@b/c",
        "./a@b",
        "a@b:c",
    )
    assert tuple(map(without_userinfo, kept)) == kept
    cut = ("ada:canary@host:x", "//ada:canary@host/x", "https://canary@host/x")
    assert [without_userinfo(text) for text in cut] == ["host:x", "//host/x", "https://host/x"]
