"""``contexts/<context>/processes.spec.ts``: policies, services, projections and sagas on sample events."""

from __future__ import annotations

from collections.abc import Sequence

from moment.generate.escaping import typescript_string as quoted
from moment.generate.naming import pascal
from moment.generate.typescript import names
from moment.generate.vitest.aggregates import write_worded_invariant
from moment.generate.vitest.code import call
from moment.generate.vitest.suite import Suite
from moment.model.domain import Context, Policy, Projection, Saga, Service
from moment.model.results import Case


def write_processes(suite: Suite, context: Context, cases: Sequence[Case]) -> None:
    with suite.describe(f"{context.name} / processes"):
        for case in cases:
            unknown = [identity for identity in case.given if identity not in suite.domain.event]
            if unknown:
                suite.skipped(case, f"not resolved: {unknown[0]}")
                continue
            match case.kind:
                case "policy":
                    write_policy(suite, suite.domain.policy[case.subject], case)
                case "service":
                    _write_service(suite, suite.domain.service[case.subject], case)
                case "projection":
                    _write_projection(suite, suite.domain.projection[case.subject], case)
                case "saga-start":
                    write_saga_start(suite, suite.domain.saga[case.subject], case)
                case "saga-transition":
                    _write_transition(suite, suite.domain.saga[case.subject], case)
                case "saga-timeout" | "saga-undo":
                    _write_compensation(suite, suite.domain.saga[case.subject], case)
                case _:
                    write_worded_invariant(suite, case)


def _bind(suite: Suite, constant: str, context: str, path: tuple[str, str], tail: str = ";") -> None:
    """``const policy = bound(…);`` of what is bound under ``path``."""
    kind, name = path[0], pascal(path[1])
    binding = suite.binding(context, kind, name)
    lines = suite.bound_lines(f"const {constant} = ", f"{names.namespace(context)}.{kind}.{name}", binding, tail)
    suite.script.add(*lines)


def write_policy(suite: Suite, policy: Policy, case: Case) -> None:
    trigger = suite.domain.event.get(policy.trigger.target or "") if policy.trigger else None
    if policy.trigger is not None and trigger is None:
        suite.skipped(case, f"not resolved: {policy.trigger.name}")
        return
    argument = suite.event(trigger, case) if trigger is not None else ""
    with suite.test(case):
        _bind(suite, "policy", policy.context, ("policies", policy.name))
        suite.script.add(f"const answer = policy({argument});")
        if not policy.chains:
            suite.script.add("expect(answer).toBeUndefined();")
        elif len(policy.chains) == 1:
            suite.script.add(f"expect(answer).toMatchObject({{ _tag: {quoted(policy.chains[0].name)} }});")
        for reference in policy.chains:
            command = suite.domain.command.get(reference.target or "")
            if command is not None:
                given = f"{suite.harness('inputOf')}(answer, {quoted(command.name)})"
                suite.expect_whole(suite.guard(command), given)
        if len(policy.chains) > 1:
            tags = ", ".join(f"expect.objectContaining({{ _tag: {quoted(ref.name)} }})" for ref in policy.chains)
            suite.script.add(*call("expect(answer).toEqual", [f"[{tags}]"], ";"))


def _write_service(suite: Suite, service: Service, case: Case) -> None:
    domain = suite.domain
    consumed = domain.event.get(service.consumes.target or "")
    produced = service.produces.target or ""
    if consumed is None:
        suite.skipped(case, f"not resolved: {service.consumes.name}")
        return
    argument = suite.event(consumed, case)
    with suite.test(case):
        _bind(suite, "service", service.context, ("services", service.name))
        suite.script.add(f"const result = service({argument});")
        suite.script.add(f"expect(result).toMatchObject({{ _tag: {quoted(service.produces.name)} }});")
        if produced in domain.event:
            suite.expect_whole(suite.guard(domain.event[produced]), "result")
        elif produced in domain.command:
            given = f"{suite.harness('inputOf')}(result, {quoted(service.produces.name)})"
            suite.expect_whole(suite.guard(domain.command[produced]), given)


def _write_projection(suite: Suite, projection: Projection, case: Case) -> None:
    """The row after the sources up to the one of ``case``, in declared order; only the first has to make one."""
    sources = [ref.name for ref in projection.sources]
    seen = projection.sources[: sources.index(case.detail or "") + 1]
    events = [suite.domain.event.get(ref.target or "") for ref in seen]
    if None in events:
        suite.skipped(case, f"not resolved: {case.detail}")
        return
    arguments = [suite.event(event, case) for event in events if event is not None]
    row = f"{suite.context(projection.context)}.{names.guard(names.row_type(projection.name))}"
    with suite.test(case):
        _bind(suite, "projector", projection.context, ("projections", projection.name))
        for number, argument in enumerate(arguments, start=1):
            current = f"row{number - 1}" if number > 1 else "undefined"
            suite.script.add(f"const row{number} = projector.apply({current}, {argument});")
        last = f"row{len(arguments)}"
        whole = f"{row}.violations({last})"
        suite.script.add(
            f"expect({whole if len(arguments) == 1 else f'{last} === undefined ? [] : {whole}'}).toEqual([]);"
        )


def write_saga_start(suite: Suite, saga: Saga, case: Case) -> None:
    trigger = suite.domain.event.get(saga.trigger.target or "")
    if trigger is None:
        suite.skipped(case, f"not resolved: {saga.trigger.name}")
        return
    argument = suite.event(trigger, case)
    with suite.test(case):
        _load_saga(suite, saga, [])
        suite.script.add(f"expect(saga.on({argument})).toBe({quoted(saga.machine.initial or '')});")


def _write_transition(suite: Suite, saga: Saga, case: Case) -> None:
    given = [suite.event(suite.domain.event[identity], case) for identity in case.given]
    argument = suite.event(suite.domain.event[case.when], case)
    with suite.test(case):
        _load_saga(suite, saga, given)
        suite.script.add(f"expect(saga.on({argument})).toBe({quoted(case.then[0])});")


def _write_compensation(suite: Suite, saga: Saga, case: Case) -> None:
    """After a timeout exactly what was done is undone, last first; an undo is among it once its command was done."""
    given = [suite.event(suite.domain.event[identity], case) for identity in case.given]
    commands = [suite.domain.command[identity] for identity in case.then if identity in suite.domain.command]
    with suite.test(case):
        _load_saga(suite, saga, given)
        suite.script.add("const undone = saga.compensate();")
        if not saga.undo:
            suite.script.add("expect(undone).toBeUndefined();")
            return
        if case.kind == "saga-timeout":
            tags = ", ".join(f"expect.objectContaining({{ _tag: {quoted(command.name)} }})" for command in commands)
            suite.script.add(f"expect(undone).toEqual([{tags}]);")
        for command in commands:
            if case.kind == "saga-undo":
                tag = f"expect.objectContaining({{ _tag: {quoted(command.name)} }})"
                suite.script.add(f"expect(undone).toContainEqual({tag});")
            given_input = f"{suite.harness('inputOf')}(undone, {quoted(command.name)})"
            suite.expect_whole(suite.guard(command), given_input)


def _load_saga(suite: Suite, saga: Saga, given: list[str]) -> None:
    _bind(suite, "saga", saga.context, ("sagas", saga.name), "();")
    suite.script.add(*(f"saga.on({event});" for event in given))
