"""The events that lead from what was published to what is specified: renames, removals, then definitions."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from moment.project.elements import Elements, Key, Payload, siblings
from moment.project.record import canonical
from moment.project.stream import SiftEventEnvelope
from moment.project.vocabulary import BLOCKS, Block
from moment.sift.fold import Fold
from moment.sift.folding import fold_event
from moment.sift.shelf import BY_WORD, Shelf

_RENAMED = tuple(block for block in BLOCKS if block.word not in ("Relationship", "Command", "Moment", "Flow")) + tuple(
    block for block in BLOCKS if block.word in ("Command", "Flow", "Moment")
)
"""Events before the commands that emit them: a rename may be what makes the next two look alike."""


@dataclass(frozen=True, slots=True)
class Said:
    """An event to be published, about which element."""

    event_type: str
    payload: Payload
    key: Key


@dataclass(slots=True)
class Gap:
    """What is to be said, in order, worked out on a copy of what was said before."""

    shelf: Shelf
    said: list[Said] = field(default_factory=list)

    def say(self, event_type: str, payload: Payload, key: Key) -> None:
        event = SiftEventEnvelope("", event_type, "", "", "", (), "", "", payload)
        fold_event(self.shelf, event)
        self.said.append(Said(event_type, payload, key))


def gap(fold: Fold, wanted: Elements) -> tuple[Said, ...]:
    """The events after which folding gives ``wanted``; none when it does already."""
    found = Gap(_shelf_of(fold))
    for block in _RENAMED:
        _rename(found, block, wanted)
    _rename_fields(found, wanted)
    _remove(found, wanted)
    _define(found, wanted)
    return tuple(found.said)


def _shelf_of(fold: Fold) -> Shelf:
    shelf = Shelf()
    for key, payload in fold.elements.items():
        origin = fold.origins.get(key)
        shelf.mention(key)
        if origin is not None:
            shelf.define(key, deepcopy(payload), origin, fold.orders.get(key))
    return shelf


def named(event: SiftEventEnvelope) -> str:
    """What an event speaks of, for a person: ``Sales/Order/OrderPlaced.total → sum``."""
    word = next((each for each in sorted(BY_WORD, key=len, reverse=True) if event.event_type.startswith(each)), "")
    names = BY_WORD[word].names if word else ()
    said = "/".join(str(event.payload[name]) for name in names if name in event.payload)
    field_name = f".{event.payload['fieldName']}" if "fieldName" in event.payload else ""
    new_name = f" → {event.payload['newName']}" if "newName" in event.payload else ""
    return f"{said}{field_name}{new_name}"


# -- renames -----------------------------------------------------------------------------------------


def _rename(found: Gap, block: Block, wanted: Elements) -> None:
    """Elements that went and came under one owner and are alike but for their names, each with one such other only."""
    there = {key for key in found.shelf.every() if key.word == block.word}
    asked = {key for key in wanted if key.word == block.word}
    gone = _by_content(_payloads(found.shelf), there - asked)
    come = _by_content(wanted, asked - there)
    for content in sorted(gone.keys() & come.keys()):
        if len(gone[content]) == len(come[content]) == 1:
            old, new = gone[content][0], come[content][0]
            naming = dict(zip(block.names, old.names, strict=True))
            if "#" not in old.name + new.name:
                found.say(f"{block.word}Renamed", {**naming, "newName": new.name}, old)


def _payloads(shelf: Shelf) -> Elements:
    return {key: slot.payload for key, slot in shelf.slots() if slot.payload is not None}


def _by_content(elements: Elements, keys: Iterable[Key]) -> dict[bytes, list[Key]]:
    found: dict[bytes, list[Key]] = {}
    for key in sorted(keys):
        payload = elements.get(key)
        content = _content(key, payload, elements) if payload is not None else None
        if content is not None:
            found.setdefault(canonical([list(key.names[:-1]), content]), []).append(key)
    return found


def _content(key: Key, payload: Payload, elements: Elements) -> Any:
    """What makes an element recognisable without its name; nothing when that is too little."""
    names = BY_WORD[key.word].names
    said: dict[str, Any] = {name: value for name, value in payload.items() if name not in names}
    if key.word in ("BoundedContext", "Flow"):
        said["inside"] = sorted([each.word, *each.names[1:]] for each in elements if _stands_in(each, key))
    elif key.word == "Aggregate":
        inside = (each for each in elements if each.word in ("Command", "Event") and each.names[:2] == key.names)
        said["inside"] = sorted([each.word, each.name] for each in inside)
    substance = {
        "fields",
        "inputs",
        "values",
        "inside",
        "entries",
        "definition",
        "description",
        "action",
        "transitions",
    }
    return said if any(said.get(name) for name in substance) else None


def _stands_in(key: Key, owner: Key) -> bool:
    in_flow = key.word in ("Flow", "Moment")
    return key != owner and key.owner == owner.name and in_flow == (owner.word == "Flow")


def _rename_fields(found: Gap, wanted: Elements) -> None:
    """One field that went and one of its type that came, at the same place."""
    for key, payload in wanted.items():
        block = BY_WORD[key.word]
        slot = found.shelf.get(key) if block.fields else None
        if slot is None or slot.payload is None:
            continue
        old, new = slot.payload.get(block.fields, ()), payload.get(block.fields, ())
        if len(old) != len(new):
            continue
        pairs = [(a, b) for a, b in zip(old, new, strict=True) if a["name"] != b["name"]]
        known = {field["name"] for field in old}
        if len(pairs) == 1 and pairs[0][0]["type"] == pairs[0][1]["type"] and pairs[0][1]["name"] not in known:
            naming = dict(zip(block.names, key.names, strict=True))
            said = {**naming, "fieldName": pairs[0][0]["name"], "newName": pairs[0][1]["name"]}
            found.say(f"{block.word}FieldRenamed", said, key)


# -- removals and definitions ------------------------------------------------------------------------


def _remove(found: Gap, wanted: Elements) -> None:
    for key in list(found.shelf.every()):
        if key not in wanted and found.shelf.holds(key):
            block = BY_WORD[key.word]
            *names, last = key.names
            bare, _, again = last.partition("#") if block.word in ("Relationship", "Moment") else (last, "", "")
            naming: Payload = dict(zip(block.names, (*names, bare), strict=True))
            if again.isdecimal():
                naming["occurrence"] = int(again)
            found.say(f"{block.word}Removed", naming, key)


def _define(found: Gap, wanted: Elements) -> None:
    orders = _orders(found.shelf, wanted)
    for key, payload in wanted.items():
        slot = found.shelf.get(key)
        order = orders.get(key)
        if slot is None or slot.payload != payload or slot.order != order:
            said = {**payload, "order": order} if order is not None else payload
            found.say(BY_WORD[key.word].definition, said, key)


def _orders(shelf: Shelf, wanted: Elements) -> Mapping[Key, int]:
    """The places that have to be said so that all siblings stand as wanted.

    Those that stand right among each other by first mention need none; contexts and flows stand in files of their own.
    """
    rows: dict[tuple[str, ...], list[Key]] = {}
    for key, payload in wanted.items():
        rows.setdefault(siblings(key, payload), []).append(key)
    free_keys = (key for key, slot in shelf.slots() if slot.order is None)
    mentioned = {key: number for number, key in enumerate(free_keys)}
    found: dict[Key, int] = {}
    for row, keys in rows.items():
        if row == ("",):
            continue
        placed = {key for key in keys if shelf.holds(key) and key not in mentioned}
        free = [key for key in keys if key not in placed]
        by_mention = sorted(free, key=lambda key: mentioned.get(key, len(mentioned) + keys.index(key)))
        rising = set(_longest_rising([keys.index(key) for key in by_mention]))
        found.update({key: number for number, key in enumerate(keys) if number not in rising})
    return found


def _longest_rising(numbers: Sequence[int]) -> Iterator[int]:
    """The longest part of ``numbers`` that rises, the first of equal ones."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int | None] = []
    for position, number in enumerate(numbers):
        at = bisect_left(tails, number)
        tails[at : at + 1] = [number]
        ends[at : at + 1] = [position]
        before.append(ends[at - 1] if at else None)
    position_or_none = ends[-1] if ends else None
    while position_or_none is not None:
        yield numbers[position_or_none]
        position_or_none = before[position_or_none]
