"""Nothing in the repository knows the machine it was made on, nor where packages come from."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.lock import NODE, REQUIREMENTS, without_addresses

ROOT = Path(__file__).parents[2]
IGNORED = {".git", ".venv", ".tools", ".demo", "node_modules", "__pycache__", "dist", "build"}
MACHINE = re.compile(r"(?<![\w./-])/(?:work|root|tmp)(?:/|\b)(?!-)")
REGISTRY = re.compile(r"registry\.(?:npm|yarn)|npm\w*mirror|python[h]osted|[p]ypi\.org|proxy\.golang|crates\.io", re.I)


def files() -> Iterator[Path]:
    """Every file that is, or without git could be, part of the repository."""
    git = shutil.which("git")
    if git and (ROOT / ".git").exists():
        listed = subprocess.run([git, "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
        yield from (ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file())
        return
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in IGNORED and not name.endswith("_cache")]
        yield from (Path(folder) / name for name in names)


def lines_that_match(pattern: re.Pattern[str]) -> list[str]:
    found = []
    for path in files():
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1):
            if pattern.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:120]}")
    return found


def test_there_are_files() -> None:
    assert len(list(files())) >= 100


def test_no_file_names_a_folder_of_the_machine_it_was_made_on() -> None:
    assert lines_that_match(MACHINE) == []


def test_no_file_names_a_registry() -> None:
    assert lines_that_match(REGISTRY) == []


@pytest.mark.parametrize("text", ["open('/" + "tmp/x')", "cd /" + "work", "path: /" + "root/.cache"])
def test_a_folder_of_the_machine_is_seen(text: str) -> None:
    assert MACHINE.search(text)


@pytest.mark.parametrize("text", ["https://registry." + "npmjs.org/a", "files.python" + "hosted.org", "py" + "pi.org"])
def test_a_registry_is_seen(text: str) -> None:
    assert REGISTRY.search(text)


def test_requirements_are_exact_versions_and_nothing_else() -> None:
    lines = REQUIREMENTS.read_text(encoding="utf-8").splitlines()
    assert len(lines) >= 20
    assert [line for line in lines if not re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][A-Za-z0-9.]*", line)] == []


@pytest.mark.parametrize("folder", NODE, ids=lambda folder: folder.relative_to(ROOT).as_posix())
def test_the_npm_lock_file_has_no_address(folder: Path) -> None:
    lock = (folder / "package-lock.json").read_text(encoding="utf-8")
    assert "http" not in lock
    assert len(json.loads(lock)["packages"]) >= 10
    assert without_addresses(lock) == lock


def test_locking_leaves_addresses_out() -> None:
    lock = {"packages": {"node_modules/a": {"version": "1.0.0", "resolved": "x", "funding": {"url": "y"}}}}
    assert json.loads(without_addresses(json.dumps(lock))) == {"packages": {"node_modules/a": {"version": "1.0.0"}}}
