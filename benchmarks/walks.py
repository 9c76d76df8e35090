"""Whole walks through a flow of twenty steps: a second of the processor here, a second in one and two processes."""

from __future__ import annotations

from time import perf_counter, process_time

from moment.behaviour.machine import Scope
from moment.behaviour.walks.summary import Summary
from moment.behaviour.walks.walker import SHARD, shards, walker
from moment.language.parser import parse
from moment.model.build import build
from moment.project.engines import open_engine
from moment.project.engines.work import Work
from moment.text.source import Source

ROUNDS = 10
WALKS = 10_000
MANY = 400_000
_LANES = (("desk", "Desk"), ("kitchen", "Kitchen"), ("cellar", "Cellar"))


def _context(name: str, verbs: tuple[str, ...]) -> list[str]:
    lines = [f'context "{name}"', f'  aggregate "{name}Work"', "    identity workId: UUID"]
    for verb in verbs:
        lines += [f"    command {verb}", f'      precondition may{verb}: "Somebody may"', f"      emits {verb}Done"]
        lines += [f"    event {verb}Done", "      workId: UUID"]
    return lines


def twenty_steps() -> str:
    """Two lanes of seven steps side by side between an order and a decision: every walk without faults has 20 steps."""
    kitchen = tuple(f"Cook{number}" for number in range(1, 8))
    cellar = tuple(f"Pour{number}" for number in range(1, 8))
    lines = _context("Desk", ("Order", "Serve", "Praise", "Complain"))
    lines += _context("Kitchen", kitchen) + _context("Cellar", cellar)
    lines += ['flow "supper"', *(f'  lane {name} "{context}"' for name, context in _LANES)]
    contract = ["      contract", "        workId: UUID [required]"]
    lines += ['  moment "Ordering"', "    desk: Order"]
    for lane in ("kitchen", "cellar"):
        lines += [f"    desk: OrderDone crosses-to {lane} via CustomerSupplier idempotent by workId", *contract]
    lines += ['  moment "Work"']
    for lane, verbs in (("kitchen", kitchen), ("cellar", cellar)):
        lines += [f"    {lane}: {verb}" + (" triggered-by OrderDone" if verb == verbs[0] else f" triggered-by {before}")
                  for before, verb in zip(("", *verbs), verbs, strict=False)]  # fmt: skip
    lines += ['  moment "Serving"', "    desk: Serve", '  moment "Word"']
    lines += ["    when liked", "      desk: Praise", "    when disliked", "      desk: Complain"]
    return "\n".join(lines) + "\n"


def main() -> None:
    text = twenty_steps()
    print("walks")
    for faults in (0, 1):
        _serial(text, faults)
    for jobs in (1, 2):
        _processes(text, jobs)


def _serial(text: str, faults: int) -> None:
    domain = build([parse(Source("supper.moment", text))])
    walking = walker(domain.flows[0], domain, scope=Scope(max_faults=faults), seed=1)
    walking.shard(0, SHARD)
    best, summary = float("inf"), Summary()
    for _ in range(ROUNDS):
        started = process_time()
        summary = Summary()
        for number in shards(WALKS):
            summary = summary.merged(walking.shard(number, WALKS))
        best = min(best, process_time() - started)
    name = "all modes, at most one fault" if faults else "uniform, no fault"
    print(
        f"  {name:<44} {summary.walks / best:>9,.0f} walks/s  (bar 40,000)  {summary.steps / summary.walks:.1f} steps"
    )


def _processes(text: str, jobs: int) -> None:
    """Whole engine, starting and stopping it included, and the walking alone."""
    work = Work.of("supper", Scope(), 1, MANY)
    began = perf_counter()
    with open_engine("processes", (("supper.moment", text),), jobs=jobs, walks=MANY) as engine:
        first, summary = 0.0, Summary()
        for part in engine.walk(work, shards(MANY)):
            first = first or perf_counter() - began
            summary = summary.merged(part)
    taken = perf_counter() - began
    name = f"{MANY:,} walks, {jobs} process{'es' if jobs > 1 else ''}"
    print(f"  {name:<44} {summary.walks / taken:>9,.0f} walks/s  first sums after {first * 1000:.0f} ms")


if __name__ == "__main__":
    main()
