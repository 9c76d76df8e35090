"""What accepting writes: soft steps, several changes at once, both directions, what generators write afterwards."""

from __future__ import annotations

import pytest

from moment.diagnostics.model import Diagnostic
from moment.generate.artifact import Inputs
from moment.generate.target import load
from moment.language.parser import parse
from moment.model.build import build
from moment.sync.accepting import Acceptance
from moment.sync.plans import Side
from moment.text.source import Source
from tests.unit.sync.together import Together

SHOP = """\
context "Ordering"

  aggregate "Order"
    identity orderId: UUID

    command PlaceOrder
      input note: string?
      emits OrderPlaced

    event OrderPlaced
      orderId: UUID
      total: Money

context "Billing"

  projection Sums from OrderPlaced
    total: Money

flow "buying"
  lane ordering "Ordering"
  lane billing "Billing"

  moment "Buy"
    ordering: PlaceOrder
    ordering: OrderPlaced crosses-to billing via CustomerSupplier
      contract
        total: Money [required]
"""
BILL = """\
  aggregate "Bill"
    identity billId: UUID

    command SendBill
      input total: Money
      emits BillSent

    event BillSent
      billId: UUID

"""
TYPESCRIPT = """\
export interface OrderPlaced {
  readonly _tag: 'OrderPlaced';
  readonly orderId: string;
  readonly total: number;
}
export interface PlaceOrderInput { readonly note?: string }
export interface Order { readonly orderId: string; placeOrder(input: PlaceOrderInput): OrderPlaced }
"""
PYTHON = """\
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True)
class OrderPlaced:
    order_id: UUID
    total: Decimal


@dataclass(frozen=True, kw_only=True)
class PlaceOrderInput:
    note: str | None = None


class OrderAggregate(Protocol):
    @property
    def order_id(self) -> UUID: ...
    def place_order(self, input: PlaceOrderInput, /) -> OrderPlaced: ...
"""
RENAMED = SHOP.replace("total: Money", "grandTotal: Money")
SOFT_TYPESCRIPT = """\
  readonly orderId: string;
  /** @deprecated renamed. Use `grandTotal`. */
  readonly total: number;
  readonly grandTotal?: number;
}
"""
SOFT_PYTHON = '''\
    total: Decimal
    """@deprecated renamed. Use `grand_total`."""
    grand_total: Decimal | None = None
'''


@pytest.mark.parametrize(
    ("path", "code", "soft", "reader"),
    [
        ("src/order.ts", TYPESCRIPT, SOFT_TYPESCRIPT, "export const read = (event: OrderPlaced): number => event.total;\n"),
        ("src/order.py", PYTHON, SOFT_PYTHON, "\n\ndef read(event: OrderPlaced) -> Decimal:\n    return event.total\n"),
    ],
    ids=["typescript", "python"],
)  # fmt: skip
def test_a_break_is_made_softly_and_then_waits_for_its_readers(path: str, code: str, soft: str, reader: str) -> None:
    project = Together({"shop.moment": SHOP, path: code + reader})
    project.agree()
    project.write({"shop.moment": RENAMED})
    step, hard = project.proposed()
    assert (step.is_soft, hard.is_soft, hard.proposal.category) == (True, False, 3)
    project.accept(step.proposal.proposal_id)
    assert soft in project.text(path)
    told = project.told()
    assert [each for each in told if "conflict" in each] == []
    assert "spec-ahead 2 Remove OrderPlaced.total" in told  # who reads it is still there
    project.write({path: project.text(path).replace(reader, "")})
    assert "spec-ahead 1 Remove OrderPlaced.total" in project.told()
    assert not any(each.is_soft for each in project.proposed())
    project.accept()
    assert project.told() == []
    assert "deprecated" not in project.text(path)


def test_a_soft_step_stays_soft_beside_other_changes() -> None:
    project = Together({"shop.moment": SHOP, "src/order.ts": TYPESCRIPT})
    project.agree()
    project.write({"shop.moment": RENAMED.replace("note: string?", "note: string?, urgent: boolean?")})
    names = [each.proposal.proposal_id for each in project.proposed() if each.is_soft or each.proposal.category == 1]
    project.accept(*reversed(names))
    assert SOFT_TYPESCRIPT in project.text("src/order.ts")
    assert "urgent?: boolean" in project.text("src/order.ts")


