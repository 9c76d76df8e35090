"""Where a field of an emitted event can come from, one source a row."""

from __future__ import annotations

import pytest

from moment.behaviour.steps import prepare
from moment.behaviour.supply import unsupplied
from tests.unit.behaviour.models import domain_of

MODEL = """
context "Shop"
  aggregate "Order"
    identity orderId: UUID
    command PlaceOrder
      input {input}
      emits {emits}
    event OrderPlaced
      orderId: UUID
      {field}
    event OrderRefused
      orderId: UUID
      reason: string
    command OpenOrder
      input {opening}
      emits OrderOpened
    event OrderOpened
      orderId: UUID
    command Old
      emits OrderOld
    event OrderOld
      orderId: UUID
      {history}
  value-object Address
    street: string
    town: string?
  value-object Line
    sku: string

context "Till"
  aggregate "Sale"
    identity saleId: UUID
    command Sell
      input total: Money
      emits Sold
    event Sold
      saleId: UUID
      total: Money

flow "f"
  lane shop "Shop"
  lane till "Till"
  moment "Zero"
    till: Sell
    till: Sold crosses-to shop via CustomerSupplier
      contract
        saleId: UUID [required]
        {contract}
  moment "One"
    shop: OpenOrder
    shop: OrderOpened
  moment "Two"
    shop: PlaceOrder {links}
"""
PLAIN = {
    "input": "note: string?", "emits": "OrderPlaced", "opening": "orderId: UUID", "history": "openedAt: DateTime",
    "contract": "note: string", "links": "triggered-by OrderOpened",
}  # fmt: skip


@pytest.mark.parametrize(
    ("field", "changes", "expected"),
    [
        ("total: Money", {}, ["total"]),
        ("total: Money?", {}, []),
        ("placedAt: DateTime", {}, []),
        ("dueOn: Date", {}, []),
        ("orderId: UUID", {}, []),
        ("total: Money", {"input": "total: Money"}, []),
        ("total: Money", {"input": "total: Money?"}, []),
        ("total: Money", {"input": "total: number"}, ["total"]),
        ("totals: Money[]", {"input": "totals: Money"}, ["totals"]),
        ("total: Money", {"opening": "total: Money"}, []),
        ("total: Money", {"history": "total: Money"}, []),
        ("total: Money", {"contract": "total: Money"}, []),
        ("total: Money", {"links": "triggered-by Sold"}, []),
        ("saleId: UUID", {}, []),
        ("address: Address", {"input": "street: string"}, []),
        ("address: Address", {"input": "town: string"}, ["address"]),
        ("addresses: Address[]", {"input": "street: string"}, ["addresses"]),
        ("street: string", {"input": "address: Address"}, []),
        ("sku: string", {"input": "lines: Line[]"}, []),
        ('code: string [deprecated "one word" -> "orderId"]', {}, []),
        ("reason: string", {"emits": "OrderPlaced or OrderRefused"}, ["reason", "reason"]),
        ("total: Money", {"emits": "OrderPlaced or OrderRefused"}, []),
        ("total: Money", {"emits": "OrderPlaced, OrderRefused"}, ["total", "reason"]),
    ],
)
def test_sources(field: str, changes: dict[str, str], expected: list[str]) -> None:
    domain = domain_of(MODEL.format(field=field, **{**PLAIN, **changes}))
    plan = prepare(domain.flows[0], domain)
    assert [each.field.name for each in unsupplied(plan, range(len(plan.steps)))] == expected


def test_what_no_run_reaches_is_not_asked() -> None:
    domain = domain_of(MODEL.format(field="total: Money", **PLAIN))
    assert list(unsupplied(prepare(domain.flows[0], domain), ())) == []
