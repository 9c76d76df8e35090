from __future__ import annotations

import pytest

from moment.model.counts import counted, counts, summary
from tests.unit.model.specifications import domain_of
from tests.unit.model.texts import EVERYTHING


def test_kinds_without_elements_are_left_out() -> None:
    domain = domain_of('context "A"\n  value-object V\n    x: UUID\ncontext "B"\n')
    assert counts(domain) == {"context": 2, "value object": 1}
    assert summary(domain) == "2 contexts, 1 value object"


def test_every_kind_is_counted_in_the_order_of_the_language() -> None:
    assert summary(domain_of(EVERYTHING)) == (
        "2 contexts, 2 aggregates, 2 commands, 3 events, 3 value objects, 1 enum, 2 invariants, 1 service, "
        "2 policies, 1 saga, 1 projection, 1 term, 1 relationship, 1 flow, 1 crossing"
    )


def test_an_empty_project_declares_nothing() -> None:
    assert summary(domain_of("")) == "nothing declared"


@pytest.mark.parametrize(
    ("number", "noun", "expected"),
    [(0, "error", "0 errors"), (1, "policy", "1 policy"), (2, "policy", "2 policies"), (2, "saga", "2 sagas")],
)
def test_nouns_follow_their_number(number: int, noun: str, expected: str) -> None:
    assert counted(number, noun) == expected
