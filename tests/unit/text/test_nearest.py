from __future__ import annotations

import pytest

from moment.text.nearest import distance, nearest


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("", "", 0),
        ("command", "command", 0),
        ("comand", "command", 1),
        ("commmand", "command", 1),
        ("commend", "command", 1),
        ("ocmmand", "command", 1),
        ("tirgger-b", "trigger-by", 2),
        ("ca", "abc", 3),
        ("lane", "moment", 3),
        ("", "abcdef", 3),
    ],
)
def test_distance_counts_edits_up_to_one_above_the_limit(left: str, right: str, expected: int) -> None:
    assert distance(left, right) == expected
    assert distance(right, left) == expected


@pytest.mark.parametrize(
    ("word", "candidates", "expected"),
    [
        ("OrderPlacd", ["OrderShipped", "OrderPlaced"], "OrderPlaced"),
        ("OrderPalced", ["OrderPlaced"], "OrderPlaced"),
        ("Billing", ["Shipping", "Sales"], None),
        ("Sales", ["Sales"], None),
        ("Sales", [], None),
        ("", ["Sales"], None),
    ],
)
def test_nearest_is_another_word_within_two_edits(word: str, candidates: list[str], expected: str | None) -> None:
    assert nearest(word, candidates) == expected


def test_fewest_edits_win_over_order() -> None:
    assert nearest("placedAt", ["plxcedXt", "placedA"]) == "placedA"


def test_the_first_of_equals_wins() -> None:
    assert nearest("total", ["totals", "totel"]) == "totals"
    assert nearest("total", ["totel", "totals"]) == "totel"


def test_short_words_are_given_one_edit_only() -> None:
    assert nearest("Lino", ["Lane"]) is None
    assert nearest("Lana", ["Lane"]) == "Lane"


def test_a_limit_of_one_refuses_two_edits() -> None:
    assert nearest("OrdrPlacd", ["OrderPlaced"]) == "OrderPlaced"
    assert nearest("OrdrPlacd", ["OrderPlaced"], limit=1) is None
