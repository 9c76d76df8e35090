"""On every example the compiled explorer finds what the interpreter defines, and symmetry changes no figure."""

from __future__ import annotations

from pathlib import Path

import pytest

from moment.behaviour.compile import Compiled
from moment.behaviour.explore import explore
from moment.behaviour.figures import measure
from moment.behaviour.graph import Limits
from moment.behaviour.interpreter import Interpreter
from moment.behaviour.machine import DEFAULT_BUDGETS, Scope
from moment.behaviour.reachability import explore_reference
from moment.behaviour.steps import prepare
from moment.language.parser import parse
from moment.model.build import build
from moment.model.domain import Domain, Flow
from moment.text.source import Source
from tests.properties.test_explorer import content

EXAMPLES = Path(__file__).parents[3] / "examples"
_STATES = 5000


def domains() -> list[Domain]:
    """Projects as a whole, single files alone."""
    groups = [sorted((EXAMPLES / name).rglob("?*.moment")) for name in ("hospital", "library")]
    groups += [[path] for name in ("behaviour", "broken") for path in sorted((EXAMPLES / name).glob("?*.moment"))]
    return [build([parse(Source(path.name, path.read_text(encoding="utf-8"))) for path in group]) for group in groups]


FLOWS = [(domain, flow) for domain in domains() for flow in domain.flows]


def test_there_are_flows_enough() -> None:
    assert len(FLOWS) >= 25


def machine(domain: Domain, flow: Flow, *, faults: int, instances: int = 1) -> Interpreter:
    budgets = {**DEFAULT_BUDGETS, "lose": 1, "crash": 1, "drift": 1}
    return Interpreter(prepare(flow, domain, Scope(instances, max_faults=faults, budgets=budgets)))


@pytest.mark.parametrize("number", range(len(FLOWS)), ids=lambda number: FLOWS[number][1].name)
def test_the_graph_is_that_of_the_interpreter(number: int) -> None:
    found = machine(*FLOWS[number], faults=1)
    reference = explore_reference(found, Limits(states=_STATES))
    assert reference.limit is None
    assert content(found, explore(Compiled(found))) == content(found, reference)


@pytest.mark.parametrize("number", range(len(FLOWS)), ids=lambda number: FLOWS[number][1].name)
def test_symmetry_changes_no_figure(number: int) -> None:
    found = machine(*FLOWS[number], faults=0, instances=2)
    plain = measure(found, explore(Compiled(found), Limits(states=_STATES), symmetric=False))
    folded = measure(found, explore(Compiled(found)))
    assert plain.graph.limit is None
    assert [(rung.runs, rung.ends) for rung in folded.rungs] == [(rung.runs, rung.ends) for rung in plain.rungs]
    assert folded.arms == plain.arms
    assert set(folded.verdicts.values()) == set(plain.verdicts.values())
    assert len(folded.graph.rows) <= len(plain.graph.rows)
