"""What the test of a crossing compares: the fields that decide, and the command that really makes the event."""

from __future__ import annotations

from moment.model.domain import Command, ContractField, Domain, Event, Flow
from moment.model.results import Case


def refuses_something(field: ContractField) -> bool:
    """A type that was never resolved takes any value."""
    type_ = field.carried.type if field.carried is not None else field.type
    return type_.kind != "unknown" or type_.array


def emitting_command(domain: Domain, flow: Flow, event: Event, case: Case) -> Command | None:
    """The last command up to the crossing, in its context, that emits the crossing event."""
    found = None
    for placement in flow.placements:
        command = domain.command.get(placement.node.target or "")
        if command is not None and any(ref.target == event.id for ref in command.emits):
            found = command
        if placement.crossing is not None and placement.crossing.id == case.contract:
            return found
    return found


def before(given: tuple[str, ...], event: str) -> tuple[str, ...]:
    """What of ``given`` happened before ``event``."""
    return given[: given.index(event)] if event in given else given
