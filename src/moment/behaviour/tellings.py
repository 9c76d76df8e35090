"""What a record tells in every run: whose step it is, how its causes are found, where its values are from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from moment.behaviour.interpreter import Interpreter
from moment.behaviour.machine import Plan, Record, Route, Step
from moment.behaviour.payload import Move, Numbering, PayloadPlan, Plans, Supplied
from moment.behaviour.steps import field_verdict
from moment.behaviour.templates import Templates
from moment.model.domain import Command
from moment.text.span import Place

_UNSEEN = ("refuse", "lose", "duplicate", "drift", "crash", "skip", "choose")
"""Kinds of steps that nothing later is caused by."""


class Link(NamedTuple):
    """A cause: the step that last left the first of the marks ``of`` that was left; ``identity`` is what happened."""

    of: tuple[int, ...]
    reason: str
    identity: str


class Emission(NamedTuple):
    event: str
    times: int
    plan: PayloadPlan


class Promise(NamedTuple):
    """A field of a contract; ``verdict`` holds where the message has it."""

    field: str
    type: str
    required: bool
    verdict: str


class Receipt(NamedTuple):
    """What arrives by a route."""

    route: int
    event: str
    promises: tuple[Promise, ...]
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class Telling:
    """``leaves`` are the marks that later steps find this one by, ``offers`` those that it leaves unless they are there.

    ``brings`` are events that it shows or carries, the latest of each.
    """

    record: Record
    step: Step | None
    lane: str | None
    aggregate: str | None
    moment: int | None
    arm: int | None
    place: Place
    causes: tuple[Link, ...]
    leaves: tuple[int, ...]
    offers: tuple[int, ...]
    brings: tuple[str, ...]
    input: PayloadPlan | None
    emits: tuple[Emission, ...]
    receipt: Receipt | None


class Tellings:
    """Those of one instance of a flow, each made once."""

    def __init__(self, plan: Plan, *, seed: int, instance: int) -> None:
        self.plan = plan
        self.marks = Numbering()
        common = frozenset(each.identity.name for each in plan.aggregates if each.identity)
        self.plans = Plans(Templates(plan.domain, seed=seed, instance=instance, common=common), Numbering())
        self._known: dict[Record, Telling] = {}

    def __call__(self, record: Record) -> Telling:
        found = self._known.get(record)
        if found is None:
            found = self._known[record] = self._told(record)
        return found

    def _told(self, record: Record) -> Telling:
        step = self.plan.steps[record.step] if record.step is not None else None
        command = self.plan.domain.command.get(record.command or "")
        route = self.plan.routes[record.route] if record.route is not None else None
        is_delivery = record.kind == "deliver"
        supplied = tuple(self._supplied(record))
        is_seen = record.kind not in _UNSEEN
        return Telling(
            record=record,
            step=step,
            lane=self._lane(record, step),
            aggregate=self._aggregate(record, command),
            moment=step.moment if step is not None and not is_delivery else record.moment,
            arm=step.arm if step is not None and not is_delivery else None,
            place=self._place(record, step),
            causes=tuple(self._links(record, route)),
            leaves=tuple(dict.fromkeys(self._leaves(record, step))) if is_seen else (),
            offers=tuple(self._offers(record, step)) if is_seen else (),
            brings=(*record.repeats, *((route.event,) if route is not None else ())),
            input=self.plans.input(command, supplied, without=record.unsupplied) if command else None,
            emits=tuple(self._emissions(record, command, supplied)),
            receipt=self._receipt(route) if route is not None and is_delivery else None,
        )

    def _mark(self, identity: str, context: str | None = None) -> int:
        return self.marks(identity if context is None else f"{identity} in {context}")

    def _step_mark(self, number: int) -> int:
        return self.marks(f"step {number}")

    def _links(self, record: Record, route: Route | None) -> Iterator[Link]:
        for used in record.used:
            of = [self._mark(used.identity, used.context), self._mark(used.identity)]
            if route is not None and used.reason == "emitted":
                of.insert(0, self._step_mark(route.step))
            yield Link(tuple(dict.fromkeys(of)), used.reason, used.identity)

    def _leaves(self, record: Record, step: Step | None) -> Iterator[int]:
        if step is not None and record.kind != "deliver":
            yield self._step_mark(step.index)
        seen = [(each.event, each.context) for each in record.events]
        if record.command is not None and record.context is not None:
            seen.append((record.command, record.context))
        for identity, context in seen:
            yield self._mark(identity, context)
            yield self._mark(identity)
        if record.kind == "deliver" and record.route is not None:
            route = self.plan.routes[record.route]
            yield self._mark(route.event, route.target)
        if record.reaction is not None:
            yield self._mark(self.plan.reactions[record.reaction].source.id)
        if record.saga is not None:
            yield self._mark(self.plan.sagas[record.saga].id)

    def _offers(self, record: Record, step: Step | None) -> Iterator[int]:
        for identity in record.repeats if step is not None else ():
            yield self._mark(identity, step.context if step else None)

    def _supplied(self, record: Record) -> Iterator[Supplied]:
        """What each cause tells: an own event all of it, one that crossed what its contract carries."""
        for used in record.used:
            event = self.plan.domain.event.get(used.identity)
            if event is None:
                continue
            routes = [r for r in self.plan.routes if r.event == used.identity and r.target == record.context]
            fields = {field.name: field for field in event.fields}
            if event.context != record.context and routes:
                carried = {each.name for route in routes for each in route.crossing.fields if each.carried is not None}
                fields = {name: field for name, field in fields.items() if name in carried}
            yield Supplied(fields, event.id)

    def _emissions(self, record: Record, command: Command | None, supplied: tuple[Supplied, ...]) -> Iterator[Emission]:
        for each in record.events:
            plan = self.plans.event(
                self.plan.domain.event[each.event], supplied, command=command, without=record.unsupplied,
                times=each.times,
            )  # fmt: skip
            yield Emission(each.event, each.times, plan)

    def _receipt(self, route: Route) -> Receipt:
        fields = route.crossing.fields
        return Receipt(
            route.number, route.event,
            tuple(Promise(each.name, each.type.text, each.required, field_verdict(each)) for each in fields),
            self.plans.moves(self.plan.domain.event[route.event], fields, route.target),
        )  # fmt: skip

    def _lane(self, record: Record, step: Step | None) -> str | None:
        if record.route is not None and record.kind == "deliver":
            return self.plan.routes[record.route].crossing.target_lane.name
        if step is not None:
            return step.placement.lane.name
        return next(
            (lane.name for lane in self.plan.flow.lanes if record.context and lane.context == record.context), None
        )

    def _aggregate(self, record: Record, command: Command | None) -> str | None:
        if command is not None:
            return command.aggregate
        names = [occurrence.event for occurrence in record.events] + list(record.repeats)
        return self.plan.domain.event[names[0]].aggregate if names else None

    def _place(self, record: Record, step: Step | None) -> Place:
        if record.route is not None:
            return self.plan.routes[record.route].crossing.place
        if record.reaction is not None:
            return self.plan.reactions[record.reaction].source.place
        if record.saga is not None:
            return self.plan.sagas[record.saga].place
        if step is not None:
            return step.placement.place
        if record.command is not None:
            return self.plan.domain.command[record.command].place
        if record.moment is not None:
            return self.plan.flow.moments[record.moment].place
        return self.plan.flow.place


@lru_cache(maxsize=16)
def tellings(machine: Interpreter, seed: int, instance: int) -> Tellings:
    """Those of an instance of a machine; the last few are kept, since many runs of one machine are told."""
    return Tellings(machine.plan, seed=seed, instance=instance)
