"""New names in TypeScript: every certain use in every file, nothing that only looks like one."""

from __future__ import annotations

from pathlib import Path

import pytest

from moment.diagnostics.edits import unified
from moment.drift.patch.code import RenameMember, RenameSymbol
from moment.drift.patch.result import Patched, Refused
from moment.drift.patch.typescript import patched

PROJECT = Path(__file__).parents[3] / "conformance" / "patched" / "typescript"
TEXTS = {str(path.relative_to(PROJECT)): path.read_text(encoding="utf-8") for path in sorted(PROJECT.rglob("*.ts"))}
ORDER = "src/order.ts"


def changed(texts: dict[str, str], *edits: RenameMember | RenameSymbol) -> dict[str, str]:
    result = patched(texts, edits)
    assert isinstance(result, Patched), result
    return {**texts, **result.texts}


def lines(old: dict[str, str], new: dict[str, str]) -> list[str]:
    """The lines that came, with their file."""
    found = []
    for path, text in new.items():
        diff = unified(path, old[path], text).splitlines()[2:]
        found += [f"{path}: {line[1:].strip()}" for line in diff if line.startswith("+")]
    return found


def one(text: str, member: str = "a", name: str = "b") -> str:
    before = {"a.ts": f"export interface I {{ {member}: string; inner: I; all: readonly I[] }}\n{text}\n"}
    new = changed(before, RenameMember("a.ts", "I", member, name))["a.ts"]
    return new.split("\n", 1)[1].rstrip("\n")


USES = {
    "a parameter": ("(x: I) => x.a", "(x: I) => x.b"),
    "an optional chain": ("(x?: I) => x?.a", "(x?: I) => x?.b"),
    "a string in brackets": ("(x: I) => x['a']", "(x: I) => x['b']"),
    "a member of a member": ("(x: I) => x.inner.all[0]!.a", "(x: I) => x.inner.all[0]!.b"),
    "a destructured parameter": ("({ a }: I) => a", "({ b: a }: I) => a"),
    "a destructured parameter with a default": ("({ a = '' }: I) => a", "({ b: a = '' }: I) => a"),
    "a destructured member": ("({ inner: { a: x } }: I) => x", "({ inner: { b: x } }: I) => x"),
    "a long form that becomes short": ("({ a: b }: I) => b", "({ b }: I) => b"),
    "a loop": ("(x: I) => { for (const y of x.all) y.a }", "(x: I) => { for (const y of x.all) y.b }"),
    "a callback": ("(x: I) => x.all.map((y) => y.a)", "(x: I) => x.all.map((y) => y.b)"),
    "a callback of a chain": (
        "(x: I) => x.all.filter((y) => y.a).map(({ a }) => a)", "(x: I) => x.all.filter((y) => y.b).map(({ b: a }) => a)"
    ),
    "a variable": ("const x: I = { a: '' } as I", "const x: I = { b: '' } as I"),
    "a shorthand": ("const f = (a: string): I => ({ a })", "const f = (a: string): I => ({ b: a })"),
    "what a function returns": ("function f(): I { return { a: '' } }\nf().a", "function f(): I { return { b: '' } }\nf().b"),
    "what is awaited": (
        "async function f(): Promise<I> { return { a: '' } }\nexport const g = async () => (await f()).a",
        "async function f(): Promise<I> { return { b: '' } }\nexport const g = async () => (await f()).b",
    ),
    "an argument": ("function f(x: I) {}\nf({ a: '', inner: { a: '' } })", "function f(x: I) {}\nf({ b: '', inner: { b: '' } })"),
    "an alias and a partial": ("type J = Partial<I>;\n(x: J) => x.a", "type J = Partial<I>;\n(x: J) => x.b"),
    "an indexed type": ("type A = I['a'] | Omit<I, 'a' | 'inner'>", "type A = I['b'] | Omit<I, 'b' | 'inner'>"),
    "an heir": ("interface J extends I {}\n(x: J) => x.a", "interface J extends I {}\n(x: J) => x.b"),
    "a class that implements it": (
        "class C implements I { a = ''; all = []; inner = this; f() { return this.a } }",
        "class C implements I { b = ''; all = []; inner = this; f() { return this.b } }",
    ),
    "an assertion": ("(x: unknown) => (x as I).a", "(x: unknown) => (x as I).b"),
    "a parameter of the same name": ("(x: I, a: string) => a + x.a", "(x: I, a: string) => a + x.b"),
    "another type": ("(x: { a: 1 }, y: I) => x.a", "(x: { a: 1 }, y: I) => x.a"),
    "a type that hides it": ("function f<I extends { a: 1 }>(x: I) { x.a }", "function f<I extends { a: 1 }>(x: I) { x.a }"),
    "a variable that hides it": (
        "(x: I) => { const f = (x: { a: 1 }) => x.a; return f }", "(x: I) => { const f = (x: { a: 1 }) => x.a; return f }"
    ),
    "words": ("(x: I) => 'a' // a", "(x: I) => 'a' // a"),
}  # fmt: skip


