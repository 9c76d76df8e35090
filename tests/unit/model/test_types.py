from __future__ import annotations

import pytest

from moment.model.domain import PRIMITIVES, Type
from tests.unit.model.specifications import domain_of

OTHERS = """
context "Sales"
  aggregate "Order" identity id: UUID
    value-object Inner
      sku: string
  value-object Line
    sku: string
  enum Size = S | M
context "Dispatch"
  value-object Line
    weight: number
  value-object Box
    width: number
  enum Colour = Red
context "Billing"
  value-object Box
    price: Money
"""


def resolved(written: str) -> Type:
    """``written`` as the type of a field in the context ``Sales``."""
    probe = f'context "Sales"\n  value-object Probe\n    field: {written}\n'
    return domain_of(OTHERS, probe).value_object["Sales/Probe"].fields[0].type


@pytest.mark.parametrize("name", PRIMITIVES)
def test_built_in_types_belong_to_nobody(name: str) -> None:
    assert resolved(name) == Type(name, "primitive")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Line", Type("Line", "value-object", target="Sales/Line", owner="Sales")),
        ("Inner", Type("Inner", "value-object", target="Sales/Inner", owner="Sales")),
        ("Size", Type("Size", "enum", target="Sales/Size", owner="Sales")),
        ("Sales.Line", Type("Sales.Line", "value-object", target="Sales/Line", owner="Sales")),
    ],
)
def test_the_own_context_comes_first(written: str, expected: Type) -> None:
    assert resolved(written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Dispatch.Line", Type("Dispatch.Line", "value-object", target="Dispatch/Line", owner="Dispatch")),
        ("Dispatch.Colour", Type("Dispatch.Colour", "enum", target="Dispatch/Colour", owner="Dispatch")),
    ],
)
def test_a_qualified_name_is_another_contexts_published_type(written: str, expected: Type) -> None:
    assert resolved(written) == expected


def test_a_name_that_one_other_context_owns_is_private() -> None:
    assert resolved("Colour") == Type("Colour", "enum", target="Dispatch/Colour", owner="Dispatch", private=True)


@pytest.mark.parametrize("written", ["Box", "Nothing", "Dispatch.Nothing", "Nowhere.Line", "Dispatch.string"])
def test_several_owners_and_none_are_unknown(written: str) -> None:
    assert resolved(written) == Type(written, "unknown")


def test_array_and_option_stay_with_the_use() -> None:
    found = resolved("Line[]?")
    assert (found.array, found.optional, found.text) == (True, True, "Line[]?")
    assert resolved("string?") == Type("string", "primitive", optional=True)


def test_equal_uses_in_one_context_share_one_type() -> None:
    domain = domain_of('context "A"\n  value-object V\n    a: UUID[]\n    b: UUID[]\n')
    first, second = domain.value_object["A/V"].fields
    assert first.type is second.type
