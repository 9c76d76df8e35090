"""How far a change from upstream reaches: whom it hurts of those who would still need what it takes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from moment.drift.category import Party, Position, Row, hurt
from moment.drift.parties import Parties
from moment.project.elements import KINDS, Key
from moment.sync.aspects import ORDER, WHOLE
from moment.sync.types import CascadeCategory
from moment.sync.upstream_changes import Sides, UpstreamChange, is_inside

CodeParties = Callable[[str, "str | None", str], Sequence[Party]]
FOLLOWERS = ("Policy", "Saga", "Service", "Projection", "Flow", "Moment")
"""Elements that need others: when they change too, what they needed before hurts them no more."""
_NEEDED = ("Aggregate", "Command", "Event", "ValueObject", "Enum", "Projection")
_HARMLESS = frozenset(("description", "annotations", "classification", "deprecated", "aggregate", "definition", ORDER))


@dataclass(frozen=True, slots=True)
class Classified:
    """``consumers`` are those whom the change hurts, each with its place."""

    change: UpstreamChange
    category: CascadeCategory
    reason: str = ""
    consumers: tuple[Party, ...] = ()


def classified(
    sides: Sides,
    changes: Iterable[UpstreamChange],
    now: Parties,
    then: Parties,
    *,
    code: CodeParties,
    refused: Mapping[UpstreamChange, str],
) -> tuple[Classified, ...]:
    """Each with its category. ``now`` knows who needs what in the project, ``then`` when its followers have followed;
    ``refused`` are those that no edit can make, and why."""
    found = [_classified(sides, change, now, then, code, refused.get(change, "")) for change in changes]
    return tuple(_with_insides(each, found) for each in found)


def row_of(change: UpstreamChange) -> Row:
    """The kind of change that the table of categories knows."""
    spot = change.spot
    if change.sign == ">":
        return Row.REPLACED
    if change.is_whole:
        return Row.REMOVED if change.sign == "-" else Row.HARMLESS
    if spot.aspect in _HARMLESS:
        return Row.HARMLESS
    if spot.row == "preconditions":
        return Row.OBLIGATION_LOOSENED if change.after is None else Row.OBLIGATION_TIGHTENED
    if spot.row == "values":
        return Row.LOOSENED if change.sign == "+" else Row.TIGHTENED
    match spot.aspect, change.sign:
        case "", "+":
            return Row.HARMLESS if change.after["type"].endswith("?") else Row.REQUIRED_INSERTED
        case "", "-":
            return Row.REMOVED
        case "optional", _:
            return Row.LOOSENED if change.after else Row.TIGHTENED
        case "type", _:
            return Row.REPLACED
        case "identity", _:
            return Row.IDENTITY
        case _:
            return Row.OBLIGATION_LOOSENED if change.after is None else Row.OBLIGATION_TIGHTENED


def _classified(
    sides: Sides, change: UpstreamChange, now: Parties, then: Parties, code: CodeParties, refused: str
) -> Classified:
    row = row_of(change)
    element = called_here(sides.renames, change.key).identity
    context = element.partition("/")[0]
    member = change.spot.member or None
    if change.key.word == "Aggregate" and change.spot.aspect == "identity" and change.before is not None:
        member = change.before["name"]
    if change.key.word not in _NEEDED:
        return _weighed(sides, change, row, (), (), context, refused)
    later = {(each.role, each.context, each.description) for each in then.of(element, member)}
    needy = [each for each in now.of(element, member) if (each.role, each.context, each.description) in later]
    parties = (*needy, *code(element, member, context))
    return _weighed(sides, change, row, parties, now.positions(element), context, refused)


def _weighed(
    sides: Sides,
    change: UpstreamChange,
    row: Row,
    parties: Sequence[Party],
    positions: Sequence[Position],
    context: str,
    refused: str,
) -> Classified:
    hurts = hurt(row, positions, parties)
    outside = [each for each in hurts if each.product or (each.context != context and not each.weak)]
    reasons = list(_reasons(sides, change, row, parties, refused))
    least = CascadeCategory.DRIFT if hurts or reasons else CascadeCategory.CLEAN
    category = CascadeCategory.BREAKING if outside else least
    told = "; ".join((row.value, *(each.description for each in hurts), *reasons))
    return Classified(change, category, told, tuple(hurts))


def _reasons(sides: Sides, change: UpstreamChange, row: Row, parties: Sequence[Party], refused: str) -> Iterable[str]:
    """What makes a change at least a 2 although nobody is hurt."""
    if change.contested:
        yield "both sides changed it"
    if refused:
        yield f"no edit can make it: {refused}"
    if row is Row.REMOVED and change.spot.aspect == WHOLE and not change.is_whole and not _was_deprecated(change):
        yield "it was removed without having been deprecated"
    if row is not Row.HARMLESS and any(each.unread for each in parties):
        yield "code that may use it cannot be read"
    if not sides.is_sound:
        yield "upstream events cannot all be read"


def _was_deprecated(change: UpstreamChange) -> bool:
    return isinstance(change.base, dict) and "deprecated" in change.base


def _with_insides(found: Classified, others: Sequence[Classified]) -> Classified:
    """What goes with all that stands in it goes no easier than the hardest of that."""
    owner = found.change
    if not owner.is_whole or owner.sign != "-":
        return found
    inside = [each for each in others if each.change.sign == "-" and is_inside(each.change.key, owner.key)]
    worst = max(inside, key=lambda each: each.category, default=found)
    if worst.category <= found.category:
        return found
    reason = f"{found.reason}; {KINDS[worst.change.key.word]} {worst.change.key.identity} goes with it"
    return replace(found, category=worst.category, reason=reason)


def called_here(renames: Sequence[tuple[Key, str]], key: Key) -> Key:
    """How the project calls an element of upstream now."""
    for old, new in reversed(renames):
        called = old._replace(names=(*old.names[:-1], new))
        if is_inside(key, called):
            key = key._replace(names=(*old.names, *key.names[len(old.names) :]))
    return key
