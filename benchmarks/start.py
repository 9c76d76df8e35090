"""Start-up of whole commands: best of fifteen processes, modules loaded, classes made by ``dataclass``."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from benchmarks.corpus import specification

ROUNDS = 15
_COUNT = """
import dataclasses, sys
made = 0
process = dataclasses._process_class
def counted(*arguments, **named):
    global made
    made += 1
    return process(*arguments, **named)
dataclasses._process_class = counted
import atexit
atexit.register(lambda: print(len(sys.modules), made, file=sys.stderr))
from moment.cli import main
main()
"""
ORDER = Path(__file__).parents[1] / "src" / "moment" / "resources" / "order.moment"
HOSPITAL = Path(__file__).parents[1] / "examples" / "hospital"


def milliseconds(command: list[str], folder: Path, *, cold: bool = False) -> float:
    """The best of all rounds; ``cold``: with nothing that an earlier one left behind."""
    best = float("inf")
    for _ in range(ROUNDS):
        if cold:
            shutil.rmtree(folder / ".moment", ignore_errors=True)
        started = perf_counter()
        subprocess.run(command, cwd=folder, capture_output=True, check=False)
        best = min(best, perf_counter() - started)
    return best * 1000


def row(name: str, arguments: list[str], folder: Path, bar: str, *, cold: bool = False) -> None:
    taken = milliseconds([sys.executable, "-m", "moment", *arguments], folder, cold=cold)
    if cold:
        shutil.rmtree(folder / ".moment", ignore_errors=True)
    counted = subprocess.run(
        [sys.executable, "-c", _COUNT, *arguments], cwd=folder, capture_output=True, text=True, check=False
    )
    modules, classes = counted.stderr.strip().splitlines()[-1].split()
    print(f"  {name:<44} {taken:>6.0f} ms  (bar {bar})  {modules:>4} modules, {classes} dataclasses")


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print(f"  {'bare interpreter':<44} {milliseconds([sys.executable, '-c', 'pass'], folder):>6.0f} ms")
        (folder / "order.moment").write_text(ORDER.read_text(encoding="utf-8"), encoding="utf-8")
        row("--version", ["--version"], folder, "20")
        row("first check of the order example", ["check"], folder, "none", cold=True)
        row("check of the order example", ["check"], folder, "120")
        row("check --json of the order example", ["check", "--json"], folder, "145")
        row("simulate of the order example", ["simulate", "--out", "-"], folder, "1000")
        (folder / "order.moment").unlink()
        for path in sorted(HOSPITAL.rglob("*.moment")):
            shutil.copy(path, folder)
        row("simulate of the hospital, the slowest example", ["simulate", "--out", "-"], folder, "1000")
        for path in folder.glob("*.moment"):
            path.unlink()
        pieces = _hundred_files()
        for number, text in enumerate(pieces):
            (folder / f"part{number:03}.moment").write_text(text, encoding="utf-8")
        row(f"first check, 1,000 messages in {len(pieces)} files", ["check", "-q"], folder, "none", cold=True)
        row(f"check, 1,000 messages in {len(pieces)} files", ["check", "-q"], folder, "450")
        row("check --no-behaviour of the same", ["check", "-q", "--no-behaviour"], folder, "300")
        row("fmt --check of the same", ["fmt", "--check", "-q"], folder, "300")


def _hundred_files() -> list[str]:
    """100 contexts of ten messages each, a file a context; a flow stands behind its second."""
    files: list[list[str]] = []
    for line in specification(9_900).splitlines():
        if line.startswith("context "):
            files.append([])
        files[-1].append(line)
    return ["\n".join(lines) + "\n" for lines in files]


if __name__ == "__main__":
    main()
