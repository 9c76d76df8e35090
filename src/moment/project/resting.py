"""What the findings of a flow's runs rest on, as one hash: the flow, the contexts it can reach, the scope, this program."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from moment.model.domain import Context, Domain, Field, Flow
from moment.project.config import Config, FlowSettings
from moment.project.program import program

MOST_STATES = 250_000
"""States of one flow that a check looks into at most."""
_DECIDING = ("behaviour", "diagnostics", "language", "model")


def states_of(settings: FlowSettings) -> int:
    return min(MOST_STATES, settings.limits.states)


def keys(domain: Domain, config: Config) -> dict[str, str]:
    """Flow to the SHA-256 of everything that decides what its runs find, places in the text included."""
    this = program(_DECIDING)
    digests: dict[str, bytes] = {}
    found: dict[str, str] = {}
    for flow in domain.flows:
        settings = config.simulate.of_flow(flow.name)
        scope = settings.faults, settings.max_faults, settings.instances, states_of(settings)
        digest = sha256(repr((this, scope, flow)).encode())
        for name in sorted(reachable(flow, domain)):
            if name not in digests:
                digests[name] = sha256(repr(domain.context[name]).encode()).digest()
            digest.update(digests[name])
        found[flow.id] = digest.hexdigest()
    return found


def reachable(flow: Flow, domain: Domain) -> set[str]:
    """Contexts in which something can happen in a run, or whose types and commands are named there."""
    found: set[str] = set()
    pending = [name for name in _named_by(flow, domain) if name in domain.context]
    while pending:
        name = pending.pop()
        if name not in found:
            found.add(name)
            pending.extend(other for other in _neighbours(domain.context[name], domain) if other in domain.context)
    return found


def _named_by(flow: Flow, domain: Domain) -> Iterator[str]:
    for lane in flow.lanes:
        yield lane.context or ""
    for placement in flow.placements:
        yield from (placement.context or "", placement.owner or "")
        yield from _owner(placement.node.target, domain)
        for link in placement.links:
            yield from _owner(link.target.target, domain)
        if placement.crossing is not None:
            yield from (placement.crossing.source or "", placement.crossing.target or "")


def _neighbours(context: Context, domain: Domain) -> Iterator[str]:
    """Contexts that policies, services, sagas, emissions and field types of ``context`` lead to."""
    identities: list[str | None] = []
    fields: list[Field] = []
    for command in context.commands:
        identities.extend(reference.target for reference in command.emits)
        fields.extend(command.inputs)
    for event in context.events:
        identities.extend(event.emitters)
        fields.extend(event.fields)
    for whole in context.all_value_objects:
        fields.extend(whole.fields)
    for policy in context.policies:
        identities.extend(reference.target for reference in policy.chains)
        identities.append(policy.trigger.target if policy.trigger else None)
    for service in context.services:
        identities.extend((service.consumes.target, service.produces.target))
    for saga in context.sagas:
        identities.append(saga.trigger.target)
        identities.extend(edge.event.target for edge in saga.machine.edges if edge.event)
        identities.extend(part.target for undo in saga.undo for part in undo)
    for aggregate in context.aggregates:
        edges = aggregate.lifecycle.edges if aggregate.lifecycle else ()
        identities.extend(edge.event.target for edge in edges if edge.event)
    yield from {field.type.owner or "" for field in fields}
    for identity in set(identities):
        yield from _owner(identity, domain)


def _owner(identity: str | None, domain: Domain) -> Iterator[str]:
    for elements in (domain.command, domain.event, domain.policy, domain.saga, domain.service):
        element = elements.get(identity or "")
        if element is not None:
            yield element.context
