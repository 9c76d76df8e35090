"""Edits of Python in the manner of the file: whole texts before and after."""

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
from moment.drift.patch.python import patched
from moment.drift.patch.result import Patched, Refused
from moment.drift.types import Deprecation

PATH = "src/shop/order.py"
SOURCES = {"Money": "src/shop/money.py", "Line": "src/lib/line.py"}


def insert(name: str, type_: str, after: str | None = None, *, optional: bool = False, why: str = "") -> InsertMember:
    return InsertMember(PATH, "I", Written(name, type_, optional, False, Deprecation(why, "b") if why else None), after)


def case(value: str, after: str | None = None) -> InsertMember:
    return InsertMember(PATH, "I", Written(value, value=value), after)


def update(member: str, aspect: Literal["type", "optional", "readonly", "deprecated", "value"], value: str) -> CodeEdit:
    return UpdateMember(PATH, "I", member, aspect, value)


def remove(member: str) -> CodeEdit:
    return RemoveMember(PATH, "I", member)


def changed(text: str, *edits: CodeEdit) -> str:
    result = patched({PATH: text}, edits, sources=SOURCES)
    assert isinstance(result, Patched), result
    new = result.texts.get(PATH, text)
    assert apply(text, result.edits) == new
    return new


NEW = (insert("n", "list[str]", "a"), insert("f", "str", ""), insert("o", "str", optional=True, why="old"))
NOTE = '"""@deprecated old. Use `b`."""'
STYLES = {
    "a dataclass": (
        ('class Head: ...\n@dataclass(frozen=True)\nclass I:\n    """Doc."""\n\n    a: str  # first\n    #: the b\n'
        "    b: int | None = None\n\n    def g(self) -> int:\n        return 1\n"),
        ('class Head: ...\n@dataclass(frozen=True)\nclass I:\n    """Doc."""\n\n    f: str\n    a: str  # first\n'
        "    n: list[str]\n    #: the b\n    b: int | None = None\n    o: str | None = None\n"
        f"    {NOTE}\n\n    def g(self) -> int:\n        return 1\n"),
    ),
    "attrs with tabs and Optional": (
        "from typing import Optional\n@attrs.define\nclass I:\n\ta: str\n\tb: Optional[int] = attrs.field(default=None)\n",
        ("from typing import Optional\n@attrs.define\nclass I:\n\tf: str\n\ta: str\n\tn: list[str]\n"
        f"\tb: Optional[int] = attrs.field(default=None)\n\to: Optional[str] = None\n\t{NOTE}\n"),
    ),
    "pydantic": (
        "class I(BaseModel):\n    a: str\n    b: int = 1\n",
        f"class I(BaseModel):\n    f: str\n    a: str\n    n: list[str]\n    b: int = 1\n    o: str | None = None\n    {NOTE}\n",
    ),
    "msgspec with CRLF": (
        "class I(msgspec.Struct, kw_only=True):\r\n    b: int | None = None\r\n    a: str\r\n",
        ("class I(msgspec.Struct, kw_only=True):\r\n    f: str\r\n    b: int | None = None\r\n    a: str\r\n    n: list[str]\r\n"
        f"    o: str | None = None\r\n    {NOTE}\r\n"),
    ),
    "a named tuple": (
        "class I(NamedTuple):\n    a: str\n    b: int = 1\n",
        f"class I(NamedTuple):\n    f: str\n    a: str\n    n: list[str]\n    b: int = 1\n    o: str | None = None\n    {NOTE}\n",
    ),
    "a typed dictionary": (
        "from typing import TypedDict\nclass I(TypedDict):\n    a: str\n",
        ("from typing import TypedDict, NotRequired\nclass I(TypedDict):\n    f: str\n    a: str\n    n: list[str]\n"
        f"    o: NotRequired[str]\n    {NOTE}\n"),
    ),
    "a typed dictionary that is not total": (
        "from typing import TypedDict, Required\nclass I(TypedDict, total=False):\n    a: Required[str]\n",
        ("from typing import TypedDict, Required\nclass I(TypedDict, total=False):\n    f: Required[str]\n    a: Required[str]\n"
        f"    n: Required[list[str]]\n    o: str\n    {NOTE}\n"),
    ),
    "an empty class": (
        "@dataclass\nclass I: ...\n", f"@dataclass\nclass I:\n    f: str\n    n: list[str]\n    o: str | None = None\n    {NOTE}\n"
    ),
    "a class with nothing but a text": (
        'class I:\n    """Doc."""\n',
        f'class I:\n    """Doc."""\n    f: str\n    n: list[str]\n    o: str | None = None\n    {NOTE}\n',
    ),
}  # fmt: skip


@pytest.mark.parametrize("style", STYLES)
def test_new_fields_look_like_their_siblings(style: str) -> None:
    before, after = STYLES[style]
    assert after == changed(before, *NEW)


