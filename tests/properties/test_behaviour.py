"""What holds for the runs of any flow: determinism, replay, exact counts, scope, payloads of the declared types."""

from __future__ import annotations

import re
from datetime import datetime
from fractions import Fraction
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from moment.behaviour.figures import Explored, measure
from moment.behaviour.interpreter import Interpreter
from moment.behaviour.machine import DEFAULT_BUDGETS, FAULT_KINDS, Scope
from moment.behaviour.reachability import Limits, explore_reference
from moment.behaviour.scenario import scenarios
from moment.behaviour.steps import prepare
from moment.behaviour.verdicts import judge
from moment.language.parser import parse
from moment.model.build import build
from moment.model.domain import Domain, Field
from moment.text.source import Source

CONTEXTS = """
context "Left"
  aggregate "A"
    identity aId: UUID
    command DoA
      input note: string?, lines: Line[]
      precondition willing: "Somebody wants it"
      emits ADone
    command Pick
      input aId: UUID
      emits Yes or No
    command Finish
      precondition open: "It is open" in Open
      emits Finished
    event ADone
      aId: UUID
      lines: Line[]
      note: string?
      doneAt: DateTime
    event Yes
      aId: UUID
      size: Size
    event No
      aId: UUID
      day: Date
    event Finished
      aId: UUID
      paid: boolean
    states New -> Open on ADone -> Shut on Finished
  value-object Line
    sku: string
    price: Money
    count: number
    inner: Line?
  enum Size = small | large
  saga S
    trigger ADone
    states Begun -> Over on Finished
    undo DoA with Finish
    compensation "undone"
    timeout 1d
  policy Follow trigger Yes action "follow" chains-to Finish

context "Right"
  aggregate "Z"
    identity zId: UUID
    command DoX
      input aId: UUID
      emits XDone
    event XDone
      zId: UUID
      aId: UUID
  policy React trigger ADone action "react" chains-to DoX
"""
_NODES = ("DoA", "Pick", "Finish", "ADone", "Yes", "No", "Finished")


@st.composite
def placements(draw: st.DrawFn, indent: str) -> str:
    if draw(st.integers(0, 3)) == 0:
        cause = draw(st.sampled_from(("", " triggered-by ADone", " triggered-by Yes")))
        return f"{indent}r: DoX{cause}\n"
    node = draw(st.sampled_from(_NODES))
    text = f"{indent}l: {node}"
    text += draw(st.sampled_from(("", "", "", " [optional]", " (×n)")))
    if node in ("ADone", "Yes", "No") and draw(st.booleans()):
        delivery = draw(st.sampled_from(("", " delivery at-most-once", " idempotent by aId", " ordered")))
        text += f" crosses-to r via CustomerSupplier{delivery} contract\n{indent}  aId: UUID [required]"
    elif draw(st.integers(0, 3)) == 0:
        text += " triggered-by DoA"
    return text + "\n"


@st.composite
def flows(draw: st.DrawFn) -> str:
    text = 'flow "f"\n  lane l "Left"\n  lane r "Right"\n  branch-lane out "Out"\n'
    for number in range(draw(st.integers(1, 3))):
        text += f'  moment "M{number}"\n'
        for _ in range(draw(st.integers(0, 2))):
            text += draw(placements("    "))
        for arm in range(draw(st.sampled_from((0, 0, 1, 2)))):
            text += f"    when arm{arm}\n"
            for _ in range(draw(st.integers(0, 2))):
                text += draw(placements("      "))
            if number and arm and draw(st.booleans()):
                text += f'      l: No returns-to "M{number - 1}"\n'
            elif draw(st.integers(0, 3)) == 0:
                text += "      out: No [terminal]\n"
    return text


def explore(text: str, *, faults: int) -> Explored:
    domain = build([parse(Source("a.moment", CONTEXTS + text))])
    budgets = {**DEFAULT_BUDGETS, "lose": 1, "crash": 1, "drift": 1}
    machine = Interpreter(prepare(domain.flows[0], domain, Scope(max_faults=faults, budgets=budgets)))
    return measure(machine, explore_reference(machine, Limits(states=3000)))


_PROPERTY = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@_PROPERTY
@given(flows())
def test_exploring_twice_gives_the_same_graph(text: str) -> None:
    one, other = explore(text, faults=1), explore(text, faults=1)
    assert one.graph == other.graph
    assert one.rungs == other.rungs


@_PROPERTY
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


@_PROPERTY
@given(flows(), st.integers(0, 2))
def test_the_scope_is_respected(text: str, faults: int) -> None:
    found = explore(text, faults=faults)
    budgets = found.machine.plan.scope.budgets
    for state in found.graph.states:
        assert state.faults <= faults
        assert all(used <= budgets[kind] for kind, used in zip(FAULT_KINDS, state.used, strict=True))


@_PROPERTY
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


@_PROPERTY
@given(flows())
def test_a_higher_rung_holds_the_lower_one(text: str) -> None:
    low, high = explore(text, faults=0), explore(text, faults=1)
    if high.graph.limit is None:
        assert high.rungs[0] == low.rungs[0]
        assert set(low.graph.states) <= set(high.graph.states)


@_PROPERTY
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
