"""The cases that an aggregate shows: commands outside flows, refusals, invariants, its lifecycle."""

from __future__ import annotations

from collections.abc import Iterator

from moment.derive.context_case import context_case
from moment.derive.examples import breaking, commands_under
from moment.derive.machines import labels, shortest_ways
from moment.derive.paths import emitted
from moment.model.domain import Aggregate, Command, Context, Domain, Edge, Invariant, Machine, Precondition
from moment.model.results import Case


def aggregate_cases(
    aggregate: Aggregate, context: Context, domain: Domain, *, placed: frozenset[str | None]
) -> Iterator[Case]:
    """``placed`` are the identities that flows show: their commands have their step there."""
    for command in aggregate.commands:
        if domain.command[command.id] is not command:
            continue
        if command.id not in placed:
            yield _step_case(command, aggregate)
        for precondition in command.preconditions:
            case = _refusal_case(precondition, command, aggregate)
            if case is not None:
                yield case
    for invariant in context.all_invariants:
        if _home(invariant, context, domain) == aggregate.id:
            yield _invariant_case(invariant, context, domain, block=aggregate.id)
    if aggregate.lifecycle is not None:
        yield from _lifecycle_cases(aggregate.lifecycle, aggregate, domain)


def homeless_invariant_cases(context: Context, domain: Domain) -> Iterator[Case]:
    """Of the invariants that belong to no single aggregate."""
    for invariant in context.all_invariants:
        if _home(invariant, context, domain) is None:
            yield _invariant_case(invariant, context, domain, block=context.id)


def _home(invariant: Invariant, context: Context, domain: Domain) -> str | None:
    """The aggregate whose cases ``invariant`` is among: its scope, or the one all of whose commands it refuses."""
    if invariant.scope.target in domain.aggregate:
        return invariant.scope.target
    found = breaking(invariant, context, domain)
    commands = (found.command,) if found else commands_under(invariant, context, domain)
    homes = {f"{command.context}/{command.aggregate}" for command in commands}
    return homes.pop() if len(homes) == 1 else None


def _step_case(command: Command, aggregate: Aggregate) -> Case:
    then = tuple(ref.target for ref in command.emits if ref.target)
    return context_case(
        "step",
        command.name,
        f"should execute {command.name} in {command.context}",
        context=command.context,
        block=aggregate.id,
        subject=command.id,
        given=_ready(command, aggregate),
        when=command.id,
        then=then if command.mode == "all" else then[:1],
        covers=then,
        place=command.place,
    )


def _ready(command: Command, aggregate: Aggregate) -> tuple[str, ...]:
    """Events after which nothing formal refuses ``command``.

    Without a lifecycle, a command that takes the identity addresses an instance that another command made.
    """
    if aggregate.lifecycle is not None:
        formal = tuple(p for p in command.preconditions if p.is_formal)
        ways = shortest_ways(aggregate.lifecycle).items()
        return next((way for state, way in ways if all(holds(p, state) for p in formal)), ())
    if not _takes_identity(command, aggregate):
        return ()
    making = next((c for c in aggregate.commands if c is not command and not _takes_identity(c, aggregate)), None)
    return emitted(making, ()) if making else ()


def _takes_identity(command: Command, aggregate: Aggregate) -> bool:
    identity = aggregate.identity
    return identity is not None and any(
        field.name == identity.name and field.type.name == identity.type.name for field in command.inputs
    )


def holds(precondition: Precondition, state: str) -> bool:
    """Whether a formal precondition holds in ``state``."""
    return (state in {ref.name for ref in precondition.states}) != precondition.negated


def _refusal_case(precondition: Precondition, command: Command, aggregate: Aggregate) -> Case | None:
    """``None`` when a formal precondition holds in every state that can be reached."""
    given: tuple[str, ...] = ()
    if decided(precondition, aggregate):
        assert aggregate.lifecycle is not None
        others = [p for p in command.preconditions if p.is_formal and p is not precondition]
        broken = [(s, way) for s, way in shortest_ways(aggregate.lifecycle).items() if not holds(precondition, s)]
        alone = [way for state, way in broken if all(holds(p, state) for p in others)]
        if not broken:
            return None
        given = alone[0] if alone else broken[0][1]
    return context_case(
        "refusal",
        f"{command.name}.{precondition.name}",
        f"should refuse {command.name} when {precondition.name} does not hold: {precondition.text}",
        context=command.context,
        block=aggregate.id,
        subject=command.id,
        given=given,
        when=command.id,
        detail=precondition.name,
        covers=(f"{command.id}.{precondition.name}",),
        place=precondition.place,
    )


def decided(precondition: Precondition, aggregate: Aggregate) -> bool:
    """Whether the lifecycle state alone decides ``precondition``."""
    return precondition.is_formal and aggregate.lifecycle is not None


def _invariant_case(invariant: Invariant, context: Context, domain: Domain, *, block: str) -> Case:
    found = breaking(invariant, context, domain)
    return context_case(
        "invariant",
        invariant.name,
        f"should enforce invariant {invariant.name}: {invariant.text}",
        context=context.name,
        block=block,
        subject=invariant.id,
        given=_ready(found.command, domain.aggregate[block]) if found else (),
        when=found.command.id if found else "",
        detail=invariant.name,
        example=found.example if found else None,
        covers=(found.command.id,) if found else (),
        place=invariant.place,
    )


def _lifecycle_cases(machine: Machine, aggregate: Aggregate, domain: Domain) -> Iterator[Case]:
    ways = shortest_ways(machine)
    for edge in machine.edges:
        event = edge.event.target if edge.event else None
        if edge.source in ways and event is not None and event in domain.event:
            yield _edge_case(edge, event, ways[edge.source], aggregate, domain)
    allowed = {(edge.source, edge.event.target) for edge in machine.edges if edge.event}
    for state, way in ways.items():
        for label in labels(machine):
            if (state, label) not in allowed and label in domain.event:
                yield _illegal_case(state, label, way, aggregate, domain)


def _edge_case(edge: Edge, event: str, way: tuple[str, ...], aggregate: Aggregate, domain: Domain) -> Case:
    name = domain.event[event].name
    return context_case(
        "lifecycle",
        f"{edge.source}>{edge.target}:{name}",
        f"should move {aggregate.name} from {edge.source} to {edge.target} on {name}",
        context=aggregate.context,
        block=aggregate.id,
        subject=aggregate.id,
        given=way,
        when=event,
        then=(edge.target,),
        detail=f"{edge.source}->{edge.target}",
        covers=(event, f"{aggregate.id}#{edge.source}->{edge.target}"),
        place=edge.target_place,
    )


def _illegal_case(state: str, event: str, way: tuple[str, ...], aggregate: Aggregate, domain: Domain) -> Case:
    name = domain.event[event].name
    return context_case(
        "illegal-transition",
        f"{state}:{name}",
        f"should not move {aggregate.name} from {state} on {name}",
        context=aggregate.context,
        block=aggregate.id,
        subject=aggregate.id,
        given=way,
        when=event,
        then=(state,),
        detail=state,
        covers=(event,),
        place=aggregate.place,
    )
