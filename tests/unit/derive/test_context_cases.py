"""What context cases hold: the shortest history that makes them possible, and the value that breaks a rule."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.derive.models import cases_of

ORDER = """
    context "Sales"
      aggregate "Order" identity orderId: UUID
        states Draft -> Sent on OrderSent -> Paid on OrderPaid
        states Draft -> Dropped on OrderDropped
        command Send input orderId: UUID precondition open: "It is open" in Draft emits OrderSent
        command Pay
          input orderId: UUID
          precondition sent: "It was sent" not in Draft, Dropped
          precondition unpaid: "It is unpaid" not in Paid
          emits OrderPaid
        command Look input orderId: UUID precondition any: "Always" in Draft, Sent, Paid, Dropped emits OrderSeen
        event OrderSent orderId: UUID
        event OrderPaid orderId: UUID
        event OrderDropped orderId: UUID
        event OrderSeen orderId: UUID
"""


def test_a_formal_refusal_is_given_the_shortest_way_to_a_state_that_forbids() -> None:
    found = cases_of(ORDER)
    refusals = {id_: case.given for id_, case in found.items() if case.kind == "refusal"}
    assert refusals == {
        "Sales/Order/refusal:Send.open": ("Sales/Order/OrderSent",),
        "Sales/Order/refusal:Pay.sent": (),
        "Sales/Order/refusal:Pay.unpaid": ("Sales/Order/OrderSent", "Sales/Order/OrderPaid"),
    }


def test_a_command_outside_flows_is_given_a_state_that_allows_it() -> None:
    found = cases_of(ORDER)
    assert found["Sales/Order/step:Send"].given == ()
    assert found["Sales/Order/step:Pay"].given == ("Sales/Order/OrderSent",)


def test_every_edge_is_moved_and_every_missing_edge_is_tried() -> None:
    found = cases_of(ORDER)
    moves = {case.detail: case.given for case in found.values() if case.kind == "lifecycle"}
    assert moves == {
        "Draft->Sent": (),
        "Sent->Paid": ("Sales/Order/OrderSent",),
        "Draft->Dropped": (),
    }
    assert sum(case.kind == "illegal-transition" for case in found.values()) == 4 * 3 - 3


def test_unreachable_states_are_left_out() -> None:
    found = cases_of(ORDER.replace("states Draft -> Dropped on OrderDropped", "states Lost -> Dropped on OrderDropped"))
    assert "Lost->Dropped" not in {case.detail for case in found.values()}


def test_without_a_lifecycle_an_identity_addresses_what_another_command_made() -> None:
    found = cases_of("""
        context "Sales"
          aggregate "Order" identity orderId: UUID
            command Cancel input orderId: UUID emits Cancelled
            command Place input note: string emits Placed
            event Placed orderId: UUID
            event Cancelled orderId: UUID
    """)
    assert found["Sales/Order/step:Cancel"].given == ("Sales/Order/Placed",)
    assert found["Sales/Order/step:Place"].given == ()


INVARIANT = """
    context "Sales"
      aggregate "Order" identity orderId: UUID
        command Place input {inputs} emits Placed
        command Note input text: string emits Placed
        event Placed orderId: UUID
      value-object Line amount: number
      invariant S-1 "{text}" scope {scope}
