"""What has happened before a placement: one representative way through its flow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from moment.model.domain import Command, Domain, Flow, Moment, Placement


def arm_labels(moment: Moment) -> tuple[str, ...]:
    """The conditions of the arms, equal ones told apart by ``-2``, ``-3`` … in written order."""
    seen: dict[str, int] = {}
    labels = []
    for arm in moment.arms:
        seen[arm.condition] = count = seen.get(arm.condition, 0) + 1
        labels.append(arm.condition if count == 1 else f"{arm.condition}-{count}")
    return tuple(labels)


class Paths:
    """The ways through one flow.

    ``shown`` goes from the id of each event placement that shows an emission to its command's placement, ``events``
    from a placement's id to identities of what its step makes happen, ``causes`` to the names it is triggered by.
    """

    def __init__(self, flow: Flow, domain: Domain) -> None:
        self.flow = flow
        self.shown = _emissions(flow, domain)
        self.events = _events(flow, domain, self.shown)
        self.causes = _causes(flow)
        self._labels = tuple(arm_labels(moment) for moment in flow.moments)
        self._possible = _possible(flow, domain)

    def arm(self, placement: Placement) -> str | None:
        return None if placement.arm is None else self._labels[placement.moment][placement.arm]

    def arm_identity(self, placement: Placement) -> str | None:
        """``order-to-parcel/packing/paid``; ``None`` outside arms."""
        arm = self.arm(placement)
        return None if arm is None else f"{self.flow.id}/{self.flow.moments[placement.moment].slug}/{arm}"

    def chosen_arms(self, placement: Placement) -> Mapping[int, int]:
        """From moment to arm, for the way that leads to ``placement``.

        Going back from it, an arm that holds a wanted cause wins, then the first that neither ends the flow nor
        returns; a moment whose arms all do is passed without one.
        """
        chosen: dict[int, int] = {}
        if placement.arm is not None:
            chosen[placement.moment] = placement.arm
        wanted = set(self.causes[placement.id])
        for position in range(placement.moment, -1, -1):
            moment = self.flow.moments[position]
            if position not in chosen and moment.arms:
                arm = self._arm_on_the_way(moment, wanted)
                if arm is not None:
                    chosen[position] = arm
            for other in _passed(moment, chosen.get(position)):
                wanted.update(self.causes[other.id])
        return chosen

    def _arm_on_the_way(self, moment: Moment, wanted: set[str]) -> int | None:
        passable = [i for i, arm in enumerate(moment.arms) if all(_goes_on(p) for p in arm.placements)]
        for i, arm in enumerate(moment.arms):
            if any(not wanted.isdisjoint(self._possible[p.id]) for p in arm.placements):
                return i
        return passable[0] if passable else None

    def way_to(self, placement: Placement) -> Iterator[Placement]:
        """The placements before ``placement`` on its way, in written order."""
        chosen = self.chosen_arms(placement)
        for position, moment in enumerate(self.flow.moments[: placement.moment + 1]):
            for other in _passed(moment, chosen.get(position)):
                if position == placement.moment and other.index >= placement.index:
                    return
                yield other

    def history(self, placement: Placement) -> tuple[str, ...]:
        """Identities of the arms taken and the events that happened before ``placement``, in order, each once."""
        found: dict[str, None] = {}
        for other in (*self.way_to(placement), placement):
            arm = self.arm_identity(other)
            if arm is not None:
                found[arm] = None
            if other is not placement and not other.outcome:
                found.update(dict.fromkeys(self.events[other.id]))
        return tuple(found)

    def happened(self, placements: Iterable[Placement]) -> tuple[str, ...]:
        """Identities of the events of ``placements`` but for outcomes, each once."""
        return tuple(dict.fromkeys(e for p in placements if not p.outcome for e in self.events[p.id]))


def _passed(moment: Moment, arm: int | None) -> Iterator[Placement]:
    return (p for p in moment.placements if p.arm is None or p.arm == arm)


def _goes_on(placement: Placement) -> bool:
    return placement.modifier != "terminal" and all(link.kind != "returns-to" for link in placement.links)


def _emissions(flow: Flow, domain: Domain) -> dict[str, Placement]:
    """Shown emissions follow their command on the same lane and in the same moment or arm."""
    found: dict[str, Placement] = {}
    for moment in flow.moments:
        emitting: dict[tuple[str, int | None], tuple[Placement, set[str]]] = {}
        for placement in moment.placements:
            lane = (placement.lane.name, placement.arm)
            command = _command(placement, domain)
            if command is not None:
                emitting[lane] = (placement, {ref.target for ref in command.emits if ref.target})
            elif lane in emitting and placement.node.target in emitting[lane][1]:
                found[placement.id] = emitting[lane][0]
            else:
                emitting.pop(lane, None)
    return found


def _command(placement: Placement, domain: Domain) -> Command | None:
    return domain.command.get(placement.node.target or "") if placement.kind == "command" else None


def _events(flow: Flow, domain: Domain, shown: Mapping[str, Placement]) -> dict[str, tuple[str, ...]]:
    """Of alternatives the one that the flow shows, else the first."""
    marks: dict[str, list[str]] = {}
    for placement in flow.placements:
        if placement.id in shown and placement.node.target:
            marks.setdefault(shown[placement.id].id, []).append(placement.node.target)
    found: dict[str, tuple[str, ...]] = {}
    for placement in flow.placements:
        command, target = _command(placement, domain), placement.node.target
        if command is not None:
            found[placement.id] = emitted(command, tuple(marks.get(placement.id, ())))
        else:
            found[placement.id] = (target,) if placement.kind == "event" and target else ()
    return found


def emitted(command: Command, shown: tuple[str, ...]) -> tuple[str, ...]:
    """What ``command`` emits when ``shown`` of it is seen to happen."""
    possible = tuple(ref.target for ref in command.emits if ref.target)
    return possible if command.mode == "all" else (shown or possible)[:1]


def _possible(flow: Flow, domain: Domain) -> dict[str, set[str]]:
    """From a placement's id to the names of all that may happen in it."""
    found: dict[str, set[str]] = {}
    for placement in flow.placements:
        command = _command(placement, domain)
        emits = (ref.name for ref in command.emits) if command else ()
        found[placement.id] = {placement.node.name, *emits}
    return found


def _causes(flow: Flow) -> dict[str, tuple[str, ...]]:
    """``A triggers B`` is ``B`` ``triggered-by A``."""
    found = {p.id: [link.target.name for link in p.links if link.kind == "triggered-by"] for p in flow.placements}
    for placement in flow.placements:
        for target in (link.target for link in placement.links if link.kind == "triggers"):
            for other in flow.placements:
                if other.node.target == target.target if target.target else other.node.name == target.name:
                    found[other.id].append(placement.node.name)
    return {id_: tuple(dict.fromkeys(name for name in names if name)) for id_, names in found.items()}
