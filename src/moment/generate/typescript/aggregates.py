"""``<aggregate>.aggregate.ts``: the interface that an implementation fulfils, and the lifecycle as a table."""

from __future__ import annotations

from collections.abc import Iterator

from moment.generate.escaping import comment, typescript_string
from moment.generate.naming import pascal
from moment.generate.typescript import names
from moment.generate.typescript.commands import reasons
from moment.generate.typescript.module import Module, annotation_doc, field_doc, literals, union
from moment.generate.typescript.settings import Settings
from moment.generate.typescript.types import invariant_doc
from moment.model.domain import Aggregate, Command, Machine, Precondition


def write_aggregate(module: Module, aggregate: Aggregate, settings: Settings) -> None:
    types = names.aggregate_types_module(aggregate.context, aggregate.name)
    rules = module.homes.invariants.get(aggregate.id, ())
    module.doc([*annotation_doc(aggregate.annotations), *invariant_doc(rules)])
    module.write(f"export interface {names.aggregate_type(aggregate.name)} {{")
    if aggregate.identity is not None:
        module.doc(field_doc(aggregate.identity), indent=1)
        module.member(aggregate.identity)
    if aggregate.lifecycle is not None:
        state = names.state_union(aggregate.name)
        module.named(types, state)
        module.write(f"readonly state: {state};", indent=1)
    for command in aggregate.commands:
        _method(module, command, types, settings)
    module.write("}")
    if aggregate.lifecycle is not None:
        _lifecycle(module, aggregate, aggregate.lifecycle)


def machine_lines(machine: Machine) -> Iterator[str]:
    """The members of a table that describes ``machine``."""
    final = ", ".join(typescript_string(state) for state in machine.finals)
    yield f"initial: {typescript_string(machine.initial or '')},"
    yield f"final: [{final}],"
    if not machine.edges:
        yield "transitions: [],"
        return
    yield "transitions: ["
    for edge in machine.edges:
        event = "null" if edge.event is None else typescript_string(edge.event.name)
        yield f"  {{ from: {typescript_string(edge.source)}, to: {typescript_string(edge.target)}, on: {event} }},"
    yield "],"


def edge_events(machine: Machine) -> tuple[str, ...]:
    """Names of the events that move ``machine``, each once."""
    return tuple(dict.fromkeys(edge.event.name for edge in machine.edges if edge.event is not None))


def _method(module: Module, command: Command, types: str, settings: Settings) -> None:
    found = reasons(command, module.homes)
    input_type, refusal = names.input_type(command.name), names.refusal_type(command.name)
    module.named(types, input_type)
    results = [module.node_type(event) for event in command.emits]
    answer = union(results) if command.mode == "one" or len(results) < 2 else f"readonly [{', '.join(results)}]"
    if found and settings.refusals == "return":
        module.named(types, refusal)
        answer = union((answer, refusal))
    throws = found and settings.refusals == "throw"
    module.doc([*_method_doc(command), *([f"@throws {refusal}"] if throws else [])], indent=1)
    module.write(f"{names.method(command.name)}(input: {input_type}): {answer};", indent=1)


def _method_doc(command: Command) -> Iterator[str]:
    yield from annotation_doc(command.annotations)
    for precondition in command.preconditions:
        yield f"@precondition {precondition.name} — {comment(precondition.text)}{_formal(precondition)}"
    if command.emits:
        between = " or " if command.mode == "one" else ", "
        yield f"@emits {between.join(pascal(event.name) for event in command.emits)}"


def _formal(precondition: Precondition) -> str:
    if not precondition.is_formal:
        return ""
    states = ", ".join(state.name for state in precondition.states)
    return f" (state {'not in' if precondition.negated else 'in'} {states})"


def _lifecycle(module: Module, aggregate: Aggregate, lifecycle: Machine) -> None:
    table = module.runtime("Lifecycle")
    state, events = names.state_union(aggregate.name), literals(edge_events(lifecycle))
    module.write(
        f"export const {names.lifecycle_table(aggregate.name)}: {table}<{state}, {events}> = {{",
        *(f"  {line}" for line in machine_lines(lifecycle)),
        "};",
    )
