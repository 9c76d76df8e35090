"""What it takes to make a run end badly: the fewest choices and faults, none of which can be left out.

A run *obeys* a recipe when its faults are exactly the recipe's, each as often, and it makes every choice that the
recipe names at least as often. A choice is needed when no run that obeys the rest and ends so goes without it, a
fault when no run with the other faults ends so. A recipe is 1-minimal when every part of it is needed. What every
run does that obeys the rest, as an emission that an arm presupposes, is left out as well: it goes without saying.
Where several instances run, it does not matter which of them makes a choice or meets a fault.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple

from moment.behaviour.action_names import is_fault_name, numbered
from moment.behaviour.figures import Explored
from moment.behaviour.instances import bare
from moment.behaviour.machine import Action

MOST_STATES = 50_000
"""Graphs above this keep every choice of their run."""
MOST_VISITS = 400_000
"""Pairs of state and progress that the recipes of one flow may look at."""
_ASKED_EVERY = 1000
_STEPS = ("handle", "publish")


class Recipe(NamedTuple):
    """``names`` in the order of a run, a repeated one with its number behind ``#``.

    ``minimal`` when each is needed, ``always`` when every run that obeys it ends so, whatever the order of events.
    """

    names: tuple[str, ...]
    minimal: bool
    always: bool

    @property
    def plain(self) -> tuple[str, ...]:
        return tuple(name.partition(" #")[0] for name in self.names)


class _Part(NamedTuple):
    name: str
    is_fault: bool
    kind: str


class _Progress(NamedTuple):
    """A state, and how often each part of a recipe has been made on the way."""

    number: int
    counts: tuple[int, ...]


class _Move(NamedTuple):
    name: str
    is_fault: bool
    is_choice: bool
    action: Action
    target: int


def is_choice(action: Action) -> bool:
    """Whether the action is one way of several that a flow leaves open: an arm, an emission, a number, a skip."""
    if action.kind in ("choose", "skip"):
        return True
    return action.kind in _STEPS and isinstance(action.option, str) and action.option != "again"


class Recipes:
    """The recipes of one explored flow; from the moment on that time has ``expired`` nothing more is left out."""

    def __init__(self, explored: Explored, expired: Callable[[], bool] | None = None) -> None:
        self.explored = explored
        self.visits = 0
        self._expired = expired
        self._moves: dict[int, tuple[_Move, ...]] = {}
        self._sorts: dict[Action, tuple[str, bool, bool, Action]] = {}
        self._into: Mapping[int, list[int]] | None = None

    def shortest(self, actions: Sequence[Action], ends: Collection[int]) -> Recipe:
        """The part of ``actions``, a run to one of ``ends``, that is needed to end in one of them."""
        parts = [
            _Part(bare(each.name), each.fault is not None, each.kind)
            for each in actions
            if is_choice(each) or each.fault is not None
        ]
        if self.explored.states > MOST_STATES:
            return Recipe(numbered([part.name for part in parts]), minimal=not parts, always=False)
        inside = self._leading_to(ends)
        spare = self._spare(parts, ends, inside) or self._implied(parts)
        while spare:
            parts = [part for at, part in enumerate(parts) if at not in spare]
            spare = self._spare(parts, ends, inside) or self._implied(parts)
        names = numbered([part.name for part in parts])
        others = self.explored.verdicts.keys() - set(ends)
        always = not others or self._run(parts, others, inside=None) is None
        is_sure = self._may_go_on()
        return Recipe(names, minimal=is_sure, always=always and is_sure)

    def replay(self, recipe: Recipe, ends: Collection[int]) -> tuple[Action, ...] | None:
        """The actions of a run that obeys ``recipe`` and ends in one of ``ends``."""
        parts = [_Part(name, is_fault_name(name), name.partition(":")[0]) for name in recipe.plain]
        return self._run(parts, ends, inside=self._leading_to(ends))

    def _spare(self, parts: Sequence[_Part], ends: Collection[int], inside: Collection[int]) -> frozenset[int]:
        """Parts without which a run still ends so: as many neighbours as possible; at last one alone, or none.

        An arm and the emission that it follows from cannot be left out one by one, only together.
        """
        choices = [at for at, part in enumerate(parts) if not part.is_fault]
        faults = [[at] for at, part in enumerate(parts) if part.is_fault]
        windows = [
            choices[first : first + size]
            for size in range(len(choices), 0, -1)
            for first in reversed(range(len(choices) - size + 1))
        ]
        for window in (*windows, *faults):
            rest = [part for at, part in enumerate(parts) if at not in window]
            without = frozenset(parts[at].name for at in window if not parts[at].is_fault)
            if self._run(rest, ends, inside=inside, without=without) is not None:
                return frozenset(window)
        return frozenset()

    def _implied(self, parts: Sequence[_Part]) -> frozenset[int]:
        """A choice that every run makes which makes the others: an emission rather than the arm that it leads to."""
        choices = [at for at, part in enumerate(parts) if not part.is_fault]
        for at in sorted(choices, key=lambda at: (parts[at].kind == "choose", -at)):
            rest = [*parts[:at], *parts[at + 1 :]]
            ends = self.explored.verdicts.keys()
            if rest and self._run(rest, ends, inside=None, without=frozenset((parts[at].name,))) is None:
                return frozenset((at,)) if self._may_go_on() else frozenset()
        return frozenset()

    def _run(
        self,
        parts: Sequence[_Part],
        ends: Collection[int],
        *,
        inside: Collection[int] | None,
        without: frozenset[str] = frozenset(),
    ) -> tuple[Action, ...] | None:
        """A run to ``ends`` with these parts, and choices ``without`` no oftener than they say: depth first, exact."""
        needed = Counter(part.name for part in parts)
        names = tuple(dict.fromkeys((*needed, *sorted(without))))
        place = {name: index for index, name in enumerate(names)}
        goal = tuple(needed[name] for name in names)
        wanted = set(ends)
        start = _Progress(0, (0,) * len(names))
        came: dict[_Progress, tuple[_Progress, Action] | None] = {start: None}
        stack = [start]
        while stack and self._may_go_on():
            here = stack.pop()
            self.visits += 1
            if here.number in wanted and here.counts == goal:
                return self._way(came, here)
            for move in reversed(self._from(here.number)):
                if inside is not None and move.target not in inside:
                    continue
                following = _counted(here.counts, goal, move, place.get(move.name), strict=move.name in without)
                there = _Progress(move.target, following) if following is not None else here
                if there not in came:
                    came[there] = (here, move.action)
                    stack.append(there)
        return None

    def _may_go_on(self) -> bool:
        if self._expired is not None and self.visits % _ASKED_EVERY == 0 and self._expired():
            self.visits = MOST_VISITS + 1
        return self.visits <= MOST_VISITS

    def _way(self, came: Mapping[_Progress, tuple[_Progress, Action] | None], here: _Progress) -> tuple[Action, ...]:
        """The actions that led here, each with the instance that took it."""
        route, actions = [here.number], []
        step = came[here]
        while step is not None:
            route.append(step[0].number)
            actions.append(step[1])
            step = came[step[0]]
        return self.explored.graph.told(route[::-1], reversed(actions))

    def _from(self, number: int) -> tuple[_Move, ...]:
        found = self._moves.get(number)
        if found is None:
            edges = self.explored.graph.edges[number]
            found = self._moves[number] = tuple(_Move(*self._sort(edge.action), edge.target) for edge in edges)
        return found

    def _sort(self, action: Action) -> tuple[str, bool, bool, Action]:
        """An action's name, whosever instance it is, and whether it is a fault or a choice."""
        found = self._sorts.get(action)
        if found is None:
            name = bare(action.name)
            found = self._sorts[action] = name, action.fault is not None, is_choice(action), action
        return found

    def _leading_to(self, ends: Collection[int]) -> set[int]:
        """States from which one of ``ends`` can be reached."""
        if self._into is None:
            into: dict[int, list[int]] = {}
            for number in range(self.explored.states):
                for move in self._from(number):
                    into.setdefault(move.target, []).append(number)
            self._into = into
        found = set(ends)
        waiting = list(ends)
        while waiting:
            for number in self._into.get(waiting.pop(), ()):
                if number not in found:
                    found.add(number)
                    waiting.append(number)
        return found


def _counted(
    counts: tuple[int, ...], goal: tuple[int, ...], move: _Move, index: int | None, *, strict: bool
) -> tuple[int, ...] | None:
    """The progress after ``move``; ``None`` when the recipe does not allow it."""
    if not move.is_fault and not move.is_choice:
        return counts
    if index is None:
        return None if move.is_fault else counts
    if counts[index] == goal[index]:
        return None if move.is_fault or strict else counts
    return (*counts[:index], counts[index] + 1, *counts[index + 1 :])


def replay_recipe(explored: Explored, recipe: Recipe, ends: Collection[int]) -> tuple[Action, ...] | None:
    """The actions of a run that obeys ``recipe`` and ends in one of ``ends``; ``None`` when there is none."""
    return Recipes(explored).replay(recipe, ends)
