"""Runs pytest in many folders from one process: every folder in a fork of its own, with its own report."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from multiprocessing import get_context
from pathlib import Path

import pytest

OPTIONS = ("-p", "no:cacheprovider", "-q", "--strict-markers", "-W", "error", "--color=no")
PLAIN = ("-p", "no:xdist", "--assert=plain")
# By kind of variant: told failures take time, and some run as users do.
QUICK = {
    "unbound": PLAIN,
    "mutants": PLAIN,
    "broken": PLAIN,
    "bound": (),
    "parallel": ("-n", "2"),
    "importlib": ("--import-mode=importlib",),
}


def run(folder: str) -> None:
    """The exit code and the output of a run stand in ``run.json`` beside what the run reports."""
    os.chdir(folder)
    os.environ["MOMENT_REPORT"] = f"{folder}/report.jsonl"
    Path("pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    output = StringIO()
    with redirect_stdout(output), redirect_stderr(output):
        code = pytest.main([*OPTIONS, *QUICK[Path(folder).parent.name], "--rootdir", folder, "generated/pytest"])
    Path("run.json").write_text(json.dumps({"code": int(code), "output": output.getvalue()}), encoding="utf-8")


def main(folders: Sequence[str]) -> None:
    sys.dont_write_bytecode = True
    with get_context("fork").Pool(2, maxtasksperchild=1) as pool:
        pool.map(run, folders, chunksize=1)


if __name__ == "__main__":
    main(sys.stdin.read().splitlines())
