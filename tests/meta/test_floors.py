"""Imports go down: a module knows its own package and the floors below it, and the core does nothing but compute."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "moment"
PACKAGES = (
    ("text",),
    ("diagnostics",),
    ("language",),
    ("model",),
    ("checks", "generate", "behaviour", "derive", "schema", "drift"),
    ("project",),
    ("sync", "sift"),
    ("upstream", "editor"),
    ("lsp", "mcp", "facet"),
    ("cli",),
)
FLOORS = {package: floor for floor, packages in enumerate(PACKAGES) for package in packages}
CORE = 4
IMPURE = (
    "asyncio", "http", "io", "logging", "multiprocessing", "os", "random", "secrets", "select", "shutil", "socket",
    "sqlite3", "ssl", "subprocess", "tempfile", "threading", "time", "urllib.request", "uuid.uuid1", "uuid.uuid4",
)  # fmt: skip
LIBRARIES = {
    "msgspec": "",
    "jinja2": "generate/markdown",
    "tree_sitter": "drift/readers",
    "tree_sitter_typescript": "drift/readers",
}  # and the only place in the core that may import them


def imports(tree: ast.AST) -> Iterator[str]:
    """Modules that are imported, by statement or by a name for ``import_module``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{'.' * node.level}{node.module or ''}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Constant) and re.fullmatch(r"moment(\.\w+)+", str(node.value)):
            yield str(node.value)


def climbs(path: str, module: str) -> bool:
    """Whether importing ``module`` from the file at ``path`` goes up, sideways or by a relative name."""
    package = path.partition("/")[0]
    root, _, rest = module.partition(".")
    target = rest.partition(".")[0]
    if root != "moment" or target not in FLOORS:
        return root == ""
    return target != package and FLOORS[target] >= FLOORS[package]


def touches(path: str, module: str) -> bool:
    """Whether ``module`` is a library, or reaches outside the process; for files of the core."""
    root = module.partition(".")[0]
    if root in LIBRARIES:
        return not path.startswith(LIBRARIES[root])
    known = root in sys.stdlib_module_names or root in ("moment", "")
    return not known or any(module == name or module.startswith(f"{name}.") for name in IMPURE)


def speaks(tree: ast.AST) -> Iterator[str]:
    """Calls of built-ins that read or write."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in ("input", "open", "print")
        ):
            yield node.func.id


def trespasses(path: str, text: str) -> list[str]:
    """What the module at ``path``, relative to the package ``moment``, does that its floor forbids."""
    package = path.partition("/")[0]
    if package not in FLOORS:
        return []
    tree = ast.parse(text)
    found = [f"{path} imports {module}" for module in imports(tree) if climbs(path, module)]
    if FLOORS[package] <= CORE:
        found += [f"{path} imports {module}" for module in imports(tree) if touches(path, module)]
        found += [f"{path} calls {name}" for name in speaks(tree)]
    return found


def modules() -> dict[str, str]:
    return {path.relative_to(SOURCE).as_posix(): path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.py")}


def test_every_module_keeps_to_its_floor() -> None:
    assert [found for path, text in sorted(modules().items()) for found in trespasses(path, text)] == []


def test_there_are_modules_and_each_has_a_floor() -> None:
    found = modules()
    assert len(found) >= 80
    assert {path.partition("/")[0] for path in found if "/" in path} - set(FLOORS) == set()


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("text/a.py", "from moment.diagnostics.model import Rule", "moment.diagnostics.model.Rule"),
        ("checks/a.py", "from moment.generate import naming", "moment.generate.naming"),
        ("checks/a.py", "from moment import cli", "moment.cli"),
        ("checks/a.py", "import moment.derive.topology", "moment.derive.topology"),
        ("checks/a.py", "from . import flows", "..flows"),
        ("model/a.py", "OWNERS = ('moment.checks.flows',)", "moment.checks.flows"),
        ("behaviour/a.py", "import time", "time"),
        ("behaviour/a.py", "from urllib.request import urlopen", "urllib.request.urlopen"),
        ("language/a.py", "def f():\n  import click", "click"),
        ("generate/a.py", "import jinja2", "jinja2"),
    ],
)
def test_a_trespass_is_seen(path: str, text: str, expected: str) -> None:
    assert trespasses(path, text) == [f"{path} imports {expected}"]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("checks/a.py", "from moment.checks.flows import RULES\nfrom moment.model.domain import Domain\nimport json"),
        ("diagnostics/a.py", "import msgspec\nfrom urllib.parse import quote\nfrom moment._version import __version__"),
        ("generate/markdown/a.py", "import jinja2"),
        ("cli/a.py", "import click, os\nprint(open('a'))\nfrom moment.project import session"),
    ],
)
def test_what_a_floor_allows(path: str, text: str) -> None:
    assert trespasses(path, text) == []


def test_the_core_neither_reads_nor_prints() -> None:
    assert trespasses("model/a.py", "print(open('a'))") == ["model/a.py calls print", "model/a.py calls open"]
