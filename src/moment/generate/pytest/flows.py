"""``test_<flow>.py``: the steps of a flow on its aggregates, its contracts on payloads, its course as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from moment.generate.escaping import comment
from moment.generate.naming import pascal
from moment.generate.pytest.code import call, inline
from moment.generate.pytest.executing import write_record, write_step
from moment.generate.pytest.processes import write_policy, write_saga_start
from moment.generate.pytest.suite import Suite, loading
from moment.generate.python import names
from moment.generate.suites.courses import course_of, expected_passage
from moment.generate.suites.crossings import before, emitting_command, refuses_something
from moment.generate.typescript.contracts import contract_names
from moment.model.domain import Command, Event, Flow
from moment.model.results import Case


class _Scene(NamedTuple):
    """A flow with the contract classes of its crossings."""

    flow: Flow
    contracts: Mapping[str, str]


def write_flow(suite: Suite, flow: Flow, cases: Sequence[Case]) -> None:
    """The cases of each moment, and a comment for a moment or arm that has none."""
    scene = _Scene(flow, contract_names(flow))
    for moment in flow.moments:
        empty = [arm.condition for arm in moment.arms if not arm.placements]
        for case in (case for case in cases if case.moment == moment.slug):
            _write_case(suite, scene, case)
        if not moment.entries:
            suite.script.add("", "", f"# {comment(moment.label)}: shows nothing yet.")
        for condition in empty:
            suite.script.add("", "", f"# {comment(moment.label)}, when {comment(condition)}: shows nothing yet.")


def _write_case(suite: Suite, scene: _Scene, case: Case) -> None:
    match case.kind:
        case "step":
            _write_step(suite, case)
        case "crossing":
            _write_crossing(suite, scene, case)
        case _:
            _write_course(suite, scene.flow, case)


def _write_step(suite: Suite, case: Case) -> None:
    domain = suite.domain
    if case.subject in domain.command:
        write_step(suite, domain.command[case.subject], case)
    elif case.subject in domain.event:
        write_record(suite, domain.event[case.subject], case)
    elif case.subject in domain.policy:
        write_policy(suite, domain.policy[case.subject], case)
    elif case.subject in domain.saga:
        write_saga_start(suite, domain.saga[case.subject], case)
    else:
        suite.skipped(case, f"not resolved: {case.subject}")


def _write_crossing(suite: Suite, scene: _Scene, case: Case) -> None:
    flow = scene.flow
    crossing = next(c for c in flow.crossings if c.id == case.contract)
    event = suite.domain.event.get(crossing.event or "")
    if event is None:
        suite.skipped(case, f"not resolved: {case.when}")
        return
    module = suite.script.use(f"{suite.modules.package}.{names.FLOWS}", names.flow_module(flow.name), alias="contracts")
    contract = f"{module}.{scene.contracts[crossing.id]}"
    decided = [field for field in crossing.fields if refuses_something(field)]
    fields = [inline([f.name for f in decided if f.required is required]) for required in (True, False)]
    with suite.test(case):
        suite.expect("contract", contract, suite.payload(event, case), *fields)
        sparse = suite.sparse(event, case)
        if sparse is not None:
            suite.expect("whole", contract, sparse)
        emitting = emitting_command(suite.domain, flow, event, case)
        if emitting is not None:
            _write_real_crossing(suite, emitting, event, case, [contract, "event.wire()", *fields])


def _write_real_crossing(suite: Suite, command: Command, event: Event, case: Case, arguments: list[str]) -> None:
    """Bound, the contract also holds for what the aggregate really emits."""
    aggregate = suite.aggregate_of(command)
    variable = suite.variable(aggregate.name)
    history = suite.history(before(case.given, event.id), aggregate, case)
    suite.script.add(f"load = {suite.binding(pascal(aggregate.context), pascal(aggregate.name), 'load')}")
    with suite.script.block("if load is not None:"):
        suite.script.add(*loading(f"{variable} = load", history))
        suite.execute(command, on=variable, argument=suite.input(command, case))
        suite.script.add(*call(f"event = {suite.harness('emitted')}", ["result", suite.type(event)]))
        if command.mode == "one" and len(command.emits) > 1:
            with suite.script.block("if event is not None:"):
                suite.expect("contract", *arguments)
        else:
            suite.script.add("assert event is not None")
            suite.expect("contract", *arguments)


def _write_course(suite: Suite, flow: Flow, case: Case) -> None:
    """Runs the whole flow as bound, on the way of ``case``, and compares what happened."""
    course = (f"{name}={inline(value)}" for name, value in course_of(flow, case)._asdict().items() if value)
    expected = (f"{name}={inline(value)}" for name, value in expected_passage(suite.domain, flow, case).items())
    name = names.flow_module(flow.name)
    with suite.test(case):
        suite.bind("conduct", f"flows.{name}", suite.binding("flows", name))
        suite.script.add(*call("passage = conduct", [f"{suite.harness('Course')}({', '.join(course)})"]))
        suite.expect("passage", "passage", f"{suite.harness('Expected')}({', '.join(expected)})")
