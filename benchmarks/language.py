"""Parsing and checking: lines a second, milliseconds by stage, peak memory, growth."""

from __future__ import annotations

import gc
import resource
import subprocess
import sys
from pathlib import Path
from time import perf_counter

from benchmarks.corpus import specification
from moment.checks import check
from moment.language.parser import parse
from moment.model.build import build
from moment.text.source import Source

SIZES = (2_000, 20_000, 100_000)
ROUNDS = 5


def parsing() -> list[tuple[int, float]]:
    """Lines of each size and the best seconds of five for lexing and parsing, spans and comments included."""
    found = []
    for size in SIZES:
        text = specification(size)
        best = float("inf")
        for _ in range(ROUNDS):
            source = Source("corpus.moment", text)
            started = perf_counter()
            parsed = parse(source)
            best = min(best, perf_counter() - started)
            del parsed
        found.append((text.count("\n"), best))
    return found


def checking(size: int) -> tuple[int, float, float, float]:
    """Lines, and the seconds of parsing, resolving and all checks of one run in this process."""
    text = specification(size)
    gc.disable()
    started = perf_counter()
    parsed = parse(Source("corpus.moment", text))
    resolved = perf_counter()
    domain = build([parsed])
    judged = perf_counter()
    sum(1 for _ in check(domain))
    ended = perf_counter()
    return text.count("\n"), resolved - started, judged - resolved, ended - judged


def peak_megabytes() -> float:
    """The high-water mark of this program alone; ``ru_maxrss`` would keep that of the process that started it."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    print("parse (best of five; the bar is 350,000 lines a second, growth at most 1.3)")
    figures = parsing()
    for lines, seconds in figures:
        print(f"  {lines:>7,} lines  {lines / seconds:>9,.0f} lines/s  {seconds * 1000:>7.1f} ms")
    (least, first), (most, last) = figures[0], figures[-1]
    print(f"  growth of the time per line: {last / most / (first / least):.2f}")
    print("check of one file, best of three processes (the bar is 1.5 s and 350 MB at 100,000 lines)")
    for size in SIZES:
        command = [sys.executable, "-m", "benchmarks.language", str(size)]
        runs = [subprocess.run(command, capture_output=True, text=True, check=True).stdout for _ in range(3)]
        print("  " + min(runs, key=lambda line: float(line.split("total")[1].split()[0])).strip())


if __name__ == "__main__":
    if len(sys.argv) > 1:
        lines, parsed_in, built_in, checked_in = checking(int(sys.argv[1]))
        peak = peak_megabytes()
        print(
            f"{lines:>7,} lines  parse {parsed_in * 1000:.0f}  resolve {built_in * 1000:.0f}  rules {checked_in * 1000:.0f}"
            f"  total {(parsed_in + built_in + checked_in) * 1000:.0f} ms  {peak:.0f} MB"
        )
    else:
        main()
