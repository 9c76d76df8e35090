"""Sums of walks do not depend on who walked what, nor on the order in which they are added."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moment.behaviour.machine import DEFAULT_BUDGETS, Scope
from moment.behaviour.verdicts import Verdict
from moment.behaviour.walks import summary
from moment.behaviour.walks.machines import Interpreted, compiled
from moment.behaviour.walks.summary import MODES, Counted, Ended, Summary, Taken, from_json, summarize, to_json
from moment.behaviour.walks.walker import Walker, shards, walked, walker
from moment.language.parser import parse
from moment.model.build import build
from moment.text.source import Source
from tests.properties.flows import CONTEXTS, flows, machine_of


@pytest.fixture(autouse=True, scope="module")
def _few_signatures() -> Iterator[None]:
    """Of so few that the bound is met all the time."""
    kept, summary.KEPT = summary.KEPT, 8
    yield
    summary.KEPT = kept


_NAMES = st.sampled_from(("choose:a=b", "choose:a=c", "choose:b=d", "choose:b=e"))
_ENDED = st.builds(
    Ended,
    st.sampled_from(MODES),
    st.builds(
        Verdict,
        st.sampled_from(("completed", "ended", "stalled", "double-effect")),
        st.sampled_from((None, "", "Out")),
        st.sampled_from(("", "f/one/0")),
        st.sampled_from(("", "x")),
    ),
    st.lists(_NAMES, max_size=8).map(tuple),
    st.lists(st.sampled_from(("lose:m", "crash:C")), max_size=2).map(tuple),
    st.integers(1, 5),
    st.integers(0, 50),
    st.lists(_NAMES, max_size=3).map(tuple),
    st.lists(_NAMES, max_size=2).map(tuple),
)
SUMMARIES = st.builds(
    lambda ended, lengths, actions: summarize(ended, lengths=lengths, actions=actions),
    st.lists(_ENDED, max_size=60),
    st.lists(st.builds(Counted, st.integers(0, 5), st.integers(1, 9)), max_size=3),
    st.lists(st.builds(Taken, _NAMES, st.integers(1, 9)), max_size=3),
)


@given(SUMMARIES, SUMMARIES, SUMMARIES)
def test_merging_is_associative(one: Summary, two: Summary, three: Summary) -> None:
    assert one.merged(two).merged(three) == one.merged(two.merged(three))


@given(SUMMARIES, SUMMARIES)
def test_merging_is_commutative_and_counts_every_walk(one: Summary, two: Summary) -> None:
    assert one.merged(two) == two.merged(one)
    assert one.merged(two).walks == one.walks + two.walks


@given(SUMMARIES)
def test_nothing_merged_changes_nothing(one: Summary) -> None:
    assert one.merged(Summary()) == one == Summary().merged(one)


@given(SUMMARIES)
def test_a_sum_comes_back_from_json_with_the_same_bytes(one: Summary) -> None:
    assert from_json(to_json(one)) == one
    assert to_json(from_json(to_json(one))) == to_json(one)


@settings(max_examples=25, deadline=None)
@given(flows(), st.integers(0, 2), st.integers(1, 3))
def test_the_tables_walk_as_the_interpreter_does(text: str, faults: int, instances: int) -> None:
    interpreter = machine_of(text, faults=faults, instances=instances)
    reference = Walker(lambda: Interpreted(interpreter), flow="f", seed=1, most_faults=faults)
    tables = Walker(lambda: compiled(interpreter), flow="f", seed=1, most_faults=faults)
    walks = 60 if instances == 1 else 12
    assert tables.shard(0, walks) == reference.shard(0, walks)


@settings(max_examples=15, deadline=None)
@given(flows(), st.integers(0, 3), st.integers(1, 3500), st.data())
def test_any_workers_in_any_order_give_the_same_sum(text: str, faults: int, walks: int, data: st.DataObject) -> None:
    domain = build([parse(Source("a.moment", CONTEXTS + text))])
    scope = Scope(max_faults=faults, budgets={**DEFAULT_BUDGETS, "lose": 1, "crash": 1, "drift": 1})

    alone, *workers = (walker(domain.flows[0], domain, scope=scope, seed=3) for _ in range(4))
    order = data.draw(st.permutations(list(shards(walks))))
    parts = [workers[data.draw(st.integers(0, 2))].shard(number, walks) for number in order]
    assert reduce(Summary.merged, parts, Summary()) == walked(alone, walks)
