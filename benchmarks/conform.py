"""A log of a million events against the hospital example: the whole command in a process of its own."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from uuid import UUID

from moment.behaviour.machine import Scope
from moment.behaviour.simulation import run_flow
from moment.project.session import load

HOSPITAL = Path(__file__).parents[1] / "examples" / "hospital"
EVENTS = 1_000_000
AT_ONCE = 2_000
SEED = 20260115
BAR = 20.0
_CHILD = """
import resource, sys
from moment.cli import main
sys.argv = ["moment", *sys.argv[1:]]
try:
    main()
finally:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)
"""


def runs() -> list[list[str]]:
    """Every told run of every flow as CloudEvents, with ``@C`` for the correlation and ``@N.`` before each number."""
    domain = load(HOSPITAL).domain()
    found = []
    for flow in domain.flows:
        for scenario in run_flow(flow, domain, scope=Scope()).scenarios:
            events = [
                {
                    "specversion": "1.0", "id": f"@N.{happened.id}", "source": f"/{happened.event.context.lower()}",
                    "type": f"org.hospital.{happened.event.name}.v1", "time": happened.at, "correlationid": "@C",
                    "datacontenttype": "application/json", "data": happened.payload,
                    **({"causationid": f"@N.{happened.causation[0]}"} if happened.causation else {}),
                }
                for happened in scenario.trace.events
            ]  # fmt: skip
            found.append([json.dumps(event) for event in events])
    return [run for run in found if run]


def lines(count: int) -> Iterator[str]:
    """``count`` lines of runs that go on at the same time, each in its own order; the same for ever."""
    chance = random.Random(SEED)
    told = runs()
    going: list[tuple[Iterator[str], str, str]] = []
    started = 0
    while count:
        while len(going) < AT_ONCE:
            started += 1
            correlation = str(UUID(int=chance.getrandbits(128), version=4))
            going.append((iter(chance.choice(told)), correlation, f"{started:x}"))
        at = chance.randrange(len(going))
        run, correlation, number = going[at]
        line = next(run, None)
        if line is None:
            going[at] = going[-1]
            going.pop()
            continue
        yield line.replace("@C", correlation).replace("@N", number)
        count -= 1


def main() -> None:
    print(f"conform: {EVENTS:,} events, {AT_ONCE:,} runs at a time, against the hospital")
    with tempfile.TemporaryDirectory() as name:
        log = Path(name) / "log.jsonl"
        with log.open("w", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in lines(EVENTS))
        print(f"  the log has {log.stat().st_size / 1e6:,.0f} MB")
        for options in ([], ["--order", "time"]):
            row(["conform", str(log), str(HOSPITAL), *options])


def row(arguments: list[str]) -> None:
    started = perf_counter()
    done = subprocess.run([sys.executable, "-c", _CHILD, *arguments], capture_output=True, text=True, check=False)
    seconds = perf_counter() - started
    memory = int(re.findall(r"^(\d+)$", done.stderr, re.MULTILINE)[-1]) * (1 if sys.platform != "darwin" else 0.001)
    verdict = done.stdout.strip().splitlines()[-1]
    print(
        f"  {' '.join(arguments[3:]) or 'as written':<14} {seconds:5.1f} s (bar {BAR:.0f})  "
        f"{EVENTS / seconds:>9,.0f} events/s  {memory / 1024:4.0f} MB (bar 200)  {verdict}"
    )


if __name__ == "__main__":
    main()
