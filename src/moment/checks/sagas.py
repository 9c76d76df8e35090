"""Sagas: whether their states lead somewhere, their events happen, and what they undo was done."""

from __future__ import annotations

from collections.abc import Iterator

from moment.checks.machines import traps, unreached
from moment.diagnostics.model import Diagnostic, Label, Rule, Severity
from moment.model.domain import Context, Domain, Edge, Event, Flow, Saga
from moment.text.span import Place

SAGA_EDGE_WITHOUT_EVENT = Rule(
    "MOM510", "saga-edge-without-event", Severity.WARNING, "saga `{saga}` never goes from `{source}` to `{target}`"
)
SAGA_UNREACHABLE_STATE = Rule(
    "MOM511", "saga-unreachable-state", Severity.ERROR, "saga `{saga}` never reaches `{state}`"
)
SAGA_DEAD_END = Rule("MOM512", "saga-dead-end", Severity.ERROR, "saga `{saga}` never ends once it is in `{state}`")
SAGA_EVENT_NEVER_HAPPENS = Rule(
    "MOM513", "saga-event-never-happens", Severity.WARNING, "saga `{saga}` waits for `{event}`, which nothing emits"
)
SAGA_WITHOUT_TIMEOUT = Rule(
    "MOM514", "saga-without-timeout", Severity.INFO, "saga `{saga}` waits for `{context}` without a timeout"
)
SAGA_COMPENSATION_IN_WORDS = Rule(
    "MOM515", "saga-compensation-in-words", Severity.INFO, "saga `{saga}` compensates in words only"
)
UNDO_OF_NOTHING = Rule(
    "MOM516", "undo-of-nothing", Severity.WARNING, "saga `{saga}` undoes `{command}`, which none of its flows issues"
)

RULES = (
    SAGA_EDGE_WITHOUT_EVENT,
    SAGA_UNREACHABLE_STATE,
    SAGA_DEAD_END,
    SAGA_EVENT_NEVER_HAPPENS,
    SAGA_WITHOUT_TIMEOUT,
    SAGA_COMPENSATION_IN_WORDS,
    UNDO_OF_NOTHING,
)


def states(context: Context, domain: Domain) -> Iterator[Diagnostic]:
    """Edges that no event takes, states that nothing leads to, and states that lead nowhere."""
    for saga in context.sagas:
        yield from _edges_without_event(saga)
        for name, place in unreached(saga.machine):
            hint = f"Lead there with `-> {name} on …` from a state that is reached, or remove it."
            yield SAGA_UNREACHABLE_STATE.at(place, hint=hint, elements=(saga.id,), saga=saga.name, state=name)
        for trap in traps(saga.machine):
            place = dict(saga.machine.states)[trap[0]]
            round_trip = " -> ".join((*trap, trap[0])) if len(trap) < 5 else "this round"
            yield SAGA_DEAD_END.at(
                place,
                hint=f"Lead out of {round_trip} to a last state, as `{trap[-1]} -> Done on …`.",
                elements=(saga.id,),
                saga=saga.name,
                state=trap[0],
            )


def _edges_without_event(saga: Saga) -> Iterator[Diagnostic]:
    """One finding a saga: a chain written without ``on`` is one omission."""
    edges = [edge for edge in saga.machine.edges if edge.event is None]
    if edges:
        yield SAGA_EDGE_WITHOUT_EVENT.at(
            _place(edges[0]),
            *(Label(_place(edge), "nor here") for edge in edges[1:]),
            caption="no event takes it there",
            hint=f"Say which event does, as `-> {edges[0].target} on …`.",
            elements=(saga.id,),
            saga=saga.name,
            source=edges[0].source,
            target=edges[0].target,
        )


def _place(edge: Edge) -> Place:
    return Place(edge.source_place.path, edge.source_place.start, edge.target_place.end)