def test_a_new_name_and_a_new_type_of_one_field_are_made_together() -> None:
    project = Together({"shop.moment": SHOP, "src/order.ts": TYPESCRIPT})
    project.agree()
    project.write({"shop.moment": SHOP.replace("identity orderId: UUID", "identity orderId: UUID").replace(
        "input note: string?", "input noteText: string")})  # fmt: skip
    assert sorted(project.told()) == [
        "spec-ahead 2 Update name of PlaceOrderInput.note",
        "spec-ahead 2 Update optional of PlaceOrderInput.note (required)",
    ]
    project.accept()
    assert "export interface PlaceOrderInput { readonly noteText: string }" in project.text("src/order.ts")
    assert project.told() == []


def test_a_new_type_and_the_field_that_uses_it_are_made_together() -> None:
    project = Together({"shop.moment": SHOP, "src/order.ts": TYPESCRIPT})
    project.agree()
    before = project.texts()
    moved = SHOP.replace(
        "      total: Money\n\ncontext",
        "      total: Money\n      lines: Line[]\n\n  value-object Line\n    sku: string\n\ncontext",
    )
    project.write({"shop.moment": moved})
    project.accept()
    assert project.told() == []
    assert "readonly lines: readonly Line[];" in project.text("src/order.ts").replace(
        "lines: Line[]", "lines: readonly Line[]"
    )
    project.undo()
    assert {**before, "shop.moment": moved} == project.texts()


def test_both_directions_at_once_leave_generated_files_that_say_the_same() -> None:
    """One context takes what is generated, the other one is written by hand and has moved."""
    shop = SHOP.replace('flow "buying"', f'{BILL}flow "buying"')
    names = "BillSent, SendBillInput, BillAggregate"
    code = f"export type {{ {names} }} from '../generated/typescript/contexts/billing/index.js';\n"
    project = Together({"shop.moment": shop, **rendered(shop), "src/order.ts": TYPESCRIPT, "src/bill.ts": code})
    assert project.told() == []
    project.agree()
    project.write(
        {
            "shop.moment": shop.replace("      billId: UUID\n", "      billId: UUID\n      sentAt: DateTime?\n"),
            "src/order.ts": TYPESCRIPT.replace("note?: string", "note?: string; readonly urgent?: boolean"),
        }
    )
    assert sorted(project.told()) == [
        "impl-ahead 1 Insert PlaceOrderInput.urgent",
        "spec-ahead 1 Insert BillSent.sentAt",
    ]
    project.accept()
    assert project.told() == []
    text = project.text("shop.moment")
    assert "urgent: boolean?" in text
    assert {path: project.text(path) for path in rendered(text)} == rendered(text)


def rendered(text: str) -> dict[str, str]:
    """What the generator writes into its own folder."""
    target = load("typescript")
    inputs = Inputs("shop", "0.0.0", ("shop.moment",), {"typescript": "generated/typescript"}, "bindings")
    artifacts = target.render(build([parse(Source("shop.moment", text))]), target.settings(), inputs)
    return {each.path: each.text for each in artifacts if each.path.endswith(".ts")}


def test_what_cannot_be_made_is_refused_as_a_whole_or_left() -> None:
    project = Together({"shop.moment": SHOP, "src/order.ts": TYPESCRIPT})
    project.agree()
    project.write({"shop.moment": SHOP.replace("emits OrderPlaced", "emits OrderPlaced\n\n    command Drop\n      input why: string\n      emits OrderPlaced").replace(
        "note: string?", "note: string?, more: string?")})  # fmt: skip
    refused = project.prepared()
    assert isinstance(refused, Diagnostic)
    assert refused.code == "MOM820"
    assert isinstance(
        project.prepared(*[each.proposal.proposal_id for each in project.proposed() if not each.plan.refused]),
        Acceptance,
    )


