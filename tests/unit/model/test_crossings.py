from __future__ import annotations

from moment.model.domain import Crossing, Delivery
from moment.text.span import Place
from tests.unit.model.specifications import SHOP, domain_of
from tests.unit.model.texts import EVERYTHING


def crossing_of(placement: str, lanes: str = "") -> Crossing:
    text = f'flow "f"\n  lane sales "Sales"\n  lane dispatch "Dispatch"\n{lanes}  moment "M"\n    {placement}\n'
    (crossing,) = domain_of(SHOP, text).flows[0].crossings
    return crossing


def test_a_crossing_leads_from_context_to_context() -> None:
    crossing = crossing_of(
        "sales: OrderPlaced crosses-to dispatch via CustomerSupplier contract orderId: UUID [required]"
    )
    assert (crossing.source, crossing.target, crossing.event) == ("Sales", "Dispatch", "Sales/Order/OrderPlaced")
    assert (crossing.id, crossing.kind, crossing.delivery) == ("f/m/0>dispatch", "CustomerSupplier", None)
    assert crossing.target_lane.target == "dispatch"


def test_contract_types_are_the_producers() -> None:
    crossing = crossing_of(
        "sales: OrderPlaced crosses-to dispatch via Conformist contract lines: OrderLine[] [required]"
    )
    (field,) = crossing.fields
    assert (field.type.target, field.type.private) == ("Sales/OrderLine", False)
    assert field.carried is not None
    assert field.carried.type == field.type


def test_contract_types_are_those_of_the_context_that_declares_the_event() -> None:
    crossing = crossing_of("sales: ParcelPacked crosses-to dispatch via Conformist contract line: OrderLine")
    assert (crossing.source, crossing.fields[0].type.target) == ("Sales", "Dispatch/OrderLine")


def test_a_field_that_the_event_lacks_is_not_carried() -> None:
    crossing = crossing_of(
        "sales: OrderPlaced crosses-to dispatch via Conformist contract orderId: UUID colour: string?"
    )
    assert [(field.name, field.required, field.carried is not None) for field in crossing.fields] == [
        ("orderId", False, True),
        ("colour", False, False),
    ]
    assert crossing.fields[1].type.text == "string?"


def test_only_a_known_event_crosses() -> None:
    crossing = crossing_of("sales: PlaceOrder crosses-to dispatch via Conformist contract orderId: UUID")
    assert (crossing.event, crossing.fields[0].carried) == (None, None)


def test_an_outcome_and_an_unknown_lane_are_no_context() -> None:
    outcome = crossing_of(
        "sales: OrderPlaced crosses-to lost via Conformist contract orderId: UUID", '  branch-lane lost "Lost"\n'
    )
    unknown = crossing_of("sales: OrderPlaced crosses-to nowhere via Conformist contract orderId: UUID")
    assert (outcome.target, outcome.target_lane.target) == (None, "lost")
    assert (unknown.target, unknown.target_lane.target) == (None, None)


def test_a_delivery_is_what_was_declared() -> None:
    (crossing,) = domain_of(EVERYTHING).flows[0].crossings
    at = EVERYTHING.index("idempotent by orderId") + len("idempotent by ")
    assert crossing.delivery == Delivery("at-least-once", True, "orderId", Place("0.moment", at, at + len("orderId")))


def test_places_point_at_the_words_they_name() -> None:
    (crossing,) = domain_of(EVERYTHING).flows[0].crossings
    words = [
        EVERYTHING[place.start : place.end]
        for place in (crossing.place, crossing.kind_place, crossing.contract_place, crossing.fields[0].extent)
    ]
    assert words == ["crosses-to dispatch", "CustomerSupplier", "contract", "orderId: UUID [required]"]
