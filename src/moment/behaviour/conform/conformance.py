"""What a replayed log says about the model: runs, ends, divergences, payloads, what was never seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from moment.behaviour.conform.aside import Aside
from moment.behaviour.conform.divergence import Divergence, DivergenceKind
from moment.behaviour.conform.payloads import Problem
from moment.behaviour.conform.shown import Part
from moment.behaviour.conform.signs import Names, Sign
from moment.behaviour.conform.tally import First
from moment.behaviour.machine import Route, Scope
from moment.model.domain import Event, Flow


class Diverged(NamedTuple):
    """``times`` correlations diverged in one way; ``after`` are the last signs of the ``first`` before."""

    divergence: Divergence
    kind: DivergenceKind
    times: int
    first: First
    after: tuple[Sign, ...]


class BrokenPayload(NamedTuple):
    """``times`` payloads with one problem; ``route`` is the crossing whose contract it breaks."""

    event: Event
    route: Route | None
    flow: str | None
    problem: Problem
    times: int
    first: First

    @property
    def counts(self) -> bool:
        return self.problem.kind != "unknown-field"


class Ended(NamedTuple):
    """``times`` runs of a flow that ended in one way; ``faults`` are those that must have struck."""

    flow: int
    verdict: str
    outcome: str | None
    faults: tuple[str, ...]
    times: int


class Unfinished(NamedTuple):
    """``times`` runs that stop behind ``after``; ``waits_for`` is what could have come. ``flows``: all they can be."""

    flows: tuple[int, ...]
    after: Sign | None
    waits_for: tuple[Sign, ...]
    faults: tuple[str, ...]
    evicted: bool
    times: int
    first: First


class OfFlow(NamedTuple):
    """A flow with the parts that the log has shown and those that it has not."""

    flow: Flow
    number: int
    parts: tuple[Part, ...]
    ends: tuple[Ended, ...]

    @property
    def runs(self) -> int:
        return sum(end.times for end in self.ends)


class Counts(NamedTuple):
    events: int
    replayed: int
    correlations: int
    evicted: int
    unjudged: int
    unchecked: int


@dataclass(frozen=True, slots=True)
class Conformance:
    """A finished replay. Lists are in the order of the log's first case, flows in declared order."""

    scope: Scope
    strict: bool
    counts: Counts
    flows: tuple[OfFlow, ...]
    divergences: tuple[Diverged, ...]
    unfinished: tuple[Unfinished, ...]
    broken: tuple[BrokenPayload, ...]
    aside: Aside
    signs: tuple[Sign, ...]
    untold: int
    names: Names

    @property
    def diverging(self) -> int:
        return sum(each.times for each in self.divergences)

    @property
    def flaws(self) -> int:
        return self.aside.flaws.total

    @property
    def is_complete(self) -> bool:
        """Whether every line could be read and every correlation judged."""
        return not (self.counts.unjudged or self.flaws or self.untold)

    @property
    def is_about_nothing(self) -> bool:
        """Whether no event was replayed, or every correlation hit the limit."""
        return not self.counts.replayed or self.counts.unjudged == self.counts.correlations

    @property
    def conforms(self) -> bool:
        """Nothing diverges and no payload is broken, and there was something to judge."""
        if self.is_about_nothing or self.divergences or self.untold or any(each.counts for each in self.broken):
            return False
        return not self.strict or not self.doubts

    @property
    def doubts(self) -> int:
        """What counts with ``strict`` only: what was not understood, not judged, not finished, or cannot be in time."""
        aside = self.aside
        tallies = (
            aside.flaws, aside.unknown, aside.ambiguous, aside.uncorrelated, aside.uncontracted, aside.invalid_times,
            aside.future, aside.out_of_order, aside.before_cause,
        )  # fmt: skip
        return self.counts.unjudged + sum(tally.total for tally in tallies) + sum(e.times for e in self.unfinished)

    @property
    def exit(self) -> int:
        return 0 if self.conforms else 1


class Settings(NamedTuple):
    """``open_limit`` correlations are kept, ``limit`` situations made. ``now`` is in seconds since 1970."""

    now: float
    open_limit: int = 100_000
    limit: int = 50_000
    prefix: str = ""
    strict: bool = False
