"""Who moved: all states of one value, and members that were renamed, retyped, added and removed on either side."""

from __future__ import annotations

from itertools import product

import pytest

from moment.drift.normal import Lens
from moment.drift.verdict import Direction, judge, verdict
from tests.unit.drift.sides import PRELUDE, shape

VALUES = (None, 1, 2, 3, 4)
ALIGNED, SPEC, CODE, CONFLICT = Direction


def expected(base: int | None, specification: int | None, implementation: int | None) -> Direction:
    """The table of the page, written as it stands there."""
    if specification == implementation:
        return ALIGNED
    if base == implementation:
        return SPEC
    return CODE if base == specification else CONFLICT


@pytest.mark.parametrize(("base", "specification", "implementation"), list(product(VALUES, repeat=3)))
def test_every_state_of_a_value(base: int | None, specification: int | None, implementation: int | None) -> None:
    assert verdict(base, specification, implementation) == expected(base, specification, implementation)


def test_the_states_are_all() -> None:
    assert len(list(product(VALUES, repeat=3))) == 125


@pytest.mark.parametrize(
    ("specification", "implementation", "direction"),
    [(1, None, SPEC), (None, 1, CODE), (1, 2, CONFLICT), (1, 1, ALIGNED), (None, None, ALIGNED)],
)
def test_without_a_base_absence_decides(
    specification: int | None, implementation: int | None, direction: Direction
) -> None:
    assert verdict(None, specification, implementation, has_base=False) == direction


def points(base: str | None, specification: str, implementation: str, *, strict: bool = False) -> list[str]:
    """Members stand in ``interface I``; each point as direction and the edit that the side behind needs."""

    def made(text: str) -> str:
        return f"{PRELUDE} export interface I {{ {text} }}"

    found = judge(
        shape(made(base)) if base is not None else None,
        shape(made(specification)),
        shape(made(implementation)),
        Lens(strict),
        has_base=base is not None,
    )
    return [f"{point.direction.value}: {point.edit.label}" for point in found.points]


@pytest.mark.parametrize(
    ("base", "specification", "implementation", "expected"),
    [
        ("a: T", "a: T", "a: T", []),
        ("a: T", "a: T; b: U", "a: T", ["spec-ahead: Insert I.b"]),
        ("a: T", "a: T", "a: T; b: U", ["impl-ahead: Insert I.b"]),
        ("a: T; b: U", "a: T", "a: T; b: U", ["spec-ahead: Remove I.b"]),
        ("a: T; b: U", "a: T; b: U", "a: T", ["impl-ahead: Remove I.b"]),
        ("a: T", "a: U", "a: T", ["spec-ahead: Update type of I.a (other)"]),
        ("a: T", "a: T", "a: T | null", ["impl-ahead: Update type of I.a (wider)"]),
        ("a: T", "a: T | null", "a: T", ["spec-ahead: Update type of I.a (wider)"]),
        ("a: T", "a: U", "a: X", ["conflict: Update type of I.a (other)"]),
        ("a: T; b: U", "b: U", "a: X; b: U", ["conflict: Remove I.a"]),
        ("a: T; b: U", "a: X; b: U", "b: U", ["conflict: Insert I.a"]),
        ("", "a: T", "a: U", ["conflict: Update type of I.a (other)"]),
        ("a?: string", "a: string", "a?: 'x'", ["impl-ahead: Update type of I.a (narrower)", "spec-ahead: Update optional of I.a (required)"]),
        ("orderId: T", "id: T", "orderId: T", ["spec-ahead: Update name of I.orderId"]),
        ("orderId: T", "orderId: T", "id: T", ["impl-ahead: Update name of I.orderId"]),
        ("orderId: T", "id: T", "id: T", []),
        ("orderId: T", "id: T", "orderNumber: T", ["conflict: Update name of I.orderNumber"]),
        ("orderId: T", "id: T", "orderId: U", ["spec-ahead: Update name of I.orderId", "impl-ahead: Update type of I.id (other)"]),
        (None, "a: T", "a: U", ["conflict: Update type of I.a (other)"]),
        (None, "a: T; b: U", "a: T; c: X", ["spec-ahead: Insert I.b", "impl-ahead: Insert I.c"]),
    ],
)  # fmt: skip
def test_who_moved(base: str | None, specification: str, implementation: str, expected: list[str]) -> None:
    assert points(base, specification, implementation) == expected


