"""How a flow's placements become steps with their causes, and what in the domain can react while it runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from moment.behaviour.machine import Cause, Plan, Reaction, Return, Route, Scope, Step, StepKind
from moment.model.domain import Arm, Command, ContractField, Crossing, Domain, Event, Field, Flow, Placement, Saga


class _Draft(NamedTuple):
    """A step before its relations to others are known; ``position`` counts in written order."""

    position: int
    kind: StepKind
    placement: Placement
    shown: tuple[Placement, ...]
    command: Command | None
    event: Event | None

    def can_make(self, identity: str) -> bool:
        """Whether doing this step makes the event or command ``identity`` happen."""
        if self.command is not None:
            return identity == self.command.id or any(each.target == identity for each in self.command.emits)
        return self.event is not None and self.event.id == identity


def prepare(flow: Flow, domain: Domain, scope: Scope | None = None) -> Plan:
    """``flow`` as a plan. Unresolved names do no harm: they neither cause nor react."""
    drafts = tuple(_drafts(flow, domain))
    reactions = tuple(_reactions(domain))
    reacting: dict[tuple[str, str], list[int]] = {}
    for reaction in reactions:
        reacting.setdefault((reaction.source.context, reaction.trigger), []).append(reaction.number)
    routes = tuple(_routes(drafts, domain))
    steps = tuple(_step(draft, drafts, flow, domain=domain, routes=routes, reactions=reactions) for draft in drafts)
    identities, sagas = _occurring(steps, reactions, domain)
    owners = {name.rpartition("/")[0] for name in identities}
    return Plan(
        flow=flow,
        domain=domain,
        scope=scope or Scope(),
        steps=steps,
        arms=tuple(_arms(flow, steps)),
        routes=routes,
        returns=tuple(_returns(steps)),
        reactions=reactions,
        reacting={key: tuple(found) for key, found in reacting.items()},
        aggregates=tuple(a for a in domain.aggregate.values() if a.lifecycle and a.lifecycle.states and a.id in owners),
        sagas=sagas,
        undoable=frozenset(undo.command.target for saga in sagas for undo in saga.undo if undo.command.target),
        brought=frozenset((route.event, route.target) for route in routes),
        identities=identities,
    )


def _occurring(
    steps: tuple[Step, ...], reactions: tuple[Reaction, ...], domain: Domain
) -> tuple[tuple[str, ...], tuple[Saga, ...]]:
    """The events and commands that steps make and all that follows from those, and the sagas that they start."""
    caused: dict[str, list[str]] = {}
    for reaction in reactions:
        caused.setdefault(reaction.trigger, []).extend((*reaction.commands, *reaction.events))
    sagas = [saga for context in domain.contexts for saga in context.sagas if saga.machine.states]
    for saga in sagas:
        undoing = [undo.with_command.target for undo in saga.undo if undo.command.target]
        caused.setdefault(saga.trigger.target or "", []).extend(name for name in undoing if name is not None)
    found: dict[str, None] = {}
    waiting = [node.id for step in steps for node in (step.command, step.event) if node is not None]
    while waiting:
        name = waiting.pop(0)
        if name in found or (name not in domain.event and name not in domain.command):
            continue
        found[name] = None
        if name in domain.command:
            waiting.extend(each.target for each in domain.command[name].emits if each.target is not None)
        waiting.extend(caused.get(name, ()))
    return tuple(found), tuple(saga for saga in sagas if saga.trigger.target in found)


def _drafts(flow: Flow, domain: Domain) -> Iterator[_Draft]:
    position = 0
    for moment in flow.moments:
        for run in _runs(moment.entries):
            waiting = list(run)
            while waiting:
                placement = waiting.pop(0)
                command = domain.command.get(placement.node.target or "") if placement.kind == "command" else None
                event = domain.event.get(placement.node.target or "") if placement.kind == "event" else None
                shown: list[Placement] = []
                while command is not None and waiting and _is_emission(waiting[0], placement, command):
                    shown.append(waiting.pop(0))
                yield _Draft(position, _kind(placement, command, event), placement, tuple(shown), command, event)
                position += 1


def _runs(entries: Iterable[Placement | Arm]) -> Iterator[list[Placement]]:
    """The placements of one moment, those of each arm and those between arms apart."""
    run: list[Placement] = []
    for entry in entries:
        if isinstance(entry, Arm):
            if run:
                yield run
            run = []
            yield list(entry.placements)
        else:
            run.append(entry)
    if run:
        yield run


def _is_emission(placement: Placement, handled: Placement, command: Command) -> bool:
    return (
        placement.kind == "event"
        and placement.lane.name == handled.lane.name
        and placement.modifier != "optional"
        and any(each.target == placement.node.target for each in command.emits if each.target)
    )


def _kind(placement: Placement, command: Command | None, event: Event | None) -> StepKind:
    if placement.outcome:
        return "end"
    if command is not None:
        return "handle"
    return "publish" if event is not None else "note"


def _reactions(domain: Domain) -> Iterator[Reaction]:
    index = 0
    for context in domain.contexts:
        for policy in context.policies:
            commands = tuple(each.target for each in policy.chains if each.target in domain.command)
            if policy.trigger is not None and policy.trigger.target is not None:
                yield Reaction(index, policy, "policy", policy.trigger.target, tuple(filter(None, commands)), ())
                index += 1
        for service in context.services:
            produced = service.produces.target
            if service.consumes.target is not None and produced is not None:
                is_event = produced in domain.event
                yield Reaction(
                    index, service, "service", service.consumes.target,
                    () if is_event else (produced,), (produced,) if is_event else (),
                )  # fmt: skip
                index += 1


def _routes(drafts: tuple[_Draft, ...], domain: Domain) -> Iterator[Route]:
    index = 0
    taken: dict[str, int] = {}
    for draft in drafts:
        for placement in (draft.placement, *draft.shown):
            crossing = placement.crossing
            if crossing is None or crossing.event is None or crossing.target is None:
                continue
            name = f"{placement.node.name}>{crossing.target}"
            taken[name] = taken.get(name, 0) + 1
            ordered = crossing.delivery is not None and crossing.delivery.ordered
            yield Route(
                number=index,
                crossing=crossing,
                step=draft.position,
                event=crossing.event,
                name=name if taken[name] == 1 else f"{name}@{taken[name]}",
                violations=_broken(crossing),
                channel=f"{crossing.source}>{crossing.target}" if ordered else None,
            )
            index += 1


def _broken(crossing: Crossing) -> tuple[str, ...]:
    return tuple(field.name for field in crossing.fields if field_verdict(field) in ("missing", "wrong-type"))


def field_verdict(field: ContractField) -> Literal["carried", "missing", "wrong-type", "absent"]:
    """What becomes of a contract field. One that the event may leave out is missing when the contract requires it."""
    if field.carried is None:
        return "missing" if field.required else "absent"
    carried, promised = field.carried.type, field.type
    if "unknown" in (carried.kind, promised.kind):
        return "carried"
    if carried.array != promised.array or (carried.target or carried.name) != (promised.target or promised.name):
        return "wrong-type"
    return "missing" if field.required and carried.optional else "carried"


def _step(
    draft: _Draft,
    drafts: tuple[_Draft, ...],
    flow: Flow,
    *,
    domain: Domain,
    routes: tuple[Route, ...],
    reactions: tuple[Reaction, ...],
) -> Step:
    earlier = tuple(other for other in drafts[: draft.position] if _together(other, draft))
    causes = (*_causes(draft, drafts, routes), *_shown_reaction(draft, routes, domain))
    alternatives = tuple(_policy_causes(draft, earlier, routes, reactions)) if draft.command and not causes else ()
    unsupplied, starved = _unsupplied(draft, causes + alternatives, earlier, routes=routes, domain=domain)
    return Step(
        index=draft.position,
        kind=draft.kind,
        placement=draft.placement,
        shown=draft.shown,
        command=draft.command,
        event=draft.event,
        context=draft.placement.context,
        moment=draft.placement.moment,
        arm=draft.placement.arm,
        causes=causes,
        alternatives=alternatives,
        producers=tuple(_producers(draft, earlier, reactions)),
        before=tuple(_before(draft, earlier, outside=not causes)),
        decisions_before=tuple(_decisions_before(draft, flow)),
        follows=_follows(draft, earlier),
        crossings=tuple(route.number for route in routes if route.step == draft.position),
        occurrences=_occurrences(draft),
        unsupplied=unsupplied,
        starved=starved,
    )


def _together(earlier: _Draft, later: _Draft) -> bool:
    """Whether both can be on one path: not in different arms of one moment."""
    first, second = earlier.placement, later.placement
    return first.moment != second.moment or first.arm is None or second.arm is None or first.arm == second.arm


def _causes(draft: _Draft, drafts: tuple[_Draft, ...], routes: tuple[Route, ...]) -> Iterator[Cause]:
    """What is written: ``triggered-by``, the ``triggers`` of others, what a placed policy or saga waits for."""
    identities: dict[str, None] = {}
    for placement in (draft.placement, *draft.shown):
        for link in placement.links:
            own = placement in draft.shown and draft.can_make(link.target.target or "")
            if link.kind == "triggered-by" and link.target.target is not None and not own:
                identities[link.target.target] = None
    for other in drafts:
        if other.position >= draft.position or not _together(other, draft):
            continue
        for placement in (other.placement, *other.shown):
            triggered = (link.target.target for link in placement.links if link.kind == "triggers")
            if draft.placement.node.target in triggered and placement.node.target is not None:
                identities[placement.node.target] = None
    for identity in identities:
        yield cause(identity, draft.placement.context, routes)


def _shown_reaction(draft: _Draft, routes: tuple[Route, ...], domain: Domain) -> Iterator[Cause]:
    """A placed policy or saga waits for its trigger in its own context."""
    identity = draft.placement.node.target or ""
    placed = domain.policy.get(identity) or domain.saga.get(identity)
    if draft.kind == "note" and placed is not None and placed.trigger is not None and placed.trigger.target is not None:
        yield cause(placed.trigger.target, placed.context, routes)


def cause(identity: str, context: str | None, routes: Iterable[Route]) -> Cause:
    brought = any(route.event == identity and route.target == context for route in routes)
    return Cause(identity, context, brought)


def _policy_causes(
    draft: _Draft, earlier: tuple[_Draft, ...], routes: tuple[Route, ...], reactions: tuple[Reaction, ...]
) -> Iterator[Cause]:
    """The events of this flow that a policy or service turns into the command; any of them issues it."""
    for reaction in reactions:
        if draft.command is None or draft.command.id not in reaction.commands:
            continue
        if any(other.can_make(reaction.trigger) for other in earlier):
            found = cause(reaction.trigger, reaction.source.context, routes)
            yield found._replace(reason="policy", via=reaction.source.id)


def _producers(draft: _Draft, earlier: tuple[_Draft, ...], reactions: tuple[Reaction, ...]) -> Iterator[int]:
    if draft.event is None:
        return
    sources = {draft.event.id}
    sources.update(reaction.trigger for reaction in reactions if draft.event.id in reaction.events)
    for other in earlier:
        if any(other.can_make(identity) for identity in sources):
            yield other.position


def _before(draft: _Draft, earlier: tuple[_Draft, ...], *, outside: bool) -> Iterator[int]:
    """Earlier steps of the lane; a mark without a written cause waits for what its moment or arm says before it."""
    for other in earlier:
        if draft.placement.outcome:
            here = other.placement.moment == draft.placement.moment
            if outside and here and other.placement.arm in (None, draft.placement.arm):
                yield other.position
        elif other.placement.lane.name == draft.placement.lane.name:
            yield other.position


def _decisions_before(draft: _Draft, flow: Flow) -> Iterator[int]:
    """Moments whose arms hold a step of the lane, written before: until decided, they hold the step back."""
    if draft.placement.outcome:
        return
    for index, moment in enumerate(flow.moments[: draft.placement.moment + 1]):
        if index == draft.placement.moment and draft.placement.arm is not None:
            continue
        for arm in moment.arms:
            written_before = index < draft.placement.moment or arm.place.start < draft.placement.place.start
            if written_before and any(p.lane.name == draft.placement.lane.name for p in arm.placements):
                yield index
                break


def _follows(draft: _Draft, earlier: tuple[_Draft, ...]) -> int | None:
    if not earlier:
        return None
    last = earlier[-1]
    same = last.placement.moment == draft.placement.moment and last.placement.arm == draft.placement.arm
    return last.position if same and last.position == draft.position - 1 else None


def _occurrences(draft: _Draft) -> tuple[int, ...]:
    """A number is explored as it is, a name as one and as two."""
    if draft.kind == "note":
        return (1,)
    written = [p.multiplicity for p in (draft.placement, *draft.shown) if p.multiplicity is not None]
    if not written:
        return (1,)
    return (1, 2) if isinstance(written[0], str) else (written[0],)


def _unsupplied(
    draft: _Draft, causes: tuple[Cause, ...], earlier: tuple[_Draft, ...], *, routes: tuple[Route, ...], domain: Domain
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Inputs that nothing supplies to a command caused from afar only, and those of them that no contract names.

    A contract that names a field which the event lacks supplies nothing, but is itself what is wrong. A new
    instance makes its own identity.
    """
    context = draft.placement.context
    positions = {other.position for other in earlier}
    arriving = [route for route in routes if route.target == context and route.step in positions]
    arrived = {route.event for route in arriving}
    if draft.command is None or not causes or any(each.identity not in arrived for each in causes):
        return (), ()
    promised = [field for route in arriving for field in route.crossing.fields]
    supplied = {_kind_of(field) for field in promised if field.carried is not None}
    for other in earlier:
        if other.placement.context != context:
            continue
        emitted = [domain.event.get(each.target or "") for each in other.command.emits] if other.command else []
        fields = [field for event in (*emitted, other.event) if event is not None for field in event.fields]
        fields.extend(other.command.inputs if other.command else ())
        supplied.update(_kind_of(field) for field in fields)
    aggregate = domain.aggregate.get(f"{draft.command.context}/{draft.command.aggregate}")
    identity = aggregate.identity.name if aggregate and aggregate.identity else None
    needed = (f for f in draft.command.inputs if f.name != identity and f.type.kind != "unknown")
    missing = [f for f in needed if not f.type.optional and _kind_of(f) not in supplied]
    named = {_kind_of(field) for field in promised}
    return tuple(f.name for f in missing), tuple(f.name for f in missing if _kind_of(f) not in named)


def _kind_of(field: Field | ContractField) -> tuple[str, str, bool]:
    return field.name, field.type.simple_name, field.type.array


def _arms(flow: Flow, steps: tuple[Step, ...]) -> Iterator[tuple[tuple[int, ...], ...]]:
    for index, moment in enumerate(flow.moments):
        inside: list[list[int]] = [[] for _ in moment.arms]
        for step in steps:
            if step.moment == index and step.arm is not None:
                inside[step.arm].append(step.index)
        yield tuple(map(tuple, inside))


def _returns(steps: tuple[Step, ...]) -> Iterator[Return]:
    index = 0
    for step in steps:
        for placement in step.placements:
            for link in placement.links:
                target = link.target.target
                if link.kind == "returns-to" and target is not None and int(target) < step.moment:
                    yield Return(index, step.index, int(target), 1 if link.at_most is None else link.at_most)
                    index += 1
