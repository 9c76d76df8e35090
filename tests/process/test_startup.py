"""What a command loads before it answers: counted, never timed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

FORBIDDEN = [
    "asyncio",
    "difflib",
    "email",
    "http",
    "importlib.metadata",
    "jinja2",
    "lsprotocol",
    "mcp",
    "msgspec",
    "multiprocessing",
    "pygls",
    "rich",
    "sqlite3",
    "ssl",
    "starlette",
    "tree_sitter",
    "dulwich",
    "unittest",
    "uvicorn",
    "watchfiles",
]
SPECIFICATION = """\
context "Sales"
  aggregate "Order"
    identity orderId: UUID
    command PlaceOrder
      emits OrderPlaced
    event OrderPlaced
      orderId: UUID
flow "order"
  lane sales "Sales"
  moment "Placing"
    sales: PlaceOrder
    sales: OrderPlaced
"""
_HOOK = """
import atexit, sys
made = 0
def tell():
    names = sorted(sys.modules)
    import json
    print(json.dumps([names, made]), file=sys.stderr)
if {counts}:
    import dataclasses
    process = dataclasses._process_class
    def counted(*arguments, **named):
        global made
        made += 1
        return process(*arguments, **named)
    dataclasses._process_class = counted
atexit.register(tell)
sys.argv = ["moment", *{arguments!r}]
from moment.cli import main
main()
"""


def loaded(folder: Path, *arguments: str, counts: bool = True) -> tuple[list[str], int]:
    """The modules in memory when the command ended, and how many dataclasses were made."""
    code = _HOOK.format(arguments=list(arguments), counts=counts)
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False)
    modules, made = json.loads(done.stderr.strip().splitlines()[-1])
    return modules, made


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "order.moment").write_text(SPECIFICATION, encoding="utf-8")
    return tmp_path


def test_version_loads_almost_nothing(project: Path) -> None:
    modules, _ = loaded(project, "--version", counts=False)
    own = [name for name in modules if name.partition(".")[0] == "moment"]
    assert own == ["moment", "moment._version", "moment.cli"]
    assert "click" not in modules
    assert len(modules) <= 45


def test_a_first_check_loads_what_runs_need_and_no_more(project: Path) -> None:
    """Some fifty modules of ``moment.behaviour`` and what they use, as exact fractions; it tells and exports nothing."""
    modules, made = loaded(project, "check")
    assert [name for name in FORBIDDEN if name in modules] == []
    assert len(modules) <= 270
    assert made <= 110


def test_a_check_that_was_there_before_loads_nothing_of_runs(project: Path) -> None:
    loaded(project, "check")
    modules, made = loaded(project, "check")
    assert [name for name in [*FORBIDDEN, "moment.behaviour", "json"] if name in modules] == []
    assert len(modules) <= 203
    assert made <= 110


def test_findings_of_runs_come_back_without_the_runs(project: Path) -> None:
    text = SPECIFICATION.replace("      orderId: UUID", "      orderId: UUID\n      total: Money")
    (project / "order.moment").write_text(text, encoding="utf-8")
    loaded(project, "check")
    modules, _ = loaded(project, "check")
    assert [name for name in [*FORBIDDEN, "moment.behaviour"] if name in modules] == []
    assert "json" in modules


def test_a_check_without_runs_loads_nothing_of_them(project: Path) -> None:
    modules, _ = loaded(project, "check", "--no-behaviour")
    assert [name for name in [*FORBIDDEN, "moment.behaviour"] if name in modules] == []
    assert len(modules) <= 202


def test_json_adds_msgspec_only(project: Path) -> None:
    modules, _ = loaded(project, "check", "--json")
    assert [name for name in FORBIDDEN if name in modules] == ["msgspec"]


def test_a_simulation_looks_into_no_repository(project: Path) -> None:
    modules, _ = loaded(project, "simulate", "--out", "-")
    assert [name for name in FORBIDDEN if name in modules] == ["msgspec"]


def test_help_imports_no_command(project: Path) -> None:
    modules, _ = loaded(project, "--help")
    assert [name for name in modules if name.startswith("moment.cli.commands.")] == []


def test_the_package_loads_nothing() -> None:
    code = "import sys; before = set(sys.modules); import moment; print(sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['moment']"


def test_a_look_at_code_that_was_read_before_parses_nothing(project: Path) -> None:
    """Both sides are kept by their content; where they agree, nobody asks who uses what."""
    (project / "moment.toml").write_text('name = "shop"\n', encoding="utf-8")
    (project / "src").mkdir()
    code = (
        "export interface OrderPlaced { orderId: string }\nexport interface PlaceOrderInput {}\n"
        "export interface Order { orderId: string; placeOrder(input: PlaceOrderInput): OrderPlaced }\n"
    )
    (project / "src" / "order.ts").write_text(code, encoding="utf-8")
    first, _ = loaded(project, "drift")
    again, _ = loaded(project, "drift")
    assert ("tree_sitter" in first, "tree_sitter" in again) == (True, False)
