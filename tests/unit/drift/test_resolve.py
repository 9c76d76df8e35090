"""Names across files: imports, re-exports, namespaces, paths of tsconfig, packages of Python; and what is used again."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from moment.drift.canonical import member_text, text
from moment.drift.modules import candidates, path_mapping
from moment.drift.resolve import Resolver
from moment.drift.scope import Scope
from moment.drift.shape import Shape, restored, written
from tests.unit.drift.sides import reading, scope, shapes


def named(files: Mapping[str, str], name: str = "I") -> Shape:
    return next(each for each in shapes(files) if each.name == name)


def members(files: Mapping[str, str], name: str = "I") -> list[str]:
    return [member_text(member) for member in named(files, name).members]


TARGET = "export interface A { x: string }"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"b.ts": TARGET, "a.ts": "import { A } from './b'; export interface I extends A {}"}, ["x: string"]),
        ({"b.ts": TARGET, "a.ts": "import { A } from './b.js'; export interface I extends A {}"}, ["x: string"]),
        ({"b/index.ts": TARGET, "a.ts": "import { A } from './b'; export interface I extends A {}"}, ["x: string"]),
        ({"b.tsx": TARGET, "a.ts": "import type { A as Q } from './b'; export interface I extends Q {}"}, ["x: string"]),
        ({"c.ts": TARGET, "b.ts": "export * from './c'", "a.ts": "import { A } from './b'; export interface I extends A {}"}, ["x: string"]),
        ({"c.ts": TARGET, "b.ts": "export * as N from './c'", "a.ts": "import { N } from './b'; export interface I extends N.A {}"}, ["x: string"]),
        ({"c.ts": TARGET, "b.ts": "export { A as B } from './c'", "a.ts": "import { B } from './b'; export interface I extends B {}"}, ["x: string"]),
        ({"b.ts": f"namespace N {{ {TARGET} }} export {{ N }}", "a.ts": "import { N } from './b'; export interface I extends N.A {}"}, ["x: string"]),
        ({"b.ts": "export default interface A { x: string }", "a.ts": "import Any from './b'; export interface I extends Any {}"}, ["x: string"]),
        ({"b.ts": "interface A { x: string } export default A", "a.ts": "import Any from './b'; export interface I extends Any {}"}, ["x: string"]),
        ({"b.ts": TARGET, "a.ts": "import * as b from './b'; import Q = b.A; export interface I { a: Q }"}, ["a: A"]),
        ({"b.ts": TARGET, "a.ts": "export interface I { a: import('./b').A; b: import('./b').A[] }"}, ["a: A", "b: A[]"]),
        ({"a.ts": "export * from './b'; export interface I { a: J }  interface J { x: I }", "b.ts": "export * from './a'"}, ["a: J"]),
        ({"a.ts": "export { B } from './b'; export interface A { x: string }", "b.ts": "export { A } from './a'; export interface B {}", "c.ts": "import { A } from './b'; export interface I extends A {}"}, ["x: string"]),
        ({"a.ts": "type P = Q[] | string; type Q = P | null; export interface I { a: P; b: Q }"}, ["a: P", "b: Q"]),
        ({"a.ts": "export interface I<T = string> extends J<T> {} interface J<V> { a: V; b: V[] }"}, ["a: T0", "b: T0[]"]),
        ({"a.ts": "export interface I extends J<string> {} interface J<V> { a: V; b: (x: V) => V }"}, ["a: string", "b: (string) => string"]),
        ({"a.ts": "const Q = { A: 'x', B: 'y' } as const; type T = (typeof Q)[keyof typeof Q]; export interface I { a: T; b: typeof Q.A }"}, ["a: T", "b: 'x'"]),
        ({"a.ts": "type P = { a: string; b: P | null }; export interface I { a: P['a']; b: keyof P }"}, ["a: string", "b: 'a' | 'b'"]),
        ({"a.ts": "type Loop = Loop[]; export interface I { a: Loop }"}, ["a: Loop"]),
        ({"a.ts": "enum E { X = 'x', Y = 'y' } export interface I { a: E; b: E.X }"}, ["a: E", "b: 'x'"]),
        ({"a.ts": "export interface I { a: Exclude<'x' | 'y', 'x'>; b: NonNullable<string | null> }"}, ["a: 'y'", "b: string"]),
    ],
)  # fmt: skip
def test_names_of_typescript(files: dict[str, str], expected: list[str]) -> None:
    assert members(files) == expected


HEAD = "from dataclasses import dataclass\n"
BASE = f"{HEAD}\n@dataclass\nclass A:\n    x: str\n"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"b.py": BASE, "a.py": f"{HEAD}from b import A\n@dataclass\nclass I(A):\n    y: int\n"}, ["y: number", "x: string"]),
        ({"p/b.py": BASE, "p/__init__.py": "", "p/a.py": f"{HEAD}from .b import A as Q\n@dataclass\nclass I(Q): ...\n"}, ["x: string"]),
        ({"p/b.py": BASE, "p/__init__.py": "from .b import A\n", "a.py": f"{HEAD}from p import A\n@dataclass\nclass I(A): ...\n"}, ["x: string"]),
        ({"p/b.py": BASE, "p/__init__.py": "", "p/a.py": f"{HEAD}from . import b\n@dataclass\nclass I(b.A): ...\n"}, ["x: string"]),
        ({"p/b.py": BASE, "p/__init__.py": "", "a.py": f"{HEAD}import p.b\n@dataclass\nclass I:\n    a: p.b.A\n"}, ["a: A"]),
        ({"a.py": "from __future__ import annotations\nfrom typing import *\nimport typing as t\nclass I(t.Protocol):\n    a: 't.Optional[int]'\n    def put(self, x: 'list[str]') -> 'I | None': ...\n"}, ["a: number | null", "put(string[]): I | null"]),
        ({"a.py": "from typing import Literal, NamedTuple\nclass I(NamedTuple):\n    a: Literal['x', 2]\n    b: tuple[int, str] = (1, '')\n"}, ["a: 'x' | 2", "b: [number, string]"]),
        ({"a.py": "from typing import TypedDict, NotRequired\nclass I(TypedDict, total=False):\n    a: str\nclass J(TypedDict):\n    b: NotRequired[int]\n"}, ["a?: string"]),
        ({"a.py": "from pydantic import BaseModel, Field\nclass I(BaseModel):\n    a: str = Field(alias='x')\n    b: int | None = None\n    _c: int = 1\n"}, ["a: string", "b?: number"]),
        ({"a.py": "import msgspec\nclass I(msgspec.Struct, rename='camel'):\n    my_name: dict[str, float]\n"}, ["my_name: { [key: string]: number }"]),
        ({"a.py": "import attrs\n@attrs.define\nclass I:\n    a: set[str]\n    def move(self): return 1\n"}, ["a: Set<string>", "move(): ?"]),
        ({"a.py": "class I[T: int]:\n    a: list[T]\n    def put[U](self, x: U, *rest: T, y: int = 1) -> T: ...\ntype X[T] = T | None\n"}, ["a: T0[]", "put<U0>(U0, ...T0[], number?): T0"]),
        ({"a.py": "from typing import Generic, TypeVar, Annotated, ClassVar\nT = TypeVar('T', bound=str)\nclass I(Generic[T]):\n    a: Annotated[T, 1]\n    b: ClassVar[int] = 1\n    def __init__(self, c: int, d) -> None:\n        self.c = c\n        self._d = d\n"}, ["a: T0", "c: number"]),
    ],
)  # fmt: skip
def test_names_of_python(files: dict[str, str], expected: list[str]) -> None:
    assert members(files) == expected


def test_an_enum_of_python_has_values() -> None:
    files = {"a.py": "from enum import StrEnum, auto\nclass I(StrEnum):\n    A = 'x'\n    B_C = auto()\nN = 1\n"}
    assert [(member.name, text(member.type)) for member in named(files).members] == [("A", "'x'"), ("B_C", "'b_c'")]


def test_names_of_all_are_exported_and_no_other() -> None:
    files = {"a.py": f"{BASE}\nclass Hidden:\n    y: int\n__all__ = ['A']\n"}
    assert [shape.name for shape in shapes(files)] == ["A"]


def test_paths_of_tsconfig_are_followed() -> None:
    config = '{ // comment\n "compilerOptions": { "baseUrl": "./src", "paths": { "@shop/*": ["domain/*"], "one": ["x.ts"], }, } }'
    mapping = path_mapping("app/tsconfig.json", config)
    assert mapping is not None
    assert candidates("app/src/a.ts", "@shop/order", (mapping,))[0] == "app/src/domain/order.ts"
    assert candidates("app/src/a.ts", "one", (mapping,))[0] == "app/src/x.ts"
    assert candidates("other/a.ts", "@shop/order", (mapping,)) == ()
    files = {"app/src/domain/order.ts": TARGET, "app/src/a.ts": "import { A } from '@shop/order'; export interface I extends A {}"}  # fmt: skip
    assert [member.name for each in shapes(files, (mapping,)) if each.name == "I" for member in each.members] == ["x"]
    assert path_mapping("tsconfig.json", "{") is None


def test_imports_of_the_project_that_name_nothing_are_told() -> None:
    found = scope(
        {"a.ts": "import { A, B } from './b'; import { C } from './c'; import { z } from 'zod'", "b.ts": TARGET}
    )
    assert [(path, each.name, each.module) for path, each in found.unresolved()] == [
        ("a.ts", "B", "./b"),
        ("a.ts", "C", "./c"),
    ]


def test_a_shape_survives_being_written() -> None:
    shape = named(
        {"a.ts": "type U = string & { readonly b: 'U' }; export interface I { a: U; put(x: U[]): Promise<I> }"}
    )
    plain = written(shape)
    assert "place" not in str(plain)
    assert [member_text(member) for member in restored(plain).members] == [member_text(m) for m in shape.members]
    assert written(restored(plain)) == plain


FILES = {
    "a.ts": "import { B } from './b'; export interface A { b: B; c: Hidden } interface Hidden { x: string }",
    "b.ts": "import { C } from './c'; export type B = C | null; export interface B2 extends C {}",
    "c.ts": "export interface C { x: string } interface D { y: string }",
    "d.ts": "export interface Far { x: string }",
}


@pytest.mark.parametrize(
    ("path", "content", "kept"),
    [
        ("a.ts", "export interface A { x: number }", ["B", "B2", "C", "Far"]),
        ("c.ts", "export interface C { x: number }", ["Far"]),
        ("d.ts", "export {}", ["A", "B", "B2", "C"]),
        ("d.ts", "export { D } from './c'", ["Far"]),
        ("c.ts", "export interface C {", ["Far"]),
    ],
)
def test_what_did_not_change_is_used_again(path: str, content: str, kept: list[str]) -> None:
    before = Resolver(scope(FILES))
    first = {shape.name: shape for shape in before.shapes()}
    readings = {**before.scope.readings, path: reading(path, content)}
    again = Resolver(Scope(readings, earlier=before.scope), earlier=before)
    fresh = Resolver(Scope(readings))
    assert again.shapes() == fresh.shapes()
    same = [shape.name for shape in again.shapes() if shape is first.get(shape.name)]
    assert [name for name in kept if name in {shape.name for shape in again.shapes()} and name not in same] == []
