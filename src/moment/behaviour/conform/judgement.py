"""A log replayed to its end, and what the replay counted as one answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from moment.behaviour.conform.conformance import (
    BrokenPayload,
    Conformance,
    Counts,
    Diverged,
    Ended,
    OfFlow,
    Settings,
    Unfinished,
)
from moment.behaviour.conform.logged import Flaw, Logged
from moment.behaviour.conform.observer import Observer
from moment.behaviour.conform.payloads import Payloads
from moment.behaviour.conform.recognition import Recognition
from moment.behaviour.conform.replay import Replay
from moment.behaviour.conform.shown import Item, parts
from moment.behaviour.conform.signs import Names, Sign
from moment.behaviour.interpreter import Interpreter
from moment.behaviour.machine import Scope
from moment.behaviour.steps import prepare
from moment.model.domain import Domain


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
