"""``contexts/<context>/<aggregate>.spec.ts``: refusals, invariants, lifecycle, and commands that no flow shows."""

from __future__ import annotations

from collections.abc import Sequence

from moment.generate.escaping import typescript_string as quoted
from moment.generate.naming import pascal
from moment.generate.suites.rules_in_words import is_decided
from moment.generate.typescript import names
from moment.generate.vitest.code import key, literal
from moment.generate.vitest.executing import expect_refused, write_step
from moment.generate.vitest.suite import Suite
from moment.model.domain import Aggregate, Command
from moment.model.results import Case


def write_aggregate(suite: Suite, aggregate: Aggregate, cases: Sequence[Case]) -> None:
    with suite.describe(f"{aggregate.context} / {aggregate.name} aggregate"):
        for case in cases:
            _write_case(suite, aggregate, case)


def _write_case(suite: Suite, aggregate: Aggregate, case: Case) -> None:
    match case.kind:
        case "step":
            write_step(suite, suite.domain.command[case.when], case)
        case "refusal":
            command = suite.domain.command[case.when]
            precondition = next(p for p in command.preconditions if p.name == case.detail)
            if is_decided(precondition, aggregate):
                _write_refusal(suite, aggregate, command, case, reason=precondition.name)
            else:
                _write_worded_refusal(suite, aggregate, command, case, reason=precondition.name)
        case "invariant" if case.example is not None:
            but = f"{key(case.example.field)}: {literal(case.example.value)}"
            command = suite.domain.command[case.when]
            _write_refusal(suite, aggregate, command, case, reason=case.detail or "", but=but)
        case "invariant":
            write_worded_invariant(suite, case, pascal(aggregate.name))
        case "lifecycle":
            _write_move(suite, aggregate, case)
        case _:
            _write_no_move(suite, aggregate, case)


def _write_refusal(
    suite: Suite, aggregate: Aggregate, command: Command, case: Case, *, reason: str, but: str = ""
) -> None:
    variable = suite.variable(aggregate.name)
    history = suite.history(case.given, aggregate, case)
    argument = suite.input(command, case, but=but)
    with suite.test(case):
        suite.load(aggregate, history, assign=f"const {variable} = ")
        suite.script.add(f"const input = {argument};")
        _execute_guarded(suite, command, on=variable)
        expect_refused(suite, command, reason)


def _execute_guarded(suite: Suite, command: Command, *, on: str) -> None:
    suite.script.add(f"const result = {suite.harness('outcome')}(() => {on}.{names.method(command.name)}(input));")


def _write_worded_refusal(suite: Suite, aggregate: Aggregate, command: Command, case: Case, *, reason: str) -> None:
    variable = suite.variable(aggregate.name)
    breaking = f"{command.name}.{reason}"
    name = f'{names.namespace(aggregate.context)}.{pascal(aggregate.name)}.breaking["{breaking}"]'
    expression = suite.binding(aggregate.context, pascal(aggregate.name), "breaking", breaking)
    with suite.test(case):
        suite.script.add(*suite.bound_lines(f"const [{variable}, input] = ", name, expression, "();"))
        _execute_guarded(suite, command, on=variable)
        expect_refused(suite, command, reason)


def write_worded_invariant(suite: Suite, case: Case, *owner: str) -> None:
    """``owner`` is the aggregate that has the binding, or nothing when its context has it."""
    reason, context = case.detail or "", case.context or ""
    path = ".".join((names.namespace(context), *owner, "breaking"))
    expression = suite.binding(context, *owner, "breaking", reason)
    with suite.test(case):
        suite.script.add(*suite.bound_lines("const breaking = ", f'{path}["{reason}"]', expression, ";"))
        suite.script.add(f"const result = {suite.harness('outcome')}(breaking);")
        suite.script.add(f"expect(result).toMatchObject({{ reason: {quoted(reason)} }});")


def _write_move(suite: Suite, aggregate: Aggregate, case: Case) -> None:
    history = [*suite.history(case.given, aggregate, case), suite.event(suite.domain.event[case.when], case)]
    with suite.test(case):
        variable = suite.variable(aggregate.name)
        suite.load(aggregate, history, assign=f"const {variable} = ")
        suite.script.add(f"expect({variable}.state).toBe({quoted(case.then[0])});")


def _write_no_move(suite: Suite, aggregate: Aggregate, case: Case) -> None:
    """An implementation may refuse to load such a history, or stay where it is."""
    history = [*suite.history(case.given, aggregate, case), suite.event(suite.domain.event[case.when], case)]
    name = f"{names.namespace(aggregate.context)}.{pascal(aggregate.name)}"
    with suite.test(case):
        binding = suite.bound(name, suite.binding(aggregate.context, pascal(aggregate.name)))
        suite.script.add(f"const binding = {binding};")
        suite.script.add(f"const history = [{', '.join(history)}];")
        state = quoted(case.then[0])
        suite.script.add(f"{suite.harness('expectUnmoved')}(() => binding.load(history).state, {state});")
