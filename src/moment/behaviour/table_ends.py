"""How ends are judged by rows: each instance's own, and of several that of the one that is worst off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, product
from typing import Any, NamedTuple

from moment.behaviour.explain import ending, waits
from moment.behaviour.interpreter import Interpreter
from moment.behaviour.state import State
from moment.behaviour.table_rows import Seats
from moment.behaviour.table_views import Views
from moment.behaviour.verdicts import Verdict, judge_alone, unfinished, worst_first
from moment.behaviour.view import View

Condition = dict[int, int]


class Ending(NamedTuple):
    """Ends of one instance with one verdict and one sentence; ``sample`` is one of them."""

    verdict: Verdict
    sample: State
    conditions: tuple[Condition, ...]


class Ends:
    """The ends of what one instance can be in; where several run, an end of all is an end of each."""

    def __init__(self, views: Views, seats: Seats) -> None:
        self.views = views
        self.seats = seats
        self.machine = views.compiled.machine
        self.states = {number: views.compiled.decode(views.rows[number]) for number in views.ends}
        self._free = views.space.all & ~views.space.of(views.ends)

    def judged(self) -> Iterator[list[Any]]:
        """Rows ``mask…, value…, verdict, outcome, text``, the worst verdict first."""
        found: dict[tuple[Verdict, str], list[int]] = {}
        for number, state in self.states.items():
            verdict = judge_alone(self.machine, state)
            found.setdefault((verdict, ending(self.machine, verdict, state)), []).append(number)
        alike: dict[Verdict, list[Ending]] = {}
        for (verdict, _), numbers in found.items():
            end = Ending(verdict, self.states[numbers[0]], tuple(self._conditions(numbers)))
            alike.setdefault(verdict, []).append(end)
        for verdict in sorted(alike, key=worst_first):
            yield from self._rows(verdict, alike[verdict])

    def _rows(self, verdict: Verdict, ends: list[Ending]) -> Iterator[list[Any]]:
        """An outcome says how many instances have it; then as many as there are come first."""
        count = self.seats.instances
        for together in range(count if verdict.outcome is not None else 1, 0, -1):
            some = verdict.outcome is not None and together < count
            said = verdict._replace(outcome=f"{verdict.outcome} ({together} of {count})") if some else verdict
            for instances, end in product(combinations(range(count), together), ends):
                text = ending(self.machine, said, end.sample)
                for chosen in product(end.conditions, repeat=together):
                    whole = self._together(instances, chosen)
                    if whole is not None:
                        yield [*self.seats.bits.row(whole), said.kind, said.outcome, text]

    def _together(self, instances: Sequence[int], conditions: Sequence[Condition]) -> Condition | None:
        """The conditions on several instances at once; ``None`` where what they share cannot be both."""
        whole: Condition = {}
        for instance, condition in zip(instances, conditions, strict=True):
            cube = self.seats.cube(instance, condition)
            if any(whole.get(number, value) != value for number, value in cube.items()):
                return None
            whole.update(cube)
        return whole

    def owed(self) -> Iterator[list[Any]]:
        """Rows ``mask…, value…, sentence``."""
        found: dict[str, list[int]] = {}
        for number, state in self.states.items():
            for sentence in dict.fromkeys(_debts(self.machine, state)):
                found.setdefault(sentence, []).append(number)
        several = self.seats.instances > 1
        for sentence, numbers in found.items():
            for cube in self._conditions(numbers):
                for instance in range(self.seats.instances):
                    said = f"{sentence} in instance {instance + 1}" if several else sentence
                    yield [*self.seats.bits.row(self.seats.cube(instance, cube)), said]

    def _conditions(self, numbers: list[int]) -> Iterator[Condition]:
        """Only ends are judged, so that the rows may fit elsewhere."""
        return self.views.space.cubes(self.views.space.of(numbers), free=self._free)


def _debts(machine: Interpreter, state: State) -> Iterator[str]:
    """What an end leaves undone, in sentences."""
    if state.close is not None:
        return
    said: dict[str, Any] = {each.element: each.text for each in waits(machine, state)}
    for step in unfinished(View(machine.plan, state)):
        yield said.pop(step.placement.id, None) or f"{step.placement.node.name} is not done"
    yield from said.values()