def endings(context: Context, domain: Domain) -> Iterator[Diagnostic]:
    """Sagas that may wait for ever, and sagas whose compensation no machine can run."""
    for saga in context.sagas:
        foreign = next((edge for edge in saga.machine.edges if _owner(edge, domain) not in (None, context.name)), None)
        if saga.timeout is None and foreign is not None and foreign.event is not None:
            yield SAGA_WITHOUT_TIMEOUT.at(
                saga.place,
                Label(foreign.event.place, "waits here"),
                hint="Say how long it waits, as `timeout 48h`.",
                elements=(saga.id,),
                saga=saga.name,
                context=_owner(foreign, domain),
            )
        if not saga.undo and saga.compensation:
            hint = "Say which command takes back which, as `undo Command with OppositeCommand`."
            yield SAGA_COMPENSATION_IN_WORDS.at(saga.place, hint=hint, elements=(saga.id,), saga=saga.name)


def _owner(edge: Edge, domain: Domain) -> str | None:
    event = domain.event.get(edge.event.target or "") if edge.event is not None else None
    return event.context if event is not None else None


def events(domain: Domain) -> Iterator[Diagnostic]:
    """Events that an edge waits for, that nothing emits and that no flow places as coming from outside."""
    silent: dict[str, Event] = {}
    for context in domain.contexts:
        for saga in context.sagas:
            for edge in saga.machine.edges:
                event = domain.event.get(edge.event.target or "") if edge.event is not None else None
                if event is not None and not event.emitters:
                    silent[event.id] = event
    if not silent:
        return
    for flow in domain.flows:
        for placement in flow.placements:
            silent.pop(placement.node.target or "", None)
    for context in domain.contexts:
        for saga in context.sagas:
            yield from _never_happening(saga, silent, domain)


def _never_happening(saga: Saga, silent: dict[str, Event], domain: Domain) -> Iterator[Diagnostic]:
    reported: set[str] = set()
    for edge in saga.machine.edges:
        event = silent.get(edge.event.target or "") if edge.event is not None else None
        if edge.event is None or event is None or event.id in reported or _may_be_misspelt(event, domain):
            continue
        reported.add(event.id)
        yield SAGA_EVENT_NEVER_HAPPENS.at(
            edge.event.place,
            Label(event.place, "declared here"),
            hint=f"Let a command emit `{event.name}`, or place it in a flow when it comes from outside.",
            elements=(saga.id, event.id),
            saga=saga.name,
            event=event.name,
        )


def _may_be_misspelt(event: Event, domain: Domain) -> bool:
    """Whether a command of its context emits a name that nobody declares: this event may be meant."""
    commands = domain.context[event.context].commands
    return any(emitted.target is None for command in commands for emitted in command.emits)


def undoes(domain: Domain) -> Iterator[Diagnostic]:
    """Commands that a saga takes back although none of the flows it runs in issues them.

    A policy may issue a command in any flow. Without a flow of its own a saga is still to be drawn.
    """
    wanted = {undo.command.target for context in domain.contexts for saga in context.sagas for undo in saga.undo}
    if not wanted:
        return
    chained = {chain.target for context in domain.contexts for policy in context.policies for chain in policy.chains}
    nodes = [_happening(flow, domain) for flow in domain.flows]
    for context in domain.contexts:
        for saga in context.sagas:
            issued = [found for found in nodes if saga.undo and not found.isdisjoint((saga.id, saga.trigger.target))]
            if not issued or any(None in found for found in issued):
                continue
            for undo in saga.undo:
                target = undo.command.target
                if target is not None and target not in chained and not any(target in found for found in issued):
                    yield UNDO_OF_NOTHING.at(
                        undo.command.place,
                        hint=f"Place `{undo.command.name}` in a flow of the saga, or remove the undo.",
                        elements=(saga.id, target),
                        saga=saga.name,
                        command=undo.command.name,
                    )


def _happening(flow: Flow, domain: Domain) -> set[str | None]:
    """What the flow places, with the events that its commands emit; ``None`` when it places something unknown."""
    found = {placement.node.target for placement in flow.placements}
    for target in tuple(found):
        command = domain.command.get(target or "")
        if command is not None:
            found.update(event.target for event in command.emits if event.target)
    return found


CONTEXT = (states, endings)
FLOW = ()
PROJECT = (events, undoes)
