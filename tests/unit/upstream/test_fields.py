"""An import weighs every field and aspect by itself: what moved on one side is merged, what moved on both is named."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given as holds_for
from hypothesis import settings
from hypothesis import strategies as st

from moment.project.elements import Key, base_name
from moment.sift.describe import elements_of
from moment.sift.fold import fold
from tests.unit.sift.streams import described
from tests.unit.sift.test_publish import published
from tests.unit.upstream.test_importing import ImportPlan, after, bases_of, parsed, plan_import, signs, upstream

START = """\
context "Sales"

  aggregate "Order"
    identity orderId: UUID
    states Open -> Closed

    event OrderPlaced
      orderId: UUID
      sku: string
      total: Money

    value-object Line
      sku: string
"""
PLACED = Key("Event", ("Sales", "Order", "OrderPlaced"))
FIELDS: Mapping[str, tuple[str | None, ...]] = {
    "sku": ("string", "string?", "number", None),
    "total": ("Money", "Money[]", None),
    "placed": (None, "Date", "DateTime"),
}
SIDE = st.fixed_dictionaries({name: st.sampled_from(values) for name, values in FIELDS.items()})


CONFLICT = "conflict"


def merged(base: str | None, theirs: str | None, ours: str | None) -> str | None:
    """What a field is to be. Where it is everywhere, type and optionality are each taken from the side that moved."""
    if theirs == ours or base == ours:
        return theirs
    if base == theirs:
        return ours
    if base is None or theirs is None or ours is None:
        return CONFLICT
    kinds, marks = ([side.partition("?")[at] for side in (base, theirs, ours)] for at in (0, 1))
    parts = [merged(*kinds), merged(*(mark or "plain" for mark in marks))]
    return CONFLICT if CONFLICT in parts else "".join(str(part).replace("plain", "") for part in parts)


def event(fields: Mapping[str, str | None]) -> str:
    """The start with these fields in the event."""
    lines = "".join(f"      {name}: {kind}\n" for name in FIELDS if (kind := fields[name]) is not None)
    return START.replace("      sku: string\n      total: Money\n", lines, 1)


def imported(theirs: str, ours: str, base: str = START) -> ImportPlan:
    return plan_import(upstream(base, theirs), bases_of(base), parsed({"a.moment": ours}))


def text(plan: ImportPlan, ours: str) -> str:
    return after(plan, {"a.moment": ours})["a.moment"]


def said(plan: ImportPlan) -> list[str]:
    return [finding.message for finding in plan.findings]


def test_different_fields_of_one_element_merge() -> None:
    theirs = START.replace("total: Money", "total: Money\n      placedAt: DateTime")
    ours = "// ours\n" + START.replace("      sku: string\n      total", "      sku: UUID // as printed\n      total")
    plan = imported(theirs, ours)
    assert (signs(plan), plan.findings) == (["~ event Sales/Order/OrderPlaced"], ())
    assert text(plan, ours) == ours.replace("total: Money", "total: Money\n      placedAt: DateTime")
    assert plan.bases == {base_name(PLACED): described(theirs)[PLACED]}


def test_different_aspects_of_one_field_merge() -> None:
    theirs = START.replace("total: Money", 'total: Money [deprecated "net" -> "net"]')
    ours = START.replace("total: Money", "total: Money?")
    plan = imported(theirs, ours)
    assert plan.findings == ()
    assert text(plan, ours) == START.replace("total: Money", 'total: Money? [deprecated "net" -> "net"]')


@pytest.mark.parametrize(
    ("theirs", "ours", "expected"),
    [
        ("total: number", "total: UUID", "type of `Sales/Order/OrderPlaced.total` is `UUID` here, `number` upstream"),
        ("", "total: UUID", "`Sales/Order/OrderPlaced.total` is `total: UUID` here, absent upstream"),
        ("total: UUID", "", "`Sales/Order/OrderPlaced.total` is absent here, `total: UUID` upstream"),
    ],
)
def test_the_same_field_differently_names_it_and_both_values(theirs: str, ours: str, expected: str) -> None:
    """Everything else of the element is taken over, and counts as agreed."""
    there, here = (START.replace("total: Money", each) for each in (f"{theirs}\n      placedAt: Date", ours))
    plan = imported(there, here)
    assert said(plan) == [expected]
    assert "placedAt: Date\n" in text(plan, here)
    known = described(START.replace("total: Money", "total: Money\n      placedAt: Date"))
    assert plan.bases == {base_name(PLACED): known[PLACED]}
    undone = plan_import(upstream(START, there), {**bases_of(START), **plan.bases}, parsed({"a.moment": here}))
    assert (dict(undone.texts), said(undone)) == ({}, [expected])


def test_a_field_that_both_added_stays_where_it_is_here() -> None:
    theirs = START.replace("total: Money", "total: Money\n      placedAt: Date")
    ours = START.replace("      total: Money", "      placedAt: Date\n      total: Money")
    plan = imported(theirs, ours)
    assert (dict(plan.texts), plan.findings) == ({}, ())
    assert plan.bases == {base_name(PLACED): described(theirs)[PLACED]}
    assert plan_import(upstream(START, theirs), {**bases_of(START), **plan.bases}, parsed({"a.moment": ours})).is_empty


def test_long_values_are_told_from_where_they_differ() -> None:
    ours, theirs = (START.replace("Open -> Closed", f"Open -> Closed -> {to}") for to in ("Lost", "Void"))
    (message,) = said(imported(theirs, ours))
    assert message == (
        'states of `Sales/Order` is `…ed", "to": "Lost"}]` here, `…ed", "to": "Void"}]` upstream'
    )  # fmt: skip


def test_an_element_is_there_or_absent() -> None:
    gone = START.replace(START[START.index("    value-object") :], "")
    changed = START.replace("Line\n      sku: string", "Line\n      sku: number")
    assert said(imported(gone, changed)) == ["`Sales/Line` is there here, absent upstream"]
    assert said(imported(changed, gone)) == ["`Sales/Line` is absent here, there upstream"]


def test_an_aggregate_is_kept_for_what_stands_in_it_by_name() -> None:
    """A value object of an aggregate is written inside it and named beside it."""
    gone = 'context "Sales"\n'
    ours = START.replace("Line\n      sku: string", "Line\n      sku: number")
    plan = imported(gone, ours)
    assert plan.conflicts == ("Sales/Order", "Sales/Line")
    assert "value-object Line\n      sku: number" in text(plan, ours)
    preferred = plan_import(upstream(START, gone), bases_of(START), parsed({"a.moment": ours}), prefer="upstream")
    assert (preferred.findings, text(preferred, ours)) == ((), gone)


def test_what_is_preferred_comes_back_with_what_it_stands_in() -> None:
    theirs = START.replace("      total: Money\n", "      total: number\n")
    ours = 'context "Sales"\n'
    plan = plan_import(upstream(START, theirs), bases_of(START), parsed({"a.moment": ours}), prefer="upstream")
    assert (plan.findings, PLACED in described(text(plan, ours))) == ((), True)
    assert described(text(plan, ours))[PLACED] == described(theirs)[PLACED]


@settings(max_examples=150, deadline=None)
@holds_for(SIDE, SIDE, SIDE)
def test_every_field_has_a_verdict_of_its_own(
    base: dict[str, str | None], theirs: dict[str, str | None], ours: dict[str, str | None]
) -> None:
    old, new = described(event(base)), described(event(theirs))
    bases = {base_name(key): payload for key, payload in old.items()}
    found = fold(published(old, new))
    texts = {"a.moment": event(ours)}
    plan = plan_import(found, bases, parsed(texts))
    wanted = {name: merged(base[name], theirs[name], ours[name]) for name in FIELDS}
    both = [name for name, each in wanted.items() if each is CONFLICT]
    assert set(plan.conflicts) == {f"Sales/Order/OrderPlaced.{name}" for name in both}
    result = _fields(elements_of(parsed(after(plan, texts)))[PLACED])
    assert {name: result.get(name) for name in FIELDS} == {**wanted, **{name: ours[name] for name in both}}
    known = {**bases, **plan.bases}
    again = plan_import(found, known, parsed(after(plan, texts)))
    assert (dict(again.texts), again.conflicts) == ({}, plan.conflicts)


def _fields(payload: Mapping[str, list[dict[str, str]]]) -> dict[str, str]:
    return {each["name"]: each["type"] for each in payload.get("fields", ())}
