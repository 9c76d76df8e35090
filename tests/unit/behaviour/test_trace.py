"""How runs are told: causes, times, the path through moments, sagas with what they owe."""

from __future__ import annotations

from moment.behaviour.scenario import Scenario, scenarios
from tests.unit.behaviour.models import CONTEXTS, explored
from tests.unit.behaviour.test_interpreter import POLICY, SAGA, crossing


def told(flow: str, *, faults: int = 0, contexts: str = CONTEXTS) -> dict[str, Scenario]:
    return {each.id: each for each in scenarios(explored(flow, faults=faults, contexts=contexts))}


def lines(scenario: Scenario) -> list[tuple[str, tuple[tuple[int, str], ...], str]]:
    return [
        (line.record.action, tuple((cause.seq, cause.reason) for cause in line.causes), line.at[17:19])
        for line in scenario.trace.lines
    ]


def test_a_delivery_carries_the_time_reached_and_a_step_takes_a_second() -> None:
    flow = f"""
  moment "One"
    l: DoA
    l: ADone {crossing()}
  moment "Two"
    r: DoX triggered-by ADone
"""
    assert lines(told(flow)["f-happy-path"]) == [
        ("handle:l.DoA", (), "00"),
        ("deliver:ADone>Right", ((0, "emitted"),), "00"),
        ("handle:r.DoX", ((1, "triggered-by"),), "01"),
    ]


def test_all_causes_are_told() -> None:
    flow = """
  moment "One"
    l: DoA
    r: DoX
  moment "Two"
    l: DoB
      triggered-by DoA
      triggered-by DoX
"""
    happy = told(flow)["f-happy-path"]
    assert lines(happy)[2] == ("handle:l.DoB", ((0, "triggered-by"), (1, "triggered-by")), "02")
    assert happy.trace.events[2].causation == ("evt-001", "evt-002")
    assert [check.why for check in happy.trace.lines[2].record.checks] == ["uncontracted: no crossing brings it here"]


def test_a_republication_makes_no_second_event() -> None:
    flow = f"""
  moment "One"
    l: DoA
    l: ADone
  moment "Two"
    l: ADone {crossing()}
  moment "Three"
    r: DoX triggered-by ADone
"""
    happy = told(flow)["f-happy-path"]
    assert [event.event.name for event in happy.trace.events] == ["ADone", "XDone"]
    assert lines(happy)[1:3] == [
        ("publish:l.ADone", ((0, "emitted"),), "01"),
        ("deliver:ADone>Right", ((1, "emitted"),), "01"),
    ]
    assert happy.trace.events[1].causation == ("evt-001",)


def test_a_moment_entered_again_has_a_number() -> None:
    flow = """
  moment "One"
    l: Pick
  moment "Two" [branch]
    when good
      l: Yes
    when bad
      l: No returns-to "One"
"""
    found = told(flow)
    assert found["f-happy-path"].trace.path == ("moment:one", "moment:two")
    again = found["f-variant-bad-good"]
    assert again.trace.path == ("moment:one", "moment:two", "moment:one#2", "moment:two#2")
    assert [choice.condition for choice in again.choices] == ["bad", "good"]


def test_a_policy_beyond_the_flow_is_a_cause() -> None:
    flow = """
  moment "One"
    r: DoX
    r: XDone
"""
    happy = told(flow, contexts=POLICY)["f-happy-path"]
    assert lines(happy) == [
        ("handle:r.DoX", (), "00"),
        ("policy:Right.P", ((0, "triggered-by"),), "00"),
        ("handle:Right.DoY", ((1, "policy"),), "01"),
    ]
    assert [line.record.beyond for line in happy.trace.lines] == [False, True, True]
    assert happy.trace.events[1].causation == ("evt-001",)


def test_a_saga_that_times_out_undoes_and_owes_nothing_more() -> None:
    flow = """
  moment "One"
    r: DoX
    r: XDone
  moment "Two"
    r: DoY
"""
    found = told(flow, faults=1, contexts=SAGA)
    assert found["f-timeout-s"].trace.sagas[0].states == (
        (1, "Open", "forward"), (2, "Open", "compensating"), (3, "Open", "undone"),
    )  # fmt: skip
    happy, late = found["f-happy-path"], found["f-timeout-s"]
    assert happy.trace.sagas[0].states == ((1, "Open", "forward"), (3, "Shut", "done"))
    assert happy.trace.sagas[0].debt == ((1, ("DoX",)), (3, ()))
    assert [line.record.action for line in late.trace.lines] == [
        "handle:r.DoX", "saga:S=Open", "timeout:S", "undo:S.DoX",
    ]  # fmt: skip
    assert (late.kind, late.verdict.kind, late.text) == (
        "timeout",
        "compensated",
        "S timed out: what was done is undone",
    )


def test_each_occurrence_is_an_event() -> None:
    flow = """
  moment "One"
    l: DoA (×3)
"""
    happy = told(flow)["f-happy-path"]
    assert [event.id for event in happy.trace.events] == ["evt-001", "evt-002", "evt-003"]


def test_changes_are_told_with_the_step_that_made_them() -> None:
    flow = f"""
  moment "One"
    l: DoA
    l: ADone {crossing()}
  moment "Two"
    r: DoX triggered-by ADone
"""
    happy = told(flow)["f-happy-path"]
    assert [tuple(change) for line in happy.trace.lines for change in line.diff] == [
        ("lane:l", "waiting", "done"),
        ("message:ADone>Right", "0", "1"),
        ("lane:r", "waiting", "received"),
        ("message:ADone>Right", "1", "0"),
        ("lane:r", "received", "done"),
    ]


def test_a_refused_precondition_is_given_as_not() -> None:
    flow = """
  moment "One"
    l: DoC
"""
    found = told(flow, faults=1)
    assert found["f-happy-path"].given == "Somebody wants it"
    refused = found["f-negative-willing"]
    assert (refused.given, refused.when) == ("Not: Somebody wants it", "DoC is refused in Left")
    assert refused.point_of_no_return == 0


def test_a_saga_that_moves_twice_in_one_action_tells_each_move() -> None:
    contexts = SAGA + '  service Hurry consumes XDone produces YDone description "at once"\n'
    happy = told('  moment "One"\n    r: DoX\n', contexts=contexts)["f-happy-path"]
    moves = [
        (line.record.action, [change for change in line.diff if change.path == "saga:S"]) for line in happy.trace.lines
    ]
    assert [(action, found) for action, found in moves if found] == [
        ("saga:S=Open", [("saga:S", "not started", "Open")]),
        ("saga:S=Shut", [("saga:S", "Open", "Shut")]),
    ]
