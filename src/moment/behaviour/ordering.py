"""Which bad ends come only from messages that overtake each other: those that ``ordered`` crossings would not have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple, TypeAlias

from moment.behaviour.action_names import in_words
from moment.behaviour.compile import Compiled
from moment.behaviour.explore import explore
from moment.behaviour.failures import ways_to_fail
from moment.behaviour.figures import measure
from moment.behaviour.findings import Finding, Judged
from moment.behaviour.graph import Limits
from moment.behaviour.instances import bare
from moment.behaviour.interpreter import Interpreter
from moment.behaviour.machine import Plan, Route
from moment.behaviour.recipes import is_choice
from moment.behaviour.rules import ORDER_ASSUMED
from moment.behaviour.verdicts import Verdict
from moment.diagnostics.model import Diagnostic, Label

_NOT_OF_ORDER = frozenset(("contract-violation", "unhandled-refusal", "policy-loop"))
_Ends: TypeAlias = frozenset[Verdict]


class _Overtaking(NamedTuple):
    """``late`` was sent before ``early`` from the same source to the same target, and arrives behind it."""

    late: Route
    early: Route


def order_assumed(judged: Judged, findings: tuple[Finding, ...], limits: Limits | None) -> tuple[Finding, ...]:
    """``findings`` in which a bad end without faults that order would prevent says so, and nothing else.

    The flow is explored again with the crossings of one source and target in order; when the bad end goes and no
    other comes instead, their order is what is wrong: that of two of them, where that is enough. What ``limits`` leave
    undecided stays as it is.
    """
    if judged.explored.graph.limit is not None:
        return findings
    bad = frozenset(finding.as_verdict for finding in findings if not finding.min_faults)
    return tuple(
        _reconsidered(judged, finding, bad - {finding.as_verdict}, limits)
        if finding.as_verdict in bad and finding.verdict not in _NOT_OF_ORDER
        else finding
        for finding in findings
    )


def _reconsidered(judged: Judged, finding: Finding, others: _Ends, limits: Limits | None) -> Finding:
    for routes in _channels(judged.plan):
        candidates = tuple(_overtaking(finding, routes))
        if not candidates or not _mends(judged.plan, routes, others, limits):
            continue
        alone = (each for each in candidates if _mends(judged.plan, each, others, limits))
        diagnostic = _diagnostic(finding, next(alone, candidates[0]) if len(candidates) > 1 else candidates[0])
        return replace(finding, code=diagnostic.code, diagnostics=(diagnostic,))
    return finding


def _channels(plan: Plan) -> Iterator[tuple[Route, ...]]:
    """The crossings of each source and target that has more than one, in written order, where not all are ordered."""
    pairs: dict[tuple[str | None, str], list[Route]] = {}
    for route in plan.routes:
        pairs.setdefault((route.crossing.source, route.target), []).append(route)
    for routes in pairs.values():
        if len(routes) > 1 and any(route.channel is None for route in routes):
            yield tuple(routes)


def _overtaking(finding: Finding, routes: Sequence[Route]) -> Iterator[_Overtaking]:
    """Every two of ``routes`` whose messages change places on the way to the bad end."""
    path = finding.why.actions
    arrived = [action.subject for action in path if action.kind == "deliver"]
    for late in routes:
        for early in routes:
            if early.step > late.step and early.number in arrived:
                before = arrived[: arrived.index(early.number)]
                if late.number not in before and None in (late.channel, early.channel):
                    yield _Overtaking(late, early)


def _mends(plan: Plan, routes: Sequence[Route], others: _Ends, limits: Limits | None) -> bool:
    """Whether no run without faults ends badly with ``routes`` in order, but for ends that are there anyway."""
    numbers = {route.number for route in routes}
    ordered = tuple(
        route._replace(channel=f"{route.crossing.source}>{route.target}") if route.number in numbers else route
        for route in plan.routes
    )
    machine = Interpreter(replace(plan, routes=ordered, scope=replace(plan.scope, max_faults=0)))
    explored = measure(machine, explore(Compiled(machine), limits))
    return explored.graph.limit is None and others.issuperset(ways_to_fail(explored))


def _diagnostic(finding: Finding, overtaking: _Overtaking) -> Diagnostic:
    late, early = overtaking
    names = {f"deliver:{route.name}" for route in overtaking}
    steps = in_words([each.name for each in finding.why.actions if is_choice(each) or bare(each.name) in names])
    return ORDER_ASSUMED.at(
        early.crossing.place,
        Label(late.crossing.place, "must arrive first"),
        hint=f"Say `ordered` in the delivery of both: a run ends as {finding.verdict} after {', then '.join(steps)}.",
        elements=(early.crossing.id, late.crossing.id, finding.subject),
        event=early.event.rpartition("/")[2],
        other=late.event.rpartition("/")[2],
    )
