"""Chains of policies: from an event to the policies it triggers, their commands, and the events of those."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from moment.derive.sagas import named
from moment.derive.wire import Chain, PolicyDoc, Step
from moment.model.domain import Domain, Policy
from moment.model.sources import source

MAXIMUM_CHAINS = 10_000


def policies(domain: Domain) -> tuple[PolicyDoc, ...]:
    """Every policy in declared order."""
    return tuple(
        PolicyDoc(
            id=policy.id,
            name=policy.name,
            context=policy.context,
            source=source(policy.place.path, policy.id),
            trigger=named(policy.trigger) if policy.trigger is not None else None,
            action=policy.action,
            chains_to=tuple(named(each) for each in policy.chains),
        )
        for policy in domain.policy.values()
    )


def chains(domain: Domain) -> tuple[tuple[Chain, ...], bool]:
    """The longest ways through policies in declared order, and whether they are all there.

    A way begins at an event that no policy's command emits; a round without a beginning begins at its first policy.
    """
    walk = _Walk(domain)
    found: list[Chain] = []
    for chain in walk.all():
        if len(found) == MAXIMUM_CHAINS:
            return tuple(found), False
        found.append(chain)
    return tuple(found), True


class _Walk:
    def __init__(self, domain: Domain) -> None:
        self.domain = domain
        self.triggered: dict[str, list[Policy]] = {}
        for policy in domain.policy.values():
            if policy.trigger is not None and policy.trigger.target in domain.event:
                self.triggered.setdefault(policy.trigger.target or "", []).append(policy)
        self.flows = _flows_by_element(domain)

    def all(self) -> Iterator[Chain]:
        emitted = {
            event
            for reacting in self.triggered.values()
            for policy in reacting
            for command in self._commands(policy)
            for event in self._events(command)
        }
        seen: set[str] = set()
        for event in self.triggered:
            if event not in emitted:
                yield from self._from(event, seen)
        for event, reacting in self.triggered.items():
            if any(policy.id not in seen for policy in reacting):
                yield from self._from(event, seen)

    def _from(self, event: str, seen: set[str]) -> Iterator[Chain]:
        """Depth first, with a stack of its own: chains may be longer than Python calls can nest."""
        stack: list[tuple[Step, ...]] = [(Step("event", event),)]
        while stack:
            steps = stack.pop()
            seen.add(steps[-1].id)
            following = tuple(self._following(steps[-1]))
            is_loop = len(steps) > 1 and steps[-1].kind == "event" and steps[-1] in steps[:-1]
            if is_loop or not following:
                yield self._chain(steps, loop=is_loop)
            else:
                stack.extend((*steps, step) for step in reversed(following))

    def _following(self, step: Step) -> Iterator[Step]:
        if step.kind == "event":
            yield from (Step("policy", policy.id) for policy in self.triggered.get(step.id, ()))
        elif step.kind == "policy":
            yield from (Step("command", command) for command in self._commands(self.domain.policy[step.id]))
        else:
            yield from (Step("event", event) for event in self._events(step.id))

    def _commands(self, policy: Policy) -> Iterator[str]:
        return (each.target for each in policy.chains if each.target is not None and each.target in self.domain.command)

    def _events(self, command: str) -> Iterator[str]:
        emits = self.domain.command[command].emits
        return (each.target for each in emits if each.target is not None and each.target in self.domain.event)

    def _context(self, step: Step) -> str:
        domain = self.domain
        return (domain.event.get(step.id) or domain.policy.get(step.id) or domain.command[step.id]).context

    def _chain(self, steps: tuple[Step, ...], *, loop: bool) -> Chain:
        borders = sum(one != other for one, other in pairwise(self._context(step) for step in steps))
        commands = [step.id for step in steps if step.kind == "command"] or [steps[0].id]
        shown = (flow for flow, elements in self.flows.items() if all(each in elements for each in commands))
        return Chain(steps, borders, loop, tuple(shown))


def _flows_by_element(domain: Domain) -> Mapping[str, frozenset[str | None]]:
    return {flow.id: frozenset(placement.node.target for placement in flow.placements) for flow in domain.flow.values()}
