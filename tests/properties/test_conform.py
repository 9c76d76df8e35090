"""What holds for the log of any run: it conforms; and a log that was tampered with never crashes and is mostly seen."""

from __future__ import annotations

import random
from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from moment.behaviour.conform.conformance import Conformance, Settings
from moment.behaviour.conform.judgement import conform
from moment.behaviour.conform.logged import Logged
from moment.behaviour.conform.report import report
from moment.behaviour.machine import Scope
from moment.behaviour.scenario import Scenario, scenarios
from moment.behaviour.simulation import run_flow
from moment.behaviour.verdicts import GOOD
from moment.model.domain import Domain
from moment.project.session import load
from tests.properties.flows import PROPERTY, flows
from tests.properties.test_behaviour import explore

_NOW = 1_800_000_000.0


def log_of(told: Iterable[Scenario]) -> list[list[Logged]]:
    """The events of each scenario as its system would log them, those of a step in the order of the model."""
    return [
        [
            Logged(
                number, happened.event.name, happened.event.context, happened.id, happened.at, scenario.id,
                next(iter(happened.causation), None), dict(happened.payload),
            )
            for number, happened in enumerate(scenario.trace.events, 1)
        ]
        for scenario in told
    ]  # fmt: skip


def replay(domain: Domain, log: Iterable[Logged], scope: Scope, *, open_limit: int = 100) -> Conformance:
    return conform(domain, log, scope=scope, settings=Settings(_NOW, open_limit))


@PROPERTY
@given(flows(), st.integers(0, 2**32))
def test_the_log_of_every_told_run_conforms(text: str, seed: int) -> None:
    found = explore(text, faults=1)
    if found.graph.limit is not None:
        return
    plan = found.machine.plan
    told = scenarios(found)
    runs = log_of(told)
    for scenario, run in zip(told, runs, strict=True):
        alone = replay(plan.domain, run, plan.scope)
        assert alone.divergences == ()
        ends = alone.flows[0].ends
        assert all(len(end.faults) <= len(scenario.run.faults) for end in ends)
        if run and not scenario.run.faults:
            assert [end.times for end in ends] == [1]
            assert ends[0].verdict in GOOD or not scenario.verdict.is_good
    chance = random.Random(seed)
    mixed = []
    while waiting := [run for run in runs if run]:
        mixed.append(chance.choice(waiting).pop(0))
    together = replay(plan.domain, mixed, plan.scope)
    assert together.divergences == ()
    assert together.counts.replayed == len(mixed)


@PROPERTY
@given(flows(), st.integers(0, 2**32))
def test_a_log_that_was_tampered_with_is_answered(text: str, seed: int) -> None:
    found = explore(text, faults=0)
    plan = found.machine.plan
    chance = random.Random(seed)
    for run in log_of(scenarios(found)):
        changed = tampered(run, chance)
        answer = replay(plan.domain, changed, plan.scope, open_limit=chance.choice((1, 100)))
        assert report(answer, plan.domain, log="log").endswith("\n")
        assert answer.counts.events == len(changed)


def test_most_logs_that_were_tampered_with_are_seen() -> None:
    """Without faults to explain them: what is dropped, inserted or swapped inside a run shows."""
    domain = load("examples/hospital").domain()
    scope = Scope(max_faults=0)
    runs = [
        run for flow in domain.flows for run in log_of(run_flow(flow, domain, scope=scope).scenarios) if len(run) > 2
    ]
    assert len(runs) >= 10
    chance = random.Random(1)
    seen = total = 0
    for _ in range(6):
        for run in runs:
            total += 1
            answer = replay(domain, tampered(run, chance), scope)
            seen += bool(answer.divergences or answer.unfinished)
    assert seen / total > 0.95


def tampered(run: list[Logged], chance: random.Random) -> list[Logged]:
    """One event dropped, doubled under another identifier, or swapped with the next."""
    if len(run) < 2:
        return run
    at = chance.randrange(len(run) - 1)
    match chance.choice(("drop", "insert", "swap")):
        case "drop":
            return [*run[:at], *run[at + 1 :]]
        case "insert":
            copy = chance.choice(run)._replace(id="another")
            return [*run[:at], copy, *run[at:]]
        case _:
            return [*run[:at], *reversed(run[at : at + 2]), *run[at + 2 :]]
