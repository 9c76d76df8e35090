"""One small example in every format, and names that two scenarios would share."""

from __future__ import annotations

import dataclasses

import pytest

from moment.behaviour.export import EXPORTS, export, export_each
from moment.behaviour.export.origin import Origin
from moment.behaviour.export.told import encoded, told
from moment.behaviour.seal import is_sealed
from moment.behaviour.simulation import Simulation, simulate
from moment.language.parser import parse
from moment.model.build import build
from moment.text.source import Source
from tests.conftest import Golden
from tests.unit.behaviour.test_simulation import INDENTED

FILES = {
    "cloudevents": "order.cloudevents.jsonl",
    "otlp": "order.otlp.jsonl",
    "itf": "order.itf.jsonl",
    "ocel": "order.ocel.json",
    "mermaid": "order.mermaid.md",
    "given-when-then": "order.txt",
}
ORIGIN = Origin("shop", {"Ordering/Order/OrderPlaced": "urn:moment:shop:Ordering:OrderPlaced"})


def order() -> Simulation:
    return simulate(build([parse(Source("order.moment", INDENTED))]))


@pytest.mark.parametrize("name", EXPORTS)
def test_the_order_is_the_golden_file(name: str, golden: Golden) -> None:
    text = export(name, order(), ORIGIN)
    golden.file(f"behaviour/{FILES[name]}", text)
    assert is_sealed(text)


@pytest.mark.parametrize("name", EXPORTS)
def test_every_scenario_can_stand_alone(name: str) -> None:
    found = order()
    alone = dict(export_each(name, found, ORIGIN))
    assert list(alone) == [scenario.id for scenario in found.scenarios]
    assert all(map(is_sealed, alone.values()))


@pytest.mark.parametrize("name", EXPORTS)
def test_nothing_was_run(name: str) -> None:
    empty = dataclasses.replace(order(), flows=())
    assert is_sealed(export(name, empty, ORIGIN))
    assert list(export_each(name, empty)) == []


def test_scenarios_of_one_name_are_told_apart() -> None:
    found = order()
    twice = dataclasses.replace(found, flows=found.flows * 2)
    keys = [each.key for each in told(twice)]
    assert keys[3:] == [f"{key}~2" for key in keys[:3]]
    assert len(set(keys)) == 6


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("order-placed", "order-placed"),
        ("a b/c~2", "a%20b%2Fc%7E2"),
        ("Größe\n", "Gr%C3%B6%C3%9Fe%0A"),
        ("", "-"),
    ],
)
def test_a_name_is_one_segment_of_a_uri(name: str, expected: str) -> None:
    assert encoded(name) == expected
