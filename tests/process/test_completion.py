"""What a shell is offered while somebody types."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.process.commands import run
from tests.process.test_cli import GOOD


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("che", ["check"]),
        ("simulate --flow or", ["order-to-parcel"]),
        ("simulate --export o", ["otlp=", "ocel="]),
        ("generate t", ["typescript"]),
        ("find x --context Dis", ["Dispatch"]),
        ("check --select contract-field-m", ["contract-field-missing"]),
        ("explain Sales/Order/Pl", ["Sales/Order/PlaceOrder", "Sales/Order/PlaceOrder.customerId"]),
    ],
)
def test_words_are_completed(tmp_path: Path, words: str, offered: list[str]) -> None:
    (tmp_path / "shop.moment").write_text(GOOD, encoding="utf-8")
    line = f"moment {words}"
    ran = run(tmp_path, _MOMENT_COMPLETE="bash_complete", COMP_WORDS=line, COMP_CWORD=str(len(line.split()) - 1))
    assert [item.partition(",")[2] for item in ran.out.splitlines()] == offered


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_every_shell_has_a_script(tmp_path: Path, shell: str) -> None:
    ran = run(tmp_path, "completion", shell)
    assert (ran.exit, "_MOMENT_COMPLETE" in ran.out) == (0, True)
