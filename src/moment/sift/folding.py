"""One upstream event taken into the elements: defined, gone, renamed, or one of its fields changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from moment.project.elements import Key, Payload, key_of
from moment.project.stream import SiftEventEnvelope
from moment.project.vocabulary import DEFINITIONS, FIELD_CHANGES, REMOVALS, RENAMES, REVISIONS, Block
from moment.sift.payload_parts import Fault, count, field, label, members, name, optional, text, type_text
from moment.sift.payloads import definition, fields_of, naming
from moment.sift.renaming import rename, rename_field
from moment.sift.shelf import Shelf, Slot

_ORDER = members(order=optional(count))
_FIELD = members(fieldName=name)
_NEW_NAME = members(newName=name)
_NEW_LABEL = members(newName=label)
_REVISED = members(
    type=optional(type_text), deprecated=optional(members(reason=text, replacement=text))
)  # fmt: skip
_LABELLED = frozenset(("BoundedContext", "Aggregate", "Term", "Flow", "Moment"))


def fold_event(shelf: Shelf, event: SiftEventEnvelope) -> list[tuple[Key, Key]]:
    """Takes one event of a known type; returns the renaming when it is one. ``Fault`` when its payload is none."""
    kind, payload = event.event_type, event.payload
    if kind in DEFINITIONS:
        said = definition(kind, payload)
        shelf.define(key_of(DEFINITIONS[kind], said), said, event, _ORDER(payload, "").get("order"))
    elif kind in REMOVALS:
        shelf.remove(_key(REMOVALS[kind], payload), event)
    elif kind in RENAMES:
        return _renamed(shelf, RENAMES[kind], event)
    elif kind in REVISIONS:
        block = REVISIONS[kind]
        slot = _slot(shelf, block, payload)
        _put_fields(slot, block, fields_of(block, payload), event)
    else:
        _change_field(shelf, *FIELD_CHANGES[kind], event)
    return []


def _key(block: Block, payload: Mapping[str, Any]) -> Key:
    return key_of(block, naming(block, payload))


def _slot(shelf: Shelf, block: Block, payload: Mapping[str, Any]) -> Slot:
    key = _key(block, payload)
    slot = shelf.get(key)
    if slot is None:
        raise Fault(f"{block.kind} `{key.identity}` is not defined before it")
    return slot


def _renamed(shelf: Shelf, block: Block, event: SiftEventEnvelope) -> list[tuple[Key, Key]]:
    key = _key(block, event.payload)
    new_name = (_NEW_LABEL if block.word in _LABELLED else _NEW_NAME)(event.payload, "")["newName"]
    slot = _slot(shelf, block, event.payload)
    new = key._replace(names=(*key.names[:-1], new_name))
    if new == key:
        return []
    if shelf.get(new) is not None:
        raise Fault(f"there is a {block.kind} `{new.identity}` already")
    if shelf.holds(new):
        shelf.remove(new, event)
    before = set(shelf.every())
    rename(shelf, key, new_name)
    shelf.bury(before - set(shelf.every()), event)
    slot.event = event
    return [(key, new)]


def _put_fields(slot: Slot, block: Block, fields: list[Payload], event: SiftEventEnvelope) -> None:
    assert slot.payload is not None
    slot.payload.pop(block.fields, None)
    if fields:
        slot.payload[block.fields] = fields
    slot.event = event


def _change_field(shelf: Shelf, block: Block, change: str, event: SiftEventEnvelope) -> None:
    slot = _slot(shelf, block, event.payload)
    assert slot.payload is not None
    named = _FIELD(event.payload, "")["fieldName"]
    fields: list[Payload] = list(slot.payload.get(block.fields, ()))
    at = next((number for number, each in enumerate(fields) if each["name"] == named), None)
    match change:
        case "Added":
            added = field({**event.payload, "name": named}, "")
            fields[len(fields) if at is None else at : len(fields) if at is None else at + 1] = [added]
        case "Removed":
            fields = [each for each in fields if each["name"] != named]
        case _ if at is None:
            raise Fault(f"field `{named}` is not defined before it")
        case "Revised":
            fields[at] = {**fields[at], **_REVISED(event.payload, "")}
        case "Renamed":
            new_name = _NEW_NAME(event.payload, "")["newName"]
            if any(each["name"] == new_name for each in fields):
                raise Fault(f"there is a field `{new_name}` already")
            fields[at] = {**fields[at], "name": new_name}
    _put_fields(slot, block, fields, event)
    if change == "Renamed":
        rename_field(shelf, _key(block, event.payload), named, _NEW_NAME(event.payload, "")["newName"])
