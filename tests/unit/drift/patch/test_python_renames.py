"""New names in Python: every certain use in every file, nothing that only looks like one."""

from __future__ import annotations

from pathlib import Path

import pytest

from moment.drift.patch.code import RenameMember, RenameSymbol
from moment.drift.patch.python import patched
from moment.drift.patch.result import Patched, Refused

PROJECT = Path(__file__).parents[3] / "conformance" / "patched" / "python"
TEXTS = {
    path.relative_to(PROJECT).as_posix().removesuffix(".txt"): path.read_text(encoding="utf-8")
    for path in sorted(PROJECT.rglob("*.py.txt"))
}
ORDER = "src/shop/order.py"
HEAD = "@dataclass\nclass I:\n    a: str\n    inner: 'I'\n    all: list[I]\n\n    def me(self) -> I:\n        return self\n"


def changed(texts: dict[str, str], *edits: RenameMember | RenameSymbol) -> dict[str, str]:
    result = patched(texts, edits)
    assert isinstance(result, Patched), result
    return {**texts, **result.texts}


def one(text: str) -> str:
    new = changed({"a.py": f"{HEAD}{text}\n"}, RenameMember("a.py", "I", "a", "b"))["a.py"]
    return new[len(HEAD) :].rstrip("\n")


USES = {
    "an argument": ("def f(x: I): x.a", "def f(x: I): x.b"),
    "an argument in quotes, that may be absent": ("def f(x: 'I | None'): x.a", "def f(x: 'I | None'): x.b"),
    "a member of a member": ("def f(x: I): x.inner.all[0].a", "def f(x: I): x.inner.all[0].b"),
    "what is made": ("x = I(a='', inner=q, all=[])\nx.a", "x = I(b='', inner=q, all=[])\nx.b"),
    "a method": ("def f(x: I): x.me().a", "def f(x: I): x.me().b"),
    "a copy": ("def f(x: I): return replace(x, a='').a", "def f(x: I): return replace(x, b='').b"),
    "a loop": ("def f(x: I):\n    for y in x.all: y.a", "def f(x: I):\n    for y in x.all: y.b"),
    "a numbered loop": (
        "def f(x: I):\n    for n, y in enumerate(x.all): n.a, y.a", "def f(x: I):\n    for n, y in enumerate(x.all): n.a, y.b"
    ),
    "a comprehension": ("def f(x: I): return [y.a for y in x.all if y.a]", "def f(x: I): return [y.b for y in x.all if y.b]"),
    "a pattern": (
        "def f(x: object):\n    match x:\n        case I(a='', inner=y): y.a", "def f(x: object):\n    match x:\n        case I(b='', inner=y): y.b"
    ),
    "an attribute of an instance": (
        "class C:\n    def __init__(self, x: I) -> None:\n        self.x = x\n    def g(self): return self.x.a",
        "class C:\n    def __init__(self, x: I) -> None:\n        self.x = x\n    def g(self): return self.x.b",
    ),
    "an heir": ("class J(I):\n    def g(self): return self.a", "class J(I):\n    def g(self): return self.b"),
    "a property of the class": ("I.a", "I.b"),
    "what is awaited": ("async def g() -> I: ...\nasync def h(): (await g()).a", "async def g() -> I: ...\nasync def h(): (await g()).b"),
    "an argument of the same name": ("def f(x: I, a: str): return a + x.a", "def f(x: I, a: str): return a + x.b"),
    "another class": ("class C:\n    a: int\ndef f(x: C): x.a", "class C:\n    a: int\ndef f(x: C): x.a"),
    "a class that hides it": ("def f():\n    class I: a = 1\n    I().a", "def f():\n    class I: a = 1\n    I().a"),
    "words": ("def f(x: I): return 'a'  # a", "def f(x: I): return 'a'  # a"),
}  # fmt: skip


@pytest.mark.parametrize("name", USES)
def test_certain_uses_of_a_field(name: str) -> None:
    before, after = USES[name]
    assert after == one(before)


