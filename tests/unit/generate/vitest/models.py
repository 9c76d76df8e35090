"""What the tests of the vitest target render, and with what."""

from __future__ import annotations

from textwrap import dedent

from moment.derive import cases
from moment.generate.artifact import Artifact, Inputs
from moment.generate.vitest.target import TARGET, Settings
from moment.language.parser import parse
from moment.model.build import build
from moment.model.domain import Domain
from moment.model.results import Sample
from moment.text.source import Source

MODEL = """
    context "Sales"
      aggregate "Order" identity orderId: UUID
        command Send input orderId: UUID, note: string? emits Sent
        event Sent orderId: UUID note: string?
    context "Dispatch"
      aggregate "Parcel" identity parcelId: UUID
        command Pack input orderId: UUID emits Packed
        event Packed parcelId: UUID orderId: UUID
    flow "sending"
      lane sales "Sales"
      lane dispatch "Dispatch"
      moment "Send it"
        sales: Send
        sales: Sent crosses-to dispatch via CustomerSupplier
          contract
            orderId: UUID [required]
            note: string
      moment "Pack it"
        dispatch: Pack triggered-by Sent
        dispatch: Packed
"""
ORDER = "3f0e6d5c-1d0e-5b0a-8f7e-0a1b2c3d4e5f"
SEND = {"orderId": ORDER, "note": "soon"}
SPARSE = {"orderId": ORDER}
SAMPLE = Sample(
    key="sending/send-it",
    flow="sending",
    moment="send-it",
    arm=None,
    payloads={"Send": SEND, "Sent": SEND},
    sparse={"Send": SPARSE, "Sent": SPARSE},
    history=(),
)


def domain_of(text: str) -> Domain:
    return build([parse(Source("model.moment", dedent(text)))])


def rendered(
    text: str,
    samples: tuple[Sample, ...] = (),
    *,
    settings: Settings | None = None,
    typescript: str = "generated/typescript",
    vitest: str = "generated/vitest",
) -> dict[str, Artifact]:
    domain = domain_of(text)
    out = {"typescript": typescript, "vitest": vitest}
    inputs = Inputs("shop", "1.0.0", ("model.moment",), out, "bindings", cases(domain), samples)
    found = TARGET.render(domain, settings or Settings(), inputs)
    assert len({artifact.path for artifact in found}) == len(found)
    return {artifact.path: artifact for artifact in found}
