"""Exploring: states and transitions a second, of the interpreter and of the compiled explorer, on one flow.

The flow and its exact counts are golden (``tests/unit/behaviour/test_benchmark_model.py``).
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
from moment.behaviour.graph import Graph
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
