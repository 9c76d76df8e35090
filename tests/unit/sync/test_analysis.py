"""Specification, code and base side by side."""

from __future__ import annotations

import pytest

from moment.drift.category import CascadeCategory
from tests.unit.sync.projects import CODE, SHOP, analysed, told

ELEMENTS = ["Ordering/Order/OrderPlaced", "Ordering/Order/PlaceOrder", "Ordering/Order"]


def test_what_means_the_same_is_equal() -> None:
    found = analysed()
    assert (told(found), found.untold) == ([], ())
    assert [name for name in found.equal if "#" not in name] == ELEMENTS


def test_without_a_base_absence_decides_and_the_rest_is_a_conflict() -> None:
    code = CODE.replace("total: number", "sum: string; extra?: string").replace("note?: string", "note?: boolean")
    assert told(analysed(code={"src/order.ts": code})) == [
        "Ordering/Order/OrderPlaced spec-ahead Insert OrderPlaced.total",
        "Ordering/Order/OrderPlaced impl-ahead Insert OrderPlaced.sum",
        "Ordering/Order/OrderPlaced impl-ahead Insert OrderPlaced.extra",
        "Ordering/Order/PlaceOrder conflict Update type of PlaceOrderInput.note (other)",
    ]


def test_a_base_tells_who_moved() -> None:
    bases = analysed().equal
    specification = SHOP.replace("total: Money", "total: Money\n      at: DateTime")
    code = CODE.replace("; note?: string", "")
    assert told(analysed(specification, {"src/order.ts": code}, bases=bases)) == [
        "Ordering/Order/OrderPlaced spec-ahead Insert OrderPlaced.at",
        "Ordering/Order/PlaceOrder impl-ahead Remove PlaceOrderInput.note",
    ]


def test_an_element_that_nobody_implements_is_missing_and_one_that_was_there_is_gone() -> None:
    only = {"src/order.ts": CODE.replace("export interface PlaceOrderInput", "interface Hidden")}
    missing = "Ordering/Order/PlaceOrder spec-ahead Insert PlaceOrderInput"
    gone = "Ordering/Order/PlaceOrder impl-ahead Remove PlaceOrderInput"
    assert missing in told(analysed(code=only))
    assert gone in told(analysed(code=only, bases=analysed().equal))


def test_a_file_that_cannot_be_read_hides_what_it_names() -> None:
    broken = {"src/order.ts": CODE.replace("total: number }", "total: number")}
    found = analysed(code=broken, bases=analysed().equal)
    assert told(found) == []
    assert [each.element for each in found.untold if "#" not in each.element] == ELEMENTS
    assert {each.place.path for each in found.untold} == {"src/order.ts"}


def test_an_aggregate_may_do_more_than_it_is_asked() -> None:
    code = CODE.replace("state: 'Draft' | 'Placed';", "state: 'Draft' | 'Placed'; history: string[]; log(): void;")
    assert told(analysed(code={"src/order.ts": code})) == []


def test_what_is_generated_and_untouched_only_lags_behind() -> None:
    """A generated file is its own base: what differs there is always the specification that moved."""
    from moment.project.production import produce_artifacts
    from tests.unit.sync.projects import session

    made = {each.path: each.text for each in produce_artifacts(session(code={}), ["typescript"]).artifacts}
    code = {**made, "src/index.ts": "export * from '../generated/typescript/contexts/ordering/index.js';\n"}
    assert told(analysed(code=code)) == []
    specification = SHOP.replace("total: Money", "sum: string")
    assert told(analysed(specification, code)) == [
        "Ordering/Order/OrderPlaced spec-ahead Insert OrderPlaced.sum",
        "Ordering/Order/OrderPlaced spec-ahead Remove OrderPlaced.total",
    ]


