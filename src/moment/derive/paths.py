"""What has happened before a placement: one representative way through its flow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from moment.model.domain import Arm, Command, Domain, Flow, Moment, Placement


def arm_labels(moment: Moment) -> tuple[str, ...]:
    """The conditions of the arms, equal ones told apart by ``-2``, ``-3`` … in written order."""
    seen: dict[str, int] = {}
    labels = []
    for arm in moment.arms:
        seen[arm.condition] = count = seen.get(arm.condition, 0) + 1
        labels.append(arm.condition if count == 1 else f"{arm.condition}-{count}")
    return tuple(labels)


def emissions(flow: Flow, domain: Domain) -> Mapping[str, Placement]:
    """From the id of each event placement that shows an emission to the command placement that emits it.

    Shown emissions follow their command on the same lane and in the same moment or arm.
    """
    found: dict[str, Placement] = {}
    for moment in flow.moments:
        emitting: dict[tuple[str, int | None], tuple[Placement, set[str]]] = {}
        for placement in moment.placements:
            lane = (placement.lane.name, placement.arm)
            command = domain.command.get(placement.node.target or "") if placement.kind == "command" else None
            if command is not None:
                emitting[lane] = (placement, {ref.target for ref in command.emits if ref.target})
            elif lane in emitting and placement.node.target in emitting[lane][1]:
                found[placement.id] = emitting[lane][0]
            else:
                emitting.pop(lane, None)
    return found


def causes(placement: Placement, flow: Flow) -> tuple[str, ...]:
    """Names of what this placement is written to be triggered by, from either end of the link."""
    names = [link.target.name for link in placement.links if link.kind == "triggered-by"]
    for other in flow.placements:
        names += [
            other.node.name
            for link in other.links
            if link.kind == "triggers" and _names(link.target.target, link.target.name, placement)
        ]
    return tuple(dict.fromkeys(name for name in names if name))


def _names(target: str | None, name: str, placement: Placement) -> bool:
    return target == placement.node.target if target else name == placement.node.name


def chosen_arms(flow: Flow, placement: Placement, domain: Domain) -> Mapping[int, int]:
    """From moment to arm, for the way that leads to ``placement``.

    Going back from it, an arm that holds a wanted cause wins, then the first that neither ends the flow nor
    returns; a moment whose arms all do is passed without one.
    """
    chosen: dict[int, int] = {}
    if placement.arm is not None:
        chosen[placement.moment] = placement.arm
    wanted = set(causes(placement, flow))
    for position in range(placement.moment, -1, -1):
        moment = flow.moments[position]
        if position not in chosen and moment.arms:
            arm = _arm_on_the_way(moment, wanted, domain)
            if arm is not None:
                chosen[position] = arm
        for other in _on_the_way(moment, chosen.get(position)):
            wanted.update(causes(other, flow))
    return chosen


def _arm_on_the_way(moment: Moment, wanted: set[str], domain: Domain) -> int | None:
    passable = [i for i, arm in enumerate(moment.arms) if all(_goes_on(p) for p in arm.placements)]
    for i, arm in enumerate(moment.arms):
        if wanted & set(_happenings(arm, domain)):
            return i
    return passable[0] if passable else None


def _goes_on(placement: Placement) -> bool:
    return placement.modifier != "terminal" and all(link.kind != "returns-to" for link in placement.links)


def _happenings(arm: Arm, domain: Domain) -> Iterator[str]:
    for placement in arm.placements:
        yield placement.node.name
        command = domain.command.get(placement.node.target or "")
        if command is not None:
            yield from (ref.name for ref in command.emits)


def _on_the_way(moment: Moment, arm: int | None) -> Iterator[Placement]:
    return (p for p in moment.placements if p.arm is None or p.arm == arm)


def way_to(flow: Flow, placement: Placement, domain: Domain) -> Iterator[Placement]:
    """The placements before ``placement`` on its way, in written order."""
    chosen = chosen_arms(flow, placement, domain)
    for position, moment in enumerate(flow.moments[: placement.moment + 1]):
        for other in _on_the_way(moment, chosen.get(position)):
            if position == placement.moment and other.index >= placement.index:
                return
            yield other


def arm_identity(flow: Flow, placement: Placement) -> str | None:
    """``order-to-parcel/packing/paid``; ``None`` outside arms."""
    if placement.arm is None:
        return None
    moment = flow.moments[placement.moment]
    return f"{flow.id}/{moment.slug}/{arm_labels(moment)[placement.arm]}"


def history(flow: Flow, placement: Placement, domain: Domain) -> tuple[str, ...]:
    """Identities of the arms taken and the events that happened before ``placement`` on its way, in order."""
    way = tuple(way_to(flow, placement, domain))
    events = _happened_in(way, flow, domain)
    found: dict[str, None] = {}
    for other in (*way, placement):
        arm = arm_identity(flow, other)
        if arm is not None:
            found[arm] = None
        found.update(dict.fromkeys(events.get(other.id, ())))
    return tuple(found)


def happened(placements: Iterable[Placement], flow: Flow, domain: Domain) -> tuple[str, ...]:
    """Identities of the events of ``placements``, shown or not; of alternatives the one shown, else the first."""
    events = _happened_in(tuple(placements), flow, domain)
    return tuple(dict.fromkeys(event for those in events.values() for event in those))


def _happened_in(way: tuple[Placement, ...], flow: Flow, domain: Domain) -> Mapping[str, tuple[str, ...]]:
    shown = emissions(flow, domain)
    events: dict[str, tuple[str, ...]] = {}
    for placement in way:
        target = placement.node.target
        if target is None or placement.outcome:
            continue
        command = domain.command.get(target) if placement.kind == "command" else None
        if command is not None:
            marks = tuple(p.node.target for p in way if shown.get(p.id) is placement and p.node.target)
            events[placement.id] = emitted(command, marks)
        elif placement.kind == "event":
            events[placement.id] = (target,)
    return events


def emitted(command: Command, shown: tuple[str, ...]) -> tuple[str, ...]:
    """What ``command`` emits when the flow shows ``shown`` of it."""
    possible = tuple(ref.target for ref in command.emits if ref.target)
    return possible if command.mode == "all" else (shown or possible)[:1]
