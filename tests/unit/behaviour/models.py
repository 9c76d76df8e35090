"""Small models for the tests of behaviour, and the figures of their runs."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import dedent

from moment.behaviour.figures import Explored, measure
from moment.behaviour.interpreter import Interpreter
from moment.behaviour.machine import DEFAULT_BUDGETS, FaultKind, Scope
from moment.behaviour.reachability import explore_reference
from moment.behaviour.steps import prepare
from moment.language.parser import parse
from moment.model.build import build
from moment.model.domain import Domain
from moment.text.source import Source

CONTEXTS = """
context "Left"
  aggregate "A"
    identity aId: UUID
    command DoA
      emits ADone
    command DoB
      emits BDone
    command DoC
      precondition willing: "Somebody wants it"
      emits CDone
    command Pick
      emits Yes or No
    event ADone
      aId: UUID
    event BDone
      aId: UUID
    event CDone
      aId: UUID
    event Yes
      aId: UUID
    event No
      aId: UUID

context "Right"
  aggregate "Z"
    identity zId: UUID
    command DoX
      emits XDone
    command DoY
      emits YDone
    event XDone
      zId: UUID
    event YDone
      zId: UUID
"""


def domain_of(text: str) -> Domain:
    parsed = parse(Source("model.moment", dedent(text)))
    assert parsed.diagnostics == ()
    return build([parsed])


def with_flow(flow: str, *, contexts: str = CONTEXTS) -> Domain:
    """``contexts`` with a flow of lanes l (Left), r (Right) and branch lane out, whose moments are ``flow``."""
    lanes = '\nflow "f"\n  lane l "Left"\n  lane r "Right"\n  branch-lane out "Out"\n'
    return domain_of(dedent(contexts) + lanes + dedent(flow))


def explored(
    flow: str, *, faults: int = 0, budgets: Mapping[FaultKind, int] | None = None, contexts: str = CONTEXTS
) -> Explored:
    domain = with_flow(flow, contexts=contexts)
    scope = Scope(max_faults=faults, budgets={**DEFAULT_BUDGETS, **(budgets or {})})
    machine = Interpreter(prepare(domain.flows[0], domain, scope))
    return measure(machine, explore_reference(machine))


def figures(found: Explored, *, faults: int | None = None) -> tuple[int, int, int, dict[str, int]]:
    """States, transitions and runs of a rung, and its runs by verdict (an outcome behind a colon)."""
    rung = found.rungs[-1 if faults is None else faults]
    ends = {f"{end.verdict}:{end.outcome}" if end.outcome else end.verdict: end.runs for end in rung.ends}
    return rung.states, rung.transitions, rung.runs, ends


def actions(found: Explored) -> set[str]:
    return {edge.action.name for edges in found.graph.edges for edge in edges}
