"""How far a change reaches: whom each kind of change hurts, and from there the category 1, 2 or 3."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Literal, TypeAlias

from moment.drift.cascade import CascadeCategory as CascadeCategory
from moment.drift.edits import Edit
from moment.drift.forms import without_undefined
from moment.drift.types import Function, Member
from moment.text.span import Place

Role: TypeAlias = Literal["reader", "supplier", "sender", "implementer"]
Position: TypeAlias = Literal["output", "input"]
ROLES: tuple[Role, ...] = ("reader", "supplier", "sender", "implementer")


class Row(Enum):
    """The kinds of change, each with the words of the table."""

    HARMLESS = "element or optional member inserted, deprecation, representation or move"
    REQUIRED_INSERTED = "required member inserted"
    REMOVED = "member or element removed"
    REPLACED = "renamed, or of another type"
    LOOSENED = "became optional or wider, or a case was inserted"
    TIGHTENED = "became required or narrower, or a case was removed"
    SHIFTED = "implicit enum value shifted"
    METHOD = "method inserted or its signature changed"
    IDENTITY = "identity renamed or retyped"
    OBLIGATION_LOOSENED = "obligation loosened"
    OBLIGATION_TIGHTENED = "obligation tightened"


# Whom a row hurts where the type is given out, and where it is taken in.
HURT: dict[Row, tuple[frozenset[Role], frozenset[Role]]] = {
    Row.HARMLESS: (frozenset(), frozenset()),
    Row.REQUIRED_INSERTED: (frozenset(("supplier",)), frozenset(("sender",))),
    Row.REMOVED: (frozenset(("reader",)), frozenset(("sender",))),
    Row.REPLACED: (frozenset(("reader", "supplier")), frozenset(("sender",))),
    Row.LOOSENED: (frozenset(("reader",)), frozenset()),
    Row.TIGHTENED: (frozenset(("supplier",)), frozenset(("sender",))),
    Row.SHIFTED: (frozenset(("supplier", "reader")), frozenset(("sender",))),
    Row.METHOD: (frozenset(("implementer",)), frozenset(("implementer",))),
    Row.IDENTITY: (frozenset(("reader", "supplier", "sender")), frozenset(("reader", "supplier", "sender"))),
    Row.OBLIGATION_LOOSENED: (frozenset(("implementer",)), frozenset(("implementer",))),
    Row.OBLIGATION_TIGHTENED: (frozenset(("implementer",)), frozenset(("implementer", "sender"))),
}


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who depends on an element.

    ``description`` is what a person reads (``crossing order-placed/Order submission → Fulfillment requires it``).
    ``weak`` parties count as inside whatever their context: a contract field without ``[required]``. ``product`` is a
    declared consumer of another product. ``unread`` code may depend on it: it is not hurt, but nobody knows. Who makes
    the element ``without`` the member in question is hurt only when that has to be there.
    """

    role: Role
    context: str
    description: str
    place: Place
    weak: bool = False
    product: bool = False
    unread: bool = False
    without: bool = False


@dataclass(frozen=True, slots=True)
class CascadeClassification:
    """A classified change. ``consumers`` are the parties that it hurts, ``row`` is why."""

    category: CascadeCategory
    description: str
    required_actions: tuple[str, ...]
    consumers: tuple[Party, ...]
    row: Row


def row_of(edit: Edit, *, identity: str | None = None) -> Row:
    """The row that ``edit`` belongs to; ``identity`` is the name of the aggregate's identity, when it has one."""
    if edit.aspect == "obligation":
        return Row.OBLIGATION_LOOSENED if edit.sense == "loosened" else Row.OBLIGATION_TIGHTENED
    if edit.is_representation or edit.kind == "move":
        return Row.HARMLESS
    if identity is not None and edit.aspect in ("name", "type") and _names(edit, identity):
        return Row.IDENTITY
    match edit.kind:
        case "insert":
            return _inserted(edit)
        case "remove":
            return _removed(edit)
        case _:
            return _updated(edit)


def hurt(row: Row, positions: Iterable[Position], parties: Iterable[Party]) -> tuple[Party, ...]:
    """The parties that a change of ``row`` hurts at one of ``positions``, in their order."""
    output, input_ = HURT[row]
    found = set(positions)
    roles = (output if "output" in found else frozenset()) | (input_ if "input" in found else frozenset())
    return tuple(party for party in parties if party.role in roles and not party.unread)


