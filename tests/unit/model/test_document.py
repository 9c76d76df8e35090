from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from jsonschema import Draft202012Validator

from moment.language.parser import parse
from moment.model import document
from moment.model.build import build
from moment.model.json import schema, to_json
from moment.text.source import Source
from tests.unit.model.specifications import SHOP
from tests.unit.model.texts import EVERYTHING, ORDERS


def model(*texts: str) -> Any:
    sources = {f"{number}.moment": Source(f"{number}.moment", text) for number, text in enumerate(texts)}
    return json.loads(to_json(build(map(parse, sources.values())), sources, project="shop"))


def at(found: Any, text: str) -> str:
    return text[found["start"]["offset"] : found["end"]["offset"]]


@pytest.mark.parametrize("texts", [(), ("",), (SHOP,), (EVERYTHING,), (SHOP, EVERYTHING), (EVERYTHING[:1500],)])
def test_every_document_meets_its_schema(texts: tuple[str, ...]) -> None:
    found = model(*texts)
    Draft202012Validator.check_schema(schema())
    Draft202012Validator(schema()).validate(found)
    msgspec.convert(found, document.Model)


def test_the_schema_refuses_another_shape() -> None:
    found = model(EVERYTHING)
    del found["contexts"][0]["aggregates"][0]["commands"][0]["mode"]
    assert len(list(Draft202012Validator(schema()).iter_errors(found))) == 1


def test_the_format_comes_first() -> None:
    found = model(EVERYTHING)
    assert list(found) == ["format", "project", "sources", "contexts", "flows", "strayAnnotations"]
    assert (found["format"], found["project"]) == ("moment.model/1", "shop")
    assert found["sources"] == [
        {"path": "0.moment", "lines": len(EVERYTHING.splitlines()), "characters": len(EVERYTHING)}
    ]


def test_places_have_lines_columns_and_offsets_of_code_points() -> None:
    text = 'context "Ä😀"\n  enum Größe = Klein\n'
    place = model(text)["contexts"][0]["enums"][0]["place"]
    assert place == {
        "path": "0.moment",
        "start": {"line": 2, "column": 8, "offset": text.index("Größe")},
        "end": {"line": 2, "column": 13, "offset": text.index("Größe") + 5},
    }


def test_places_stand_on_one_line_whatever_their_path() -> None:
    source = Source('a "{ }\n".moment', 'context "A"\n')
    written = to_json(build([parse(source)]), {source.path: source}, project="shop")
    (line,) = [line for line in written.splitlines() if '"place"' in line]
    assert json.loads("{" + line.strip().rstrip(",") + "}") == {
        "place": {
            "path": 'a "{ }\n".moment',
            "start": {"line": 1, "column": 9, "offset": 8},
            "end": {"line": 1, "column": 12, "offset": 11},
        }
    }


def test_kinds_tell_elements_apart() -> None:
    sales = model(EVERYTHING)["contexts"][0]
    order = sales["aggregates"][0]
    found = [sales, order, order["commands"][0], order["events"][0], order["valueObjects"][0], sales["enums"][0]]
    owned = ("invariants", "services", "policies", "sagas", "projections", "terms", "relationships")
    assert [element["kind"] for element in (*found, *(sales[name][0] for name in owned))] == [
        "context", "aggregate", "command", "event", "value-object", "enum",
        "invariant", "service", "policy", "saga", "projection", "term", "relationship",
    ]  # fmt: skip


def test_fields_have_identities_and_contracts_refer_to_them() -> None:
    found = model(EVERYTHING)
    fields = [field["id"] for field in found["contexts"][0]["aggregates"][0]["events"][0]["fields"]]
    crossing = found["flows"][0]["moments"][0]["entries"][1]["crossing"]
    assert fields[:2] == ["Sales/Order/OrderSubmitted.orderId", "Sales/Order/OrderSubmitted.lines"]
    assert [field["carried"] for field in crossing["contract"]] == [*fields[:2], None]
    assert (crossing["relationship"], at(crossing["relationshipPlace"], EVERYTHING)) == ("CustomerSupplier",) * 2


def test_moments_hold_placements_and_arms_in_written_order() -> None:
    entries = model(EVERYTHING)["flows"][0]["moments"][1]["entries"]
    assert [(entry["kind"], entry["id"]) for entry in entries] == [
        ("arm", "sell/decide/good"),
        ("arm", "sell/decide/bad"),
        ("placement", "sell/decide/3"),
    ]
    assert entries[2]["node"]["kind"] == "policy"


def test_a_return_refers_to_the_identity_of_its_moment() -> None:
    entries = model(EVERYTHING)["flows"][0]["moments"][1]["entries"]
    (link,) = entries[2]["links"]
    assert (link["kind"], link["target"]["target"], link["atMost"]) == ("returns-to", "sell/order-it", 2)


def test_states_and_enum_values_have_names_and_places() -> None:
    sales = model(EVERYTHING)["contexts"][0]
    states = sales["aggregates"][0]["lifecycle"]["states"]
    values = sales["enums"][0]["values"]
    assert [(state["name"], at(state["place"], EVERYTHING)) for state in states] == [
        (name, name) for name in ("Draft", "Submitted", "Done", "Refused")
    ]
    assert [value["name"] for value in values] == ["Late", "Poor"]


def test_stray_annotations_are_told() -> None:
    assert [each["value"] for each in model(EVERYTHING)["strayAnnotations"]] == ["aes"]


def test_layout_does_not_change_the_model() -> None:
    flat = "\n".join(line.strip() for line in ORDERS.splitlines() if line.strip())
    found = _without_places(model(ORDERS))
    assert [len(context["aggregates"][0]["events"]) for context in found["contexts"]] == [2, 1]
    assert _without_places(model(flat)) == found


def _without_places(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            name: _without_places(member)
            for name, member in value.items()
            if name not in ("sources", "extent", "place") and not name.endswith("Place")
        }
    return [_without_places(each) for each in value] if isinstance(value, list) else value
