"""The tests of policies, services, projections and sagas on sample events."""

from __future__ import annotations

from collections.abc import Sequence

from moment.generate.escaping import python_string as quoted
from moment.generate.naming import pascal
from moment.generate.pytest.aggregates import write_worded_invariant
from moment.generate.pytest.suite import Suite
from moment.model.domain import Event, Policy, Projection, Reference, Saga, Service
from moment.model.results import Case


def write_processes(suite: Suite, cases: Sequence[Case]) -> None:
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


def _bind(suite: Suite, variable: str, context: str, kind: str, name: str, tail: str = "") -> None:
    """``policy = bound(…)`` of what is bound under ``kind``."""
    path = (pascal(context), kind, pascal(name))
    suite.bind(variable, ".".join(path), suite.binding(*path), tail)


def _event(suite: Suite, reference: Reference | None) -> Event | None:
    return suite.domain.event.get(reference.target or "") if reference is not None else None


def write_policy(suite: Suite, policy: Policy, case: Case) -> None:
    trigger = _event(suite, policy.trigger)
    if policy.trigger is not None and trigger is None:
        suite.skipped(case, f"not resolved: {policy.trigger.name}")
        return
    argument = suite.event(trigger, case) if trigger is not None else ""
    with suite.test(case):
        _bind(suite, "policy", policy.context, "policies", policy.name)
        if not policy.chains:
            suite.expect("silence", "policy", *([argument] if argument else []))
            return
        suite.script.add(f"answer = policy({argument})")
        commands = [_command(suite, reference) for reference in policy.chains]
        suite.expect("command" if len(commands) == 1 else "commands", "answer", *commands)


def _command(suite: Suite, reference: Reference) -> str:
    """The class of a command, or its name when nothing declares it."""
    command = suite.domain.command.get(reference.target or "")
    return quoted(reference.name) if command is None else suite.type(command)


def _write_service(suite: Suite, service: Service, case: Case) -> None:
    consumed = _event(suite, service.consumes)
    if consumed is None:
        suite.skipped(case, f"not resolved: {service.consumes.name}")
        return
    argument = suite.event(consumed, case)
    with suite.test(case):
        _bind(suite, "service", service.context, "services", service.name)
        suite.script.add(f"result = service({argument})")
        produced = _event(suite, service.produces)
        if produced is not None:
            suite.expect("event", "result", suite.type(produced))
        else:
            suite.expect("command", "result", _command(suite, service.produces))


def _write_projection(suite: Suite, projection: Projection, case: Case) -> None:
    """The row after the sources up to the one of ``case``, in declared order; only the first has to make one."""
    sources = [reference.name for reference in projection.sources]
    seen = projection.sources[: sources.index(case.detail or "") + 1]
    events = [_event(suite, reference) for reference in seen]
    if None in events:
        suite.skipped(case, f"not resolved: {case.detail}")
        return
    arguments = [suite.event(event, case) for event in events if event is not None]
    with suite.test(case):
        _bind(suite, "projector", projection.context, "projections", projection.name)
        for number, argument in enumerate(arguments):
            current = "row" if number else "None"
            suite.script.add(f"row = projector.apply({current}, {argument})")
        suite.expect("row", "row", f"required={len(arguments) == 1}")


def write_saga_start(suite: Suite, saga: Saga, case: Case) -> None:
    trigger = _event(suite, saga.trigger)
    if trigger is None:
        suite.skipped(case, f"not resolved: {saga.trigger.name}")
        return
    argument = suite.event(trigger, case)
    with suite.test(case):
        _load_saga(suite, saga, [])
        suite.script.add(f"assert saga.on({argument}) == {quoted(saga.machine.initial or '')}")


def _write_transition(suite: Suite, saga: Saga, case: Case) -> None:
    given = _given(suite, case)
    argument = suite.event(suite.domain.event[case.when], case)
    with suite.test(case):
        _load_saga(suite, saga, given)
        suite.script.add(f"assert saga.on({argument}) == {quoted(case.then[0])}")


def _write_compensation(suite: Suite, saga: Saga, case: Case) -> None:
    """After a timeout exactly what was done is undone, last first; an undo is among it once its command was done."""
    given = _given(suite, case)
    commands = [suite.domain.command[identity] for identity in case.then if identity in suite.domain.command]
    with suite.test(case):
        _load_saga(suite, saga, given)
        if not saga.undo:
            suite.expect("silence", "saga.compensate")
            return
        suite.script.add("undone = saga.compensate()")
        if case.kind == "saga-timeout":
            suite.expect("commands", "undone", *(suite.type(command) for command in commands))
            return
        for command in commands:
            suite.expect("among", "undone", suite.type(command))


def _given(suite: Suite, case: Case) -> list[str]:
    return [suite.event(suite.domain.event[identity], case) for identity in case.given]


def _load_saga(suite: Suite, saga: Saga, given: list[str]) -> None:
    _bind(suite, "saga", saga.context, "sagas", saga.name, "()")
    suite.script.add(*(f"saga.on({event})" for event in given))