def test_representations_count_under_a_strict_eye_only() -> None:
    assert points("readonly a: T", "readonly a: T", "a: T") == []
    assert points("readonly a: T", "readonly a: T", "a: T", strict=True) == ["impl-ahead: Update readonly of I.a"]


@pytest.mark.parametrize(
    ("has_base", "in_specification", "in_code", "expected"),
    [
        (True, True, False, ["impl-ahead: Remove I"]),
        (True, False, True, ["spec-ahead: Remove I"]),
        (False, True, False, ["spec-ahead: Insert I"]),
        (False, False, True, ["impl-ahead: Insert I"]),
        (True, False, False, []),
    ],
)
def test_an_element_that_one_side_lacks(
    has_base: bool, in_specification: bool, in_code: bool, expected: list[str]
) -> None:
    one = shape("export interface I { a: string }")
    found = judge(
        one if has_base else None, one if in_specification else None, one if in_code else None, has_base=has_base
    )
    assert [f"{point.direction.value}: {point.edit.label}" for point in found.points] == expected


def test_an_element_that_one_side_removed_and_the_other_changed_is_a_conflict() -> None:
    base, other = shape("export interface I { a: string }"), shape("export interface I { a: number }")
    assert [point.direction for point in judge(base, None, other).points] == [CONFLICT]
    assert [point.direction for point in judge(base, other, None).points] == [CONFLICT]


def test_a_point_knows_all_three_texts() -> None:
    (point,) = judge(
        shape("export interface I { a: string }"),
        shape("export interface I { a: string }"),
        shape("export interface I { a: number }"),
    ).points
    assert (point.base, point.specification, point.implementation) == ("string", "string", "number")
    assert (point.edit.before, point.edit.after) == ("string", "number")


# -- one meaning in two spellings ------------------------------------------------------------------------------------

BRANDS = """
declare const brand: unique symbol;
export type Id = string & { readonly [brand]: 'UUID' };
export type Money = number & { readonly [brand]: 'Money' };
export type DateTime = string & { readonly [brand]: 'DateTime' };
export type CalendarDate = string & { readonly [brand]: 'Date' };
export type Sku = string & { readonly [brand]: 'Sku' };
export interface Date { readonly day: string }
"""
FORMS = {
    "money": (None, "a: Money", "a: string", "a: number", "a: boolean"),
    "a moment": (None, "a: DateTime", "a: string", "a: CalendarDate", "a: number"),
    "a day": (None, "a: CalendarDate", "a: string", "a: boolean", "a?: CalendarDate"),
    "a brand": (None, "a: Id", "a: string", "a: Sku", "a: number"),
    "absence": (None, "a: string", "a?: string", "a: string | undefined", "a: string | null"),
    "lists": (None, "a: Money[]", "a: readonly number[]", "a: Array<string>", "a: Money"),
    "a result": (None, "a(): Money", "a: () => number", "a(): Promise<string>", "a: () => boolean"),
}
"""Five values each, absence among them; some mean the same to a loose eye, and that is no chain: money is a number and
a text, while a number is no text."""


def facets(base: str | None, specification: str | None, implementation: str | None) -> list[Direction]:
    """The directions of all points; ``b`` is there always, so that only ``a`` differs."""

    def made(text: str | None) -> str:
        return f"{BRANDS} export interface I {{ {text or ''}; b: Set<1> }}"

    return [
        point.direction
        for point in judge(shape(made(base)), shape(made(specification)), shape(made(implementation))).points
    ]


