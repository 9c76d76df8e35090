"""Whether the commands and the events that a flow places belong to each other."""

from __future__ import annotations

from collections.abc import Iterator

from moment.checks.producers import unplaced_producers
from moment.diagnostics.model import Diagnostic, Label, Rule, Severity
from moment.model.domain import Command, Domain, Event, Flow, Placement

COMMAND_WITHOUT_EVENT = Rule(
    "MOM317", "command-without-event", Severity.WARNING, "`{command}` is placed, but no event that it emits"
)
EVENT_WITHOUT_COMMAND = Rule(
    "MOM318", "event-without-command", Severity.INFO, "`{event}` is placed, but no command that emits it"
)

RULES = (COMMAND_WITHOUT_EVENT, EVENT_WITHOUT_COMMAND)


def emissions(flow: Flow, domain: Domain) -> Iterator[Diagnostic]:
    """Commands without their events and events without their commands, each reported where it first stands.

    A node that no name resolves to may be the missing half, so a flow with one is left alone.
    """
    commands: dict[str, Placement] = {}
    events: dict[str, Placement] = {}
    for placement in flow.placements:
        target = placement.node.target
        if target is None:
            return
        if placement.kind == "command":
            commands.setdefault(target, placement)
        elif placement.kind == "event":
            events.setdefault(target, placement)
    silent = [
        command
        for identity in commands
        if (command := domain.command.get(identity)) and all(event.target not in events for event in command.emits)
    ]
    yield from _commands(silent, commands)
    puzzling = {(command.context, command.aggregate) for command in silent}
    yield from _events(commands, events, puzzling, flow, domain)


def _commands(silent: list[Command], commands: dict[str, Placement]) -> Iterator[Diagnostic]:
    for command in silent:
        placement = commands[command.id]
        if command.emits and all(event.target is not None for event in command.emits):
            first = command.emits[0]
            yield COMMAND_WITHOUT_EVENT.at(
                placement.node.place,
                Label(first.place, "emitted here"),
                hint=f"Place what it emits behind it, as `{placement.lane.name}: {first.name}`.",
                elements=(placement.id, command.id),
                command=command.name,
            )


def _events(
    commands: dict[str, Placement],
    events: dict[str, Placement],
    puzzling: set[tuple[str, str]],
    flow: Flow,
    domain: Domain,
) -> Iterator[Diagnostic]:
    """An event of a ``puzzling`` aggregate, one of whose commands shows no event, may stand for the one it emits."""
    automatic: set[str] | None = None
    for identity, placement in events.items():
        event = domain.event.get(identity)
        if event is None or any(emitter in commands for emitter in event.emitters):
            continue
        if placement.context not in (None, event.context) or (event.context, event.aggregate) in puzzling:
            continue
        if event.emitters and automatic is None:
            automatic = unplaced_producers(flow, domain)
        if automatic is None or automatic.isdisjoint(event.emitters):
            yield _event_without_command(event, placement, domain)


def _event_without_command(event: Event, placement: Placement, domain: Domain) -> Diagnostic:
    emitters: list[Command] = [domain.command[emitter] for emitter in event.emitters if emitter in domain.command]
    labels = tuple(Label(emitter.place, "emits it") for emitter in emitters[:1])
    hint = f"Place `{emitters[0].name}` before it" if emitters else f"Name `{event.name}` after `emits` of a command"
    return EVENT_WITHOUT_COMMAND.at(
        placement.node.place,
        *labels,
        hint=f"{hint}; leave it as it is when the event comes from outside.",
        elements=(placement.id, event.id),
        event=event.name,
    )


CONTEXT = ()
FLOW = (emissions,)
PROJECT = ()
