"""Links between placements against the order of the flow: causes before effects, returns only backwards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile
from typing import NamedTuple, TypeAlias

from moment.checks.producers import unplaced_producers
from moment.diagnostics.model import Diagnostic, Label, Rule, Severity
from moment.model.domain import Domain, Flow, Link, Placement

RETURN_FORWARD = Rule(
    "MOM309", "return-forward", Severity.ERROR, "`{node}` returns to `{moment}`, which is not before it"
)
CAUSE_LATER = Rule("MOM310", "cause-later", Severity.ERROR, "`{effect}` needs `{cause}`, which is placed only later")
SEVERAL_RETURNS = Rule("MOM319", "several-returns", Severity.WARNING, "`{node}` repeats moments that already repeat")

RULES = (RETURN_FORWARD, CAUSE_LATER, SEVERAL_RETURNS)


class _Return(NamedTuple):
    placement: Placement
    link: Link
    target: int


def returns(flow: Flow, domain: Domain) -> Iterator[Diagnostic]:
    """Returns that go forward, and returns within what another one repeats.

    Of two arms only one is taken, so their returns never nest.
    """
    earlier: _Return | None = None
    here: list[_Return] = []
    for found in _returns(flow):
        placement = found.placement
        if found.target >= placement.moment:
            yield from _forward(found, flow)
            continue
        if here and here[-1].placement.moment != placement.moment:
            earlier, here = here[-1], []
        around = next((other for other in here if not _exclusive(other.placement, placement)), None)
        if around is None and earlier is not None and earlier.placement.moment >= found.target:
            around = earlier
        if around is not None:
            yield SEVERAL_RETURNS.at(
                found.link.target.place,
                Label(around.link.target.place, "the other return"),
                hint="Keep one return, or let their moments lie apart.",
                elements=(placement.id,),
                node=placement.node.name,
            )
        here.append(found)


def _returns(flow: Flow) -> Iterator[_Return]:
    for placement in flow.placements:
        for link in placement.links:
            if link.kind == "returns-to" and link.target.target is not None:
                yield _Return(placement, link, int(link.target.target))


def _forward(found: _Return, flow: Flow) -> Iterator[Diagnostic]:
    moment = flow.moments[found.target]
    if sum(other.label == moment.label for other in flow.moments) > 1:
        return
    yield RETURN_FORWARD.at(
        found.link.target.place,
        Label(moment.place, "the same moment" if found.target == found.placement.moment else "comes later"),
        hint="Name a moment that stands before this one.",
        elements=(found.placement.id,),
        node=found.placement.node.name,
        moment=moment.label,
    )


def causes(flow: Flow, domain: Domain) -> Iterator[Diagnostic]:
    """Effects that stand before every placement of a cause they need.

    Moments follow each other and so do the placements of one lane; lanes of one moment do not wait for each other.
    A return behind the cause and before the effect may bring the cause in time, and so may a policy that nobody placed.
    """
    seen: set[str | None] = set()
    order: _Order | None = None
    for placement in flow.placements:
        for link in placement.links:
            target = link.target.target
            if link.kind == "returns-to" or target is None or placement.node.target is None:
                continue
            if link.kind == "triggered-by" and target in seen:
                continue
            if link.kind == "triggers" and target not in seen:
                continue
            order = order or _Order.of(flow, domain)
            cause, effects = target, [placement]
            if link.kind == "triggers":
                cause, effects = placement.node.target, list(order.latest.get(target, {}).values())
            late = order.late_cause(cause, effects, link)
            if late is not None and not _may_happen_unplaced(cause, order, flow, domain):
                yield late
        seen.add(placement.node.target)
        command = domain.command.get(placement.node.target or "") if placement.kind == "command" else None
        if command is not None:
            seen.update(event.target for event in command.emits)


_Spot: TypeAlias = tuple[int, str, int | None]
"""A moment, a lane and an arm: placements that share them stand in one row, in written order."""


class _Order(NamedTuple):
    """Where each node first happens in each row (an event also where its command stands), where it stands last.

    ``repeats`` are the first and the last moment of each return. All in written order.
    """

    earliest: Mapping[str, Mapping[_Spot, Placement]]
    latest: Mapping[str, Mapping[_Spot, Placement]]
    repeats: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, flow: Flow, domain: Domain) -> _Order:
        earliest: dict[str, dict[_Spot, Placement]] = {}
        latest: dict[str, dict[_Spot, Placement]] = {}
        for placement in flow.placements:
            target = placement.node.target
            if target is None:
                continue
            spot = placement.moment, placement.lane.name, placement.arm
            earliest.setdefault(target, {}).setdefault(spot, placement)
            latest.setdefault(target, {})[spot] = placement
            command = domain.command.get(target) if placement.kind == "command" else None
            for event in command.emits if command is not None else ():
                if event.target is not None:
                    earliest.setdefault(event.target, {}).setdefault(spot, placement)
        repeats = dict.fromkeys((found.target, found.placement.moment) for found in _returns(flow))
        return cls(earliest, latest, tuple(repeats))

    def late_cause(self, cause: str, effects: Sequence[Placement], link: Link) -> Diagnostic | None:
        """The finding that no occurrence of ``cause`` can precede any of ``effects``, if so."""
        later = next(iter(self.latest.get(cause, {}).values()), None)
        if later is None or not effects or effects[0].node.target == cause or self._comes_in_time(cause, effects):
            return None
        effect = effects[-1]
        return CAUSE_LATER.at(
            link.target.place,
            Label(later.node.place if link.kind == "triggered-by" else effect.node.place, "placed here"),
            hint=f"Move `{effect.node.name}` behind `{later.node.name}`, or remove the link.",
            elements=(effect.id, cause),
            effect=effect.node.name,
            cause=later.node.name,
        )

    def _comes_in_time(self, cause: str, effects: Sequence[Placement]) -> bool:
        """Whether any occurrence can precede any effect: the first ones the last ones, or none can."""
        occurrences = self.earliest[cause].values()
        first, last = next(iter(occurrences)).moment, effects[-1].moment
        return any(
            occurrence is not effect and self.can_precede(occurrence, effect)
            for effect in takewhile(lambda placement: placement.moment == last, reversed(effects))
            for occurrence in takewhile(lambda placement: placement.moment == first, occurrences)
        )

    def can_precede(self, cause: Placement, effect: Placement) -> bool:
        if cause.moment < effect.moment:
            return True
        if any(first <= effect.moment and cause.moment <= last for first, last in self.repeats):
            return True
        if cause.moment > effect.moment or _exclusive(cause, effect):
            return False
        return cause.lane.name != effect.lane.name or cause.index < effect.index


def _may_happen_unplaced(cause: str, order: _Order, flow: Flow, domain: Domain) -> bool:
    event = domain.event.get(cause)
    emitters = {emitter for emitter in event.emitters if emitter not in order.latest} if event is not None else set()
    return bool(emitters) and not emitters.isdisjoint(unplaced_producers(flow, domain))


def _exclusive(one: Placement, other: Placement) -> bool:
    """Whether the two stand in different arms of one moment, of which only one is taken."""
    return one.moment == other.moment and None not in (one.arm, other.arm) and one.arm != other.arm


CONTEXT = ()
FLOW = (returns, causes)
PROJECT = ()