DICTIONARY = "class D(TypedDict):\n    a: int\n"


def test_keys_of_a_typed_dictionary() -> None:
    before = (
        f"{DICTIONARY}def f(x: D) -> D:\n    x['a'] = 1\n    y: list[D] = [{{'a': 1}}]\n    return {{'a': x['a']}}\n"
    )
    after = changed({"a.py": before}, RenameMember("a.py", "D", "a", "b"))["a.py"]
    assert after == (
        "class D(TypedDict):\n    b: int\ndef f(x: D) -> D:\n    x['b'] = 1\n    y: list[D] = [{'b': 1}]\n    return {'b': x['b']}\n"
    )


EVENT = "class Placed:\n    tag: ClassVar[Literal['Placed']] = 'Placed'\nclass Lost:\n    tag = 'Lost'\nBoth: TypeAlias = Placed | Lost\n"
TAGS = {
    "a comparison": ("def f(x: Both): x.tag == 'Placed'", "def f(x: Both): x.tag == 'Sent'"),
    "a comparison from behind": ("def f(x: Placed): 'Placed' != x.tag", "def f(x: Sent): 'Sent' != x.tag"),
    "a tuple of tags": ("def f(x: Both): x.tag in ('Placed', 'Lost')", "def f(x: Both): x.tag in ('Sent', 'Lost')"),
    "a variable": ("def f(x: Both):\n    t = x.tag\n    t == 'Placed'", "def f(x: Both):\n    t = x.tag\n    t == 'Sent'"),
    "a pattern": (
        "def f(x: Both):\n    match x.tag:\n        case 'Placed' | 'Lost': pass", "def f(x: Both):\n    match x.tag:\n        case 'Sent' | 'Lost': pass"
    ),
    "an argument": ("x = Placed(tag='Placed')", "x = Sent(tag='Sent')"),
    "what is looped over": (
        "def f(x: list[Union[Placed, Lost]]): [y for y in x if y.tag == 'Placed']", "def f(x: list[Union[Sent, Lost]]): [y for y in x if y.tag == 'Sent']"
    ),
    "an heir": ("class P(Placed):\n    tag = 'Placed'", "class P(Sent):\n    tag = 'Sent'"),
    "any text": ("def f(x: str): x == 'Placed'", "def f(x: str): x == 'Placed'"),
    "another's tag": ("def f(x: object): x.tag == 'Placed'", "def f(x: object): x.tag == 'Placed'"),
}  # fmt: skip


@pytest.mark.parametrize("name", TAGS)
def test_the_tag_of_a_class_is_renamed_with_it(name: str) -> None:
    before, after = TAGS[name]
    new = changed({"a.py": f"{EVENT}{before}\n"}, RenameSymbol("a.py", "Placed", "Sent"))["a.py"]
    assert f"{EVENT.replace('Placed', 'Sent')}{after}\n" == new


def test_the_tag_of_a_dictionary_is_renamed_with_it() -> None:
    before = (
        "class D(TypedDict):\n    _tag: Literal['D']\ndef f(x: D) -> D:\n    x['_tag'] == 'D'\n    return {'_tag': 'D'}\n"
        "def g(x: D):\n    match x:\n        case {'_tag': 'D'}: pass\n"
    )
    new = changed({"a.py": before}, RenameSymbol("a.py", "D", "E"))["a.py"]
    assert (
        before.replace("D]", "E]").replace("'D'", "'E'").replace("D(", "E(").replace(": D", ": E").replace("> D", "> E")
        == new
    )


