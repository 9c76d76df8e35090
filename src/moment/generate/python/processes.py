"""The policies, services, sagas and projections of a context."""

from __future__ import annotations

from collections.abc import Iterator

from moment.generate.escaping import one_line, python_string
from moment.generate.python import names
from moment.generate.python.aggregates import machine_lines
from moment.generate.python.module import Module, annotation_notes, docstring, field_line
from moment.generate.typescript.aggregates import edge_events
from moment.model.domain import Context, Policy, Projection, Saga, Service


def write_processes(module: Module, context: Context) -> None:
    for policy in context.policies:
        _policy(module, policy)
    for service in context.services:
        _service(module, service)
    for projection in context.projections:
        _projection(module, projection)
    for saga in context.sagas:
        _saga(module, saga)


def _policy(module: Module, policy: Policy) -> None:
    trigger = "" if policy.trigger is None else module.node_type(policy.trigger)
    commands = module.union(policy.chains) if policy.chains else ""
    match len(policy.chains):
        case 0:
            answer = "None"
        case 1:
            answer = f"{commands} | None"
        case _:
            answer = f"{module.name('collections.abc', 'Sequence')}[{commands}]"
    call = module.name("collections.abc", "Callable")
    module.alias(names.policy_type(policy.name), f"{call}[[{trigger}], {answer}]", is_later=True)
    _note(module, [one_line(policy.action), *annotation_notes(policy.annotations)])


def _service(module: Module, service: Service) -> None:
    call = module.name("collections.abc", "Callable")
    type_ = f"{call}[[{module.node_type(service.consumes)}], {module.node_type(service.produces)}]"
    module.alias(names.service_type(service.name), type_, is_later=True)
    _note(module, [one_line(service.description), *annotation_notes(service.annotations)])


def _note(module: Module, notes: list[str]) -> None:
    told = " ".join(filter(None, notes))
    if told:
        module.write(docstring(told))


def _projection(module: Module, projection: Projection) -> None:
    row, source = names.row_type(projection.name), names.projection_source(projection.name)
    lines = [field_line(field) for field in projection.fields]
    module.record(row, lines, doc=list(annotation_notes(projection.annotations)))
    is_later = not all(map(module.is_here, projection.sources))
    module.alias(source, module.union(projection.sources), is_later=is_later)
    module.protocol(
        names.projector_type(projection.name), ["Answers the row after the event; ``None`` when there is none."]
    )
    module.write("", f"def apply(self, current: {row} | None, event: {source}, /) -> {row} | None: ...", indent=1)


def _saga(module: Module, saga: Saga) -> None:
    state, event = names.saga_state(saga.name), names.saga_event(saga.name)
    awaited = (saga.trigger, *(edge.event for edge in saga.machine.edges if edge.event is not None))
    module.alias(state, module.literal(saga.machine.names))
    module.alias(event, module.union(awaited), is_later=not all(map(module.is_here, awaited)))
    doc = [
        *annotation_notes(saga.annotations),
        *([f"Compensation: {one_line(saga.compensation)}"] if saga.compensation else []),
    ]
    module.protocol(names.saga_type(saga.name), doc or [f"The process {one_line(saga.name)}."])
    module.property("state", state)
    undone = "None"
    if saga.undo:
        commands = module.union(each.with_command for each in saga.undo)
        undone = f"{module.name('collections.abc', 'Sequence')}[{commands}]"
    module.write(
        "", f"def on(self, event: {event}, /) -> {state}: ...", "", f"def compensate(self) -> {undone}: ...", indent=1
    )
    triggers = module.literal((saga.trigger.name, *edge_events(saga.machine)))
    table = module.runtime("SagaTable")
    module.begin()
    module.write(
        f"{names.saga_table(saga.name)}: {table}[{state}, {triggers}] = {table}(",
        *(f"    {line}" for line in _table(module, saga)),
        ")",
    )


def _table(module: Module, saga: Saga) -> Iterator[str]:
    yield f"trigger={python_string(saga.trigger.name)},"
    yield from machine_lines(module, saga.machine)
    undone = "".join(
        f"({python_string(each.command.name)}, {python_string(each.with_command.name)}), " for each in saga.undo
    )
    yield f"undo=({undone.rstrip() if len(saga.undo) == 1 else undone.rstrip(', ')}),"
    yield f"compensation={python_string(saga.compensation)},"
    if saga.timeout_seconds is not None:
        yield f"timeout_seconds={saga.timeout_seconds},"
    elif saga.timeout is not None:
        yield f"timeout={python_string(saga.timeout)},"
