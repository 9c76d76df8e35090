"""Edits of TypeScript in the manner of the file: whole texts before and after."""

from __future__ import annotations

from typing import Literal

import pytest

from moment.diagnostics.edits import apply
from moment.drift.patch.code import (
    CodeEdit,
    InsertMember,
    InsertSymbol,
    RemoveMember,
    RemoveSymbol,
    UpdateMember,
    Written,
)
from moment.drift.patch.result import Patched, Refused
from moment.drift.patch.typescript import patched
from moment.drift.types import Deprecation

PATH = "src/order.ts"
SOURCES = {"Money": "src/money.ts", "Line": "lib/line/index.ts", "v4": "uuid"}


def insert(name: str, type_: str, after: str | None = None, *, optional: bool = False, why: str = "") -> InsertMember:
    deprecated = Deprecation(why, "b") if why else None
    return InsertMember(PATH, "I", Written(name, type_, optional, True, deprecated), after)


def case(value: str, after: str | None = None) -> InsertMember:
    return InsertMember(PATH, "I", Written(value, value=value), after)


def update(member: str, aspect: Literal["type", "optional", "readonly", "deprecated", "value"], value: str) -> CodeEdit:
    return UpdateMember(PATH, "I", member, aspect, value)


def remove(member: str) -> CodeEdit:
    return RemoveMember(PATH, "I", member)


def changed(text: str, *edits: CodeEdit) -> str:
    result = patched({PATH: text}, edits, sources=SOURCES)
    assert isinstance(result, Patched), result
    assert apply(text, result.edits) == result.texts[PATH]
    return result.texts[PATH]


NEW = (insert("n", "readonly Date[]", "a"), insert("f", "string", ""), insert("o", "string", optional=True, why="old"))
STYLES = {
    "readonly, comments": (
        "export interface I {\n  readonly a: string; // first\n  /** the b */\n  readonly b?: number;\n}\n",
        (
            "export interface I {\n  readonly f: string;\n  readonly a: string; // first\n  readonly n: readonly Date[];\n"
            "  /** the b */\n  readonly b?: number;\n  /** @deprecated old. Use `b`. */\n  readonly o?: string;\n}\n"
        ),
    ),
    "one line, commas": (
        "interface I { a: string, b?: number }\n",
        "interface I { f: string, a: string, n: Date[], b?: number, /** @deprecated old. Use `b`. */ o?: string }\n",
    ),
    "one line, semicolons behind all": (
        "interface I { a: string; b?: number; }\n",
        "interface I { f: string; a: string; n: Date[]; b?: number; /** @deprecated old. Use `b`. */ o?: string; }\n",
    ),
    "tabs, no semicolons, an alias": (
        "export type I = {\n\ta: string\n\tb: number\n}\n",
        (
            "export type I = {\n\tf: string\n\ta: string\n\tn: Date[]\n\tb: number\n"
            "\t/** @deprecated old. Use `b`. */\n\to?: string\n}\n"
        ),
    ),
    "CRLF, four blanks": (
        "export interface I {\r\n    a: string;\r\n    b: number;\r\n}\r\n",
        (
            "export interface I {\r\n    f: string;\r\n    a: string;\r\n    n: Date[];\r\n    b: number;\r\n"
            "    /** @deprecated old. Use `b`. */\r\n    o?: string;\r\n}\r\n"
        ),
    ),
    "parameters of a constructor": (
        (
            "export class I {\n  constructor(\n    readonly a: string,\n    private readonly z: number,\n"
            "    readonly b?: number,\n  ) {}\n}\n"
        ),
        (
            "export class I {\n  constructor(\n    readonly f: string,\n    readonly a: string,\n"
            "    readonly n: readonly Date[],\n    private readonly z: number,\n    readonly b?: number,\n"
            "    /** @deprecated old. Use `b`. */\n    readonly o?: string,\n  ) {}\n}\n"
        ),
    ),
    "fields of a class": (
        "export class I {\n  public a!: string;\n\n  #h = 1;\n\n  log(): void {}\n}\n",
        (
            "export class I {\n  public f!: string;\n  public a!: string;\n  public n!: Date[];\n"
            "  /** @deprecated old. Use `b`. */\n  public o?: string;\n\n  #h = 1;\n\n  log(): void {}\n}\n"
        ),
    ),
    "an empty body": (
        "export interface I {}\n",
        (
            "export interface I {\n  readonly f: string;\n  readonly n: readonly Date[];\n"
            "  /** @deprecated old. Use `b`. */\n  readonly o?: string;\n}\n"
        ),
    ),
}


@pytest.mark.parametrize("style", STYLES)
def test_new_members_look_like_their_siblings(style: str) -> None:
    before, after = STYLES[style]
    assert after == changed(before, *NEW)


