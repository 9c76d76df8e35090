"""The cases that policies, services, projections and sagas show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

from moment.derive.context_case import context_case
from moment.derive.machines import shortest_ways
from moment.model.domain import Context, Domain, Edge, Policy, Projection, Reference, Saga, Service, Undo
from moment.model.results import Case, CaseKind
from moment.text.span import Place

_Process = TypeVar("_Process", Policy, Service, Projection, Saga)


def process_cases(context: Context, domain: Domain) -> Iterator[Case]:
    for policy in _first(context.policies, domain.policy):
        yield _policy_case(policy)
    for service in _first(context.services, domain.service):
        yield _service_case(service)
    for projection in _first(context.projections, domain.projection):
        for source in projection.sources:
            yield _projection_case(projection, source)
    for saga in _first(context.sagas, domain.saga):
        yield from _saga_cases(saga, domain)


def _first(declared: tuple[_Process, ...], known: Mapping[str, _Process]) -> Iterator[_Process]:
    """Without those whose identity another one bore before."""
    return (process for process in declared if known[process.id] is process)


def _case(
    kind: CaseKind,
    label: str,
    title: str,
    *,
    owner: Policy | Service | Projection | Saga,
    when: str,
    place: Place | None = None,
    given: tuple[str, ...] = (),
    then: tuple[str, ...] = (),
    detail: str | None = None,
    covers: tuple[str, ...] = (),
) -> Case:
    return context_case(
        kind,
        label,
        title,
        context=owner.context,
        block=owner.context,
        subject=owner.id,
        when=when,
        place=place or owner.place,
        given=given,
        then=then,
        detail=detail,
        covers=covers,
    )


def _targets(*references: Reference | None) -> tuple[str, ...]:
    return tuple(ref.target for ref in references if ref is not None and ref.target is not None)


def _identity(reference: Reference) -> str:
    return reference.target or reference.name


def _policy_case(policy: Policy) -> Case:
    cause = policy.trigger.name if policy.trigger else "file-watcher"
    commands = ", ".join(ref.name for ref in policy.chains)
    return _case(
        "policy",
        policy.name,
        f"should answer {cause}{' with ' if commands else ''}{commands} (policy {policy.name})",
        owner=policy,
        when=_identity(policy.trigger) if policy.trigger else "",
        then=tuple(_identity(ref) for ref in policy.chains),
        covers=_targets(policy.trigger, *policy.chains),
    )


def _service_case(service: Service) -> Case:
    return _case(
        "service",
        service.name,
        f"should produce {service.produces.name} from {service.consumes.name} (service {service.name})",
        owner=service,
        when=_identity(service.consumes),
        then=(_identity(service.produces),),
        covers=_targets(service.consumes, service.produces),
    )


def _projection_case(projection: Projection, source: Reference) -> Case:
    return _case(
        "projection",
        f"{projection.name}:{source.name}",
        f"should show {source.name} in {projection.name} (projection)",
        owner=projection,
        when=_identity(source),
        detail=source.name,
        covers=_targets(source),
    )


def _saga_cases(saga: Saga, domain: Domain) -> Iterator[Case]:
    machine = saga.machine
    ways = {state: (_identity(saga.trigger), *way) for state, way in shortest_ways(machine).items()}
    if machine.initial is None:
        return
    yield _case(
        "saga-start",
        saga.name,
        f"should start saga {saga.name} on {saga.trigger.name}",
        owner=saga,
        when=_identity(saga.trigger),
        then=(machine.initial,),
        covers=_targets(saga.trigger),
    )
    for edge in machine.edges:
        if edge.source in ways and edge.event is not None and edge.event.target in domain.event:
            yield _transition_case(edge, edge.event, ways[edge.source], saga)
    if saga.timeout is not None:
        for state, way in ways.items():
            if state not in machine.finals:
                yield _timeout_case(state, saga.timeout, way, saga, domain)
    for undo in saga.undo:
        yield _undo_case(undo, list(ways.items()), saga, domain)


def _transition_case(edge: Edge, event: Reference, way: tuple[str, ...], saga: Saga) -> Case:
    return _case(
        "saga-transition",
        f"{saga.name}.{edge.source}>{edge.target}:{event.name}",
        f"should move saga {saga.name} from {edge.source} to {edge.target} on {event.name}",
        owner=saga,
        given=way,
        when=_identity(event),
        then=(edge.target,),
        detail=f"{edge.source}->{edge.target}",
        covers=(*_targets(event), f"{saga.id}#{edge.source}->{edge.target}"),
        place=edge.target_place,
    )


def _timeout_case(state: str, timeout: str, way: tuple[str, ...], saga: Saga, domain: Domain) -> Case:
    undone = tuple(_identity(undo.with_command) for undo in _undone(saga, way, domain))
    return _case(
        "saga-timeout",
        f"{saga.name}.{state}",
        f"should compensate saga {saga.name} after {timeout}",
        owner=saga,
        given=way,
        when=saga.id,
        then=undone,
        detail=state,
        covers=undone,
    )


def _undone(saga: Saga, way: tuple[str, ...], domain: Domain) -> list[Undo]:
    """What a compensation after the events of ``way`` undoes: what was done last comes first."""
    done = [(at, undo) for undo in saga.undo if (at := _done_at(undo, way, domain)) is not None]
    return [undo for _, undo in sorted(done, key=lambda item: -item[0])]


def _done_at(undo: Undo, way: tuple[str, ...], domain: Domain) -> int | None:
    command = domain.command.get(undo.command.target or "")
    emitted = {ref.target for ref in command.emits} if command else set()
    return next((at for at, event in enumerate(way) if event in emitted), None)


def _undo_case(undo: Undo, ways: list[tuple[str, tuple[str, ...]]], saga: Saga, domain: Domain) -> Case:
    """After the shortest way on which the saga sees the command done, or the longest when it never does."""
    seen = [way for _, way in ways if _done_at(undo, way, domain) is not None]
    way = seen[0] if seen else max((way for _, way in ways), key=len)
    return _case(
        "saga-undo",
        f"{saga.name}.{undo.command.name}",
        f"should undo {undo.command.name} with {undo.with_command.name} (saga {saga.name})",
        owner=saga,
        given=way,
        when=saga.id,
        then=(_identity(undo.with_command),),
        detail=undo.command.name,
        covers=_targets(undo.command, undo.with_command),
        place=undo.command.place,
    )
