"""Which payload stands for what, and how the file of payloads is written."""

from __future__ import annotations

from dataclasses import replace

from moment.generate.vitest.payloads import Payloads
from tests.unit.derive.models import cases_of
from tests.unit.generate.vitest.models import MODEL, ORDER, SAMPLE, domain_of, rendered

ARMS = """
    context "Sales"
      aggregate "Order" identity orderId: UUID
        command Send emits Sent
        event Sent orderId: UUID
    flow "sending"
      lane sales "Sales"
      moment "Send it" [branch]
        when fast
          sales: Send
        when slow
          sales: Send
        when never
          sales: Sent
      moment "Again"
        sales: Send
"""


def test_samples_are_found_by_moment_and_what_has_none_by_aggregate() -> None:
    payloads = Payloads(domain_of(MODEL), (SAMPLE,))
    case = cases_of(MODEL)["sending/send-it/step:Send"]
    assert payloads.expression("Sales/Order/Send", case) == "payloads['sending/send-it'].Send"
    assert payloads.sparse_expression("Sales/Order/Send", case) == "sparse['sending/send-it'].Send"
    assert payloads.expression("Dispatch/Parcel/Pack", case) == "payloads['Dispatch/Parcel'].Pack"
    assert payloads.sparse_expression("Dispatch/Parcel/Pack", case) is None


def test_the_nearest_sample_wins() -> None:
    samples = tuple(
        replace(SAMPLE, key=key, moment=key.split("/")[1], arm=arm, payloads={"Send": {}, "Sent": {}}, sparse={})
        for key, arm in (("sending/send-it/fast", "fast"), ("sending/send-it/slow", "slow"), ("sending/again", None))
    )
    payloads, found = Payloads(domain_of(ARMS), samples), cases_of(ARMS)
    expressions = {
        id_: payloads.expression("Sales/Order/Send", found[id_])
        for id_ in ("sending/send-it/slow/step:Send", "sending/send-it/never/step:Sent", "sending/again/step:Send")
    }
    assert expressions == {
        "sending/send-it/slow/step:Send": "payloads['sending/send-it/slow'].Send",
        "sending/send-it/never/step:Sent": "payloads['sending/send-it/fast'].Send",
        "sending/again/step:Send": "payloads['sending/again'].Send",
    }


def test_a_bare_name_means_what_the_moment_shows() -> None:
    text = MODEL.replace(
        'context "Dispatch"',
        'context "Returns"\n      aggregate "Order" identity id: UUID\n        command Send emits Sent\n        event Sent id: UUID\n    context "Dispatch"',
    )
    payloads = Payloads(domain_of(text), (SAMPLE,))
    case = cases_of(text)["sending/send-it/step:Send"]
    assert payloads.expression("Sales/Order/Sent", case) == "payloads['sending/send-it'].Sent"
    assert payloads.expression("Returns/Order/Sent", case) == "payloads['Returns/Order'].Sent"


def test_plain_values_take_over_what_samples_say_of_equal_fields() -> None:
    text = rendered(MODEL, (SAMPLE,))["generated/vitest/payloads.ts"].text
    assert f"    Pack: {{ orderId: '{ORDER}' }}," in text.splitlines()


def test_what_has_no_optional_field_is_not_sparse() -> None:
    text = rendered(MODEL, (SAMPLE,))["generated/vitest/payloads.ts"].text
    assert text.partition("export const sparse = ")[2] == (
        "{\n"
        "  'sending/send-it': {\n"
        f"    Send: {{ orderId: '{ORDER}' }},\n"
        f"    Sent: {{ orderId: '{ORDER}' }},\n"
        "  },\n"
        "} as const;\n"
    )
    assert "sparse" not in rendered(MODEL)["generated/vitest/payloads.ts"].text
