"""Whatever is changed in whatever specification: it says what was asked for, and the way back gives the first bytes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moment.drift.patch.moment import Change, Insert, Remove, Rename, Rewrite, patched
from moment.drift.patch.moment.elements import Found, elements
from moment.drift.patch.moment.frames import FRAMES
from moment.drift.patch.moment.placing import containing
from moment.drift.patch.result import Patched, Refused
from moment.language.formatter import format_text
from moment.language.parser import Parsed, parse
from moment.language.syntax import Context
from moment.text.source import Source
from tests.conformance.typescript.models import specification
from tests.properties.test_parsing import CLEAN

OWNERS = ("command", "event", "value-object", "projection", "crossing")
NAMED = ("field", "value", "state", "precondition", "command", "event", "value-object", "enum", "policy", "saga",
         "context", "lane", "moment", "flow", "invariant", "service", "projection", "term", "aggregate")  # fmt: skip


def formatted(text: str) -> str:
    found = format_text(parse(Source("a.moment", text)))
    assert found is not None
    return found


TEXTS = {
    **{name: text for name, text in CLEAN.items() if not parse(Source("a", text)).has_errors},
    **{
        f"{name}, formatted": formatted(text) for name, text in CLEAN.items() if not parse(Source("a", text)).has_errors
    },
    **{f"made {seed}": formatted(specification(seed)) for seed in range(12)},
    **{f"made {seed}, as made": specification(seed) for seed in range(4)},
}


def found_in(text: str) -> list[Found]:
    """The elements whose identity no other has."""
    every = list(elements([parse(Source("a.moment", text))]))
    counts: dict[str, int] = {}
    for each in every:
        counts[each.identity] = counts.get(each.identity, 0) + 1
    return [each for each in every if counts[each.identity] == 1]


def changed(text: str, *changes: Change) -> str | Refused:
    result = patched({"a.moment": text}, changes)
    if isinstance(result, Refused):
        return result
    return result.texts.get("a.moment", text)


def drawn(data: st.DataObject, found: list[Found]) -> Found:
    element = found[data.draw(st.integers(0, len(found) - 1), label="number")]
    data.draw(st.just(f"{element.kind} {element.identity}"), label="element")
    return element


def owner_of(found: Found, every: list[Found]) -> Found | None:
    return next((each for each in every if each.node is found.owner), None)


@pytest.mark.parametrize("name", TEXTS)
@settings(max_examples=5, deadline=None)
@given(data=st.data())
def test_a_new_member_goes_without_a_trace(name: str, data: st.DataObject) -> None:
    text = TEXTS[name]
    owners = [each for each in found_in(text) if each.kind in OWNERS]
    if not owners:
        return
    owner = drawn(data, owners)
    names = [each.name for each in found_in(text) if each.owner is owner.node and each.kind == "field"]
    after = data.draw(st.sampled_from([None, "", *names]), label="after")
    type_ = data.draw(st.sampled_from(("string", "Money[]", "UUID?", 'Date [deprecated "why" -> "x"]')), label="type")
    new = changed(text, Insert(owner.identity, f"brandNew: {type_}", after))
    assert isinstance(new, str), new
    assert new != text
    assert [each.identity for each in found_in(new) if each.name == "brandNew"] == [f"{owner.identity}.brandNew"]
    assert changed(new, Remove(f"{owner.identity}.brandNew")) == text


@pytest.mark.parametrize("name", TEXTS)
@settings(max_examples=5, deadline=None)
@given(data=st.data())
def test_the_old_name_gives_the_old_bytes(name: str, data: st.DataObject) -> None:
    text = TEXTS[name]
    element = drawn(data, [each for each in found_in(text) if each.kind in NAMED])
    if element.kind == "field" and ">" in element.identity:
        return  # a contract has the names of its event
    new = changed(text, Rename(element.identity, "brandNew"))
    if isinstance(new, Refused):  # two machines share a state that references name, or the name is no word
        return
    stem = element.identity[: len(element.identity) - len(element.name)]
    identity = f"{stem}brand-new" if element.kind == "moment" else f"{stem}brandNew"
    old = element.node.label.text if element.kind == "moment" else element.name
    assert new != text
    assert changed(new, Rename(identity, old)) == text


@pytest.mark.parametrize("name", [name for name in TEXTS if "as made" not in name])
@settings(max_examples=5, deadline=None)
@given(data=st.data())
def test_what_was_removed_comes_back_where_it_was(name: str, data: st.DataObject) -> None:
    text = formatted(TEXTS[name])
    every = found_in(text)
    kinds = ("field", "value", "event", "command", "value-object", "enum", "policy", "saga", "lane", "precondition",
             "invariant", "projection", "service", "term", "relationship")  # fmt: skip
    element = drawn(data, [each for each in every if each.kind in kinds])
    row, segment = containing(element)
    owner = owner_of(element, every)
    previous = row[row.index(segment) - 1]
    has_comments = any(segment.start - 200 < each.start < segment.end + 200 for each in element.parsed.comments)
    if owner is None or type(owner.node) not in FRAMES or has_comments or not previous.key[1]:
        return
    less = changed(text, Remove(element.identity))
    if isinstance(less, Refused):
        return
    written = element.parsed.source.text[segment.start : segment.end]
    assert changed(less, Insert(owner.identity, written, " ".join(previous.key), owner.kind)) == text


@pytest.mark.parametrize("name", TEXTS)
@settings(max_examples=5, deadline=None)
@given(data=st.data())
def test_saying_the_same_changes_nothing(name: str, data: st.DataObject) -> None:
    text = TEXTS[name]
    kinds = ("field", "event", "command", "value-object", "enum", "policy", "saga", "context", "aggregate", "flow",
             "moment", "placement")  # fmt: skip
    element = drawn(data, [each for each in found_in(text) if each.kind in kinds])
    _, segment = containing(element)
    written = element.parsed.source.text[segment.start : segment.end].removeprefix("identity ")
    assert changed(text, Rewrite(element.identity, written, element.kind)) == text


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 400), st.integers(0, 400))
def test_any_specification_becomes_any_other_of_its_name(one: int, other: int) -> None:
    """A whole context is rewritten into that of another specification."""
    texts = [formatted(specification(seed)) for seed in (one, other)]
    before, wanted = (parse(Source("a.moment", text)) for text in texts)
    context, model = before.tree.items[0], wanted.tree.items[0]
    assert isinstance(context, Context)
    assert isinstance(model, Context)
    new_text = wanted.source.text[model.start : model.end].replace(
        wanted.source.text[model.name.start : model.name.end],
        before.source.text[context.name.start : context.name.end],
        1,
    )
    result = patched({"a.moment": texts[0]}, [Rewrite(context.name.text, new_text, "context")])
    assert isinstance(result, Patched), result
    assert outline(parse(Source("a", result.texts.get("a.moment", texts[0])))) == outline(
        parse(Source("a", formatted(new_text)))
    )


def outline(parsed: Parsed) -> str:
    context = parsed.tree.items[0]
    return formatted(parsed.source.text[context.start : context.end])
