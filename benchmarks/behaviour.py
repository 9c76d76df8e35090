"""Exploring: states and transitions a second, of the interpreter and of the compiled explorer, on one flow.

The exact counts of the flow are golden in ``tests/unit/behaviour/test_explore.py``.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Callable
from time import perf_counter

from moment.behaviour.compile import Compiled
from moment.behaviour.explore import explore
from moment.behaviour.figures import measure
from moment.behaviour.graph import Graph, Limits
from moment.behaviour.interpreter import Interpreter
from moment.behaviour.machine import Scope
from moment.behaviour.reachability import explore_reference
from moment.behaviour.steps import prepare
from moment.language.parser import parse
from moment.model.build import build
from moment.text.source import Source

MODEL = """\
context "Sales" [Core]

  aggregate "Basket"
    identity basketId: UUID

    command PlaceOrder
      emits OrderPlaced

    command CloseOrder
      emits OrderClosed

    event OrderPlaced
      basketId: UUID

    event OrderClosed
      basketId: UUID

context "Stock" [Supporting]

  aggregate "Shelf"
    identity shelfId: UUID

    command Reserve
      input basketId: UUID
      emits Reserved

    event Reserved
      basketId: UUID
      shelfId: UUID

context "Payment" [Generic]

  aggregate "Charge"
    identity chargeId: UUID

    command TakeMoney
      input basketId: UUID
      emits MoneyTaken

    event MoneyTaken
      basketId: UUID
      chargeId: UUID

flow "checkout"
  lane sales "Sales"
  lane stock "Stock"
  lane payment "Payment"

  moment "Order"
    sales: PlaceOrder
    sales: OrderPlaced crosses-to stock via CustomerSupplier
      contract
        basketId: UUID [required]
    sales: OrderPlaced crosses-to payment via CustomerSupplier
      contract
        basketId: UUID [required]

  moment "Work"
    stock: Reserve
      triggered-by OrderPlaced
    stock: Reserved crosses-to sales via CustomerSupplier
      contract
        basketId: UUID [required]
    payment: TakeMoney
      triggered-by OrderPlaced
    payment: MoneyTaken crosses-to sales via CustomerSupplier
      contract
        basketId: UUID [required]

  moment "End"
    sales: CloseOrder
      triggered-by Reserved
      triggered-by MoneyTaken
    sales: OrderClosed
"""


def machine(instances: int, *, faults: int = 0) -> Interpreter:
    """The benchmark flow, without faults unless some are asked for."""
    domain = build([parse(Source("checkout.moment", MODEL))])
    return Interpreter(prepare(domain.flows[0], domain, Scope(instances, max_faults=faults)))


def rates(label: str, run: Callable[[], Graph], *, rounds: int) -> None:
    """Prints the best of some rounds, each with a machine of its own."""
    best, graph = min(((_timed(run)) for _ in range(rounds)), key=lambda found: found[0])
    states, transitions = graph.expanded / best, graph.transitions / best
    print(
        f"{label:<34} {len(graph.rows):>9,} states {states:>11,.0f}/s {transitions:>11,.0f} transitions/s {best:6.2f} s"
    )


def _timed(run: Callable[[], Graph]) -> tuple[float, Graph]:
    started = perf_counter()
    graph = run()
    return perf_counter() - started, graph


def memory() -> None:
    """Explores two million states and prints what the process took at most; run in a process of its own."""
    compiled = Compiled(machine(6))
    started = perf_counter()
    graph = explore(compiled, Limits(states=2_000_000), symmetric=False)
    spent = perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{'six instances, to the limit':<34} {len(graph.rows):>9,} states in {spent:.1f} s and {peak:.0f} MB")


def main() -> None:
    rates("interpreter, one instance", lambda: explore_reference(machine(1, faults=1)), rounds=5)
    rates("interpreter, two instances", lambda: explore_reference(machine(2, faults=1)), rounds=3)
    rates("compiled, two instances", lambda: explore(Compiled(machine(2, faults=1)), symmetric=False), rounds=5)
    rates("compiled, four instances", lambda: explore(Compiled(machine(4)), symmetric=False), rounds=5)
    rates("compiled, four instances, folded", lambda: explore(Compiled(machine(4))), rounds=5)
    started = perf_counter()
    compiled = Compiled(machine(4))
    figures = measure(compiled.machine, explore(compiled))
    print(
        f"exact figures of four instances: {figures.rungs[0].runs:,} runs, {(perf_counter() - started) * 1000:.0f} ms"
    )
    subprocess.run([sys.executable, "-c", "from benchmarks.behaviour import memory; memory()"], check=True)


if __name__ == "__main__":
    main()
