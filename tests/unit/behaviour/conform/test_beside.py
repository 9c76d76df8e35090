"""What a log shows beside its runs: names, redeliveries, times, what cannot be replayed."""

from __future__ import annotations

from typing import Any

import pytest

from moment.behaviour.conform.logged import Flaw, Logged
from moment.behaviour.conform.signs import Names
from moment.behaviour.conform.tally import First, Tally
from tests.unit.behaviour.conform.logs import NOW, divergences, ends, logged, replay
from tests.unit.behaviour.conform.test_observer import CROSSING
from tests.unit.behaviour.models import CONTEXTS, domain_of, with_flow


def told(tally: Tally[Any]) -> list[tuple[Any, int, int]]:
    """(key, times, line of the first)."""
    return [(key, case.times, case.first.line) for key, case in tally.items()]


@pytest.mark.parametrize("name", [
    "ADone", "Left.ADone", "com.acme.left.a-done.v1", "left/ADoneEvent", "urn:left:a_done:2.0", "aDone", "Left/A/ADone",
])  # fmt: skip
def test_types_that_mean_one_event(name: str) -> None:
    domain = domain_of(CONTEXTS)
    assert [event.id for event in Names(domain).events(name)] == ["Left/A/ADone"]


@pytest.mark.parametrize("name", ["", ".", "v1", "ADone.created", "Done", "A"])
def test_types_that_mean_none(name: str) -> None:
    assert Names(domain_of(CONTEXTS)).events(name) == ()


def test_names_that_differ_in_signs_only_or_have_no_letters() -> None:
    text = CONTEXTS.replace("    event BDone", "    event A_Done\n      aId: UUID\n    event BDone", 1)
    names = Names(domain_of(text + 'context "!!!"\n'))
    assert [[event.name for event in names.events(name)] for name in ("ADone", "A_Done", "a-done")] == [
        ["ADone"], ["A_Done"], ["ADone", "A_Done"],
    ]  # fmt: skip
    assert [names.context(source) for source in ("/!!!", "//", "/")] == ["!!!", None, None]


def test_a_prefix_is_left_out() -> None:
    assert [e.name for e in Names(domain_of(CONTEXTS), prefix="acme-").events("acme-ADone")] == ["ADone"]


@pytest.mark.parametrize(("source", "context"), [
    ("Left", "Left"), ("/left/orders/17", "Left"), ("https://left-service.acme.example:8080/x", "Left"),
    ("urn:moment:shop:Left", "Left"), ("//Right/Left", "Left"), ("left_svc", "Left"), ("middle", None), ("", None),
])  # fmt: skip
def test_sources_that_name_a_context(source: str, context: str | None) -> None:
    assert Names(domain_of(CONTEXTS)).context(source) == context


def test_encoded_names_of_contexts_are_read() -> None:
    names = Names(domain_of('context "Order Desk"\n'))
    assert [names.context(text) for text in ("urn:x:Order%20Desk", "order-desk", "/OrderDesk/")] == ["Order Desk"] * 3


def test_a_name_of_two_contexts_is_decided_by_the_source() -> None:
    text = CONTEXTS.replace("YDone", "ADone").replace(
        "      zId: UUID\n    event ADone", "      zId: UUID\n    event ADone"
    )
    domain = domain_of(
        text + 'flow "f"\n  lane l "Left"\n  moment "M"\n    l: DoA\n    l: Left.ADone\n'.replace("Left.", "")
    )
    found = replay(domain, [logged("ADone@Left", 1), logged("ADone", 2, "d"), logged("Right.ADone", 3, "e")])
    assert (told(found.aside.ambiguous), ends(found)) == ([("ADone", 1, 2)], {"completed": 1})


def test_unknown_types_and_commands_do_not_break_a_correlation() -> None:
    found = replay(with_flow(CROSSING), "DoA ADone AbandonShip AbandonShip DoX XDone")
    assert (ends(found), divergences(found)) == ({"completed": 1}, [])
    assert told(found.aside.unknown) == [("AbandonShip", 2, 3)]
    assert told(found.aside.commands) == [("DoA", 1, 1), ("DoX", 1, 5)]


