"""Whole elements renamed on either side of a small project, judged by the compilers before and after."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conformance.judged import TOOLS
from tests.process.commands import Ran, run

NODE, COMPILER = shutil.which("node"), TOOLS / "typescript-latest/bin/tsc"
SHOP = """\
context "Ordering"
  value-object OrderLine
    sku: string
    quantity: number
  enum Channel = web | phone | desk
  aggregate "Order"
    identity orderId: UUID
    states Draft -> Placed on OrderPlaced
    command PlaceOrder
      input orderId: UUID, lines: OrderLine[], channel: Channel
      precondition isDraft: "It is still a draft" in Draft
      emits OrderPlaced
    event OrderPlaced
      orderId: UUID
      lines: OrderLine[]
      total: Money
    event OrderLapsed
      orderId: UUID
context "Billing"
  policy Bill
    trigger OrderPlaced
    action "write it"
    chains-to WriteInvoice
  aggregate "Invoice"
    identity invoiceId: UUID
    command WriteInvoice
      input invoiceId: UUID
      emits InvoiceWritten
    event InvoiceWritten
      invoiceId: UUID

flow "buying"
  lane ordering "Ordering"
  lane billing "Billing"
  moment "Buy"
    ordering: PlaceOrder
    ordering: OrderPlaced crosses-to billing via CustomerSupplier
      contract
        total: Money [required]
  moment "Bill"
    billing: WriteInvoice
      triggered-by OrderPlaced
"""
TYPESCRIPT = {
    "src/ordering/order.ts": """\
/** One row. */
export interface OrderLine { readonly sku: string; readonly quantity: number }
export type Channel = 'web' | 'phone' | 'desk';
export interface OrderPlaced {
  readonly _tag: 'OrderPlaced';
  readonly orderId: string;
  readonly lines: readonly OrderLine[];
  readonly total: number;
}
export interface OrderLapsed { readonly _tag: 'OrderLapsed'; readonly orderId: string }
export type OrderEvent = OrderPlaced | OrderLapsed;
export interface PlaceOrderInput {
  readonly orderId: string;
  readonly lines: readonly OrderLine[];
  readonly channel: Channel;
}
export interface PlaceOrderRefusal {
  readonly _tag: 'PlaceOrder.Refused';
  readonly reason: 'isDraft';
  readonly message: string;
}
export interface OrderAggregate {
  readonly orderId: string;
  readonly state: 'Draft' | 'Placed';
  placeOrder(input: PlaceOrderInput): OrderPlaced | PlaceOrderRefusal;
}
""",
    "src/ordering/desk.ts": """\
import type { Channel, OrderAggregate, OrderEvent, OrderPlaced, PlaceOrderInput, PlaceOrderRefusal } from './order.js';

export class Desk implements OrderAggregate {
  constructor(readonly orderId: string, readonly state: 'Draft' | 'Placed') {}
  placeOrder(input: PlaceOrderInput): OrderPlaced | PlaceOrderRefusal {
    if (this.state !== 'Draft') return { _tag: 'PlaceOrder.Refused', reason: 'isDraft', message: 'placed' };
    return { _tag: 'OrderPlaced', orderId: input.orderId, lines: input.lines, total: input.lines.length };
  }
}
export function words(event: OrderEvent): string {
  switch (event._tag) {
    case 'OrderPlaced': return `OrderPlaced ${event.total}`;
    case 'OrderLapsed': return event.orderId;
  }
}
const handlers: Record<OrderEvent['_tag'], (channel: Channel) => string> = {
  OrderPlaced: (channel) => channel,
  OrderLapsed: () => 'OrderPlaced',
};
export const told = (desk: Desk, input: PlaceOrderInput): string => {
  const done = desk.placeOrder(input);
  return done._tag === 'OrderPlaced' ? handlers[done._tag](input.channel) : done.message;
};
""",
    "src/billing/invoice.ts": """\
import type { OrderPlaced } from '../ordering/order.js';

