"""``processes.ts`` of a context: policies and services as function types, sagas as interface and table."""

from __future__ import annotations

from collections.abc import Iterator

from moment.generate.escaping import comment, paragraph, typescript_string
from moment.generate.typescript import names
from moment.generate.typescript.aggregates import edge_events, machine_lines
from moment.generate.typescript.module import Module, annotation_doc, literals, union
from moment.model.domain import Context, Policy, Reference, Saga, Service


def write_processes(module: Module, context: Context) -> None:
    for policy in context.policies:
        _policy(module, policy)
    for service in context.services:
        _service(module, service)
    for saga in context.sagas:
        _saga(module, saga)


def _policy(module: Module, policy: Policy) -> None:
    words = [paragraph(policy.action)] if policy.action else []
    module.doc([*words, *annotation_doc(policy.annotations)])
    trigger = "" if policy.trigger is None else f"event: {module.node_type(policy.trigger)}"
    commands = [module.node_type(command) for command in policy.chains]
    match commands:
        case []:
            answer = "void"
        case [command]:
            answer = union((command, "undefined"))
        case _:
            answer = f"readonly ({union(commands)})[]"
    module.write(f"export type {names.policy_type(policy.name)} = ({trigger}) => {answer};")


def _service(module: Module, service: Service) -> None:
    words = [paragraph(service.description)] if service.description else []
    module.doc([*words, *annotation_doc(service.annotations)])
    consumed, produced = module.node_type(service.consumes), module.node_type(service.produces)
    module.write(f"export type {names.service_type(service.name)} = (event: {consumed}) => {produced};")


def _saga(module: Module, saga: Saga) -> None:
    state, event = names.saga_state(saga.name), names.saga_event(saga.name)
    awaited = [edge.event for edge in saga.machine.edges if edge.event is not None]
    module.write(f"export type {state} = {literals(saga.machine.names)};")
    module.union(event, (module.node_type(reference) for reference in (saga.trigger, *awaited)))
    module.doc(_saga_doc(saga))
    module.write(
        f"export interface {names.saga_type(saga.name)} {{",
        f"  readonly state: {state};",
        f"  on(event: {event}): {state};",
        f"  compensate(): {_compensation(module, tuple(undo.with_command for undo in saga.undo))};",
        "}",
    )
    triggers = literals((saga.trigger.name, *edge_events(saga.machine)))
    table = module.runtime("SagaTable")
    module.write(
        f"export const {names.saga_table(saga.name)}: {table}<{state}, {triggers}> = {{",
        *(f"  {line}" for line in _table_lines(saga)),
        "};",
    )


def _saga_doc(saga: Saga) -> Iterator[str]:
    yield from annotation_doc(saga.annotations)
    if saga.compensation:
        yield f"@compensation {comment(saga.compensation)}"


def _compensation(module: Module, commands: tuple[Reference, ...]) -> str:
    """``void`` when the compensation is only told in words."""
    if not commands:
        return "void"
    found = union(module.node_type(command) for command in commands)
    return f"readonly ({found})[]" if " " in found else f"readonly {found}[]"


def _table_lines(saga: Saga) -> Iterator[str]:
    yield f"trigger: {typescript_string(saga.trigger.name)},"
    yield from machine_lines(saga.machine)
    undone = (
        f"{{ command: {typescript_string(undo.command.name)}, with: {typescript_string(undo.with_command.name)} }}"
        for undo in saga.undo
    )
    yield f"undo: [{', '.join(undone)}],"
    yield f"compensation: {typescript_string(saga.compensation)},"
    if saga.timeout_seconds is not None:
        yield f"timeoutSeconds: {saga.timeout_seconds},"
    elif saga.timeout is not None:
        yield f"timeout: {typescript_string(saga.timeout)},"
