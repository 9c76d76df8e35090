"""A project in memory: one specification and the code that implements it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from moment.project.discover import discover
from moment.project.files import Memory
from moment.project.session import Session
from moment.sync.analysis import Analysis, analyse

SHOP = """\
context "Ordering"
  aggregate "Order"
    identity orderId: UUID
    states Draft -> Placed on OrderPlaced
    command PlaceOrder
      input orderId: UUID, note: string?
      precondition isDraft: "It is still a draft" in Draft
      emits OrderPlaced
    event OrderPlaced
      orderId: UUID
      total: Money
"""
CODE = """\
export interface OrderPlaced { readonly _tag: 'OrderPlaced'; orderId: string; total: number }
export interface PlaceOrderInput { orderId: string; note?: string }
export interface Order { orderId: string; state: 'Draft' | 'Placed'; placeOrder(input: PlaceOrderInput): OrderPlaced | PlaceOrderRefusal }
export interface PlaceOrderRefusal { _tag: 'PlaceOrder.Refused'; reason: 'isDraft'; message: string }
"""


def session(specification: str = SHOP, code: Mapping[str, str] | None = None, *, config: str = "") -> Session:
    code = {"src/order.ts": CODE} if code is None else code
    files = Memory(
        {
            "/p/moment.toml": f'name = "shop"\n{config}',
            "/p/shop.moment": specification,
            **{f"/p/{path}": text for path, text in code.items()},
        }
    )
    project = discover([], cwd=Path("/p"), files=files)
    return Session(project, files=files)


def analysed(
    specification: str = SHOP,
    code: Mapping[str, str] | None = None,
    *,
    bases: Mapping[str, Any] | None = None,
    config: str = "",
) -> Analysis:
    return analyse(session(specification, code, config=config), bases or {})


def told(analysis: Analysis) -> list[str]:
    """``Ordering/Order/OrderPlaced spec-ahead Insert OrderPlaced.total``."""
    return [f"{each.element.id} {each.point.direction.value} {each.point.edit.label}" for each in analysis.differences]
