"""Keys that the document could not keep apart are findings."""

from __future__ import annotations

import pytest

from moment.generate.collisions import collisions
from moment.generate.target import load
from tests.unit.generate.asyncapi.models import MODEL
from tests.unit.generate.vitest.models import domain_of


def found(text: str, **settings: str) -> list[tuple[str, str]]:
    chosen = {"asyncapi": load("asyncapi").settings(**settings)}
    return [(each.code, each.message) for each in collisions(domain_of(text), ["asyncapi"], chosen)]


def test_a_plain_model_has_none() -> None:
    assert found(MODEL) == []
    assert found(MODEL, events="all") == []


@pytest.mark.parametrize("events", ["crossing", "all"])
def test_two_contexts_of_one_key_are_reported_once(events: str) -> None:
    """And not again for their events and operations."""
    text = MODEL.replace('"Billing"', '"dispatch"').replace("event Billed", "event Packed")
    assert found(text, events=events) == [("MOM908", "`Dispatch` and `dispatch` both become `dispatch` in asyncapi")]


def test_a_value_object_like_an_event() -> None:
    text = MODEL.replace("Line", "Placed")
    assert found(text) == [("MOM908", "`Placed` and `Placed` both become `Sales.Placed` in asyncapi")]


def test_two_events_of_one_name_only_where_both_are_described() -> None:
    text = MODEL.replace(
        "      value-object Line",
        '      aggregate "Basket" identity id: UUID\n        event Placed id: UUID\n      value-object Line',
    )
    assert [code for code, _ in found(text, events="all")] == ["MOM908"]


def test_two_operations_of_one_key() -> None:
    text = """
    context "A"
      aggregate "One" identity id: UUID
        event BSendsC id: UUID
    context "A Sends B"
      aggregate "Two" identity id: UUID
        event C id: UUID
    """
    assert found(text, events="all") == [("MOM908", "`BSendsC` and `C` both become `aSendsBSendsC` in asyncapi")]


@pytest.mark.parametrize(
    ("written", "instead"),
    [('"Billing"', '"!!!"'), ("day: Date", "__proto__: Date"), ("sku: string", "__proto__: string")],
)
def test_names_that_nothing_can_be_called_after(written: str, instead: str) -> None:
    assert [code for code, _ in found(MODEL.replace(written, instead))] == ["MOM922"]


def test_what_is_not_described_may_be_called_anything() -> None:
    text = MODEL + '    context "!!!"\n'
    assert found(text) == []
