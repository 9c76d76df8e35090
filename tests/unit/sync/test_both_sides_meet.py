"""A specification that moved on and the code of before: the plans of either side make both say the same again."""

from __future__ import annotations

from typing import Literal

import pytest

from moment.drift.patch.moment import Change, Insert, Remove, Rename, Update, patched
from moment.drift.patch.result import Patched
from moment.generate.artifact import Inputs
from moment.generate.target import load
from moment.language.parser import parse
from moment.model.build import build
from moment.sync.analysis import Analysis
from moment.sync.comparison import Difference
from moment.sync.plans import Side, plan
from moment.text.source import Source
from tests.unit.drift.patch.specifications import FORMATTED
from tests.unit.sync.projects import SHOP, analysed

Language = Literal["typescript", "python"]
COMPARED = ("value-object", "enum", "event", "input")
EVENT = "Sales/Order/OrderSubmitted"
CHANGES: dict[str, Change] = {
    "a new field": Insert(EVENT, "extraOne: Money?", "orderId"),
    "a new field that is deprecated": Insert(EVENT, 'extraOne: Date [deprecated "gone" -> "note"]'),
    "a field that goes": Remove("Sales/OrderLine.sku"),
    "a new name of a field": Rename(f"{EVENT}.note", "noteAnew"),
    "a new name of an input": Rename("Sales/Order/SubmitOrder.customerId", "customerIdAnew"),
    "another type": Update("Sales/OrderLine.sku", "type", "number[]"),
    "what may be absent": Update(f"{EVENT}.lines", "optional", "true"),
    "a deprecation": Update(f"{EVENT}.lines", "deprecated", '"gone" -> "note"'),
    "a new value": Insert("Sales/Status", "Lost", "Open"),
    "a value that goes": Remove("Sales/Status.Open"),
    "a new name of an event": Rename(EVENT, "OrderSent"),
}


def implemented(text: str, language: Language) -> dict[str, str]:
    """The code of a specification as if somebody had written it: below ``src``, without a header."""
    target = load(language)
    inputs = Inputs("shop", "1.0.0", ("shop.moment",), {language: "src"}, "bindings")
    artifacts = target.render(build([parse(Source("shop.moment", text))]), target.settings(), inputs)
    return {each.path: each.text.split("\n", 2)[2] for each in artifacts if each.path.endswith((".ts", ".py"))}


def differing(analysis: Analysis) -> list[Difference]:
    """What differs in types and fields; what follows from elements follows by itself."""
    assert analysis.findings == ()
    return [each for each in analysis.differences if each.element.role in COMPARED and not each.obligation]


@pytest.mark.parametrize("side", ["spec", "impl"])
@pytest.mark.parametrize("language", ["typescript", "python"])
@pytest.mark.parametrize("name", CHANGES)
def test_whoever_wins_both_say_the_same(name: str, language: Language, side: Side) -> None:
    moved = patched({"shop.moment": FORMATTED}, [CHANGES[name]])
    assert isinstance(moved, Patched)
    text, code = moved.texts["shop.moment"], implemented(FORMATTED, language)
    plans = 0
    while found := differing(analysed(text, code)):
        made = plan(analysed(text, code), found[0], side)
        assert (made.refused, bool(made.texts)) == ("", True)
        text = made.texts.get("shop.moment", text)
        code = {path: made.texts.get(path, old) for path, old in code.items()}
        plans += 1
        assert plans < 10
    assert plans > 0
    unchanged = text == moved.texts["shop.moment"] if side == "spec" else code == implemented(FORMATTED, language)
    assert unchanged


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("orderId: str", "    orderId: str\n    sumOfAll: float\n"),
        ("order_id: str", "    order_id: str\n    sum_of_all: float\n"),
    ],
)
def test_a_new_member_is_spelled_as_its_siblings_are(line: str, expected: str) -> None:
    """A typed dictionary has the names that are sent."""
    specification = SHOP.replace("      total: Money\n", "      sumOfAll: number\n")
    head = "from typing import TypedDict\n\n\nclass OrderPlaced(TypedDict):\n"
    found = analysed(specification, {"src/order.py": f"{head}    {line}\n"})
    (added,) = [each for each in found.differences if each.point.member is not None]
    assert plan(found, added, side="spec").texts == {"src/order.py": f"{head}{expected}"}
