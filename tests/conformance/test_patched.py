"""Patched code judged by its own tools: `tsc --strict` and mypy accept it after every edit as they did before."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

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
from moment.drift.patch.typescript import patched
from moment.drift.types import Deprecation

HERE = Path(__file__).parent
TOOLS = HERE / "node/node_modules"
OPTIONS = {
    "strict": True, "noUncheckedIndexedAccess": True, "noEmit": True,
    "module": "NodeNext", "target": "ES2022", "lib": ["ES2022", "DOM"], "types": [],
}  # fmt: skip
ORDER = "src/order.ts"
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
    found = {str(path.relative_to(folder)): path.read_text(encoding="utf-8") for path in sorted(folder.rglob(pattern))}
    assert len(found) >= 3
    return found


def written(folder: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8", newline="")


@pytest.mark.parametrize("name", EDITS)
def test_the_compiler_accepts_patched_typescript(name: str, tmp_path: Path) -> None:
    files = texts(HERE / "patched/typescript", "*.ts")
    result = patched(files, EDITS[name], sources=SOURCES)
    assert isinstance(result, Patched), result
    assert (name == "nothing") == (not result.texts)
    settings = {"package.json": '{"type": "module"}', "tsconfig.json": json.dumps({"compilerOptions": OPTIONS})}
    written(tmp_path, {**files, **result.texts, **settings})
    run = subprocess.run(
        ["node", TOOLS / "typescript/bin/tsc", "-p", tmp_path], capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stdout) == (0, "")
