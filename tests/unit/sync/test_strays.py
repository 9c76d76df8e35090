"""Types that only the code has, and elements that only their bases remember."""

from __future__ import annotations

import pytest

from moment.sync.analysis import Analysis
from moment.sync.plans import plan
from moment.sync.report import drift, judged
from moment.sync.strays import Stray
from tests.unit.sync.projects import CODE, SHOP, analysed, told

DRIFT = '[drift]\nunmodelled = "drift"\n'
ADDRESS = "export interface Address { street: string; zip?: string }\n"
USING = CODE.replace("total: number }", "total: number; to?: Address }") + ADDRESS


def strays(found: Analysis) -> list[tuple[str, str, str]]:
    """Element, kind and owner of each."""
    every = [each for each in found.differences if each.stray is not None]
    return [(each.element.id, stray.kind, stray.owner) for each in every if (stray := each.stray)]


def of(code: str, *, config: str = DRIFT) -> Analysis:
    return analysed(code={"src/order.ts": code}, config=config)


def test_a_type_that_an_element_uses_is_ahead() -> None:
    found = analysed(code={"src/order.ts": USING})
    assert told(found) == [
        "Ordering/Order/OrderPlaced impl-ahead Insert OrderPlaced.to",
        "Ordering/Address impl-ahead Insert Address",
    ]
    assert drift(found, judged(found, {})).report.unmodelled == ()


@pytest.mark.parametrize(
    "code",
    [
        CODE + ADDRESS,
        CODE.replace("orderId: string; state", "orderId: string; log: Address[]; state") + ADDRESS,
        CODE.replace("orderId: string; total", "orderId: Id; total") + "export type Id = string;\n",
    ],
    ids=["nobody uses it", "what an aggregate has besides uses it", "it is another name of a type"],
)
def test_a_type_that_no_element_needs_is_told_and_no_difference(code: str) -> None:
    found = analysed(code={"src/order.ts": code})
    assert told(found) == []
    assert len(drift(found, judged(found, {})).report.unmodelled) == 1


@pytest.mark.parametrize(
    ("declaration", "expected"),
    [
        (ADDRESS, ("Ordering/Address", "value-object", "Ordering")),
        ("export type Mood = 'good' | 'bad';\n", ("Ordering/Mood", "enum", "Ordering")),
        (
            "export interface OrderLost { _tag: 'OrderLost'; orderId: string }\n",
            ("Ordering/Order/OrderLost", "event", "Ordering/Order"),
        ),
        (
            "export type OrderEvent = OrderPlaced | OrderLost;\nexport interface OrderLost { orderId: string }\n",
            ("Ordering/Order/OrderLost", "event", "Ordering/Order"),
        ),
    ],
)
def test_what_it_becomes_is_what_it_looks_like(declaration: str, expected: tuple[str, str, str]) -> None:
    assert strays(of(CODE + declaration)) == [expected]


TAKING = CODE.replace("placeOrder(input", "drop(input: DropInput): OrderPlaced; placeOrder(input")


def test_what_a_method_of_an_aggregate_takes_is_the_input_of_a_command() -> None:
    found = of(TAKING + "export interface DropInput { orderId: string; why?: string }\n")
    assert strays(found) == [("Ordering/Order/Drop", "input", "Ordering/Order")]
    (difference,) = [each for each in found.differences if each.stray is not None]
    text = plan(found, difference).texts["shop.moment"]
    assert "    command Drop\n      input orderId: string, why: string?\n      emits OrderPlaced\n" in text


def test_the_declaration_stands_in_the_specification() -> None:
    found = of(CODE + ADDRESS)
    (difference,) = found.differences
    assert difference.classification.category == 1
    text = plan(found, difference).texts["shop.moment"]
    assert "  value-object Address\n    street: string\n    zip: string?\n" in text
    as_event = plan(found, difference, kind="event").texts["shop.moment"]
    assert "    event Address\n      street: string\n      zip: string?\n" in as_event


def test_a_context_that_nobody_knows_is_for_a_person() -> None:
    found = analysed(SHOP + 'context "Billing"\n', {"src/order.ts": CODE + ADDRESS}, config=DRIFT)
    (difference,) = found.differences
    assert isinstance(difference.stray, Stray)
    assert plan(found, difference).refused.startswith("nothing says in which context it belongs")


# -- elements that are gone ------------------------------------------------------------------------------------------

WITH_LOST = SHOP + "    event OrderLost\n      orderId: UUID\n"
LOST = CODE + "export interface OrderLost { orderId: string }\n"


def test_what_the_specification_dropped_and_the_code_kept_is_ahead_there() -> None:
    bases = analysed(WITH_LOST, {"src/order.ts": LOST}).equal
    found = analysed(SHOP, {"src/order.ts": LOST}, bases=bases)
    assert told(found) == ["Ordering/Order/OrderLost spec-ahead Remove OrderLost"]
    assert plan(found, found.differences[0]).texts == {"src/order.ts": CODE}
    assert drift(found, judged(found, {})).report.points[0].element == "Ordering/Order/OrderLost"


def test_what_both_dropped_is_equal_and_forgotten() -> None:
    bases = analysed(WITH_LOST, {"src/order.ts": LOST}).equal
    found = analysed(bases=bases)
    assert (told(found), found.equal["Ordering/Order/OrderLost"]) == ([], {"shape": None})
    assert drift(found, judged(found, {})).report.total_aligned == 3
    assert told(analysed(code={"src/order.ts": LOST}, bases=found.equal)) == []


def test_what_the_specification_dropped_and_the_code_changed_is_a_conflict() -> None:
    bases = analysed(WITH_LOST, {"src/order.ts": LOST}).equal
    changed = LOST.replace("OrderLost { orderId: string }", "OrderLost { orderId: string; why: string }")
    found = analysed(SHOP, {"src/order.ts": changed}, bases=bases)
    assert told(found) == ["Ordering/Order/OrderLost conflict Remove OrderLost"]


def test_a_symbol_that_another_element_has_now_is_not_gone() -> None:
    moved = SHOP.replace('  aggregate "Order"', "  value-object OrderLost\n    orderId: UUID\n" + '  aggregate "Order"')
    bases = analysed(WITH_LOST, {"src/order.ts": LOST}).equal
    assert told(analysed(moved, {"src/order.ts": LOST}, bases=bases)) == []
