"""One meaning in the spellings that real code has, and what nobody can tell: neither may be called a difference."""

from __future__ import annotations

import pytest

from tests.unit.drift.sides import difference, told

CHANNEL = "export type Channel = 'web' | 'shop';"
INPUT = "export interface I { id: string; note?: string }"
HEAD = """\
from __future__ import annotations
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import NewType, TypedDict
from uuid import UUID
import msgspec
from pydantic import BaseModel, Field


"""
LINE = "@dataclass\nclass I:\n    order_id: str\n    note: str | None = None\n"
COLOURS = "class C(Enum):\n    RED = 'red'\n    BLUE = 'blue'\n"
PLACES = "@dataclass\nclass J:\n    a: str\n\n\n@dataclass\nclass K:\n    b: str\n"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (CHANNEL, "enum E { Web = 'web', Shop = 'shop' } export type Channel = `${E}`;"),
        (CHANNEL, "type Q = 'web' | 'shop'; export type Channel = `${Q}`;"),
        ("export type C = 'a-x' | 'a-y' | 'b-x' | 'b-y'", "export type C = `${'a' | 'b'}-${'x' | 'y'}`"),
        (CHANNEL, "const Q = Object.freeze({ Web: 'web', Shop: 'shop' } as const); export type Channel = (typeof Q)[keyof typeof Q];"),
        (INPUT, "interface B { id?: string; note?: string } export type I = B & Required<Pick<B, 'id'>>"),
        (INPUT, "interface B { id?: string; note: string } export type I = Required<Pick<B, 'id'>> & Partial<Omit<B, 'id'>>"),
        (INPUT, "interface B { id?: string; note?: string } export type I = B & { id: string }"),
        ("export interface I { a: 'x' }", "interface B { a?: string } export type I = B & { a: 'x' }"),
        (INPUT, "type Flat<T> = { [K in keyof T]: T[K] } & {}; interface B { id: string } export type I = Flat<B & { note?: string }>"),
        (INPUT, "type Flat<T> = { [K in keyof T]: T[K] }; export interface I extends Flat<{ id: string }> { note?: string }"),
        ("export interface I { a: string; b: number }", "interface B { a: string; b: number } export type I = { [K in keyof B & string]: B[K] }"),
        ("export type N = 'id' | 'note'", "interface B { id: 1; note: 2 } export type N = keyof B & string"),
        ("export type Id = string & { readonly tag: 'Id' }; export interface I { a: Id }", "type Brand<T, B> = T & { readonly tag: B }; export type Id = Brand<string, 'Id'>; export interface I { a: Id }"),
        ("export class I { put(x: number): Promise<Date> { throw 1 } }", "export class I { put = async (x: number): Promise<Date> => { throw 1 } }"),
        ("export class I { put(x: number): Date { throw 1 } }", "export class I { put = function (x: number): Date { throw 1 } }"),
        ("export interface I { a: string }", "export class I { a!: string; shown = (): string => this.a }"),
        ("export interface I { a: string }", "export class I { a!: string; get size() { return this.a.length } }"),
        ("export interface I { a: string }", "export class I { get a(): string { return '' } get size(): number { return 1 } }"),
    ],
)  # fmt: skip
def test_a_spelling_of_typescript_is_no_difference(old: str, new: str) -> None:
    assert told(difference({"a.ts": old}, {"a.ts": new})) == []


@pytest.mark.parametrize("name", ["A.Ordering", "Ordering", "A.B.Ordering"])
def test_a_namespace_with_dots_shows_what_is_inside(name: str) -> None:
    old = {"a.ts": "export interface I { a: string }"}
    inner = "export interface J { a: string }"
    new = {"a.ts": f"export namespace {name} {{ {inner} }}\nexport interface I extends {name}.J {{}}"}
    assert told(difference(old, new)) == [f"Insert {name}.J"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (LINE, "class I(TypedDict, total=False):\n    orderId: Required[str]\n    note: str\n"),
        (LINE, "class I(msgspec.Struct):\n    number: str = msgspec.field(name='orderId')\n    note: str | None = None\n"),
        (LINE, "class I(BaseModel):\n    number: str = Field(alias='orderId')\n    note: str | None = None\n"),
        (LINE, "class I(msgspec.Struct):\n    order_id: str\n    note: str | msgspec.UnsetType = msgspec.UNSET\n"),
        ("@dataclass\nclass I:\n    a: UUID\n", "Id = NewType('Id', UUID)\n\n\n@dataclass\nclass I:\n    a: Id\n"),
        (COLOURS, "C = Enum('C', {'RED': 'red', 'BLUE': 'blue'})\n"),
        (COLOURS, "C = Enum('C', [('RED', 'red'), ('BLUE', 'blue')])\n"),
        (COLOURS, "C = StrEnum('C', 'RED BLUE')\n"),
        (LINE, f"{LINE}\n    @property\n    def size(self) -> int:\n        return len(self.order_id)\n"),
        (f"{PLACES}", f"{PLACES}\n\n__all__ = ['J']\n__all__.extend(['K'])\n"),
        (f"{PLACES}", f"{PLACES}\n\n__all__ = ['J']\n__all__.append('K')\n"),
        (f"{PLACES}", f"{PLACES}\n\n__all__ = ('J',) + ('K',)\n"),
        (f"{PLACES}", f"{PLACES}\n\n__all__ = ['J', *more()]\n"),
        (f"{PLACES}", f"{PLACES}\n\n__all__ = computed()\n"),
        (f"{PLACES}", f"{PLACES}\n\n__all__ = ['J']\n__all__ += ['K']\n"),
        ("class I(Protocol):\n    def put(self, x: str) -> J: ...\n" + PLACES, "class I(Protocol):\n    async def put(self, x: str) -> J: ...\n" + PLACES),
    ],
)  # fmt: skip
def test_a_spelling_of_python_is_no_difference(old: str, new: str) -> None:
    found = told(difference({"a.py": HEAD + old}, {"a.py": HEAD + new}))
    assert [each for each in found if not each.endswith(" Id")] == []


def test_what_an_asynchronous_method_answers_is_compared() -> None:
    old = "class I:\n    def put(self) -> J: ...\n\n\n" + PLACES
    new = "class I:\n    async def put(self) -> K: ...\n\n\n" + PLACES
    assert told(difference({"a.py": HEAD + old}, {"a.py": HEAD + new})) == ["Update returns of I.put (other)"]


@pytest.mark.parametrize(
    "new",
    [
        {"a.ts": "import { Line } from './gone'; export interface I { a: Line[] }"},
        {"a.ts": "import { Row } from './gone'; export interface I { a: Row[] }"},
        {"a.ts": "import { Row } from './b'; export interface I { a: Row[] }", "b.ts": "export interface J {"},
        {"a.ts": "import { Row } from './b'; export interface I { a: Row[] }", "b.ts": "export const Row = make();"},
        {"a.ts": "type Any<T> = T extends string ? { a: 1 } : { b: 1 }; export type I = Any<string>"},
        {"a.ts": "type Any<T> = T extends string ? { a: 1 } : { b: 1 }; export type I = Any<string> | { c: 1 }"},
    ],
)
def test_what_is_not_known_is_unread(new: dict[str, str]) -> None:
    """A name that cannot be found, a file that cannot be read, a value instead of a type, what only a compiler knows."""
    old = {"a.ts": "export interface Line { x: 1 } export interface I { a: Line[] }"}
    found = told(difference(old, new))
    assert [each for each in found if each != "Remove Line"] in (["unread I.a"], ["unread I"])