def test_redeliveries_are_counted_and_not_replayed() -> None:
    events = [logged("ADone@Left", 1), logged("ADone@Left", 2, id="e1"), logged("ADone@Right", 3, id="e1"),
              logged("XDone", 4), logged("XDone", 5, id="e4")]  # fmt: skip
    found = replay(with_flow(CROSSING), events)
    assert (ends(found), divergences(found)) == ({"completed": 1}, [])
    assert [(found.signs[n].text, times, line) for n, times, line in told(found.aside.redelivered)] == [
        ("ADone", 1, 2), ("XDone", 1, 5),
    ]  # fmt: skip


def test_one_identifier_of_two_events_is_no_redelivery() -> None:
    found = replay(with_flow(CROSSING), [logged("ADone", 1, id="1"), logged("XDone", 2, id="1")])
    assert (ends(found), found.aside.redelivered.total) == ({"completed": 1}, 0)


def test_a_receipt_where_no_crossing_leads_is_told() -> None:
    found = replay(
        with_flow('  moment "M"\n    l: DoA\n    l: ADone\n'), [logged("ADone", 1), logged("ADone@Right", 2)]
    )
    assert (told(found.aside.uncontracted), divergences(found)) == ([("ADone in Right", 1, 2)], [])


def test_events_without_correlation_are_checked_and_not_replayed() -> None:
    found = replay(with_flow(CROSSING), [logged("ADone", 1, None, data={}), logged("XDone", 2, None)])
    assert (told(found.aside.uncorrelated), found.counts.replayed) == ([("", 2, 1)], 0)
    assert [each.problem.path for each in found.broken] == ["aId"]


def test_a_log_of_which_nothing_was_judged_does_not_conform() -> None:
    assert replay(with_flow(CROSSING), [logged("XDone", 1, None)]).exit == 1
    assert replay(with_flow(CROSSING), "Nonsense").exit == 1


TIMES = [
    ("2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z", {}),
    ("2026-01-01T00:00:01Z", "2026-01-01T00:00:00Z", {"out_of_order", "before_cause"}),
    ("2026-01-01T02:00:00+02:00", "2026-01-01T00:00:01", {}),
    (1.0, 2.0, {}),
    ("yesterday", "2026-01-01T00:00:00Z", {"invalid_times"}),
    ("", "", {"invalid_times"}),
    ("9999-12-31T23:59:59Z", None, {"future"}),
    (NOW + 301, NOW + 302, {"future"}),
    (NOW + 299, NOW + 300, {}),
]


@pytest.mark.parametrize(("first", "second", "expected"), TIMES)
def test_times_that_cannot_be(first: str | float, second: str | float | None, expected: set[str]) -> None:
    events = [logged("ADone", 1, time=first), logged("XDone", 2, time=second, causation="e1")]
    aside = replay(with_flow(CROSSING), events).aside
    names = ("out_of_order", "before_cause", "invalid_times", "future")
    assert {name for name in names if getattr(aside, name).total} == set(expected)


def test_flaws_are_counted_by_kind_and_leave_the_answer_incomplete() -> None:
    log: list[Logged | Flaw] = [
        Flaw(1, "not-json", "{"),
        logged("ADone", 2),
        Flaw(3, "not-json", "x"),
        logged("XDone", 4),
    ]
    found = replay(with_flow(CROSSING), log)
    assert told(found.aside.flaws) == [("not-json", 2, 1)]
    assert (found.exit, found.is_complete) == (0, False)
    assert replay(with_flow(CROSSING), log, strict=True).exit == 1


@pytest.mark.parametrize(("log", "strict", "code"), [
    ("ADone XDone", True, 0), ("ADone", False, 0), ("ADone", True, 1), ("ADone Nonsense XDone", True, 1),
])  # fmt: skip
def test_what_is_in_doubt_counts_when_asked(log: str, strict: bool, code: int) -> None:
    assert replay(with_flow(CROSSING), log, strict=strict).exit == code


def test_a_tally_is_bounded() -> None:
    tally: Tally[int] = Tally(2)
    for key in (1, 2, 3, 1, 4):
        tally.add(key, First(key, None, None))
    assert (told(tally), tally.others, tally.total) == ([(1, 2, 1), (2, 1, 2)], 2, 5)


def test_a_correlation_forgets_old_identifiers_and_stays_small() -> None:
    domain = with_flow('  moment "M"\n    l: DoA (×n)\n')
    events = [logged("ADone", line) for line in range(1, 500)]
    found = replay(domain, [*events, logged("ADone", 500, id="e499"), logged("ADone", 501, id="e1")])
    assert (found.aside.redelivered.total, divergences(found), ends(found)) == (1, [], {"completed": 1})
