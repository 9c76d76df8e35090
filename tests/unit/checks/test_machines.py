from __future__ import annotations

import pytest

from moment.checks.machines import permitted, traps, unreached
from moment.language.parser import parse
from moment.model.build import build
from moment.model.domain import Aggregate
from moment.text.source import Source

HEAD = """\
context "Ordering" [Core]

  aggregate "Order"
    identity orderId: UUID
"""


def aggregate(members: str) -> Aggregate:
    domain = build([parse(Source("ordering.moment", f"{HEAD}{members}"))])
    return domain.aggregate["Ordering/Order"]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Draft"], []),
        (["Draft -> Placed", "Placed -> Shipped"], []),
        (["Draft -> Placed", "Packed -> Shipped -> Sent"], ["Packed"]),
        (["Draft -> Placed", "Shipped -> Sent", "Packed -> Shipped"], ["Packed"]),
        (["Draft -> Placed", "Packed -> Shipped -> Packed"], ["Packed"]),
        (["Draft -> Placed", "Packed -> Packed"], ["Packed"]),
        (["Draft", "Packed", "Lost"], ["Packed", "Lost"]),
    ],
)
def test_of_unreached_states_the_first_of_each_way_counts(lines: list[str], expected: list[str]) -> None:
    lifecycle = aggregate("".join(f"    states {line}\n" for line in lines)).lifecycle
    assert lifecycle is not None
    assert [name for name, _ in unreached(lifecycle)] == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Open -> Done"], []),
        (["Open -> Done -> Done"], []),
        (["Open -> Paid -> Open"], [("Open", "Paid")]),
        (["Open -> Paid -> Open", "Paid -> Done"], []),
        (["Open -> Paid -> Due -> Paid"], [("Paid", "Due")]),
        (["Open -> Paid -> Open", "Paid -> Due -> Late -> Due"], [("Due", "Late")]),
        (["Open -> Done", "Lost -> Found -> Lost"], []),
    ],
)
def test_a_trap_is_a_round_that_is_reached_and_never_left(lines: list[str], expected: list[tuple[str, ...]]) -> None:
    lifecycle = aggregate("".join(f"    states {line}\n" for line in lines)).lifecycle
    assert lifecycle is not None
    assert sorted(traps(lifecycle)) == expected


@pytest.mark.parametrize(
    ("preconditions", "expected"),
    [
        ([], None),
        (['paid: "It is paid"'], None),
        (['paid: "It is paid" in Paid'], {"Paid"}),
        (['open: "It is open" not in Done'], {"Open", "Paid"}),
        (['open: "It is open" not in Done', 'paid: "It is paid" in Paid, Done'], {"Paid"}),
        (['paid: "It is paid" in Paid', 'open: "It is open" in Open'], set()),
        (['paid: "It is paid" in Payed'], None),
    ],
)
def test_all_formal_preconditions_hold_in_the_permitted_states(
    preconditions: list[str], expected: set[str] | None
) -> None:
    clauses = "".join(f"      precondition {precondition}\n" for precondition in preconditions)
    order = aggregate(f"    states Open -> Paid -> Done\n    command Pay\n{clauses}      emits Paid\n    event Paid\n")
    assert order.lifecycle is not None
    assert permitted(order.commands[0], order.lifecycle) == expected
