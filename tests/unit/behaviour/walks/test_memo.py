"""What is drawn from: how often each alternative stands in it, and that forgetting changes nothing."""

from __future__ import annotations

from collections import Counter

from moment.behaviour.machine import Action
from moment.behaviour.walks.memo import FLAT, Memo, Signature, Table, awaited, striking, table
from moment.behaviour.walks.walker import Walker
from tests.unit.behaviour.walks.models import CHOICES, LOSING, walking


def action(name: str, kind: str = "handle", group: str = "", fault: str | None = None) -> Action:
    return Action(name, kind, 0, None, fault, (0, 0, 0, 0), (group or name, 0))  # type: ignore[arg-type]


def test_who_moves_is_uniform_then_what_it_chooses() -> None:
    size, items = table([[0], [1, 2], [3, 4, 5]], "abcdef")
    assert size == 18
    assert Counter(items[index] for index in range(size)) == {"a": 6, "b": 3, "c": 3, "d": 2, "e": 2, "f": 2}


def test_a_long_table_is_not_written_out_and_says_the_same() -> None:
    groups = [list(range(start, start + length)) for start, length in ((0, 7), (7, 11), (18, 13))]
    size, items = table(groups, range(31))
    assert size == 3 * 1001 > FLAT
    assert isinstance(items, Table)
    counts = Counter(items[index] for index in range(size))
    assert counts == {n: 143 if n < 7 else 91 if n < 18 else 77 for n in range(31)}


def test_nothing_is_skipped_that_could_be_done_while_anything_can() -> None:
    skip, do, other = action("skip", "skip", "a"), action("do", group="a"), action("other")
    assert awaited([skip, other]) == [[1]]
    assert awaited([skip, do, other]) == [[0, 1], [2]]
    assert awaited([skip]) == [[0]]
    assert awaited([action("lost", fault="lose")]) == []


def test_each_kind_of_fault_is_as_likely_as_another() -> None:
    faults = [action("a", fault="lose"), action("b", fault="lose"), action("c", fault="crash"), action("d")]
    assert striking(faults) == [[0, 1], [2]]


def test_a_signature_holds_choices_and_faults_sorted() -> None:
    found = Signature().after(action("z", "choose")).after(action("a", "choose")).after(action("x"))
    assert found.after(action("f", fault="lose")) == (("a", "z"), ("f",))


def test_forgetting_everything_all_the_time_changes_no_walk() -> None:
    kept = walking(CHOICES, faults=2, budgets=LOSING)
    forgetful = walking(CHOICES, faults=2, budgets=LOSING)
    forgetful._memo = Memo(forgetful._memo._make, most=3)
    assert forgetful.shard(0, 300) == kept.shard(0, 300)


def test_walks_do_not_depend_on_what_was_walked_before() -> None:
    def walker() -> Walker:
        return walking(CHOICES, faults=1, budgets=LOSING)

    late = walker()
    for number in (3, 1, 2):
        late.shard(number, 10_000)
    assert late.shard(0, 10_000) == walker().shard(0, 10_000)
