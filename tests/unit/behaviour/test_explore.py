"""The compiled explorer by exact counts: the benchmark model, instances, limits, and flows that are hardly any."""

from __future__ import annotations

from math import factorial

import pytest

from benchmarks.behaviour import machine
from moment.behaviour.compile import Compiled
from moment.behaviour.explore import explore
from moment.behaviour.figures import measure
from moment.behaviour.graph import Limits
from moment.behaviour.joint import Instances, TooNarrowError
from moment.behaviour.simulation import simulate
from tests.unit.behaviour.models import domain_of, with_flow


@pytest.mark.parametrize(
    ("instances", "faults", "states", "transitions", "ends", "runs", "folded"),
    [
        (1, 0, 18, 26, 1, 20, 18),
        (2, 0, 324, 936, 1, 5148000, 171),
        (3, 0, 5832, 25272, 1, 75724094160000, 1140),
        (4, 0, 104976, 606528, 1, 15929774792062560000000, 5985),
        (1, 1, 112, 201, 4, 888, 112),
        (2, 1, 3708, 12124, 7, 6712178400, 1863),
    ],
)
def test_the_benchmark_model_has_these_figures(
    instances: int, faults: int, states: int, transitions: int, ends: int, runs: int, folded: int
) -> None:
    model = machine(instances, faults=faults)
    plain = explore(Compiled(model), symmetric=False)
    found = measure(model, plain)
    assert (len(plain.rows), plain.transitions, len(plain.ends), found.rungs[-1].runs) == (
        states,
        transitions,
        ends,
        runs,
    )
    sorted_out = explore(Compiled(model))
    assert len(sorted_out.rows) == folded
    assert measure(model, sorted_out).rungs[-1].runs == runs


@pytest.mark.parametrize("instances", [1, 2, 3, 4])
def test_the_runs_of_instances_are_the_interleavings(instances: int) -> None:
    """A run of one has eight actions in twenty orders; those of n are interleaved in (8n)!/(8!)^n ways."""
    model = machine(instances)
    runs = measure(model, explore(Compiled(model))).rungs[0].runs
    assert runs == factorial(8 * instances) // factorial(8) ** instances * 20**instances


def test_blocks_that_are_too_narrow_are_laid_out_anew() -> None:
    model = machine(2, faults=1)
    compiled = Compiled(model)
    narrow = Instances(compiled, 2)

    def go_on() -> None:
        for own in range(100):
            narrow.moved(own, 0)

    with pytest.raises(TooNarrowError):
        go_on()
    narrow.lay_out()
    assert narrow.moved(0, 0).own == Instances(compiled, 2).moved(0, 0).own


def lanes(count: int) -> str:
    contexts = "".join(
        f'context "C{n}"\n  aggregate "A"\n    identity aId: UUID\n    command Do\n      emits Done\n'
        f"    event Done\n      aId: UUID\n"
        for n in range(count)
    )
    flow = 'flow "wide"\n' + "".join(f'  lane l{n} "C{n}"\n' for n in range(count)) + '  moment "All"\n'
    return contexts + flow + "".join(f"    l{n}: Do\n    l{n}: Done\n" for n in range(count))


def test_sixty_parallel_lanes_say_what_was_covered() -> None:
    simulation = simulate(domain_of(lanes(60)), limits=Limits(states=5000))
    (run,) = simulation.flows
    assert run.limit == "5000 states"
    assert [diagnostic.code for diagnostic in run.diagnostics] == ["MOM909"]
    assert run.explored.graph.expanded < len(run.explored.graph.rows)
    assert all(row.reached for row in run.coverage if row.kind == "placement")


def test_ten_parallel_lanes_are_counted_to_the_last_run() -> None:
    (run,) = simulate(domain_of(lanes(10)), max_faults=0).flows
    (rung,) = run.rungs
    assert (rung.states, rung.transitions, rung.runs) == (1024, 5120, 3628800)


ROUND = """
  moment "M"
    l: DoA
      triggered-by BDone
    l: ADone
    r: DoX
      triggered-by ADone
    r: XDone
    l: DoB
      triggered-by XDone
    l: BDone
"""


@pytest.mark.parametrize("limit", ["time", "memory"])
def test_limits_of_the_shell_are_named(limit: str) -> None:
    limits = Limits(expired=lambda: limit == "time", crowded=lambda: limit == "memory")
    (run,) = simulate(domain_of(lanes(3)), limits=limits).flows
    assert run.limit == limit
    assert run.explored.graph.expanded == 0


@pytest.mark.parametrize(
    ("flow", "verdicts"),
    [
        ("", {"completed": 1}),
        ('  moment "M"\n    out: XDone [terminal]\n', {"ended": 1}),
        (ROUND, {"stalled": 1}),
    ],
)
def test_flows_that_are_hardly_any_have_an_end(flow: str, verdicts: dict[str, int]) -> None:
    (run,) = simulate(with_flow(flow), max_faults=0).flows
    assert {end.verdict: end.runs for end in run.rungs[0].ends} == verdicts
