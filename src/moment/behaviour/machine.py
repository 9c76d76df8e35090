"""What a flow is as a machine: its steps and reactions, the states it can be in, and the actions between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias

from moment.behaviour.state import State
from moment.model.domain import Aggregate, Command, Crossing, Domain, Event, Flow, Placement, Policy, Saga, Service

FaultKind: TypeAlias = Literal["lose", "duplicate", "refuse", "timeout", "crash", "drift"]
StepKind: TypeAlias = Literal["handle", "publish", "end", "note"]
ActionKind: TypeAlias = Literal[
    "handle", "refuse", "publish", "deliver", "choose", "skip", "end", "policy", "service", "saga", "undo", "timeout",
    "lose", "duplicate", "crash", "drift",
]  # fmt: skip

FAULT_KINDS: tuple[FaultKind, ...] = ("lose", "duplicate", "refuse", "timeout", "crash", "drift")
DEFAULT_BUDGETS: Mapping[FaultKind, int] = {
    "lose": 0, "duplicate": 1, "refuse": 1, "timeout": 1, "crash": 0, "drift": 0,
}  # fmt: skip

WAITING, DONE, SKIPPED, REFUSED, LOST, AGAIN, TWICE = range(7)
"""Marks of a step. ``LOST``: done, but the flow does not continue from what was emitted. ``AGAIN``: a duplicate
asks for it a second time, ``TWICE``: and it took effect."""
FINISHED = frozenset((DONE, SKIPPED, AGAIN, TWICE))

NO_ARM = -2
CASCADE_DEPTH = 10
IN_WORDS = "in words"


@dataclass(frozen=True, slots=True)
class Scope:
    """What makes the machine finite: instances of the flow, faults in all and per kind."""

    instances: int = 1
    max_faults: int = 1
    budgets: Mapping[FaultKind, int] = field(default_factory=lambda: dict(DEFAULT_BUDGETS))


class Cause(NamedTuple):
    """An occurrence of ``identity`` that must be there in ``context`` (``None``: anywhere).

    ``brought`` when a crossing of the flow brings it there: then one that happened elsewhere does not count.
    ``via`` is the policy or service through which it causes.
    """

    identity: str
    context: str | None
    brought: bool
    reason: Literal["triggered-by", "policy", "emitted"] = "triggered-by"
    via: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """Placements that happen as one. ``shown`` are the emissions that belong to a handled command.

    ``causes`` are all needed, of ``alternatives`` (policies that issue the command) one. ``producers`` are earlier
    steps that could make this step's event happen. ``before`` and ``decisions_before`` must be done or taken first;
    ``follows`` is the step written right before it in the same moment or arm. ``occurrences`` are the numbers of
    occurrences to explore. ``unsupplied`` are inputs of the command that nothing supplies, ``starved`` those of them
    that no contract promises.
    """

    index: int
    kind: StepKind
    placement: Placement
    shown: tuple[Placement, ...]
    command: Command | None
    event: Event | None
    context: str | None
    moment: int
    arm: int | None
    causes: tuple[Cause, ...]
    alternatives: tuple[Cause, ...]
    producers: tuple[int, ...]
    before: tuple[int, ...]
    decisions_before: tuple[int, ...]
    follows: int | None
    crossings: tuple[int, ...]
    occurrences: tuple[int, ...]
    unsupplied: tuple[str, ...] = ()
    starved: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.placement.lane.name}.{self.placement.node.name}"

    @property
    def optional(self) -> bool:
        return self.placement.modifier == "optional"

    @property
    def placements(self) -> tuple[Placement, ...]:
        return (self.placement, *self.shown)


class Route(NamedTuple):
    """A crossing of the flow with the step that sends it; ``violations`` are contract fields it breaks."""

    number: int
    crossing: Crossing
    step: int
    event: str
    name: str
    violations: tuple[str, ...]
    channel: str | None

    @property
    def target(self) -> str:
        return self.crossing.target or ""

    @property
    def idempotent(self) -> bool:
        return self.crossing.delivery is not None and self.crossing.delivery.key is not None

    @property
    def guarantee(self) -> str:
        delivery = self.crossing.delivery
        return (delivery.guarantee if delivery else None) or "at-least-once"


class Return(NamedTuple):
    """After ``step`` the moments from ``first`` to the step's own become undone, ``limit`` times a run."""

    number: int
    step: int
    first: int
    limit: int


class Reaction(NamedTuple):
    """A policy, or a service, which is a policy that emits."""

    number: int
    source: Policy | Service
    kind: Literal["policy", "service"]
    trigger: str
    commands: tuple[str, ...]
    events: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"{self.source.context}.{self.source.name}"


@dataclass(frozen=True, slots=True)
class Plan:
    """A flow prepared for running; see ``moment.behaviour.steps``.

    ``arms`` holds per moment the steps of each arm, ``reacting`` goes from (context, event) to reactions,
    ``brought`` holds (event, context) of every crossing. ``identities`` are the events and commands that can occur,
    ``aggregates`` and ``sagas`` those that they concern.
    """

    flow: Flow
    domain: Domain
    scope: Scope
    steps: tuple[Step, ...]
    arms: tuple[tuple[tuple[int, ...], ...], ...]
    routes: tuple[Route, ...]
    returns: tuple[Return, ...]
    reactions: tuple[Reaction, ...]
    reacting: Mapping[tuple[str, str], tuple[int, ...]]
    aggregates: tuple[Aggregate, ...]
    sagas: tuple[Saga, ...]
    undoable: frozenset[str]
    brought: frozenset[tuple[str, str]]
    identities: tuple[str, ...]


class Action(NamedTuple):
    """``subject`` is the number of a step, moment, route, reaction or saga by ``kind``; ``option`` what is chosen.

    ``rank`` is the narrative order; actions with one ``group`` are alternatives of one choice. Where several instances
    of the flow run, ``instance`` says whose action it is, counted from 0, and the name begins with ``1/``, ``2/`` ….
    """

    name: str
    kind: ActionKind
    subject: int
    option: str | int | None
    fault: FaultKind | None
    rank: tuple[int, int, int, int]
    group: tuple[str, int]
    instance: int = 0


class Occurrence(NamedTuple):
    """``times`` happenings of one event in one step."""

    event: str
    context: str
    times: int = 1


class Used(NamedTuple):
    """What a record was caused by: the latest occurrence of ``identity`` in ``context`` (``None``: anywhere)."""

    identity: str
    context: str | None
    reason: str


class Check(NamedTuple):
    kind: str
    name: str
    holds: bool
    why: str


@dataclass(frozen=True, slots=True)
class Record:
    """One line of a run's history; an action that cascades makes several. ``ticks`` when it takes a second."""

    action: str
    kind: ActionKind
    step: int | None = None
    context: str | None = None
    command: str | None = None
    route: int | None = None
    reaction: int | None = None
    saga: int | None = None
    moment: int | None = None
    events: tuple[Occurrence, ...] = ()
    repeats: tuple[str, ...] = ()
    used: tuple[Used, ...] = ()
    checks: tuple[Check, ...] = ()
    fault: FaultKind | None = None
    ticks: bool = False
    beyond: bool = False
    unsupplied: tuple[str, ...] = ()


class Transition(NamedTuple):
    action: Action
    state: State
    records: tuple[Record, ...]
