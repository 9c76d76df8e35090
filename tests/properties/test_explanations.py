"""What holds for the explanation of any failure: recipes are 1-minimal by brute force, repairs are what they say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from typing import NamedTuple

from hypothesis import given

from moment.behaviour.action_names import is_fault_name
from moment.behaviour.blocked import wait_graph
from moment.behaviour.cone import cone
from moment.behaviour.failures import fewest_faults, names_of, ways_to_fail
from moment.behaviour.figures import Explored, measure
from moment.behaviour.graph import Limits
from moment.behaviour.interpreter import Interpreter
from moment.behaviour.machine import DEFAULT_BUDGETS, Action, Scope
from moment.behaviour.reachability import explore_reference
from moment.behaviour.recipes import Recipe, Recipes, is_choice, replay_recipe
from moment.behaviour.repairs import Failure, mend
from moment.behaviour.steps import prepare
from moment.behaviour.trace import replay
from moment.behaviour.waiting import told
from moment.diagnostics.edits import apply
from moment.language.formatter import format_text
from moment.language.parser import parse
from moment.model.build import build
from moment.model.domain import Domain, Flow
from moment.text.source import Source
from tests.properties.flows import CONTEXTS, PROPERTY, flows

_SCOPE = Scope(max_faults=1, budgets={**DEFAULT_BUDGETS, "lose": 1, "crash": 1})
_MOST_RUNS = 3000


class Run(NamedTuple):
    choices: Counter[str]
    faults: Counter[str]
    end: int


def explore(flow: Flow, domain: Domain) -> Explored:
    machine = Interpreter(prepare(flow, domain, _SCOPE))
    return measure(machine, explore_reference(machine, Limits(states=1500)))


def of(text: str) -> tuple[Source, Explored]:
    source = Source("a.moment", CONTEXTS + text)
    domain = build([parse(source)])
    return source, explore(domain.flows[0], domain)


def runs(found: Explored) -> Iterator[Run]:
    """Every run, by walking all of them."""
    waiting: list[tuple[int, tuple[Action, ...]]] = [(0, ())]
    while waiting:
        number, actions = waiting.pop()
        if found.graph.is_end(number):
            choices = Counter(action.name for action in actions if is_choice(action))
            yield Run(choices, Counter(action.name for action in actions if action.fault is not None), number)
        waiting.extend((edge.target, (*actions, edge.action)) for edge in found.graph.edges[number])


def obey(all_runs: Collection[Run], names: Counter[str], ends: Collection[int]) -> list[Run]:
    faults = Counter({name: times for name, times in names.items() if is_fault_name(name)})
    choices = names - faults
    return [run for run in all_runs if run.end in ends and run.faults == faults and choices <= run.choices]


@PROPERTY
@given(flows())
def test_no_part_of_a_recipe_can_be_left_out(text: str) -> None:
    _, found = of(text)
    if found.graph.limit is not None or found.rungs[-1].runs > _MOST_RUNS:
        return
    every = list(runs(found))
    search = Recipes(found)
    for failing in ways_to_fail(found).values():
        recipe = search.shortest(found.graph.path(failing.ends[0]), failing.ends)
        assert recipe.minimal
        names = Counter(recipe.plain)
        assert obey(every, names, failing.ends)
        for name in names:
            rest = obey(every, names - Counter([name]), failing.ends)
            assert [run for run in rest if is_fault_name(name) or run.choices[name] < names[name]] == []
        others = found.verdicts.keys() - set(failing.ends)
        assert recipe.always == (obey(every, names, others) == [])


@PROPERTY
@given(flows())
def test_recipes_replay(text: str) -> None:
    _, found = of(text)
    search = Recipes(found)
    for failing in ways_to_fail(found).values():
        recipe = search.shortest(found.graph.path(failing.ends[0]), failing.ends)
        run = replay_recipe(found, recipe, failing.ends)
        assert run is not None
        _check_run(found, run, recipe, failing.ends)


def _check_run(found: Explored, run: tuple[Action, ...], recipe: Recipe, ends: Collection[int]) -> None:
    state = found.machine.initial()
    for action in run:
        assert action in found.machine.actions(state)
        state = found.machine.apply(state, action).state
    assert state in [found.graph.states[number] for number in ends]
    assert Counter(recipe.plain) <= Counter(action.name for action in run)


@PROPERTY
@given(flows())
def test_cones_lead_back_and_nowhere_else(text: str) -> None:
    _, found = of(text)
    for verdict, failing in ways_to_fail(found).items():
        actions = found.graph.path(failing.ends[0])
        steps = cone(found.machine, actions, replay(found.machine, actions), verdict)
        known = {step.seq for step in steps}
        assert [step.seq for step in steps] == sorted(known, reverse=True)
        assert all(cause.seq < step.seq and cause.seq in known for step in steps for cause in step.because)
        followed = {cause.seq for step in steps for cause in step.because}
        assert known == followed | {step.seq for step in steps if step.is_last}


@PROPERTY
@given(flows())
def test_wait_graphs_are_closed_and_told(text: str) -> None:
    _, found = of(text)
    for verdict, failing in ways_to_fail(found).items():
        if verdict.kind == "stalled":
            graph = wait_graph(found.machine, found.graph.states[failing.ends[0]])
            nodes = {node.id for node in graph.nodes}
            assert graph.owed
            assert {each for edge in graph.edges for each in edge[:2]} <= nodes
            pairs = {(edge.source, edge.target) for edge in graph.edges}
            for circle in graph.circles:
                assert set(zip(circle, (*circle[1:], circle[0]), strict=True)) <= pairs
            assert list(told(graph))


@PROPERTY
@given(flows())
def test_repairs_do_what_they_say(text: str) -> None:
    source, found = of(text)
    ways = ways_to_fail(found)
    failures = [Failure(verdict, found.graph.path(failing.ends[0])) for verdict, failing in ways.items()]
    offered = mend(found, failures, sources={source.path: source}, explore=explore)
    before = fewest_faults(found)
    for failure, mended in zip(failures, offered, strict=True):
        assert len(mended.repairs) <= 3
        for repair in mended.repairs:
            parsed = parse(Source(source.path, apply(source.text, repair.edits)))
            assert not parsed.has_errors
            domain = build([parsed])
            after = fewest_faults(explore(domain.flows[0], domain))
            assert set(names_of(found.machine.plan, failure.verdict)) <= set(repair.removes)
            assert set(repair.removes) == before.keys() - after.keys()
            assert {*repair.brings, *repair.reveals} == {name for name in after if after[name] < before.get(name, 99)}


@PROPERTY
@given(flows())
def test_repairs_of_a_formatted_text_are_formatted(text: str) -> None:
    written = format_text(parse(Source("a.moment", CONTEXTS + text)))
    assert written is not None
    source = Source("a.moment", written)
    domain = build([parse(source)])
    found = explore(domain.flows[0], domain)
    failures = [Failure(v, found.graph.path(failing.ends[0])) for v, failing in ways_to_fail(found).items()]
    for mended in mend(found, failures, sources={source.path: source}, explore=explore):
        for repair in mended.repairs:
            changed = apply(source.text, repair.edits)
            assert format_text(parse(Source(source.path, changed))) == changed