@pytest.mark.parametrize("name", FORMS)
def test_every_state_of_a_value_with_several_spellings(name: str) -> None:
    """A side that is as it was when both agreed has not moved: the specification to the letter, the code in meaning."""
    values = FORMS[name]
    found = 0
    for base, specification, implementation in product(values, repeat=3):
        directions = facets(base, specification, implementation)
        if base == specification:
            assert set(directions) <= {CODE}, (base, specification, implementation)
        elif not facets(base, base, implementation):
            assert set(directions) <= {SPEC}, (base, specification, implementation)
        assert bool(directions) == bool(facets(None, specification, implementation))
        found += 1
    assert found == 125


@pytest.mark.parametrize(
    ("base", "specification", "implementation", "directions"),
    [
        ("a: Money", "a: string", "a: number", [SPEC]),
        ("a: Money", "a: number", "a: string", [SPEC]),
        ("a: Money", "a: string", "a: boolean", [CONFLICT]),
        ("a: Money", "a: Money", "a: boolean", [CODE]),
        ("a: Money", "a: string", None, [CONFLICT]),
        ("a: Money", "a: Money", None, [CODE]),
        ("a: Money", None, "a: number", [SPEC]),
        ("a: Money", None, "a: boolean", [CONFLICT]),
        ("a: DateTime", "a: CalendarDate", "a: string", []),
        ("a: Id", "a: number", "a: string", [SPEC]),
        ("a?: string", "a: string", "a: string | undefined", [SPEC]),
        (None, "a: number", "a: string", [CONFLICT]),
    ],
)
def test_what_means_the_same_has_not_moved(
    base: str | None, specification: str | None, implementation: str | None, directions: list[Direction]
) -> None:
    assert facets(base, specification, implementation) == directions


def python(text: str) -> str:
    """Fields of a dataclass ``I``."""
    body = "".join(f"    {line}\n" for line in text.split("; "))
    return f"from dataclasses import dataclass\n\n@dataclass\nclass I:\n{body}"


@pytest.mark.parametrize(
    ("base", "specification", "implementation", "expected"),
    [
        ("orderId: string", "order_id: str", "order_id: str", []),
        ("orderId: string; b: number", "order_id: str; b: float", "order_no: str; b: float", ["impl-ahead: Update name of I.order_id"]),
        ("orderId: string; b: number", "order_no: str; b: float", "order_id: str; b: float", ["spec-ahead: Update name of I.order_id"]),
        ("orderId: string; b: number", "b: float", "order_id: str; b: float", ["spec-ahead: Remove I.order_id"]),
        ("orderId: string; b: number", "order_id: str; b: float", "b: float", ["impl-ahead: Remove I.order_id"]),
        ("orderId?: string; b: number", "order_id: str | None; b: int", "order_id: str | None; b: bool", ["impl-ahead: Update type of I.b (other)"]),
    ],
)  # fmt: skip
def test_two_languages_spell_one_name(base: str, specification: str, implementation: str, expected: list[str]) -> None:
    found = judge(
        shape(f"export interface I {{ {base} }}"),
        shape(python(specification), path="a.py"),
        shape(python(implementation), path="a.py"),
    )
    assert [f"{point.direction.value}: {point.edit.label}" for point in found.points] == expected


# -- a rename made softly --------------------------------------------------------------------------------------------

SOFT = "/** @deprecated renamed. Use `total`. */ amount: T; total?: T"


@pytest.mark.parametrize(
    ("specification", "implementation", "expected"),
    [
        ("total: T", SOFT, ["spec-ahead: Update optional of I.total (required)", "spec-ahead: Remove I.amount"]),
        (SOFT, "total: T", ["impl-ahead: Remove I.amount", "impl-ahead: Update optional of I.total (required)"]),
        ("total: T", SOFT.replace("?", ""), ["spec-ahead: Remove I.amount"]),
        ("total: T", "amount: T; total: U", ["conflict: Update type of I.total (other)", "spec-ahead: Remove I.amount"]),
        ("id: U", "/** @deprecated it goes. */ amount: T; id: U", ["spec-ahead: Remove I.amount"]),
    ],
)  # fmt: skip
def test_who_prepares_a_rename_has_not_moved(specification: str, implementation: str, expected: list[str]) -> None:
    assert sorted(points("amount: T", specification, implementation)) == sorted(expected)
