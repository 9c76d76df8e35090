"""What means the same is equal, what differs is said exactly, and a text that is broken anywhere has no verdict."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from moment.drift.readers import python, typescript
from moment.drift.verdict import judge
from tests.properties.declarations import Interface, Printer, changed, interfaces
from tests.properties.python_declarations import PythonPrinter, can_be_written
from tests.unit.drift.sides import difference, shapes, told

SEEDS = st.integers(min_value=0, max_value=2**32 - 1)


@settings(max_examples=400, deadline=None)
@given(SEEDS)
def test_what_means_the_same_is_equal(seed: int) -> None:
    random = Random(seed)
    found = interfaces(random)
    old = {"a.ts": Printer().file(found)}
    new = {random.choice(("a.ts", "folder/b.ts")): Printer(random).file(found)}
    comparison = difference(old, new)
    assert [each for each in told(comparison) if not each.startswith("Move ")] == []
    assert comparison.is_aligned


@settings(max_examples=400, deadline=None)
@given(SEEDS)
def test_one_change_is_exactly_one_edit(seed: int) -> None:
    random = Random(seed)
    found = interfaces(random)
    other, edit = changed(random, found)
    old, new = {"a.ts": Printer(random).file(found)}, {"a.ts": Printer(random).file(other)}
    assert told(difference(old, new)) == [edit]


def judged(base: str, specification: str, implementation: str) -> list[str]:
    """Every point between three texts of one file, as direction and edit."""
    sides = [{shape.name: shape for shape in shapes({"a.ts": text})} for text in (base, specification, implementation)]
    return [
        f"{point.direction.value}: {point.edit.label}"
        for name in sides[0]
        for point in judge(sides[0][name], sides[1][name], sides[2][name]).points
    ]


@settings(max_examples=200, deadline=None)
@given(SEEDS)
def test_who_made_the_change_is_ahead(seed: int) -> None:
    random = Random(seed)
    found = interfaces(random)
    other, edit = changed(random, found)
    old, old_again = Printer(random).file(found), Printer(random).file(found)
    new, new_again = Printer(random).file(other), Printer(random).file(other)
    assert judged(old, new, old_again) == [f"spec-ahead: {edit}"]
    assert judged(old, old_again, new) == [f"impl-ahead: {edit}"]
    assert judged(old, new, new_again) == []
    assert judged(old, old_again, old) == []


@settings(max_examples=300, deadline=None)
@given(SEEDS)
def test_two_languages_say_the_same(seed: int) -> None:
    random = Random(seed)
    found = tuple(
        Interface(each.name, tuple(field for field in each.fields if can_be_written(field.type)))
        for each in interfaces(random)
    )
    one, other = {"a.ts": Printer(random).file(found)}, {"a.py": PythonPrinter(random).file(found)}
    expected = sorted(f"Move {each.name}" for each in found)
    assert sorted(told(difference(one, other))) == expected
    assert sorted(told(difference(other, one))) == expected


@settings(max_examples=100, deadline=None)
@given(SEEDS)
def test_a_shape_is_the_same_when_it_is_read_again(seed: int) -> None:
    found = interfaces(Random(seed))
    text = Printer(Random(seed)).file(found)
    assert difference({"a.ts": text}, {"a.ts": text}, strict=True).edits == ()
    assert shapes({"a.ts": text}) == shapes({"a.ts": text})


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_read_without_an_exception(text: str) -> None:
    data = text.encode(errors="surrogatepass")
    assert typescript.read(data).language == "typescript"
    assert python.read(data).language == "python"


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes_are_read_without_an_exception(data: bytes) -> None:
    assert typescript.read(data).language == "typescript"
    assert python.read(data).language == "python"
