"""Code that goes deeper or longer than people write: it is read, or said to be unread, and never fails."""

from __future__ import annotations

import pytest

from moment.drift.canonical import text
from moment.drift.consumption import Known, gathered
from moment.drift.forms import items
from moment.drift.readers import python, typescript
from moment.drift.resolve import Resolver
from moment.drift.uses import python as in_python
from moment.drift.uses import typescript as in_typescript
from tests.unit.drift.sides import difference, scope, shape, told

DEEP = 2000
PLAIN = "export interface I { a: string }\n"


@pytest.mark.parametrize(
    "type_",
    [
        "(" * DEEP + "string" + ")" * DEEP,
        "string" + "[]" * DEEP,
        "{ a: " * DEEP + "1" + " }" * DEEP,
        "Array<" * DEEP + "1" + ">" * DEEP,
        "() => " * DEEP + "1",
        "A" + "['x']" * DEEP,
    ],
    ids=lambda type_: type_[:6],
)
def test_a_type_that_is_too_deep_is_unread(type_: str) -> None:
    code = f"{PLAIN}export interface J {{ d: {type_} }}"
    found = told(difference({"a.ts": code}, {"a.ts": code.replace("a: string", "a: number")}))
    assert found == ["Update type of I.a (other)", "unread J.d"]


def test_a_long_union_is_whole() -> None:
    names = [f"v{number}" for number in range(DEEP)]
    found = shape(f"export type I = {' | '.join(repr(name) for name in names)}")
    assert found.type is not None
    assert len(items(found.type)) == DEEP
    one_by_one = " | ".join(f"Literal['v{number}']" for number in range(900))
    same = shape(f"from typing import Literal\nI = {one_by_one}\n", path="a.py")
    assert same.type is not None
    assert text(same.type).count("|") == 899


def test_namespaces_that_are_too_deep_hide_their_file() -> None:
    found = typescript.read(("export namespace N { " * DEEP + "}" * DEEP).encode())
    assert found.damage is not None
    assert found.damage.reason == "it is nested too deeply"


@pytest.mark.parametrize(
    "statement",
    ["z = a" + ".b()" * 300, "D = A" + ".b" * 900, "D = " + "list[" * 180 + "int" + "]" * 180],
    ids=lambda statement: statement[:6],
)
def test_expressions_that_are_too_deep_hide_their_module(statement: str) -> None:
    found = python.read(f"x = 1\n{statement}\n".encode())
    assert found.damage is not None
    assert (found.damage.reason, found.damage.place.start) == ("it is nested too deeply", 6)


@pytest.mark.parametrize("row", ["z = " + "+".join(["x.a"] * 900), "__all__ = ['I']" + " + ['x']" * 900])
def test_a_row_of_operands_is_flat(row: str) -> None:
    code = f"class I:\n    a: str\n\n\ndef f(x: I):\n    return x.a\n\n\n{row}\n"
    files = scope({"a.py": code})
    assert list(files.damaged) == []
    found = gathered(in_python.uses({"a.py": code}, Resolver(files), Known({"a.py#I": "I"})), lambda _: None)
    assert [(each.event_type, each.fields) for each in found] == [("I", ("a",))]


def test_a_chain_of_calls_is_followed_once() -> None:
    """Each link was looked at from both sides, twice as often for every one more."""
    code = f"{PLAIN}export const f = (x: I) => x.a;\nexport const z = a{'.b()' * 60};\n"
    parsed = {"a.ts": typescript.parse(code)}
    found = gathered(in_typescript.uses(parsed, scope({"a.ts": code}), Known({"a.ts#I": "I"})), lambda _: None)
    assert [(each.event_type, each.fields) for each in found] == [("I", ("a",))]
