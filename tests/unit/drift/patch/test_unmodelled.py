"""Types that only the code has, as declarations of the specification."""

from __future__ import annotations

import pytest

from moment.drift.patch.moment import Insert, patched
from moment.drift.patch.result import Patched, Refused
from moment.drift.patch.unmodelled import Kind, kind_of, modelled
from moment.drift.readers.python import read as read_python
from moment.drift.readers.typescript import read as read_typescript
from moment.drift.resolve import Resolver
from moment.drift.scope import Scope, Symbol
from moment.drift.shape import Shape
from tests.unit.drift.patch.specifications import FORMATTED

NAMES = {"Sales/OrderLine": "OrderLine"}


def shape(path: str, text: str, name: str) -> Shape:
    reading = read_python(text.encode()) if path.endswith(".py") else read_typescript(text.encode())
    found = Resolver(Scope({path: reading}), {f"{path}#OrderLine": "Sales/OrderLine"}).shape(Symbol(path, name))
    assert found is not None
    return found


LINE = "export interface OrderLine { sku: string }\n"
CASES: dict[str, tuple[str, str, Kind, str]] = {
    "a value object": (
        "a.ts", LINE + "export interface X { a: string; b?: number[]; c: OrderLine[]; d: boolean | null; at: Date }\n",
        "value-object", "value-object X\n  a: string\n  b: number[]?\n  c: OrderLine[]\n  d: boolean?\n  at: DateTime",
    ),
    "an event": (
        "a.ts", "export interface X { _tag: 'X'; /** @deprecated old. Use `b`. */ a: string; b: string }\n",
        "event", 'event X\n  a: string [deprecated "old" -> "b"]\n  b: string',
    ),
    "an enum": ("a.ts", "export type X = 'Open' | 'Closed';\n", "enum", "enum X = Open | Closed"),
    "a dataclass": (
        "a.py", "from dataclasses import dataclass\nfrom uuid import UUID\n@dataclass\nclass X:\n    order_id: UUID\n    note: str | None = None\n",
        "value-object", "value-object X\n  orderId: UUID\n  note: string?",
    ),
    "an enum class": (
        "a.py", "from enum import StrEnum\nclass X(StrEnum):\n    OPEN = 'Open'\n    SHUT = 'Shut'\n", "enum", "enum X = Open | Shut"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_type_of_the_code_becomes_a_declaration(name: str) -> None:
    path, text, kind, expected = CASES[name]
    found = shape(path, text, "X")
    owner = "Sales/Order" if kind == "event" else "Sales"
    assert kind_of(found) == kind
    change = modelled(found, NAMES, owner=owner)
    assert change == Insert(owner, expected)
    assert isinstance(patched({"a.moment": FORMATTED}, [change]), Patched)


def test_an_input_becomes_its_command() -> None:
    found = shape("a.ts", "export interface DropOrderInput { orderId: string; why?: string }\n", "DropOrderInput")
    change = modelled(found, NAMES, owner="Sales/Order", kind="input", emits="OrderSubmitted")
    assert change == Insert(
        "Sales/Order", "command DropOrder\n  input orderId: string, why: string?\n  emits OrderSubmitted"
    )
    assert isinstance(patched({"a.moment": FORMATTED}, [change]), Patched)


REFUSED: dict[str, tuple[str, Kind | None, str]] = {
    "a function": ("export interface X { a(): void }\n", None, "`a` is no field"),
    "a map": (
        "export interface X { a: Record<string, number> }\n", None,
        "the language has no type for `{ [key: string]: number }`: declare a value object or an enum for it",
    ),
    "an inferred type": ("export type X = z.infer<typeof s>;\n", None, "not all of it is known: inferred from a schema or a value"),
    "no list": ("export interface X { a: 1 }\n", "enum", "it is no list of values"),
    "a command of nothing": ("export interface X { a: string }\n", "input", "a command emits an event: say which"),
    "a base that is not there": (
        "import { B } from './b';\nexport interface X extends B { a: string }\n", None,
        "not all of it is known: a base was not found",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_the_language_cannot_say_is_refused(name: str) -> None:
    text, kind, reason = REFUSED[name]
    change = modelled(shape("a.ts", text, "X"), NAMES, owner="Sales", kind=kind)
    assert isinstance(change, Refused)
    assert change.reason == reason
