"""Publishing closes the gap between a stream and a specification, says nothing twice, and survives the way back."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moment.language.parser import parse
from moment.model.build import build
from moment.model.spec_hash import spec_hash
from moment.project.elements import Elements, Key, Payload, siblings
from moment.project.stream import SiftEventEnvelope
from moment.sift.describe import elements_of
from moment.sift.fold import fold
from moment.sift.publish import closing, lines
from moment.sift.render import files_of
from moment.sift.shelf import owners
from moment.text.source import Source
from tests.properties.test_parsing import EVERYTHING
from tests.unit.sift.streams import NOW, described, folded, messages, projects, texts_of
from tests.unit.sift.test_fold import WORLD

SPECIFICATIONS = {
    **{name: texts_of(files) for name, files in projects().items()},
    "world": [WORLD],
    "everything": [EVERYTHING],
}


def published(*wanted: Elements) -> list[SiftEventEnvelope]:
    """The stream after each of the specifications was published in turn."""
    said: list[SiftEventEnvelope] = []
    for number, elements in enumerate(wanted):
        said += closing(fold(said), elements, now=NOW + timedelta(days=number))
    return said


def kinds(events: Iterable[SiftEventEnvelope]) -> list[str]:
    return [event.event_type for event in events]


def test_there_are_specifications() -> None:
    assert len(SPECIFICATIONS) >= 17


@pytest.mark.parametrize("name", SPECIFICATIONS)
def test_a_specification_survives_the_way_there_and_back(name: str) -> None:
    wanted = described(*SPECIFICATIONS[name])
    found = folded({".domain/a.jsonl": lines(published(wanted)).decode()})
    assert messages(found) == []
    assert list(found.elements.items()) == list(wanted.items())
    assert closing(found, wanted, now=NOW) == ()
    whole = build([parse(Source(f"{number}.moment", text)) for number, text in enumerate(SPECIFICATIONS[name])])
    assert spec_hash(found.domain) == spec_hash(whole)


@pytest.mark.parametrize("name", SPECIFICATIONS)
def test_files_in_import_layout_keep_their_bytes(name: str) -> None:
    files = files_of(described(*SPECIFICATIONS[name]), "specs")
    assert all(path.startswith(("specs/contexts/", "specs/flows/")) for path in files)
    again = elements_of(parse(Source(path, text)) for path, text in files.items())
    found = fold(published(again))
    assert files_of(found.elements, "specs") == files
    assert [
        parse(Source(path, text)).diagnostics for path, text in files.items() if parse(Source(path, text)).has_errors
    ] == []


def test_a_change_back_is_a_new_event() -> None:
    first, second = described(WORLD), described(WORLD.replace("sku: string", "sku: number"))
    said = published(first, second, first, second)
    changes = [event for event in said if event.event_type == "ValueObjectDefined"]
    assert [event.payload["fields"][0]["type"] for event in changes] == ["string", "number", "string", "number"]
    assert len({event.event_id for event in said}) == len(said)
    assert [event.causation_event_ids for event in changes[1:]] == [(event.event_id,) for event in changes[:-1]]


def test_what_went_and_came_back_is_said_anew() -> None:
    whole, part = described(WORLD), described(WORLD.replace("  value-object Line\n    sku: string\n", ""))
    said = published(whole, part, whole)
    assert kinds(said[-2:]) == ["ValueObjectRemoved", "ValueObjectDefined"]
    assert list(fold(said).elements) == list(whole)
    assert len({event.event_id for event in said}) == len(said)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("OrderPlaced", "Bought", ["EventRenamed"]),
        ("PlaceOrder", "Buy", ["CommandRenamed"]),
        ("Line", "Row", ["ValueObjectRenamed"]),
        ('"Sales"', '"Shop"', None),
        ("sku: string", "code: string", ["ValueObjectFieldRenamed"]),
        ("sku: string", "code: number", ["ValueObjectDefined"]),
        ('"One"', '"Uno"', ["MomentRenamed"]),
    ],
)
def test_a_rename_is_said_as_one(old: str, new: str, expected: list[str] | None) -> None:
    first = described(WORLD)
    text = WORLD.replace(old, new)
    if expected is None:
        text = text.replace("Sales ->", "Shop ->").replace("Sales.Line", "Shop.Line")
    said = published(first, described(text))
    assert kinds(said[len(published(first)) :]) == (expected or ["BoundedContextRenamed"])
    assert dict(fold(said).elements) == dict(described(text))


def test_an_element_in_the_middle_costs_one_event() -> None:
    text = WORLD.replace("  policy Again", "  value-object New\n    a: string\n\n  policy Again")
    said = published(described(WORLD), described(text))
    assert [(event.event_type, event.payload.get("order")) for event in said[len(published(described(WORLD))) :]] == [
        ("ValueObjectDefined", 3)
    ]
    assert list(fold(said).elements) == list(described(text))


def test_events_come_after_everything_that_was_said() -> None:
    future = [event._replace(instant=NOW + timedelta(days=900)) for event in published(described(WORLD))]
    said = closing(fold(future), described(WORLD.replace("sku: string", "sku: number")), now=NOW)
    assert said[0].instant > future[0].instant


MEMBERS = st.sampled_from(list(described(WORLD)))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sets(MEMBERS), st.randoms(use_true_random=False)), min_size=2, max_size=4))
def test_any_specification_can_follow_any_other(course: list[tuple[set[Key], random.Random]]) -> None:
    whole = described(WORLD)
    said: list[SiftEventEnvelope] = []
    for number, (left_out, source) in enumerate(course):
        wanted = arranged({key: payload for key, payload in whole.items() if key not in left_out}, source)
        said += closing(fold(said), wanted, now=NOW + timedelta(days=number))
        found = fold(said)
        defined = {key: payload for key, payload in found.elements.items() if key in found.origins}
        assert defined == dict(wanted)
        assert rows(defined) == rows(wanted)
        assert closing(found, wanted, now=NOW) == ()
    assert len({event.event_id for event in said}) == len(said)


def arranged(elements: dict[Key, Payload], source: random.Random) -> Elements:
    """The elements with their siblings in another order, those without their owners left out."""
    keys = [key for key in elements if all(owner in elements for owner in owners(key))]
    keys = [key for key in keys if _aggregate_is_there(key, elements)]
    source.shuffle(keys)
    below: dict[tuple[str, ...], list[Key]] = {}
    for key in keys:
        below.setdefault(siblings(key, elements[key]), []).append(key)
    return {key: elements[key] for key in _walk(below, ("",))}


def _walk(below: dict[tuple[str, ...], list[Key]], row: tuple[str, ...]) -> Iterator[Key]:
    for key in below.get(row, ()):
        yield key
        if key.word in ("BoundedContext", "Aggregate", "Flow"):
            yield from _walk(below, ("", key.name) if key.word == "Flow" else key.names)


def _aggregate_is_there(key: Key, elements: dict[Key, Payload]) -> bool:
    aggregate = elements[key].get("aggregateName") if key.word != "Aggregate" else None
    return aggregate is None or Key("Aggregate", (key.owner, aggregate)) in elements


def rows(elements: Elements) -> dict[tuple[str, ...], list[Key]]:
    """Siblings in their order; contexts and flows have none."""
    found: dict[tuple[str, ...], list[Key]] = {}
    for key, payload in elements.items():
        found.setdefault(siblings(key, payload), []).append(key)
    found.pop(("",), None)
    return found
