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
