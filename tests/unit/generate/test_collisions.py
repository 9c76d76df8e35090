"""Names that a target cannot keep apart are findings before anything is rendered."""

from __future__ import annotations

import pytest

from moment.generate.collisions import collisions
from tests.unit.model.specifications import domain_of


def found(text: str) -> list[tuple[str, str]]:
    domain = domain_of(text)
    return [(finding.code, finding.message) for finding in collisions(domain, ["typescript"])]


ORDER = """
context "Sales"
  aggregate "Order" identity orderId: UUID
    command PlaceOrder emits OrderPlaced
    event OrderPlaced
      orderId: UUID
"""


def test_a_plain_model_has_none() -> None:
    assert found(ORDER) == []


@pytest.mark.parametrize(
    ("member", "message"),
    [
        ("value-object line-item a: string\n  value-object LineItem a: string", "`line-item` and `LineItem` both become `LineItem` in typescript"),
        ("value-object OrderPlaced a: string", "`OrderPlaced` and `OrderPlaced` both become `OrderPlaced` in typescript"),
        ("value-object PlaceOrderInput a: string", "`PlaceOrderInput` and `PlaceOrder` both become `PlaceOrderInput` in typescript"),
        ("enum AnyEvent = A | B", "`AnyEvent` and `AnyEvent` both become `AnyEvent` in typescript"),
        ("value-object OrderPlacedGuard a: string", "`OrderPlacedGuard` and `OrderPlaced` both become `OrderPlacedGuard` in typescript"),
    ],
)  # fmt: skip
def test_two_names_of_a_context_that_become_one(member: str, message: str) -> None:
    assert found(f"{ORDER}\n  {member}\n") == [("MOM908", message)]


def test_a_command_that_hides_a_member_of_its_aggregate() -> None:
    text = """
    context "Sales"
      aggregate "Order" identity orderId: UUID
        states Draft -> Placed on Placed
        command State emits Placed
        command OrderId emits Placed
        event Placed
    """
    assert found(text) == [
        ("MOM908", "`state` and `State` both become `state` in typescript"),
        ("MOM908", "`orderId` and `OrderId` both become `orderId` in typescript"),
    ]


def test_both_places_are_shown() -> None:
    domain = domain_of(f"{ORDER}\n  value-object OrderPlaced a: string\n")
    [finding] = collisions(domain, ["typescript"])
    assert finding.elements == ("Sales/Order/OrderPlaced", "Sales/OrderPlaced")
    assert [label.place.path for label in finding.labels] == ["0.moment"]
    assert finding.labels[0].place != finding.place


def test_two_contexts_in_one_folder() -> None:
    assert found('context "Order Desk"\ncontext "order-desk"\n') == [
        ("MOM921", "`Order Desk` and `order-desk` are both written to `contexts/order-desk`")
    ]


def test_two_contexts_that_become_one_namespace() -> None:
    assert found('context "AB C"\ncontext "A BC"\n') == [
        ("MOM908", "`AB C` and `A BC` both become `ABC` in typescript")
    ]


def test_equal_names_in_two_contexts_never_meet() -> None:
    assert found(ORDER + ORDER.replace("Sales", "Returns")) == []


def test_names_that_nothing_can_be_called() -> None:
    text = """
    context "!!!"
    context "Sales"
      aggregate "Order" identity orderId: UUID
        event Placed
          _tag: string
          __proto__: string
        event _
      value-object Line
        __proto__: string
        _tag: string
    """
    assert [message for _, message in found(text)] == [
        f"nothing in typescript can be called after `{name}`" for name in ("!!!", "_", "_tag", "__proto__", "__proto__")
    ]
    assert {code for code, _ in found(text)} == {"MOM922"}


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ('flow "Order Desk"\nflow "order-desk"\n', ("MOM921", "`Order Desk` and `order-desk` are both written to `flows/order-desk`")),
        ('flow "a b c"\nflow "a bc"\n', None),
        ('flow "!!!"\n', ("MOM922", "nothing in vitest can be called after `!!!`")),
    ],
)  # fmt: skip
def test_flows_without_a_crossing_are_told_apart_in_tests(text: str, finding: tuple[str, str] | None) -> None:
    domain = domain_of(text)
    assert [(each.code, each.message) for each in collisions(domain, ["vitest"])] == ([finding] if finding else [])
