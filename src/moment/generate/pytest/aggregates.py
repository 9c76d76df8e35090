"""The tests of an aggregate in ``test_<context>.py``: refusals, invariants, lifecycle, commands that no flow shows."""

from __future__ import annotations

from collections.abc import Sequence

from moment.generate.escaping import python_string as quoted
from moment.generate.naming import pascal
from moment.generate.pytest.code import inline
from moment.generate.pytest.executing import expect_refused, write_step
from moment.generate.pytest.suite import Suite, loading
from moment.generate.suites.rules_in_words import is_decided
from moment.model.domain import Aggregate, Command
from moment.model.results import Case


def write_aggregate(suite: Suite, aggregate: Aggregate, cases: Sequence[Case]) -> None:
    for case in cases:
        match case.kind:
            case "step":
                write_step(suite, suite.domain.command[case.when], case)
            case "refusal":
                _write_refusal(suite, aggregate, case)
            case "invariant" if case.example is not None:
                but = f"{quoted(case.example.field)}: {inline(case.example.value)}"
                _write_decided(suite, aggregate, case, reason=case.detail or "", but=but)
            case "invariant":
                write_worded_invariant(suite, case, pascal(aggregate.name))
            case "lifecycle":
                _write_move(suite, aggregate, case)
            case _:
                _write_no_move(suite, aggregate, case)


def _write_refusal(suite: Suite, aggregate: Aggregate, case: Case) -> None:
    command = suite.domain.command[case.when]
    precondition = next(p for p in command.preconditions if p.name == case.detail)
    if is_decided(precondition, aggregate):
        _write_decided(suite, aggregate, case, reason=precondition.name)
    else:
        _write_worded_refusal(suite, aggregate, command, case, reason=precondition.name)


def _write_decided(suite: Suite, aggregate: Aggregate, case: Case, *, reason: str, but: str = "") -> None:
    command = suite.domain.command[case.when]
    history = suite.history(case.given, aggregate, case)
    with suite.test(case):
        variable = suite.load(aggregate, history)
        suite.execute(command, on=variable, argument=suite.input(command, case, but=but))
        expect_refused(suite, command, reason)


def _write_worded_refusal(suite: Suite, aggregate: Aggregate, command: Command, case: Case, *, reason: str) -> None:
    breaking = f"{command.name}.{reason}"
    path = (pascal(aggregate.context), pascal(aggregate.name), "breaking")
    variable = suite.variable(aggregate.name)
    with suite.test(case):
        suite.bind("breaking", f"{'.'.join(path)}[{quoted(breaking)}]", suite.binding(*path, breaking))
        suite.script.add(f"{variable}, refused = breaking()")
        suite.execute(command, on=variable, argument="refused")
        expect_refused(suite, command, reason)


def write_worded_invariant(suite: Suite, case: Case, *owner: str) -> None:
    """``owner`` is the aggregate that has the binding, or nothing when its context has it."""
    reason = case.detail or ""
    path = (pascal(case.context or ""), *owner, "breaking")
    with suite.test(case):
        suite.bind("breaking", f"{'.'.join(path)}[{quoted(reason)}]", suite.binding(*path, reason))
        suite.expect("reason", "breaking()", quoted(reason))


def _write_move(suite: Suite, aggregate: Aggregate, case: Case) -> None:
    history = _moved(suite, aggregate, case)
    with suite.test(case):
        variable = suite.load(aggregate, history)
        suite.script.add(f"assert {variable}.state == {quoted(case.then[0])}")


def _write_no_move(suite: Suite, aggregate: Aggregate, case: Case) -> None:
    """An implementation may refuse to load such a history, or stay where it is."""
    history = _moved(suite, aggregate, case)
    with suite.test(case):
        suite.bind_aggregate(aggregate)
        suite.script.add(*loading(suite.harness("expect_unmoved"), history, before="load", after=quoted(case.then[0])))


def _moved(suite: Suite, aggregate: Aggregate, case: Case) -> list[str]:
    event = suite.domain.event[case.when]
    return [*suite.history(case.given, aggregate, case), suite.event(event, case)]
