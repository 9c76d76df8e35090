"""Tables say what the explorer finds, to a reader that knows masks and nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moment.behaviour.compile import Compiled
from moment.behaviour.explore import explore
from moment.behaviour.figures import measure
from moment.behaviour.interpreter import Interpreter
from moment.behaviour.machine import DEFAULT_BUDGETS, FAULT_KINDS, Scope
from moment.behaviour.steps import prepare
from moment.behaviour.tables import TooBig, tables
from moment.behaviour.wire_tables import TablePlace
from moment.language.parser import parse
from moment.model.build import build
from moment.model.domain import Domain, Flow
from moment.text.source import Source
from tests.properties.flows import CONTEXTS, PROPERTY, flows
from tests.unit.behaviour.tables_reader import run

ROOT = Path(__file__).parents[3]
FIXTURE = json.loads((ROOT / "facet-app/fixtures/order.tables.json").read_text("utf-8"))
GROUPS = [
    *([path] for path in sorted((ROOT / "examples/behaviour").glob("?*.moment"))),
    *(sorted((ROOT / "examples" / name).rglob("*.moment")) for name in ("hospital", "library")),
]


def written(flow: Flow, domain: Domain, scope: Scope) -> dict[str, Any]:
    found = tables(flow, domain, scope, spec_hash="", place=lambda place: TablePlace(place.path, 1, 1))
    assert not isinstance(found, TooBig)
    again: dict[str, Any] = json.loads(msgspec.json.encode(found))
    return again


@pytest.mark.parametrize(("initial", "states", "transitions", "runs"), [(0, 4, 3, 1), (128, 10, 9, 3)])
def test_fixture(initial: int, states: int, transitions: int, runs: int) -> None:
    seen = run(FIXTURE, [initial])
    assert (seen.states, seen.transitions, sum(seen.runs.values())) == (states, transitions, runs)


def test_fixture_ends() -> None:
    ends = {("completed", None): 1, ("double-effect", None): 1, ("unhandled-refusal", None): 1}
    assert run(FIXTURE, [128]).runs == ends


def agree(flow: Flow, domain: Domain, scope: Scope) -> None:
    seen = run(written(flow, domain, scope))
    machine = Interpreter(prepare(flow, domain, scope))
    explored = measure(machine, explore(Compiled(machine))).rungs[-1]
    assert (seen.states, seen.transitions) == (explored.states, explored.transitions)
    assert seen.runs == {(end.verdict, end.outcome): end.runs for end in explored.ends}


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group[0].stem)
@pytest.mark.parametrize("faults", [0, 1, 2])
def test_examples(group: list[Path], faults: int) -> None:
    domain = build([parse(Source(path.name, path.read_text("utf-8"))) for path in group])
    budgets = dict.fromkeys(FAULT_KINDS, 1) if faults == 2 else DEFAULT_BUDGETS
    for flow in domain.flows:
        agree(flow, domain, Scope(max_faults=faults, budgets=budgets))


def test_no_field_crosses_a_word() -> None:
    domain = build([parse(Source(path.name, path.read_text("utf-8"))) for path in GROUPS[-2]])
    for flow in domain.flows:
        taken: set[int] = set()
        for field in written(flow, domain, Scope())["fields"]:
            bits = set(range(field["at"], field["at"] + field["bits"]))
            assert field["at"] // 32 == (field["at"] + field["bits"] - 1) // 32
            assert not bits & taken
            assert 0 < len(field["values"]) == len(field["says"]) <= 2 ** field["bits"]
            taken |= bits


@pytest.mark.parametrize(
    ("scope", "limits", "reason"),
    [
        (Scope(), {"most_states": 3}, "This flow has more than 3 states, too many to be made into tables."),
        (Scope(2), {"most_states": 3}, "2 instances of this flow have more than 3 states, too many to be made into tables."),
        (Scope(), {"most_rows": 3}, "The tables of this flow would have more than 3 rows."),
    ],
)  # fmt: skip
def test_what_is_too_big_says_so(scope: Scope, limits: dict[str, int], reason: str) -> None:
    domain = build([parse(Source(path.name, path.read_text("utf-8"))) for path in GROUPS[0]])
    place = TablePlace("", 1, 1)
    found = tables(domain.flows[0], domain, scope, spec_hash="", place=lambda _: place, **limits)
    assert found == TooBig(reason)


@PROPERTY
@given(flows(), st.integers(0, 2))
def test_generated(text: str, faults: int) -> None:
    domain = build([parse(Source("a.moment", CONTEXTS + text))])
    agree(domain.flows[0], domain, Scope(max_faults=faults, budgets=dict.fromkeys(FAULT_KINDS, 1)))
