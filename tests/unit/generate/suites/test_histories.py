"""What stands behind an aggregate, and which rules need a binding."""

from __future__ import annotations

from moment.generate.suites.blocks import block_of, by_block
from moment.generate.suites.histories import emitted_events, foreign_events, history_of, state_after
from moment.generate.suites.rules_in_words import worded_invariants, worded_preconditions
from tests.unit.derive.models import cases_of
from tests.unit.generate.vitest.models import domain_of

MODEL = """
    context "Sales"
      aggregate "Order" identity orderId: UUID
        states Draft -> Sent on Sent -> Packed on Packed
        command Send
          precondition draft: "It is a draft" in Draft
          precondition credit: "There is credit"
          emits Sent, Nowhere
        event Sent orderId: UUID
      aggregate "Cart" identity cartId: UUID
        command Empty emits Emptied
        event Emptied cartId: UUID
      invariant S-1 "Nobody shouts" scope Order
      invariant S-2 "The shop is open" scope Sales
    context "Dispatch"
      aggregate "Parcel" identity parcelId: UUID
        command Pack emits Packed
        event Packed parcelId: UUID
"""
SENT, PACKED = "Sales/Order/Sent", "Dispatch/Parcel/Packed"


def test_a_history_holds_own_events_and_those_that_move_the_lifecycle() -> None:
    domain = domain_of(MODEL)
    order, parcel = domain.aggregate["Sales/Order"], domain.aggregate["Dispatch/Parcel"]
    assert [event.id for event in foreign_events(order, domain)] == [PACKED]
    assert [event.id for event in history_of(order, (SENT, PACKED, "unknown"), domain)] == [SENT, PACKED]
    assert [event.id for event in history_of(parcel, (SENT, PACKED), domain)] == [PACKED]
    assert [event.id for event in emitted_events(domain.command["Sales/Order/Send"], domain)] == [SENT]


def test_the_state_follows_the_edges() -> None:
    domain = domain_of(MODEL)
    order = domain.aggregate["Sales/Order"]
    assert [state_after(order, way) for way in ((), (PACKED,), (SENT,), (SENT, PACKED))] == [
        "Draft",
        "Draft",
        "Sent",
        "Packed",
    ]
    assert state_after(domain.aggregate["Dispatch/Parcel"], (PACKED,)) is None


def test_rules_in_words_are_those_that_no_state_and_no_value_decides() -> None:
    domain, found = domain_of(MODEL), cases_of(MODEL)
    order = domain.aggregate["Sales/Order"]
    assert [precondition.name for _, precondition in worded_preconditions(order)] == ["credit"]
    assert [block_of(case) for case in worded_invariants(found.values())] == ["Sales/Order", "Sales"]
    assert list(by_block(found.values())) == ["Sales/Order", "Sales/Cart", "Sales", "Dispatch/Parcel"]
