"""Which cases a model implies, with their names."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

from moment.model.results import Case, CaseKind
from tests.unit.derive.models import cases_of

CONFORMANCE = Path(__file__).parents[2] / "conformance"


def from_file(path: str) -> dict[str, Case]:
    return cases_of((CONFORMANCE / path).read_text(encoding="utf-8"))


def test_a_flow_and_its_contexts_give_these_cases() -> None:
    found = from_file("vitest/specs/order-to-parcel.moment")
    assert {id_: case.title for id_, case in found.items()} == {
        "order-to-parcel/submission/step:SubmitOrder": "should execute SubmitOrder in Sales",
        "order-to-parcel/submission/crossing:OrderSubmitted>Dispatch": (
            "should verify OrderSubmitted crosses from Sales to Dispatch"
        ),
        "order-to-parcel/packing/step:PackParcel": "should execute PackParcel triggered by OrderSubmitted",
        "Sales/Order/refusal:SubmitOrder.stillDraft": (
            "should refuse SubmitOrder when stillDraft does not hold: The order is still a draft"
        ),
        "Sales/Order/refusal:SubmitOrder.creditGood": (
            "should refuse SubmitOrder when creditGood does not hold: The customer has credit"
        ),
        "Sales/Order/invariant:SAL-01": "should enforce invariant SAL-01: An order has at least one line",
        "Sales/Order/lifecycle:Draft>Submitted:OrderSubmitted": (
            "should move Order from Draft to Submitted on OrderSubmitted"
        ),
        "Sales/Order/illegal-transition:Submitted:OrderSubmitted": (
            "should not move Order from Submitted on OrderSubmitted"
        ),
        "Dispatch/Parcel/step:UnpackParcel": "should execute UnpackParcel in Dispatch",
        "Dispatch/policy:PackOnSubmission": "should answer OrderSubmitted with PackParcel (policy PackOnSubmission)",
        "Dispatch/saga-start:Delivery": "should start saga Delivery on OrderSubmitted",
        "Dispatch/saga-transition:Delivery.Waiting>Packed:ParcelPacked": (
            "should move saga Delivery from Waiting to Packed on ParcelPacked"
        ),
        "Dispatch/saga-timeout:Delivery.Waiting": "should compensate saga Delivery after 72h",
        "Dispatch/saga-undo:Delivery.PackParcel": "should undo PackParcel with UnpackParcel (saga Delivery)",
    }


def test_every_kind_is_derived_from_a_model_of_every_construct() -> None:
    kinds = {case.kind for case in from_file("every.moment").values()}
    kinds |= {case.kind for case in from_file("vitest/specs/borrowing.moment").values()}
    assert kinds == set(get_args(CaseKind))


def test_every_declared_behaviour_is_covered_by_a_case() -> None:
    covered = {
        identity for case in from_file("vitest/specs/order-to-parcel.moment").values() for identity in case.covers
    }
    assert covered >= {
        "Sales/Order/SubmitOrder",
        "Sales/Order/OrderSubmitted",
        "Sales/Order/SubmitOrder.stillDraft",
        "Sales/SAL-01",
        "Dispatch/Parcel/PackParcel",
        "Dispatch/Parcel/ParcelPacked",
        "Dispatch/Parcel/UnpackParcel",
        "Dispatch/Parcel/ParcelUnpacked",
        "Dispatch/PackOnSubmission",
        "Dispatch/Delivery",
        *(f"order-to-parcel/submission/{n}" for n in range(2)),
        *(f"order-to-parcel/packing/{n}" for n in range(2)),
    }


MODEL = """
    context "Kitchen"
      aggregate "Dish" identity dishId: UUID
        command Cook input dishId: UUID emits Cooked
        event Cooked dishId: UUID
    flow "evening"
      lane kitchen "Kitchen"
      moment "Cooking"
        kitchen: Cook
        kitchen: Cooked
    {more}
"""


def test_ids_stay_when_other_cases_come() -> None:
    before = cases_of(MODEL.format(more=""))
    after = cases_of(
        MODEL.replace(
            '      moment "Cooking"', '      moment "First"\n        kitchen: Cooked\n      moment "Cooking"'
        ).format(more="")
    )
    assert set(before) < set(after)


def test_equal_labels_are_told_apart_by_ordinals_and_titles() -> None:
    found = cases_of(MODEL.format(more="    kitchen: Cook\n        kitchen: Cooked"))
    assert {id_: case.title for id_, case in found.items()} == {
        "evening/cooking/step:Cook": "should execute Cook in Kitchen",
        "evening/cooking/step:Cook-2": "should execute Cook in Kitchen (2)",
    }


def test_the_same_title_in_another_moment_needs_no_number() -> None:
    found = cases_of(MODEL.format(more='  moment "Again"\n        kitchen: Cook\n        kitchen: Cooked'))
    assert [case.title for case in found.values()] == ["should execute Cook in Kitchen"] * 2


def test_what_cannot_be_resolved_still_is_a_case() -> None:
    found = cases_of(MODEL.format(more="    kitchen: Serve"))
    assert found["evening/cooking/step:Serve"].title == "should execute Serve in Kitchen"
    assert found["evening/cooking/step:Serve"].subject == "Serve"


def test_a_model_without_anything_gives_nothing() -> None:
    assert cases_of("") == {}
