"""The demonstration runs from a fresh copy to its end, and ends early when something goes wrong."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def copy(folder: Path) -> Path:
    """A repository with what the demonstration needs, and the compiler where there is one."""
    shutil.copytree(ROOT / "examples" / "library", folder / "examples" / "library")
    (folder / "scripts").mkdir()
    shutil.copy(ROOT / "scripts" / "demo.sh", folder / "scripts" / "demo.sh")
    modules = ROOT / "tests" / "conformance" / "node" / "node_modules"
    if modules.is_dir():
        node = folder / "tests" / "conformance" / "node"
        node.mkdir(parents=True)
        (node / "node_modules").symlink_to(modules, target_is_directory=True)
    return folder


def demonstrate(folder: Path) -> subprocess.CompletedProcess[str]:
    """The script with ``moment`` of this interpreter first on the path."""
    commands = folder / "commands"
    commands.mkdir()
    moment = commands / "moment"
    moment.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m moment "$@"\n', encoding="utf-8")
    moment.chmod(0o755)
    return subprocess.run(
        ["sh", "scripts/demo.sh"],
        cwd=folder,
        env={**os.environ, "PATH": f"{commands}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_it_shows_the_way_from_a_clean_model_to_the_finding(tmp_path: Path) -> None:
    folder = copy(tmp_path)
    ran = demonstrate(folder)
    steps = [line for line in ran.stdout.splitlines() if line.startswith("$ ")]
    assert (ran.returncode, steps) == (
        0, ["$ moment check", "$ moment generate", "$ moment simulate", "$ moment check"]
    )  # fmt: skip
    wanted = (
        "library: no findings in 1 file",
        "survives any 1 fault",
        "error[MOM402] contract-field-missing: contract of `BookReturned` requires `dueOn`",
        "`dueDate` has the same type",
    )
    assert [text for text in wanted if text not in ran.stdout] == []
    if (folder / "tests").exists():
        assert "tsc --strict: 14 files, no errors" in ran.stdout


def test_it_leaves_nothing_behind(tmp_path: Path) -> None:
    folder = copy(tmp_path)
    before = {path: path.read_bytes() for path in folder.glob("examples/**/*") if path.is_file()}
    assert demonstrate(folder).returncode == 0
    assert list((folder / ".demo").iterdir()) == []
    assert {path: path.read_bytes() for path in folder.glob("examples/**/*") if path.is_file()} == before


def test_it_fails_when_the_example_is_broken_from_the_start(tmp_path: Path) -> None:
    folder = copy(tmp_path)
    specification = folder / "examples" / "library" / "specs" / "library.moment"
    text = specification.read_text(encoding="utf-8")
    specification.write_text(text.replace("emits LoanStarted", "emits LoanStartet"), encoding="utf-8")
    ran = demonstrate(folder)
    assert (ran.returncode, "$ moment generate" in ran.stdout) == (1, False)


def test_it_fails_when_the_renamed_field_is_not_found(tmp_path: Path) -> None:
    folder = copy(tmp_path)
    specification = folder / "examples" / "library" / "specs" / "library.moment"
    text = specification.read_text(encoding="utf-8")
    specification.write_text(text.replace("dueOn: Date [required]", "dueOn: Date"), encoding="utf-8")
    ran = demonstrate(folder)
    assert ran.returncode == 1
    assert "moment check should have found it" in ran.stderr
