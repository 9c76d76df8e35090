"""Where elements stand among their siblings: those that are there as they are, new ones as upstream has them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from moment.project.elements import Elements, Key, siblings


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