def classify(
    edit: Edit,
    *,
    context: str,
    positions: Iterable[Position],
    parties: Sequence[Party],
    mechanical: bool = True,
    conflict: bool = False,
    was_deprecated: bool = False,
    becomes: str = "",
    identity: str | None = None,
) -> CascadeClassification:
    """The category of ``edit`` of an element of ``context``.

    ``mechanical`` says that the edit can be applied and passes its own check, ``was_deprecated`` that the base had the
    removed member as deprecated, ``becomes`` the kind of element that code inserts into the specification.
    """
    row = row_of(edit, identity=identity)
    is_needed = row is Row.REQUIRED_INSERTED or (row is Row.TIGHTENED and edit.aspect == "optional")
    hurts = hurt(row, positions, (party for party in parties if is_needed or not party.without))
    outside = tuple(party for party in hurts if party.product or (party.context != context and not party.weak))
    reasons = list(_reasons(edit, row, parties, mechanical, conflict, was_deprecated, becomes))
    if outside:
        category = CascadeCategory.BREAKING
    elif hurts or reasons:
        category = CascadeCategory.DRIFT
    else:
        category = CascadeCategory.CLEAN
    told = [row.value, *(party.description for party in hurts), *reasons]
    return CascadeClassification(category, "; ".join(told), _actions(hurts, reasons), hurts, row)


def highest(found: Iterable[CascadeCategory]) -> CascadeCategory:
    """The category of a report."""
    return max(found, default=CascadeCategory.CLEAN)


def _reasons(
    edit: Edit, row: Row, parties: Sequence[Party], mechanical: bool, conflict: bool, was_deprecated: bool, becomes: str
) -> Iterable[str]:
    """What makes a change at least a 2 although nobody is hurt."""
    if conflict:
        yield "both sides changed it"
    if not mechanical:
        yield "no edit can make it"
    if edit.kind == "remove" and edit.member is not None and row is Row.REMOVED and not was_deprecated:
        yield "it was removed without having been deprecated"
    if row is not Row.HARMLESS and any(party.unread for party in parties):
        yield "code that may use it cannot be read"
    if edit.kind == "insert" and becomes in ("command", "event", "aggregate"):
        yield f"code brings a new {becomes} into the specification"


def _actions(hurts: Sequence[Party], reasons: Sequence[str]) -> tuple[str, ...]:
    verbs: dict[Role, str] = {"reader": "read", "supplier": "supply", "sender": "send", "implementer": "implement"}
    found = [f"{party.context}: {verbs[party.role]} the new form ({party.description})" for party in hurts]
    return (*found, *(f"decide: {reason}" for reason in reasons))


def _names(edit: Edit, identity: str) -> bool:
    members = (edit.old_member, edit.new_member)
    return any(member is not None and identity in (member.name, member.wire) for member in members)


def _inserted(edit: Edit) -> Row:
    member = edit.new_member or edit.old_member
    if edit.member is None or member is None:
        return Row.HARMLESS
    if _is_method(member):
        return Row.METHOD
    if member.kind == "value":
        return Row.LOOSENED
    return Row.HARMLESS if _is_optional(member) else Row.REQUIRED_INSERTED


def _removed(edit: Edit) -> Row:
    member = edit.old_member or edit.new_member
    return Row.TIGHTENED if member is not None and member.kind == "value" else Row.REMOVED


def _updated(edit: Edit) -> Row:
    match edit.aspect:
        case "deprecated" | "readonly" | "kind":
            return Row.HARMLESS
        case "parameters" | "returns" | "type-parameters":
            return Row.METHOD
        case "optional":
            return Row.LOOSENED if edit.sense == "optional" else Row.TIGHTENED
        case "value":
            members = (edit.old_member, edit.new_member)
            return Row.SHIFTED if any(m is not None and m.implicit for m in members) else Row.REPLACED
        case "type" if edit.sense == "wider":
            return Row.LOOSENED
        case "type" if edit.sense == "narrower":
            return Row.TIGHTENED
        case _:
            return Row.REPLACED


def _is_method(member: Member) -> bool:
    return member.kind in ("method", "call", "construct") or isinstance(member.type, Function)


def _is_optional(member: Member) -> bool:
    return member.optional or without_undefined(member.type)[1]
