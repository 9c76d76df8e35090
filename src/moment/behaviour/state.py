"""The situation of a flow at one point of a run: a tuple of cells, and where in it each thing stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol

if TYPE_CHECKING:
    from moment.behaviour.machine import Plan

UNDECIDED = -1
NO_FACTS: frozenset[Fact] = frozenset()
NO_REACTIONS: frozenset[tuple[int, int]] = frozenset()


class Fact(NamedTuple):
    """``identity`` (event or command) occurred in, or was received by, ``context``.

    ``step`` is the one in which it happened (-1: none), ``by`` the one that showed it here.
    """

    identity: str
    context: str
    step: int
    by: int


class Message(NamedTuple):
    """``copies`` of the message of a route on their way; ``delivered`` when one has arrived before."""

    route: int
    copies: int
    delivered: bool = False
    drifted: bool = False


class Flag(NamedTuple):
    """Something bad that happened on the way to a state, and the element it happened to."""

    verdict: str
    subject: str
    detail: str = ""


class Close(NamedTuple):
    """Why nothing more may happen: a terminal with its outcome, or a saga that undoes (``pending`` commands left)."""

    kind: Literal["ended", "compensating", "compensated", "stuck"]
    outcome: str | None = None
    saga: int | None = None
    pending: tuple[str, ...] = ()
    step: int | None = None


class Cells(Protocol):
    """What can be read by number: the cells of a state, of a draft, or of a state that notes what was read."""

    def __getitem__(self, number: int, /) -> Any: ...


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """The cells of one plan's states, and the numbers of the first of each kind.

    One cell each: the mark of a step, the arm of a moment, the facts about an identity, the message of a route, the
    order of a channel (its routes as they were sent), the state of an aggregate and of a saga, what a reaction reacted
    to (step of the occurrence, mark), how often a return was taken, the occurrences of a step that has a choice of
    them, the commands that can be undone, the faults used of a kind, the flags, and the close.

    ``shared`` are the numbers of the cells that several instances of a flow have in common.
    """

    choices: int
    facts: Mapping[str, int]
    messages: int
    channels: Mapping[str, int]
    aggregates: int
    sagas: int
    reacted: Mapping[int, int]
    returned: int
    times: Mapping[int, int]
    undoable: int
    used: int
    flags: int
    close: int
    shared: tuple[int, ...]
    initial: tuple[Any, ...]

    @property
    def spent(self) -> range:
        """The numbers of the cells that count faults."""
        return range(self.used, self.flags)


class State(NamedTuple):
    """Canonical and hashable: two ways to the same situation give equal states, whatever run found them."""

    layout: Layout
    cells: tuple[Any, ...]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, State) and self.cells == other.cells

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(self.cells)

    @property
    def marks(self) -> tuple[int, ...]:
        return self.cells[: self.layout.choices]

    @property
    def choices(self) -> tuple[int, ...]:
        at = self.layout
        first = min((*at.facts.values(), at.messages))
        return self.cells[at.choices : first]

    @property
    def facts(self) -> frozenset[Fact]:
        return frozenset(fact for number in self.layout.facts.values() for fact in self.cells[number])

    @property
    def flight(self) -> tuple[Message, ...]:
        """Messages of unordered channels in the order of their routes, then the ordered ones as they were sent."""
        at = self.layout
        last = min((*at.channels.values(), at.aggregates))
        queued = [route for number in at.channels.values() for route in self.cells[number]]
        free = [n for n in range(last - at.messages) if n not in queued]
        found = (self.cells[at.messages + route] for route in (*free, *queued))
        return tuple(message for message in found if message is not None)

    @property
    def lifecycle(self) -> tuple[str, ...]:
        return self.cells[self.layout.aggregates : self.layout.sagas]

    @property
    def sagas(self) -> tuple[str | None, ...]:
        at = self.layout
        return self.cells[at.sagas : min((*at.reacted.values(), at.returned))]

    @property
    def reacted(self) -> frozenset[tuple[int, int, int]]:
        """(reaction, step of the occurrence, mark)."""
        found = self.layout.reacted.items()
        return frozenset((reaction, *each) for reaction, number in found for each in self.cells[number])

    @property
    def returned(self) -> tuple[int, ...]:
        at = self.layout
        return self.cells[at.returned : min((*at.times.values(), at.undoable))]

    @property
    def undoable(self) -> tuple[str, ...]:
        """Commands done that a saga can undo, in the order in which they were done."""
        found: tuple[str, ...] = self.cells[self.layout.undoable]
        return found

    @property
    def used(self) -> tuple[int, ...]:
        """Faults of each kind, in the order of ``FAULT_KINDS``."""
        return self.cells[self.layout.used : self.layout.flags]

    @property
    def flags(self) -> frozenset[Flag]:
        found: frozenset[Flag] = self.cells[self.layout.flags]
        return found

    @property
    def close(self) -> Close | None:
        found: Close | None = self.cells[self.layout.close]
        return found

    @property
    def faults(self) -> int:
        return sum(self.used)


def lay_out(plan: Plan, *, faults: int) -> Layout:
    """The cells that runs of ``plan`` can need; ``faults`` is the number of kinds of faults."""
    cells: list[Any] = []

    def put(values: Iterable[Any]) -> int:
        first = len(cells)
        cells.extend(values)
        return first

    def put_each(keys: Iterable[Any], value: Any) -> dict[Any, int]:
        return {key: put((value,)) for key in keys}

    put(0 for _ in plan.steps)
    choices = put(UNDECIDED for _ in plan.flow.moments)
    facts = put_each(plan.identities, NO_FACTS)
    messages = put(None for _ in plan.routes)
    channels = put_each(sorted({route.channel for route in plan.routes if route.channel is not None}), ())
    aggregates = put(a.lifecycle.initial or "" for a in plan.aggregates if a.lifecycle)
    sagas = put(None for _ in plan.sagas)
    reacted = put_each((r.number for r in plan.reactions if r.trigger in facts), NO_REACTIONS)
    returned = put(0 for _ in plan.returns)
    times = put_each((step.index for step in plan.steps if len(step.occurrences) > 1), 0)
    undoable = put(((),))
    used = put(0 for _ in range(faults))
    flags = put((frozenset(),))
    close = put((None,))
    return Layout(
        choices, facts, messages, channels, aggregates, sagas, reacted, returned, times, undoable, used, flags, close,
        shared=(*range(aggregates, sagas), *range(used, used + faults)), initial=tuple(cells),
    )  # fmt: skip


class Joint(NamedTuple):
    """The states of several instances of a flow, whose shared cells are equal."""

    instances: tuple[State, ...]

    @property
    def faults(self) -> int:
        return self.instances[0].faults


def instances_of(state: State | Joint) -> tuple[State, ...]:
    return state.instances if isinstance(state, Joint) else (state,)
