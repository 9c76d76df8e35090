"""Every state that a compiled machine can reach, breadth first with an exact visited set."""

from __future__ import annotations

from array import array

from moment.behaviour.compile import Compiled
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
    """The graph of one instance.

    No object is made for a transition: a state is an integer, its successors are sums of it and what a table holds.
    """
    bounds = limits or Limits()
    index: dict[int, int] = {compiled.initial: 0}
    rows = [compiled.initial]
    targets, labels, starts, found_by = array("I"), array(compiled.label_type), array("I", [0]), array("I", [0])
    known, reach, name = index.get, targets.append, labels.extend
    fill, moves = compiled.fill, compiled.moves
    limit: str | None = None
    number = 0
    while number < len(rows):
        if not number & 511 or len(rows) >= bounds.states:
            limit = bounds.reached(number, len(rows))
            if limit is not None:
                break
        state = rows[number]
        for shares in (compiled.plain, compiled.faults):
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
                for found in moves(entry, state)[len(deltas) :] if wide else ():
                    target = known(found)
                    if target is None:
                        index[found] = target = len(rows)
                        rows.append(found)
                        found_by.append(len(targets))
                    reach(target)
                if names:
                    name(names)
        starts.append(len(targets))
        number += 1
        if not number & 4095:
            for share in (*compiled.plain, *compiled.faults):
                compiled.split(share)
    return Graph(rows, compiled.decode, compiled.actions, targets, labels, starts, found_by, limit, compiled)
