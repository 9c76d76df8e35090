"""What fields of tables say: sentences in words of the domain, one for every value."""

from __future__ import annotations

from moment.behaviour.machine import FAULT_KINDS, Scope
from moment.behaviour.tables import TooBig, tables
from moment.behaviour.wire_tables import TablePlace
from tests.unit.behaviour.models import domain_of

SHOP = """
context "Ordering"
  aggregate "Order"
    identity orderId: UUID
    command PlaceOrder
      emits OrderPlaced
    command CancelOrder
      emits OrderCancelled
    event OrderPlaced
      orderId: UUID
    event OrderCancelled
      orderId: UUID
    states Draft -> Placed on OrderPlaced -> Cancelled on OrderCancelled
  saga Selling
    trigger OrderPlaced
    states Open -> Dropped on OrderCancelled
    undo PlaceOrder with CancelOrder
    compensation "the order is cancelled"
    timeout 1d

context "Fulfillment"
  aggregate "Parcel"
    identity parcelId: UUID
    command Pack
      emits Packed
    command Label
      emits Labelled
    event Packed
      parcelId: UUID
    event Labelled
      parcelId: UUID
  policy LabelIt trigger Packed action "label" chains-to Label

flow "shop"
  lane ordering "Ordering"
  lane fulfillment "Fulfillment"
  branch-lane kept "Kept"
  moment "Sale"
    ordering: PlaceOrder
    ordering: OrderPlaced crosses-to fulfillment via CustomerSupplier contract
      orderId: UUID [required]
  moment "Answer"
    when shipped
      fulfillment: Pack triggered-by OrderPlaced
    when stopped
      ordering: CancelOrder
      kept: OrderCancelled [terminal]
"""


def said(source: str = SHOP, *, instances: int = 1) -> dict[str, list[str]]:
    domain = domain_of(source)
    scope = Scope(instances, 1, dict.fromkeys(FAULT_KINDS, 1))
    found = tables(domain.flows[0], domain, scope, spec_hash="", place=lambda _: TablePlace("", 1, 1))
    assert not isinstance(found, TooBig)
    return {field.name: field.says for field in found.fields}


def test_steps_and_decisions() -> None:
    found = said()
    assert found["step:ordering.PlaceOrder"][:2] == ["PlaceOrder was not handled", "PlaceOrder was handled"]
    assert found["step:kept.OrderCancelled"] == ["the outcome “Kept” was not reached", "the outcome “Kept” was reached"]
    assert sorted(found["decision:answer"]) == [
        "nothing is chosen at “Answer”", "shipped is chosen at “Answer”", "stopped is chosen at “Answer”",
    ]  # fmt: skip


def test_messages_and_who_waits_for_them() -> None:
    found = said()
    assert found["message:OrderPlaced>Fulfillment"][:2] == [
        "no OrderPlaced is on its way to Fulfillment", "one OrderPlaced is on its way to Fulfillment",
    ]  # fmt: skip
    assert found["known:Ordering/Order/OrderPlaced"] == [
        "Fulfillment waits for OrderPlaced", "OrderPlaced happened, Fulfillment waits for it",
        "OrderPlaced happened and was received in Fulfillment",
    ]  # fmt: skip


def test_lifecycles_sagas_and_policies() -> None:
    found = said()
    assert found["lifecycle:Ordering/Order"] == ["Order is Draft", "Order is Placed", "Order is Cancelled"]
    assert found["saga:Selling"] == ["Selling has not started", "Selling is Open", "Selling is Dropped"]
    assert found["undoable"] == ["nothing can be undone", "PlaceOrder can be undone"]
    assert found["reacted:Fulfillment.LabelIt"][:2] == [
        "LabelIt has not reacted to Packed", "LabelIt has reacted to Packed",
    ]  # fmt: skip
    assert sorted(found["close"]) == [
        "PlaceOrder is to be undone", "the flow goes on", "the flow has ended: Kept", "what was done is undone",
    ]  # fmt: skip


def test_what_is_left_of_faults() -> None:
    found = said()
    assert found["budget"] == ["no fault left", "one fault left", "two faults left"]
    assert found["budget:lose"] == ["no loss left", "one loss left", "two losses left"]
    assert found["budget:crash"] == ["no crash left", "one crash left", "two crashes left"]


def test_no_two_values_of_a_field_read_alike() -> None:
    for says in said().values():
        assert len(says) == len(set(says))


def test_an_instance_is_named() -> None:
    found = said(instances=2)
    assert found["2/saga:Selling"][0] == "Selling has not started in instance 2"
    assert found["lifecycle:Ordering/Order"][0] == "Order is Draft"
