"""Whom a difference hurts in code, in the project's own words."""

from __future__ import annotations

from moment.drift.category import CascadeCategory
from tests.unit.sync.projects import CODE, SHOP, analysed

OTHER = f"""{SHOP}context "Billing"
  aggregate "Invoice"
    identity invoiceId: UUID
    command SendInvoice
      input invoiceId: UUID
      emits InvoiceSent
    event InvoiceSent
      invoiceId: UUID
"""
BILLING = (
    "import type { OrderPlaced } from '../order.js';\nexport const bill = (event: OrderPlaced) => event.total * 2;\n"
)
CHANGED = CODE.replace("total: number", "total: boolean")


def hurt(code: dict[str, str]) -> list[tuple[CascadeCategory, list[str]]]:
    found = analysed(OTHER, code, bases=analysed(OTHER).equal)
    return [
        (each.classification.category, [f"{party.context}: {party.description}" for party in each.classification.consumers])
        for each in found.differences
        if each.element.id == "Ordering/Order/OrderPlaced"
    ]  # fmt: skip


def test_code_of_another_context_makes_a_change_breaking() -> None:
    emits = "Ordering: Ordering/Order/PlaceOrder emits it"
    assert hurt({"src/order.ts": CHANGED}) == [(CascadeCategory.DRIFT, [emits])]
    assert hurt({"src/order.ts": CHANGED, "src/billing/bill.ts": BILLING}) == [
        (CascadeCategory.BREAKING, [emits, "Billing: src/billing/bill.ts reads it"])
    ]


def test_code_that_reads_something_else_is_not_hurt() -> None:
    other = BILLING.replace("event.total * 2", "event.orderId")
    assert hurt({"src/order.ts": CHANGED, "src/billing/bill.ts": other}) == hurt({"src/order.ts": CHANGED})


def test_code_that_cannot_be_read_leaves_nothing_clean() -> None:
    """An optional member hurts nobody; another one may hurt what is in the file."""

    def categories(code: dict[str, str]) -> list[CascadeCategory]:
        found = analysed(OTHER, code, bases=analysed(OTHER).equal).differences
        return [each.classification.category for each in found if each.element.context == "Ordering"]

    added = CODE.replace("total: number", "total: number; extra?: string")
    widened = CODE.replace("note?: string", "note?: string | number")
    assert categories({"src/order.ts": added, "src/billing/bill.ts": BILLING + "{"}) == [CascadeCategory.CLEAN]
    assert categories({"src/order.ts": widened}) == [CascadeCategory.CLEAN]
    unsure = {"src/order.ts": widened, "src/tools/bill.ts": "// PlaceOrderInput\n{"}
    assert categories(unsure) == [CascadeCategory.DRIFT]


def test_code_without_a_context_is_that_of_the_element() -> None:
    emits = "Ordering: Ordering/Order/PlaceOrder emits it"
    assert hurt({"src/order.ts": CHANGED, "src/tools/bill.ts": BILLING}) == [
        (CascadeCategory.DRIFT, [emits, "Ordering: src/tools/bill.ts reads it"])
    ]


def test_uses_of_generated_types_count() -> None:
    from moment.project.production import produce_artifacts
    from tests.unit.sync.projects import session

    made = {each.path: each.text for each in produce_artifacts(session(OTHER, {}), ["typescript"]).artifacts}
    billing = BILLING.replace("../order.js", "../../generated/typescript/contexts/ordering/index.js")
    assert hurt({**made, "src/order.ts": CHANGED, "src/billing/bill.ts": billing}) == [
        (CascadeCategory.BREAKING, ["Ordering: Ordering/Order/PlaceOrder emits it", "Billing: src/billing/bill.ts reads it"])
    ]  # fmt: skip


def test_a_generated_type_beside_an_own_one_is_neither_its_rival_nor_unmodelled() -> None:
    from moment.project.production import produce_artifacts
    from tests.unit.sync.projects import session

    made = {each.path: each.text for each in produce_artifacts(session(OTHER, {}), ["typescript"]).artifacts}
    billing = BILLING.replace("../order.js", "../../generated/typescript/contexts/ordering/index.js")
    found = analysed(OTHER, {**made, "src/order.ts": CODE, "src/billing/bill.ts": billing})
    assert found.implemented.association.ambiguities == ()
    assert found.implemented.association.unmodelled == ()


def test_the_same_in_python() -> None:
    order = (
        "from dataclasses import dataclass\nfrom typing import Literal, Protocol\n\n\n@dataclass\nclass OrderPlaced:\n"
        "    order_id: str\n    total: float\n\n\n@dataclass\nclass PlaceOrderInput:\n    order_id: str\n    note: str | None = None\n"
    )
    billing = "from src.order import OrderPlaced\n\n\ndef bill(event: OrderPlaced) -> None:\n    print(event.total)\n"
    changed = order.replace("total: float", "total: bool")
    found = analysed(
        OTHER,
        {"src/order.py": changed, "src/billing/bill.py": billing},
        bases=analysed(OTHER, {"src/order.py": order}).equal,
    )
    (point,) = [each for each in found.differences if each.element.id == "Ordering/Order/OrderPlaced"]
    assert [party.description for party in point.classification.consumers] == [
        "Ordering/Order/PlaceOrder emits it",
        "src/billing/bill.py reads it",
    ]
