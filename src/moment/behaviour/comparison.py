"""Two simulations side by side: each flow, end and finding of one matched with that of the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from moment.behaviour.coverage import Covered
from moment.behaviour.difference import (
    CHANGES,
    WORST_FIRST,
    Difference,
    EndChange,
    Figures,
    FindingChange,
    FlowChange,
    Occurred,
    PropertyChange,
    Survival,
    Uncovered,
)
from moment.behaviour.figures import End
from moment.behaviour.findings import Finding
from moment.behaviour.landmarks import Landmark, landmarks
from moment.behaviour.rules import POLICY_OUTSIDE_FLOW
from moment.behaviour.simulation import FlowRun, Simulation
from moment.diagnostics.model import Diagnostic
from moment.model.domain import Domain, Machine
from moment.text.span import Place


def compare(before: Simulation, after: Simulation) -> Difference:
    """What changed from ``before`` to ``after``, which ran under one scope and seed; flows are matched by name."""
    earlier = {run.flow.name: run for run in before.flows}
    now = {run.flow.name: run for run in after.flows}
    names = (*now, *(name for name in earlier if name not in now))
    flows = tuple(_flow(name, earlier.get(name), now.get(name), after.domain) for name in names)
    return Difference(after.scope, after.seed, after.strict, flows)


def _flow(name: str, before: FlowRun | None, after: FlowRun | None, domain: Domain) -> FlowChange:
    was, now = _beyond(before), _beyond(after)
    return FlowChange(
        name=name,
        before=_figures(before),
        after=_figures(after),
        ends=_ends(_spotless(before), _spotless(after)),
        faulty=_ends(_spoilt(before), _spoilt(after)),
        findings=_findings(before, after),
        properties=_properties(before, after),
        survived=survival(before),
        survives=survival(after),
        uncovered=tuple(_uncovered(before, after, domain)) if before and after else (),
        beyond=tuple(each for each in now if each not in was),
        within=tuple(each for each in was if each not in now),
        assumptions=(before.assumptions if before else 0, after.assumptions if after else 0),
    )


def _figures(run: FlowRun | None) -> Figures | None:
    return Figures(run.rungs[-1].runs, run.rungs[-1].states, run.limit) if run else None


def _spotless(run: FlowRun | None) -> tuple[End, ...]:
    return run.rungs[0].ends if run else ()


def _spoilt(run: FlowRun | None) -> tuple[End, ...]:
    """The ends that no run without faults has."""
    spotless = {end[:2] for end in _spotless(run)}
    return tuple(end for end in run.rungs[-1].ends if end[:2] not in spotless) if run else ()


def _ends(before: tuple[End, ...], after: tuple[End, ...]) -> tuple[EndChange, ...]:
    """Those of now in their order, then those that are gone."""
    earlier = {end[:2]: end for end in before}
    now = {end[:2]: end for end in after}
    keys = (*now, *(key for key in earlier if key not in now))
    return tuple(EndChange(*key, earlier.get(key), now.get(key)) for key in keys)


class _Mark(NamedTuple):
    """By what a finding is known again on the other side."""

    verdict: str
    element: Landmark
    code: str
    message: str


def _findings(before: FlowRun | None, after: FlowRun | None) -> tuple[FindingChange, ...]:
    """Matched where they stand; what is left over, once more wherever the same lane and node stand now."""
    earlier, now = _occurred(before), _occurred(after)
    pairs = {mark: mark for mark in now if mark in earlier}
    moved = {_anywhere(mark): mark for mark in earlier if mark not in pairs}
    for mark in now:
        if mark not in pairs and (found := moved.pop(_anywhere(mark), None)) is not None:
            pairs[mark] = found
    matched = set(pairs.values())
    changes = [_changed(mark, earlier.get(pairs[mark]) if mark in pairs else None, now[mark]) for mark in now]
    changes += [_changed(mark, earlier[mark], None) for mark in earlier if mark not in matched]
    return tuple(sorted(changes, key=_urgency))


def _anywhere(mark: _Mark) -> tuple[str, str, str, str]:
    return mark.verdict, mark.element.anywhere, mark.code, mark.message


def _changed(mark: _Mark, before: Occurred | None, after: Occurred | None) -> FindingChange:
    return FindingChange(mark.verdict, mark.element.name, mark.code, mark.message, before, after)


def _occurred(run: FlowRun | None) -> Mapping[_Mark, Occurred]:
    """Every finding of a side once for each thing that it says, with the fewest faults that bring it about."""
    found: dict[_Mark, Occurred] = {}
    if run is None:
        return found
    known = landmarks(run.flow)
    for finding in run.findings:
        for code, message, place in _told(finding, run):
            element = known.get(finding.subject, Landmark(finding.subject, finding.subject))
            mark = _Mark(finding.verdict, element, code, message)
            if mark not in found or finding.min_faults < found[mark].faults:
                found[mark] = Occurred(finding.min_faults, finding.recipe, place)
    return found


def _told(finding: Finding, run: FlowRun) -> Iterator[tuple[str, str, Place]]:
    """What a finding says; a broken contract says something for each of its fields."""
    for diagnostic in finding.diagnostics:
        yield diagnostic.code, diagnostic.message, diagnostic.place
    if not finding.diagnostics:
        name = finding.subject.rpartition("/")[2]
        yield finding.code, f"a run of `{run.flow.name}` ends as {finding.verdict} of `{name}`", run.flow.place


def _urgency(change: FindingChange) -> tuple[object, ...]:
    faults = change.after.faults if change.after else 0
    return CHANGES.index(change.change), faults, _rank(change.verdict), change.element, change.code, change.message


def _rank(verdict: str) -> int:
    return WORST_FIRST.index(verdict) if verdict in WORST_FIRST else len(WORST_FIRST)


def _properties(before: FlowRun | None, after: FlowRun | None) -> tuple[PropertyChange, ...]:
    kinds = {finding.verdict for run in (before, after) if run is not None for finding in run.findings}
    ordered = sorted(kinds, key=lambda kind: (_rank(kind), kind))
    return tuple(PropertyChange(kind, _least(before, kind), _least(after, kind)) for kind in ordered)


def _least(run: FlowRun | None, verdict: str) -> int | None:
    return run.explored.least_faults(verdict) if run else None


def survival(run: FlowRun | None) -> Survival | None:
    if run is None:
        return None
    most = len(run.rungs) - 1
    broken = run.breaks_at
    if broken is None:
        return Survival(most, None, None, (), run.limit)
    return Survival(most, broken.min_faults, broken.verdict, broken.recipe, run.limit)


def _beyond(run: FlowRun | None) -> tuple[str, ...]:
    """Identities of the policies that react outside the flow, in the order of the report."""
    found = run.diagnostics if run else ()
    return tuple(dict.fromkeys(each.elements[0] for each in found if _is_beyond(each)))


def _is_beyond(diagnostic: Diagnostic) -> bool:
    return diagnostic.code == POLICY_OUTSIDE_FLOW.code


def _uncovered(before: FlowRun, after: FlowRun, domain: Domain) -> Iterator[Uncovered]:
    """What is declared on both sides, and reached on the earlier one only."""
    now = dict(_rows(after))
    for key, row in _rows(before):
        other = now.get(key)
        if row.reached and (not other.reached if other is not None else _is_declared(row, domain)):
            yield Uncovered(row.kind, key[1], row.name)


def _rows(run: FlowRun) -> Iterator[tuple[tuple[str, str], Covered]]:
    """The coverage by kind and landmark."""
    known = landmarks(run.flow)
    for row in run.coverage:
        yield (row.kind, known[row.element].name if row.element in known else row.element), row


def _is_declared(row: Covered, domain: Domain) -> bool:
    """Whether what has no row any more is still in the model: rows are left out for what no run could reach."""
    owner = row.element.removesuffix(f".{row.name}")
    match row.kind:
        case "policy":
            return row.element in domain.policy
        case "service":
            return row.element in domain.service
        case "saga-state" | "saga-edge":
            saga = domain.saga.get(owner)
            return saga is not None and _has(saga.machine, row.name)
        case "lifecycle-state" | "lifecycle-edge":
            aggregate = domain.aggregate.get(owner)
            return aggregate is not None and aggregate.lifecycle is not None and _has(aggregate.lifecycle, row.name)
        case _:
            return False


def _has(machine: Machine, name: str) -> bool:
    """Whether ``Packing``, or ``Packing->Sent``, is a state or an edge."""
    return name in dict(machine.states) or name in {f"{edge.source}->{edge.target}" for edge in machine.edges}
