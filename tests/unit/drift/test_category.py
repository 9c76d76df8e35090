"""Whom a change hurts: every row and column of the table, and what makes a category 1, 2 or 3."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moment.drift.category import (
    ROLES,
    CascadeCategory,
    Party,
    Position,
    Row,
    classify,
    highest,
    hurt,
    row_of,
)
from moment.drift.edits import ASPECTS, Edit
from moment.drift.types import NOWHERE, STRING, Function, Literal, Member
from tests.unit.drift.sides import PRELUDE, difference

# The table of the page: row, whom it hurts on the output side, whom on the input side.
TABLE = {
    Row.HARMLESS: ("", ""),
    Row.REQUIRED_INSERTED: ("supplier", "sender"),
    Row.REMOVED: ("reader", "sender"),
    Row.REPLACED: ("reader supplier", "sender"),
    Row.LOOSENED: ("reader", ""),
    Row.TIGHTENED: ("supplier", "sender"),
    Row.SHIFTED: ("reader supplier", "sender"),
    Row.METHOD: ("implementer", "implementer"),
    Row.IDENTITY: ("reader supplier sender", "reader supplier sender"),
    Row.OBLIGATION_LOOSENED: ("implementer", "implementer"),
    Row.OBLIGATION_TIGHTENED: ("implementer", "sender implementer"),
}
EVERYBODY = tuple(Party(role, "Sales", role, NOWHERE) for role in ROLES)


@pytest.mark.parametrize("row", Row)
@pytest.mark.parametrize(("position", "column"), [("output", 0), ("input", 1)])
def test_the_table(row: Row, position: Position, column: int) -> None:
    assert [party.role for party in hurt(row, (position,), EVERYBODY)] == TABLE[row][column].split()


@pytest.mark.parametrize("row", Row)
def test_a_type_with_both_positions_hurts_both(row: Row) -> None:
    both = {*TABLE[row][0].split(), *TABLE[row][1].split()}
    assert {party.role for party in hurt(row, ("output", "input"), EVERYBODY)} == both


def edit_of(old: str, new: str) -> Edit:
    """The only edit between two texts of a file."""
    (edit,) = difference({"a.ts": PRELUDE + old}, {"a.ts": PRELUDE + new}).edits
    return edit


@pytest.mark.parametrize(
    ("old", "new", "row"),
    [
        ("", "export interface I { a: T; b: U }", Row.HARMLESS),
        ("export interface I { a: T }", "export interface I { a: T; b?: U }", Row.HARMLESS),
        ("export interface I { a: T }", "export interface I { a: T; b: U | undefined }", Row.HARMLESS),
        ("export interface I { a: T }", "export interface I { /** @deprecated */ a: T }", Row.HARMLESS),
        ("export interface I { a: T }", "export interface I { a: T; b: U }", Row.REQUIRED_INSERTED),
        ("export interface I { a: T; b: U }", "export interface I { a: T }", Row.REMOVED),
        ("export interface I { a: T; b: U }", "", Row.REMOVED),
        ("export interface I { custId: T; b: U }", "export interface I { customerId: T; b: U }", Row.REPLACED),
        ("export interface I { a: T }", "export interface I { a: U }", Row.REPLACED),
        ("export interface I { a: T }", "export interface I { a?: T }", Row.LOOSENED),
        ("export interface I { a: T }", "export interface I { a: T | null }", Row.LOOSENED),
        ("export type Q = 'a'", "export type Q = 'a' | 'b'", Row.LOOSENED),
        ("export enum Q { A = 'a' }", "export enum Q { A = 'a', B = 'b' }", Row.LOOSENED),
        ("export interface I { a?: T }", "export interface I { a: T }", Row.TIGHTENED),
        ("export interface I { a: string }", "export interface I { a: 'x' }", Row.TIGHTENED),
        ("export enum Q { A = 'a', B = 'b' }", "export enum Q { A = 'a' }", Row.TIGHTENED),
        ("export enum Q { A = 'a' }", "export enum Q { A = 'b' }", Row.REPLACED),
        ("export enum Q { A = 1, B }", "export enum Q { A = 1, B = 3 }", Row.SHIFTED),
        ("export interface I { a: T }", "export interface I { a: T; put(x: A): B }", Row.METHOD),
        ("export interface I { put(x: A): B }", "export interface I { put(x: C): B }", Row.METHOD),
        ("export interface I { put(x: A): B }", "export interface I { put(x: A): C }", Row.METHOD),
    ],
)
def test_the_row_of_a_change(old: str, new: str, row: Row) -> None:
    assert row_of(edit_of(old, new)) == row


def test_the_row_of_an_identity_an_obligation_and_a_representation() -> None:
    retyped = edit_of("export interface I { a: T }", "export interface I { a: U }")
    assert row_of(retyped, identity="a") == Row.IDENTITY
    assert row_of(retyped, identity="b") == Row.REPLACED
    assert row_of(replace(retyped, is_representation=True)) == Row.HARMLESS
    obligation = Edit("update", "I", aspect="obligation", sense="loosened")
    assert row_of(obligation) == Row.OBLIGATION_LOOSENED
    assert row_of(replace(obligation, sense="tightened")) == Row.OBLIGATION_TIGHTENED


READER = Party("reader", "Dispatch", "crossing x/y Sales → Dispatch requires it", NOWHERE)
RETYPED = Edit("update", "I", "a", "type", sense="other")
REMOVED = Edit("remove", "I", "a", old_member=Member("a", STRING))


def category(edit: Edit, *parties: Party, **more: bool | str) -> CascadeCategory:
    return classify(edit, context="Sales", positions=("output",), parties=parties, **more).category  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("parties", "expected"),
    [
        ((), CascadeCategory.CLEAN),
        ((replace(READER, context="Sales"),), CascadeCategory.DRIFT),
        ((READER,), CascadeCategory.BREAKING),
        ((replace(READER, weak=True),), CascadeCategory.DRIFT),
        ((replace(READER, context="Sales", product=True),), CascadeCategory.BREAKING),
        ((replace(READER, role="sender"),), CascadeCategory.CLEAN),
        ((replace(READER, role="sender", unread=True),), CascadeCategory.DRIFT),
        ((replace(READER, unread=True),), CascadeCategory.DRIFT),
    ],
)
def test_the_category_by_who_is_hurt(parties: tuple[Party, ...], expected: CascadeCategory) -> None:
    assert category(RETYPED, *parties) == expected


def test_what_is_at_least_a_category_2() -> None:
    inserted = Edit("insert", "I")
    assert category(RETYPED, conflict=True) == CascadeCategory.DRIFT
    assert category(RETYPED, mechanical=False) == CascadeCategory.DRIFT
    assert category(REMOVED) == CascadeCategory.DRIFT
    assert category(REMOVED, was_deprecated=True) == CascadeCategory.CLEAN
    assert [category(inserted, becomes=kind) for kind in ("command", "event", "aggregate", "value-object", "enum", "")] == [
        CascadeCategory.DRIFT, CascadeCategory.DRIFT, CascadeCategory.DRIFT,
        CascadeCategory.CLEAN, CascadeCategory.CLEAN, CascadeCategory.CLEAN,
    ]  # fmt: skip


def test_the_reason_names_the_row_and_each_party() -> None:
    found = classify(RETYPED, context="Sales", positions=("output",), parties=(READER,))
    assert found.description == "renamed, or of another type; crossing x/y Sales → Dispatch requires it"
    assert found.required_actions == ("Dispatch: read the new form (crossing x/y Sales → Dispatch requires it)",)
    assert found.consumers == (READER,)


def test_a_report_has_its_highest_category() -> None:
    assert highest(()) == CascadeCategory.CLEAN
    assert highest((CascadeCategory.CLEAN, CascadeCategory.BREAKING, CascadeCategory.DRIFT)) == CascadeCategory.BREAKING


MEMBERS = st.sampled_from(
    (None, Member("a", STRING), Member("a", STRING, optional=True), Member("a", Literal("1"), "value"), Member("a", Function((), STRING), "method"))
)  # fmt: skip
EDITS = st.builds(
    Edit,
    kind=st.sampled_from(("insert", "remove", "move", "update")),
    symbol=st.just("I"),
    member=st.sampled_from((None, "a")),
    aspect=st.sampled_from((None, *ASPECTS)),
    sense=st.sampled_from(("", "wider", "narrower", "other", "required", "optional", "loosened", "tightened")),
    old_member=MEMBERS,
    new_member=MEMBERS,
)
PARTIES = st.lists(
    st.builds(
        Party,
        role=st.sampled_from(ROLES),
        context=st.sampled_from(("Sales", "Dispatch")),
        description=st.just("party"),
        place=st.just(NOWHERE),
        weak=st.booleans(),
        product=st.booleans(),
        unread=st.booleans(),
    ),
    max_size=5,
)
POSITIONS = st.sampled_from(((), ("output",), ("input",), ("output", "input")))


@given(EDITS, PARTIES, POSITIONS, st.data())
def test_a_party_less_never_raises_the_category(
    edit: Edit, parties: list[Party], positions: tuple[Position, ...], data: st.DataObject
) -> None:
    fewer = data.draw(st.lists(st.sampled_from(parties), unique=True) if parties else st.just([]))
    whole = classify(edit, context="Sales", positions=positions, parties=parties)
    part = classify(edit, context="Sales", positions=positions, parties=[each for each in parties if each in fewer])
    assert part.category <= whole.category
