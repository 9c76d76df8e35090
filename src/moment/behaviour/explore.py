"""Every state that a compiled machine can reach, breadth first with an exact visited set."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from typing import NamedTuple

from moment.behaviour.compile import Compiled, Entry, Share
from moment.behaviour.graph import Graph, Limits


def explore(compiled: Compiled, limits: Limits | None = None, *, symmetric: bool = True) -> Graph:
    """The reachable graph, the same as that of the interpreter. Deterministic unless a limit of time or memory is hit.

    Several instances are interchangeable: unless ``symmetric`` is off, one order of them stands for all.
    """
    if compiled.plan.scope.instances > 1:
        from moment.behaviour.joint import explore_joint

        return explore_joint(compiled, limits, symmetric=symmetric)
    return explore_alone(compiled, limits)


def explore_alone(compiled: Compiled, limits: Limits | None = None) -> Graph:
    """The graph of one instance."""
    found = columns((compiled.plain, compiled.faults), compiled, compiled.fill, limits or Limits())
    return Graph(compiled.decode, compiled.actions, *found, compiled)


class Columns(NamedTuple):
    """What a graph holds of its states and edges; see there."""

    rows: list[int]
    targets: array[int]
    labels: array[int]
    starts: array[int]
    found_by: array[int]
    limit: str | None


def columns(
    tables: Sequence[list[Share]], compiled: Compiled, fill: Callable[[Share, int], Entry], bounds: Limits
) -> Columns:
    """Follows every entry of ``tables`` from the state 0 on; ``fill`` makes those that are missing.

    No object is made for a transition: a state is an integer, its successors are sums of it and what a table holds.
    """
    index, rows = {0: 0}, [0]
    targets, labels, starts, found_by = array("I"), array(compiled.label_type), array("I", [0]), array("I", [0])
    known, reach, name, moves = index.get, targets.append, labels.extend, compiled.moves
    limit: str | None = None
    number = 0
    while number < len(rows):
        if not number & 511 or len(rows) >= bounds.states:
            limit = bounds.reached(number, len(rows))
            if limit is not None:
                break
        state = rows[number]
        for shares in tables:
            for share in shares:
                entry = share.entries.get(state & share.mask)
                if entry is None:
                    entry = fill(share, state)
                deltas, names, wide = entry
                for delta in deltas:
                    after = state + delta
                    target = known(after)
                    if target is None:
                        index[after] = target = len(rows)
                        rows.append(after)
                        found_by.append(len(targets))
                    reach(target)
                for after in moves(entry, state)[len(deltas) :] if wide else ():
                    target = known(after)
                    if target is None:
                        index[after] = target = len(rows)
                        rows.append(after)
                        found_by.append(len(targets))
                    reach(target)
                if names:
                    name(names)
        starts.append(len(targets))
        number += 1
        if not number & 4095:
            compiled.split_large()
    return Columns(rows, targets, labels, starts, found_by, limit)
