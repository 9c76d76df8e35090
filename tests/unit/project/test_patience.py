from __future__ import annotations

from moment.project.patience import Patience


def test_time_is_spent_between_two_questions_about_a_flow() -> None:
    seconds = iter((10.0, 10.5, 11.1))
    expired = Patience(1.0, clock=lambda: next(seconds)).during()
    assert [expired(), expired(), expired()] == [False, False, True]


def test_flows_share_it_and_what_lies_between_them_is_not_counted() -> None:
    seconds = iter((10.0, 10.75, 90.0, 90.2, 90.5))
    patience = Patience(1.0, clock=lambda: next(seconds))
    first, second = patience.during(), patience.during()
    assert [first(), first(), second(), second(), second()] == [False, False, False, False, True]
