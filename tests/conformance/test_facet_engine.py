"""The page's engine, run in Node, against Python's explorer: states, transitions, ends, runs and probabilities agree."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import pytest

from moment.behaviour.bundle import bundle
from moment.behaviour.compile import Compiled
from moment.behaviour.explore import explore
from moment.behaviour.figures import Explored, measure
from moment.behaviour.interpreter import Interpreter
from moment.behaviour.joint import explore_joint
from moment.behaviour.machine import DEFAULT_BUDGETS, FAULT_KINDS, Scope
from moment.behaviour.simulation import simulate
from moment.behaviour.steps import prepare
from moment.behaviour.tables import TooBig, tables
from moment.behaviour.wire_tables import TablePlace
from moment.language.parser import parse
from moment.model.build import build
from moment.model.domain import Domain, Flow
from moment.text.source import Source
from tests.conformance.engine import APP, GROUPS, examples, made, seen
from tests.properties.flows import CONTEXTS

SCOPES = [Scope(max_faults=0), Scope(max_faults=1, budgets=DEFAULT_BUDGETS), Scope(1, 2, dict.fromkeys(FAULT_KINDS, 1))]
MADE = 300
_BIG = "discharge-to-invoice"


def told(flow: Flow, domain: Domain, scope: Scope) -> tuple[Any, dict[str, Any]]:
    """The tables of a flow, ``None`` where it is too big for them, and what the page should find in them."""
    written = tables(flow, domain, scope, spec_hash="", place=lambda place: TablePlace(place.path, 1, 1))
    machine = Interpreter(prepare(flow, domain, scope))
    compiled = Compiled(machine)
    explored = measure(machine, explore_joint(compiled, symmetric=False) if scope.instances > 1 else explore(compiled))
    shown = None if isinstance(written, TooBig) else json.loads(msgspec.json.encode(written))
    return shown, expected(explored, scope)


def expected(explored: Explored, scope: Scope) -> dict[str, Any]:
    last = explored.rungs[-1]
    return {
        "flow": explored.machine.plan.flow.name,
        "states": last.states,
        "transitions": last.transitions,
        "limit": None,
        "runs": str(last.runs),
        "ends": [
            {
                "verdict": end.verdict,
                "outcome": end.outcome,
                "runs": str(end.runs),
                "probability": str(end.probability) if end.probability is not None else None,
            }
            for end in last.ends
        ],
        "good": str(explored.chance_of_good(0)),
        "rungs": [
            {"faults": rung.faults, "states": rung.states, "transitions": rung.transitions, "runs": str(rung.runs)}
            for rung in explored.rungs
        ],
    }


def agree(pairs: Sequence[tuple[Any, dict[str, Any]]]) -> None:
    for found, (_, wanted) in zip(seen([written for written, _ in pairs]), pairs, strict=True):
        found.pop("texts", None)
        assert in_order(found) == in_order(wanted)


def in_order(figures: dict[str, Any]) -> dict[str, Any]:
    ends = sorted(figures.get("ends", ()), key=lambda end: (end["verdict"], end["outcome"] or ""))
    return {**figures, "ends": ends}


@pytest.mark.parametrize("scope", SCOPES, ids=lambda scope: f"{scope.max_faults} faults")
def test_examples(scope: Scope) -> None:
    pairs = [told(flow, domain, scope) for flow, domain in examples()]
    assert len(pairs) >= 15
    agree(pairs)


@pytest.mark.parametrize("faults", [0, 1])
def test_two_instances_side_by_side(faults: int) -> None:
    """Every order of them, as the page explores it; Python counts what differs in their order only once."""
    scope = Scope(instances=2, max_faults=faults, budgets=DEFAULT_BUDGETS)
    pairs = [told(flow, domain, scope) for flow, domain in examples() if flow.name != _BIG]
    assert len(pairs) >= 15
    agree(pairs)


def test_generated() -> None:
    texts = made(MADE)
    domains = [build([parse(Source("a.moment", CONTEXTS + text))]) for text in texts]
    chance = Random(1)
    pairs = [told(domain.flows[0], domain, chance.choice(SCOPES)) for domain in domains]
    small = [(written, wanted) for written, wanted in pairs if written is not None]
    assert len(small) >= 0.9 * MADE
    agree(small)


_AS_THE_FILE = (
    "expectedPath",
    "activeBranches",
    "when",
    "given",
    "flowId",
    "faults",
    "choices",
    "steps",
    "sagas",
    "events",
    "contracts",
    "variation",
)
"""What the page tells as the file does; a happy run is none that the page makes, nor does it name other scenarios."""


def test_runs_read_like_those_of_the_file() -> None:
    compared = 0
    for document, told in told_again():
        again = {each["scenario"]["scenarioId"]: each for each in told}
        for scenario in document["scenarios"]:
            found = again[scenario["scenarioId"]]["scenario"]
            assert {name: found[name] for name in _AS_THE_FILE} == {name: scenario[name] for name in _AS_THE_FILE}
            for name in ("kind", "good", "outcome", "text", "pointOfNoReturn"):
                assert found["verdict"][name] == scenario["verdict"][name]
            compared += 1
    assert compared >= 80


def test_recipes_are_those_of_the_file() -> None:
    compared = 0
    for document, told in told_again():
        again = {each["scenario"]["scenarioId"]: each for each in told}
        for finding in (finding for flow in document["flows"] for finding in flow["findings"]):
            if finding["scenarioId"] is None:
                continue
            found = again[finding["scenarioId"]]
            wanted = {"names": finding["recipe"], "minimal": finding["minimal"], "always": finding["always"]}
            assert (found["recipe"], found["minFaults"]) == (wanted, finding["minFaults"])
            compared += 1
    assert compared >= 9


@cache
def told_again() -> list[tuple[dict[str, Any], Any]]:
    """The bundle of every group of examples, and what the page tells of it."""
    bundles = [bundled(group) for group in GROUPS]
    return list(zip(bundles, seen(bundles), strict=True))


def bundled(group: Sequence[Path]) -> dict[str, Any]:
    sources = {path.name: Source(path.name, path.read_text("utf-8")) for path in group}
    simulation = simulate(build([parse(source) for source in sources.values()]))
    found: dict[str, Any] = json.loads(bundle(simulation, project="examples", sources=sources, with_tables=True))
    return found


def test_the_fixture() -> None:
    fixture = json.loads((APP / "fixtures/order.tables.json").read_text("utf-8"))
    without, one = seen([fixture, {**fixture, "initial": [128]}])
    assert (without["states"], without["transitions"], without["runs"]) == (4, 3, "1")
    assert (one["states"], one["transitions"], one["runs"]) == (10, 9, "3")
    assert sorted(end["verdict"] for end in one["ends"]) == ["completed", "double-effect", "unhandled-refusal"]
