"""Real payloads against declarations and contracts: every type, every problem, to any depth."""

from __future__ import annotations

from typing import Any

import pytest

from moment.behaviour.conform.findings import findings
from tests.unit.behaviour.conform.logs import ID, logged, replay
from tests.unit.behaviour.models import CONTEXTS, domain_of

FIELDS = """
context "Left"
  aggregate "A"
    identity aId: UUID
    command DoA
      emits ADone
    event ADone
      aId: UUID
      text: string?
      number: number?
      truth: boolean?
      at: DateTime?
      day: Date?
      price: Money?
      size: Size?
      tags: string[]?
      line: Line?
      lines: Line[]?
      strange: Nowhere?
  value-object Line
    sku: string
    inner: Line?
    size: Size?
  enum Size = small | large
context "Right"
  aggregate "Z"
    identity zId: UUID
    command DoX
      emits XDone
    event XDone
      zId: UUID
flow "f"
  lane l "Left"
  lane r "Right"
  moment "M"
    l: DoA
    l: ADone crosses-to r via CustomerSupplier
      contract
        aId: UUID [required]
        text: string [required]
        day: Date
"""
WHOLE = {"aId": ID, "text": "x"}


def problems(payload: Any, *, source: str = "") -> list[tuple[str, str, bool]]:
    """(path, kind, whether a contract is broken)."""
    found = replay(domain_of(FIELDS), [logged(f"ADone{source}", 1, data=payload)])
    return [(each.problem.path, each.problem.kind, each.route is not None) for each in found.broken]


@pytest.mark.parametrize("more", [
    {}, {"number": 1}, {"number": 1.5}, {"truth": False}, {"at": "2026-01-15T10:00:00.000Z"},
    {"at": "2026-01-15T10:00:00+01:00"}, {"at": "2026-01-15T10:00"}, {"day": "2026-02-28"}, {"price": 1},
    {"price": {"amount": 1.5, "currency": "EUR"}}, {"size": "large"}, {"tags": []}, {"tags": ["a", "b"]},
    {"line": {"sku": "a", "inner": {"sku": "b", "inner": {"sku": "c", "size": "small"}}}},
    {"lines": [{"sku": "a"}, {"sku": "b"}]}, {"strange": [1, {"a": None}]}, {"number": None}, {"lines": None},
])  # fmt: skip
def test_what_fits(more: dict[str, Any]) -> None:
    assert problems(WHOLE | more) == []


@pytest.mark.parametrize(("more", "path"), [
    ({"number": "1"}, "number"), ({"number": True}, "number"), ({"truth": 1}, "truth"), ({"truth": "true"}, "truth"),
    ({"at": "2026-01-15"}, "at"), ({"at": "2026-13-15T10:00:00Z"}, "at"), ({"at": 1768471200}, "at"),
    ({"price": "1.50"}, "price"), ({"price": {"amount": "1", "currency": "EUR"}}, "price"), ({"price": {}}, "price"),
    ({"size": "medium"}, "size"), ({"size": ["large"]}, "size"), ({"tags": "a"}, "tags"), ({"tags": ["a", 1]}, "tags[]"),
    ({"line": []}, "line"), ({"line": {"sku": 1}}, "line.sku"), ({"lines": {"sku": "a"}}, "lines"),
    ({"line": {"sku": "a", "inner": {"sku": "b", "size": "medium"}}}, "line.inner.size"),
    ({"lines": [{"sku": "a"}, {"sku": "b", "inner": {"sku": False}}]}, "lines[].inner.sku"),
])  # fmt: skip
def test_what_does_not_fit(more: dict[str, Any], path: str) -> None:
    assert problems(WHOLE | more) == [(path, "wrong-type", False)]


@pytest.mark.parametrize(("payload", "expected"), [
    ({"text": "x"}, [("aId", "missing", True)]),
    ({"aId": None, "text": "x"}, [("aId", "null", True)]),
    ({"aId": "17", "text": "x"}, [("aId", "wrong-type", True)]),
    ({"aId": ID}, [("text", "missing", True)]),
    (WHOLE | {"day": "tomorrow"}, [("day", "wrong-type", True)]),
    (WHOLE | {"more": 1}, [("more", "unknown-field", False)]),
    (WHOLE | {"line": {"inner": {"sku": "b", "colour": "red"}}},
     [("line.sku", "missing", False), ("line.inner.colour", "unknown-field", False)]),
    ([], [("data", "wrong-type", False)]), (None, [("data", "wrong-type", False)]), ("{}", [("data", "wrong-type", False)]),
])  # fmt: skip
def test_what_is_missing_too_much_or_promised(payload: Any, expected: list[tuple[str, str, bool]]) -> None:
    assert sorted(problems(payload)) == sorted(expected)


def test_a_payload_is_held_against_every_contract_of_the_event_but_a_receipt_against_its_own() -> None:
    text = FIELDS.replace('  lane r "Right"\n', '  lane r "Right"\n  lane m "Middle"\n').replace(
        'flow "f"', 'context "Middle"\n  aggregate "M"\n    identity mId: UUID\nflow "f"'
    )
    text += "    l: ADone crosses-to m via CustomerSupplier\n      contract\n        aId: UUID [required]\n"
    domain = domain_of(text)
    for source, targets in (("Left", ["Right", "Middle"]), ("Middle", ["Middle"]), ("Right", ["Right"])):
        found = replay(domain, [logged(f"ADone@{source}", 1, data={"text": "x"})])
        assert [each.route and each.route.target for each in found.broken] == targets


def test_problems_are_counted_with_their_first_line_and_shown_at_the_contract() -> None:
    domain = domain_of(FIELDS)
    log = [logged("ADone", line, f"c{line}", data={"aId": ID}) for line in (3, 5, 8)]
    found = replay(domain, log)
    assert [(each.times, each.first.line) for each in found.broken] == [(3, 3)]
    assert (found.exit, [each.code for each in findings(found, domain)]) == (1, ["MOM942"])
    (finding,) = findings(found, domain)
    assert finding.place == domain.flows[0].crossings[0].fields[1].place
    assert finding.message == "logged `ADone` breaks the contract of Right: `text` is missing"


def test_unknown_fields_are_a_note() -> None:
    found = replay(domain_of(FIELDS), [logged("ADone", 1, data=WHOLE | {"more": 1})])
    assert [each.severity.label for each in findings(found, domain_of(FIELDS))] == ["info"]
    assert found.exit == 0


def test_spans_without_payload_are_not_judged() -> None:
    found = replay(domain_of(FIELDS), [logged("ADone", 1, data=None, has_data=False)])
    assert (found.broken, found.counts.unchecked, found.exit) == ((), 1, 0)


def test_contracts_of_types_that_differ_from_the_event() -> None:
    text = CONTEXTS + 'flow "f"\n  lane l "Left"\n  lane r "Right"\n  moment "M"\n    l: DoA\n'
    text += "    l: ADone crosses-to r via CustomerSupplier\n      contract\n        aId: number [required]\n"
    found = replay(domain_of(text), "ADone")
    assert [(each.problem.path, each.problem.wanted) for each in found.broken] == [("aId", "number")]


def test_what_is_nested_beyond_reason_is_a_problem() -> None:
    line: dict[str, Any] = {"sku": "a"}
    for _ in range(2000):
        line = {"sku": "a", "inner": line}
    assert problems(WHOLE | {"line": line}) == [("data", "wrong-type", False)]
