"""The event that would say a change upstream: of which block of the language, what happened to it, with its payload."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from moment.drift.edits import Edit
from moment.drift.forms import without_undefined
from moment.drift.pairing import DISCRIMINANTS
from moment.drift.types import Member
from moment.model.domain import Domain, Field
from moment.sync.analysis import Analysis
from moment.sync.comparison import Difference
from moment.sync.elements import Element
from moment.sync.into_code import Impossible
from moment.sync.into_specification import language_type

BLOCKS: Mapping[str, str] = {
    "event": "Event", "input": "Command", "value-object": "ValueObject", "enum": "Enum", "aggregate": "Aggregate",
}  # fmt: skip
"""Blocks by the role of an element."""
_NAMES: Mapping[str, str] = {"ValueObject": "voName", "Moment": "flowName"}


def said(analysis: Analysis, difference: Difference) -> tuple[str, dict[str, Any]]:
    """What a stream would say of the change, with its payload."""
    element, edit = difference.element, difference.point.edit
    block = block_of(analysis.session.domain(), element)
    known = identity(element, block)
    if difference.obligation:
        moved = {"obligation": difference.obligation, "before": edit.before, "after": edit.after}
        return f"{block}Revised", {**known, **moved}
    event = event_of(block, edit.kind, edit.aspect, is_field=edit.member is not None)
    if edit.member is None:
        return event, {**known, **_whole(analysis, difference, block)}
    return event, {**known, "fieldName": _field(edit), **_revised(edit, element.context)}


def block_of(domain: Domain, element: Element) -> str:
    """What of the specification it is, or follows from: a union from its aggregate, a contract from a flow's moment."""
    if element.role in BLOCKS:
        return BLOCKS[element.role]
    owner = element.id.partition("#")[0]
    owners: tuple[tuple[str, Mapping[str, object]], ...] = (
        ("Aggregate", domain.aggregate), ("Command", domain.command), ("Policy", domain.policy),
        ("Saga", domain.saga), ("Projection", domain.projection), ("Service", domain.service),
    )  # fmt: skip
    return next((block for block, known in owners if owner in known), "Moment")


def _revised(edit: Edit, context: str) -> dict[str, Any]:
    """What there is to say of a field besides its name."""
    match edit.kind:
        case "insert":
            return _typed(edit.new_member, context)
        case "remove":
            return {}
        case "update" if edit.aspect == "name":
            return {"newName": edit.after}
        case _:
            return {**_typed(edit.new_member, context), "aspect": edit.aspect}


def _whole(analysis: Analysis, difference: Difference, block: str) -> dict[str, Any]:
    edit = difference.point.edit
    match edit.kind:
        case "remove":
            return {"reason": edit.label}
        case "insert":
            fields = _brought(difference) or _fields(analysis, difference.element)
            return {"fields": fields} if fields else {}
        case _ if edit.aspect == "name":
            return {name_of(block): edit.before, "newName": edit.after}
        case _:
            return {"aspect": edit.aspect, "after": edit.after}


def identity(element: Element, block: str) -> dict[str, Any]:
    """The members that name it; of what only follows from an element those of that, with its own ``name`` in code."""
    owner, mark, _ = element.id.partition("#")
    parts = owner.split("/")
    found: dict[str, Any] = {"contextName": element.context} if element.context else {}
    if len(parts) == 3:
        found["aggregateName"] = parts[1]
    if mark:
        return {**found, name_of(block): parts[-1], "name": element.name}
    return {**found, name_of(block): element.name}


def name_of(block: str) -> str:
    """The member of a payload that names a block."""
    return _NAMES.get(block, f"{block.lower()}Name")


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


def event_of(block: str, change: str, aspect: str | None, *, is_field: bool) -> str:
    """The event that says such a change of a block, or of a field of it."""
    match change:
        case "remove":
            verb = "Removed"
        case "insert" if is_field or block == "Aggregate":
            verb = "Added"
        case "insert":
            verb = "Defined"
        case _:
            verb = "Renamed" if aspect == "name" else "Revised"
    return f"{block}{'Field' if is_field else ''}{verb}"
