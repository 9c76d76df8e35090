"""A run that nothing has touched since is recognised, and any touch is seen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from moment.generate.plan import Run
from moment.project.outputs import produce
from moment.project.production import produce_artifacts
from moment.project.session import load
from moment.project.unchanged import key_of, recall, remember

SPECIFICATION = """
context "Sales"
  aggregate "Order" identity orderId: UUID
    command Place input orderId: UUID emits Placed
    event Placed orderId: UUID
"""
NAMES = ("typescript", "vitest")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "moment.toml").write_text('name = "shop"\n')
    (tmp_path / "shop.moment").write_text(SPECIFICATION)
    session = load(tmp_path)
    made = produce_artifacts(session, NAMES)
    asked = Run(frozenset(made.targets), frozenset(NAMES))
    assert produce(made.artifacts, tmp_path, asked, folders=made.folders).is_done
    remember(tmp_path, key_of(session, NAMES), NAMES, made.targets, made.artifacts)
    return tmp_path


def known(root: Path, names: tuple[str, ...] = NAMES) -> dict[str, int] | None:
    return recall(root, key_of(load(root), names), names)


def test_an_untouched_project_is_known(root: Path) -> None:
    assert known(root) == {"typescript": 6, "vitest": 4}


def test_another_choice_of_targets_is_another_run(root: Path) -> None:
    assert known(root, ("typescript",)) is None


def _replace(path: Path) -> None:
    path.write_text(path.read_text() + "\n")


@pytest.mark.parametrize(
    ("path", "touch"),
    [
        ("shop.moment", _replace),
        ("moment.toml", lambda path: path.write_text('name = "other"\n')),
        ("generated/typescript/index.ts", _replace),
        ("generated/typescript/index.ts", Path.unlink),
        (".moment/ledger.json", _replace),
        ("bindings/vitest.ts", Path.unlink),
        (".moment/cache", lambda path: [each.write_text("{") for each in path.iterdir()]),
        (".moment/cache", lambda path: [each.unlink() for each in path.iterdir()]),
    ],
)
def test_a_touch_is_seen(root: Path, path: str, touch: Callable[[Path], object]) -> None:
    touch(root / path)
    assert known(root) is None


def test_a_scaffold_is_the_users_to_change(root: Path) -> None:
    _replace(root / "bindings/vitest.ts")
    assert known(root) is not None


def test_a_disk_that_refuses_the_trace_is_no_fault(root: Path) -> None:
    session = load(root)
    made = produce_artifacts(session, NAMES)
    for each in (root / ".moment/cache").iterdir():
        each.unlink()
    (root / ".moment/cache").rmdir()
    (root / ".moment/cache").write_text("a file in the way")
    remember(root, key_of(session, NAMES), NAMES, made.targets, made.artifacts)
    assert known(root) is None
