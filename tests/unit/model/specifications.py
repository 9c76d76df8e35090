"""Texts to models, and two contexts that most tests of the model start from."""

from __future__ import annotations

from textwrap import dedent

from moment.language.parser import Parsed, parse
from moment.model.build import build
from moment.model.domain import Domain
from moment.text.source import Source

SHOP = """
context "Sales" [Core]
  aggregate "Order" identity orderId: UUID
    command PlaceOrder
      input customerId: UUID, lines: OrderLine[]
      emits OrderPlaced
    event OrderPlaced
      orderId: UUID
      lines: OrderLine[]
  value-object OrderLine
    sku: string

context "Dispatch" [Supporting]
  aggregate "Parcel" identity parcelId: UUID
    command PackParcel
      input orderId: UUID
      emits ParcelPacked
    event ParcelPacked
      parcelId: UUID
  value-object OrderLine
    weight: number
"""


def parsed(text: str, path: str = "shop.moment") -> Parsed:
    """``text`` (dedented) as a file that must read without an error."""
    result = parse(Source(path, dedent(text)))
    assert [diagnostic.message for diagnostic in result.diagnostics] == []
    return result


def domain_of(*texts: str) -> Domain:
    """The model of ``texts`` as the files ``0.moment``, ``1.moment`` …"""
    return build(parsed(text, f"{number}.moment") for number, text in enumerate(texts))
