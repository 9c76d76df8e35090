"""An element as the things of it that can change by themselves: its own aspects, and its members with theirs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any, NamedTuple

from moment.drift.match import pair_members
from moment.drift.normal import Lens
from moment.drift.types import Member, Primitive
from moment.project.elements import Key, Payload
from moment.project.vocabulary import BLOCKS

LISTS: Mapping[str, tuple[str, ...]] = {
    **{block.word: (block.fields,) for block in BLOCKS if block.fields},
    "Enum": ("values",),
    "Command": ("inputs", "preconditions"),
}
_NAMES = {block.word: frozenset(block.names) for block in BLOCKS}
_OF_ONE = {"emitsEvent": "emits", "identityField": "identity", "chainsTo": "chains-to", "aggregateName": "aggregate"}
WHOLE = ""
ORDER = "order"


class Spot(NamedTuple):
    """Where a change is: a list of the payload and the member in it, both empty for the element itself, and the aspect;
    ``WHOLE`` is the member with everything of it, ``ORDER`` the order of the list."""

    row: str
    member: str
    aspect: str


def facts(key: Key, payload: Payload) -> dict[Spot, Any]:
    """What an element says, one value for each aspect of it and of its members, in their order."""
    found: dict[Spot, Any] = {}
    rows = LISTS.get(key.word, ())
    for name, value in payload.items():
        if name in rows:
            for member, said in members(payload, name).items():
                found[Spot(name, member, WHOLE)] = said
                found.update({Spot(name, member, aspect): each for aspect, each in _said(name, said)})
        elif name != "occurrence" and (name not in _NAMES[key.word]):
            found[Spot("", "", _OF_ONE.get(name, name))] = value
    return found


def members(payload: Payload | None, row: str) -> dict[str, Payload]:
    """The members of one list by name; the first of equal ones."""
    found: dict[str, Payload] = {}
    for each in (payload or {}).get(row, ()):
        said = {"name": each} if isinstance(each, str) else each
        found.setdefault(said["name"], said)
    return found


def _said(row: str, member: Payload) -> Iterator[tuple[str, Any]]:
    if row == "values":
        return
    if row == "preconditions":
        yield "obligation", {name: value for name, value in member.items() if name != "name"}
        return
    yield "type", member["type"].rstrip("?")
    yield "optional", member["type"].endswith("?")
    for aspect in ("deprecated", "annotations"):
        if aspect in member:
            yield aspect, member[aspect]


def with_value(payload: Payload, spot: Spot, upstream: Payload) -> Payload:
    """``payload`` with what ``upstream`` says at ``spot``; as it is where the member is not there."""
    made = deepcopy(payload)
    if spot.row == "":
        return _with_own(made, spot, upstream)
    rows = list(members(made, spot.row).values())
    wanted = members(upstream, spot.row)
    if spot.aspect == ORDER:
        rows = _in_order(rows, list(wanted))
    elif spot.aspect == WHOLE:
        rows = [each for each in rows if each["name"] != spot.member]
        if spot.member in wanted:
            rows.insert(_position(rows, spot.member, list(wanted)), deepcopy(wanted[spot.member]))
    else:
        rows = [_with_aspect(each, spot, wanted) if each["name"] == spot.member else each for each in rows]
    return _with_row(made, spot.row, rows)


def renamed(payload: Payload | None, row: str, names: Mapping[str, str]) -> Payload | None:
    """``payload`` with members of a list under other names."""
    if payload is None or not names or row not in payload:
        return payload
    made = deepcopy(payload)
    made[row] = [
        names.get(each, each) if isinstance(each, str) else {**each, "name": names.get(each["name"], each["name"])}
        for each in made[row]
    ]
    return made


def new_names(base: Payload | None, upstream: Payload, local: Payload, row: str) -> dict[str, str]:
    """Fields of ``local``, as they were in ``base``, that are called otherwise in ``upstream``."""
    if row not in ("fields", "inputs") or base is None:
        return {}
    known, there, here = (members(each, row) for each in (base, upstream, local))
    old = [_member(each) for each in here.values()]
    new = [_member(each) for each in there.values()]
    gone = [each for each in old if each.name not in there and each.name in known]
    come = [each for each in new if each.name not in here and each.name not in known]
    return pair_members(gone, come, old, new, Lens()).renamed if gone and come else {}


def _member(field: Payload) -> Member:
    return Member(field["name"], Primitive(field["type"].rstrip("?")))


def _with_own(made: Payload, spot: Spot, upstream: Payload) -> Payload:
    mine = [name for name in (*made, *upstream) if _OF_ONE.get(name, name) == spot.aspect]
    for name in mine:
        made.pop(name, None)
        if name in upstream:
            made[name] = deepcopy(upstream[name])
    return made


def _with_aspect(member: Payload, spot: Spot, wanted: Mapping[str, Payload]) -> Payload:
    there = wanted.get(spot.member, {})
    made = dict(member)
    kind, mark = made.get("type", "").rstrip("?"), "?" if made.get("type", "").endswith("?") else ""
    match spot.aspect:
        case "type":
            made["type"] = there["type"].rstrip("?") + mark
        case "optional":
            made["type"] = kind + ("?" if there["type"].endswith("?") else "")
        case "obligation":
            return deepcopy(there)
        case aspect:
            made.pop(aspect, None)
            if aspect in there:
                made[aspect] = deepcopy(there[aspect])
    return made


def _with_row(made: Payload, row: str, rows: list[Payload]) -> Payload:
    made.pop(row, None)
    if rows:
        made[row] = [each["name"] for each in rows] if row == "values" else rows
    return made


def _position(rows: list[Payload], name: str, wanted: list[str]) -> int:
    """Behind the sibling that it follows upstream."""
    names = [each["name"] for each in rows]
    before = [each for each in wanted[: wanted.index(name)] if each in names]
    return names.index(before[-1]) + 1 if before else 0


def _in_order(rows: list[Payload], wanted: list[str]) -> list[Payload]:
    """Those that both have, as upstream orders them, in the places that they have among the others."""
    common = iter(
        sorted((each for each in rows if each["name"] in wanted), key=lambda each: wanted.index(each["name"]))
    )
    return [next(common) if each["name"] in wanted else each for each in rows]
