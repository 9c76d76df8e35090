"""What a project and upstream agree on once some changes are made: the state that the next comparison begins with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Protocol

from moment.project.elements import Bases, Elements, Key, Payload, base_name
from moment.sync.aspects import ORDER, WHOLE, Spot, members, renamed, with_value
from moment.sync.upstream_changes import Sides, UpstreamChange, is_inside

Texts = Mapping[str, str]


class Begun(Protocol):
    """What was compared. ``rebased`` is what was imported last, had it been under new names."""

    @property
    def sides(self) -> Sides: ...
    @property
    def elements_of(self) -> Callable[[Texts], Elements]: ...
    @property
    def rebased(self) -> Callable[[Sequence[tuple[Key, str]]], Bases]: ...


def agreed(begun: Begun, texts: Texts, changes: Sequence[UpstreamChange], made: Collection[UpstreamChange]) -> Bases:
    """What the log has to say when ``made`` were made of ``changes`` and gave ``texts``.

    Elements that are the same on both sides now, or differ in what moved here only, are agreed on. Of one in which
    something is left the rest is: a change that was taken over and is then undone here has moved here.
    """
    now, upstream = begun.elements_of(texts), begun.sides.upstream
    names = [(each.key, each.new_name) for each in changes if each in made and is_rename(each)]
    skipped = [each for each in changes if each not in made and is_rename(each)]
    left = _left(changes, made)
    judged = {each.key for each in changes}
    old, new = begun.rebased(()), dict(begun.rebased(names))
    for key in dict.fromkeys((*upstream, *now, *judged)):
        theirs, name = upstream.get(key), base_name(key)
        if any(is_inside(key, called(each)) or is_inside(key, each.key) for each in skipped):
            continue
        if key in left:
            new |= _in_part(key, theirs, new.get(name), left[key], [each for each in changes if each in made])
        if (now.get(key) == theirs or (key in judged and key not in left)) and not (theirs is None and name not in new):
            new[name] = theirs
    gone = {name: None for name, shape in old.items() if name not in new and shape is not None}
    return {name: shape for name, shape in new.items() if name not in old or old[name] != shape} | gone


def is_rename(change: UpstreamChange) -> bool:
    """Whether an element is called otherwise, not a member of it."""
    return change.sign == ">" and change.is_whole


def called(change: UpstreamChange) -> Key:
    """The key of an element after its renaming."""
    return change.key._replace(names=(*change.key.names[:-1], change.new_name))


def _left(
    changes: Sequence[UpstreamChange], made: Collection[UpstreamChange]
) -> Mapping[Key, Sequence[UpstreamChange]]:
    found: dict[Key, list[UpstreamChange]] = defaultdict(list)
    for each in changes:
        if each.direction != "local-ahead" and each not in made:
            found[each.key].append(each)
    return found


def _in_part(
    key: Key,
    upstream: Payload | None,
    base: Payload | None,
    left: Sequence[UpstreamChange],
    made: Sequence[UpstreamChange],
) -> Bases:
    """What upstream says of an element, but what is left as it was; nothing when that is all of it, or a new name."""
    if upstream is None or base is None or any(each.is_whole or each.sign == ">" for each in left):
        return {}
    for each in made:
        if each.key == key and each.sign == ">" and not each.is_whole:
            base = renamed(base, each.spot.row, {each.spot.member: each.new_name}) or base
    found = upstream
    for each in left:
        spot = each.spot
        known = not spot.member or spot.aspect == ORDER or spot.member in members(base, spot.row)
        found = with_value(found, spot if known else Spot(spot.row, spot.member, WHOLE), base)
    return {base_name(key): found}
