"""Nothing that a specification, a setting or a ledger says leads outside the project."""

from __future__ import annotations

from pathlib import Path

import pytest

from moment.diagnostics.model import Diagnostic
from moment.project.paths import Paths, refusal, refusal_of_folder


@pytest.mark.parametrize("text", ["a.ts", "out/contexts/café/a.types.ts", "out/.hidden", "com10.ts"])
def test_paths_below_the_root(text: str) -> None:
    assert refusal(text) is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "is empty"),
        ("a\0b", "holds a NUL"),
        ("a\\b", "holds a backslash"),
        ("\\\\server\\share", "holds a backslash"),
        ("/etc/passwd", "is not relative"),
        ("C:/x", "is not relative"),
        ("../x", "leaves the project"),
        ("a/../../x", "leaves the project"),
        ("./x", "is not in its shortest form"),
        ("a//x", "is not in its shortest form"),
        ("a/", "is not in its shortest form"),
        ("out/con", "names the device con"),
        ("out/NUL.ts", "names the device NUL.ts"),
        ("out/" + "x" * 256, "has a part of more than 255 bytes"),
    ],
)
def test_paths_that_are_refused(text: str, reason: str) -> None:
    assert refusal(text) == reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("generated", None),
        ("packages/domain/generated", None),
        (".", "is the project itself"),
        ("", "is the project itself"),
        (".git/hooks", "lies in .git"),
        (".moment", "lies in .moment"),
        ("../out", "leaves the project"),
    ],
)
def test_output_folders(text: str, reason: str | None) -> None:
    assert refusal_of_folder(text) == reason


def test_links_stay_inside(tmp_path: Path) -> None:
    root, outside = tmp_path / "project", tmp_path / "outside"
    (root / "inner").mkdir(parents=True)
    outside.mkdir()
    (root / "away").symlink_to(outside)
    (root / "near").symlink_to(root / "inner")
    (root / "file.ts").symlink_to(outside / "secret")
    (root / "circle").symlink_to(root / "circle")
    paths = Paths(root)
    found = {text: paths.resolve(text) for text in ("away/a.ts", "near/a.ts", "file.ts", "circle/a.ts", "inner/a.ts")}
    refused = {text for text, path in found.items() if isinstance(path, Diagnostic)}
    assert refused == {"away/a.ts", "file.ts", "circle/a.ts"}
    assert found["inner/a.ts"] == root / "inner/a.ts"
