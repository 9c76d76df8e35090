"""Walks: decided by seed, flow and number; shares that estimate the exact ones; faults and rare ways looked for."""

from __future__ import annotations

from math import sqrt

import pytest

from moment.behaviour.compile import Compiled
from moment.behaviour.explore import explore
from moment.behaviour.figures import measure
from moment.behaviour.interpreter import Interpreter
from moment.behaviour.machine import Action, Scope
from moment.behaviour.steps import prepare
from moment.behaviour.verdicts import Verdict, judge
from moment.behaviour.walks.summary import Counted
from moment.behaviour.walks.walker import LONGEST, SHARD, Walker, shards, walked, walker
from tests.unit.behaviour.models import explored, with_flow
from tests.unit.behaviour.walks.models import CHOICES, CROSSING, LOSING, walking

FLOWS = {
    "choices": CHOICES,
    "one of two events": """
  moment "One"
    l: Pick
  moment "Two" [branch]
    when good
      l: Yes
    when bad
      l: No returns-to "One"
""",
    "interleaved": f"""
  moment "One"
    l: DoA
    l: ADone {CROSSING}
  moment "Two"
    l: DoB [optional]
    r: DoX triggered-by ADone
    r: DoY (×n)
""",
}


@pytest.mark.parametrize("name", FLOWS)
def test_shares_of_uniform_walks_are_within_five_sigma_of_the_exact_probabilities(name: str) -> None:
    walks = 20_000
    found = walked(walking(FLOWS[name]), walks)
    exact = explored(FLOWS[name]).rungs[0].ends
    shares = {(each.verdict, each.outcome): each.walks / walks for each in found.endings}
    assert shares.keys() == {(end.verdict, end.outcome) for end in exact}
    for end in exact:
        chance = float(end.probability or 0)
        sigma = sqrt(chance * (1 - chance) / walks)
        assert abs(shares[end.verdict, end.outcome] - chance) <= 5 * sigma


def test_arms_are_taken_as_often_as_the_exact_figures_say() -> None:
    walks = 20_000
    found = walked(walking(CHOICES), walks)
    times = {each.action: each.times for each in found.actions if each.action.startswith("choose:")}
    exact = explored(CHOICES).arms
    assert len(times) == len(exact) == 3
    for arm, name in enumerate(("left", "right", "neither")):
        chance = float(exact[1, arm])
        assert abs(times[f"choose:two={name}"] / walks - chance) <= 5 * sqrt(chance * (1 - chance) / walks)


def test_several_instances_walk_side_by_side() -> None:
    flow = """
  moment "One"
    l: DoA
  moment "Two" [branch]
    when left
      l: DoC
    when right
      out: No [terminal]
"""
    walks = 20_000
    domain = with_flow(flow)
    scope = Scope(instances=2, max_faults=0)
    found = walked(walker(domain.flows[0], domain, scope=scope, seed=1), walks)
    machine = Interpreter(prepare(domain.flows[0], domain, scope))
    exact = measure(machine, explore(Compiled(machine))).rungs[0].ends
    shares = {(each.verdict, each.outcome): each.walks / walks for each in found.endings}
    assert shares.keys() == {(end.verdict, end.outcome) for end in exact}
    assert len(exact) == 3
    for end in exact:
        chance = float(end.probability or 0)
        assert abs(shares[end.verdict, end.outcome] - chance) <= 5 * sqrt(chance * (1 - chance) / walks)
    # Which of the two it was makes no distinct end: both left, one of each, both right.
    assert found.distinct == 3
    assert found.endings[0].actions[0] in ("1/handle:l.DoA", "2/handle:l.DoA")


def test_walks_are_the_same_for_ever() -> None:
    walker = walking(CHOICES)
    assert [walker.example(number) for number in range(3)] == [
        ("handle:l.DoA", "handle:l.DoB", "deliver:ADone>Right", "choose:two=neither", "end:out.No"),
        ("handle:l.DoA", "deliver:ADone>Right", "skip:l.DoB", "choose:two=neither", "end:out.No"),
        ("handle:l.DoA", "deliver:ADone>Right", "choose:two=right", "handle:r.DoX", "handle:l.DoB", "skip:r.DoY"),
    ]


def test_another_seed_walks_elsewhere() -> None:
    one, other = walking(CHOICES, seed=1), walking(CHOICES, seed=2)
    assert one.shard(0, 100) != other.shard(0, 100)


