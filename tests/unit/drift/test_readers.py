"""What a reader sees of one file: places to the character, what is exported, and how far a mistake reaches."""

from __future__ import annotations

import pytest

from moment.drift.readers import python, typescript
from moment.drift.reading import Reading, decode, encode, key
from moment.drift.types import Union
from moment.text.span import Place
from tests.unit.drift.sides import reading

TYPESCRIPT = """\ufeff// größe 注文
/** @deprecated one word for it. Use `Order`. */
export interface Größe extends Base<string> {
  readonly 'some-name'?: readonly Line[]; // 🚚
  /**
   * @deprecated no longer
   */
  put(x: Line): void
}
export class Box { constructor(readonly inside: Map<string, Line>) {} get size(): number { return 1 } }
export enum Mood { Good = 'good', Bad = 1 << 2, Worse }
"""
PYTHON = '''# größe 注文
from dataclasses import dataclass


@dataclass(frozen=True)
class Größe(Base):
    """What it is.

    Deprecated: one word for it. Use `Order`.
    """

    ein_maß: "list[Line] | None" = None  # 🚚
    note: str = ""
    """Deprecated: no longer."""

    def put(self, x: Line) -> None: ...


Mood = Literal["good"]
'''


def said(text: str, place: Place) -> str:
    return text[place.start : place.end]


def places(text: str, found: Reading) -> list[tuple[str, str, str]]:
    return [
        (declaration.name, said(text, member.place), said(text, member.type_place))
        for declaration in found.declarations
        for member in declaration.members
    ]


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_places_in_typescript_are_those_of_the_text(ending: str) -> None:
    text = TYPESCRIPT.replace("\n", ending)
    found = reading("a.ts", text)
    assert places(text, found) == [
        ("Größe", "'some-name'", "readonly Line[]"),
        ("Größe", "put", "void"),
        ("Box", "inside", "Map<string, Line>"),
        ("Box", "size", "number"),
        ("Mood", "Good", "'good'"),
        ("Mood", "Bad", "1 << 2"),
        ("Mood", "Worse", ""),
    ]
    first = found.declarations[0]
    assert said(text, first.place) == "Größe"
    assert said(text, first.extent).startswith("interface Größe extends")
    assert said(text, first.members[0].extent) == "readonly 'some-name'?: readonly Line[]"


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_places_in_python_are_those_of_the_text(ending: str) -> None:
    text = PYTHON.replace("\n", ending)
    found = reading("a.py", text)
    assert places(text, found) == [
        ("Größe", "ein_maß", '"list[Line] | None"'),
        ("Größe", "note", "str"),
        ("Größe", "put", "None"),
    ]
    assert said(text, found.declarations[0].place) == "Größe"
    assert said(text, found.declarations[1].extent) == 'Mood = Literal["good"]'


@pytest.mark.parametrize(("path", "text"), [("a.ts", TYPESCRIPT), ("a.py", PYTHON)])
def test_deprecations_have_reason_and_replacement(path: str, text: str) -> None:
    found = reading(path, text)
    deprecated = found.declarations[0].deprecated
    assert deprecated is not None
    assert (deprecated.reason, deprecated.replacement) == ("one word for it", "Order")
    inner = [member.deprecated for member in found.declarations[0].members if member.deprecated is not None]
    assert [(each.reason, each.replacement) for each in inner] == [("no longer", "")]


def test_the_values_of_an_enum_are_computed() -> None:
    text = "export enum E { A, B = 5, C, D = 'x', E = A | 4, F = -B, G = `t`, H = f() , I = 1 << 3, J = 1 << 33, K = -1 >>> 28, L = 1 / 0, M = ~5, N = 0x10 }"
    members = reading("a.ts", text).declarations[0].members
    assert [(member.name, getattr(member.type, "text", None), member.implicit) for member in members] == [
        ("A", "0", True), ("B", "5", False), ("C", "6", True), ("D", '"x"', False), ("E", "4", False),
        ("F", "-5", False), ("G", '"t"', False), ("H", "", False), ("I", "8", False),
        ("J", "2", False), ("K", "15", False), ("L", "", False), ("M", "-6", False), ("N", "16", False),
    ]  # fmt: skip


def test_strings_are_compared_by_value() -> None:
    text = "export type Q = 'a\\u0062\\x63\\u{64}\\n' | '\\ud83d\\ude9a' | '\\u{1F69A}' | '\\ud83d' | '\\u{FFFFFFF}' | 1_000 | 0x1f | 5n | -2"
    found = reading("a.ts", text).declarations[0].type
    assert isinstance(found, Union)
    assert [getattr(each, "text", "") for each in found.items] == [
        '"abcd\\n"', '"🚚"', '"🚚"', '"\ufffd"', '"\ufffd"', "1000", "31", "5n", "-2",
    ]  # fmt: skip


