"""Which schemas a model gives, and what they say."""

from __future__ import annotations

import json
from typing import Any

import pytest

from moment.generate.collisions import collisions
from moment.generate.header import header_of
from moment.language.parser import parse
from moment.model.build import build
from moment.text.source import Source
from tests.conftest import Golden
from tests.unit.generate.asyncapi.models import MODEL, rendered
from tests.unit.generate.vitest.models import domain_of

ELSEWHERE = """
context "Sales"
  aggregate "Order" identity id: UUID
    event Placed id: UUID size: Stock.Size lines: Stock.Item[] lost: Nothing many: Nothing[]
"""
STOCK = """
context "Stock"
  value-object Item sku: string
  enum Size = Small | Large
"""


def schemas(text: str, project: str = "shop") -> dict[str, Any]:
    found = rendered(domain_of(text), "jsonschema", project)
    return {path.removeprefix("out/"): json.loads(artifact.text) for path, artifact in found.items()}


def found(text: str) -> list[tuple[str, str]]:
    return [(each.code, each.message) for each in collisions(domain_of(text), ["jsonschema"])]


def test_the_files_of_a_small_model(golden: Golden) -> None:
    artifacts = rendered(domain_of(MODEL), "jsonschema")
    golden.tree("jsonschema", {path.removeprefix("out/"): artifact.text for path, artifact in artifacts.items()})


def test_an_event_and_a_contract_have_a_file_each() -> None:
    assert list(schemas(MODEL)) == [
        "contexts/billing/billed.schema.json",
        "contexts/dispatch/cancelled.schema.json",
        "contexts/dispatch/packed.schema.json",
        "contexts/sales/cancelled.schema.json",
        "contexts/sales/placed.schema.json",
        "flows/cancelling/cancelled-to-billing.schema.json",
        "flows/cancelling/cancelled-to-billing2.schema.json",
        "flows/sending/placed-to-billing.schema.json",
        "flows/sending/placed-to-dispatch.schema.json",
        "flows/sending/placed-to-dispatch2.schema.json",
    ]


def test_the_required_fields_of_an_event_are_those_that_are_always_there() -> None:
    schema = schemas(MODEL)["contexts/sales/placed.schema.json"]
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == "urn:moment:shop:Sales:Placed"
    assert [name for name in schema["properties"] if name not in schema["required"]] == ["note"]
    assert list(schema["$defs"]) == ["Sales.Line", "Sales.Size"]
    assert "additionalProperties" not in schema


def test_a_contract_has_exactly_its_fields_with_the_types_of_the_producer() -> None:
    schema = schemas(MODEL)["flows/sending/placed-to-dispatch.schema.json"]
    assert schema["$id"] == "urn:moment:shop:flows:sending:PlacedToDispatch"
    assert schema["required"] == ["orderId", "lines"]
    assert schema["properties"] == {
        "orderId": {"type": "string", "format": "uuid"},
        "lines": {"type": "array", "items": {"$ref": "#/$defs/Sales.Line"}},
        "note": {"type": "string"},
    }
    assert schema["x-moment"] == {
        "source": "model.moment#sending/place-it/1>dispatch", "from": "Sales", "to": "Dispatch",
        "relationship": "CustomerSupplier", "delivery": "at-least-once", "ordered": True, "idempotentBy": "orderId",
    }  # fmt: skip


def test_a_file_names_every_specification_it_is_made_from() -> None:
    domain = build([parse(Source("sales.moment", ELSEWHERE)), parse(Source("stock.moment", STOCK))])
    [artifact] = rendered(domain, "jsonschema").values()
    assert artifact.sources == ("sales.moment", "stock.moment")
    assert header_of(artifact.text) == ("jsonschema", ("sales.moment", "stock.moment"), True)
    assert list(json.loads(artifact.text)["$defs"]) == ["Stock.Size", "Stock.Item"]


def test_a_type_that_is_unknown_takes_anything_and_nothing() -> None:
    schema = schemas(ELSEWHERE + STOCK)["contexts/sales/placed.schema.json"]
    assert schema["properties"]["lost"] == {}
    assert schema["properties"]["many"] == {"type": "array", "items": {}}
    assert schema["required"] == ["id", "size", "lines", "many"]


def test_identities_are_ascii() -> None:
    found = schemas(MODEL.replace('"Dispatch"', '"Größe 注文"'), "Lädchen № 1")
    assert [schema["$id"] for schema in found.values() if not schema["$id"].isascii()] == []
    [schema] = [schema for path, schema in found.items() if path.endswith("/packed.schema.json")]
    assert schema["$id"] == "urn:moment:l_u00E4dchen-no-1:Gr_u00F6_u00DFe_u6CE8_u6587:Packed"


def test_characters_that_nobody_sees_are_written_out() -> None:
    text = MODEL.replace("one word for it", "one \u202eword\u2028 for it \x7f")
    [artifact] = [each for path, each in rendered(domain_of(text), "jsonschema").items() if "sales/placed" in path]
    assert '"one \\u202Eword\\u2028 for it \\u007F. Use note."' in artifact.text
    assert (
        json.loads(artifact.text)["properties"]["remark"]["description"]
        == "one \u202eword\u2028 for it \x7f. Use note."
    )


def test_a_plain_model_has_no_collisions() -> None:
    assert found(MODEL) == []


@pytest.mark.parametrize(
    ("written", "instead", "expected"),
    [
        ('"Billing"', '"dispatch"', ("MOM921", "`Dispatch` and `dispatch` are both written to `contexts/dispatch`")),
        ('flow "cancelling"', 'flow "Sending"', ("MOM921", "`sending` and `Sending` are both written to `flows/sending`")),
        ("enum Size", "enum line", ("MOM908", "`Line` and `line` both become `Sales.Line` in jsonschema")),
        ("event Packed", "event CANCELLED", ("MOM921", "")),
        ("day: Date", "__proto__: Date", ("MOM922", "")),
        ("sku: string", "__proto__: string", ("MOM922", "")),
        ('"Billing"', '"!!!"', ("MOM922", "")),
    ],
)  # fmt: skip
def test_names_that_cannot_be_kept_apart(written: str, instead: str, expected: tuple[str, str]) -> None:
    code, message = expected
    findings = found(MODEL.replace(written, instead))
    assert findings[0][0] == code
    assert message in findings[0][1]


def test_two_contexts_on_one_path_are_reported_once() -> None:
    """And not again for their events and types."""
    text = MODEL.replace('"Billing"', '"dispatch"').replace("event Billed", "event Packed")
    assert [code for code, _ in found(text)] == ["MOM921"]


def test_nothing_is_written_of_nothing() -> None:
    assert schemas("") == {}
    assert schemas('context "Sales"') == {}