@pytest.mark.parametrize(
    ("code", "moved", "field"),
    [
        (TYPESCRIPT, ("note?: string", "note?: string; readonly at?: Date"), "at: DateTime?"),
        (PYTHON, ("note: str | None = None", "note: str | None = None\n    at: date | None = None"), "at: Date?"),
        (
            PYTHON,
            ("note: str | None = None", "note: str | None = None\n    at: datetime | None = None"),
            "at: DateTime?",
        ),
    ],
    ids=["a Date of TypeScript", "a date of Python", "a moment of Python"],
)
def test_dates_of_code_become_those_of_the_language(code: str, moved: tuple[str, str], field: str) -> None:
    path = "src/order.ts" if code is TYPESCRIPT else "src/order.py"
    code = code.replace("from decimal", "from datetime import date, datetime\nfrom decimal")
    project = Together({"shop.moment": SHOP, path: code})
    project.agree()
    project.write({path: code.replace(*moved)})
    project.accept()
    assert f"input note: string?, {field}\n" in project.text("shop.moment")
    assert project.told() == []


def test_a_type_is_written_as_code_writes_it_where_both_say_the_same() -> None:
    """The one field that asks for `Money` is a `boolean` yet: it is no example."""
    shop, code = SHOP.replace("total: Money", "total: boolean"), TYPESCRIPT.replace("total: number", "total: boolean")
    project = Together({"shop.moment": shop, "src/order.ts": code})
    project.agree()
    project.write({"shop.moment": SHOP})
    project.accept()
    assert project.text("src/order.ts") == TYPESCRIPT


def test_a_new_name_and_a_deprecation_of_one_field_are_made_together() -> None:
    project = Together({"shop.moment": SHOP, "src/order.ts": TYPESCRIPT})
    project.agree()
    project.write(
        {"shop.moment": SHOP.replace("note: string?", 'noteText: string? [deprecated "it goes" -> "orderId"]')}
    )
    project.accept()
    assert project.told() == []
    assert "@deprecated it goes" in project.text("src/order.ts")


LINES = """\
context "Shop"

  aggregate "Order"
    identity orderId: UUID

    command Place
      input lines: Line[]
      emits Placed

    event Placed
      orderId: UUID
      lines: Line[]
      first: Line?

  value-object Line
    sku: string
    amount: Money
"""
LINES_IN_CODE = """\
export interface Placed { readonly _tag: 'Placed'; orderId: string; lines: Line[]; first?: Line }
export interface PlaceInput { lines: Line[] }
export interface Line { sku: string; amount: number }
export interface Order { orderId: string; place(input: PlaceInput): Placed }
"""


@pytest.mark.parametrize("has_more", [False, True], ids=["renamed", "renamed and changed"])
@pytest.mark.parametrize("name", ["Item", "OrderLine"])
@pytest.mark.parametrize("mover", ["specification", "code"])
@pytest.mark.parametrize("wins", ["spec", "impl"])
def test_a_value_object_of_another_name_is_settled_for_either_side(
    wins: Side, mover: str, name: str, has_more: bool
) -> None:
    project = Together({"shop.moment": LINES, "src/order.ts": LINES_IN_CODE})
    project.agree()
    if mover == "specification":
        more = "    amount: Money\n    note: string?\n" if has_more else "    amount: Money\n"
        project.write({"shop.moment": LINES.replace("Line", name).replace("    amount: Money\n", more)})
    else:
        more = "amount: number; note?: string" if has_more else "amount: number"
        project.write({"src/order.ts": LINES_IN_CODE.replace("Line", name).replace("amount: number", more)})
    before = project.texts()
    project.accept(side=wins)
    assert project.told() == []
    other = "Line" if (wins == "spec") == (mover == "code") else name
    assert f"value-object {other}\n" in project.text("shop.moment")
    assert f"export interface {other} {{" in project.text("src/order.ts")
    project.undo()
    assert project.texts() == before


def test_a_new_type_says_what_of_it_is_deprecated() -> None:
    project = Together({"shop.moment": LINES, "src/order.ts": LINES_IN_CODE})
    project.agree()
    parcel = '\n  value-object Parcel\n    size: number [deprecated "it goes" -> "weight"]\n    weight: number?\n'
    project.write({"shop.moment": LINES.replace("first: Line?", "first: Line?\n      parcel: Parcel?") + parcel})
    project.accept()
    assert project.told() == []
    assert "  /** @deprecated it goes. Use `weight`. */\n  readonly size: number;\n" in project.text("src/order.ts")
