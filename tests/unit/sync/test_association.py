"""Which symbol of the implementation is which element."""

from __future__ import annotations

import pytest

from moment.language.parser import parse
from moment.model.build import build
from moment.project.config import ImplementationSettings
from moment.sync.association import Ambiguity, Association, Candidate, associate
from moment.sync.elements import elements
from moment.text.source import Source

SHOP = """\
context "Order desk"
  aggregate "Order"
    identity orderId: UUID
    command PlaceOrder
      input orderId: UUID
      emits OrderPlaced
    event OrderPlaced
      orderId: UUID
  enum Urgency
    Calm, Urgent

context "Billing"
  aggregate "Invoice"
    identity invoiceId: UUID
    command WriteInvoice
      input invoiceId: UUID
      emits InvoiceWritten
    event InvoiceWritten
      invoiceId: UUID
  enum Urgency
    Soon, Late
"""
DOMAIN = build([parse(Source("shop.moment", SHOP))])
DESK = "Order desk"


def tied(*candidates: Candidate, settings: ImplementationSettings | None = None) -> Association:
    contexts = {context.id: context.name for context in DOMAIN.contexts}
    return associate(elements(DOMAIN), candidates, settings or ImplementationSettings(), contexts=contexts)


def type_(identity: str, **more: frozenset[str] | tuple[str, ...]) -> Candidate:
    return Candidate(identity, (identity.partition("#")[2],), "typescript", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("symbol", "element"),
    [
        ("OrderPlaced", f"{DESK}/Order/OrderPlaced"),
        ("OrderPlacedEvent", f"{DESK}/Order/OrderPlaced"),
        ("OrderPlacedDto", f"{DESK}/Order/OrderPlaced"),
        ("PlaceOrderInput", f"{DESK}/Order/PlaceOrder"),
        ("PlaceOrderCommand", f"{DESK}/Order/PlaceOrder"),
        ("PlaceOrder", f"{DESK}/Order/PlaceOrder"),
        ("Order", f"{DESK}/Order"),
        ("OrderAggregate", f"{DESK}/Order"),
        ("OrderEvent", f"{DESK}/Order#OrderEvent"),
    ],
)
def test_names_say_what_a_symbol_is(symbol: str, element: str) -> None:
    assert tied(type_(f"src/a.ts#{symbol}")).found == {f"src/a.ts#{symbol}": element}


def test_a_tagged_command_is_not_its_input() -> None:
    tagged = type_("src/a.ts#PlaceOrder", members=frozenset(("_tag", "input")))
    assert tied(tagged).found == {"src/a.ts#PlaceOrder": f"{DESK}/Order/PlaceOrder#PlaceOrder"}


def test_settings_come_before_tags_and_tags_before_names() -> None:
    names = {f"{DESK}/Order/OrderPlaced": "src/a.ts#Bought"}
    found = tied(
        type_("src/a.ts#Bought"),
        type_("src/a.ts#OrderPlaced"),
        type_("src/a.ts#Sent", tags=("Billing/Invoice/InvoiceWritten",)),
        type_("src/a.ts#InvoiceWritten"),
        settings=ImplementationSettings(names=names),
    )
    assert found.found == {
        "src/a.ts#Bought": f"{DESK}/Order/OrderPlaced",
        "src/a.ts#Sent": "Billing/Invoice/InvoiceWritten",
    }
    assert set(found.unmodelled) == {"src/a.ts#OrderPlaced", "src/a.ts#InvoiceWritten"}


def test_a_folder_or_file_that_reads_as_a_context_is_one() -> None:
    found = tied(type_("src/order-desk/a.ts#Urgency"), type_("src/billing.ts#Urgency"))
    assert found.found == {
        "src/order-desk/a.ts#Urgency": f"{DESK}/Urgency",
        "src/billing.ts#Urgency": "Billing/Urgency",
    }


def test_settings_give_files_to_contexts() -> None:
    settings = ImplementationSettings(contexts={"Billing": ["src/money/**"]})
    found = tied(type_("src/money/a.ts#Urgency"), settings=settings)
    assert found.found == {"src/money/a.ts#Urgency": "Billing/Urgency"}


def test_what_another_context_calls_so_is_not_ours() -> None:
    assert tied(type_("src/billing/a.ts#OrderPlaced")).unmodelled == ("src/billing/a.ts#OrderPlaced",)


def test_a_symbol_that_two_elements_could_be_is_neither() -> None:
    found = tied(type_("src/a.ts#Urgency"))
    assert found.ambiguities == (Ambiguity((f"{DESK}/Urgency", "Billing/Urgency"), ("src/a.ts#Urgency",)),)
    assert found.unclear == {f"{DESK}/Urgency", "Billing/Urgency"}


def test_an_element_with_two_symbols_has_none() -> None:
    found = tied(type_("src/a.ts#OrderPlaced"), type_("src/b.ts#OrderPlaced"))
    assert found.ambiguities == (
        Ambiguity((f"{DESK}/Order/OrderPlaced",), ("src/a.ts#OrderPlaced", "src/b.ts#OrderPlaced")),
    )
    assert found.found == {}


def test_each_language_has_its_own() -> None:
    python = Candidate("src/a.py#OrderPlaced", ("OrderPlaced",), "python")
    found = tied(type_("src/a.ts#OrderPlaced"), python)
    assert set(found.found) == {"src/a.ts#OrderPlaced", "src/a.py#OrderPlaced"}
