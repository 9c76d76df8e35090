"""Reads ``states A -> B on E``, of aggregates and sagas alike."""

from __future__ import annotations

from moment.language.cursor import Cursor
from moment.language.syntax import Edge, Name, States


def parse_states(cursor: Cursor) -> States:
    """One ``states`` line; the cursor stands on ``states``."""
    start = cursor.starts[cursor.index]
    cursor.index += 1
    first = cursor.expect_name("a state")
    edges: list[Edge] = []
    source = first
    while cursor.texts[cursor.index] in ("->", "=>"):
        if cursor.texts[cursor.index] == "=>":
            from moment.language.recovery import skip_foreign

            skip_foreign(cursor)
        else:
            cursor.index += 1
        target = cursor.expect_name("a state")
        event: Name | None = None
        if cursor.take("on"):
            event = cursor.expect_name("the event")
        edges.append(Edge(source, target, event))
        source = target
    return States(first, tuple(edges), start, max(cursor.previous_end, first.end))
