"""What the tests of the asyncapi and jsonschema targets render."""

from __future__ import annotations

from typing import Any

import yaml

from moment.generate.artifact import Artifact, Inputs
from moment.generate.target import load
from moment.model.domain import Domain
from tests.unit.generate.vitest.models import domain_of

MODEL = """
    context "Sales" [Core]
      aggregate "Order" identity orderId: UUID
        command Place input orderId: UUID emits Placed
        command Cancel input orderId: UUID emits Cancelled
        @audience(partners)
        event Placed
          orderId: UUID
          lines: Line[]
          total: Money
          urgent: boolean
          @classification(personal)
          email: string
          remark: string [deprecated "one word for it" -> "note"]
          billTo: Line [deprecated "Nobody reads it." -> "lines"]
          note: string?
          day: Date
          placedAt: DateTime
        event Cancelled orderId: UUID
      value-object Line sku: string size: Size? parts: Line[]
      enum Size = Small | Large
    context "Dispatch" [Supporting]
      aggregate "Parcel" identity parcelId: UUID
        command Pack input orderId: UUID emits Packed
        event Packed parcelId: UUID
        event Cancelled parcelId: UUID
    context "Billing"
      aggregate "Invoice" identity invoiceId: UUID
        command Bill input orderId: UUID emits Billed
        event Billed
    flow "sending"
      lane sales "Sales"
      lane dispatch "Dispatch"
      lane billing "Billing"
      moment "Place it"
        sales: Place
        sales: Placed crosses-to dispatch via CustomerSupplier delivery at-least-once ordered idempotent by orderId
          contract
            orderId: UUID [required]
            lines: Line[] [required]
            note: string
        sales: Placed crosses-to billing via Partnership
          contract
            total: Money [required]
      moment "Place it again"
        sales: Placed crosses-to dispatch via CustomerSupplier delivery at-least-once ordered idempotent by orderId
          contract
            orderId: UUID [required]
            lines: Line[] [required]
            note: string
        sales: Placed crosses-to dispatch via Conformist
          contract
            note: string [required]
    flow "cancelling"
      lane sales "Sales"
      lane dispatch "Dispatch"
      lane billing "Billing"
      moment "Cancel it"
        sales: Cancelled crosses-to billing via Partnership
          contract
            orderId: UUID [required]
        dispatch: Cancelled crosses-to billing via Partnership
          contract
            parcelId: UUID
"""


def rendered(domain: Domain, target: str, project: str = "shop", **settings: Any) -> dict[str, Artifact]:
    chosen = load(target)
    inputs = Inputs(project, "1.2.0", ("model.moment",), {target: "out"}, "bindings", description="Things to buy")
    found = chosen.render(domain, chosen.settings(**settings), inputs)
    assert len({artifact.path for artifact in found}) == len(found)
    return {artifact.path: artifact for artifact in found}


def document(text: str, **settings: Any) -> Any:
    """The AsyncAPI document of a model, read again."""
    [artifact] = rendered(domain_of(text), "asyncapi", **settings).values()
    return yaml.safe_load(artifact.text)
