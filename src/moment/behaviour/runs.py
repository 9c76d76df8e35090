"""Which runs stand for all: one for every distinct combination of arms, outcome, verdict and faults."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from moment.behaviour.figures import Explored
from moment.behaviour.instances import bare
from moment.behaviour.machine import Action
from moment.behaviour.verdicts import Verdict


class Run(NamedTuple):
    """A representative way to an end. ``arms`` are the names of its choices, ``faults`` of its faults, sorted."""

    actions: tuple[Action, ...]
    states: tuple[int, ...]
    verdict: Verdict
    arms: tuple[str, ...]
    faults: tuple[str, ...]


class _Signature(NamedTuple):
    arms: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()


def representatives(explored: Explored, *, most: int = 2000, steps: int = 500_000) -> tuple[Run, ...]:
    """One run per distinct (arms, outcome, verdict, faults): of those the first in narrative order.

    Depth first through (state, signature): the first way found to each is the least in the order of actions.
    ``most`` runs and ``steps`` pairs bound it.
    """
    graph = explored.graph
    start = (0, _Signature())
    came: dict[tuple[int, _Signature], tuple[tuple[int, _Signature], Action] | None] = {start: None}
    found: dict[tuple[object, ...], Run] = {}
    stack = [(start, iter(graph.edges[0]))]
    _note(explored, start, came, found)
    while stack and len(found) < most and len(came) < steps:
        here, edges = stack[-1]
        edge = next(edges, None)
        if edge is None:
            stack.pop()
            continue
        there = (edge.target, _extend(here[1], edge.action))
        if there not in came:
            came[there] = (here, edge.action)
            _note(explored, there, came, found)
            stack.append((there, iter(graph.edges[edge.target])))
    return tuple(found.values())


def _extend(signature: _Signature, action: Action) -> _Signature:
    if action.kind == "choose":
        return signature._replace(arms=tuple(sorted((*signature.arms, bare(action.name)))))
    if action.fault is not None:
        return signature._replace(faults=tuple(sorted((*signature.faults, bare(action.name)))))
    return signature


def _note(
    explored: Explored,
    there: tuple[int, _Signature],
    came: Mapping[tuple[int, _Signature], tuple[tuple[int, _Signature], Action] | None],
    found: dict[tuple[object, ...], Run],
) -> None:
    number, signature = there
    verdict = explored.verdicts.get(number)
    if verdict is None:
        return
    key = (signature.arms, verdict.outcome, verdict.kind, signature.faults)
    if key in found:
        return
    actions: list[Action] = []
    states = [number]
    step = came[there]
    while step is not None:
        (number, _), action = step
        actions.append(action)
        states.append(number)
        step = came[step[0]]
    route = states[::-1]
    told = explored.graph.told(route, reversed(actions))
    found[key] = Run(told, tuple(route), verdict, signature.arms, signature.faults)
