"""The lines of a test that executes a command and compares what comes of it."""

from __future__ import annotations

from moment.generate.escaping import typescript_string as quoted
from moment.generate.suites.histories import emitted_events, state_after
from moment.generate.vitest.code import key
from moment.generate.vitest.suite import Suite
from moment.model.domain import Aggregate, Command, Event
from moment.model.results import Case


def write_step(suite: Suite, command: Command, case: Case) -> None:
    """Loads the history, executes, and expects the events with all that their guards want."""
    aggregate = suite.aggregate_of(command)
    history = suite.history(case.given, aggregate, case)
    argument = suite.input(command, case)
    with suite.test(case):
        variable = suite.variable(aggregate.name)
        suite.load(aggregate, history, assign=f"const {variable} = ")
        suite.execute(command, on=variable, argument=argument)
        expect_emitted(suite, command)


def expect_emitted(suite: Suite, command: Command) -> None:
    events = emitted_events(command, suite.domain)
    if command.mode == "one" and len(command.emits) > 1:
        guards = ", ".join(f"{key(event.name)}: {suite.guard(event)}" for event in events)
        suite.script.add(f"{suite.harness('expectOneOf')}(result, {{ {guards} }});")
        return
    tags = [f"{{ _tag: {quoted(ref.name)} }}" for ref in command.emits]
    suite.script.add(f"expect(result).toMatchObject({tags[0] if len(tags) == 1 else '[' + ', '.join(tags) + ']'});")
    for event in events:
        result = "result" if len(tags) == 1 else f"{suite.harness('emitted')}(result, {quoted(event.name)})"
        suite.expect_whole(suite.guard(event), result)


def expect_refused(suite: Suite, command: Command, reason: str) -> None:
    tag = quoted(f"{command.name}.Refused")
    suite.script.add(f"expect(result).toMatchObject({{ _tag: {tag}, reason: {quoted(reason)} }});")


def write_record(suite: Suite, event: Event, case: Case) -> None:
    """Loads an event from outside and expects the aggregate to be the one that it tells of."""
    aggregate = suite.aggregate_of(event)
    given = case.given if event.id in case.given else (*case.given, event.id)
    history = suite.history(given, aggregate, case)
    expected = _told(suite, aggregate, event, given, case)
    with suite.test(case):
        suite.load(aggregate, history, assign=f"const {suite.variable(aggregate.name)} = ")
        suite.script.add(expected)


def _told(suite: Suite, aggregate: Aggregate, event: Event, given: tuple[str, ...], case: Case) -> str:
    variable = suite.variable(aggregate.name)
    state = state_after(aggregate, given)
    if state is not None:
        return f"expect({variable}.state).toBe({quoted(state)});"
    identity = aggregate.identity
    field = event.field(identity.name) if identity is not None else None
    if identity is not None and field is not None and field.type.name == identity.type.name:
        return f"expect({variable}).toMatchObject({{ {key(identity.name)}: {_member(suite, event, identity.name, case)} }});"
    return f"expect({variable}).toBeDefined();"


def _member(suite: Suite, event: Event, field: str, case: Case) -> str:
    return f"{suite.payload(event, case)}[{quoted(field)}]"
