"""The lines of a test that executes a command and compares what comes of it."""

from __future__ import annotations

from moment.generate.escaping import python_string as quoted
from moment.generate.pytest.suite import Suite
from moment.generate.python import names
from moment.generate.suites.histories import emitted_events, state_after
from moment.model.domain import Aggregate, Command, Event
from moment.model.results import Case


def write_step(suite: Suite, command: Command, case: Case) -> None:
    """Loads the history, executes, and expects the events with all that their contracts want."""
    aggregate = suite.aggregate_of(command)
    history = suite.history(case.given, aggregate, case)
    with suite.test(case):
        variable = suite.load(aggregate, history)
        suite.execute(command, on=variable, argument=suite.input(command, case))
        _expect_emitted(suite, command)


def _expect_emitted(suite: Suite, command: Command) -> None:
    if command.mode == "one" and len(command.emits) > 1:
        suite.expect("one_of", "result", *(suite.type(event) for event in emitted_events(command, suite.domain)))
        return
    events = (suite.domain.event.get(reference.target or "") for reference in command.emits)
    expected = [
        quoted(reference.name) if event is None else suite.type(event)
        for reference, event in zip(command.emits, events, strict=True)
    ]
    suite.expect("event" if len(expected) == 1 else "events", "result", *expected)


def expect_refused(suite: Suite, command: Command, reason: str) -> None:
    suite.expect("refused", "result", quoted(command.name), quoted(reason))


def write_record(suite: Suite, event: Event, case: Case) -> None:
    """Loads an event from outside and expects the aggregate to be the one that it tells of."""
    aggregate = suite.aggregate_of(event)
    given = case.given if event.id in case.given else (*case.given, event.id)
    history = suite.history(given, aggregate, case)
    with suite.test(case):
        variable = suite.load(aggregate, history)
        suite.script.add(f"assert {_told(suite, aggregate, event, given, case, of=variable)}")


def _told(suite: Suite, aggregate: Aggregate, event: Event, given: tuple[str, ...], case: Case, *, of: str) -> str:
    state = state_after(aggregate, given)
    if state is not None:
        return f"{of}.state == {quoted(state)}"
    identity = aggregate.identity
    field = event.field(identity.name) if identity is not None else None
    if identity is not None and field is not None and field.type.name == identity.type.name:
        name = names.member(identity.name)
        return f"{of}.{name} == {suite.event(event, case)}.{name}"
    return f"{of} is not None"
