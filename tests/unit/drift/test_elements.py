"""Which symbol is which element: the order of the rules, the context of a file, and what stays open."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from moment.drift.elements import Wanted, assign
from tests.unit.drift.sides import shapes

PLACE = Wanted("Ordering/Order/PlaceOrder", "Ordering", "PlaceOrderInput")
PLACED = Wanted("Ordering/Order/OrderPlaced", "Ordering", "OrderPlaced")
ITEM = Wanted("Ordering/Item", "Ordering", "Item")
OTHER_ITEM = Wanted("Line Haul/Item", "Line Haul", "Item")
UNION = Wanted("Ordering/Order#events", "Ordering", "OrderEvent", required=False)
WANTED = (PLACE, PLACED, ITEM, OTHER_ITEM, UNION)


def told(files: Mapping[str, str], **more: object) -> dict[str, list[str]]:
    found = assign(WANTED, shapes(files), **more)  # type: ignore[arg-type]
    return {element: [shape.identity for shape in given] for element, given in found.shapes.items()}


def declared(*names: str, doc: str = "") -> str:
    return "".join(f"{doc} export interface {name} {{ a: string }}\n" for name in names)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"a.ts": declared("OrderPlaced")}, {PLACED.element: ["a.ts#OrderPlaced"]}),
        ({"a.ts": declared("OrderPlacedEvent")}, {PLACED.element: ["a.ts#OrderPlacedEvent"]}),
        ({"a.ts": declared("PlaceOrder")}, {PLACE.element: ["a.ts#PlaceOrder"]}),
        ({"a.ts": declared("PlaceOrderDto")}, {PLACE.element: ["a.ts#PlaceOrderDto"]}),
        ({"a.ts": declared("PlaceOrderCommand", "PlaceOrderInput")}, {PLACE.element: ["a.ts#PlaceOrderInput"]}),
        ({"a.ts": declared("Whatever", doc="/** @moment Ordering/Order/PlaceOrder */")}, {PLACE.element: ["a.ts#Whatever"]}),
        ({"ordering/a.ts": declared("Item")}, {ITEM.element: ["ordering/a.ts#Item"]}),
        ({"src/line-haul/a.ts": declared("Item")}, {OTHER_ITEM.element: ["src/line-haul/a.ts#Item"]}),
        ({"src/lineHaul.ts": declared("Item")}, {OTHER_ITEM.element: ["src/lineHaul.ts#Item"]}),
        ({"a.ts": declared("Item"), "ordering/b.ts": declared("Item")}, {ITEM.element: ["ordering/b.ts#Item"]}),
        ({"a.ts": "export { J as OrderPlaced }; interface J { a: string }"}, {PLACED.element: ["a.ts#J"]}),
    ],
)  # fmt: skip
def test_a_symbol_is_found(files: dict[str, str], expected: dict[str, list[str]]) -> None:
    assert told(files) == expected


def test_configuration_comes_first() -> None:
    files = {"a.ts": declared("OrderPlaced", "Happened")}
    assert told(files, names={PLACED.element: "a.ts#Happened"}) == {PLACED.element: ["a.ts#Happened"]}
    files = {"x/a.ts": declared("Item")}
    assert told(files, context_of=lambda path: "Line Haul") == {OTHER_ITEM.element: ["x/a.ts#Item"]}


def test_two_candidates_are_ambiguous_and_what_nobody_wants_is_unmodelled() -> None:
    found = assign(WANTED, shapes({"a.ts": declared("PlaceOrder", "PlaceOrderDto", "Other")}))
    assert {element: [s.name for s in given] for element, given in found.ambiguous.items()} == {
        PLACE.element: ["PlaceOrder", "PlaceOrderDto"]
    }
    assert [shape.name for shape in found.unmodelled] == ["Other"]
    assert [each.element for each in found.missing] == [PLACED.element, ITEM.element, OTHER_ITEM.element]


def test_a_name_of_two_contexts_in_a_file_of_neither_is_ambiguous() -> None:
    found = assign(WANTED, shapes({"a.ts": declared("Item")}))
    assert {element: [s.name for s in given] for element, given in found.ambiguous.items()} == {
        ITEM.element: ["Item"],
        OTHER_ITEM.element: ["Item"],
    }
    assert found.unmodelled == ()


def test_an_element_may_be_in_both_languages() -> None:
    python = "from dataclasses import dataclass\n\n\n@dataclass\nclass OrderPlaced:\n    a: str\n"
    assert told({"a.ts": declared("OrderPlaced"), "b.py": python}) == {
        PLACED.element: ["a.ts#OrderPlaced", "b.py#OrderPlaced"]
    }