export interface WriteInvoiceInput { readonly invoiceId: string }
export interface InvoiceWritten { readonly _tag: 'InvoiceWritten'; readonly invoiceId: string }
export interface InvoiceAggregate {
  readonly invoiceId: string;
  writeInvoice(input: WriteInvoiceInput): InvoiceWritten;
}
export const owed = (event: OrderPlaced): number => event.total;
""",
}
PYTHON = {
    "src/ordering/__init__.py": "",
    "src/billing/__init__.py": "",
    "src/ordering/order.py": '''\
"""Orders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias
from uuid import UUID

Channel = Literal["web", "phone", "desk"]


@dataclass(frozen=True)
class OrderLine:
    sku: str
    quantity: float


@dataclass(frozen=True)
class OrderPlaced:
    order_id: UUID
    lines: tuple[OrderLine, ...]
    total: float
    tag: Literal["OrderPlaced"] = "OrderPlaced"


@dataclass(frozen=True)
class OrderLapsed:
    order_id: UUID
    tag: Literal["OrderLapsed"] = "OrderLapsed"


OrderEvent: TypeAlias = OrderPlaced | OrderLapsed


@dataclass(frozen=True)
class PlaceOrderInput:
    order_id: UUID
    lines: tuple[OrderLine, ...]
    channel: Channel


@dataclass(frozen=True)
class PlaceOrderRefusal:
    reason: Literal["isDraft"]
    message: str
    command: Literal["PlaceOrder"] = "PlaceOrder"

    @property
    def tag(self) -> str:
        return f"{self.command}.Refused"


class OrderAggregate(Protocol):
    @property
    def order_id(self) -> UUID: ...

    @property
    def state(self) -> Literal["Draft", "Placed"]: ...

    def place_order(self, input: PlaceOrderInput, /) -> OrderPlaced | PlaceOrderRefusal: ...
''',
    "src/ordering/desk.py": '''\
"""Where orders are taken."""

from uuid import UUID

from ordering import order
from ordering.order import OrderAggregate, OrderEvent, OrderPlaced, PlaceOrderInput


def words(event: OrderEvent) -> str:
    if event.tag == "OrderPlaced":
        return f"OrderPlaced {event.total}"
    return str(event.order_id)


def taken(desk: OrderAggregate, order_id: UUID) -> "order.OrderPlaced | order.PlaceOrderRefusal":
    line = order.OrderLine("a", 1)
    return desk.place_order(PlaceOrderInput(order_id, (line,), "web"))


def again(done: OrderPlaced) -> OrderPlaced:
    return OrderPlaced(done.order_id, done.lines, done.total)
''',
    "src/billing/invoice.py": '''\
