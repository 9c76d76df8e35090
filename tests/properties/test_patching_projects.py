"""Specification and code drift apart by chance; the edits of either side bring them together again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moment.drift.compare import compare
from moment.drift.normal import Lens
from moment.drift.patch.code import Sources
from moment.drift.patch.entry import AnyEdit, patched
from moment.drift.patch.moment import Change, Insert, Remove, Rename, Update
from moment.drift.patch.moment.elements import elements as written_elements
from moment.drift.patch.result import Patched, Refused
from moment.drift.patch.translation import code_edits, is_rename, specification_changes
from moment.drift.resolve import Resolver
from moment.drift.scope import Scope, Symbol
from moment.drift.shape import Shape
from moment.generate.artifact import Inputs
from moment.generate.target import load
from moment.language.parser import parse
from moment.model.build import build
from moment.model.domain import Domain
from moment.sync.elements import Element, elements
from moment.sync.readings import read_text
from moment.text.source import Source
from tests.unit.drift.patch.specifications import FORMATTED

ROOT = Path(__file__).parents[2]
SPECIFICATIONS = {
    "sales": FORMATTED,
    "library": (ROOT / "examples/library/specs/library.moment").read_text(encoding="utf-8"),
}
Language = Literal["typescript", "python"]
COMPARED = ("value-object", "enum", "event", "input")
BRANDS = {
    "typescript": {"UUID": "UUID", "DateTime": "DateTime", "Date": "CalendarDate", "Money": "Money"},
    "python": {"Money": "m.Money"},
}


class Side(NamedTuple):
    """Texts of code, and the shape of every element in them."""

    texts: Mapping[str, str]
    shapes: Mapping[str, Shape]
    elements: Mapping[str, Element]
    names: Mapping[str, str]
    sources: Sources


def domain_of(text: str) -> Domain:
    return build([parse(Source("a.moment", text))])


def code(domain: Domain, language: Language) -> dict[str, str]:
    target = load(language)
    inputs = Inputs("shop", "1.0.0", ("a.moment",), {language: "generated"}, "bindings")
    return {each.path: each.text for each in target.render(domain, target.settings(), inputs)}


def side(domain: Domain, texts: Mapping[str, str], language: Language) -> Side:
    """Every element of ``domain`` where ``texts`` declare it."""
    scope = Scope(
        {path: read_text(path, text.encode()) for path, text in texts.items() if path.endswith((".ts", ".py"))}
    )
    found: dict[str, tuple[Element, Symbol]] = {}
    for element in elements(domain):
        if element.role in COMPARED:
            paths = [path for path, file in scope.files.items() if element.symbol in file.declared]
            if len(paths) == 1:
                found[element.id] = element, Symbol(paths[0], element.symbol)
    resolver = Resolver(scope, {symbol.identity: name for name, (_, symbol) in found.items()})
    shapes = {name: shape for name, (_, symbol) in found.items() if (shape := resolver.shape(symbol)) is not None}
    runtime = next((path for path in texts if path.endswith("runtime.ts")), "")
    sources = {element.symbol: symbol.path for element, symbol in found.values()}
    sources |= dict.fromkeys(BRANDS["typescript"].values(), runtime) if language == "typescript" else {}
    names = {name: element.symbol for name, (element, _) in found.items()} | BRANDS[language]
    return Side(texts, shapes, {name: element for name, (element, _) in found.items()}, names, sources)


def is_aligned(one: Side, other: Side) -> list[str]:
    """The labels of all edits between two sides."""
    return [edit.label for _, edit, *_ in differences(one, other)]


def differences(old: Side, new: Side) -> Iterator[tuple[Element, Any, Shape, Shape]]:
    for name, shape in new.shapes.items():
        if name in old.shapes:
            for edit in compare(old.shapes[name], shape, Lens()).edits:
                yield new.elements[name], edit, old.shapes[name], shape


def in_order(found: Iterator[tuple[Element, Any, Shape, Shape]]) -> list[tuple[Element, Any, Shape, Shape]]:
    """New names come last, because every other edit speaks of the old ones."""
    return sorted(found, key=lambda each: is_rename(each[1]))


def drifted(data: st.DataObject, text: str) -> str:
    """The specification after one to three changes made by chance."""
    for number in range(data.draw(st.integers(1, 3), label="changes")):
        files = [parse(Source("a.moment", text))]
        every = [each for each in written_elements(files) if ">" not in each.identity and "/" in each.identity]
        owners = [each for each in every if each.kind in ("event", "command", "value-object")]
        fields = [each for each in every if each.kind == "field" and each.owner in [owner.node for owner in owners]]
        values = [each for each in every if each.kind == "value"]
        kind = data.draw(st.sampled_from(("insert", "remove", "rename", "type", "optional", "deprecated", "value")))
        if kind == "value" and not values:
            continue
        pool = owners if kind == "insert" else values if kind == "value" else fields
        element = pool[data.draw(st.integers(0, len(pool) - 1), label="number")]
        type_ = data.draw(
            st.sampled_from(("string", "number[]", "DateTime", "Money", "boolean?", "UUID[]?")), label="type"
        )
        change: Change
        match kind:
            case "insert":
                change = Insert(element.identity, f"brandNew{number}: {type_}")
            case "remove":
                change = Remove(element.identity)
            case "rename":
                change = Rename(element.identity, f"{element.name}Anew{number}")
            case "type":
                change = Update(element.identity, "type", type_)
            case "optional":
                change = Update(element.identity, "optional", "false" if element.node.optional else "true")
            case "deprecated":
                change = Update(element.identity, "deprecated", '"gone" -> "another"')
            case _:
                change = Insert(element.identity.rpartition(".")[0], f"Brand{number}")
        data.draw(st.just(change), label="change")
        result = patched({"a.moment": text}, [change])
        if isinstance(result, Patched):
            text = result.texts.get("a.moment", text)
    return text


@pytest.mark.parametrize("language", ["typescript", "python"])
@pytest.mark.parametrize("name", SPECIFICATIONS)
@settings(max_examples=8, deadline=None)
@given(data=st.data())
def test_code_follows_the_specification(name: str, language: Language, data: st.DataObject) -> None:
    first = domain_of(SPECIFICATIONS[name])
    second = domain_of(drifted(data, SPECIFICATIONS[name]))
    wanted = side(second, code(second, language), language)
    present = side(first, code(first, language), language)
    texts = dict(present.texts)
    for element, edit, _, shape in in_order(differences(present, wanted)):
        now = side(first, texts, language)
        edits = code_edits(edit, shape, now.shapes[element.id], now.names)
        assert not isinstance(edits, Refused), edits
        texts.update(applied(texts, edits, now.sources))
    assert is_aligned(side(first, texts, language), wanted) == []


@pytest.mark.parametrize("language", ["typescript", "python"])
@pytest.mark.parametrize("name", SPECIFICATIONS)
@settings(max_examples=8, deadline=None)
@given(data=st.data())
def test_the_specification_follows_the_code(name: str, language: Language, data: st.DataObject) -> None:
    text = SPECIFICATIONS[name]
    first, second = domain_of(text), domain_of(drifted(data, text))
    wanted = side(second, code(second, language), language)
    present = side(first, code(first, language), language)
    texts = {"a.moment": text}
    words = {each.id: each.name for each in present.elements.values()}
    for element, edit, _, shape in in_order(differences(present, wanted)):
        now = domain_of(texts["a.moment"])
        fields = list(next(each for each in elements(now) if each.id == element.id).members)
        changes = specification_changes(
            edit, shape, present.shapes[element.id], words, element=element.id, role=element.role, fields=fields
        )
        assert not isinstance(changes, Refused), changes
        texts.update(applied(texts, changes, {}))
    now = domain_of(texts["a.moment"])
    assert is_aligned(side(now, code(now, language), language), wanted) == []


def applied(texts: Mapping[str, str], edits: tuple[AnyEdit, ...], sources: Sources) -> Mapping[str, str]:
    result = patched(texts, edits, sources=sources)
    assert isinstance(result, Patched), result
    return result.texts
