"""A bounded context with its services, policies, sagas, projections, terms and relationships."""

from __future__ import annotations

from moment.language import syntax
from moment.language.durations import seconds
from moment.model.aggregates import Members, build_aggregate
from moment.model.domain import (
    Aggregate,
    Context,
    Policy,
    Projection,
    Relationship,
    Saga,
    Service,
    Term,
    Undo,
)
from moment.model.fields import classification
from moment.model.machines import machine
from moment.model.scope import Scope

_FILE_WATCHER = "file-watcher"
_NO_TIMEOUT = ("none",)


def build_context(context: syntax.Context, scope: Scope) -> Context:
    members = Members()
    aggregates: list[Aggregate] = []
    services: list[Service] = []
    policies: list[Policy] = []
    sagas: list[Saga] = []
    projections: list[Projection] = []
    terms: list[Term] = []
    relationships: list[Relationship] = []
    for member in context.members:
        match member:
            case syntax.Aggregate():
                aggregates.append(build_aggregate(member, scope))
            case syntax.Service():
                services.append(_service(member, scope))
            case syntax.Policy():
                policies.append(_policy(member, scope))
            case syntax.Saga():
                sagas.append(_saga(member, scope))
            case syntax.Projection():
                projections.append(_projection(member, scope))
            case syntax.Term():
                terms.append(_term(member, scope))
            case syntax.Relationship():
                relationships.append(_relationship(member, scope))
            case _:
                members.take(member, scope)
    category = context.classification if context.classification and context.classification.text else None
    return Context(
        id=context.name.text,
        name=context.name.text,
        classification=category.text if category else None,
        classification_place=scope.place(category) if category else None,
        description=context.description.text if context.description else None,
        aggregates=tuple(aggregates),
        value_objects=tuple(members.value_objects),
        enums=tuple(members.enums),
        invariants=tuple(members.invariants),
        services=tuple(services),
        policies=tuple(policies),
        sagas=tuple(sagas),
        projections=tuple(projections),
        terms=tuple(terms),
        relationships=tuple(relationships),
        annotations=scope.annotations(context),
        place=scope.place(context.name),
        extent=scope.extent(context.start, context.end),
    )


def _service(service: syntax.Service, scope: Scope) -> Service:
    return Service(
        id=f"{scope.context}/{service.name.text}",
        name=service.name.text,
        context=scope.context,
        consumes=scope.references.event(service.consumes),
        produces=scope.references.event_or_command(service.produces),
        description=service.description.text,
        annotations=scope.annotations(service),
        place=scope.place(service.name),
        extent=scope.extent(service.start, service.end),
    )


def _policy(policy: syntax.Policy, scope: Scope) -> Policy:
    watches_files = policy.trigger.quoted and policy.trigger.text == _FILE_WATCHER
    return Policy(
        id=f"{scope.context}/{policy.name.text}",
        name=policy.name.text,
        context=scope.context,
        trigger=None if watches_files else scope.references.event(policy.trigger),
        action=policy.action.text,
        chains=tuple(scope.references.command(name) for name in policy.chains),
        annotations=scope.annotations(policy),
        place=scope.place(policy.name),
        extent=scope.extent(policy.start, policy.end),
    )


def _saga(saga: syntax.Saga, scope: Scope) -> Saga:
    references = scope.references
    timeout = None if saga.timeout.text in _NO_TIMEOUT else saga.timeout.text
    return Saga(
        id=f"{scope.context}/{saga.name.text}",
        name=saga.name.text,
        context=scope.context,
        trigger=references.event(saga.trigger),
        machine=machine(saga.states, scope.path, references.event),
        undo=tuple(Undo(references.command(u.command), references.command(u.with_command)) for u in saga.undo),
        compensation=saga.compensation.text,
        timeout=timeout,
        timeout_seconds=None if timeout is None else seconds(timeout),
        annotations=scope.annotations(saga),
        place=scope.place(saga.name),
        extent=scope.extent(saga.start, saga.end),
    )


def _projection(projection: syntax.Projection, scope: Scope) -> Projection:
    annotations = scope.annotations(projection)
    return Projection(
        id=f"{scope.context}/{projection.name.text}",
        name=projection.name.text,
        context=scope.context,
        sources=tuple(scope.references.event(name) for name in projection.sources),
        fields=scope.fields(projection.fields, classification(annotations)),
        annotations=annotations,
        place=scope.place(projection.name),
        extent=scope.extent(projection.start, projection.end),
    )


def _term(term: syntax.Term, scope: Scope) -> Term:
    return Term(
        id=f"{scope.context}/{term.word.text}",
        word=term.word.text,
        context=scope.context,
        meaning=term.meaning.text,
        place=scope.place(term.word),
        extent=scope.extent(term.start, term.end),
    )


def _relationship(relationship: syntax.Relationship, scope: Scope) -> Relationship:
    return Relationship(
        context=scope.context,
        source=scope.references.context_named(relationship.source),
        target=scope.references.context_named(relationship.target),
        kind=relationship.kind.text,
        kind_place=scope.place(relationship.kind),
        contract=relationship.contract.text,
        place=scope.extent(relationship.source.start, relationship.target.end),
        extent=scope.extent(relationship.start, relationship.end),
    )