"""


@pytest.mark.parametrize(
    ("text", "inputs", "field", "value"),
    [
        ("An order has at least one line", "lines: Line[]", "lines", []),
        ("At least one item must be there", "orderItems: Line[]", "orderItems", []),
        ("It has at least one order line", "orderLines: Line[], invoiceLines: Line[]", "orderLines", []),
        ("At least one box", "boxes: Line[]", "boxes", []),
        ("At least one entry", "entries: Line[]", "entries", []),
        ("The quantity is greater than zero", "quantity: number", "quantity", 0),
        ("Total must be greater than zero", "orderTotal: Money", "orderTotal", 0),
        ("The name is not empty", "name: string", "name", ""),
        ("Tags must not be empty", "tags: string[]", "tags", []),
    ],
)
def test_three_phrases_are_recognised(text: str, inputs: str, field: str, value: Any) -> None:
    case = cases_of(INVARIANT.format(text=text, inputs=inputs, scope="Order"))["Sales/Order/invariant:S-1"]
    assert case.example is not None
    assert (case.example.field, case.example.value) == (field, value)
    assert case.when == "Sales/Order/Place"


@pytest.mark.parametrize(
    ("text", "inputs"),
    [
        ("An order has at least one line", "line: Line"),
        ("An order has at least one line", "newLines: Line[], oldLines: Line[]"),
        ("An order has at least one line", "lineage: Line[]"),
        ("An order has at least one good line", "lines: Line[]"),
        ("An order has at least two lines", "lines: Line[]"),
        ("The quantity is greater than zero", "quantity: string"),
        ("The quantity is greater than one", "quantity: number"),
        ("The quantity is greater than zero", "quantity: number, oldQuantity: number"),
        ("The name is not empty", "surname: string"),
        ("The id is not empty", "id: UUID"),
        ("The customer is honest", "customer: string"),
    ],
)
def test_anything_else_is_never_guessed(text: str, inputs: str) -> None:
    case = cases_of(INVARIANT.format(text=text, inputs=inputs, scope="Order"))["Sales/Order/invariant:S-1"]
    assert (case.example, case.when) == (None, "")


def test_two_commands_with_a_fitting_input_are_no_example() -> None:
    text = INVARIANT.replace("text: string", "lines: Line[]")
    found = cases_of(text.format(text="At least one line", inputs="lines: Line[]", scope="Order"))
    assert found["Sales/Order/invariant:S-1"].example is None


def test_a_value_object_scope_concerns_the_commands_that_take_it() -> None:
    found = cases_of(INVARIANT.format(text="At least one line", inputs="lines: Line[]", scope="Line"))
    case = found["Sales/Order/invariant:S-1"]
    assert case.example is not None
    assert case.when == "Sales/Order/Place"


def test_an_invariant_over_two_aggregates_belongs_to_the_context() -> None:
    text = INVARIANT.format(text="All is well", inputs="lines: Line[]", scope="Sales").replace(
        "      value-object",
        '      aggregate "Bill" identity billId: UUID\n'
        "        command Write emits Written\n        event Written billId: UUID\n      value-object",
    )
    assert "Sales/invariant:S-1" in cases_of(text)


SAGA = """
    context "Dispatch"
      aggregate "Parcel" identity parcelId: UUID
        command Pack emits Packed
        command Unpack emits Unpacked
        command Label emits Labelled
        command Unlabel emits Unlabelled
        event Packed parcelId: UUID
        event Unpacked parcelId: UUID
        event Labelled parcelId: UUID
        event Unlabelled parcelId: UUID
        event Ordered parcelId: UUID
      saga Delivery trigger Ordered
        states New -> Boxed on Packed -> Named on Labelled -> Sent on Unlabelled
        states New -> Idle
        undo Label with Unlabel
        undo Pack with Unpack
        compensation "backwards"
        timeout 3d
"""


def test_a_timeout_strikes_in_every_state_but_the_last_and_undoes_backwards() -> None:
    found = cases_of(SAGA)
    assert {case.detail: case.then for case in found.values() if case.kind == "saga-timeout"} == {
        "New": (),
        "Boxed": ("Dispatch/Parcel/Unpack",),
        "Named": ("Dispatch/Parcel/Unlabel", "Dispatch/Parcel/Unpack"),
    }
    titles = [case.title for case in found.values() if case.kind == "saga-timeout"]
    assert titles == [f"should compensate saga Delivery after 3d{number}" for number in ("", " (2)", " (3)")]


def test_without_a_timeout_nothing_strikes() -> None:
    found = cases_of(SAGA.replace("timeout 3d", "timeout none"))
    assert not [case for case in found.values() if case.kind == "saga-timeout"]


def test_an_undo_comes_after_what_it_undoes() -> None:
    given = {case.detail: case.given for case in cases_of(SAGA).values() if case.kind == "saga-undo"}
    assert given == {
        "Label": ("Dispatch/Parcel/Ordered", "Dispatch/Parcel/Packed", "Dispatch/Parcel/Labelled"),
        "Pack": ("Dispatch/Parcel/Ordered", "Dispatch/Parcel/Packed"),
    }


def test_policies_answer_with_what_they_chain_to() -> None:
    found = cases_of(
        SAGA
        + """
      policy Tidy trigger Packed action "tidies" chains-to Label, Unpack
      policy Tell trigger Packed action "tells"
      policy Look trigger "file-watcher" action "looks" chains-to Pack
      service Weigh consumes Packed produces Labelled description "weighs"
      projection Shelf from Packed, Unpacked
        parcelId: UUID
    """
    )
    kinds = ("policy", "service", "projection")
    assert {id_: case.title for id_, case in found.items() if case.kind in kinds} == {
        "Dispatch/policy:Tidy": "should answer Packed with Label, Unpack (policy Tidy)",
        "Dispatch/policy:Tell": "should answer Packed (policy Tell)",
        "Dispatch/policy:Look": "should answer file-watcher with Pack (policy Look)",
        "Dispatch/service:Weigh": "should produce Labelled from Packed (service Weigh)",
        "Dispatch/projection:Shelf:Packed": "should show Packed in Shelf (projection)",
        "Dispatch/projection:Shelf:Unpacked": "should show Unpacked in Shelf (projection)",
    }
