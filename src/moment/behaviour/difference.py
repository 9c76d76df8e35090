"""What changed from one simulation to another: the types, and what counts as worse."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from moment.behaviour.figures import End
from moment.behaviour.machine import Scope
from moment.text.span import Place

FlowStatus: TypeAlias = Literal["added", "removed", "changed", "same"]
Change: TypeAlias = Literal["gained", "lost", "sooner", "later", "same"]

WORST_FIRST = (
    "stalled", "contract-violation", "illegal-transition", "unfinished-saga", "policy-loop", "retry-exhausted",
    "double-effect", "unanticipated", "unhandled-refusal",
)  # fmt: skip
"""The bad verdicts; what stops a flow comes before what spoils it."""
STATUSES: tuple[FlowStatus, ...] = ("changed", "added", "removed", "same")
CHANGES: tuple[Change, ...] = ("gained", "sooner", "same", "later", "lost")


class Figures(NamedTuple):
    """Of the runs with all faults of the scope; ``limit`` is the one that left them incomplete."""

    runs: int
    states: int
    limit: str | None


class Occurred(NamedTuple):
    """``faults`` is the smallest number of faults that brings it about, ``recipe`` the choices and faults."""

    faults: int
    recipe: tuple[str, ...]
    place: Place


class EndChange(NamedTuple):
    """A way to end with its runs and probability on both sides; ``None`` where no run ends so."""

    verdict: str
    outcome: str | None
    before: End | None
    after: End | None

    @property
    def change(self) -> Literal["gained", "lost", "moved", "same"]:
        if self.before is None:
            return "gained"
        if self.after is None:
            return "lost"
        return "same" if self.before == self.after else "moved"


class FindingChange(NamedTuple):
    """One thing that is wrong: ``element`` and ``message`` tell it from others of its verdict."""

    verdict: str
    element: str
    code: str
    message: str
    before: Occurred | None
    after: Occurred | None

    @property
    def change(self) -> Change:
        """``sooner``: fewer faults bring it about than before."""
        return _change(self.before and self.before.faults, self.after and self.after.faults)

    def is_worse(self, *, strict: bool) -> bool:
        """Whether a run without faults ends so that none ended so before; with ``strict``, one with fewer faults."""
        if self.change not in ("gained", "sooner") or self.after is None:
            return False
        return strict or (self.after.faults == 0 and self.verdict != "unhandled-refusal")


class PropertyChange(NamedTuple):
    """The smallest number of faults after which a run ends in ``verdict``; ``None``: none does."""

    verdict: str
    before: int | None
    after: int | None

    @property
    def change(self) -> Change:
        return _change(self.before, self.after)


class Survival(NamedTuple):
    """What a flow survives of the ``most`` faults that were tried: it ``breaks_at`` so many, with this recipe.

    ``None`` when nothing broke it; with a ``limit``, as far as it was explored.
    """

    most: int
    breaks_at: int | None
    verdict: str | None
    recipe: tuple[str, ...]
    limit: str | None


class Uncovered(NamedTuple):
    """An element that is still there, that runs reached before and none reaches now."""

    kind: str
    element: str
    name: str


@dataclass(frozen=True, slots=True)
class FlowChange:
    """One flow on both sides. ``ends`` are those of runs without faults, ``faulty`` those that only faults reach.

    ``findings`` are all of either side, what is new first and the worst of it first. ``beyond`` are policies that
    newly react outside the flow, ``within`` those that no longer do; ``assumptions`` count what rests on words.
    """

    name: str
    before: Figures | None
    after: Figures | None
    ends: tuple[EndChange, ...] = ()
    faulty: tuple[EndChange, ...] = ()
    findings: tuple[FindingChange, ...] = ()
    properties: tuple[PropertyChange, ...] = ()
    survived: Survival | None = None
    survives: Survival | None = None
    uncovered: tuple[Uncovered, ...] = ()
    beyond: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    assumptions: tuple[int, int] = (0, 0)

    @property
    def status(self) -> FlowStatus:
        if self.before is None:
            return "added"
        if self.after is None:
            return "removed"
        return "changed" if self._has_moved() else "same"

    def _has_moved(self) -> bool:
        moved = any(each.before != each.after for each in (*self.ends, *self.faulty))
        moved |= any(each.change != "same" for each in self.findings)
        moved |= bool(self.uncovered or self.beyond or self.within)
        return moved or self.before != self.after or self.assumptions[0] != self.assumptions[1]

    def worse(self, *, strict: bool) -> tuple[FindingChange, ...]:
        return tuple(each for each in self.findings if each.is_worse(strict=strict))

    @property
    def is_weaker(self) -> bool:
        """Whether anything bad is new or needs fewer faults than before."""
        return bool(self.worse(strict=True))

    @property
    def is_better(self) -> bool:
        """Whether something bad is gone, or needs more faults, from a flow that is still there."""
        return (
            self.after is not None
            and not self.after.limit
            and any(each.change in ("lost", "later") for each in self.findings)
        )


@dataclass(frozen=True, slots=True)
class Difference:
    """All flows of either side under one scope: those of now in written order, then those that are gone."""

    scope: Scope
    seed: int
    strict: bool
    flows: tuple[FlowChange, ...]

    @property
    def is_worse(self) -> bool:
        return any(flow.worse(strict=self.strict) for flow in self.flows)

    @property
    def exit(self) -> int:
        """1 when something got worse; what was bad before and still is does not count."""
        return 1 if self.is_worse else 0

    def of(self, status: FlowStatus) -> tuple[FlowChange, ...]:
        return tuple(flow for flow in self.flows if flow.status == status)

    @property
    def incomplete(self) -> tuple[str, ...]:
        """Flows of which one side was not explored to its ends."""
        sides = ((flow.name, side) for flow in self.flows for side in (flow.before, flow.after))
        return tuple(dict.fromkeys(name for name, side in sides if side is not None and side.limit is not None))


def _change(before: int | None, after: int | None) -> Change:
    if before == after:
        return "same"
    if before is None:
        return "gained"
    if after is None:
        return "lost"
    return "sooner" if after < before else "later"