GENERATED = "../generated/typescript/contexts/ordering/index.js"
BY_HAND = """\
export interface Order {
  orderId: string; state: 'Draft' | 'Placed';
  placeOrder(input: PlaceOrderInput): OrderPlaced | PlaceOrderRefusal;
}
"""
THROUGH_A_NAMESPACE = f"""\
import * as generated from '{GENERATED}';
export type OrderPlaced = generated.OrderPlaced;
export type PlaceOrderInput = generated.PlaceOrderInput;
export type PlaceOrderRefusal = generated.PlaceOrderRefusal;
"""
THROUGH_IMPORTS = f"""\
import type {{ OrderPlaced as Placed, PlaceOrderInput as Given }} from '{GENERATED}';
export type OrderPlaced = Placed;
type Again = Given;
export type PlaceOrderInput = Again;
export type PlaceOrderRefusal = import('{GENERATED}').PlaceOrderRefusal;
"""


@pytest.mark.parametrize("names", [THROUGH_A_NAMESPACE, THROUGH_IMPORTS], ids=["namespace", "imports"])
@pytest.mark.parametrize("own", ["", BY_HAND], ids=["generated", "by hand"])
def test_a_name_for_a_generated_type_is_that_type(names: str, own: str) -> None:
    """As when it is passed on, whoever names it, in the generated aggregate and in one that is written by hand."""
    made = generated_code()
    code = {**made, "src/index.ts": names + own, "src/all.ts": f"export * from '{GENERATED}';\n"}
    found = analysed(code=code)
    assert (told(found), found.untold) == ([], ())
    assert set(ELEMENTS) <= set(found.equal)


@pytest.mark.parametrize("way", ["tag", "setting"])
def test_a_name_for_a_generated_type_may_be_said_to_be_the_element(way: str) -> None:
    tag = "/** @moment Ordering/Order/OrderPlaced */\n" if way == "tag" else ""
    config = '[implementation]\nnames = { "Ordering/Order/OrderPlaced" = "src/index.ts#Placed" }\n' if not tag else ""
    names = THROUGH_A_NAMESPACE.replace("export type OrderPlaced", f"{tag}export type Placed") + BY_HAND
    code = {**generated_code(), "src/index.ts": names.replace("): OrderPlaced", "): Placed")}
    found = analysed(code=code, config=config)
    assert (told(found), found.untold) == ([], ())


def generated_code() -> dict[str, str]:
    from moment.project.production import produce_artifacts
    from tests.unit.sync.projects import session

    return {each.path: each.text for each in produce_artifacts(session(code={}), ["typescript"]).artifacts}


@pytest.mark.parametrize(
    ("old", "new", "sense"),
    [
        ('"It is still a draft" in Draft', '"It is still a draft" in Draft, Placed', "loosened"),
        ('"It is still a draft" in Draft', '"It is a fresh draft" in Draft', "tightened"),
        ('      precondition isDraft: "It is still a draft" in Draft\n', "", "loosened"),
    ],
)
def test_an_obligation_is_held_against_its_base(old: str, new: str, sense: str) -> None:
    found = analysed(SHOP.replace(old, new), bases=analysed().equal)
    obligations = [each for each in found.differences if each.point.edit.aspect == "obligation"]
    assert [(each.element.id, each.point.direction.value, each.point.edit.sense) for each in obligations] == [
        ("Ordering/Order/PlaceOrder", "spec-ahead", sense)
    ]


def test_whom_a_change_hurts_gives_its_category() -> None:
    reading = SHOP + (
        '\ncontext "Billing"\n  projection Sums from OrderPlaced\n    total: Money\n'
        '\nflow "buying"\n  lane ordering "Ordering"\n  lane billing "Billing"\n  moment "Buy"\n'
        "    ordering: PlaceOrder\n    ordering: OrderPlaced crosses-to billing via CustomerSupplier\n"
        "      contract\n        total: Money [required]\n"
    )
    code = {"src/order.ts": CODE.replace("total: number", "total: boolean")}
    (found,) = analysed(reading, code).differences
    assert found.classification.category is CascadeCategory.BREAKING
    assert "crossing buying/Buy Ordering → Billing requires it" in found.classification.description


