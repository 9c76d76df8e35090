"""The page's own tests, its types, and its size: judged by vitest, tsc and the build."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

APP = Path(__file__).parents[2] / "facet-app"


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=APP, capture_output=True, text=True, check=False)


def test_every_test_of_the_page_passes(tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    done = run(
        "node",
        "node_modules/vitest/vitest.mjs",
        "run",
        "--reporter=default",
        "--reporter=json",
        f"--outputFile={report}",
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    assert json.loads(report.read_text(encoding="utf-8"))["numPassedTests"] >= 3


@pytest.mark.parametrize("project", ["tsconfig.json", "tsconfig.pure.json"])
def test_the_page_has_no_type_error(project: str) -> None:
    done = run("node", "node_modules/typescript/bin/tsc", "--noEmit", "-p", project)
    assert (done.returncode, done.stdout) == (0, "")


def test_the_page_is_built_within_its_size_and_twice_the_same(tmp_path: Path) -> None:
    pages = [tmp_path / "a.html", tmp_path / "b.html"]
    for page in pages:
        done = run("node", "build.mjs", str(page))
        assert done.returncode == 0, done.stderr
    assert pages[0].read_bytes() == pages[1].read_bytes()
    text = pages[0].read_text(encoding="utf-8")
    assert re.search(r'<meta name="moment-facet-source" content="[0-9a-f]{64}">', text)


def test_a_stylesheet_or_script_has_no_address() -> None:
    """Nothing is fetched: the page stands alone."""
    sources = [path for path in (APP / "src").rglob("*") if path.suffix in {".ts", ".tsx", ".css"}]
    assert len(sources) >= 8
    named = {
        (path.name, address)
        for path in sources
        if not path.name.endswith((".test.ts", ".test.tsx"))
        for address in re.findall(r"https?://[\w.]+", path.read_text(encoding="utf-8"))
    }
    assert {address for _, address in named} <= {"http://www.w3.org"}
