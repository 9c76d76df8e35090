"""vitest and pytest as programs of the user's: where they are, how they are started, and what they left."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

RUNNERS = ("vitest", "pytest")
_LAST_LINES = 12


class Ran(NamedTuple):
    """``report`` is the text that the runner wrote, empty without one; ``said`` the last lines it printed."""

    report: str
    said: str
    code: int


class MissingRunnerError(Exception):
    """The program is not installed; ``hint`` says how it is."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


def run(runner: str, root: Path, folder: str, *, python: str | None = None) -> Ran:
    """Runs the tests below ``folder`` (POSIX, from ``root``) to their end. Raises ``MissingRunnerError``."""
    with TemporaryDirectory(prefix="moment-test-") as scratch:
        report = Path(scratch, "report.json")
        if runner == "vitest":
            script = _vitest(root)
            command = [
                _node(),
                str(script),
                "run",
                "--reporter=json",
                f"--outputFile={report}",
                "--root",
                str(root),
                folder,
            ]
            environment: dict[str, str] = {}
        else:
            command = [_python(root, python), "-m", "pytest", "-q", folder]
            environment = {"MOMENT_REPORT": str(report)}
        code, said = _run(command, root, environment)
        if runner == "pytest" and "No module named pytest" in said:
            raise MissingRunnerError(f"{command[0]} has no pytest", f"`{command[0]} -m pip install pytest`")
        return Ran(report.read_text(encoding="utf-8") if report.is_file() else "", said, code)


def _vitest(root: Path) -> Path:
    for folder in (root, *root.parents):
        script = folder / "node_modules/vitest/vitest.mjs"
        if script.is_file():
            return script
    raise MissingRunnerError("vitest is not installed in this project", "`npm install --save-dev vitest`")


def _node() -> str:
    found = shutil.which("node")
    if found is None:
        raise MissingRunnerError("there is no `node` on the PATH", "install Node.js")
    return found


def _python(root: Path, chosen: str | None) -> str:
    """``chosen``, else the project's own environment, else the active one, else what the PATH has."""
    if chosen is not None:
        return chosen
    folder, name = ("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")
    homes = [root / ".venv", *([Path(os.environ["VIRTUAL_ENV"])] if os.environ.get("VIRTUAL_ENV") else [])]
    for home in homes:
        if (home / folder / name).exists():
            return str(home / folder / name)
    found = shutil.which("python3") or shutil.which("python")
    if found is None:
        raise MissingRunnerError("there is no Python on the PATH", "name one with `--python`")
    return found


def _run(command: Sequence[str], root: Path, environment: Mapping[str, str]) -> tuple[int, str]:
    """Exit code and last lines. The runner is a group of processes: interrupting us ends all of it."""
    try:
        process = subprocess.Popen(
            command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
            env={**os.environ, **environment}, start_new_session=os.name != "nt", text=True, encoding="utf-8", errors="replace",
        )  # fmt: skip
    except OSError as error:
        raise MissingRunnerError(f"`{command[0]}` cannot be started: {error.strerror}", "name another one") from error
    try:
        said, _ = process.communicate()
    except BaseException:
        if os.name != "nt":
            os.killpg(process.pid, signal.SIGTERM)
        process.kill()
        process.wait()
        raise
    return process.returncode, "\n".join(said.strip().splitlines()[-_LAST_LINES:])
