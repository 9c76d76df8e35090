"""What an AsyncAPI document says of a model."""

from __future__ import annotations

from moment.generate.header import header_of
from tests.conftest import Golden
from tests.unit.generate.asyncapi.models import MODEL, document, rendered
from tests.unit.generate.vitest.models import domain_of


def test_the_file_of_a_small_model(golden: Golden) -> None:
    artifacts = rendered(domain_of(MODEL), "asyncapi")
    golden.tree("asyncapi", {path.removeprefix("out/"): artifact.text for path, artifact in artifacts.items()})


def test_the_header_is_ours() -> None:
    [artifact] = rendered(domain_of(MODEL), "asyncapi").values()
    assert header_of(artifact.text) == ("asyncapi", ("model.moment",), True)
    assert artifact.sources == ("model.moment",)


def test_info_comes_from_the_manifest() -> None:
    found = document(MODEL)
    assert found["asyncapi"] == "3.0.0"
    assert found["id"] == "urn:moment:shop"
    assert found["info"] == {"title": "shop", "version": "1.2.0", "description": "Things to buy"}
    assert "servers" not in found


def test_the_version_is_a_setting() -> None:
    assert document(MODEL, version="3.1.0")["asyncapi"] == "3.1.0"


def test_events_that_stay_inside_are_left_out_unless_asked_for() -> None:
    crossing = ["sales.placed", "sales.cancelled", "dispatch.cancelled"]
    assert list(document(MODEL)["channels"]) == crossing
    everything = ["sales.placed", "sales.cancelled", "dispatch.packed", "dispatch.cancelled", "billing.billed"]
    assert list(document(MODEL, events="all")["channels"]) == everything


def test_each_context_has_its_operations() -> None:
    operations = document(MODEL)["operations"]
    assert {key: each["action"] for key, each in operations.items()} == {
        "salesSendsPlaced": "send",
        "dispatchReceivesPlaced": "receive",
        "billingReceivesPlaced": "receive",
        "salesSendsCancelled": "send",
        "billingReceivesSalesCancelled": "receive",
        "dispatchSendsCancelled": "send",
        "billingReceivesDispatchCancelled": "receive",
    }


def test_a_receiver_has_one_contract_a_flow_unless_they_differ() -> None:
    notes = document(MODEL)["operations"]["dispatchReceivesPlaced"]["x-moment"]
    assert notes == {
        "context": "Dispatch",
        "contracts": [
            {
                "flow": "sending", "relationship": "CustomerSupplier", "delivery": "at-least-once", "ordered": True,
                "idempotentBy": "orderId", "required": ["orderId", "lines"], "optional": ["note"],
            },
            {"flow": "sending", "relationship": "Conformist", "required": ["note"], "optional": []},
        ],
    }  # fmt: skip


def test_required_is_what_any_contract_requires_and_declared_what_is_promised_to_nobody() -> None:
    schema = document(MODEL)["components"]["schemas"]["Sales.Placed"]
    assert schema["required"] == ["orderId", "lines", "total", "note"]
    assert schema["x-moment"] == {
        "source": "model.moment#Sales/Order/Placed",
        "annotations": {"audience": "partners"},
        "declared": ["urgent", "email", "remark", "billTo", "day", "placedAt"],
    }


def test_no_annotation_is_lost() -> None:
    text = MODEL.replace(
        "@audience(partners)", "@audience(partners)\n        @audience(staff)\n        @retention(years)"
    )
    notes = document(text)["components"]["schemas"]["Sales.Placed"]["x-moment"]
    assert notes["annotations"] == {"audience": ["partners", "staff"], "retention": "years"}


def test_each_type_has_its_schema() -> None:
    schemas = document(MODEL)["components"]["schemas"]
    line = {"$ref": "#/components/schemas/Sales.Line"}
    assert schemas["Sales.Placed"]["properties"] == {
        "orderId": {"type": "string", "format": "uuid"},
        "lines": {"type": "array", "items": line},
        "total": {"type": "number", "x-moment": {"type": "Money"}},
        "urgent": {"type": "boolean"},
        "email": {"type": "string", "x-moment": {"classification": "personal"}},
        "remark": {
            "type": "string", "deprecated": True, "description": "one word for it. Use note.",
            "x-moment": {"replacement": "note"},
        },
        "billTo": {
            "allOf": [line], "deprecated": True, "description": "Nobody reads it. Use lines.",
            "x-moment": {"replacement": "lines"},
        },
        "note": {"type": "string"},
        "day": {"type": "string", "format": "date"},
        "placedAt": {"type": "string", "format": "date-time"},
    }  # fmt: skip
    assert schemas["Sales.Size"] == {"type": "string", "enum": ["Small", "Large"]}
    assert schemas["Sales.Line"]["required"] == ["sku", "parts"]


def test_an_event_without_fields_is_an_object() -> None:
    schema = document(MODEL, events="all")["components"]["schemas"]["Billing.Billed"]
    assert (schema["type"], schema["properties"]) == ("object", {})


def test_keys_and_addresses_are_ascii() -> None:
    text = MODEL.replace("Dispatch", "Größe 注文").replace('"Billing"', '"Ωmega"')
    found = document(text)
    assert [key for part in ("channels", "operations") for key in found[part] if not key.isascii()] == []
    assert "gr_u00F6_u00DFe-_u6CE8_u6587.cancelled" in found["channels"]
    assert found["operations"]["gr_u00F6_u00DFe_u6CE8_u6587ReceivesPlaced"]["x-moment"]["context"] == "Größe 注文"


def test_an_event_that_nothing_declares_is_shown_as_written() -> None:
    found = document(MODEL.replace("sales: Cancelled crosses-to", "sales: Lost crosses-to"))
    assert found["channels"]["sales.lost"]["messages"] == {"Lost": {"$ref": "#/components/messages/Sales.Lost"}}
    assert found["components"]["schemas"]["Sales.Lost"] == {"title": "Lost"}


def test_a_lane_that_no_context_stands_behind_is_shown_as_written() -> None:
    found = document(MODEL.replace('lane billing "Billing"', 'lane billing "Nowhere"', 1))
    assert found["operations"]["nowhereReceivesPlaced"]["x-moment"]["context"] == "Nowhere"


def test_of_two_events_of_one_name_the_one_that_crosses_is_described() -> None:
    text = MODEL.replace(
        "      value-object Line",
        '      aggregate "Basket" identity id: UUID\n        event Placed id: UUID\n      value-object Line',
    )
    schema = document(text)["components"]["schemas"]["Sales.Placed"]
    assert schema["x-moment"]["source"] == "model.moment#Sales/Order/Placed"


def test_nothing_is_written_of_nothing() -> None:
    assert rendered(domain_of(""), "asyncapi") == {}


def test_a_model_without_crossings_has_an_empty_document() -> None:
    found = document('context "Sales"')
    assert (found["channels"], found["operations"], found["components"]) == ({}, {}, {})
