"""Differences as proposals: each with the event that would say it upstream, and for a hard break the soft step before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from moment.drift.edits import Edit
from moment.drift.forms import without_undefined
from moment.drift.pairing import DISCRIMINANTS
from moment.drift.types import Member
from moment.model.domain import Field
from moment.sync.analysis import Analysis
from moment.sync.comparison import Difference
from moment.sync.decisions import proposal_id
from moment.sync.elements import Element
from moment.sync.into_code import Impossible
from moment.sync.into_specification import language_type
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

_BLOCKS: Mapping[str, str] = {
    "event": "Event", "input": "Command", "value-object": "ValueObject", "enum": "Enum", "aggregate": "Aggregate",
}  # fmt: skip
_NAMES: Mapping[str, str] = {
    "event": "eventName", "input": "commandName", "value-object": "voName", "enum": "enumName",
    "aggregate": "aggregateName",
}  # fmt: skip


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


def bare_proposals(report: DriftReport) -> tuple[ImplementationChangeProposal, ...]:
    """Proposals with what the points of a report say, which is all that is known of it."""
    return tuple(_bare(point) for point in report.points)


def _bare(point: DriftPoint) -> ImplementationChangeProposal:
    verb = {"insert": "Added", "remove": "Removed"}.get(
        point.change, "Renamed" if point.aspect == "name" else "Revised"
    )
    payload: dict[str, Any] = {"element": point.element}
    if point.member is not None:
        payload["fieldName"] = point.member
    if verb == "Renamed":
        payload["newName"] = point.after
    is_code = point.direction == "impl-ahead"
    attribution = SourceAttribution(
        "implementation" if is_code else "specification", point.implementation if is_code else point.spec
    )
    return ImplementationChangeProposal(
        point.proposal_id, f"Element{'Field' if point.member is not None else ''}{verb}", payload, point.direction,
        point.element, point.member, point.before, point.after, point.category, point.edits, point.consumers,
        attribution,
    )  # fmt: skip


def _of(analysis: Analysis, told: Judged) -> Iterator[Proposed]:
    difference, point = told.difference, told.point
    event, payload = _event(analysis, difference)
    soft = softened(analysis, difference) if point.category is CascadeCategory.BREAKING else None
    if soft is not None:
        yield _soft(told, soft)
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


def _soft(told: Judged, plan: Plan) -> Proposed:
    """The new member beside the old one, or the old one deprecated: nobody is hurt yet."""
    difference, point = told.difference, told.point
    name = proposal_id(
        point.element, point.member, "deprecate", point.aspect, point.before, point.after, point.direction
    )
    said = _deprecation(difference, is_soft=True)
    element = difference.element
    payload = {**_identity(element), "fieldName": point.member, "deprecated": _said(said)}
    proposal = ImplementationChangeProposal(
        name, f"{_BLOCKS.get(element.role, 'Element')}FieldRevised", payload, point.direction, point.element,
        point.member, point.before, point.after, CascadeCategory.CLEAN, plan.edits, (), _attribution(told), said,
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


# -- events ----------------------------------------------------------------------------------------------------------


def _event(analysis: Analysis, difference: Difference) -> tuple[str, dict[str, Any]]:
    """What a stream would say of the change, with its payload."""
    element, edit = difference.element, difference.point.edit
    block = _BLOCKS.get(element.role, "Element")
    identity = _identity(element)
    if difference.obligation:
        said = {"obligation": difference.obligation, "before": edit.before, "after": edit.after}
        return f"{block}Revised", {**identity, **said}
    if edit.member is None:
        return _whole(analysis, difference, block, identity)
    name = _field(edit)
    payload = {**identity, "fieldName": name}
    match edit.kind:
        case "insert":
            return f"{block}FieldAdded", {**payload, **_typed(edit.new_member, element.context)}
        case "remove":
            return f"{block}FieldRemoved", payload
        case "update" if edit.aspect == "name":
            return f"{block}FieldRenamed", {**payload, "newName": edit.after}
        case _:
            return f"{block}FieldRevised", {
                **payload,
                **_typed(edit.new_member, element.context),
                "aspect": edit.aspect,
            }


def _whole(
    analysis: Analysis, difference: Difference, block: str, identity: dict[str, Any]
) -> tuple[str, dict[str, Any]]:
    edit = difference.point.edit
    match edit.kind:
        case "remove":
            return f"{block}Removed", {**identity, "reason": difference.point.edit.label}
        case "insert":
            fields = _brought(difference) or _fields(analysis, difference.element)
            return f"{block}Defined", {**identity, "fields": fields} if fields else identity
        case _ if edit.aspect == "name":
            called = {_NAMES.get(difference.element.role, "name"): edit.before}
            return f"{block}Renamed", {**identity, **called, "newName": edit.after}
        case _:
            return f"{block}Revised", {**identity, "aspect": edit.aspect, "after": edit.after}


def _identity(element: Element) -> dict[str, Any]:
    parts = element.id.partition("#")[0].split("/")
    found: dict[str, Any] = {"contextName": element.context}
    if len(parts) == 3:
        found["aggregateName"] = parts[1]
    found[_NAMES.get(element.role, "name")] = element.name
    return found


def _field(edit: Edit) -> str:
    member = edit.old_member or edit.new_member
    return (member.wire or member.name) if member is not None else edit.member or ""


def _typed(member: Member | None, context: str) -> dict[str, Any]:
    """The type as the language writes it, where it can."""
    if member is None:
        return {}
    inner, is_undefined = without_undefined(member.type)
    try:
        written = language_type(inner, context)
    except Impossible:
        return {}
    return {"type": f"{written}?" if member.optional or is_undefined else written}


def _brought(difference: Difference) -> list[dict[str, str]]:
    """The fields of a type that only the code has, as far as the language can write them."""
    members = difference.stray.shape.members if difference.stray is not None else ()
    found = ((member.wire or member.name, _typed(member, difference.element.context)) for member in members)
    return [{"name": name, "type": typed["type"]} for name, typed in found if typed and name not in DISCRIMINANTS]


def _fields(analysis: Analysis, element: Element) -> list[dict[str, str]]:
    domain = analysis.session.domain()
    found: tuple[Field, ...] = ()
    if element.id in domain.event:
        found = domain.event[element.id].fields
    elif element.id in domain.command:
        found = domain.command[element.id].inputs
    elif element.id in domain.value_object:
        found = domain.value_object[element.id].fields
    return [{"name": each.name, "type": each.type.text} for each in found]
