"""A new name for an element, and for everything that refers to it.

A name belongs to the element of its own context, else to the only context that owns one; in a flow also to the one
that crosses into the lane.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from moment.project.elements import Key, Payload
from moment.project.vocabulary import Block
from moment.sift.shelf import BY_WORD, Shelf, room_of

_NODES = frozenset(("Command", "Event", "Policy", "Saga"))
_TYPES = frozenset(("ValueObject", "Enum"))
_TYPE = re.compile(r"^(?:([\w-]+)\.)?([\w-]+)")


def rename(shelf: Shelf, key: Key, name: str) -> Key:
    """Renames ``key`` and returns its new key."""
    new = key._replace(names=(*key.names[:-1], name))
    match key.word:
        case "BoundedContext":
            _context(shelf, key.name, name)
        case "Flow":
            _flow(shelf, key.name, name)
        case "Moment":
            _within(shelf, key, new)
            for link in _links(slot.payload for slot in shelf.rooms[room_of(key)].values()):
                if link["kind"] == "returns-to" and link["target"] == key.name:
                    link["target"] = name
        case _:
            _references(shelf, key, name)
            _within(shelf, key, new)
    return new


def rename_field(shelf: Shelf, key: Key, old: str, name: str) -> None:
    """What refers to a field: contracts and keys of the crossings of its event, replacements of deprecated ones."""
    slot = shelf.get(key)
    if slot is None or slot.payload is None:
        return
    for field in slot.payload.get(BY_WORD[key.word].fields, ()):
        if field.get("deprecated", {}).get("replacement") == old:
            field["deprecated"]["replacement"] = name
    if key.word != "Event":
        return
    for _, _, placement in _resolved(shelf, key):
        crossing = placement.get("crossing")
        if crossing is None:
            continue
        if crossing.get("idempotentBy") == old:
            crossing["idempotentBy"] = name
        for field in crossing.get("contract", ()):
            if field["name"] == old:
                field["name"] = name


def _within(shelf: Shelf, key: Key, new: Key) -> None:
    """The key, the names in the payload, and for an aggregate those of all that stand in it."""
    room = shelf.rooms[room_of(key)]
    renamed = {key: new}
    if key.word == "Aggregate":
        for other, slot in room.items():
            if other.word in ("Command", "Event") and other.names[1] == key.name:
                renamed[other] = Key(other.word, (other.names[0], new.name, other.names[2]))
            if slot.payload is not None and slot.payload.get("aggregateName") == key.name:
                slot.payload["aggregateName"] = new.name
    own = room[key].payload
    if own is not None:
        own[BY_WORD[key.word].names[-1]] = new.name
    shelf.replace(room_of(key), room_of(key), renamed)


def _context(shelf: Shelf, old: str, name: str) -> None:
    for key, slot in shelf.slots():
        if slot.payload is None:
            continue
        if key.word == "Relationship":
            for end in ("source", "target"):
                if slot.payload[end] == old:
                    slot.payload[end] = name
        if key.word == "Flow":
            for lane in slot.payload.get("lanes", ()):
                if lane["label"] == old and not lane.get("branch"):
                    lane["label"] = name
        _retype(_typed(slot.payload), lambda context, bare: (name, bare) if context == old else None)
        if slot.payload.get("contextName") == old:
            slot.payload["contextName"] = name
        if slot.payload.get("scope") == old and key.owner == old:
            slot.payload["scope"] = name
    _rekey_relationships(shelf, old, name)
    renamed = {key: key._replace(names=(name, *key.names[1:])) for key in shelf.rooms[("context", old)]}
    shelf.replace(("context", old), ("context", name), renamed)


def _rekey_relationships(shelf: Shelf, old: str, name: str) -> None:
    for room in list(shelf.rooms):
        ends = {
            key: key._replace(names=(key.names[0], *(name if each == old else each for each in key.names[1:])))
            for key in shelf.rooms[room]
            if key.word == "Relationship"
        }
        if ends:
            shelf.replace(room, room, ends)


def _flow(shelf: Shelf, old: str, name: str) -> None:
    for slot in shelf.rooms[("flow", old)].values():
        if slot.payload is not None:
            slot.payload["flowName"] = name
    renamed = {key: key._replace(names=(name, *key.names[1:])) for key in shelf.rooms[("flow", old)]}
    shelf.replace(("flow", old), ("flow", name), renamed)


def _references(shelf: Shelf, key: Key, name: str) -> None:
    """Every mention of a member of a context by its old name."""
    context, old = key.owner, key.name
    if key.word in _TYPES:
        _retype_all(shelf, context, old, name)
    if key.word in ("Aggregate", "ValueObject"):
        for slot in shelf.rooms[("context", context)].values():
            if slot.payload is not None and slot.payload.get("scope") == old:
                slot.payload["scope"] = name
    if key.word not in _NODES:
        return
    owners = shelf.named(old, _NODES)
    links = list(_meant_links(shelf, key, owners))
    for _, _, placement in list(_resolved(shelf, key)):
        placement["node"] = name
    for link in links:
        link["target"] = name
    for other, slot in shelf.slots():
        if slot.payload is not None and _means(context, other.owner, owners) and other.word not in ("Flow", "Moment"):
            _respell(other, slot.payload, BY_WORD[key.word], old, name)


def _means(context: str, where: str, owners: set[str]) -> bool:
    """Whether a name said in the context ``where`` means the element of ``context``."""
    return where == context if where in owners else owners == {context}


def _respell(key: Key, payload: Payload, block: Block, old: str, name: str) -> None:
    """The references that an element of a context holds to a command or an event."""
    is_event, is_command = block.word == "Event", block.word == "Command"
    match key.word:
        case "Aggregate" if is_event:
            _swap(payload.get("states", ()), "on", old, name)
        case "Command" if is_event:
            _swap((payload,), "emitsEvent", old, name)
            for kind, names in payload.get("emits", {}).items():
                payload["emits"][kind] = [name if each == old else each for each in names]
        case "Policy":
            _swap((payload,), "trigger", old, name) if is_event else None
            if is_command and "chainsTo" in payload:
                payload["chainsTo"] = [name if each == old else each for each in payload["chainsTo"]]
        case "Saga":
            _swap((payload,), "trigger", old, name) if is_event else None
            _swap(payload["transitions"], "on", old, name) if is_event else None
            for member in ("command", "with") if is_command else ():
                _swap(payload.get("undo", ()), member, old, name)
        case "Service":
            _swap((payload,), "consumes", old, name) if is_event else None
            _swap((payload,), "produces", old, name) if is_event or is_command else None
        case "Projection" if is_event:
            payload["from"] = [name if each == old else each for each in payload["from"]]


def _swap(holders: Iterable[Payload], member: str, old: str, name: str) -> None:
    for holder in holders:
        if holder.get(member) == old:
            holder[member] = name


def _resolved(shelf: Shelf, key: Key) -> Iterator[tuple[str, str, Payload]]:
    """The placements whose node is ``key``, with their lane and flow."""
    owners = shelf.named(key.name, _NODES)
    for room, slots in list(shelf.rooms.items()):
        if room[0] != "flow":
            continue
        lanes = _lanes(slots)
        placed = [(each["lane"], each) for slot in slots.values() for each in placements(slot.payload)]
        arriving = {
            each["crossing"]["to"]
            for lane, each in placed
            if each["node"] == key.name and lanes.get(lane) == key.owner and "crossing" in each
        }
        for lane, each in placed:
            if each["node"] == key.name:
                where = lanes.get(lane, "")
                crosses = lane in arriving and where not in owners
                if crosses or _means(key.owner, where, owners):
                    yield lane, room[1], each


def _lanes(slots: Mapping[Key, Any]) -> dict[str, str]:
    """The contexts of a flow's lanes."""
    flows = (slot.payload for key, slot in slots.items() if key.word == "Flow" and slot.payload is not None)
    return {lane["id"]: lane["label"] for flow in flows for lane in flow.get("lanes", ()) if not lane.get("branch")}