"""Invoices."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from ordering.order import OrderPlaced


@dataclass(frozen=True)
class WriteInvoiceInput:
    invoice_id: UUID


@dataclass(frozen=True)
class InvoiceWritten:
    invoice_id: UUID


class InvoiceAggregate(Protocol):
    @property
    def invoice_id(self) -> UUID: ...

    def write_invoice(self, input: WriteInvoiceInput, /) -> InvoiceWritten: ...


def owed(event: OrderPlaced) -> float:
    return event.total
''',
}
LANGUAGES = {"typescript": TYPESCRIPT, "python": PYTHON}
NAMES = {
    "event": ("OrderPlaced", "OrderSubmitted", "Ordering/Order/OrderPlaced"),
    "command": ("PlaceOrder", "SubmitOrder", "Ordering/Order/PlaceOrder"),
    "value object": ("OrderLine", "OrderItem", "Ordering/OrderLine"),
    "enum": ("Channel", "SalesChannel", "Ordering/Channel"),
}


def write(folder: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8", newline="")


def texts(folder: Path, language: str) -> dict[str, str]:
    return {path: (folder / path).read_text(encoding="utf-8") for path in ("shop.moment", *LANGUAGES[language])}


def moment(folder: Path, *arguments: str, exit: int = 0) -> Ran:
    ran = run(folder, *arguments)
    assert ran.exit == exit, ran
    return ran


def points(folder: Path) -> list[dict[str, Any]]:
    document = json.loads(run(folder, "drift", "--json").out)
    assert document["unread"] == []
    return list(document["points"])


def compiles(folder: Path, language: str) -> None:
    if language == "typescript":
        command = ["node", str(COMPILER), "-p", "tsconfig.json"]
    else:
        command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(folder / "cache"), "src"]
    environment = {**os.environ, "MYPYPATH": str(folder / "src")}
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stdout


@pytest.fixture(params=list(LANGUAGES))
def shop(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, str]:
    """A project in which both sides agree, and its language."""
    language = str(request.param)
    if language == "typescript" and (NODE is None or not COMPILER.is_file()):
        pytest.skip("Node or the compiler is not here")
    options = {"strict": True, "noEmit": True, "module": "NodeNext", "target": "ES2022", "types": []}
    settings = {
        "moment.toml": 'name = "shop"\n', "package.json": '{"type": "module"}', "shop.moment": SHOP,
        "tsconfig.json": json.dumps({"compilerOptions": options, "include": ["src"]}),
    }  # fmt: skip
    write(tmp_path, {**settings, **LANGUAGES[language]})
    compiles(tmp_path, language)
    moment(tmp_path, "sync", "propose")
    assert points(tmp_path) == []
    return tmp_path, language


@pytest.mark.parametrize("kind", NAMES)
def test_code_follows_a_renamed_specification_and_still_compiles(shop: tuple[Path, str], kind: str) -> None:
    folder, language = shop
    old, new, element = NAMES[kind]
    write(folder, {"shop.moment": SHOP.replace(old, new)})
    before = texts(folder, language)
    (point,) = points(folder)
    assert (point["direction"], point["aspect"], point["before"], point["after"]) == ("spec-ahead", "name", old, new)
    assert point["element"] == element.replace(old, new)
    assert (point["spec"]["path"], point["implementation"]["path"]) == (
        "shop.moment", next(path for path in LANGUAGES[language] if path.partition(".")[0] == "src/ordering/order"),
    )  # fmt: skip
    moment(folder, "sync", "accept", point["proposalId"])
    assert (points(folder), texts(folder, language)["shop.moment"]) == ([], before["shop.moment"])
    compiles(folder, language)
    moment(folder, "sync", "undo")
    assert texts(folder, language) == before


@pytest.mark.parametrize("kind", NAMES)
def test_a_specification_follows_renamed_code_with_all_that_is_called_after_it(
    shop: tuple[Path, str], kind: str
) -> None:
    """An editor renames the type and its uses, and no text: not the tag, nor the method of the command."""
    folder, language = shop
    old, new, element = NAMES[kind]
    symbols = {"command": f"{old}Input"}.get(kind, old)
    code = {path: _renamed(text, symbols, symbols.replace(old, new)) for path, text in LANGUAGES[language].items()}
    write(folder, code)
    compiles(folder, language)
    before = texts(folder, language)
    (point,) = points(folder)
    assert (point["element"], point["direction"], point["aspect"]) == (element, "impl-ahead", "name")
    assert (point["before"], point["after"]) == (old, new)
    assert point["category"] == (3 if kind == "event" else 2)
    moment(folder, "sync", "accept", point["proposalId"])
    assert (points(folder), texts(folder, language)["shop.moment"]) == ([], SHOP.replace(old, new))
    compiles(folder, language)
    moment(folder, "sync", "undo")
    assert texts(folder, language) == before


def _renamed(text: str, old: str, new: str) -> str:
    """``text`` with a name outside of quotes and templates."""
    lines = text.splitlines(keepends=True)
    return "".join(line if "`" in line else _in_line(line, old, new) for line in lines)


def _in_line(line: str, old: str, new: str) -> str:
    import re

    return re.sub(rf"(?<![\w'\"])(?:(?<=\.)|){old}\b(?!['\"]|: \(channel\))", new, line)
