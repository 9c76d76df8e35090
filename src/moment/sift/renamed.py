"""New names of upstream that a project can take over, and what was imported last under them."""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy

from moment.project.elements import Bases, Elements, Key, Payload, base_name
from moment.sift.renaming import rename
from moment.sift.shelf import Shelf


def renames(
    bases: Bases, renamed: Iterable[tuple[Key, Key]], upstream: Elements, local: Elements
) -> tuple[tuple[Key, str], ...]:
    """The new names of upstream that can be taken over: the element is here as it was imported, under its old name."""
    found = []
    names = set(local)
    for old, new in renamed:
        unchanged = old in names and bases.get(base_name(old)) is not None
        if unchanged and new not in names and old not in upstream:
            found.append((old, new.name))
            names = {_moved(key, old, new) for key in names}
            bases = {base_name(new) if name == base_name(old) else name: shape for name, shape in bases.items()}
    return tuple(found)


def _moved(key: Key, old: Key, new: Key) -> Key:
    inside = key.names[: len(old.names)] == old.names and old.word in ("BoundedContext", "Aggregate", "Flow")
    return key._replace(names=(*new.names, *key.names[len(old.names) :])) if key == old or inside else key


def renamed_bases(bases: Bases, local: Elements, taken: Iterable[tuple[Key, str]]) -> Bases:
    """The bases as they would be, had what they say been imported under the new names."""
    shelf = Shelf()
    for key in local:
        shape = bases.get(base_name(key))
        if shape is not None:
            slot = shelf.mention(key)
            slot.payload = deepcopy(shape)
    before = {base_name(key) for key in shelf.every()}
    for key, name in taken:
        if shelf.holds(key):
            rename(shelf, key, name)
    found: dict[str, Payload | None] = {name: shape for name, shape in bases.items() if name not in before}
    found.update({base_name(key): slot.payload for key, slot in shelf.slots() if slot.payload is not None})
    return found
