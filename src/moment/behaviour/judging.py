"""What runs find wrong with one flow, without telling any of them: what a check needs, and no more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from moment.behaviour.compile import Compiled
from moment.behaviour.coverage import reached
from moment.behaviour.explore import explore
from moment.behaviour.figures import measure
from moment.behaviour.findings import Finding, Judged, after_in_words
from moment.behaviour.graph import Limits
from moment.behaviour.interpreter import Interpreter
from moment.behaviour.machine import Scope
from moment.behaviour.ordering import order_assumed
from moment.behaviour.rules import BUDGET_EXHAUSTED, ORDER_ASSUMED
from moment.behaviour.steps import prepare
from moment.diagnostics.model import Diagnostic, order
from moment.model.domain import Domain, Flow


class Judgement(NamedTuple):
    """The findings of the runs that were seen; ``out_of_time`` when a longer look may find more, or explain it better."""

    diagnostics: tuple[Diagnostic, ...]
    states: int
    out_of_time: bool = False


def judge_flow(
    flow: Flow,
    domain: Domain,
    *,
    scope: Scope,
    limits: Limits | None = None,
    patience: Callable[[], bool] | None = None,
) -> Judgement:
    """The findings of every run of ``flow`` within ``limits``, sorted by place, each once.

    What it takes to fail is made shorter until ``patience`` says that time is over.
    """
    bounds = limits or Limits()
    watch = _Watch(bounds.expired)
    bounds = bounds._replace(expired=watch)
    machine = Interpreter(prepare(flow, domain, scope))
    explored = measure(machine, explore(Compiled(machine), bounds))
    hurry = _Watch(patience)
    judged = Judged(explored, (), reached(explored), hurry)
    findings = order_assumed(judged, judged.findings(), bounds)
    return Judgement(
        diagnostics_of(judged, tuple(map(_with_way, findings))), explored.states, watch.has_struck or hurry.has_struck
    )


class _Watch:
    """A limit of time that remembers whether it cut something short."""

    def __init__(self, expired: Callable[[], bool] | None) -> None:
        self._expired = expired
        self.has_struck = False

    def __call__(self) -> bool:
        self.has_struck = self.has_struck or (self._expired is not None and self._expired())
        return self.has_struck


def _with_way(finding: Finding) -> Finding:
    """``finding`` whose diagnostics say what leads there: a simulation shows it below each, a check has only them."""
    way = after_in_words(finding.why.recipe)
    said = (each.hint or "" for each in finding.diagnostics)
    hints = (hint if way in hint or finding.code == ORDER_ASSUMED.code else f"{hint} {way}".strip() for hint in said)
    return replace(
        finding,
        diagnostics=tuple(replace(each, hint=hint) for each, hint in zip(finding.diagnostics, hints, strict=True)),
    )


def diagnostics_of(judged: Judged, findings: tuple[Finding, ...]) -> tuple[Diagnostic, ...]:
    """Every diagnostic of ``findings`` and of what is no verdict, sorted by place, each once."""
    found = {_key(each): each for finding in reversed(findings) for each in finding.diagnostics}
    found.update({_key(each): each for each in judged.notes(findings)})
    return tuple(sorted(found.values(), key=order))


def unexplored(flow: Flow) -> Diagnostic:
    """What is said of a flow for which no time was left."""
    return BUDGET_EXHAUSTED.at(
        flow.place, hint="No time was left to look into it.", elements=(flow.id,), flow=flow.name
    )


def _key(diagnostic: Diagnostic) -> tuple[object, ...]:
    return diagnostic.code, diagnostic.place, diagnostic.message
