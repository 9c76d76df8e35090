"""What a replayed log says about the model: runs, ends, divergences, payloads, what was never seen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from moment.behaviour.conform.aside import Aside
from moment.behaviour.conform.divergence import Divergence, DivergenceKind
from moment.behaviour.conform.logged import Flaw, Logged
from moment.behaviour.conform.observer import Observer
from moment.behaviour.conform.payloads import Payloads, Problem
from moment.behaviour.conform.recognition import Recognition
from moment.behaviour.conform.replay import Replay
from moment.behaviour.conform.shown import Item, Part, parts
from moment.behaviour.conform.signs import Names, Sign
from moment.behaviour.conform.tally import First
from moment.behaviour.interpreter import Interpreter
from moment.behaviour.machine import Route, Scope
from moment.behaviour.steps import prepare
from moment.model.domain import Domain, Event, Flow


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


def conform(
    domain: Domain,
    events: Iterable[Logged | Flaw],
    *,
    flows: Iterable[str] = (),
    scope: Scope,
    scopes: Mapping[str, Scope] | None = None,
    settings: Settings,
) -> Conformance:
    """Replays ``events`` against the flows named, or all. Memory is bounded by ``settings``, not by the log.

    ``scopes`` are those of single flows that have another than ``scope``; a correlation is one instance of a flow.
    """
    chosen = set(flows)
    own = {flow.name: (scopes or {}).get(flow.name, scope) for flow in domain.flows}
    plans = [
        prepare(flow, domain, replace(own[flow.name], instances=1))
        for flow in domain.flows
        if not chosen or flow.name in chosen
    ]
    observer = Observer([Interpreter(plan) for plan in plans], limit=settings.limit)
    routes = [route for plan in plans for route in plan.routes]
    names = Names(domain, prefix=settings.prefix)
    recognition = Recognition(domain, names, routes, frozenset[str]().union(*observer.alphabets))
    payloads = Payloads(domain, routes)
    replay = Replay(observer, payloads, recognition, now=settings.now, open_limit=settings.open_limit)
    replay.run(events)
    flow_of = [plan.flow.name for plan in plans for _ in plan.routes]
    return Conformance(
        scope=scope,
        strict=settings.strict,
        counts=Counts(
            replay.events, replay.replayed, replay.correlations, replay.evicted, replay.unjudged, replay.unchecked
        ),
        flows=_flows(replay),
        divergences=tuple(
            Diverged(divergence, kind, found.times, found.first, signs_of(found.first.text, recognition.signs))
            for (divergence, kind), found in replay.divergences.items()
        ),
        unfinished=_unfinished(replay),
        broken=tuple(
            BrokenPayload(
                domain.event[key[0]], None if key[1] is None else routes[key[1]],
                None if key[1] is None else flow_of[key[1]], replay.problems[key], found.times, found.first,
            )
            for key, found in replay.broken.items()
        ),
        aside=replay.aside,
        signs=tuple(recognition.signs),
        untold=replay.divergences.others + replay.broken.others,
        names=names,
    )  # fmt: skip


def signs_of(trail: str, signs: list[Sign]) -> tuple[Sign, ...]:
    return tuple(signs[ord(character)] for character in trail)


def _flows(replay: Replay) -> tuple[OfFlow, ...]:
    seen = _seen(replay)
    ends: dict[Ended, int] = {}
    for run, count in replay.finished.items():
        first = replay.observer.ends(run)[0]
        key = Ended(first.flow, first.verdict.kind, first.verdict.outcome, first.faults, 0)
        ends[key] = ends.get(key, 0) + count
    found = []
    for number, machine in enumerate(replay.observer.machines):
        own = sorted((key for key in ends if key.flow == number), key=lambda key: (-ends[key], str(key)))
        outcomes: dict[str | None, int] = {}
        for key in own:
            outcomes[key.outcome] = outcomes.get(key.outcome, 0) + ends[key]
        events = replay.observer.alphabets[number]
        found.append(
            OfFlow(
                machine.plan.flow, number,
                tuple(parts(machine.plan, number, seen, outcomes=outcomes, events=events)),
                tuple(key._replace(times=ends[key]) for key in own),
            )
        )  # fmt: skip
    return tuple(found)


def _seen(replay: Replay) -> Mapping[Item, int]:
    """How often each part was shown: on the way, and by what is certain once a run is over."""
    seen: dict[Item, int] = {}
    for edges in replay.courses.table:
        for edge in edges.values():
            for item in edge.gain if edge.visits else ():
                seen[item] = seen.get(item, 0) + edge.visits
    for run, count in replay.finished.items():
        for item in replay.observer.certain(run, over=True) - replay.observer.certain(run):
            seen[item] = seen.get(item, 0) + count
    return seen


def _unfinished(replay: Replay) -> tuple[Unfinished, ...]:
    """Runs that stop at one event, whatever else is known of them, told together; the most frequent first."""
    observer = replay.observer
    found: dict[tuple[tuple[int, ...], str, bool], Unfinished] = {}
    for (run, last, evicted), counted in replay.unfinished.items():
        after = signs_of(last, replay.recognition.signs)
        base = len(observer.faults(run))
        waits = [sign for sign, faults in observer.signs(run).items() if faults <= base and sign.heard is None]
        key = observer.flows(run), last, evicted
        known = found.get(key)
        if known is None:
            faults = observer.faults(run)
            found[key] = Unfinished(
                key[0], after[0] if after else None, tuple(waits), faults, evicted, counted.times, counted.first
            )
        else:
            together = tuple(dict.fromkeys((*known.waits_for, *waits)))
            fewest = min(known.faults, observer.faults(run), key=len)
            found[key] = known._replace(waits_for=together, faults=fewest, times=known.times + counted.times)
    return tuple(sorted(found.values(), key=lambda each: -each.times))
