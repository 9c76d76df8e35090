"""What holds for the runs of any flow: determinism, replay, exact counts, scope, payloads of the declared types."""

from __future__ import annotations

import re
from datetime import datetime
from fractions import Fraction
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from moment.behaviour.figures import Explored, measure
from moment.behaviour.graph import Limits
from moment.behaviour.machine import FAULT_KINDS
from moment.behaviour.reachability import explore_reference
from moment.behaviour.scenario import scenarios
from moment.behaviour.verdicts import judge
from moment.model.domain import Domain, Field
from tests.properties.flows import PROPERTY, flows, machine_of


def explore(text: str, *, faults: int) -> Explored:
    machine = machine_of(text, faults=faults)
    return measure(machine, explore_reference(machine, Limits(states=3000)))


@PROPERTY
@given(flows())
def test_exploring_twice_gives_the_same_graph(text: str) -> None:
    one, other = explore(text, faults=1), explore(text, faults=1)
    assert one.graph.rows == other.graph.rows
    assert one.graph.edges == other.graph.edges
    assert one.rungs == other.rungs


@PROPERTY
@given(flows())
def test_every_scenario_can_be_run_again(text: str) -> None:
    found = explore(text, faults=1)
    machine = found.machine
    for scenario in scenarios(found):
        state = machine.initial()
        for action in scenario.run.actions:
            assert action in machine.actions(state)
            state = machine.apply(state, action).state
        assert judge(machine, state) == scenario.verdict
        assert state == scenario.trace.final
        assert [line.seq for line in scenario.trace.lines] == list(range(len(scenario.trace.lines)))
        assert all(cause.seq < line.seq for line in scenario.trace.lines for cause in line.causes)


@PROPERTY
@given(flows(), st.integers(0, 2))
def test_the_scope_is_respected(text: str, faults: int) -> None:
    found = explore(text, faults=faults)
    budgets = found.machine.plan.scope.budgets
    for state in found.graph.states:
        assert state.faults <= faults
        assert all(used <= budgets[kind] for kind, used in zip(FAULT_KINDS, state.used, strict=True))


@PROPERTY
@given(flows())
def test_counts_are_those_of_walking_every_run(text: str) -> None:
    found = explore(text, faults=0)
    if found.graph.limit is not None or found.rungs[0].runs > 5000:
        return
    ends: dict[tuple[str, str | None], int] = {}
    waiting = [0]
    while waiting:
        number = waiting.pop()
        if found.graph.is_end(number):
            verdict = found.verdicts[number]
            key = verdict.kind, verdict.outcome
            ends[key] = ends.get(key, 0) + 1
        waiting.extend(edge.target for edge in found.graph.edges[number])
    assert {(end.verdict, end.outcome): end.runs for end in found.rungs[0].ends} == ends
    assert sum((end.probability or Fraction(0) for end in found.rungs[0].ends), Fraction(0)) == 1


@PROPERTY
@given(flows())
def test_a_higher_rung_holds_the_lower_one(text: str) -> None:
    low, high = explore(text, faults=0), explore(text, faults=1)
    if high.graph.limit is None:
        assert high.rungs[0] == low.rungs[0]
        assert set(low.graph.states) <= set(high.graph.states)


@PROPERTY
@given(flows())
def test_payloads_have_the_declared_fields(text: str) -> None:
    found = explore(text, faults=1)
    domain = found.machine.plan.domain
    for scenario in scenarios(found):
        for happened in scenario.trace.events:
            _check_fields(happened.event.fields, happened.payload, domain)


def _check_fields(fields: tuple[Field, ...], payload: object, domain: Domain) -> None:
    assert isinstance(payload, dict)
    assert set(payload) <= {field.name for field in fields}
    assert {field.name for field in fields if not field.type.optional} <= set(payload)
    for field in fields:
        if field.name in payload:
            values = payload[field.name] if field.type.array else [payload[field.name]]
            assert len(values) == (2 if field.type.array else 1)
            for value in values:
                _check_value(field, value, domain)


def _check_value(field: Field, value: object, domain: Domain) -> None:
    match field.type.kind, field.type.name:
        case "value-object", _:
            _check_fields(domain.value_object[str(field.type.target)].fields, value, domain)
        case "enum", _:
            assert value in [name for name, _ in domain.enum[str(field.type.target)].values]
        case _, "UUID":
            assert UUID(str(value)).version == 5
        case _, "DateTime":
            assert datetime.fromisoformat(str(value)).tzinfo is not None
        case _, "Date":
            assert re.fullmatch(r"\d{4}-\d\d-\d\d", str(value))
        case _, "boolean":
            assert value is True
        case _, "number" | "Money":
            assert isinstance(value, int | float)
            assert value > 0
        case _:
            assert isinstance(value, str)
            assert value
