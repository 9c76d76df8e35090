"""Methods by which the code of an aggregate handles a command that the specification does not give to it."""

from __future__ import annotations

import pytest

from tests.unit.sync.projects import SHOP, analysed, told

CANCELLATION = """\
  aggregate "Cancellation"
    identity orderId: UUID
    command CancelOrder
      input orderId: UUID
      emits OrderCancelled
    event OrderCancelled
      orderId: UUID
"""
OWN = """\
    command CancelOrder
      input orderId: UUID
      emits OrderCancelled
    event OrderCancelled
      orderId: UUID
"""
TYPES = """\
export interface OrderPlaced { orderId: string; total: number }
export interface PlaceOrderInput { orderId: string; note?: string }
export interface PlaceOrderRefusal { _tag: 'PlaceOrder.Refused'; reason: 'isDraft'; message: string }
export interface CancelOrderInput { orderId: string }
export interface OrderCancelled { orderId: string }
export interface Note { text: string }
"""
OTHER = """\
export interface Cancellation { orderId: string; cancelOrder(input: CancelOrderInput): OrderCancelled }
"""
PYTHON = """\
class OrderPlaced:
    order_id: UUID
    total: Money

class PlaceOrderInput:
    order_id: UUID
    note: str | None

class CancelOrderInput:
    order_id: UUID

class OrderCancelled:
    order_id: UUID

class Cancellation:
    order_id: UUID
    def cancel_order(self, input: CancelOrderInput) -> OrderCancelled: ...

class Order:
    order_id: UUID
    state: Literal["Draft", "Placed"]
    def place_order(self, input: PlaceOrderInput) -> OrderPlaced | PlaceOrderRefusal: ...
"""


def typescript(method: str) -> str:
    return f"""\
{TYPES}{OTHER}export class Order {{
  orderId!: string; state!: 'Draft' | 'Placed';
  placeOrder(input: PlaceOrderInput): OrderPlaced | PlaceOrderRefusal {{ throw new Error(); }}
  {method}
}}
"""


def about_order(code: str, path: str = "src/order.ts") -> list[str]:
    found = analysed(SHOP + CANCELLATION, {path: code})
    return [each for each in told(found) if each.startswith("Ordering/Order ")]


@pytest.mark.parametrize(
    "method",
    [
        "cancel(input: CancelOrderInput): void {}",
        "cancel(at: Date, input?: CancelOrderInput): OrderCancelled { throw new Error(); }",
        "async cancel(input: CancelOrderInput): Promise<OrderCancelled> { throw new Error(); }",
    ],
)
def test_a_method_with_the_input_of_a_command_counts(method: str) -> None:
    assert about_order(typescript(method)) == ["Ordering/Order impl-ahead Insert OrderAggregate.cancel"]


@pytest.mark.parametrize(
    "method",
    [
        "constructor(input: CancelOrderInput) {}",
        "static of(input: CancelOrderInput): Order { throw new Error(); }",
        "private cancel(input: CancelOrderInput): void {}",
        "protected cancel(input: CancelOrderInput): void {}",
        "#cancel(input: CancelOrderInput): void {}",
        "validate(input: PlaceOrderInput): boolean { return true; }",
        "annotate(note: Note, text: string, placed: OrderPlaced): void {}",
        "each(inputs: CancelOrderInput[]): void {}",
        "any(input: CancelOrderInput | PlaceOrderInput): void {}",
        "last(): CancelOrderInput { throw new Error(); }",
    ],
)
def test_what_only_helps_does_not_count(method: str) -> None:
    assert about_order(typescript(method)) == []


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        ("def cancel(self, input: CancelOrderInput) -> None: ...", ["cancel"]),
        ("def _cancel(self, input: CancelOrderInput) -> None: ...", []),
        ("def __init__(self, input: CancelOrderInput) -> None: ...", []),
        ("@staticmethod\n    def of(input: CancelOrderInput) -> None: ...", []),
        ("@classmethod\n    def made(cls, input: CancelOrderInput) -> None: ...", []),
    ],
)
def test_python_says_it_in_its_own_way(method: str, expected: list[str]) -> None:
    found = about_order(f"{PYTHON}    {method}\n", "src/order.py")
    inserted = [each.rpartition(".")[2] for each in found if " impl-ahead Insert " in each]
    assert inserted == expected


def test_an_input_of_another_context_is_none_of_this_one() -> None:
    others = CANCELLATION.replace('  aggregate "Cancellation"', 'context "Complaints"\n  aggregate "Cancellation"')
    found = analysed(SHOP + others, {"src/order.ts": typescript("cancel(input: CancelOrderInput): void {}")})
    assert told(found) == []


def test_the_method_of_a_command_that_the_specification_has_lost_is_to_go() -> None:
    code = typescript("cancelOrder(input: CancelOrderInput): OrderCancelled { throw new Error(); }").replace(OTHER, "")
    with_command = SHOP.replace("    event OrderPlaced\n", f"{OWN}    event OrderPlaced\n")
    agreed = analysed(with_command, {"src/order.ts": code})
    assert told(agreed) == []
    assert told(analysed(SHOP, {"src/order.ts": code}, bases=agreed.equal)) == [
        "Ordering/Order spec-ahead Remove OrderAggregate.cancelOrder",
        "Ordering/Order/CancelOrder spec-ahead Remove CancelOrderInput",
        "Ordering/Order/OrderCancelled spec-ahead Remove OrderCancelled",
    ]