REMOVED = {
    "the doc comment goes too": (
        "interface I {\n  a: string;\n  /** the b */\n  b: number; // cents\n}\n", "b", "interface I {\n  a: string;\n}\n"
    ),
    "the first of a line": ("interface I { a: string, b?: number }\n", "a", "interface I { b?: number }\n"),
    "the last of a line": ("interface I { a: string, b?: number }\n", "b", "interface I { a: string }\n"),
    "the last parameter": (
        "class I { constructor(readonly a: string, readonly b: number) {} }\n", "b",
        "class I { constructor(readonly a: string) {} }\n",
    ),
    "without semicolons": ("type I = {\n\ta: string\n\tb: number\n}\n", "b", "type I = {\n\ta: string\n}\n"),
    "a pair of accessors": (
        "class I {\n  get b() { return 1 }\n  set b(x: number) {}\n  a = 1\n}\n", "b", "class I {\n  a = 1\n}\n"
    ),
    "a case of a union": ("type I = 'a' | 'b' | 'c';\n", "b", "type I = 'a' | 'c';\n"),
    "a case on its line": ("type I =\n  | 'a'\n  | 'b' // why\n  | 'c';\n", "b", "type I =\n  | 'a'\n  | 'c';\n"),
    "the last case on its line": ("type I =\n  | 'a'\n  | 'b';\n", "b", "type I =\n  | 'a';\n"),
    "a case of an enum": ("enum I {\n  a = 'a',\n  b = 'b'\n}\n", "b", "enum I {\n  a = 'a'\n}\n"),
    "a case of a constant array": (
        "const all = ['a', 'b'] as const;\ntype I = (typeof all)[number];\n", "b",
        "const all = ['a'] as const;\ntype I = (typeof all)[number];\n",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REMOVED)
def test_a_removed_member_takes_what_is_its_own(name: str) -> None:
    before, member, after = REMOVED[name]
    assert after == changed(before, remove(member))


CASES = {
    "a union on one line": ("type I = 'x' | 'y';\n", "type I = 'f' | 'x' | 'n' | 'y' | 'l';\n"),
    "a union of lines": (
        'type I =\n  | "x"\n  | "y" // why\n  ;\n', 'type I =\n  | "f"\n  | "x"\n  | "n"\n  | "y" // why\n  | "l"\n  ;\n'
    ),
    "an enum": (
        "enum I {\n  x = 'x',\n  y = 'y'\n}\n",
        "enum I {\n  f = 'f',\n  x = 'x',\n  n = 'n',\n  y = 'y',\n  l = 'l'\n}\n",
    ),
    "an enum of numbers keeps their values": ("enum I { x, y }\n", "enum I { x, y, n, f, l }\n"),
    "a constant array": (
        "const all = ['x', 'y'] as const;\ntype I = (typeof all)[number];\n",
        "const all = ['f', 'x', 'n', 'y', 'l'] as const;\ntype I = (typeof all)[number];\n",
    ),
    "a constant object": (
        "const all = { x: 'x', y: 'y' } as const;\ntype I = (typeof all)[keyof typeof all];\n",
        "const all = { f: 'f', x: 'x', n: 'n', y: 'y', l: 'l' } as const;\ntype I = (typeof all)[keyof typeof all];\n",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_new_cases_of_an_enum(name: str) -> None:
    before, after = CASES[name]
    assert after == changed(before, case("n", "x"), case("f", ""), case("l"))


UPDATED: dict[str, tuple[str, list[CodeEdit], str]] = {
    "optional": ("interface I { a: string }\n", [update("a", "optional", "true")], "interface I { a?: string }\n"),
    "required": (
        "interface I { a?: string | undefined }\n", [update("a", "optional", "false")], "interface I { a: string }\n"
    ),
    "a field of a class that becomes optional": (
        "class I { a!: string }\n", [update("a", "optional", "true")], "class I { a?: string }\n"
    ),
    "and required": ("class I { a?: string }\n", [update("a", "optional", "false")], "class I { a!: string }\n"),
    "a type in the quotes of the file": (
        'interface I { a: "x" }\n', [update("a", "type", "'x' | 'y'")], 'interface I { a: "x" | "y" }\n'
    ),
    "a type that was inferred": ("class I { a = 1 }\n", [update("a", "type", "number")], "class I { a: number = 1 }\n"),
    "readonly": ("interface I { a: 1 }\n", [update("a", "readonly", "true")], "interface I { readonly a: 1 }\n"),
    "a parameter that stays a property": (
        "class I { constructor(readonly a: 1) {} }\n", [update("a", "readonly", "false")],
        "class I { constructor(public a: 1) {} }\n",
    ),
    "the value of a case": (
        "enum I { A = 'a', B = 'b' }\n", [update("A", "value", "c")], "enum I { A = 'c', B = 'b' }\n"
    ),
    "a deprecation beside a text": (
        "interface I {\n  /** text */\n  a: 1\n}\n", [update("a", "deprecated", "gone -> b")],
        "interface I {\n  /**\n   * text\n   * @deprecated gone. Use `b`.\n   */\n  a: 1\n}\n",
    ),
    "a deprecation among tags": (
        "interface I {\n  /**\n   * text\n   * @deprecated old\n   * words\n   * @see b\n   */\n  a: 1\n}\n",
        [update("a", "deprecated", "new")],
        "interface I {\n  /**\n   * text\n   * @see b\n   * @deprecated new.\n   */\n  a: 1\n}\n",
    ),
    "no deprecation any more": (
        "interface I {\n  /** @deprecated old */\n  a: 1\n}\n", [update("a", "deprecated", "")],
        "interface I {\n  a: 1\n}\n",
    ),
    "a declaration": (
        "export interface I { a: 1 }\n", [update("", "deprecated", "all")],
        "/** @deprecated all. */\nexport interface I { a: 1 }\n",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", UPDATED)
def test_an_update_replaces_only_what_it_says(name: str) -> None:
    before, edits, after = UPDATED[name]
    assert after == changed(before, *edits)


IMPORTS = {
    "an import that is extended": (
        "import type { A } from './money.js'\ninterface I { a: A }\n", "Money",
        "import type { A, Money } from './money.js'\ninterface I { a: A; n: Money }\n",
    ),
    "an import of several lines": (
        "import type {\n  A,\n  B,\n} from './money';\ninterface I { a: A }\n", "Money",
        "import type {\n  A,\n  B,\n  Money,\n} from './money';\ninterface I { a: A; n: Money }\n",
    ),
    "a new import with the suffix of the others": (
        "import { q } from './q.ts';\n\ninterface I { a: q }\n", "Money",
        "import { q } from './q.ts';\nimport type { Money } from './money.ts';\n\ninterface I { a: q; n: Money }\n",
    ),
    "an index without suffix": (
        'import { q } from "./q"\ninterface I { a: q }\n', "readonly Line[]",
        'import { q } from "./q"\nimport type { Line } from "../lib/line"\ninterface I { a: q; n: Line[] }\n',
    ),
    "the first import stands behind what heads the file": (
        "// licence\n\n/** doc */\ninterface I { a: 1 }\n", "Money",
        "// licence\n\nimport type { Money } from './money.js';\n\n/** doc */\ninterface I { a: 1; n: Money }\n",
    ),
    "a package": (
        "interface I { a: 1 }\n", "typeof v4", "import type { v4 } from 'uuid';\n\ninterface I { a: 1; n: typeof v4 }\n"
    ),
    "a name that is known": ("interface I<T> { a: T }\n", "T[]", "interface I<T> { a: T; n: T[] }\n"),
}  # fmt: skip


@pytest.mark.parametrize("name", IMPORTS)
def test_imports_are_extended_or_added(name: str) -> None:
    before, type_, after = IMPORTS[name]
    assert after == changed(before, insert("n", type_))


def test_declarations_come_to_the_end_and_go_with_what_exports_them() -> None:
    before = 'export interface I {\r\n\ta: "x"\r\n}\r\n\r\n/** doc */\r\nclass U {}\r\nexport { U, I as J }\r\n'
    new = "export interface Address {\n  readonly street: 'x';\n}\n"
    after = changed(before, InsertSymbol(PATH, new), RemoveSymbol(PATH, "U"))
    assert after == (
        'export interface I {\r\n\ta: "x"\r\n}\r\n\r\nexport { I as J }\r\n\r\n'
        'export interface Address {\r\n\treadonly street: "x"\r\n}\r\n'
    )


def test_a_new_file() -> None:
    result = patched({}, [InsertSymbol("src/new.ts", "export interface A {\n  a: Money;\n}\n")], sources=SOURCES)
    assert isinstance(result, Patched)
    expected = "import type { Money } from './money.js';\n\nexport interface A {\n  a: Money;\n}\n"
    assert result.texts == {"src/new.ts": expected}


REFUSALS: dict[str, tuple[str, CodeEdit, str]] = {
    "no such file": (
        "interface I { a: 1 }\n", RemoveMember("src/other.ts", "I", "a"), "the file is not there"
    ),
    "no such symbol": ("interface J { a: 1 }\n", remove("a"), "the file declares no `I`"),
    "no such member": ("interface I { a: 1 }\n", remove("b"), "`I` has no member `b` of its own"),
    "a member that is there": ("interface I { a: 1 }\n", insert("a", "string"), "`I` has a member `a` already"),
    "a type from nowhere": (
        "interface I { a: 1 }\n", insert("b", "Q"), "the file knows no `Q`, and nothing says where it comes from"
    ),
    "a type that does not read": (
        "interface I { a: 1 }\n", insert("b", "{ x"), "the text would not read any more: a bracket has no partner"
    ),
    "a type that says more": (
        "interface I { a: 1 }\n", insert("b", "string; c: number"), "the text would not say what it should"
    ),
    "a broken file": ("interface I { a: 1\n", remove("a"), "the file cannot be read: a bracket has no partner"),
    "the last case": ("type I = 'a';\n", remove("a"), "nothing would be left of the union"),
    "values that would shift": ("enum I { A, B }\n", remove("A"), "the text would not say what it should"),
    "inference": ("type I = z.infer<typeof s>;\n", insert("a", "string"), "`I` has no members that could be written one by one"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSALS)
def test_what_cannot_be_written_is_refused_with_a_reason(name: str) -> None:
    before, edit, reason = REFUSALS[name]
    result = patched({PATH: before}, [edit], sources=SOURCES)
    assert isinstance(result, Refused)
    assert reason == result.reason
