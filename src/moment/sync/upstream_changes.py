"""What upstream and a project say differently, and who moved since the last import: by element, member and aspect."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeAlias

from moment.drift.verdict import Direction, verdict
from moment.project.elements import Bases, Elements, Key, Payload, base_name, owners
from moment.sync.aspects import LISTS, ORDER, WHOLE, Spot, facts, members, new_names, renamed, with_value

Sign: TypeAlias = Literal["+", "-", "~", ">"]
Moved: TypeAlias = Literal["upstream-ahead", "local-ahead", "conflict"]
Prefer: TypeAlias = Literal["upstream", "local"]
ELEMENT = Spot("", "", "")
_MOVED: Mapping[Direction, Moved] = {
    Direction.SPEC_AHEAD: "upstream-ahead",
    Direction.IMPL_AHEAD: "local-ahead",
    Direction.CONFLICT: "conflict",
}
_PLACE = Spot("", "", "aggregate")
_OWNERS = ("BoundedContext", "Aggregate", "Flow")


@dataclass(frozen=True, slots=True)
class Sides:
    """Upstream, the project and what was imported last, all under upstream's names; ``renames`` are the elements that
    the project calls otherwise, ``origins`` the lines of the events that say an element, or that it is gone."""

    bases: Bases
    upstream: Elements
    local: Elements
    renames: tuple[tuple[Key, str], ...] = ()
    origins: Mapping[Key, tuple[str, int]] = field(default_factory=dict)
    is_sound: bool = True


@dataclass(frozen=True, slots=True)
class UpstreamChange:
    """One difference. ``before`` is what the project says, ``after`` what upstream says; ``None`` is nothing.

    ``key`` is upstream's, of a rename the project's. ``contested`` marks what both sides changed, whoever is preferred.
    """

    sign: Sign
    direction: Moved
    key: Key
    spot: Spot = ELEMENT
    before: Any = field(default=None, hash=False)
    after: Any = field(default=None, hash=False)
    base: Any = field(default=None, hash=False)
    new_name: str = ""
    contested: bool = False

    @property
    def is_whole(self) -> bool:
        return self.spot == ELEMENT

    @property
    def subject(self) -> str:
        """``Sales/Order/OrderPlaced.total``."""
        return f"{self.key.identity}.{self.spot.member}" if self.spot.member else self.key.identity


def upstream_changes(sides: Sides, *, prefer: Prefer | None = None) -> tuple[UpstreamChange, ...]:
    """Every difference, renames of elements first, then as upstream orders the elements."""
    found = [UpstreamChange(">", "upstream-ahead", key, new_name=name) for key, name in sides.renames]
    for key in (*sides.upstream, *(key for key in sides.local if key not in sides.upstream)):
        found += _of_element(sides, key)
    return tuple(_preferred(sides, _unstranded(sides, found), prefer))


def applied(local: Elements, changes: Iterable[UpstreamChange], upstream: Elements) -> dict[Key, Payload]:
    """The elements after ``changes``, whose renames are made in ``local`` already."""
    present = dict(local)
    for change in changes:
        if change.sign == ">":
            continue
        if not change.is_whole:
            if change.key in present:
                present[change.key] = with_value(present[change.key], change.spot, upstream[change.key])
        elif change.sign == "-":
            present.pop(change.key, None)
        else:
            present[change.key] = upstream[change.key]
    return present


def is_inside(key: Key, owner: Key) -> bool:
    """Whether ``key`` is ``owner`` or stands in it."""
    in_flow = key.word in ("Flow", "Moment")
    same_world = in_flow == (owner.word == "Flow") and owner.word in _OWNERS
    return key == owner or (same_world and key.word != owner.word and key.names[: len(owner.names)] == owner.names)


def _of_element(sides: Sides, key: Key) -> Iterator[UpstreamChange]:
    name = base_name(key)
    base, theirs, ours = sides.bases.get(name), sides.upstream.get(key), sides.local.get(key)
    if theirs == ours:
        return
    has_base = name in sides.bases
    if theirs is None or ours is None:
        direction = _direction(base, theirs, ours, has_base=has_base)
        sign: Sign = "+" if ours is None else "-"
        yield UpstreamChange(sign, direction, key, ELEMENT, ours, theirs, base)
        return
    for row in LISTS.get(key.word, ()):
        called = new_names(base, theirs, ours, row)
        for old, new in called.items():
            spot = Spot(row, old, "name")
            yield UpstreamChange(">", "upstream-ahead", key, spot, old, new, old, new_name=new)
        base, ours = renamed(base, row, called), renamed(ours, row, called) or ours
    for row in LISTS.get(key.word, ()):
        yield from _of_order(key, row, base, theirs, ours, has_base=has_base)
    yield from _of_facts(key, base, theirs, ours, has_base=has_base)


def _of_facts(
    key: Key, base: Payload | None, theirs: Payload, ours: Payload, *, has_base: bool
) -> Iterator[UpstreamChange]:
    there, here = facts(key, theirs), facts(key, ours)
    known = facts(key, base) if base is not None else {}
    for spot in dict.fromkeys((*there, *here)):
        after, before = there.get(spot), here.get(spot)
        whole = Spot(spot.row, spot.member, WHOLE)
        is_member = spot.member != ""
        if after == before or (is_member and (spot.aspect == WHOLE) == (whole in there and whole in here)):
            continue
        direction = _direction(known.get(spot), after, before, has_base=has_base)
        sign: Sign = "~" if not is_member or spot.aspect != WHOLE else "+" if before is None else "-"
        yield UpstreamChange(sign, direction, key, spot, before, after, known.get(spot))


def _of_order(
    key: Key, row: str, base: Payload | None, theirs: Payload, ours: Payload, *, has_base: bool
) -> Iterator[UpstreamChange]:
    there, here, known = (list(members(each, row)) for each in (theirs, ours, base))
    after, before = [each for each in there if each in here], [each for each in here if each in there]
    if after != before:
        common = [each for each in known if each in after]
        old_ones = [[each for each in side if each in common] for side in (after, before)]
        if has_base and old_ones[0] == old_ones[1]:
            direction: Moved = "local-ahead"  # both put a new member somewhere, and agree on all others
        else:
            direction = _direction(common, *(old_ones if has_base else (after, before)), has_base=has_base)
        yield UpstreamChange("~", direction, key, Spot(row, "", ORDER), before, after, common)


def _direction(base: Any, theirs: Any, ours: Any, *, has_base: bool) -> Moved:
    return _MOVED[verdict(base, theirs, ours, has_base=has_base)]


def _after(sides: Sides, changes: Iterable[UpstreamChange]) -> dict[Key, Payload]:
    """The elements once everything that upstream is ahead in is taken over."""
    return applied(sides.local, (each for each in changes if each.direction == "upstream-ahead"), sides.upstream)


def _unstranded(sides: Sides, found: Iterable[UpstreamChange]) -> list[UpstreamChange]:
    """What upstream takes away with something in it that is to stay here, or puts into what is gone, is a conflict."""
    changes = list(found)
    while True:
        after = _after(sides, changes)
        held = {owner for key, payload in after.items() for owner in owners(key, payload)}
        orphans = {key for key, payload in after.items() if any(owner not in after for owner in owners(key, payload))}
        stranded = [
            number
            for number, each in enumerate(changes)
            if each.direction == "upstream-ahead"
            and ((each.is_whole and each.sign == "-" and each.key in held) or (_moves(each) and each.key in orphans))
        ]
        if not stranded:
            return changes
        for number in stranded:
            changes[number] = replace(changes[number], direction="conflict")


def _moves(change: UpstreamChange) -> bool:
    """Whether it puts an element somewhere: where it is new, or out of one aggregate into another."""
    return change.is_whole if change.sign == "+" else change.spot == _PLACE


def _preferred(sides: Sides, changes: list[UpstreamChange], prefer: Prefer | None) -> list[UpstreamChange]:
    """Conflicts as the preferred side has them. With upstream's, what its changes stand in comes back, and what stands in
    what is gone there goes too."""
    ahead: Moved = "upstream-ahead" if prefer == "upstream" else "local-ahead"
    found = [
        _turned(each, ahead if prefer else "conflict") if each.direction == "conflict" else each for each in changes
    ]
    while prefer == "upstream":
        after = _after(sides, found)
        lacking = {
            key: missing
            for key, payload in after.items()
            if (missing := {owner for owner in owners(key, payload) if owner not in after})
        }
        back = {owner for missing in lacking.values() for owner in missing if owner in sides.upstream}
        turned = [
            _turned(each, ahead)
            if each.direction == "local-ahead"
            and ((each.is_whole and each.key in back) or (each.key in lacking and (each.sign == "-" or _moves(each))))
            else each
            for each in found
        ]
        if turned == found:
            break
        found = turned
    return found


def _turned(change: UpstreamChange, direction: Moved) -> UpstreamChange:
    return replace(change, direction=direction, contested=True)
