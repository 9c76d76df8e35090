"""From a context of the model to the part of the document that tells about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from moment.generate.markdown import shapes
from moment.generate.markdown.diagrams import states
from moment.generate.naming import camel
from moment.model.domain import (
    Aggregate,
    Annotation,
    Command,
    Context,
    EnumType,
    Event,
    Field,
    Invariant,
    Machine,
    Precondition,
    Projection,
    Saga,
    ValueObject,
)

Heading = Callable[[str, int], shapes.Heading]
"""Makes the heading of a title at a depth, in the order of the document."""


def context_part(context: Context, heading: Heading) -> shapes.ContextPart:
    title = f"{context.name} [{context.classification}]" if context.classification else context.name
    return shapes.ContextPart(
        heading=heading(title, 2),
        name=context.name,
        classification=context.classification or "",
        description=context.description or "",
        aggregate_count=len(context.aggregates),
        command_count=len(context.commands),
        event_count=len(context.events),
        aggregates=tuple(_aggregate(aggregate, heading) for aggregate in context.aggregates),
        value_objects=tuple(map(_type, context.value_objects)),
        enums=tuple(map(_enum, context.enums)),
        invariants=tuple(map(_invariant, context.invariants)),
        services=tuple(
            shapes.ServicePart(s.name, s.consumes.name, s.produces.name, s.description, notes(s.annotations))
            for s in context.services
        ),
        policies=tuple(
            shapes.PolicyPart(
                policy.name, policy.trigger.name if policy.trigger is not None else "file-watcher", policy.action,
                tuple(each.name for each in policy.chains), notes(policy.annotations),
            )
            for policy in context.policies
        ),
        sagas=tuple(_saga(saga, heading) for saga in context.sagas),
        projections=tuple(map(_type, context.projections)),
        notes=notes(context.annotations),
    )  # fmt: skip


def notes(annotations: Sequence[Annotation]) -> tuple[str, ...]:
    """``@retention(7 years)`` for each."""
    return tuple(f"@{camel(each.name) or each.name}({each.value})" for each in annotations)


def field_part(field: Field) -> shapes.FieldPart:
    found: list[str] = []
    if field.deprecation is not None:
        found.append(f"deprecated: {field.deprecation.reason}; use {field.deprecation.replacement}")
    if field.classification is not None:
        found.append(f"classification {field.classification}")
    return shapes.FieldPart(field.name, field.type.text, (*found, *notes(field.annotations)))


def _aggregate(aggregate: Aggregate, heading: Heading) -> shapes.AggregatePart:
    identity = aggregate.identity
    title = aggregate.name if identity is None else f"{aggregate.name} (identity: {identity.name})"
    return shapes.AggregatePart(
        heading=heading(title, 3),
        name=aggregate.name,
        identity=field_part(identity) if identity is not None else None,
        diagram=states(aggregate.lifecycle) if aggregate.lifecycle is not None else "",
        transitions=_transitions(aggregate.lifecycle),
        commands=tuple(map(_command, aggregate.commands)),
        events=tuple(map(_type, aggregate.events)),
        value_objects=tuple(map(_type, aggregate.value_objects)),
        enums=tuple(map(_enum, aggregate.enums)),
        invariants=tuple(map(_invariant, aggregate.invariants)),
        notes=notes(aggregate.annotations),
    )


def _transitions(machine: Machine | None) -> tuple[str, ...]:
    if machine is None:
        return ()
    return tuple(
        f"{edge.source} -> {edge.target}" + (f" on {edge.event.name}" if edge.event is not None else "")
        for edge in machine.edges
    )


def _command(command: Command) -> shapes.CommandPart:
    return shapes.CommandPart(
        name=command.name,
        inputs=tuple(map(field_part, command.inputs)),
        preconditions=tuple(shapes.NamedText(p.name, p.text + _formal(p)) for p in command.preconditions),
        emits=tuple(each.name for each in command.emits),
        mode=command.mode,
        notes=notes(command.annotations),
    )


def _formal(precondition: Precondition) -> str:
    if not precondition.is_formal:
        return ""
    named = ", ".join(each.name for each in precondition.states)
    return f" (state {'not in' if precondition.negated else 'in'} {named})"


def _type(element: Event | ValueObject | Projection) -> shapes.TypePart:
    sources = tuple(each.name for each in element.sources) if isinstance(element, Projection) else ()
    return shapes.TypePart(
        element.name, tuple(map(field_part, element.fields)), (), sources, notes(element.annotations)
    )


def _enum(element: EnumType) -> shapes.TypePart:
    return shapes.TypePart(
        element.name, (), tuple(value for value, _ in element.values), (), notes(element.annotations)
    )


def _invariant(invariant: Invariant) -> shapes.InvariantPart:
    return shapes.InvariantPart(invariant.name, invariant.text, invariant.scope.name, notes(invariant.annotations))


def _saga(saga: Saga, heading: Heading) -> shapes.SagaPart:
    return shapes.SagaPart(
        heading=heading(f"Saga {saga.name}", 3),
        name=saga.name,
        trigger=saga.trigger.name,
        diagram=states(saga.machine) if saga.machine.states else "",
        transitions=_transitions(saga.machine),
        undo=tuple(shapes.NamedText(each.command.name, each.with_command.name) for each in saga.undo),
        timeout="none" if saga.timeout is None else saga.timeout,
        compensation=saga.compensation,
        notes=notes(saga.annotations),
    )
