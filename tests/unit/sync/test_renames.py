"""Elements under other names: who renamed them, told as one point, and bases that follow."""

from __future__ import annotations

import pytest

from moment.drift.category import CascadeCategory
from moment.sync.analysis import Analysis
from moment.sync.moved_bases import Move, forgotten, moved
from moment.sync.report import drift, judged
from moment.sync.told import Drift
from tests.unit.sync.projects import CODE, SHOP, analysed, told

BASES = analysed().equal
SUBMITTED = CODE.replace("PlaceOrder", "SubmitOrder").replace("placeOrder", "submitOrder")
INPUT_ONLY = CODE.replace("PlaceOrderInput", "SubmitOrderInput")
SUBMIT = SHOP.replace("PlaceOrder", "SubmitOrder")

TYPES = SHOP + "  value-object Line\n    sku: string\n    quantity: number\n  enum Channel = web | phone | desk\n"
TYPED = CODE + (
    "export interface Line { sku: string; quantity: number }\nexport type Channel = 'web' | 'phone' | 'desk';\n"
)


def reported(found: Analysis) -> Drift:
    return drift(found, judged(found, {}))


def of(code: str, specification: str = SHOP) -> Analysis:
    return analysed(specification, {"src/order.ts": code}, bases=BASES)


@pytest.mark.parametrize("code", [SUBMITTED, INPUT_ONLY], ids=["all that follows", "the input alone"])
def test_a_name_that_code_changed_is_one_point_there(code: str) -> None:
    found = of(code)
    assert told(found) == ["Ordering/Order/PlaceOrder impl-ahead Update name of PlaceOrder"]
    (point,) = reported(found).report.points
    assert (point.change, point.aspect, point.before, point.after) == ("update", "name", "PlaceOrder", "SubmitOrder")
    assert point.spec is not None
    assert point.implementation is not None
    assert (point.spec.path, point.spec.line, point.implementation.path, point.implementation.line) == (
        "shop.moment", 5, "src/order.ts", 2,
    )  # fmt: skip
    assert reported(found).report.unmodelled == ()


def test_a_name_that_the_specification_changed_is_one_point_there() -> None:
    found = of(CODE, SUBMIT)
    assert told(found) == ["Ordering/Order/SubmitOrder spec-ahead Update name of PlaceOrder"]
    assert found.differences[0].point.base == "PlaceOrder"


def test_the_same_new_name_on_both_sides_is_equal_and_its_base_follows() -> None:
    found = of(SUBMITTED, SUBMIT)
    assert told(found) == []
    agreed = found.agreed
    assert agreed["Ordering/Order/PlaceOrder"] == {"shape": None}
    assert agreed["Ordering/Order/SubmitOrder"]["obligations"] == BASES["Ordering/Order/PlaceOrder"]["obligations"]
    assert told(analysed(SUBMIT, {"src/order.ts": SUBMITTED}, bases={**BASES, **agreed})) == []


def test_code_that_is_half_way_is_behind() -> None:
    assert told(of(INPUT_ONLY, SUBMIT)) == ["Ordering/Order/SubmitOrder spec-ahead Update name of PlaceOrder"]


def test_two_new_names_are_a_conflict() -> None:
    found = of(SUBMITTED, SHOP.replace("PlaceOrder", "SendOrder"))
    assert told(found) == ["Ordering/Order/SendOrder conflict Update name of SubmitOrder"]
    assert found.differences[0].classification.category is CascadeCategory.DRIFT


def test_without_a_base_nobody_knows_who_renamed() -> None:
    found = analysed(code={"src/order.ts": INPUT_ONLY})
    assert told(found) == ["Ordering/Order/PlaceOrder conflict Update name of SubmitOrder"]
    assert not found.differences[0].point.has_base
    assert "MOM807" in [each.code for each in reported(found).diagnostics]


def test_what_was_renamed_is_compared_inside() -> None:
    code = SUBMITTED.replace("note?: string", "note?: string; urgent?: boolean")
    specification = SUBMIT.replace("note: string?", "note: string?, at: DateTime?")
    assert told(of(code)) == [
        "Ordering/Order/PlaceOrder impl-ahead Update name of PlaceOrder",
        "Ordering/Order/PlaceOrder impl-ahead Insert PlaceOrderInput.urgent",
    ]
    assert told(of(code, specification)) == [
        "Ordering/Order/SubmitOrder spec-ahead Insert SubmitOrderInput.at",
        "Ordering/Order/SubmitOrder impl-ahead Insert SubmitOrderInput.urgent",
    ]