def _meant_links(shelf: Shelf, key: Key, owners: set[str]) -> Iterator[Payload]:
    """The links that mean ``key``: by the nodes of their flow, else by the owners of the name."""
    placed = {flow for _, flow, _ in _resolved(shelf, key)}
    for room, slots in shelf.rooms.items():
        if room[0] != "flow":
            continue
        lanes = _lanes(slots)
        for slot in slots.values():
            for placement in placements(slot.payload):
                where = lanes.get(placement["lane"], "")
                belongs_elsewhere = where != key.owner and where in owners
                meant = not belongs_elsewhere and (room[1] in placed or _means(key.owner, where, owners))
                for link in placement.get("links", ()) if meant else ():
                    if link["kind"] != "returns-to" and link["target"] == key.name:
                        yield link


def placements(payload: Payload | None) -> Iterator[Payload]:
    """All placements of a moment, those of its arms included."""
    for entry in (payload or {}).get("entries", ()):
        yield from entry["entries"] if "when" in entry else (entry,)


def _links(payloads: Iterable[Payload | None]) -> Iterator[Payload]:
    for payload in payloads:
        for placement in placements(payload):
            yield from placement.get("links", ())


def _retype_all(shelf: Shelf, context: str, old: str, name: str) -> None:
    owners = shelf.named(old, _TYPES)
    for where, field in _everywhere(shelf):
        here = _means(context, where, owners)

        def change(said: str, bare: str, here: bool = here) -> tuple[str, str] | None:
            return (said, name) if bare == old and (said == context or (not said and here)) else None

        _retype((field,), change)


def _everywhere(shelf: Shelf) -> Iterator[tuple[str, Payload]]:
    """Every field with the context that reads its type; that of a contract is the owner of its event."""
    for room, slots in shelf.rooms.items():
        lanes = _lanes(slots) if room[0] == "flow" else {}
        for slot in slots.values():
            for placement in placements(slot.payload):
                contract = placement.get("crossing", {}).get("contract", ())
                if contract:
                    where, owners = lanes.get(placement["lane"], ""), shelf.named(placement["node"], _NODES)
                    reader = where if where in owners else next(iter(owners)) if len(owners) == 1 else ""
                    yield from ((reader, field) for field in contract)
            if slot.payload is not None and room[0] == "context":
                yield from ((room[1], field) for field in _typed(slot.payload))


def _retype(fields: Iterable[Payload], change: Callable[[str, str], tuple[str, str] | None]) -> None:
    """Every type through ``change``, which is given its context (or nothing) and its name."""
    for field in fields:
        match = _TYPE.match(field["type"])
        changed = change(match[1] or "", match[2]) if match else None
        if match and changed is not None:
            context, bare = changed
            field["type"] = (f"{context}.{bare}" if context else bare) + field["type"][match.end() :]


def _typed(payload: Payload) -> Iterator[Payload]:
    yield from payload.get("inputs", ())
    yield from payload.get("fields", ())
    if "identityField" in payload:
        yield payload["identityField"]
    for placement in placements(payload):
        yield from placement.get("crossing", {}).get("contract", ())
