"""Code that followed a specification, or stayed ahead of it, at random: `tsc --strict` and mypy accept it afterwards."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from random import Random

from moment.sync.accepting import Acceptance
from tests.properties.models import MANNERS, PYTHON, Manner, code, model, renamed, specification, uses
from tests.properties.test_sync import moved, sides
from tests.unit.sync.together import Together

TOOLS = Path(__file__).parent / "node/node_modules"
OPTIONS = {
    "strict": True, "noUncheckedIndexedAccess": True, "exactOptionalPropertyTypes": True, "verbatimModuleSyntax": True,
    "noEmit": True, "module": "NodeNext", "target": "ES2022", "lib": ["ES2022"], "types": [],
}  # fmt: skip
SEEDS = range(9)


def accepted(folder: Path, manners: frozenset[Manner]) -> int:
    """Writes the code of every project after all was accepted, in a package of its own; how many have changed."""
    found = 0
    for seed in SEEDS:
        for manner in sorted(manners):
            random = Random(seed)
            project = moved(random, manner)
            before, told = project.texts(), project.told()
            side = sides(random, told)
            if not told or not isinstance(project.prepared(side=side), Acceptance):
                continue
            project.accept(side=side)
            found += project.texts() != before
            write(folder, project, f"shop_{manner}_{seed}")
    return found


def followed(folder: Path, manners: frozenset[Manner]) -> int:
    """The same of projects whose specification has other names, and whose code uses everything."""
    found = 0
    for seed in SEEDS:
        for manner in sorted(manners):
            random = Random(seed)
            base = model(random)
            project = Together({"shop.moment": specification(base), **code(base, manner), **uses(base, manner)})
            project.agree()
            project.write({"shop.moment": specification(renamed(random, base))})
            if project.told():
                project.accept()
                found += 1
            assert project.told() == []
            write(folder, project, f"other_{manner}_{seed}")
    return found


def write(folder: Path, project: Together, name: str) -> None:
    for path, text in project.texts().items():
        if path.endswith((".ts", ".py")):
            place = folder / path.replace("src/shop", f"src/{name}")
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text.replace("from shop.", f"from {name}."), encoding="utf-8")


def test_the_compiler_accepts_typescript_that_followed(tmp_path: Path) -> None:
    assert accepted(tmp_path, frozenset(MANNERS) - PYTHON) >= 20
    assert followed(tmp_path, frozenset(MANNERS) - PYTHON) >= 20
    (tmp_path / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    (tmp_path / "tsconfig.json").write_text(json.dumps({"compilerOptions": OPTIONS}), encoding="utf-8")
    run = subprocess.run(
        ["node", TOOLS / "typescript/bin/tsc", "-p", tmp_path], capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stdout) == (0, "")


def test_mypy_accepts_python_that_followed(tmp_path: Path) -> None:
    assert accepted(tmp_path, PYTHON) >= 20
    assert followed(tmp_path, PYTHON) >= 20
    (tmp_path / "mypy.ini").write_text("[mypy]\nstrict = True\nmypy_path = src\n", encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-m", "mypy", "--cache-dir", tmp_path / "cache", "src"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (run.returncode, run.stdout.partition(":")[0]) == (0, "Success"), run.stdout
