"""A mistake of ours is one line, a report, and exit code 70."""

from __future__ import annotations

from pathlib import Path

import pytest

from moment.cli import errors
from moment.cli.options import Options


def test_internal_error_leaves_a_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    code = errors.internal(ValueError("no such wind"), Options(), ["check"])
    written = (tmp_path / ".moment" / "cache" / "report.txt").read_text(encoding="utf-8")
    assert code == 70
    assert "ValueError: no such wind" in written
    assert capsys.readouterr().err == (
        "error: moment made a mistake: ValueError\n  hint: please send us .moment/cache/report.txt\n"
    )


def test_a_report_says_no_password(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    url = "https://ada:canary@git.example/x"
    errors.internal(ValueError(f"no way to {url}"), Options(), ["sync", "push", "--remote", url])
    written = (tmp_path / ".moment" / "cache" / "report.txt").read_text(encoding="utf-8")
    assert written.splitlines()[0] == "moment sync push --remote https://***@git.example/x"
    assert "canary" not in written


def test_internal_error_is_one_document_for_a_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert errors.internal(ValueError("no such wind"), Options(), ["check", "--format", "sarif"]) == 70
    assert capsys.readouterr().out.startswith('{\n  "format": "moment.error/1",\n  "code": "internal"')
