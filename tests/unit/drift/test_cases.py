"""When two texts mean the same: every case that the page on drift numbers, loosely, strictly, and the other way round."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from moment.drift.canonical import text as normal_text
from tests.unit.drift.sides import PRELUDE, difference, scope, shape, told


class Case(NamedTuple):
    """``old`` and ``new`` as written in a file, or as files by path. ``strict`` is what a strict eye sees, if other."""

    number: int
    old: str | dict[str, str]
    new: str | dict[str, str]
    edits: tuple[str, ...] = ()
    strict: tuple[str, ...] | None = None


def member(number: int, old: str, new: str, *edits: str, strict: tuple[str, ...] | None = None) -> Case:
    """Members stand in ``export interface I { … }``."""
    return Case(number, f"export interface I {{ {old} }}", f"export interface I {{ {new} }}", edits, strict)


def only(*edits: str) -> tuple[str, ...]:
    return edits


PICKED = "export interface J { a: A; b: B }"
ANCESTOR = "export interface J { a: T }"
CASES = (
    member(1, "a: 'x' | \"y\"", "a: \"y\" | 'x'"),
    member(2, "a: T[]", "a: Array<T>"),
    member(3, "a: readonly T[]", "a: ReadonlyArray<T>"),
    member(4, "a: readonly T[]", "a: T[]", strict=only("Update readonly of I.a")),
    member(5, "a: (string) | (number)", "a: | number | string"),
    member(6, "a?: T", "a: T | undefined", strict=only("Update optional of I.a")),
    member(7, "a?: T", "a: T", "Update optional of I.a (required)"),
    member(8, "a?: T", "a: T | null", "Update type of I.a (wider)", "Update optional of I.a (required)"),
    member(9, "readonly a: T", "a: T", strict=only("Update readonly of I.a")),
    member(10, "a: T; 'b': U", "b: U, a: T"),
    member(11, "a: T", "/** text */ a: T // text\n"),
    member(12, "a: T", "/** @deprecated why. Use `b`. */ a: T", "Update deprecated of I.a"),
    member(13, "a: string", "a: number", "Update type of I.a (other)"),
    member(14, "a: 'x'", "a: 'x' | 'y'", "Update type of I.a (wider)"),
    member(15, "a: string", "a: 'x'", "Update type of I.a (narrower)"),
    member(16, "a: T", "a: T[]", "Update type of I.a (other)"),
    member(17, "a: boolean", "a: true | false"),
    member(18, "a: UUID", "a: string", strict=only("Update type of I.a (wider)")),
    member(19, "a: T", "", "Remove I.a"),
    member(20, "", "a: T", "Insert I.a"),
    member(21, "custId: UUID; n: Money", "customerId: UUID; n: Money", "Update name of I.custId"),
    member(22, "a: UUID; b: UUID", "c: UUID; d: UUID", "Remove I.a", "Remove I.b", "Insert I.c", "Insert I.d"),
    member(23, "amount: number", "total: Money", "Remove I.amount", "Insert I.total"),
    member(24, "/** @deprecated old. Use `total`. */ amount: number", "total: Money", "Update name of I.amount", "Update type of I.amount (other)",),
    member(25, "put(x: A): B", "put(y: A): B"),
    member(26, "put(x: A): B", "put: (x: A) => Promise<B>", strict=only("Update kind of I.put", "Update returns of I.put (other)")),
    member(27, "put(x: A): B", "put(x: A, y?: C): B", "Update parameters of I.put"),
    member(28, "put(x: A): B", "put(x: A): B | R", "Update returns of I.put (wider)"),
    member(29, "[k: string]: T", "[k: string]: U", "Update type of I.[index] (other)"),
    Case(30, "export interface I { a: T }", "export type I = { a: T }", strict=only("Update kind of I")),
    Case(31, "export interface I { readonly a: T }", "export class I { constructor(readonly a: T) {} }", strict=only("Update kind of I")),
    Case(32, "export interface I { a: T }", "export class I { a!: T; #b = 1; static c = 2; log() {} }", strict=only("Update kind of I")),
    Case(33, "export interface I { a: T }", "interface J { a: T } export interface I extends J {}"),
    Case(34, f"{ANCESTOR} export interface I extends J {{ b: U }}", f"{ANCESTOR} export interface I {{ b: U }}", only("Update heritage of I", "Remove I.a")),
    Case(35, "export interface I { a: T }", "import { External } from 'elsewhere'; export interface I extends External { }", only("unread I.a")),
    Case(36, "export interface I { a: T }", "interface J { a: T } export { J as I }"),
    Case(37, {"a.ts": "export interface I { a: string; b: string }"}, {"b.ts": "export interface I { a: string; b: string }", "a.ts": "export * from './b'"}, only("Move I")),
    Case(38, {"b.ts": "export interface A { x: string }", "a.ts": "import { A } from './b'; export interface I { a: A }"}, {"b.ts": "export interface A { x: string }", "a.ts": "import { A as B } from './b'; export interface I { a: B }"}),
    Case(39, {"b.ts": "export interface A { x: string }", "a.ts": "import { A } from './b'; export interface I { a: A; b: A }"}, {"b.ts": "export interface A { x: string }", "a.ts": "import * as ns from './b'; export interface I { a: import('./b').A; b: ns.A }"}),
    Case(40, "export type Q = 'x' | 'y'; export interface I { q: Q; r: 'x' | 'y' }", "export enum Q { X = 'x', Y = 'y' }; export interface I { q: Q; r: Q }", strict=only("Update kind of Q", "Update type of I.r (other)")),
    Case(41, "export type Q = 'x' | 'y'", "export const Q = ['x', 'y'] as const; export type Q = (typeof Q)[number]"),
    Case(42, "export enum E { A, B }", "export enum E { B, A }", only("Update value of E.A", "Move E.B", "Update value of E.B")),
    Case(43, "export enum E { A = 'a', B = 'b' }", "export enum E { B = 'b', A = 'a' }"),
    Case(44, "export interface I<T> { a: T }", "export interface I<U> { a: U }"),
    Case(45, "export interface I<T> { a: T }", "export interface I<T extends X> { a: T }", only("Update type-parameters of I")),
    Case(46, "export interface I { a: T } export interface I { b: U }", "export interface I { a: T; b: U }"),
    Case(47, "export interface Line { sku: A; qty: B; cost: C } export interface I { l: Line }", "export interface Item { sku: A; qty: B; cost: C } export interface I { l: Item }", only("Update name of Line")),
    member(48, "_tag: 'I'; a: T", "type: 'I'; a: T", strict=only("Update name of I._tag")),
    Case(49, f"{PICKED} export type Q = {{ a: A }}", f"{PICKED} export type Q = Pick<J, 'a'>"),
    Case(50, "export interface I { a: T }", "import { z } from 'zod'; const schema = z.object({}); export type I = z.infer<typeof schema>", only("unread I")),
    Case(52, "export interface I { a: T }", "export interface I { a: T } function f() { let = }"),
    Case(53, "export type V<T> = T; export interface I { orderId: T }", "export type V<in out T> = T; export interface I { id: T }", only("Update name of I.orderId", "unread V")),
    member(54, "customerId: UUID; n: Money", "orderId: UUID; n: Money", "Remove I.customerId", "Insert I.orderId"),
    Case(55, {"a.ts": "export interface I { a?: string }"}, {"a.py": "from dataclasses import dataclass\nfrom typing import Optional\n\n\n@dataclass\nclass I:\n    a: Optional[str] = None\n"}, only("Move I"), strict=only("Move I", "Update kind of I")),
)  # fmt: skip


def files(side: str | dict[str, str]) -> dict[str, str]:
    return {"a.ts": PRELUDE + side} if isinstance(side, str) else side


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case.number))
def test_a_case(case: Case) -> None:
    assert sorted(told(difference(files(case.old), files(case.new)))) == sorted(case.edits)


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case.number))
def test_a_case_under_a_strict_eye(case: Case) -> None:
    expected = case.edits if case.strict is None else case.strict
    assert sorted(told(difference(files(case.old), files(case.new), strict=True))) == sorted(expected)


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case.number))
def test_a_case_the_other_way_round(case: Case) -> None:
    """What is equal stays equal, and what differs differs as often."""
    there = difference(files(case.old), files(case.new))
    back = difference(files(case.new), files(case.old))
    assert len(back.edits) == len(there.edits)
    assert len(back.unread) == len(there.unread)


def test_a_file_with_a_missing_bracket_is_unread() -> None:
    """Case 51: neither the broken declaration nor the one behind it is looked at."""
    found = scope({"a.ts": "export interface I { a: T\nexport interface J { b: U }"})
    assert list(found.damaged) == ["a.ts"]
    assert found.files == {}


def test_the_candidates_of_what_was_no_rename_are_named() -> None:
    """Case 22."""
    edits = difference(
        files("export interface I { a: UUID; b: UUID }"), files("export interface I { c: UUID; d: UUID }")
    ).edits
    assert [(edit.label, edit.candidates) for edit in edits] == [
        ("Remove I.a", ("c", "d")),
        ("Remove I.b", ("c", "d")),
        ("Insert I.c", ("a", "b")),
        ("Insert I.d", ("a", "b")),
    ]


def test_a_declared_rename_says_so() -> None:
    """Case 24."""
    case = next(case for case in CASES if case.number == 24)
    edits = difference(files(case.old), files(case.new)).edits
    assert {edit.declared for edit in edits} == {True}


BRAND = "string & { readonly b: 'Id' }"


@pytest.mark.parametrize(
    ("old", "new", "edits", "strict"),
    [
        (f"type Id = {BRAND}; export interface I {{ a: Id }}", "type Id = number & { readonly b: 'Id' }; export interface I { a: Id }", 1, 1),
        (f"type Id = {BRAND}; export interface I {{ a: Id }}", f"type Id = {BRAND}; export interface I {{ a: Id }}", 0, 0),
        (f"type Id = {BRAND}; export interface I {{ a: Id }}", "export interface I { a: UUID }", 0, 1),
        (f"type Id = {BRAND}; export interface I {{ a: Id }}", "type Od = string & { b: 'Od' }; export interface I { a: Od }", 1, 1),
        ("type DateTime = string & { b: 'DateTime' }; export interface I { a: DateTime }", "export interface I { a: Date }", 0, 1),
        ("type DateTime = string & { b: 'DateTime' }; export interface I { a: DateTime }", "export interface I { a: string }", 0, 1),
        ("type DateTime = string & { b: 'DateTime' }; export interface I { a: DateTime }", "export interface I { a: UUID }", 1, 1),
        ("export interface I { a: string }", "export interface I { a: Date }", 1, 1),
        ("type Cash = number & { b: 'Money' }; export interface I { a: Cash }", "export interface I { a: string }", 0, 1),
        ("type Cash = number & { b: 'Money' }; export interface I { a: Cash }", "export interface I { a: number }", 0, 1),
        ("type Cash = number & { b: 'Money' }; export interface I { a: Cash }", "export interface I { a: boolean }", 1, 1),
        ("type Mood = 'a'; export interface I { a: Mood }", "type Mood = 'a' | 'b'; export interface I { a: Mood }", 1, 1),
        ("interface Inner { x: string } export interface I { a: Inner }", "interface Inner { x: number } export interface I { a: Inner }", 1, 1),
        ("interface Inner { x: string } export interface I { a: Inner }", "export interface I { a: { x: string } }", 0, 0),
    ],
)  # fmt: skip
def test_names_for_primitives_and_private_types(old: str, new: str, edits: int, strict: int) -> None:
    assert len(difference(files(old), files(new)).edits) == edits
    assert len(difference(files(new), files(old)).edits) == edits
    assert len(difference(files(old), files(new), strict=True).edits) == strict


def test_there_are_all_cases() -> None:
    assert sorted({case.number for case in CASES} | {51}) == list(range(1, 56))


@pytest.mark.parametrize(
    ("template", "expected"), [("`${C}.done`", "'Order.done'"), ("`${C}-${number}`", "`Order-${number}`")]
)
def test_a_template_is_filled_as_far_as_its_places_are_known(template: str, expected: str) -> None:
    text = f"interface G<C extends string> {{ tag: {template} }} export interface I extends G<'Order'> {{}}"
    (member,) = shape(text).members
    assert normal_text(member.type) == expected
