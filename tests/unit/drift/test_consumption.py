"""Who uses an element in code: read, built, sent, implemented, certainly or likely, and what names nothing."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from moment.drift.consumption import Known, gathered, parties, unresolved
from moment.drift.readers.typescript import parse
from moment.drift.resolve import Resolver
from moment.drift.uses import python, typescript
from tests.unit.drift.sides import scope

EVENTS = """
export interface Line { readonly sku: string; readonly count: number }
export interface OrderPlaced { readonly _tag: 'OrderPlaced'; readonly orderId: string; readonly lines: readonly Line[]; readonly note?: string }
export interface OrderSent { readonly _tag: 'OrderSent'; readonly orderId: string }
export type OrderEvent = OrderPlaced | OrderSent;
export interface PlaceOrderInput { readonly orderId: string; readonly note?: string }
export interface OrderAggregate { readonly orderId: string; placeOrder(input: PlaceOrderInput): OrderPlaced }
"""
KNOWN = Known(
    {
        "gen/events.ts#Line": "Line",
        "gen/events.ts#OrderPlaced": "Placed",
        "gen/events.ts#OrderSent": "Sent",
        "gen/events.ts#PlaceOrderInput": "Place",
        "gen/events.ts#OrderAggregate": "Order",
    },
    inputs=frozenset(("Place",)),
    aggregates=frozenset(("Order",)),
    tags={"OrderPlaced": "Placed", "OrderSent": "Sent"},
)
HEAD = "import type { Line, OrderAggregate, OrderEvent, OrderPlaced, PlaceOrderInput } from '../gen/events.js';\n"


def told(body: str, head: str = HEAD) -> list[str]:
    files = {"gen/events.ts": EVENTS, "src/use.ts": head + body}
    parsed = {"src/use.ts": parse(files["src/use.ts"]), "gen/events.ts": parse(EVENTS)}
    found = gathered(typescript.uses(parsed, scope(files), KNOWN), lambda path: None)
    return sorted(
        f"{each.confidence} {each.role} {each.event_type} {'all' if each.fields is None else ' '.join(each.fields)}"
        for each in found
        if each.file == "src/use.ts"
    )


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("function f(event: OrderPlaced) { return event.orderId }", ["certain read Placed orderId"]),
        ("function f(event: OrderPlaced) { return event['orderId'] + event.note }", ["certain read Placed orderId note"]),
        ("const f = ({ orderId, note: n }: OrderPlaced) => orderId", ["certain read Placed orderId note"]),
        ("function f(e: OrderPlaced) { const { orderId, ...rest } = e }", ["certain read Placed all"]),
        ("function f(e: OrderPlaced) { const other = e; return other.orderId }", ["certain read Placed orderId"]),
        ("function f(e: OrderPlaced) { const orderId = 1; const x = { orderId }; return x.orderId }", []),
        ("function f(e: OrderPlaced) { return (e: { orderId: string }) => e.orderId }", []),
        ("function f(e: OrderPlaced) { send(e) }", ["certain read Placed all"]),
        ("function f(e: OrderPlaced) { return { ...e } }", ["certain read Placed all"]),
        ("function f(e: OrderPlaced) { return e }", ["certain read Placed all"]),
        ("function f(e: OrderPlaced) { return e.lines.map((line) => line.sku) }", ["certain read Line sku", "certain read Placed lines"]),
        ("function f(e: OrderPlaced) { for (const { count } of e.lines) use(count) }", ["certain read Line count", "certain read Placed lines"]),
        ("const e: OrderPlaced = { _tag: 'OrderPlaced', orderId: '1', lines: [] }", ["certain build Placed _tag orderId lines"]),
        ("function f(): OrderPlaced { return { _tag: 'OrderPlaced', orderId: '1', lines: [{ sku: 'a', count: 1 }] } }", ["certain build Line sku count", "certain build Placed _tag orderId lines"]),
        ("function f(order: OrderAggregate) { order.placeOrder({ orderId: '1' }) }", ["certain send Order placeOrder", "certain send Place orderId"]),
        ("const input: PlaceOrderInput = { orderId: '1', note: 'x' }", ["certain send Place orderId note"]),
        ("class Order implements OrderAggregate { orderId = ''; placeOrder(input: PlaceOrderInput): OrderPlaced { return make(input.orderId) } }", ["certain implement Order all", "certain read Place orderId"]),
        ("function f(e: OrderEvent) { switch (e._tag) { case 'OrderPlaced': return e.lines; case 'OrderSent': return 1 } }", ["likely read Placed lines", "likely read Sent all"]),
        ("function f(e: any) { if (e.type === 'OrderPlaced') { log(e.note) } }", ["likely read Placed note"]),
        ("const handlers = { OrderPlaced: (e: any) => 1, Other: () => 2 }", ["likely read Placed all"]),
        ("const text = 'OrderPlaced happened'; const list = ['OrderPlaced']; // event.orderId OrderPlaced", []),
        ("import { OrderPlaced as Q } from '../gen/events.js'; function f(e: Q) { return e.note }", ["certain read Placed note"]),
        ("import * as g from '../gen/events.js'; function f(e: g.OrderPlaced) { return e.note }", ["certain read Placed note"]),
        ("type Mine = OrderPlaced; function f(e: Mine | undefined) { return e?.note }", ["certain read Placed note"]),
    ],
)  # fmt: skip
def test_a_use_in_typescript(body: str, expected: list[str]) -> None:
    assert told(body) == expected


def test_an_own_type_of_the_same_name_is_no_use() -> None:
    assert told("interface OrderPlaced { orderId: string } function f(e: OrderPlaced) { return e.orderId }", "") == []


def test_imports_of_generated_code_that_name_nothing_are_told() -> None:
    files = {"gen/events.ts": EVENTS, "src/use.ts": "import { Gone, Line } from '../gen/events.js'; import { X } from './other'; import { Y } from '../gen/no.js'"}  # fmt: skip
    found = unresolved(scope(files), lambda path: path.startswith("gen/"))
    assert [(each.file, each.name, each.module) for each in found] == [
        ("src/use.ts", "Gone", "../gen/events.js"),
        ("src/use.ts", "Y", "../gen/no.js"),
    ]


def consumed(body: Mapping[str, str], contexts: Mapping[str, str]) -> list[str]:
    files = {"gen/events.ts": EVENTS, **{path: HEAD + text for path, text in body.items()}}
    parsed = {path: parse(text) for path, text in files.items()}
    found = gathered(typescript.uses(parsed, scope(files), KNOWN), contexts.get)
    return [f"{each.role} {each.context}: {each.description}" for each in parties(found, "Placed", "orderId", "Sales")]


def test_code_that_uses_a_member_is_a_party() -> None:
    body = {
        "src/a.ts": "function f(event: OrderPlaced) { return event.orderId }",
        "src/b.ts": "function f(event: OrderPlaced) { return event.note }",
        "src/c.ts": "function f(event: OrderPlaced) { send(event) }",
        "src/d.ts": "const handlers = { OrderPlaced: () => 1 }",
    }
    assert consumed(body, {"src/c.ts": "Billing"}) == [
        "reader Sales: src/a.ts reads it",
        "reader Billing: src/c.ts reads it",
        "reader Sales: src/d.ts probably reads it",
    ]


PYTHON_EVENTS = """
from dataclasses import dataclass
from typing import Protocol


