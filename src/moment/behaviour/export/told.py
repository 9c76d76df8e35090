"""The scenarios of a simulation under names that hold in any tool: unique, printable, without blanks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from moment.behaviour.interpreter import Interpreter
from moment.behaviour.scenario import Scenario
from moment.behaviour.simulation import Simulation
from moment.behaviour.trace import Happened


@dataclass(frozen=True, slots=True)
class Told:
    """A scenario with the machine that it ran on; ``key`` is its identifier, percent-encoded, unique in the export."""

    key: str
    scenario: Scenario
    machine: Interpreter
    seed: int

    def correlation(self, instance: int) -> str:
        """``order-placed-happy-path/corr-order-placed-001``: the one of facet.json below the scenario's key."""
        return f"{self.key}/corr-{encoded(self.scenario.flow.name)}-{instance + 1:03}"

    @property
    def instances(self) -> int:
        """How many instances of the flow run side by side."""
        return self.machine.plan.scope.instances

    def named(self, identifier: str) -> str:
        """``evt-001`` of this scenario, for a file that holds several."""
        return f"{self.key}/{identifier}"

    @property
    def events(self) -> dict[str, Happened]:
        return {each.id: each for each in self.scenario.trace.events}


def told(simulation: Simulation) -> Iterator[Told]:
    """Every scenario of every flow, in the order of facet.json."""
    taken: set[str] = set()
    for run in simulation.flows:
        for scenario in run.scenarios:
            key = plain = encoded(scenario.id)
            number = 1
            while key in taken:
                number += 1
                key = f"{plain}~{number}"
            taken.add(key)
            yield Told(key, scenario, run.explored.machine, run.seed)


def encoded(name: str) -> str:
    """``name`` as one segment of a URI, never empty: all but ASCII letters, digits and ``_.-`` percent-encoded."""
    return quote(name, safe="", errors="replace").replace("~", "%7E") or "-"