@pytest.mark.parametrize("name", USES)
def test_certain_uses_of_a_member(name: str) -> None:
    before, after = USES[name]
    assert after == one(before)


def test_a_member_is_renamed_in_every_file() -> None:
    assert lines(TEXTS, changed(TEXTS, RenameMember(ORDER, "Line", "qty", "quantity"))) == [
        "src/order.ts: readonly quantity: number;",
        "src/order.ts: constructor(readonly sku: string, readonly quantity: number) { console.log(sku, { sku }); }",
        "src/order.ts: twice(): number { return this.quantity * 2; }",
        (
            "src/order.ts: export const total = (order: Order): number => "
            "order.lines.reduce((sum, line) => sum + line.quantity, 0);"
        ),
        "src/show.ts: const make = (sku: string): Line => ({ sku, 'quantity': 1 });",
        "src/show.ts: for (const { sku: s, quantity: qty = 2 } of lines) console.log(s, qty, sku);",
        "src/show.ts: const q: Line['quantity'] = 1;",
        "src/show.ts: async function load(): Promise<Line> { return { sku: 'a', quantity: 1 }; }",
        "src/show.ts: const order: O = { id: '1', lines: [{ sku: 'q', quantity: 1 }, got] };",
        "src/show.ts: const copy = { ...got, quantity: 3 } satisfies Line;",
        "src/stock.ts: export const all: Line[] = [new Impl('a', 1), { sku: 'b', quantity: 2 }];",
        "src/stock.ts: export const skus = all.filter((l) => l.quantity > 1).map(({ sku }) => sku);",
    ]


def test_a_declaration_is_renamed_in_every_file() -> None:
    assert lines(TEXTS, changed(TEXTS, RenameSymbol(ORDER, "Order", "Purchase"))) == [
        "src/order.ts: export interface Purchase {",
        "src/order.ts: export interface Big extends Purchase { readonly big: true }",
        (
            "src/order.ts: export const total = (order: Purchase): number => "
            "order.lines.reduce((sum, line) => sum + line.qty, 0);"
        ),
        "src/order.ts: export function first(order: Purchase): Line | undefined { return order.lines[0]; }",
        "src/show.ts: import type { Line, Purchase as O, Big } from './order.js';",
    ]


