"""``flows/<flow>.spec.ts``: the steps of a flow on its aggregates, its contracts on payloads, its course as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from moment.generate.escaping import typescript_string as quoted
from moment.generate.naming import pascal
from moment.generate.suites.courses import course_of, expected_passage
from moment.generate.suites.crossings import before, emitting_command, refuses_something
from moment.generate.typescript import names
from moment.generate.typescript.contracts import contract_names
from moment.generate.vitest.code import call, inline
from moment.generate.vitest.executing import write_record, write_step
from moment.generate.vitest.processes import write_policy, write_saga_start
from moment.generate.vitest.suite import Suite, loading
from moment.model.domain import Command, Event, Flow
from moment.model.results import Case


class _Scene(NamedTuple):
    """A flow with the contract types of its crossings."""

    flow: Flow
    contracts: Mapping[str, str]


def write_flow(suite: Suite, flow: Flow, cases: Sequence[Case]) -> None:
    scene = _Scene(flow, contract_names(flow))
    with suite.describe(f"Flow: {flow.name}"):
        for moment in flow.moments:
            with suite.describe(moment.label):
                those = [case for case in cases if case.moment == moment.slug]
                for arm, group in groupby(those, key=lambda case: case.arm):
                    _write_arm(suite, scene, arm, list(group))
                for empty in (arm for arm in moment.arms if not arm.placements):
                    with suite.describe(f"when {empty.condition}"):
                        suite.todo("shows something")
                if not moment.entries:
                    suite.todo("shows something")
        if not flow.moments:
            suite.todo("shows a moment")


def _write_arm(suite: Suite, scene: _Scene, arm: str | None, cases: list[Case]) -> None:
    if arm is None:
        for case in cases:
            _write_case(suite, scene, case)
        return
    with suite.describe(f"when {arm}"):
        for case in cases:
            _write_case(suite, scene, case)


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
    namespace = f"{suite.script.use(suite.modules.types, 'flows')}.{names.flow_namespace(flow.name)}"
    guard = f"{namespace}.{names.guard(scene.contracts[crossing.id])}"
    decided = [field for field in crossing.fields if refuses_something(field)]
    fields = [inline([f.name for f in decided if f.required is required]) for required in (True, False)]
    expect_guard = suite.harness("expectGuard")
    with suite.test(case, context=False):
        suite.script.add(*call(expect_guard, [guard, suite.payload(event, case), *fields], ";"))
        sparse = suite.sparse(event, case)
        if sparse is not None:
            suite.expect_whole(guard, sparse)
        emitting = emitting_command(suite.domain, flow, event, case)
        if emitting is not None:
            _write_real_crossing(suite, emitting, event, case, [guard, "event", *fields])


def _write_real_crossing(suite: Suite, command: Command, event: Event, case: Case, arguments: list[str]) -> None:
    """Bound, the contract also holds for what the aggregate really emits."""
    aggregate = suite.aggregate_of(command)
    variable = suite.variable(aggregate.name)
    suite.script.use(suite.modules.bindings, "bindings")
    history = suite.history(before(case.given, event.id), aggregate, case)
    binding = suite.binding(aggregate.context, pascal(aggregate.name))
    suite.script.add(*loading(f"const {variable} = {binding}?.load", history, ";"))
    with suite.script.block(f"if ({variable} !== undefined) {{", "}"):
        suite.execute(command, on=variable, argument=suite.input(command, case))
        suite.script.add(f"const event = {suite.harness('emitted')}(result, {quoted(event.name)});")
        check = call(suite.harness("expectGuard"), arguments, ";")
        if command.mode == "one" and len(command.emits) > 1:
            with suite.script.block("if (event !== undefined) {", "}"):
                suite.script.add(*check)
        else:
            suite.script.add(*check)


def _write_course(suite: Suite, flow: Flow, case: Case) -> None:
    """Runs the whole flow as bound, on the way of ``case``, and compares what happened."""
    course = course_of(flow, case)
    members = [f"{name}: {inline(value)}" for name, value in course._asdict().items()]
    suite.script.use(suite.modules.bindings, "bindings")
    binding = f"bindings.flows?.{names.flow_namespace(flow.name)}"
    with suite.test(case, asynchronous=True):
        conduct = suite.bound(f"flows.{names.flow_namespace(flow.name)}", binding)
        suite.script.add(f"const conduct = {conduct};")
        suite.script.add(f"const passage = await conduct({{ {', '.join(members)} }});")
        expected = expected_passage(suite.domain, flow, case)
        with suite.script.block(f"{suite.harness('expectPassage')}(passage, {{"):
            suite.script.add(*(f"{name}: {inline(value)}," for name, value in expected.items()))