FINE, WHOLE = "", "damage"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("export interface I { a: T }", FINE),
        ("export interface I { a: T } export function f() { let = }", FINE),
        ("export interface I { a: T } const x = f(1 +, 2);", FINE),
        ("export class I { a!: T; m() { return 1 + } }", FINE),
        ("export interface I { a: ; } export interface J { b: T }", "I"),
        ("export interface I { a: T b: U } export interface J { b: T }", WHOLE),
        ("export namespace N { export interface I { a: ; } } export interface J { b: T }", "N.I"),
        ("export interface I { a: T ", WHOLE),
        ("export interface I { a: T } }", WHOLE),
        ("export interface I { a: T } export", WHOLE),
        ("export interface I { a: ; }", "I"),
        ("export interface I { a: T }\nexport type J = 'a' |", WHOLE),
        ("export type T = 'a' |\nexport interface J { a: T }", WHOLE),
        ("import { A from './b'; export interface J { a: T }", WHOLE),
        ("export interface J { a: T }\n<<<<<<< HEAD\nexport interface K { a: T }\n=======\n>>>>>>> x\n", WHOLE),
        ("export const text = `\n<<<<<<< HEAD\n`; export interface J { a: T }", FINE),
        ("const pattern = /[{(]/; const t = `${ '}' }`; // }\n export interface I { a: T }", FINE),
        ("namespace Inner { export interface A { a: T } } from(x).y(); new Foo(); export interface I { a: T }", FINE),
        ("export type * from './b'; export type { A } from './c'; export interface I { a: import('./d').E<T> }", FINE),
    ],
)
def test_how_far_a_mistake_in_typescript_reaches(text: str, expected: str) -> None:
    found = typescript.read(text.encode())
    broken = [declaration.name for declaration in found.declarations if declaration.damage]
    assert (WHOLE if found.damage is not None else " ".join(broken)) == expected


REST = "\n\n\nclass Last:\n    a: int\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("class I:\n    a: int", FINE),
        ("def f():\n    let = = 1", FINE),
        ("class I:\n    a: int\n\n    def m(self):\n        return 1 +\n\n    b: int", FINE),
        ("class I:\n    a: = 1", "I"),
        ("class I:\n    a: int\n\n    def m(self, :):\n        pass", "I"),
        ("class I:\n    a: list[int\n", WHOLE),
        ("x = (1", WHOLE),
        ("x = = 1", WHOLE),
        ("<<<<<<< HEAD\nx = 1\n=======\n>>>>>>> a", WHOLE),
    ],
)
def test_how_far_a_mistake_in_python_reaches(text: str, expected: str) -> None:
    found = python.read((text + REST).encode())
    broken = [declaration.name for declaration in found.declarations if declaration.damage]
    assert (WHOLE if found.damage is not None else " ".join(broken)) == expected
    if found.damage is None:
        assert [each.name for each in found.declarations][-1] == "Last"


def test_a_mistake_at_the_end_of_a_file_may_be_the_beginning_of_more() -> None:
    assert python.read(b"class A:\n    a: int\n\n\nclass B:\n    b: =\n").damage is not None


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\xff\xfee\x00", "it is written in UTF-16"),
        (b"\xfe\xff\x00e", "it is written in UTF-16"),
        ("export interface Größe {}".encode("latin-1"), "it is not UTF-8"),
    ],
)
def test_other_bytes_are_no_text(data: bytes, reason: str) -> None:
    for damage in (typescript.read(data).damage, python.read(data).damage):
        assert damage is not None
        assert damage.reason == reason


def test_the_place_of_the_first_bad_byte_is_told() -> None:
    damage = typescript.read("export interface Größe {}\n".encode() + b"\xe4").damage
    assert damage is not None
    assert damage.place == Place("", 26, 27)


def test_a_reading_is_kept_by_content_and_comes_back_as_it_was() -> None:
    found = {key(TYPESCRIPT.encode()): reading("a.ts", TYPESCRIPT), key(PYTHON.encode()): reading("a.py", PYTHON)}
    assert decode(encode(found)) == found
    assert decode(b"{") == {}
    assert decode(b'{"x": 1}') == {}
    assert key(b"a") != key(b"b")


def test_jsx_is_read_in_tsx_files() -> None:
    text = "export interface I { a: T }\nexport const View = (props: I) => <div title='x'>{props.a}</div>;\n"
    assert typescript.read(text.encode(), dialect="tsx").damage is None
