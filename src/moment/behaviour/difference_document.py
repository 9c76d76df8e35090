"""``moment.behaviour-diff/1`` member by member, and a difference of two simulations written in it."""

from __future__ import annotations

from typing import Literal

import msgspec

from moment.behaviour.difference import Difference, EndChange, FindingChange, FlowChange, Occurred, Survival
from moment.behaviour.difference_report import headline
from moment.behaviour.figures import End
from moment.behaviour.model_document import Places
from moment.behaviour.wire import Part, PlaceDoc, ScopeDoc

FORMAT: Literal["moment.behaviour-diff/1"] = "moment.behaviour-diff/1"


class AgainstDoc(Part, frozen=True):
    """The other side as it was asked for; ``commit`` is its full name, ``null`` for a path."""

    written: str
    kind: Literal["revision", "path"]
    commit: str | None


class FiguresDoc(Part, frozen=True):
    """Of the runs with all faults of the scope; ``limit`` is the one that left them incomplete."""

    runs: int
    states: int
    limit: str | None


class EndSideDoc(Part, frozen=True):
    """``probability`` is that of the runs without faults, ``null`` for an end that only faults reach."""

    runs: int
    probability: float | None


class EndChangeDoc(Part, frozen=True):
    verdict: str
    outcome: str | None
    change: Literal["gained", "lost", "moved", "same"]
    before: EndSideDoc | None
    after: EndSideDoc | None


class OccurredDoc(Part, frozen=True):
    """The smallest number of faults, and the choices and faults that lead there."""

    faults: int
    recipe: list[str]


class FindingChangeDoc(Part, frozen=True):
    """``place`` is where it stands now, ``null`` when it is gone. ``worse``: it counts for the exit code."""

    verdict: str
    element: str
    code: str
    message: str
    change: Literal["gained", "lost", "sooner", "later", "same"]
    worse: bool
    place: PlaceDoc | None
    before: OccurredDoc | None
    after: OccurredDoc | None


class PropertyChangeDoc(Part, frozen=True):
    """The smallest number of faults after which a run ends in ``verdict``."""

    verdict: str
    before: int | None
    after: int | None


class SurvivalDoc(Part, frozen=True):
    """Of the ``most`` faults tried, so many break the flow, into ``verdict`` after ``recipe``; ``null``: nothing did."""

    most: int
    breaks_at: int | None
    verdict: str | None
    recipe: list[str]


class UncoveredDoc(Part, frozen=True):
    kind: str
    element: str
    name: str


class AssumptionsDoc(Part, frozen=True):
    before: int
    after: int


class SurvivesDoc(Part, frozen=True):
    before: SurvivalDoc | None
    after: SurvivalDoc | None


class FlowChangeDoc(Part, frozen=True):
    """``ends`` are those of runs without faults, ``faulty`` those that only faults reach."""

    name: str
    status: Literal["added", "removed", "changed", "same"]
    worse: bool
    before: FiguresDoc | None
    after: FiguresDoc | None
    ends: list[EndChangeDoc]
    faulty: list[EndChangeDoc]
    findings: list[FindingChangeDoc]
    least_faults: list[PropertyChangeDoc]
    survival: SurvivesDoc
    uncovered: list[UncoveredDoc]
    beyond: list[str]
    within: list[str]
    assumptions: AssumptionsDoc


class DifferenceDoc(Part, frozen=True):
    """``worse`` is what gives exit code 1. Flows in written order, those that are gone last."""

    format: Literal["moment.behaviour-diff/1"]
    project: str
    against: AgainstDoc
    scope: ScopeDoc
    seed: int
    strict: bool
    worse: bool
    headline: str
    incomplete: list[str]
    flows: list[FlowChangeDoc]


def difference_text(difference: Difference, *, project: str, against: AgainstDoc, places: Places) -> str:
    """The document as JSON text; ``places`` are those of this side."""
    budgets = {str(kind): budget for kind, budget in difference.scope.budgets.items()}
    document = DifferenceDoc(
        format=FORMAT,
        project=project,
        against=against,
        scope=ScopeDoc(difference.scope.instances, difference.scope.max_faults, budgets),
        seed=difference.seed,
        strict=difference.strict,
        worse=difference.is_worse,
        headline=headline(difference),
        incomplete=list(difference.incomplete),
        flows=[_flow(flow, places, strict=difference.strict) for flow in difference.flows],
    )
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode() + "\n"


def _flow(flow: FlowChange, places: Places, *, strict: bool) -> FlowChangeDoc:
    return FlowChangeDoc(
        name=flow.name,
        status=flow.status,
        worse=bool(flow.worse(strict=strict)),
        before=FiguresDoc(*flow.before) if flow.before else None,
        after=FiguresDoc(*flow.after) if flow.after else None,
        ends=[_end(end) for end in flow.ends],
        faulty=[_end(end) for end in flow.faulty],
        findings=[_finding(finding, places, strict=strict) for finding in flow.findings],
        least_faults=[PropertyChangeDoc(*each) for each in flow.properties],
        survival=SurvivesDoc(_survival(flow.survived), _survival(flow.survives)),
        uncovered=[UncoveredDoc(*each) for each in flow.uncovered],
        beyond=list(flow.beyond),
        within=list(flow.within),
        assumptions=AssumptionsDoc(*flow.assumptions),
    )


def _end(end: EndChange) -> EndChangeDoc:
    return EndChangeDoc(end.verdict, end.outcome, end.change, _end_side(end.before), _end_side(end.after))


def _end_side(end: End | None) -> EndSideDoc | None:
    if end is None:
        return None
    return EndSideDoc(end.runs, float(end.probability) if end.probability is not None else None)


def _finding(finding: FindingChange, places: Places, *, strict: bool) -> FindingChangeDoc:
    return FindingChangeDoc(
        verdict=finding.verdict,
        element=finding.element,
        code=finding.code,
        message=finding.message,
        change=finding.change,
        worse=finding.is_worse(strict=strict),
        place=places.of(finding.after.place) if finding.after else None,
        before=_occurred(finding.before),
        after=_occurred(finding.after),
    )


def _occurred(found: Occurred | None) -> OccurredDoc | None:
    return OccurredDoc(found.faults, list(found.recipe)) if found else None


def _survival(found: Survival | None) -> SurvivalDoc | None:
    return SurvivalDoc(found.most, found.breaks_at, found.verdict, list(found.recipe)) if found else None
