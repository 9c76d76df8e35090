"""What it takes to fail: exact recipes of small models, and that they replay."""

from __future__ import annotations

import pytest

from moment.behaviour.action_names import in_words, numbered
from moment.behaviour.failures import ways_to_fail
from moment.behaviour.figures import Explored
from moment.behaviour.recipes import MOST_STATES, Recipe, Recipes, replay_recipe
from tests.unit.behaviour.models import explored


def recipes(found: Explored) -> dict[str, Recipe]:
    """By verdict, from the shortest run of each way to fail."""
    search = Recipes(found)
    return {
        verdict.kind: search.shortest(found.graph.path(failing.ends[0]), failing.ends)
        for verdict, failing in ways_to_fail(found).items()
    }


def test_a_choice_that_does_not_matter_is_left_out() -> None:
    found = explored("""
        moment "Colour"
          when red
            l: DoA
          when blue
            l: DoB
        moment "End"
          when well
            l: DoC
          when stuck
            l: DoA
            l: DoX triggered-by YDone
            l: DoY
            l: YDone
        """)
    assert recipes(found) == {"stalled": Recipe(("choose:end=stuck",), minimal=True, always=True)}


def test_an_arm_says_which_event_was_emitted() -> None:
    found = explored("""
        moment "Pick"
          l: Pick
        moment "Then"
          when good
            l: Yes
          when bad
            l: No
            l: DoX triggered-by YDone
            l: DoY
            l: YDone
        """)
    assert recipes(found) == {"stalled": Recipe(("choose:then=bad",), minimal=True, always=True)}


def test_an_emission_without_an_arm_is_named() -> None:
    found = explored("""
        moment "Pick"
          l: Pick
          l: Yes
        """)
    expected = Recipe(("handle:l.Pick=No",), minimal=True, always=True)
    assert recipes(found) == {"unanticipated": expected}


def test_what_happens_in_every_run_needs_nothing() -> None:
    found = explored("""
        moment "One"
          when a
            l: DoA
          when b
            l: DoB
        moment "Two"
          r: DoX triggered-by YDone
          r: DoY
          r: YDone
        """)
    assert recipes(found) == {"stalled": Recipe((), minimal=True, always=True)}


RACE = """
context "Left"
  aggregate "A"
    identity aId: UUID
    states New -> Open on ADone
    command DoA
      emits ADone
    command DoB
      precondition fresh: "Only the first" in New
      emits BDone
    event ADone
      aId: UUID
    event BDone
      aId: UUID

context "Right"
  aggregate "Z"
    identity zId: UUID
    command DoX
      emits XDone
    event XDone
      zId: UUID
"""


def test_a_race_needs_no_choice_but_is_not_in_every_run() -> None:
    flow = """
        moment "Both"
          l: DoA
          r: DoB
        """
    assert recipes(explored(flow, contexts=RACE)) == {"stalled": Recipe((), minimal=True, always=False)}


CROSSING = """
        moment "One"
          l: DoA
          l: ADone crosses-to r via CustomerSupplier
            contract
              aId: UUID [required]
        moment "Two"
          r: DoX triggered-by ADone
        """


def test_a_fault_is_named_with_what_it_strikes() -> None:
    found = explored(CROSSING, faults=2, budgets={"duplicate": 0, "lose": 1, "crash": 1})
    assert recipes(found) == {"stalled": Recipe(("lose:ADone>Right",), minimal=True, always=True)}


def test_a_retry_is_counted() -> None:
    found = explored("""
        moment "Try"
          l: Pick
        moment "Then"
          when well
            l: Yes
          when again
            l: No returns-to "Try" at-most 2
        """)
    names = ("handle:l.Pick=No", "handle:l.Pick=No #2", "handle:l.Pick=No #3")
    assert recipes(found) == {"retry-exhausted": Recipe(names, minimal=True, always=True)}
    assert in_words(names) == ["Pick emits No 3 times"]


def test_a_recipe_replays() -> None:
    found = explored(CROSSING, faults=1)
    ((verdict, failing),) = ways_to_fail(found).items()
    recipe = recipes(found)[verdict.kind]
    run = replay_recipe(found, recipe, failing.ends)
    assert run is not None
    assert [action.name for action in run] == [
        "handle:l.DoA", "duplicate:ADone>Right", "deliver:ADone>Right", "handle:r.DoX", "deliver:ADone>Right",
        "handle:r.DoX",
    ]  # fmt: skip
    assert replay_recipe(found, recipe._replace(names=()), failing.ends) is None


def test_a_large_graph_keeps_its_choices(monkeypatch: pytest.MonkeyPatch) -> None:
    flow = """
        moment "Colour"
          when red
            l: DoA
          when blue
            l: DoB
        moment "Two"
          r: DoX triggered-by YDone
          r: DoY
          r: YDone
        """
    found = explored(flow)
    assert found.states <= MOST_STATES
    monkeypatch.setattr("moment.behaviour.recipes.MOST_STATES", found.states - 1)
    assert recipes(found) == {"stalled": Recipe(("choose:colour=red",), minimal=False, always=False)}


def test_repeated_names_are_numbered() -> None:
    assert numbered(("a", "b", "a", "a")) == ("a", "b", "a #2", "a #3")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("choose:then=damaged", "choose damaged in then"),
        ("handle:rental.ReturnBoat=BoatDamaged", "ReturnBoat emits BoatDamaged"),
        ("handle:rental.Load(×2)", "Load ×2"),
        ("skip:ordering.Notify", "skip Notify"),
        ("duplicate:OrderPlaced>Fulfillment", "duplicate OrderPlaced to Fulfillment"),
        ("drift:OrderPlaced>Fulfillment", "drift OrderPlaced to Fulfillment"),
        ("refuse:ordering.PlaceOrder.notPlaced", "refuse PlaceOrder (notPlaced)"),
        ("timeout:Delivery", "timeout of Delivery"),
        ("crash:Fulfillment", "crash of Fulfillment"),
    ],
)
def test_names_in_words(name: str, words: str) -> None:
    assert in_words((name,)) == [words]


def test_without_time_every_choice_is_kept_and_none_is_called_needed() -> None:
    found = explored("""
        moment "Pick"
          l: Pick
        moment "Then"
          when good
            l: Yes
          when bad
            l: No
            l: DoX triggered-by YDone
            l: DoY
            l: YDone
        """)
    (failing,) = ways_to_fail(found).values()
    hurried = Recipes(found, expired=lambda: True).shortest(found.graph.path(failing.ends[0]), failing.ends)
    assert hurried == Recipe(("handle:l.Pick=No", "choose:then=bad"), minimal=False, always=False)
