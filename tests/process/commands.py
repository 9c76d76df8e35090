"""Runs the real command in a folder of its own and writes down what it did."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple


class Ran(NamedTuple):
    """What one command left behind."""

    exit: int
    out: str
    err: str


def run(folder: Path, *arguments: str, stdin: str = "", **environment: str) -> Ran:
    """``moment`` with these arguments, as a person without a terminal would run it."""
    variables = {
        name: value
        for name, value in os.environ.items()
        if name not in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "CI") and not name.startswith("PYTEST")
    }
    done = subprocess.run(
        [sys.executable, "-m", "moment", *arguments],
        cwd=folder,
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**variables, "PYTHONIOENCODING": "utf-8", **environment},
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def transcript(folder: Path, *lines: str, stdin: str = "", **environment: str) -> str:
    """Each command line with what it printed and its exit code; durations become ``N ms``."""
    written: list[str] = []
    for line in lines:
        ran = run(folder, *line.split(), stdin=stdin, **environment)
        written.append(f"$ moment {line}\n{ran.out}{_marked(ran.err)}exit {ran.exit}\n")
    return re.sub(r"\d+ ms\b", "N ms", "\n".join(written))


def _marked(text: str) -> str:
    return "".join(f"! {line}\n" for line in text.splitlines())
