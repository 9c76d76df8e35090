"""A specification that uses every construct of the language, and one that reads the same without indentation."""

from __future__ import annotations

EVERYTHING = """\
context "Sales" [Core]
  description "Sells to people"
  @classification(PII)
  aggregate "Order" identity orderId: UUID
    states Draft -> Submitted on OrderSubmitted -> Done
    states Draft -> Refused on OrderRefused
    command SubmitOrder
      input customerId: UUID, lines: OrderLine[], note: string?
      precondition stillDraft: "The order is still a draft" in Draft
      precondition creditGood: "The customer has credit"
      emits OrderSubmitted or OrderRefused
    event OrderSubmitted
      orderId: UUID
      @classification(PHI)
      lines: OrderLine[]
      remark: string [deprecated "one word for it" -> "note"]
      note: string?
    event OrderRefused
      reason: Reason
    value-object Inner
      sku: string
    invariant SAL-02 "A thing inside" scope Inner
  enum Reason = Late | Poor
  value-object OrderLine
    sku: string
    unitPrice: Money
    box: Dispatch.Box?
  invariant SAL-01 "An order has at least one line" scope Order
  @retention("7 years")
  service Mailer consumes OrderSubmitted produces ParcelPacked description "Sends mail"
  policy Pack trigger OrderSubmitted action "Pack it" chains-to PackParcel
  policy Watch trigger "file-watcher" action "Look at it"
  saga Fulfil trigger OrderSubmitted
    states Idle -> Packing on OrderSubmitted -> Packed on ParcelPacked
    undo PackParcel with PackParcel
    compensation "Call the customer"
    timeout 72h
  projection Orders from OrderSubmitted, ParcelPacked
    orderId: UUID
  term "Order" "What somebody wants"
  relationship Sales -> Dispatch type CustomerSupplier contract "Orders to pack"

context "Dispatch" [Supporting]
  aggregate "Parcel" identity parcelId: UUID
    command PackParcel
      input orderId: UUID
      emits ParcelPacked
    event ParcelPacked
      parcelId: UUID
  value-object Box
    width: number
  @encryption(aes)

flow "sell"
  description "How we sell"
  lane sales "Sales" [Core]
  lane dispatch "Dispatch" [Supporting]
  branch-lane lost "Lost sale" [Terminal]
  moment "Order it"
    sales: SubmitOrder (×3)
    sales: OrderSubmitted crosses-to dispatch via CustomerSupplier delivery at-least-once ordered idempotent by orderId
      contract
        orderId: UUID [required]
        lines: OrderLine[] [required]
        colour: string
  moment "Decide" [branch]
    when good
      dispatch: PackParcel
        triggered-by OrderSubmitted
      dispatch: ParcelPacked (×n) [optional]
    when bad [lost]
      lost: OrderRefused [terminal]
        triggered-by SubmitOrder
    sales: Pack
      returns-to "Order it" at-most 2
  moment "Order it again"
    sales: Fulfil
      triggers ParcelPacked
"""

ORDERS = """\
context "Ordering" [Core]

  aggregate "Order"
    identity orderId: UUID

    command PlaceOrder
      input customerId: UUID, items: OrderItem[]
      precondition orderNotPlaced: "Order has not already been placed"
      emits OrderPlaced

    command CancelOrder
      input orderId: UUID, reason: string
      precondition orderNotShipped: "Order must not have been shipped"
      emits OrderCancelled

    event OrderPlaced
      orderId: UUID
      customerId: UUID
      items: OrderItem[]
      placedAt: DateTime

    event OrderCancelled
      orderId: UUID
      reason: string
      cancelledAt: DateTime

  value-object OrderItem
    productId: UUID
    quantity: number
    unitPrice: Money

  invariant ORD-01 "Order must contain at least one item"
    scope Order

context "Fulfillment" [Supporting]

  aggregate "FulfillmentRequest"
    identity fulfillmentId: UUID

    command InitiateFulfillment
      input orderId: UUID, items: OrderItem[]
      emits FulfillmentInitiated

    event FulfillmentInitiated
      fulfillmentId: UUID
      orderId: UUID
      items: OrderItem[]
      initiatedAt: DateTime

  value-object OrderItem
    productId: UUID
    quantity: number
    unitPrice: Money

flow "order-placed"
  description "Order submission triggers fulfillment"

  lane ordering "Ordering" [Core]
  lane fulfillment "Fulfillment" [Supporting]

  moment "Order submission"
    ordering: PlaceOrder
    ordering: OrderPlaced crosses-to fulfillment via CustomerSupplier
      contract
        orderId: UUID [required]
        items: OrderItem[] [required]

  moment "Fulfillment initiation"
    fulfillment: InitiateFulfillment
      triggered-by OrderPlaced
    fulfillment: FulfillmentInitiated
"""