CASES = {
    "an enum": (
        "class I(StrEnum):\n    X_A = 'x-a'\n    Y = 'y'\n", [case("inBetween", "X_A"), case("first", "")],
        "class I(StrEnum):\n    FIRST = 'first'\n    X_A = 'x-a'\n    IN_BETWEEN = 'inBetween'\n    Y = 'y'\n",
    ),
    "an enum of automatic values": (
        "class I(StrEnum):\n    A = auto()\n", [case("b"), case("C-d")],
        'class I(StrEnum):\n    A = auto()\n    B = auto()\n    C_D = "C-d"\n',
    ),
    "literals on a line": ('I = Literal["x", "y"]\n', [case("n", "x"), case("l")], 'I = Literal["x", "n", "y", "l"]\n'),
    "literals on lines": (
        "I: TypeAlias = Literal[\n    'x',  # one\n    'y'\n]\n", [case("n", "x"), case("l"), case("f", "")],
        "I: TypeAlias = Literal[\n    'f',\n    'x',  # one\n    'n',\n    'y',\n    'l'\n]\n",
    ),
    "a new syntax": ('type I = Literal["x"]\n', [case("n")], 'type I = Literal["x", "n"]\n'),
    "a dictionary in a call": (
        "I = TypedDict('I', {'a': str})\n", [insert("b", "int")], "I = TypedDict('I', {'a': str, 'b': int})\n"
    ),
    "pairs in a call": (
        'I = NamedTuple("I", [("a", str)])\n', [insert("b", "int")], 'I = NamedTuple("I", [("a", str), ("b", int)])\n'
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_new_cases_and_pairs(name: str) -> None:
    before, edits, after = CASES[name]
    assert after == changed(before, *edits)


REMOVED = {
    "what documents it goes too": (
        'class I:\n    a: str\n    #: the b\n    b: int = 1  # one\n    """@deprecated old."""\n    c: int = 2\n', "b",
        "class I:\n    a: str\n    c: int = 2\n",
    ),
    "the only field": ("class I:\n    a: str\n", "a", "class I:\n    pass\n"),
    "the only field above a method": (
        "class I:\n    a: str\n\n    def f(self): ...\n", "a", "class I:\n\n    def f(self): ...\n"
    ),
    "a value": ("class I(Enum):\n    A = 1\n    B = 2\n", "A", "class I(Enum):\n    B = 2\n"),
    "the first literal": ('I = Literal["x", "y"]\n', "x", 'I = Literal["y"]\n'),
    "the last literal on its line": ("I = Literal[\n    'x',\n    'y'\n]\n", "y", "I = Literal[\n    'x'\n]\n"),
    "a pair": ('I = NamedTuple("I", [("a", str), ("b", int)])\n', "a", 'I = NamedTuple("I", [("b", int)])\n'),
}  # fmt: skip


@pytest.mark.parametrize("name", REMOVED)
def test_a_removed_field_takes_what_is_its_own(name: str) -> None:
    before, member, after = REMOVED[name]
    assert after == changed(before, remove(member))


UPDATED: dict[str, tuple[str, CodeEdit, str]] = {
    "a type": ("class I:\n    a: str = 'x'\n", update("a", "type", "int"), "class I:\n    a: int = 'x'\n"),
    "the type of what may be absent": (
        "class I:\n    a: str | None = None\n", update("a", "type", "int"), "class I:\n    a: int | None = None\n"
    ),
    "the type in a wrapper": (
        "from typing import NotRequired\nclass I(TypedDict):\n    a: NotRequired[str]\n", update("a", "type", "int"),
        "from typing import NotRequired\nclass I(TypedDict):\n    a: NotRequired[int]\n",
    ),
    "optional": ("class I:\n    a: str\n", update("a", "optional", "true"), "class I:\n    a: str | None = None\n"),
    "optional by an argument": (
        'class I:\n    a: str = field(alias="A")\n', update("a", "optional", "true"),
        'class I:\n    a: str | None = field(default=None, alias="A")\n',
    ),
    "required": (
        "from typing import Optional\nclass I:\n    a: Optional[str] = None\n", update("a", "optional", "false"),
        "from typing import Optional\nclass I:\n    a: str\n",
    ),
    "required by an argument": (
        "class I:\n    a: str | None = field(default=None, kw_only=True)\n", update("a", "optional", "false"),
        "class I:\n    a: str = field(kw_only=True)\n",
    ),
    "optional before others that are not": (
        "@dataclass\nclass I:\n    a: str  # one\n    b: int\n\n    def f(self): ...\n", update("a", "optional", "true"),
        "@dataclass\nclass I:\n    b: int\n    a: str | None = None  # one\n\n    def f(self): ...\n",
    ),
    "required behind others that are not": (
        "@dataclass\nclass I:\n    a: int = 1\n    b: int | None = None\n", update("b", "optional", "false"),
        "@dataclass\nclass I:\n    b: int\n    a: int = 1\n",
    ),
    "a dictionary's optional": (
        "class I(TypedDict):\n    a: str\n", update("a", "optional", "true"),
        "from typing import NotRequired\n\n\nclass I(TypedDict):\n    a: NotRequired[str]\n",
    ),
    "a deprecation": (
        "class I:\n    a: str  # one\n    b: int\n", update("a", "deprecated", "gone -> b"),
        'class I:\n    a: str  # one\n    """@deprecated gone. Use `b`."""\n    b: int\n',
    ),
    "a deprecation as an argument": (
        'class I(BaseModel):\n    a: str = Field(deprecated="old")\n', update("a", "deprecated", "gone -> b"),
        'class I(BaseModel):\n    a: str = Field(deprecated="gone. Use `b`.")\n',
    ),
    "another deprecation": (
        'class I:\n    a: str\n    """@deprecated old."""\n', update("a", "deprecated", "gone"),
        'class I:\n    a: str\n    """@deprecated gone."""\n',
    ),
    "no deprecation any more": (
        'class I:\n    a: str\n    """@deprecated old."""\n', update("a", "deprecated", ""), "class I:\n    a: str\n"
    ),
    "a value": ("class I(StrEnum):\n    A = 'a'\n", update("A", "value", "b"), "class I(StrEnum):\n    A = 'b'\n"),
}  # fmt: skip


@pytest.mark.parametrize("name", UPDATED)
def test_an_update_replaces_only_what_it_says(name: str) -> None:
    before, edit, after = UPDATED[name]
    assert after == changed(before, edit)


IMPORTS = {
    "from the root": ("import x\nclass I:\n    a: x\n", "Money", "import x\nfrom shop.money import Money\nclass I:\n    a: x\n    n: Money\n"),
    "relative as the others": (
        "from . import x\nclass I:\n    a: x\n", "list[Line]",
        "from . import x\nfrom ..lib.line import Line\nclass I:\n    a: x\n    n: list[Line]\n",
    ),
    "one that is extended": (
        "from shop.money import (\n    A,\n)\nclass I:\n    a: A\n", "Money",
        "from shop.money import (\n    A,\n    Money,\n)\nclass I:\n    a: A\n    n: Money\n",
    ),
    "the standard library behind a text": (
        '"""Doc."""\nclass I:\n    a: int\n', "Literal['x']",
        "\"\"\"Doc.\"\"\"\n\nfrom typing import Literal\nclass I:\n    a: int\n    n: Literal['x']\n",
    ),
    "behind the future": (
        "from __future__ import annotations\nclass I:\n    a: int\n", "UUID",
        "from __future__ import annotations\n\nfrom uuid import UUID\nclass I:\n    a: int\n    n: UUID\n",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", IMPORTS)
def test_imports_are_extended_or_added(name: str) -> None:
    before, type_, after = IMPORTS[name]
    assert after == changed(before, insert("n", type_))


def test_classes_come_to_the_end_and_go_with_their_name_in_all() -> None:
    before = "__all__ = ['I', 'Old']\n\n\nclass I:\n    a: int\n\n\n@dataclass\nclass Old:\n    b: int\n"
    after = changed(
        before, InsertSymbol(PATH, 'class New:\n    """Doc."""\n\n    c: str = "x"\n'), RemoveSymbol(PATH, "Old")
    )
    assert after == (
        "__all__ = ['I', 'New']\n\n\nclass I:\n    a: int\n\n\nclass New:\n    \"\"\"Doc.\"\"\"\n\n    c: str = 'x'\n"
    )


REFUSALS: dict[str, tuple[str, CodeEdit, str]] = {
    "no such file": ("class I:\n    a: int\n", RemoveMember("b.py", "I", "a"), "the file is not there"),
    "no such class": ("class J:\n    a: int\n", remove("a"), "the file declares no `I`"),
    "no such field": ("class I:\n    a: int\n", remove("b"), "`I` has no member `b` of its own"),
    "a field that is there": ("class I:\n    a: int\n", insert("a", "int"), "`I` has a member `a` already"),
    "a type from nowhere": (
        "class I:\n    a: int\n", insert("b", "Q"), "the file knows no `Q`, and nothing says where it comes from"
    ),
    "a type that does not parse": ("class I:\n    a: int\n", insert("b", "list["), "the text would not parse any more"),
    "a broken file": ("class I:\n    a: int = (\n", remove("a"), "the file cannot be read: it has a syntax error between declarations"),
    "one frozen field": (
        "class I:\n    a: int\n", update("a", "readonly", "true"), "in Python a whole class is frozen, not one field"
    ),
    "a default of its own": (
        "class I:\n    a: int | None = field(default=1)\n", update("a", "optional", "false"), "it has a default of its own"
    ),
    "the last literal": ("I = Literal['x']\n", remove("x"), "nothing would be left of the list"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSALS)
def test_what_cannot_be_written_is_refused_with_a_reason(name: str) -> None:
    before, edit, reason = REFUSALS[name]
    result = patched({PATH: before}, [edit], sources=SOURCES)
    assert isinstance(result, Refused)
    assert reason == result.reason
