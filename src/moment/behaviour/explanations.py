"""Why a flow fails in one way: what it takes, what led there, from where on it was lost, and who waits for whom."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from moment.behaviour.blocked import wait_graph
from moment.behaviour.cone import Caused, cone
from moment.behaviour.figures import Explored
from moment.behaviour.instances import bare
from moment.behaviour.machine import Action
from moment.behaviour.recipes import Recipe, Recipes
from moment.behaviour.scenario import Scenario
from moment.behaviour.sentences import sentence
from moment.behaviour.state import Flag, instances_of
from moment.behaviour.trace import replay
from moment.behaviour.verdicts import Verdict, guilty
from moment.behaviour.waiting import WaitGraph

_WAITING = ("stalled", "retry-exhausted")


class Divergence(NamedTuple):
    """In the last state with hope the run did ``taken``; after ``instead`` a good end could have followed."""

    taken: str
    instead: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """``actions`` are the run that is explained; the numbers of ``cone`` are those of its steps.

    ``lost`` is the step after which no good end is left, -1 when there never was one, ``None`` when there still is.
    """

    actions: tuple[Action, ...]
    recipe: Recipe
    cone: tuple[Caused, ...]
    lost: int | None
    lost_text: str
    divergence: Divergence | None
    waits: WaitGraph | None


class Explainer:
    """The explanations of one explored flow."""

    def __init__(self, explored: Explored, expired: Callable[[], bool] | None = None) -> None:
        self.explored = explored
        self.recipes = Recipes(explored, expired)

    def explain(self, verdict: Verdict, ends: Sequence[int], end: int, scenario: Scenario | None) -> Explanation:
        """The run of ``scenario``, else the shortest to ``end``, which is one of ``ends``."""
        machine, graph = self.explored.machine, self.explored.graph
        if scenario is not None:
            route, actions, trace = scenario.run.states, scenario.run.actions, scenario.trace
        else:
            route, actions = tuple(graph.route(end)), graph.path(end)
            trace = replay(machine, actions)
        turn = self._turn(route)
        lost = turn if turn is None or turn < 1 else trace.lengths[turn - 1]
        return Explanation(
            actions=actions,
            recipe=self.recipes.shortest(actions, ends),
            cone=cone(machine, actions, trace, verdict),
            lost=lost,
            lost_text=sentence(machine.plan, trace.lines, lost) if lost is not None and lost >= 0 else "",
            divergence=self._divergence(route[turn], actions[turn]) if turn is not None and turn >= 0 else None,
            waits=wait_graph(machine, guilty(machine, trace.final, verdict)) if verdict.kind in _WAITING else None,
        )

    def _turn(self, route: Sequence[int]) -> int | None:
        """The position of the action after which no good end can follow; -1 when none could from the beginning."""
        lost = next((at for at, number in enumerate(route) if not self.explored.hopeful[number]), None)
        return None if lost is None else lost - 1

    def _divergence(self, number: int, taken: Action) -> Divergence | None:
        """Another way of the same choice if one has hope, else the first thing in narrative order that has."""
        hopeful = [
            edge.action
            for edge in self.explored.graph.edges[number]
            if edge.action.fault is None and self.explored.hopeful[edge.target]
        ]
        same = [action for action in hopeful if action.group == taken.group]
        found = next(iter(same or hopeful), None)
        return Divergence(bare(taken.name), bare(found.name)) if found is not None else None


def shows(scenario: Scenario, verdict: Verdict) -> bool:
    """Whether the scenario ends in ``verdict``, or it is among the things that went wrong in it."""
    if scenario.verdict.kind != verdict.kind:
        return False
    own = scenario.verdict
    flag = Flag(verdict.kind, verdict.subject, verdict.detail)
    flags = (state.flags for state in instances_of(scenario.trace.final))
    return (own.subject, own.detail) == (verdict.subject, verdict.detail) or any(flag in each for each in flags)
