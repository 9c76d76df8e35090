"""Policies together: chains that return to their start, commands that nobody places, policies at odds."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from typing import TypeAlias

from moment.checks.components import components
from moment.checks.machines import permitted
from moment.diagnostics.model import Diagnostic, Label, Rule, Severity
from moment.model.domain import Command, Domain, Placement, Policy, Reference, Service

POLICY_CYCLE = Rule(
    "MOM501", "policy-cycle", Severity.WARNING, "policy `{policy}` leads back to `{event}`, its trigger"
)
CHAINED_COMMAND_NOT_PLACED = Rule(
    "MOM503", "chained-command-not-placed", Severity.INFO, "`{policy}` chains to `{command}`, which no flow places"
)
CONTRADICTING_POLICIES = Rule(
    "MOM504", "contradicting-policies", Severity.WARNING, "`{policy}` and `{other}` can never both succeed"
)

RULES = (POLICY_CYCLE, CHAINED_COMMAND_NOT_PLACED, CONTRADICTING_POLICIES)

_Reaction: TypeAlias = Policy | Service
_Node: TypeAlias = tuple[str, str]
"""A kind and an identity: a command and an event of one aggregate may share theirs."""


def cycles(domain: Domain) -> Iterator[Diagnostic]:
    """Policies, and services, whose effects set them off again: one finding for each group of them."""
    reactions = _reactions(domain)
    graph = _graph(reactions, domain)
    order = {node: position for position, node in enumerate(graph)}
    for group in components(graph):
        policies = sorted((node for node in group if node[0] == "policy"), key=order.__getitem__)
        if policies and (len(group) > 1):
            yield _cycle(_round_trip(policies[0], graph), reactions)


def _reactions(domain: Domain) -> Mapping[_Node, _Reaction]:
    found: dict[_Node, _Reaction] = {}
    for context in domain.contexts:
        for policy in context.policies:
            if policy.trigger is not None and policy.trigger.target is not None:
                found.setdefault(("policy", policy.id), policy)
        for service in context.services:
            if service.consumes.target is not None:
                found.setdefault(("service", service.id), service)
    return found


def _graph(reactions: Mapping[_Node, _Reaction], domain: Domain) -> Mapping[_Node, list[_Node]]:
    """From triggers to reactions, from these to commands and events, from commands to events that are triggers."""
    graph: dict[_Node, list[_Node]] = {}
    for node, reaction in reactions.items():
        graph.setdefault(("event", _trigger(reaction).target or ""), []).append(node)
    for node, reaction in reactions.items():
        following = graph[node] = []
        for reference in reaction.chains if isinstance(reaction, Policy) else (reaction.produces,):
            command = domain.command.get(reference.target or "")
            event = ("event", reference.target or "")
            if command is not None:
                following.append(("command", command.id))
                if ("command", command.id) not in graph:
                    events = [("event", emitted.target or "") for emitted in command.emits]
                    graph["command", command.id] = [emitted for emitted in events if emitted in graph]
            elif event in graph:
                following.append(event)
    return graph


def _trigger(reaction: _Reaction) -> Reference:
    if isinstance(reaction, Service):
        return reaction.consumes
    return reaction.trigger or Reference("", reaction.place)


def _round_trip(start: _Node, graph: Mapping[_Node, list[_Node]]) -> list[_Node]:
    """The nodes of a shortest way from ``start`` back to it, which there is; ``start`` comes first."""
    came_from: dict[_Node, _Node] = {}
    waiting = deque((start,))
    while start not in came_from:
        node = waiting.popleft()
        for following in graph[node]:
            if following not in came_from:
                came_from[following] = node
                waiting.append(following)
    trip = [came_from[start]]
    while trip[-1] != start:
        trip.append(came_from[trip[-1]])
    return trip[::-1]


def _cycle(trip: list[_Node], reactions: Mapping[_Node, _Reaction]) -> Diagnostic:
    members = [reactions[node] for node in trip if node in reactions]
    first = members[0]
    steps = " -> ".join(node[1].rpartition("/")[2] for node in trip)
    return POLICY_CYCLE.at(
        first.place,
        *(Label(member.place, f"reacts to `{_trigger(member).name}`") for member in members[1:]),
        hint=f"Break the chain {steps} with a policy that reacts to less, or a command that ends it.",
        elements=tuple(member.id for member in members),
        policy=first.name,
        event=_trigger(first).name,
    )


def chained_commands(domain: Domain) -> Iterator[Diagnostic]:
    """Commands that a policy issues in some flow, for that flow places its trigger, and that no flow shows.

    A flow that places an unknown name may mean the command.
    """
    triggers = {policy.trigger.target for context in domain.contexts for policy in context.policies if policy.trigger}
    commands: set[str | None] = set()
    shown: dict[str, Placement] = {}
    for flow in domain.flows:
        placements = flow.placements
        is_known = all(placement.node.target is not None for placement in placements)
        for placement in placements:
            target = placement.node.target
            if placement.kind == "command":
                commands.add(target)
            elif is_known and target is not None and target in triggers:
                shown.setdefault(target, placement)
    for context in domain.contexts:
        for policy in context.policies:
            placed = shown.get(policy.trigger.target or "") if policy.trigger is not None else None
            for chained in policy.chains:
                target = chained.target or ""
                if placed is not None and target in domain.command and target not in commands:
                    yield CHAINED_COMMAND_NOT_PLACED.at(
                        chained.place,
                        Label(placed.node.place, "its trigger is placed here"),
                        hint=f"Place `{chained.name}` where the policy leads, with `triggered-by {placed.node.name}`.",
                        elements=(policy.id, target),
                        policy=policy.name,
                        command=chained.name,
                    )


def contradictions(domain: Domain) -> Iterator[Diagnostic]:
    """Policies of one event whose commands no state of their aggregate lets both run."""
    by_aggregate: dict[tuple[str, str, str], dict[frozenset[str], tuple[Policy, Reference]]] = {}
    for context in domain.contexts:
        for policy in context.policies:
            trigger = policy.trigger.target if policy.trigger is not None else None
            for chained in policy.chains if trigger is not None else ():
                command = domain.command.get(chained.target or "")
                states = _permitted(command, domain) if command is not None else None
                if trigger is None or command is None or not states:
                    continue
                known = by_aggregate.setdefault((trigger, command.context, command.aggregate), {})
                at_odds = next((other for other in known if other.isdisjoint(states)), None)
                if at_odds is None:
                    known.setdefault(states, (policy, chained))
                elif known[at_odds][0] is not policy:
                    yield _contradiction(policy, chained, *known[at_odds])


def _permitted(command: Command, domain: Domain) -> frozenset[str] | None:
    aggregate = domain.aggregate.get(f"{command.context}/{command.aggregate}")
    if aggregate is None or aggregate.lifecycle is None:
        return None
    return permitted(command, aggregate.lifecycle)


def _contradiction(policy: Policy, chained: Reference, other: Policy, opposed: Reference) -> Diagnostic:
    return CONTRADICTING_POLICIES.at(
        chained.place,
        Label(opposed.place, f"`{other.name}` needs another state"),
        hint=f"Let one of `{chained.name}` and `{opposed.name}` follow another event, or widen its precondition.",
        elements=(policy.id, other.id),
        policy=policy.name,
        other=other.name,
    )


CONTEXT = ()
FLOW = ()
PROJECT = (cycles, chained_commands, contradictions)
