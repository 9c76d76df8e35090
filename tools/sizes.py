"""How large modules, classes and functions are: medians, and the ones to look at again."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
LIMITS = {"module": 400, "class": 300, "function": 60}


class Size(NamedTuple):
    kind: str
    name: str
    lines: int


def sizes(path: Path, root: Path = ROOT) -> Iterator[Size]:
    """The module at ``path`` and everything in it that has a name, in written order."""
    text = path.read_text(encoding="utf-8")
    place = path.relative_to(root).as_posix()
    yield Size("module", place, len(text.splitlines()))
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            kind = "class" if isinstance(node, ast.ClassDef) else "function"
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            yield Size(kind, f"{place}:{node.lineno} {node.name}", lines)


def report(root: Path = ROOT) -> str:
    """One line of figures for each kind, then every outlier, largest first."""
    measured = [size for path in sorted((root / "src").rglob("*.py")) for size in sizes(path, root)]
    lines = []
    for kind, limit in LIMITS.items():
        found = [size.lines for size in measured if size.kind == kind]
        outliers = sum(size > limit for size in found)
        lines.append(
            f"{kind:9} {len(found):5}  median {median(found or [0]):4.0f}  longest {max(found, default=0):4}  over {limit}: {outliers}"
        )
    large = sorted((size for size in measured if size.lines > LIMITS[size.kind]), key=lambda size: -size.lines)
    return "\n".join((*lines, *(f"  {size.lines:5}  {size.kind:9} {size.name}" for size in large)))


if __name__ == "__main__":
    print(report())
