"""Random declarations in random styles: an edit gives exactly its target when read back, its inverse the first bytes."""

from __future__ import annotations

from dataclasses import dataclass, replace

from hypothesis import given, settings
from hypothesis import strategies as st

from moment.drift.patch import python, typescript
from moment.drift.patch.code import CodeEdit, InsertMember, RemoveMember, RenameMember, UpdateMember, Written
from moment.drift.patch.result import Patched
from moment.drift.readers.python import read as read_python
from moment.drift.readers.typescript import read as read_typescript

NAMES = st.lists(st.sampled_from("alpha beta gamma delta epsilon zeta".split()), min_size=1, max_size=5, unique=True)
TYPES = {"a.ts": ("string", "number", "string[]", "'x' | 'y'", "Date"), "a.py": ("str", "int", "list[str]", "bytes")}
NEW = "brandNew"


@dataclass(frozen=True)
class Field:
    """A member as the test writes it; ``doc`` and ``tail`` are comments."""

    name: str
    type: str
    optional: bool
    doc: bool
    tail: bool


@dataclass(frozen=True)
class Style:
    form: str
    indent: str
    newline: str
    sign: str
    last: bool
    readonly: bool


STYLES = st.builds(
    Style,
    st.sampled_from(("interface", "alias", "class", "parameters", "line")),
    st.sampled_from(("  ", "    ", "\t")),
    st.sampled_from(("\n", "\r\n")),
    st.sampled_from((";", ",", "")),
    st.booleans(),
    st.booleans(),
)


@st.composite
def fields(draw: st.DrawFn, path: str) -> list[Field]:
    names = draw(NAMES)
    return [
        Field(name, draw(st.sampled_from(TYPES[path])), draw(st.booleans()), draw(st.booleans()), draw(st.booleans()))
        for name in names
    ]


def ordered(found: list[Field]) -> list[Field]:
    """Those that may be absent behind those that may not."""
    return sorted(found, key=lambda each: each.optional)


def typescript_text(found: list[Field], style: Style) -> str:
    head = {"interface": "export interface I {", "alias": "export type I = {", "class": "export class I {",
            "parameters": "export class I { constructor("}.get(style.form, "interface I {")  # fmt: skip
    tail = {"parameters": ") {} }"}.get(style.form, "}")
    if style.form == "parameters":
        found, style = ordered(found), replace(style, sign=",", readonly=True)
    elif style.form in ("class", "line") and not (style.form == "line" and style.sign == ","):
        style = replace(style, sign=";")
    mark = "readonly " if style.readonly else ""
    sure = "!" if style.form == "class" else ""
    lines = []
    for each in found:
        is_last = each is found[-1]
        sign = style.sign if style.last or not is_last or (style.sign == ";" and style.form == "class") else ""
        member = f"{mark}{each.name}{'?' if each.optional else sure}: {each.type}{sign}"
        if style.form != "line":
            doc = f"{style.indent}/** the {each.name} */\n" if each.doc else ""
            member = f"{doc}{style.indent}{member}{' // ' + each.name if each.tail else ''}"
        lines.append(member)
    if style.form == "line":
        return f"// head\n{head} {' '.join(lines)} {tail}\nexport const x = 1\n".replace("\n", style.newline)
    return "\n".join(["// head", head, *lines, tail, "export const x = 1", ""]).replace("\n", style.newline)


PYTHON_FORMS = {
    "dataclass": "@dataclass\nclass I:", "pydantic": "class I(BaseModel):", "struct": "class I(Struct):",
    "tuple": "class I(NamedTuple):", "dictionary": "class I(TypedDict):",
}  # fmt: skip
HEAD = "from typing import NotRequired, NamedTuple, TypedDict\n\n\n"


def python_text(found: list[Field], form: str, newline: str, indent: str) -> str:
    lines = [HEAD + PYTHON_FORMS[form]]
    for each in ordered(found):
        if each.doc:
            lines.append(f"{indent}#: the {each.name}")
        type_ = f"NotRequired[{each.type}]" if each.optional and form == "dictionary" else each.type
        ending = " | None = None" if each.optional and form != "dictionary" else ""
        lines.append(f"{indent}{each.name}: {type_}{ending}{'  # ' + each.name if each.tail else ''}")
    return "\n".join([*lines, "", "", "x = 1", ""]).replace("\n", newline)


def members(path: str, text: str) -> dict[str, tuple[bool, object]]:
    reading = read_typescript(text.encode()) if path == "a.ts" else read_python(text.encode())
    assert reading.damage is None
    found = next(each for each in reading.declarations if each.name == "I")
    return {each.name: (each.optional, each.type) for each in found.members}


def changed(path: str, text: str, edit: CodeEdit) -> str:
    patched = typescript.patched if path == "a.ts" else python.patched
    result = patched({path: text}, [edit])
    assert isinstance(result, Patched), (result, text)
    return result.texts.get(path, text)


def examine(path: str, text: str, found: list[Field], data: st.DataObject) -> None:
    """Every kind of edit at a random place."""
    names = [each.name for each in found]
    before = members(path, text)
    after = data.draw(st.sampled_from([None, "", *names]), label="after")
    optional = data.draw(st.booleans(), label="optional")
    type_ = data.draw(st.sampled_from(TYPES[path]), label="type")
    new = changed(path, text, InsertMember(path, "I", Written(NEW, type_, optional), after))
    said = members(path, new)
    assert said.pop(NEW)[0] == optional
    assert said == before
    assert changed(path, new, RemoveMember(path, "I", NEW)) == text

    chosen = data.draw(st.sampled_from(found), label="chosen")
    new = changed(path, text, RenameMember(path, "I", chosen.name, NEW))
    said = members(path, new)
    assert said == {NEW if name == chosen.name else name: each for name, each in before.items()}
    assert changed(path, new, RenameMember(path, "I", NEW, chosen.name)) == text

    new = changed(path, text, UpdateMember(path, "I", chosen.name, "type", type_))
    assert {**before, chosen.name: None} == {**members(path, new), chosen.name: None}
    assert changed(path, new, UpdateMember(path, "I", chosen.name, "type", chosen.type)) == text

    turned = "false" if chosen.optional else "true"
    new = changed(path, text, UpdateMember(path, "I", chosen.name, "optional", turned))
    assert members(path, new) == {**before, chosen.name: (not chosen.optional, before[chosen.name][1])}

    new = changed(path, text, UpdateMember(path, "I", chosen.name, "deprecated", "gone -> other"))
    assert members(path, new) == before
    back = changed(path, new, UpdateMember(path, "I", chosen.name, "deprecated", ""))
    assert members(path, back) == before
    if path == "a.py" or not chosen.doc:
        assert back == text

    if len(found) > 1:
        new = changed(path, text, RemoveMember(path, "I", chosen.name))
        assert members(path, new) == {name: each for name, each in before.items() if name != chosen.name}


@settings(max_examples=100, deadline=None)
@given(fields("a.ts"), STYLES, st.data())
def test_typescript(found: list[Field], style: Style, data: st.DataObject) -> None:
    examine("a.ts", typescript_text(found, style), found, data)


@settings(max_examples=100, deadline=None)
@given(
    fields("a.py"), st.sampled_from(sorted(PYTHON_FORMS)), st.sampled_from(("\n", "\r\n")),
    st.sampled_from(("    ", "\t", "  ")), st.data(),
)  # fmt: skip
def test_python(found: list[Field], form: str, newline: str, indent: str, data: st.DataObject) -> None:
    examine("a.py", python_text(found, form, newline, indent), found, data)
