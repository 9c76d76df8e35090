"""A log of a million events against the hospital example: the whole command in a process of its own."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from time import perf_counter
from uuid import UUID

from moment.behaviour.machine import Scope
from moment.behaviour.simulation import run_flow
from moment.behaviour.templates import START
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
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(used.ru_maxrss, round(used.ru_utime + used.ru_stime, 1), file=sys.stderr)
"""


def runs() -> list[list[str]]:
    """Every told run of every flow as CloudEvents, with ``@C`` for the correlation, ``@N.`` before each number, ``@T`` for the time."""
    domain = load(HOSPITAL).domain()
    found = []
    for flow in domain.flows:
        for scenario in run_flow(flow, domain, scope=Scope()).scenarios:
            events = [
                {
                    "specversion": "1.0", "id": f"@N.{happened.id}", "source": f"/{happened.event.context.lower()}",
                    "type": f"org.hospital.{happened.event.name}.v1", "time": "@T", "correlationid": "@C",
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
    going: list[tuple[list[str], str, str]] = []
    started = 0
    for position in range(count):
        while len(going) < AT_ONCE:
            started += 1
            correlation = str(UUID(int=chance.getrandbits(128), version=4))
            going.append((chance.choice(told)[::-1], correlation, f"{started:x}"))
        at = chance.randrange(len(going))
        run, correlation, number = going[at]
        time = (START + timedelta(milliseconds=position)).isoformat(timespec="milliseconds")
        yield run.pop().replace("@C", correlation).replace("@N", number).replace("@T", time)
        if not run:
            going[at] = going[-1]
            going.pop()


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
    kilobytes, busy = done.stderr.split()[-2:]
    verdict = done.stdout.strip().splitlines()[-1]
    print(
        f"  {' '.join(arguments[3:]) or 'as written':<14} {seconds:5.1f} s, {busy} s of a core (bar {BAR:.0f})  "
        f"{EVENTS / seconds:>9,.0f} events/s  {int(kilobytes) / 1024:4.0f} MB (bar 200)  {verdict}"
    )


if __name__ == "__main__":
    main()
