from __future__ import annotations

from moment.model.walk import by_identity, elements
from moment.text.span import Place
from tests.unit.model.specifications import domain_of
from tests.unit.model.texts import EVERYTHING

SIGNATURES = """\
context Sales [Core]
aggregate Sales/Order identity orderId: UUID
field Sales/Order.orderId: UUID
command Sales/Order/SubmitOrder(customerId: UUID, lines: OrderLine[], note: string?) emits OrderSubmitted or OrderRefused
field Sales/Order/SubmitOrder.customerId: UUID
field Sales/Order/SubmitOrder.lines: OrderLine[]
field Sales/Order/SubmitOrder.note: string?
event Sales/Order/OrderSubmitted(orderId: UUID, lines: OrderLine[], remark: string, note: string?)
field Sales/Order/OrderSubmitted.orderId: UUID
field Sales/Order/OrderSubmitted.lines: OrderLine[]
field Sales/Order/OrderSubmitted.remark: string
field Sales/Order/OrderSubmitted.note: string?
event Sales/Order/OrderRefused(reason: Reason)
field Sales/Order/OrderRefused.reason: Reason
value-object Sales/Inner(sku: string)
field Sales/Inner.sku: string
invariant Sales/SAL-02 "A thing inside" scope Inner
value-object Sales/OrderLine(sku: string, unitPrice: Money, box: Dispatch.Box?)
field Sales/OrderLine.sku: string
field Sales/OrderLine.unitPrice: Money
field Sales/OrderLine.box: Dispatch.Box?
enum Sales/Reason = Late | Poor
invariant Sales/SAL-01 "An order has at least one line" scope Order
service Sales/Mailer consumes OrderSubmitted produces ParcelPacked
policy Sales/Pack trigger OrderSubmitted chains-to PackParcel
policy Sales/Watch trigger "file-watcher"
saga Sales/Fulfil trigger OrderSubmitted = Idle | Packing | Packed
projection Sales/Orders(orderId: UUID) from OrderSubmitted, ParcelPacked
field Sales/Orders.orderId: UUID
term Sales/Order "What somebody wants"
relationship Sales/Sales->Dispatch type CustomerSupplier
context Dispatch [Supporting]
aggregate Dispatch/Parcel identity parcelId: UUID
field Dispatch/Parcel.parcelId: UUID
command Dispatch/Parcel/PackParcel(orderId: UUID) emits ParcelPacked
field Dispatch/Parcel/PackParcel.orderId: UUID
event Dispatch/Parcel/ParcelPacked(parcelId: UUID)
field Dispatch/Parcel/ParcelPacked.parcelId: UUID
value-object Dispatch/Box(width: number)
field Dispatch/Box.width: number
flow sell
moment sell/order-it "Order it"
placement sell/order-it/0 sales: SubmitOrder
placement sell/order-it/1 sales: OrderSubmitted
crossing sell/order-it/1>dispatch OrderSubmitted(orderId: UUID, lines: OrderLine[], colour: string)
moment sell/decide "Decide"
arm sell/decide/good when good
placement sell/decide/0 dispatch: PackParcel
placement sell/decide/1 dispatch: ParcelPacked
arm sell/decide/bad when bad [lost]
placement sell/decide/2 lost: OrderRefused
placement sell/decide/3 sales: Pack
moment sell/order-it-again "Order it again"
placement sell/order-it-again/0 sales: Fulfil
"""


def test_every_element_has_a_signature() -> None:
    found = [f"{element.kind} {element.signature}" for element in elements(domain_of(EVERYTHING))]
    assert found == SIGNATURES.splitlines()


def test_a_signature_begins_with_the_identity() -> None:
    listed = list(elements(domain_of(EVERYTHING)))
    assert len(listed) >= 50
    assert [element for element in listed if not element.signature.startswith(element.id)] == []


def test_places_are_those_of_the_names() -> None:
    listed = by_identity(domain_of(EVERYTHING))["Sales/Order/OrderSubmitted.remark"]
    at = EVERYTHING.index("remark: string")
    assert (listed.kind, listed.name, listed.place) == ("field", "remark", Place("0.moment", at, at + len("remark")))


def test_an_identity_leads_to_the_first_that_bears_it() -> None:
    text = 'context "A"\n  enum E = X\n  enum E = Y\n'
    assert by_identity(domain_of(text))["A/E"].signature == "A/E = X"
