"""Who depends on an element, as a specification tells."""

from __future__ import annotations

import pytest

from moment.drift.parties import Parties, kind_of
from moment.language.parser import parse
from moment.model.build import build
from moment.text.source import Source

SHOP = """
context "Sales" [Core]
  aggregate "Order" identity orderId: UUID
    states Draft -> Sent on OrderSent
    command SendOrder
      input orderId: UUID, line: Line, note: string?
      emits OrderSent
    event OrderSent
      orderId: UUID
      line: Line
      note: string?
  value-object Line sku: string weight: Weight
  value-object Weight grams: number
  enum Unused One Two
  projection Sent from OrderSent orderId: UUID
context "Dispatch" [Supporting]
  aggregate "Parcel" identity parcelId: UUID
    command PackParcel input orderId: UUID emits ParcelPacked
    event ParcelPacked parcelId: UUID
    command UnpackParcel input parcelId: UUID emits ParcelUnpacked
    event ParcelUnpacked parcelId: UUID
  policy PackOnSent trigger OrderSent action "pack" chains-to PackParcel
  saga Delivery trigger OrderSent states Waiting -> Packed on ParcelPacked
    undo PackParcel with UnpackParcel compensation "back" timeout 72h
flow "order" description "sent and packed"
  lane sales "Sales" lane dispatch "Dispatch"
  moment "Sending"
    sales: SendOrder
    sales: OrderSent crosses-to dispatch via CustomerSupplier
      contract
        orderId: UUID [required]
        note: string
  moment "Packing"
    dispatch: PackParcel triggered-by OrderSent
    dispatch: ParcelPacked
"""
DOMAIN = build([parse(Source("shop.moment", SHOP))])
PARTIES = Parties(DOMAIN)


def told(element: str, member: str | None = None) -> list[str]:
    return [
        f"{party.role} {party.context}{' (weak)' if party.weak else ''}: {party.description}"
        for party in PARTIES.of(element, member)
    ]


@pytest.mark.parametrize(
    ("member", "expected"),
    [
        (
            "orderId",
            [
                "reader Dispatch: crossing order/Sending Sales → Dispatch requires it",
                "reader Sales: projection Sales/Sent.orderId reads it",
                "reader Dispatch: policy Dispatch/PackOnSent: Dispatch/Parcel/PackParcel.orderId is filled from it",
                "reader Dispatch: flow order: Dispatch/Parcel/PackParcel.orderId is filled from it",
                "supplier Sales: Sales/Order/SendOrder emits it",
            ],
        ),
        (
            "note",
            [
                "reader Dispatch (weak): crossing order/Sending Sales → Dispatch takes it",
                "supplier Sales: Sales/Order/SendOrder emits it",
            ],
        ),
        ("line", ["supplier Sales: Sales/Order/SendOrder emits it"]),
        (
            None,
            [
                "reader Dispatch: crossing order/Sending Sales → Dispatch carries it",
                "reader Sales: projection Sales/Sent.orderId reads it",
                "reader Dispatch: policy Dispatch/PackOnSent is triggered by it",
                "reader Dispatch: saga Dispatch/Delivery waits for it",
                "reader Sales: lifecycle of Sales/Order moves on it",
                "reader Dispatch: flow order: PackParcel is triggered by it",
                "supplier Sales: Sales/Order/SendOrder emits it",
            ],
        ),
    ],
)
def test_those_of_an_event(member: str | None, expected: list[str]) -> None:
    assert told("Sales/Order/OrderSent", member) == expected


def test_those_who_send_a_command() -> None:
    assert told("Dispatch/Parcel/PackParcel", "orderId") == [
        "sender Dispatch: policy Dispatch/PackOnSent chains to it",
        "sender Dispatch: flow order: PackParcel sends it",
    ]
    assert told("Dispatch/Parcel/UnpackParcel") == ["sender Dispatch: saga Dispatch/Delivery undoes with it"]


def test_a_value_object_has_the_parties_of_all_that_reach_it() -> None:
    expected = ["supplier Sales: Sales/Order/SendOrder emits it", "sender Sales: flow order: SendOrder sends it"]
    assert told("Sales/Line") == expected
    assert told("Sales/Weight") == expected


def test_an_identity_concerns_all_who_handle_it() -> None:
    found = told("Sales/Order", "orderId")
    assert "sender Sales: flow order: SendOrder sends it" in found
    assert "reader Dispatch: crossing order/Sending Sales → Dispatch requires it" in found
    assert told("Sales/Order", "send_order") == ["sender Sales: flow order: SendOrder sends it"]


@pytest.mark.parametrize(
    ("element", "kind", "positions"),
    [
        ("Sales/Order/OrderSent", "event", ("output",)),
        ("Sales/Order/SendOrder", "command", ("input",)),
        ("Sales/Sent", "projection", ("output",)),
        ("Sales/Weight", "value-object", ("output", "input")),
        ("Sales/Unused", "enum", ()),
        ("Sales/Order", "aggregate", ("output", "input")),
    ],
)
def test_where_values_go(element: str, kind: str, positions: tuple[str, ...]) -> None:
    assert kind_of(DOMAIN, element) == kind
    assert PARTIES.positions(element) == positions