@pytest.mark.parametrize("faults", [0, 2])
def test_every_example_can_be_walked_again_and_leads_to_its_verdict(faults: int) -> None:
    walker = walking(CHOICES, faults=faults, budgets=LOSING)
    found = walked(walker, 2500)
    machine = explored(CHOICES, faults=faults, budgets=LOSING).machine
    examples = [(e.number, e.actions, e.verdict) for e in found.endings]
    examples += [(e.number, e.actions, e.verdict) for e in found.breaches]
    assert len(examples) >= (1 if not faults else 6)
    for number, actions, verdict in examples:
        assert walker.example(number) == actions
        state = machine.initial()
        for name in actions:
            action = next(each for each in machine.actions(state) if each.name == name)
            state = machine.apply(state, action).state
        assert all(each.fault is not None for each in machine.actions(state))
        assert judge(machine, state).kind == verdict


def test_modes_follow_the_number_of_the_walk() -> None:
    walker = walking(CHOICES, faults=1)
    assert [walker.mode(number) for number in range(5)] == [
        "uniform", "uniform", "fault-biased", "coverage-guided", "uniform",
    ]  # fmt: skip
    assert {walking(CHOICES).mode(number) for number in range(8)} == {"uniform"}
    found = walker.shard(0, SHARD)
    assert [found.of_mode(mode) for mode in ("uniform", "fault-biased", "coverage-guided")] == [500, 250, 250]


REFUSABLE = '\n  moment "One"\n    l: DoC\n    l: DoC\n    l: DoC\n    l: DoC\n'
"""Every run without a fault meets four occasions for one, and the first one ends it."""


def test_walks_meet_their_aim() -> None:
    found = walked(walking(REFUSABLE, faults=1), 20_000)
    # All 5,000 fault-biased walks and every second of the 5,000 guided ones aim at a fault.
    assert found.faults == (Counted(0, 12_500), Counted(1, 7_500))


def test_a_fault_strikes_every_occasion_equally_often() -> None:
    found = walked(walking(REFUSABLE, faults=1), 20_000)
    struck = {each.number: each.walks for each in found.lengths}
    struck[4] -= 12_500
    assert struck.keys() == {1, 2, 3, 4}
    for walks in struck.values():
        assert abs(walks - 7500 / 4) <= 5 * sqrt(7500 * 0.25 * 0.75)


def test_every_number_of_faults_is_tried() -> None:
    found = walked(walking(CHOICES, faults=3, budgets={"lose": 1, "duplicate": 1, "refuse": 1}), 5000)
    assert {each.number for each in found.faults} == {0, 1, 2, 3}
    assert all(each.walks >= 100 for each in found.faults)
    assert not any(name.startswith("lose:") for e in found.endings if e.mode == "uniform" for name in e.actions)


def test_guided_walks_find_what_uniform_ones_hardly_see() -> None:
    deep = "".join(
        f"""
  moment "M{number}" [branch]
    when on
      l: Do{"AB"[number % 2]}
    when off
      out: No [terminal]
"""
        for number in range(9)
    )
    end = '\n  moment "Last"\n    r: DoX\n'
    found = walked(walking(deep + end, faults=1), SHARD)
    whole = {each.mode: each.walks for each in found.endings if each.verdict == "completed"}
    assert whole.get("uniform", 0) <= 10
    assert whole["coverage-guided"] >= 20


def test_a_flow_without_a_placement_has_one_empty_run() -> None:
    found = walking('  moment "Nothing"\n').shard(0, 10)
    assert (found.walks, found.steps, found.distinct) == (10, 0, 1)
    assert [(each.verdict, each.actions) for each in found.endings] == [("completed", ())]


def test_an_expired_clock_leaves_the_walks_before_it() -> None:
    asked = iter((False, False, True))
    found = walking(CHOICES, faults=1).shard(2, 10 * SHARD, lambda: next(asked))
    assert found == walking(CHOICES, faults=1).shard(2, 2 * SHARD + found.walks)
    assert 0 < found.walks < SHARD


def test_the_last_shard_ends_with_the_last_walk() -> None:
    assert list(shards(0)) == []
    assert list(shards(1)) == [0]
    assert list(shards(2 * SHARD)) == [0, 1]
    assert walking(CHOICES).shard(2, 2 * SHARD + 7).walks == 7


class Endless:
    """A machine that goes on for ever."""

    initial = 0

    def moves(self, state: int) -> tuple[tuple[Action, int], ...]:
        action = Action(f"step:{state}", "handle", state, None, None, (0, 0, 0, 0), ("step", state))
        return ((action, (state + 1) % 7),)

    def verdict(self, state: int) -> Verdict:
        raise AssertionError("never asked")


@pytest.mark.parametrize("faults", [0, 1])
def test_a_walk_without_end_is_a_mistake_of_ours(faults: int) -> None:
    walker = Walker(Endless, flow="f", seed=1, most_faults=faults)
    with pytest.raises(AssertionError, match=f"no end after {LONGEST} actions"):
        walker.shard(0, 4)
