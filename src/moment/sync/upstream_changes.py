"""What upstream and a project say differently, and who moved since the last import: by element, member and aspect."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeAlias

from moment.drift.verdict import Direction, verdict
from moment.project.elements import Bases, Elements, Key, Payload, base_name
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
    return tuple(_preferred(change, prefer) for change in _unstranded(sides, found))


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
        direction = _direction(common, after, before, has_base=has_base)
        yield UpstreamChange("~", direction, key, Spot(row, "", ORDER), before, after, common)


def _direction(base: Any, theirs: Any, ours: Any, *, has_base: bool) -> Moved:
    return _MOVED[verdict(base, theirs, ours, has_base=has_base)]


def _unstranded(sides: Sides, found: Sequence[UpstreamChange]) -> Iterator[UpstreamChange]:
    """What upstream takes away with something in it that is to stay here, or puts into what is gone, is a conflict."""
    ahead = {change.key: change.sign for change in found if change.is_whole and change.direction == "upstream-ahead"}
    after = {key for key in sides.local if ahead.get(key) != "-"} | {key for key, sign in ahead.items() if sign == "+"}
    for change in found:
        strays = change.is_whole and change.direction == "upstream-ahead" and (
            (change.sign == "-" and any(is_inside(key, change.key) for key in after))
            or (change.sign == "+" and any(owner not in after for owner in _owners(change)))
        )  # fmt: skip
        yield replace(change, direction="conflict") if strays else change


def _owners(change: UpstreamChange) -> Iterator[Key]:
    key = change.key
    if key.word == "Moment":
        yield Key("Flow", key.names[:1])
    elif key.word not in ("BoundedContext", "Flow"):
        yield Key("BoundedContext", key.names[:1])
        aggregate = key.names[1] if key.word in ("Command", "Event") else (change.after or {}).get("aggregateName")
        if aggregate is not None and key.word != "Aggregate":
            yield Key("Aggregate", (key.owner, aggregate))


def _preferred(change: UpstreamChange, prefer: Prefer | None) -> UpstreamChange:
    if change.direction != "conflict":
        return change
    chosen: Mapping[Prefer | None, Moved] = {"upstream": "upstream-ahead", "local": "local-ahead"}
    return replace(change, direction=chosen.get(prefer, "conflict"), contested=True)
