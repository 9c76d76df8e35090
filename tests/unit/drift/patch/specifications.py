"""Two specifications to patch: one in the one layout with comments, one as its writer liked it."""

from __future__ import annotations

FORMATTED = """\
// The shop.
context "Sales" [Core]

  aggregate "Order"
    identity orderId: UUID
    states Draft -> Submitted on OrderSubmitted

    // how it begins
    command SubmitOrder
      input customerId: UUID, lines: OrderLine[], note: string?
      precondition stillDraft: "The order is still a draft" in Draft
      emits OrderSubmitted

    @classification(PII)
    event OrderSubmitted
      orderId: UUID  // the key
      // what was bought
      lines: OrderLine[]
      remark: string [deprecated "one word for it" -> "note"]
      note: string?

  value-object OrderLine
    sku: string
    unitPrice: Money

  enum Status = Open | Closed

context "Dispatch" [Supporting]

  aggregate "Parcel"
    identity parcelId: UUID

    command PackParcel
      input orderId: UUID
      emits ParcelPacked

    event ParcelPacked
      parcelId: UUID

  policy PackOnSubmission
    trigger OrderSubmitted
    action "pack it"
    chains-to PackParcel

  saga Delivery
    trigger OrderSubmitted
    states Waiting -> Packed on ParcelPacked
    compensation "back to the shelf"
    timeout 72h

  relationship Dispatch -> Sales type CustomerSupplier contract "orders arrive"

flow "order-to-parcel"
  description "A submitted order becomes a parcel"

  lane sales "Sales"
  lane dispatch "Dispatch"

  moment "Submission"
    sales: SubmitOrder
    sales: OrderSubmitted crosses-to dispatch via CustomerSupplier
      delivery at-least-once idempotent by orderId
      contract
        orderId: UUID [required]
        lines: OrderLine[] [required]

  moment "Packing"
    dispatch: PackParcel
      triggered-by OrderSubmitted
    dispatch: ParcelPacked
      returns-to "Submission" at-most 2
"""

FREE = """\
context "Sales" [Core]
    aggregate "Order" identity orderId: UUID
        states Draft -> Submitted on OrderSubmitted
        command SubmitOrder input customerId: UUID,   note: string?   emits OrderSubmitted
        event OrderSubmitted   orderId: UUID note: string?
        event Other
            a: UUID   /* one */
            b: UUID
    value-object Line sku: string
    enum Status =
        Open
        | Closed  // for good
"""
