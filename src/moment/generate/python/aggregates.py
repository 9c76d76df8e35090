"""The aggregates of a context: events, commands, refusals, lifecycle, and the protocol that an implementation fulfils."""

from __future__ import annotations

from collections.abc import Iterator

from moment.generate.escaping import one_line, python_string
from moment.generate.naming import pascal
from moment.generate.python import names
from moment.generate.python.module import Module, annotation_notes, field_line
from moment.generate.python.types import invariant_notes
from moment.generate.typescript.aggregates import edge_events
from moment.model.domain import Aggregate, Command, Machine, Precondition


def write_aggregate(module: Module, aggregate: Aggregate) -> None:
    for event in aggregate.events:
        lines = [field_line(field) for field in event.fields]
        module.record(pascal(event.name), lines, tag=event.name, doc=list(annotation_notes(event.annotations)))
    for command in aggregate.commands:
        _command(module, command)
    _aliases(module, aggregate)
    _protocol(module, aggregate)
    if aggregate.lifecycle is not None:
        _lifecycle(module, aggregate, aggregate.lifecycle)


def machine_lines(module: Module, machine: Machine) -> Iterator[str]:
    """The members of a table that describes ``machine``."""
    finals = ", ".join(map(python_string, machine.finals))
    yield f"initial={python_string(machine.initial or '')},"
    yield f"final=({finals}{',' if len(machine.finals) == 1 else ''}),"
    if not machine.edges:
        yield "transitions=(),"
        return
    yield "transitions=("
    for edge in machine.edges:
        event = "None" if edge.event is None else python_string(edge.event.name)
        ends = f"source={python_string(edge.source)}, target={python_string(edge.target)}"
        yield f"    {module.runtime('Transition')}({ends}, on={event}),"
    yield "),"


def _command(module: Module, command: Command) -> None:
    given = names.input_type(command.name)
    module.record(given, [field_line(field) for field in command.inputs])
    module.begin()
    module.write(f"@{module.name('dataclasses', 'dataclass')}(frozen=True, slots=True, kw_only=True)")
    module.write(f"class {pascal(command.name)}:")
    if module.docstring(annotation_notes(command.annotations)):
        module.write("")
    module.tag(command.name)
    module.write(f"input: {given}", indent=1)
    reasons = module.homes.reasons(command)
    if reasons:
        refused = f"{module.runtime('Refused')}[{module.literal([command.name])}, {module.literal(reasons)}]"
        module.alias(names.refusal_type(command.name), refused)


def _aliases(module: Module, aggregate: Aggregate) -> None:
    for name, members in (
        (names.event_union(aggregate.name), aggregate.events),
        (names.command_union(aggregate.name), aggregate.commands),
    ):
        if members:
            module.alias(name, " | ".join(dict.fromkeys(pascal(member.name) for member in members)))
    if aggregate.lifecycle is not None:
        module.alias(names.state_union(aggregate.name), module.literal(aggregate.lifecycle.names))


def _protocol(module: Module, aggregate: Aggregate) -> None:
    rules = module.homes.invariants.get(aggregate.id, ())
    doc = [*annotation_notes(aggregate.annotations), *invariant_notes(rules)]
    module.protocol(names.aggregate_type(aggregate.name), doc or [f"What {one_line(aggregate.name)} can do."])
    if aggregate.identity is not None:
        line = field_line(aggregate.identity)
        module.property(line.attribute, module.type_text(line.type) + (" | None" if line.optional else ""))
    if aggregate.lifecycle is not None:
        module.property("state", names.state_union(aggregate.name))
    for command in aggregate.commands:
        _method(module, command)


def _method(module: Module, command: Command) -> None:
    results = [module.node_type(event) for event in command.emits]
    pair = command.mode == "all" and len(results) > 1
    tuple_ = module.name("builtins", "tuple") if pair else ""
    answers = [f"{tuple_}[{', '.join(results)}]"] if pair else list(dict.fromkeys(results)) or ["None"]
    if module.homes.reasons(command):
        answers.append(names.refusal_type(command.name))
    head = (
        f"def {names.method(command.name)}(self, input: {names.input_type(command.name)}, /) -> {' | '.join(answers)}"
    )
    doc = list(_method_doc(command))
    module.write("", f"{head}:" if doc else f"{head}: ...", indent=1)
    module.docstring(doc, indent=2)
    if doc:
        module.write("...", indent=2)


def _method_doc(command: Command) -> Iterator[str]:
    yield from annotation_notes(command.annotations)
    for precondition in command.preconditions:
        yield f"Precondition {precondition.name}: {one_line(precondition.text)}{_formal(precondition)}"
    if command.emits:
        between = " or " if command.mode == "one" else ", "
        yield f"Emits {between.join(event.name for event in command.emits)}."


def _formal(precondition: Precondition) -> str:
    if not precondition.is_formal:
        return ""
    states = ", ".join(state.name for state in precondition.states)
    return f" (state {'not in' if precondition.negated else 'in'} {states})"


def _lifecycle(module: Module, aggregate: Aggregate, lifecycle: Machine) -> None:
    table = module.runtime("Lifecycle")
    state, events = names.state_union(aggregate.name), module.literal(edge_events(lifecycle))
    module.begin()
    module.write(
        f"{names.lifecycle_table(aggregate.name)}: {table}[{state}, {events}] = {table}(",
        *(f"    {line}" for line in machine_lines(module, lifecycle)),
        ")",
    )
