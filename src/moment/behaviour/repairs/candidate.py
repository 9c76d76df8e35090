"""A change of the model that might mend a failure, and what it is made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from moment.behaviour.failures import step_of
from moment.behaviour.interpreter import Interpreter
from moment.behaviour.machine import Plan, Route, Step
from moment.behaviour.repairs.writing import Pen
from moment.behaviour.state import State
from moment.behaviour.trace import Trace
from moment.behaviour.verdicts import Verdict
from moment.behaviour.view import View
from moment.diagnostics.model import Edit
from moment.model.domain import Aggregate, Command, Event, Lane


class Candidate(NamedTuple):
    """``kind`` is a word for machines, ``title`` an imperative for people."""

    kind: str
    title: str
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """A failing run: its machine, how it ended, what was in between, and a pen for the specification."""

    machine: Interpreter
    verdict: Verdict
    state: State
    trace: Trace
    pen: Pen

    @property
    def plan(self) -> Plan:
        return self.machine.plan

    @property
    def step(self) -> Step | None:
        """The step that the verdict is about."""
        return step_of(self.plan, self.verdict.subject)

    @property
    def view(self) -> View:
        return View(self.plan, self.state)

    def route(self, element: str) -> Route | None:
        return next((route for route in self.plan.routes if route.crossing.id == element), None)

    def aggregate(self, owner: Command | Event) -> Aggregate | None:
        return self.plan.domain.aggregate.get(f"{owner.context}/{owner.aggregate}")

    def lifecycle_state(self, aggregate: Aggregate) -> str | None:
        states = {each.id: now for each, now in zip(self.plan.aggregates, self.state.lifecycle, strict=True)}
        return states.get(aggregate.id)

    def lane(self, context: str | None) -> Lane | None:
        """The lane of a context in the flow."""
        return next((lane for lane in self.plan.flow.lanes if context is not None and lane.context == context), None)

    def happened(self, context: str, *, since: int = 0) -> tuple[Event, ...]:
        """Events that happened in, or were received by, ``context`` from a step of the run on; the last first."""
        found: dict[str, None] = {}
        for line in reversed(self.trace.lines[since:]):
            record = line.record
            for occurrence in record.events:
                if occurrence.context == context:
                    found[occurrence.event] = None
            if record.kind == "deliver" and record.route is not None and record.context == context:
                found[self.plan.routes[record.route].event] = None
        return tuple(self.plan.domain.event[name] for name in found)


def quoted(names: tuple[str, ...]) -> str:
    """`` `a`, `b` and `c` ``."""
    words = [f"`{name}`" for name in names]
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))