@pytest.mark.parametrize(
    ("change", "category", "who"),
    [
        (("note: string?", "note: string"), 3, ["src/billing/bill.ts sends it"]),
        (("note: string?", "note: string?, more: string"), 3, ["src/billing/bill.ts sends it"]),
        (("note: string?", "note: string?, more: string?"), 1, []),
        (("orderId: UUID, note", "note"), 3, ["src/billing/bill.ts sends it"]),
        ((", note: string?", ""), 2, []),
    ],
    ids=("required", "required and new", "optional and new", "gone", "gone and never sent"),
)
def test_whoever_sends_a_command_without_what_it_needs_is_hurt(
    change: tuple[str, str], category: int, who: list[str]
) -> None:
    """Somebody in another context sends the order's identity and no note."""
    bill = (
        "import type { Order } from '../order';\nexport const place = (o: Order) => o.placeOrder({ orderId: 'a' });\n"
    )
    code = {"src/order.ts": CODE, "src/billing/bill.ts": bill}
    billing = 'context "Billing"\n  value-object Bill\n    sum: number\n'
    before = analysed(f"{SHOP}{billing}", code)
    changed = SHOP.replace(*change)
    found = analysed(f"{changed}{billing}", code, bases=dict(before.equal))
    (moved,) = [each for each in found.differences if each.element.id == "Ordering/Order/PlaceOrder"]
    assert (int(moved.classification.category), [each.description for each in moved.classification.consumers]) == (
        category,
        who,
    )


PROCESSES = SHOP + (
    '  policy Thank\n    trigger OrderPlaced\n    action "Every order is answered"\n    chains-to PlaceOrder\n'
    "  saga Selling\n    trigger OrderPlaced\n    states Begun -> Sold on OrderPlaced\n"
    '    compensation "Nothing is owed"\n    timeout 48h\n'
)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("timeout 48h", "timeout 24h", ("Ordering/Selling", "timeout", "tightened")),
        ("Begun -> Sold", "Begun -> Paid", ("Ordering/Selling", "edge Begun -> Sold", "loosened")),
        ('"Every order is answered"', '"Large orders are"', ("Ordering/Thank", "chains to Ordering/Order/PlaceOrder", "tightened")),
        (PROCESSES[PROCESSES.index("  policy") : PROCESSES.index("  saga")], "", ("Ordering/Thank", "trigger", "loosened")),
    ],
    ids=["a timeout", "an edge", "an action", "a policy that is gone"],
)  # fmt: skip
def test_policies_and_sagas_are_held_to_what_they_promised(old: str, new: str, expected: tuple[str, str, str]) -> None:
    first = analysed(PROCESSES)
    assert told(first) == []
    assert told(analysed(PROCESSES, bases=first.equal)) == []
    found = analysed(PROCESSES.replace(old, new), bases=first.equal)
    points = [(each.element.id, each.obligation, each.point.edit.sense) for each in found.differences]
    assert expected in points
    assert {element for element, _, _ in points} == {expected[0]}


def test_a_first_promise_is_a_change_too() -> None:
    plain = SHOP.replace("    states Draft -> Placed on OrderPlaced\n", "").replace(" in Draft", "")
    code = {"src/order.ts": CODE.replace("state: 'Draft' | 'Placed'; ", "")}
    first = analysed(plain, code)
    assert told(first) == []
    ruled = plain + '  invariant PAID-1 "It is paid in advance"\n    scope Order\n'
    found = [each for each in analysed(ruled, code, bases=first.equal).differences if each.obligation]
    assert [(each.element.id, each.obligation, each.point.edit.sense) for each in found] == [
        ("Ordering/Order", "invariant PAID-1", "tightened")
    ]
