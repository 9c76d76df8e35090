"""The elements while events are folded: each with its payload, the event that said it last, and its place in a row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from moment.project.elements import Key, Payload, siblings
from moment.project.stream import SiftEventEnvelope
from moment.project.vocabulary import BLOCKS, Block

Room: TypeAlias = tuple[str, str]
"""``("context", name)`` or ``("flow", name)``: what one element and all that stand in it are kept together in."""
BY_WORD: Mapping[str, Block] = {block.word: block for block in BLOCKS}


@dataclass(slots=True)
class Slot:
    """``payload`` is ``None`` while an element was only mentioned. ``order`` is its place among its siblings."""

    payload: Payload | None = None
    event: SiftEventEnvelope | None = None
    order: int | None = None


class Shelf:
    """Rooms in order of first mention, elements in each likewise.

    ``graves`` holds the event that took an element away, or gave it another name.
    """

    def __init__(self) -> None:
        self.rooms: dict[Room, dict[Key, Slot]] = {}
        self.graves: dict[Key, SiftEventEnvelope] = {}

    def get(self, key: Key) -> Slot | None:
        """The slot of a defined element."""
        slot = self.rooms.get(room_of(key), {}).get(key)
        return slot if slot is not None and slot.payload is not None else None

    def mention(self, key: Key) -> Slot:
        """The slot of an element; its owners are mentioned with it."""
        room = self.rooms.setdefault(room_of(key), {})
        slot = room.get(key)
        if slot is None:
            for owner in owners(key):
                room.setdefault(owner, Slot())
            slot = room.setdefault(key, Slot())
        return slot

    def define(self, key: Key, payload: Payload, event: SiftEventEnvelope, order: int | None) -> None:
        slot = self.mention(key)
        aggregate = payload.get("aggregateName")
        if aggregate is not None:
            self.mention(Key("Aggregate", (key.owner, aggregate)))
        slot.payload, slot.event, slot.order = payload, event, order

    def remove(self, key: Key, event: SiftEventEnvelope) -> None:
        """Takes an element away with all that stand in it."""
        room = self.rooms.get(room_of(key), {})
        gone = list(room) if key.word in ("BoundedContext", "Flow") else [key, *self.inside(key)]
        for each in gone:
            room.pop(each, None)
            self.graves[each] = event
        if not room:
            self.rooms.pop(room_of(key), None)

    def inside(self, key: Key) -> list[Key]:
        """What stands in an aggregate."""
        if key.word != "Aggregate":
            return []
        return [
            other
            for other, slot in self.rooms.get(room_of(key), {}).items()
            if (other.word in ("Command", "Event") and other.names[1] == key.name)
            or (other.word != "Aggregate" and (slot.payload or {}).get("aggregateName") == key.name)
        ]

    def bury(self, keys: Iterable[Key], event: SiftEventEnvelope) -> None:
        """Remembers why there is nothing under these keys any more."""
        for key in keys:
            self.graves[key] = event

    def replace(self, room: Room, new_room: Room, renamed: Mapping[Key, Key]) -> None:
        """Gives elements of a room other keys, where they stand."""
        self.rooms = {
            new_room if name == room else name: (
                {renamed.get(key, key): slot for key, slot in slots.items()} if name == room else slots
            )
            for name, slots in self.rooms.items()
        }

    def holds(self, key: Key) -> bool:
        """Whether an element is there, defined or mentioned."""
        return key in self.rooms.get(room_of(key), {})

    def every(self) -> Iterator[Key]:
        for slots in self.rooms.values():
            yield from slots

    def slots(self) -> Iterator[tuple[Key, Slot]]:
        for slots in self.rooms.values():
            yield from slots.items()

    def named(self, name: str, words: frozenset[str]) -> set[str]:
        """The contexts that own an element of that name and one of these kinds."""
        return {
            room[1]
            for room, slots in self.rooms.items()
            if room[0] == "context"
            for key in slots
            if key.name == name and key.word in words
        }

    def arranged(self) -> Iterator[tuple[Key, Slot]]:
        """Everything in document order: rooms as mentioned, then by ``order``; owners before what stands in them."""
        rows: dict[tuple[str, ...], list[tuple[Key, Slot]]] = {}
        for key, slot in self.slots():
            rows.setdefault(siblings(key, slot.payload or {}), []).append((key, slot))
        yield from _below(rows, ("",))


def _below(rows: Mapping[tuple[str, ...], list[tuple[Key, Slot]]], row: tuple[str, ...]) -> Iterator[tuple[Key, Slot]]:
    for key, slot in in_order(rows.get(row, ())):
        yield key, slot
        if key.word in ("BoundedContext", "Aggregate"):
            yield from _below(rows, key.names)
        elif key.word == "Flow":
            yield from _below(rows, ("", key.name))


def in_order(row: list[tuple[Key, Slot]] | tuple[()]) -> list[tuple[Key, Slot]]:
    """Those with an ``order`` at it, in ascending order, among the others as they were mentioned."""
    found = [each for each in row if each[1].order is None]
    placed = [(each[1].order, each[0], each) for each in row if each[1].order is not None]
    for order, _, each in sorted(placed, key=lambda one: one[:2]):
        found.insert(min(order, len(found)), each)
    return found


def room_of(key: Key) -> Room:
    return ("flow" if key.word in ("Flow", "Moment") else "context"), key.owner


def owners(key: Key) -> Iterator[Key]:
    """What an element stands in, outermost first."""
    if key.word == "Moment":
        yield Key("Flow", key.names[:1])
    elif key.word not in ("BoundedContext", "Flow"):
        yield Key("BoundedContext", key.names[:1])
        if key.word in ("Command", "Event"):
            yield Key("Aggregate", key.names[:2])
