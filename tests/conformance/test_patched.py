"""Patched code judged by its own tools: `tsc --strict` and mypy accept it after every edit as they did before."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from moment.drift.patch import python, typescript
from moment.drift.patch.code import (
    CodeEdit,
    InsertMember,
    InsertSymbol,
    RemoveMember,
    RenameMember,
    RenameSymbol,
    UpdateMember,
    Written,
)
from moment.drift.patch.result import Patched
from moment.drift.types import Deprecation

HERE = Path(__file__).parent
TOOLS = HERE / "node/node_modules"
OPTIONS = {
    "strict": True, "noUncheckedIndexedAccess": True, "noEmit": True,
    "module": "NodeNext", "target": "ES2022", "lib": ["ES2022", "DOM"], "types": [],
}  # fmt: skip
ORDER = "src/order.ts"
EVENTS = "src/events.ts"
SOURCES = {"Money": "src/money.ts"}
EDITS: dict[str, list[CodeEdit]] = {
    "nothing": [],
    "members renamed": [
        RenameMember(ORDER, "Line", "sku", "article"), RenameMember(ORDER, "Line", "qty", "quantity"),
        RenameMember(ORDER, "Order", "lines", "rows"), RenameMember(ORDER, "Impl", "twice", "double"),
    ],
    "declarations renamed": [
        RenameSymbol(ORDER, "Line", "Item"), RenameSymbol(ORDER, "Order", "Purchase"),
        RenameSymbol(ORDER, "Impl", "Stocked"), RenameSymbol(ORDER, "Big", "Bulk"),
        RenameSymbol(EVENTS, "OrderPlaced", "OrderSent"),
    ],
    "members inserted": [
        InsertSymbol("src/money.ts", "export interface Money {\n  readonly amount: number;\n}\n"),
        InsertMember(ORDER, "Order", Written("total", "Money", True, True), "id"),
        InsertMember(ORDER, "Line", Written("notes", "readonly string[]", True, True, Deprecation("why", "sku"))),
        InsertMember(ORDER, "Impl", Written("notes", "readonly string[]", True, True)),
    ],
    "members updated and removed": [
        UpdateMember(ORDER, "Order", "note", "type", "'a' | 'b'"), UpdateMember(ORDER, "Big", "big", "optional", "true"),
        UpdateMember(ORDER, "Order", "note", "deprecated", "gone -> id"), RemoveMember(ORDER, "Other", "qty"),
        UpdateMember(ORDER, "Order", "id", "readonly", "false"),
    ],
}  # fmt: skip


def texts(folder: Path, pattern: str) -> dict[str, str]:
    """The files of a project by path; those of Python are kept with ``.txt`` behind, out of reach of our own tools."""
    found = {
        path.relative_to(folder).as_posix().removesuffix(".txt"): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob(pattern))
    }
    assert len(found) >= 3
    return found


def written(folder: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8", newline="")


@pytest.mark.parametrize("name", EDITS)
def test_the_compiler_accepts_patched_typescript(name: str, tmp_path: Path) -> None:
    files = texts(HERE / "patched/typescript", "*.ts")
    result = typescript.patched(files, EDITS[name], sources=SOURCES)
    assert isinstance(result, Patched), result
    assert (name == "nothing") == (not result.texts)
    settings = {"package.json": '{"type": "module"}', "tsconfig.json": json.dumps({"compilerOptions": OPTIONS})}
    written(tmp_path, {**files, **result.texts, **settings})
    run = subprocess.run(
        ["node", TOOLS / "typescript/bin/tsc", "-p", tmp_path], capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stdout) == (0, "")


SHOP = "src/shop/order.py"
PY_EVENTS = "src/shop/events.py"
PYTHON_EDITS: dict[str, list[CodeEdit]] = {
    "nothing": [],
    "members renamed": [
        RenameMember(SHOP, "Line", "sku", "article"), RenameMember(SHOP, "Line", "qty", "quantity"),
        RenameMember(SHOP, "Order", "lines", "rows"), RenameMember(SHOP, "State", "OPEN", "NEW"),
        RenameMember(SHOP, "Wire", "sku", "article"), RenameMember(SHOP, "Point", "x", "left"),
    ],
    "declarations renamed": [
        RenameSymbol(SHOP, "Line", "Item"), RenameSymbol(SHOP, "Order", "Bought"), RenameSymbol(SHOP, "Kind", "Size"),
        RenameSymbol(SHOP, "Wire", "Sent"), RenameSymbol(PY_EVENTS, "OrderPlaced", "OrderSent"),
        RenameSymbol(PY_EVENTS, "Wire", "Line"),
    ],
    "members inserted": [
        InsertSymbol("src/shop/money.py", "class Money:\n    amount: float\n"),
        InsertMember(SHOP, "Order", Written("total", "Money", True), "id"),
        InsertMember(SHOP, "Line", Written("notes", "tuple[str, ...]", True, False, Deprecation("why", "sku"))),
        InsertMember(SHOP, "Wire", Written("at", "datetime", True)), InsertMember(SHOP, "State", Written("lost", value="lost")),
        InsertMember(SHOP, "Kind", Written("huge", value="huge")), InsertMember(SHOP, "Point", Written("z", "int", True)),
    ],
    "members updated and removed": [
        UpdateMember(SHOP, "Order", "note", "type", "Kind"), UpdateMember(SHOP, "Order", "note", "deprecated", "gone -> id"),
        UpdateMember(SHOP, "Big", "kind", "type", "Kind | State"), RemoveMember(SHOP, "Point", "y"),
        RemoveMember(SHOP, "State", "CLOSED"), UpdateMember(SHOP, "State", "OPEN", "value", "new"),
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", PYTHON_EDITS)
def test_mypy_accepts_patched_python(name: str, tmp_path: Path) -> None:
    files = texts(HERE / "patched/python", "*.py.txt")
    result = python.patched(files, PYTHON_EDITS[name], sources={"Money": "src/shop/money.py"})
    assert isinstance(result, Patched), result
    assert (name == "nothing") == (not result.texts)
    written(tmp_path, {**files, **result.texts, "mypy.ini": "[mypy]\nstrict = True\nmypy_path = src\n"})
    run = subprocess.run(
        [sys.executable, "-m", "mypy", "--cache-dir", tmp_path / "cache", "src/shop"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (run.returncode, run.stdout) == (0, f"Success: no issues found in {4 + ('inserted' in name)} source files\n")
