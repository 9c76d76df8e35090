"""Every kind of divergence, what was allowed instead, and where."""

from __future__ import annotations

import pytest

from moment.behaviour.conform.conformance import Conformance
from moment.behaviour.conform.findings import findings
from tests.unit.behaviour.conform.logs import divergences, logged, replay
from tests.unit.behaviour.conform.test_observer import ARMS
from tests.unit.behaviour.models import CONTEXTS, domain_of, with_flow

LINE = '  moment "M"\n    l: DoA\n    l: ADone\n    l: DoB\n    l: BDone\n    l: DoC\n    l: CDone\n'


def only(found: Conformance) -> tuple[str, list[str], list[str], list[str]]:
    """The kind, what was allowed, what was missing, and what came before."""
    (each,) = found.divergences
    names = [[sign.name for sign in signs] for signs in (each.divergence.allowed, each.divergence.missing, each.after)]
    return each.kind, names[0], names[1], names[2]


@pytest.mark.parametrize(("log", "expected"), [
    ("ADone CDone", ("missing", ["BDone"], ["BDone"], ["ADone"])),
    ("ADone CDone BDone", ("swapped", ["BDone"], ["BDone"], ["ADone"])),
    ("ADone BDone ADone", ("repeated", ["CDone"], [], ["ADone", "BDone"])),
    ("BDone CDone", ("beginning", ["ADone"], ["ADone"], [])),
    ("BDone ADone CDone", ("swapped", ["ADone"], ["ADone"], [])),
    ("CDone", ("beginning", ["ADone"], ["ADone", "BDone"], [])),
    ("ADone BDone CDone CDone", ("repeated", [], [], ["ADone", "BDone", "CDone"])),
])  # fmt: skip
def test_kinds_in_a_straight_flow(log: str, expected: tuple[str, list[str], list[str], list[str]]) -> None:
    assert only(replay(with_flow(LINE), log)) == expected


def test_the_other_arm_is_excluded() -> None:
    longer = ARMS.replace("      l: BDone\n", "      l: BDone\n      l: DoB\n      l: BDone\n")
    assert only(replay(with_flow(longer), "ADone BDone CDone")) == ("excluded", ["BDone"], [], ["ADone", "BDone"])


def test_nothing_follows_the_end() -> None:
    assert only(replay(with_flow(ARMS), "ADone BDone CDone")) == ("after-end", [], [], ["ADone", "BDone"])


def test_an_event_of_another_flow_in_the_midst_of_one_is_foreign_when_none_begins_with_it() -> None:
    text = CONTEXTS + 'flow "f"\n  lane l "Left"\n' + LINE
    text += 'flow "g"\n  lane r "Right"\n  moment "M"\n    r: DoX\n    r: XDone\n    r: DoY\n    r: YDone\n'
    assert only(replay(domain_of(text), "ADone YDone")) == ("foreign", ["BDone"], [], ["ADone"])


def test_only_the_first_divergence_of_a_correlation_is_told_and_like_ones_together() -> None:
    found = replay(with_flow(LINE), "ADone CDone CDone CDone | ADone CDone | ADone BDone CDone")
    assert [(each.kind, each.times, each.first.line) for each in found.divergences] == [("missing", 2, 2)]
    assert (found.diverging, found.exit) == (2, 1)


def test_an_event_that_no_flow_has_breaks_nothing() -> None:
    found = replay(with_flow('  moment "M"\n    l: DoA\n    l: ADone\n    l: DoB\n    l: BDone\n'), "ADone CDone BDone")
    assert (divergences(found), found.counts.replayed, found.exit) == ([], 2, 0)


def test_the_finding_points_to_the_placement_and_to_what_was_allowed() -> None:
    domain = with_flow(LINE)
    (found,) = findings(replay(domain, "ADone CDone"), domain)
    flow = domain.flows[0]
    places = {placement.node.name: placement.place for placement in flow.placements}
    assert (found.code, found.place) == ("MOM941", places["CDone"])
    assert [label.place for label in found.labels] == [places["BDone"]]
    assert found.message == "a log shows `CDone` where `f` does not allow it"
    assert (
        found.hint
        == "Read line 2 (event e2, correlation c1): `CDone` is allowed once `BDone` has happened, which never came."
    )


def test_an_evicted_divergence_is_told_as_it_stood() -> None:
    events = [logged(name, line, correlation) for line, (name, correlation) in enumerate(
        [("ADone", "a"), ("CDone", "a"), ("ADone", "b"), ("BDone", "a")], 1
    )]  # fmt: skip
    found = replay(with_flow(LINE), events, open_limit=1)
    assert divergences(found) == [("missing", "CDone", 2), ("beginning", "BDone", 4)]
    assert found.counts.evicted == 1
    assert [(each.times, each.evicted) for each in found.unfinished] == [(1, True)]
