"""Flows to walk through, and their walkers."""

from __future__ import annotations

from collections.abc import Mapping

from moment.behaviour.machine import DEFAULT_BUDGETS, FaultKind, Scope
from moment.behaviour.walks.walker import Walker, walker
from tests.unit.behaviour.models import CONTEXTS, with_flow

CROSSING = "crosses-to r via CustomerSupplier\n      contract\n        aId: UUID [required]"
CHOICES = f"""
  moment "One"
    l: DoA
    l: ADone {CROSSING}
    l: DoB [optional]
  moment "Two" [branch]
    when left
      l: DoC
    when right
      r: DoX triggered-by ADone
      r: DoY [optional]
    when neither
      out: No [terminal]
"""
"""Two lanes at a time, three arms, steps that may be skipped, a message that may be lost or come twice."""
LOSING: Mapping[FaultKind, int] = {"lose": 1, "duplicate": 1, "refuse": 1}


def walking(
    flow: str,
    *,
    faults: int = 0,
    budgets: Mapping[FaultKind, int] | None = None,
    seed: int = 1,
    contexts: str = CONTEXTS,
) -> Walker:
    domain = with_flow(flow, contexts=contexts)
    scope = Scope(max_faults=faults, budgets={**DEFAULT_BUDGETS, **(budgets or {})})
    return walker(domain.flows[0], domain, scope=scope, seed=seed)
