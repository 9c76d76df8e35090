"""``<aggregate>.types.ts``: events, inputs, tagged commands, their unions, refusals and lifecycle states."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from moment.generate.escaping import typescript_string
from moment.generate.naming import pascal
from moment.generate.typescript import names
from moment.generate.typescript.homes import Homes
from moment.generate.typescript.module import Module, annotation_doc, literals
from moment.model.domain import Aggregate, Command, Domain, Invariant


def write_aggregate_types(module: Module, aggregate: Aggregate) -> None:
    if aggregate.events:
        module.union(names.event_union(aggregate.name), (pascal(event.name) for event in aggregate.events))
    for event in aggregate.events:
        module.doc(annotation_doc(event.annotations))
        module.interface(pascal(event.name), event.fields, tag=typescript_string(event.name))
    if aggregate.commands:
        module.union(names.command_union(aggregate.name), (pascal(command.name) for command in aggregate.commands))
    for command in aggregate.commands:
        _command(module, command)
    if aggregate.lifecycle is not None:
        module.write(f"export type {names.state_union(aggregate.name)} = {literals(aggregate.lifecycle.names)};")


def reasons(command: Command, homes: Homes) -> tuple[str, ...]:
    """Why ``command`` may be refused."""
    return reasons_of(command, homes.domain, homes.invariants)


def reasons_of(command: Command, domain: Domain, invariants: Mapping[str, tuple[Invariant, ...]]) -> tuple[str, ...]:
    """Its preconditions, then the invariants (by the identity of their scope) that hold for what it touches."""
    scopes = (f"{command.context}/{command.aggregate}", command.context, *_reachable(command, domain))
    found = [precondition.name for precondition in command.preconditions]
    found.extend(invariant.name for scope in scopes for invariant in invariants.get(scope, ()))
    return tuple(dict.fromkeys(found))


def _command(module: Module, command: Command) -> None:
    tag, input_type = typescript_string(command.name), names.input_type(command.name)
    module.interface(input_type, command.inputs)
    module.doc(annotation_doc(command.annotations))
    module.write(f"export interface {pascal(command.name)} {{ readonly _tag: {tag}; readonly input: {input_type} }}")
    found = reasons(command, module.homes)
    if found:
        refused = module.runtime("Refused")
        module.write(f"export type {names.refusal_type(command.name)} = {refused}<{tag}, {literals(found)}>;")


def _reachable(command: Command, domain: Domain) -> Iterator[str]:
    """Identities of the value objects in the input of ``command``, however deep, each once."""
    waiting = [field.type.target for field in command.inputs]
    seen: set[str] = set()
    while waiting:
        target = waiting.pop(0)
        value_object = domain.value_object.get(target) if target is not None else None
        if value_object is None or value_object.id in seen:
            continue
        seen.add(value_object.id)
        yield value_object.id
        waiting.extend(field.type.target for field in value_object.fields)