EVENT = (
    "export interface Placed { readonly _tag: 'Placed' }\nexport interface Lost { readonly _tag: 'Lost' }\n"
    "export type Both = Placed | Lost;\n"
)
TAGS = {
    "what is one": ("const x: Both = { _tag: 'Placed' }", "const x: Both = { _tag: 'Sent' }"),
    "what a list is of": ("const x: readonly Both[] = [{ _tag: 'Placed' }]", "const x: readonly Both[] = [{ _tag: 'Sent' }]"),
    "a comparison": ("(x: Both) => x._tag === 'Placed'", "(x: Both) => x._tag === 'Sent'"),
    "a comparison from behind": ("(x?: Both) => 'Placed' != x?.['_tag']", "(x?: Both) => 'Sent' != x?.['_tag']"),
    "a destructured tag": ("({ _tag }: Both) => _tag === 'Placed'", "({ _tag }: Both) => _tag === 'Sent'"),
    "a variable": ("(x: Both) => { const t = x._tag; t === 'Placed' }", "(x: Both) => { const t = x._tag; t === 'Sent' }"),
    "a tag by its type": ("const x: Both['_tag'] = 'Placed'", "const x: Both['_tag'] = 'Sent'"),
    "a switch": (
        "(x: Both) => { switch (x._tag) { case 'Placed': case 'Lost': } }", "(x: Both) => { switch (x._tag) { case 'Sent': case 'Lost': } }"
    ),
    "a list of tags": ("(x: Both) => ['Placed', 'Lost'].includes(x._tag)", "(x: Both) => ['Sent', 'Lost'].includes(x._tag)"),
    "a table": ("const x: Record<Both['_tag'], 1> = { Placed: 1, 'Lost': 1 }", "const x: Record<Both['_tag'], 1> = { Sent: 1, 'Lost': 1 }"),
    "a mapped type": (
        "type T = { [K in Both['_tag']]: K };\nconst x: T = { 'Placed': 'Placed' }", "type T = { [K in Both['_tag']]: K };\nconst x: T = { 'Sent': 'Placed' }"
    ),
    "a part of a union": ("type T = Extract<Both, { _tag: 'Placed' }>", "type T = Extract<Both, { _tag: 'Sent' }>"),
    "an heir": ("class C implements Placed { readonly _tag = 'Placed' }", "class C implements Sent { readonly _tag = 'Sent' }"),
    "any text": ("(x: string) => x === 'Placed'", "(x: string) => x === 'Placed'"),
    "another's tag": ("(x: { _tag: string }) => x._tag === 'Placed'", "(x: { _tag: string }) => x._tag === 'Placed'"),
    "two with the same tag": (
        "interface P { _tag: 'Placed' }\n(x: P | Placed) => x._tag === 'Placed'", "interface P { _tag: 'Placed' }\n(x: P | Sent) => x._tag === 'Placed'"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TAGS)
def test_the_tag_of_a_declaration_is_renamed_with_it(name: str) -> None:
    before, after = TAGS[name]
    new = changed({"a.ts": f"{EVENT}{before}\n"}, RenameSymbol("a.ts", "Placed", "Sent"))["a.ts"]
    assert f"{EVENT.replace('Placed', 'Sent')}{after}\n" == new


ENDINGS = {
    "an ending that the tag leaves out": (
        "interface PlacedEvent { type: 'Placed' }\n(x: PlacedEvent) => x.type === 'Placed'\n", "PlacedEvent", "SentEvent",
        "interface SentEvent { type: 'Sent' }\n(x: SentEvent) => x.type === 'Sent'\n",
    ),
    "an ending that goes": ("interface PlacedEvent { type: 'Placed' }\n", "PlacedEvent", "Sent", "interface Sent { type: 'Sent' }\n"),
    "a refusal": (
        "type PlaceRefusal = Refused<'Place', 'a'>;\n(x: PlaceRefusal) => x._tag === 'Place.Refused'\n", "PlaceRefusal", "SendRefusal",
        "type SendRefusal = Refused<'Send', 'a'>;\n(x: SendRefusal) => x._tag === 'Send.Refused'\n",
    ),
    "a tag of its own": ("interface Placed { type: 'P' }\n", "Placed", "Sent", "interface Sent { type: 'P' }\n"),
}  # fmt: skip


@pytest.mark.parametrize("name", ENDINGS)
def test_a_tag_keeps_its_manner(name: str) -> None:
    before, symbol, new, after = ENDINGS[name]
    assert after == changed({"a.ts": before}, RenameSymbol("a.ts", symbol, new))["a.ts"]


def test_a_tag_that_another_of_the_union_has_is_refused() -> None:
    text = f"{EVENT}export interface Other {{ _tag: 'Sent' }}\n(x: Both | Other) => x._tag === 'Placed'\n"
    result = patched({"a.ts": text}, [RenameSymbol("a.ts", "Placed", "Sent")])
    assert isinstance(result, Refused)
    assert result.reason == "`Other` is tagged `Sent` already"


@pytest.mark.parametrize(
    "edit",
    [
        RenameSymbol("src/events.ts", "OrderPlaced", "OrderSent"),
        RenameMember(ORDER, "Line", "sku", "article"), RenameMember(ORDER, "Line", "qty", "quantity"),
        RenameMember(ORDER, "Order", "lines", "rows"), RenameMember(ORDER, "Impl", "twice", "double"),
        RenameSymbol(ORDER, "Line", "Item"), RenameSymbol(ORDER, "Impl", "Stocked"),
    ],
    ids=lambda edit: edit.name,
)  # fmt: skip
def test_the_old_name_gives_the_old_bytes(edit: RenameMember | RenameSymbol) -> None:
    new = changed(TEXTS, edit)
    match edit:
        case RenameMember():
            back: RenameMember | RenameSymbol = RenameMember(edit.path, edit.symbol, edit.name, edit.member)
        case RenameSymbol():
            back = RenameSymbol(edit.path, edit.name, edit.symbol)
    assert new != TEXTS
    assert changed(new, back) == TEXTS


REFUSED: dict[str, tuple[RenameMember | RenameSymbol, str]] = {
    "a member that is there": (RenameMember(ORDER, "Line", "sku", "qty"), "`Line` has a member `qty` already"),
    "a name that is taken": (RenameSymbol(ORDER, "Line", "Order"), "`src/order.ts` uses a name `Order` already"),
    "no name": (RenameMember(ORDER, "Line", "sku", "art-no"), "`art-no` is no name in TypeScript"),
    "what another declares first": (
        RenameMember(ORDER, "Impl", "sku", "article"), "`Line` declares it first: rename it there"
    ),
    "a name that means something else inside": (
        RenameSymbol(ORDER, "Other", "sum"), "`src/more.ts` uses it where `sum` means something else"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_would_mean_another_thing_is_refused(name: str) -> None:
    edit, reason = REFUSED[name]
    more = "import type { Other } from './order.js';\nexport const f = <sum>(x: sum): [sum, Other?] => [x];\n"
    result = patched({**TEXTS, "src/more.ts": more}, [edit])
    assert isinstance(result, Refused)
    assert reason == result.reason


DOUBLES = {
    "an object that says it twice": ("const x: I = { a: 'x', b: 'x', all: [] }", "const x: I = { b: 'x', all: [] }"),
    "the old name last": ("const x: I = { b: 'x', a: 'x' }", "const x: I = { b: 'x' }"),
    "a shorthand": ("const x: I = { b, a: b }", "const x: I = { b }"),
    "a shorthand that goes": ("const x: I = { a, b: a }", "const x: I = { b: a }"),
    "a hidden name": (
        "class C implements I { constructor(readonly a: string) { (b: string) => b; } }",
        "class C implements I { constructor(readonly b: string) { (b: string) => b; } }",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", DOUBLES)
def test_what_would_stand_twice_stands_once(name: str) -> None:
    before, after = DOUBLES[name]
    assert after == one(before)


TWICE = {
    "two values": ("const x: I = { b: 'x', a: 'y' }", "an object has `b` already, with another value"),
    "a call": ("const x: I = { a: f(), b: f() }", "an object has `b` already, with another value"),
    "a method": ("const x: I = { a() {}, b() {} }", "an object has `b` already, with another value"),
    "a comment between": (
        "const x: I = { a: 'x', /* b */ b: 'x' }", "a comment stands between two entries that say the same"
    ),
    "a pattern": ("({ a, b: c }: I) => a", "a pattern takes `b` apart already"),
    "an heir": ("interface J extends I { b: string }", "`J` has a member `b` already"),
    "an ancestor of an heir": (
        "interface B { b: 1 }\nclass C implements I, B { a = ''; b = 1 as const }", "`B` has a member `b` already"
    ),
    "another parameter": (
        "class C implements I { constructor(readonly a: string, b: string) {} }", "`b` means something else there"
    ),
    "a name from outside": (
        "const b = 1;\nclass C implements I { constructor(readonly a: string) { f(b) } }", "`b` means something else there"
    ),
    "a name inside": (
        "class C implements I { constructor(readonly a: string) { const b = a; } }", "`b` means something else there"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TWICE)
def test_two_meanings_of_one_name_are_refused(name: str) -> None:
    text, reason = TWICE[name]
    before = {"a.ts": f"export interface I {{ a: string; inner: I; all: readonly I[] }}\n{text}\n"}
    result = patched(before, [RenameMember("a.ts", "I", "a", "b")])
    assert isinstance(result, Refused)
    assert result.reason == reason
