"""Differences as proposals: each with the event that would say it upstream, and for a hard break the soft step before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from moment.sync.analysis import Analysis
from moment.sync.change_events import block_of, event_of, identity, name_of, said
from moment.sync.comparison import Difference
from moment.sync.decisions import proposal_id
from moment.sync.plans import Plan, softened
from moment.sync.report import Judged
from moment.sync.types import (
    CascadeCategory,
    DeprecationMetadata,
    DriftPoint,
    DriftReport,
    ImplementationChangeProposal,
    SourceAttribution,
)


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal with the plan that accepting it follows and the difference that it is about.

    A soft step comes before the change that would end the difference.
    """

    proposal: ImplementationChangeProposal
    difference: Difference
    plan: Plan
    is_soft: bool = False


def proposals(analysis: Analysis, told: Iterable[Judged]) -> tuple[Proposed, ...]:
    """One for each difference; a break that could be made softly has the soft step before it."""
    return tuple(each for one in told for each in _of(analysis, one))


def symbol_proposals(report: DriftReport, blocks: Mapping[str, str]) -> tuple[ImplementationChangeProposal, ...]:
    """One for each point of a report about generated symbols; ``blocks`` says by name what each of them is."""
    return tuple(_of_symbol(point, blocks[point.element]) for point in report.points)


def _of_symbol(point: DriftPoint, block: str) -> ImplementationChangeProposal:
    ending = {"Command": "Input", "Aggregate": "Aggregate"}.get(block, "")
    name = point.element.removesuffix(ending) or point.element
    payload: dict[str, Any] = {name_of(block): name}
    if point.member is not None:
        payload["fieldName"] = point.member
    if point.aspect == "name":
        payload["newName"] = point.after
    is_code = point.direction == "impl-ahead"
    attribution = SourceAttribution(
        "implementation" if is_code else "specification", point.implementation if is_code else point.spec
    )
    return ImplementationChangeProposal(
        point.proposal_id, event_of(block, point.change, point.aspect, is_field=point.member is not None), payload,
        point.direction, point.element, point.member, point.before, point.after, point.category, point.edits,
        point.consumers, attribution,
    )  # fmt: skip


def _of(analysis: Analysis, told: Judged) -> Iterator[Proposed]:
    difference, point = told.difference, told.point
    event, payload = said(analysis, difference)
    soft = softened(analysis, difference) if point.category is CascadeCategory.BREAKING else None
    if soft is not None:
        yield _soft(analysis, told, soft)
    yield Proposed(
        ImplementationChangeProposal(
            point.proposal_id,
            event,
            payload,
            point.direction,
            point.element,
            point.member,
            point.before,
            point.after,
            point.category,
            point.edits,
            point.consumers,
            _attribution(told),
            _deprecation(difference, is_soft=False) if soft is not None else None,
        ),
        difference,
        told.plan,
    )


def _soft(analysis: Analysis, told: Judged, plan: Plan) -> Proposed:
    """The new member beside the old one, or the old one deprecated: nobody is hurt yet."""
    difference, point = told.difference, told.point
    name = proposal_id(
        point.element, point.member, "deprecate", point.aspect, point.before, point.after, point.direction
    )
    announced = _deprecation(difference, is_soft=True)
    block = block_of(analysis.session.domain(), difference.element)
    payload = {**identity(difference.element, block), "fieldName": point.member, "deprecated": _said(announced)}
    proposal = ImplementationChangeProposal(
        name, f"{block}FieldRevised", payload, point.direction, point.element,
        point.member, point.before, point.after, CascadeCategory.CLEAN, plan.edits, (), _attribution(told), announced,
    )  # fmt: skip
    return Proposed(proposal, difference, plan, is_soft=True)


def _deprecation(difference: Difference, *, is_soft: bool) -> DeprecationMetadata:
    edit = difference.point.edit
    if edit.aspect == "name" and edit.after:
        return DeprecationMetadata(f"renamed to {edit.after}", edit.after, populate_both=is_soft)
    return DeprecationMetadata("it goes", "", populate_both=False)


def _said(deprecation: DeprecationMetadata) -> dict[str, str]:
    return {"reason": deprecation.reason, "replacement": deprecation.replacement}


def _attribution(told: Judged) -> SourceAttribution:
    """The side that moved; in a conflict the specification."""
    if told.point.direction == "impl-ahead":
        return SourceAttribution("implementation", told.point.implementation)
    return SourceAttribution("specification", told.point.spec)
