"""Logs in few words for the tests of conformance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from moment.behaviour.conform.conformance import Conformance, Settings
from moment.behaviour.conform.judgement import conform
from moment.behaviour.conform.logged import Flaw, Logged
from moment.behaviour.machine import DEFAULT_BUDGETS, FaultKind, Scope
from moment.model.domain import Domain

NOW = 1_800_000_000.0
ID = "00000000-0000-4000-8000-000000000001"


def logged(name: str, line: int, correlation: str | None = "c", **more: Any) -> Logged:
    """``ADone`` happened, ``ADone@Right`` was received by Right; an own identifier, no time, a payload that fits."""
    type_, _, source = name.partition("@")
    event = Logged(line, type_, source or None, f"e{line}", None, correlation, None, {"aId": ID})
    if type_ in ("XDone", "YDone"):
        event = event._replace(data={"zId": ID})
    return event._replace(**more)


def replay(
    domain: Domain,
    logs: str | Iterable[Logged | Flaw],
    *,
    max_faults: int = 0,
    faults: Mapping[FaultKind, int] | None = None,
    flows: tuple[str, ...] = (),
    **settings: Any,
) -> Conformance:
    """``"ADone XDone | ADone"`` are two correlations, one after the other."""
    if isinstance(logs, str):
        runs = [run.split() for run in logs.split("|")]
        named = [(name, f"c{number}") for number, run in enumerate(runs, 1) for name in run]
        logs = [logged(name, line, correlation) for line, (name, correlation) in enumerate(named, 1)]
    scope = Scope(max_faults=max_faults, budgets={**DEFAULT_BUDGETS, **(faults or {})})
    return conform(domain, logs, flows=flows, scope=scope, settings=Settings(NOW, **settings))


def ends(found: Conformance) -> dict[str, int]:
    """``completed`` or ``ended Out`` to the number of runs; faults behind ``+``."""
    told: dict[str, int] = {}
    for of in found.flows:
        for end in of.ends:
            name = " ".join(filter(None, (end.verdict, end.outcome, *(f"+{fault}" for fault in end.faults))))
            told[name] = told.get(name, 0) + end.times
    return told


def divergences(found: Conformance) -> list[tuple[str, str, int]]:
    """(kind, sign, line of the first)."""
    return [(each.kind, each.divergence.sign.text, each.first.line) for each in found.divergences]
