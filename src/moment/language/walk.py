"""Visits the declarations of a tree in text order."""

from __future__ import annotations

from collections.abc import Iterator

from moment.language.syntax import Aggregate, Context, File, Flow, Moment, Node, Unread, When


def declarations(tree: File) -> Iterator[Node | Unread]:
    """Every declaration, an owner before what it owns: contexts, members, fields, flows, lanes, moments, placements."""
    for item in tree.items:
        yield item
        if isinstance(item, Context):
            for member in item.members:
                yield member
                if isinstance(member, Aggregate):
                    for inner in member.members:
                        yield inner
                        yield from _fields(inner)
                else:
                    yield from _fields(member)
        elif isinstance(item, Flow):
            yield from item.lanes
            for moment in item.moments:
                yield moment
                yield from _entries(moment)


def _fields(member: object) -> Iterator[Node]:
    yield from getattr(member, "inputs", ())
    yield from getattr(member, "preconditions", ())
    yield from getattr(member, "fields", ())


def _entries(moment: Moment) -> Iterator[Node]:
    for entry in moment.entries:
        yield entry
        placements = entry.placements if isinstance(entry, When) else ()
        yield from placements
        for placement in placements or ((entry,) if not isinstance(entry, When) else ()):
            if placement.crossing is not None:
                yield from placement.crossing.contract