@pytest.mark.parametrize(
    ("old", "new", "element"),
    [
        ("OrderPlaced", "OrderSubmitted", "Ordering/Order/OrderPlaced"),
        ("Line", "Item", "Ordering/Line"),
        ("Channel", "Medium", "Ordering/Channel"),
        ("interface Order ", "interface Purchase ", "Ordering/Order"),
    ],
    ids=["event", "value object", "enum", "aggregate"],
)
def test_every_kind_of_element_can_be_renamed_in_code(old: str, new: str, element: str) -> None:
    bases = analysed(TYPES, {"src/order.ts": TYPED}).equal
    found = analysed(TYPES, {"src/order.ts": TYPED.replace(old, new)}, bases=bases)
    name = element.rpartition("/")[2]
    assert told(found) == [f"{element} impl-ahead Update name of {name}"]


def test_the_members_of_a_renamed_aggregate_keep_their_bases() -> None:
    found = of(CODE, SHOP.replace('"Order"', '"Purchase"'))
    assert told(found) == ["Ordering/Purchase spec-ahead Update name of Order"]
    assert found.agreed["Ordering/Purchase/PlaceOrder"]["obligations"] == {
        "precondition isDraft": "It is still a draft in Draft",
        "emits": "Ordering/Purchase/OrderPlaced",
    }


def test_types_that_are_not_alike_or_too_alike_stay_gone_and_new() -> None:
    other = CODE.replace("PlaceOrderInput {", "Unlike { a: string; b: string;").replace("note?: string", "c: string")
    assert "Ordering/Order/PlaceOrder impl-ahead Remove PlaceOrderInput" in told(of(other))
    twice = INPUT_ONLY + "export interface SendOrderInput { orderId: string; note?: string }\n"
    found = reported(of(twice))
    (hint,) = [each.hint or "" for each in found.diagnostics if each.message.endswith("`PlaceOrderInput` is gone")]
    told_so = (
        "; it may be `SendOrderInput` or `SubmitOrderInput` under another name: `@moment` above the type says which"
    )
    assert hint.endswith(told_so)


def test_what_the_specification_renamed_and_code_dropped_is_a_conflict() -> None:
    hidden = CODE.replace("export interface PlaceOrderInput", "interface PlaceOrderInput")
    assert "Ordering/Order/SubmitOrder conflict Insert SubmitOrderInput" in told(of(hidden, SUBMIT))


def test_a_symbol_that_somebody_named_is_not_guessed_at() -> None:
    config = '[implementation.names]\n"Ordering/Order/PlaceOrder" = "src/order.ts#PlaceOrderInput"\n'
    bases = analysed(config=config).equal
    found = analysed(code={"src/order.ts": INPUT_ONLY}, bases=bases, config=config)
    assert "Ordering/Order/PlaceOrder impl-ahead Remove PlaceOrderInput" in told(found)


def test_the_kept_base_of_another_waits_until_both_sides_have_the_name() -> None:
    """While only one side has the new name, nothing is recorded under it."""
    found = of(CODE, SHOP.replace("OrderPlaced", "OrderSubmitted"))
    assert found.agreed["Ordering/Order/PlaceOrder"] == BASES["Ordering/Order/PlaceOrder"]
    assert "Ordering/Order/OrderSubmitted" not in found.agreed


def test_bases_speak_of_others_by_their_new_names() -> None:
    move = Move("A/B/C", "A/B/D", "C", "D", "event", "D")
    bases = {
        "A/B/C": {"shape": {"name": "C", "identity": "#C", "members": [{"name": "_tag", "type": {"text": '"C"'}}]}},
        "A/B/X": {"shape": None, "obligations": {"edge a -> b": "on A/B/C", "text": "A/B/Cs and Z/A/B/C and A/B/C#x"}},
        "f#CToE": {"shape": {"name": "CToE", "of": "A/B/C"}},
    }
    assert moved(bases, [move]) == {
        "A/B/X": {"shape": None, "obligations": {"edge a -> b": "on A/B/D", "text": "A/B/Cs and Z/A/B/C and A/B/C#x"}},
        "A/B/D": {"shape": {"name": "D", "identity": "#D", "members": [{"name": "_tag", "type": {"text": '"D"'}}]}},
        "f#DToE": {"shape": {"name": "CToE", "of": "A/B/D"}},
    }
    assert forgotten(bases, [move]) == {"A/B/C": {"shape": None}, "f#CToE": {"shape": None}}