@dataclass
class Line:
    sku: str
    count: int


@dataclass
class OrderPlaced:
    order_id: str
    lines: tuple[Line, ...]
    note: str | None = None


@dataclass
class OrderSent:
    order_id: str


@dataclass
class PlaceOrderInput:
    order_id: str


class OrderAggregate(Protocol):
    def place_order(self, input: PlaceOrderInput, /) -> OrderPlaced: ...
"""
PYTHON_HEAD = "from gen.events import Line, OrderAggregate, OrderPlaced, OrderSent, PlaceOrderInput\n"
PYTHON_KNOWN = Known(
    {identity.replace(".ts", ".py"): element for identity, element in KNOWN.elements.items()},
    KNOWN.inputs,
    KNOWN.aggregates,
    KNOWN.tags,
)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("def f(event: OrderPlaced) -> None:\n    print(event.order_id)", ["certain read Placed order_id"]),
        ("def f(event: 'OrderPlaced | None') -> None:\n    x = event\n    x.note", ["certain read Placed note"]),
        ("def f(event: OrderPlaced) -> None:\n    send(event)", ["certain read Placed all"]),
        ("def f(event: OrderPlaced):\n    return event", ["certain read Placed all"]),
        ("def f(event):\n    return event.order_id", []),
        ("def f(event: object):\n    if isinstance(event, OrderPlaced):\n        return event.note", ["certain read Placed note"]),
        ("def f(event: object):\n    match event:\n        case OrderPlaced(order_id=a):\n            print(event.note)\n        case OrderSent() as sent:\n            print(sent.order_id)", ["certain read Placed order_id note", "certain read Sent order_id"]),
        ("def f(e: OrderPlaced):\n    for line in e.lines:\n        print(line.sku)\n    return [each.count for each in e.lines]", ["certain read Line sku count", "certain read Placed lines"]),
        ("event = OrderPlaced(order_id='1', lines=(Line('a', 1),))", ["certain build Line all", "certain build Placed order_id lines"]),
        ("def f(order: OrderAggregate):\n    done = order.place_order(PlaceOrderInput(order_id='1'))\n    return done.note", ["certain read Placed note", "certain send Order place_order", "certain send Place order_id"]),
        ("class Order(OrderAggregate):\n    def place_order(self, input: PlaceOrderInput, /):\n        return input.order_id", ["certain implement Order all", "certain read Place order_id"]),
        ("def f(event):\n    if event.tag == 'OrderPlaced':\n        print(event.note)", ["likely read Placed note"]),
        ("def f(event):\n    match event.tag:\n        case 'OrderPlaced':\n            print(event.note)\n        case 'OrderSent':\n            pass", ["likely read Placed note", "likely read Sent all"]),
        ("handlers = {'OrderPlaced': print, 'Other': print}", ["likely read Placed all"]),
        ("text = 'OrderPlaced'\nnames = ['OrderPlaced']  # OrderPlaced.order_id", []),
    ],
)  # fmt: skip
def test_a_use_in_python(body: str, expected: list[str]) -> None:
    files = {"gen/__init__.py": "", "gen/events.py": PYTHON_EVENTS, "use.py": PYTHON_HEAD + body + "\n"}
    resolver = Resolver(scope(files))
    found = gathered(python.uses({"use.py": files["use.py"]}, resolver, PYTHON_KNOWN), lambda path: None)
    assert expected == sorted(
        f"{each.confidence} {each.role} {each.event_type} {'all' if each.fields is None else ' '.join(each.fields)}"
        for each in found
    )