@pytest.mark.parametrize(
    "edit",
    [
        RenameSymbol("src/shop/events.py", "OrderPlaced", "OrderSent"),
        RenameMember(ORDER, "Line", "sku", "article"), RenameMember(ORDER, "Order", "lines", "rows"),
        RenameMember(ORDER, "State", "OPEN", "NEW"), RenameMember(ORDER, "Wire", "qty", "quantity"),
        RenameSymbol(ORDER, "Line", "Item"), RenameSymbol(ORDER, "Order", "Bought"), RenameSymbol(ORDER, "Kind", "Size"),
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


def test_a_class_is_renamed_where_it_is_exported_quoted_and_reached_through_modules() -> None:
    new = changed(TEXTS, RenameSymbol(ORDER, "Line", "Item"))
    assert new["src/shop/__init__.py"] == 'from shop.order import Item, Order\n\n__all__ = ["Item", "Order"]\n'
    assert 'def doubled(line: Item) -> "Item":' in new[ORDER]
    assert 'orders.Item("q").sku + shop.order.Item("z", 1).sku' in new["src/shop/show.py"]


REFUSED: dict[str, tuple[RenameMember | RenameSymbol, str]] = {
    "a field that is there": (RenameMember(ORDER, "Line", "sku", "qty"), "`Line` has a member `qty` already"),
    "a name that is taken": (RenameSymbol(ORDER, "Line", "Order"), "`src/shop/__init__.py` uses a name `Order` already"),
    "a keyword": (RenameMember(ORDER, "Line", "sku", "class"), "`class` is no name in Python"),
    "what another declares first": (
        RenameMember("src/more.py", "Heir", "sku", "article"), "`Line` declares it first: rename it there"
    ),
    "a name that means something else inside": (
        RenameSymbol(ORDER, "Line", "inner"), "`src/more.py` uses it where `inner` means something else"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_would_mean_another_thing_is_refused(name: str) -> None:
    edit, reason = REFUSED[name]
    more = (
        "from shop.order import Line\n\n\nclass Heir(Line):\n    sku: str\n\n\n"
        "def f(inner: int) -> object:\n    return Line('', inner)\n"
    )
    result = patched({**TEXTS, "src/more.py": more}, [edit])
    assert isinstance(result, Refused)
    assert reason == result.reason


DOUBLES = {
    "arguments that say it twice": ("I(a='x', b='x', all=[])", "I(b='x', all=[])"),
    "the old name last": ("I(b='x', a='x')", "I(b='x')"),
    "a body that means another thing": ("class J(I):\n    def f(self): return b", "class J(I):\n    def f(self): return b"),
}  # fmt: skip


@pytest.mark.parametrize("name", DOUBLES)
def test_what_would_stand_twice_stands_once(name: str) -> None:
    before, after = DOUBLES[name]
    assert after == one(before)


def test_an_entry_of_a_dictionary_stands_once() -> None:
    before = f"{DICTIONARY}x: D = {{'a': 1, 'b': 1}}\n"
    after = changed({"a.py": before}, RenameMember("a.py", "D", "a", "b"))["a.py"]
    assert after == "class D(TypedDict):\n    b: int\nx: D = {'b': 1}\n"


TWICE = {
    "two values": ("I", "I(a='x', b='y')", "`b` is given already, with another value"),
    "a call": ("I", "I(a=f(), b=f())", "`b` is given already, with another value"),
    "two entries": ("D", "x: D = {'b': 1, 'a': 2}", "`b` is given already, with another value"),
    "a comment between": ("I", "I(a='x',  # b\n  b='x')", "a comment stands between two entries that say the same"),
    "a pattern": ("I", "match x:\n    case I(a='', b=y): pass", "a pattern names `b` already"),
    "an heir": ("I", "class J(I):\n    b: str", "`J` has a member `b` already"),
    "a method of an heir": ("I", "class J(I):\n    def b(self): ...", "`J` has a member `b` already"),
    "a type": ("I", "class J(I):\n    c: b", "`b` means something else in `J`"),
}  # fmt: skip


@pytest.mark.parametrize("name", TWICE)
def test_two_meanings_of_one_name_are_refused(name: str) -> None:
    symbol, text, reason = TWICE[name]
    result = patched({"a.py": f"{HEAD}{DICTIONARY}{text}\n"}, [RenameMember("a.py", symbol, "a", "b")])
    assert isinstance(result, Refused)
    assert result.reason == reason
