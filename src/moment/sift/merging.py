"""Three specifications made one: as it was imported last, as upstream says now, as it is here.

What moved on one side only is taken from there. What moved on both, differently, stays as it is here and is said,
unless one side is preferred.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Literal, TypeAlias

from moment.project.elements import Bases, Elements, Key, Payload, base_name, siblings
from moment.sift.renaming import rename
from moment.sift.shelf import Shelf, owners

Prefer: TypeAlias = Literal["upstream", "local"]


@dataclass(frozen=True, slots=True)
class Merged:
    """``elements`` is the specification as it is to be; ``taken`` came from upstream, ``kept`` moved here only.

    ``bases`` are those that change: what both sides agree on now.
    """

    elements: Elements
    taken: tuple[Key, ...]
    kept: tuple[Key, ...]
    conflicts: tuple[Key, ...]
    bases: Bases


def merge(bases: Bases, upstream: Elements, local: Elements, *, prefer: Prefer | None = None) -> Merged:
    taken, kept, conflicts = _judged(bases, upstream, local, prefer)
    present = {key: local[key] for key in local}
    for key in taken:
        if key in upstream:
            present[key] = upstream[key]
        else:
            present.pop(key, None)
    if prefer == "upstream":
        _follow(present, upstream, taken)
    orphans = [key for key in present if not _has_owners(key, present)]
    stranded = {owner for key in orphans if key in local for owner in _owners(key, local[key]) if owner not in present}
    for owner in stranded:
        present[owner] = local[owner]
    for key in orphans:
        if key not in local:
            del present[key]
    conflicts |= stranded | {key for key in orphans if key not in local}
    taken = [key for key in taken if key not in conflicts]
    agreed = {
        base_name(key): upstream.get(key)
        for key in (*upstream, *(key for key in local if key not in upstream))
        if present.get(key) == upstream.get(key) or (prefer == "local" and key in conflicts)
    }
    changed = {name: shape for name, shape in agreed.items() if bases.get(name, _UNKNOWN) != shape}
    gone = {name: shape for name, shape in changed.items() if shape is not None or bases.get(name) is not None}
    open_conflicts = () if prefer == "local" else tuple(sorted(conflicts))
    return Merged(arranged(present, upstream, local), tuple(taken), tuple(kept), open_conflicts, gone)


_UNKNOWN: Payload = {"unknown": True}


def _follow(present: dict[Key, Payload], upstream: Elements, taken: list[Key]) -> None:
    """Owners come back with what upstream changed in them, and what stands in something that is gone there goes too."""
    for key in [key for key in present if not _has_owners(key, present)]:
        missing = [owner for owner in _owners(key, present[key]) if owner not in present]
        if key in upstream and all(owner in upstream for owner in missing):
            present.update({owner: upstream[owner] for owner in missing})
            taken += missing
        else:
            del present[key]
            taken.append(key)


def _judged(
    bases: Bases, upstream: Elements, local: Elements, prefer: Prefer | None
) -> tuple[list[Key], list[Key], set[Key]]:
    taken: list[Key] = []
    kept: list[Key] = []
    conflicts: set[Key] = set()
    for key in (*upstream, *(key for key in local if key not in upstream)):
        base, theirs, ours = bases.get(base_name(key)), upstream.get(key), local.get(key)
        if theirs == ours:
            continue
        if ours == base:
            taken.append(key)
        elif theirs == base:
            kept.append(key)
        elif prefer == "upstream":
            taken.append(key)
        else:
            conflicts.add(key)
    return taken, kept, conflicts


def _owners(key: Key, payload: Payload) -> Iterable[Key]:
    yield from owners(key)
    aggregate = payload.get("aggregateName")
    if aggregate is not None and key.word != "Aggregate":
        yield Key("Aggregate", (key.owner, aggregate))


def _has_owners(key: Key, present: Elements) -> bool:
    return all(owner in present for owner in _owners(key, present[key]))


def arranged(present: Elements, upstream: Elements, local: Elements) -> Elements:
    """Those that were here as they stood, new ones behind the sibling that they follow upstream."""
    rows: dict[tuple[str, ...], list[Key]] = {}
    for key in local:
        if key in present:
            rows.setdefault(siblings(key, present[key]), []).append(key)
    before: dict[tuple[str, ...], Key] = {}
    for key in upstream:
        if key not in present:
            continue
        row = siblings(key, present[key])
        placed = rows.setdefault(row, [])
        if key not in placed:
            previous = before.get(row)
            placed.insert(placed.index(previous) + 1 if previous in placed else 0, key)
        before[row] = key
    return {key: present[key] for key in _walk(rows, ("",))}


def _walk(rows: Mapping[tuple[str, ...], list[Key]], row: tuple[str, ...]) -> Iterable[Key]:
    for key in rows.get(row, ()):
        yield key
        if key.word in ("BoundedContext", "Aggregate", "Flow"):
            yield from _walk(rows, ("", key.name) if key.word == "Flow" else key.names)


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
