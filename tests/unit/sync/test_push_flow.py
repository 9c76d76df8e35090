from __future__ import annotations

from collections.abc import Callable

import pytest

from moment.diagnostics.model import Diagnostic
from moment.project.record import Event
from moment.sync import PushFlow, PushFlowLog
from moment.sync.push_flow import FOLLOWS, after
from tests.unit.sync.stores import opened, refusal

COURSE: tuple[Event, ...] = (
    {"type": "PushFlowStarted", "sagaId": "s", "specPath": "a.moment", "implementationDir": "src"},
    {"type": "PushFlowProposalsGenerated", "sagaId": "s", "count": 3, "proposals": ["a", "b", "c"]},
    {"type": "PushFlowConfirmationComplete", "sagaId": "s", "accepted": ["a"], "rejected": ["b"], "skipped": ["c"]},
    {"type": "PushFlowRecordingComplete", "sagaId": "s", "recorded": 1},
    {"type": "PushFlowCommitted", "sagaId": "s", "snapshot": "1234"},
    {"type": "PushFlowCompleted", "sagaId": "s"},
)
STATES = ("Diffing", "AwaitingConfirmation", "Recording", "Committing", "Committing", "Complete")


def flows() -> list[PushFlow]:
    found = [PushFlow()]
    for event in COURSE:
        flow = after(found[-1], event)
        assert isinstance(flow, PushFlow), flow
        found.append(flow)
    return found


def test_the_course_of_a_flow() -> None:
    assert [flow.state for flow in flows()[1:]] == list(STATES)
    assert [flow.is_active for flow in flows()] == [False, True, True, True, True, True, False]
    assert flows()[1].proposing().state == "Proposing"


def test_no_other_event_fits_anywhere() -> None:
    for flow in flows():
        for event in COURSE:
            fits = isinstance(after(flow, event), PushFlow)
            is_early = event["type"] == "PushFlowCompleted" and not flow.snapshot
            is_late = event["type"] == "PushFlowCommitted" and bool(flow.snapshot)
            assert fits == (flow.state in FOLLOWS[event["type"]] and not is_early and not is_late), (
                flow.state,
                event["type"],
            )


def test_a_flow_may_be_aborted_from_anywhere() -> None:
    abort = {"type": "PushFlowAborted", "sagaId": "s", "reason": "enough"}
    ends = [after(flow, abort) for flow in flows()]
    assert [isinstance(end, PushFlow) and (end.state, end.reason) == ("Aborted", "enough") for end in ends] == [
        False, True, True, True, True, True, False,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("at", "members", "reason"),
    [
        (1, {"count": 2}, "2 proposals were counted and 3 named"),
        (2, {"skipped": []}, "what was decided is not what was proposed"),
        (2, {"accepted": ["a", "b"]}, "what was decided is not what was proposed"),
        (3, {"recorded": 2}, "2 were recorded and 1 accepted"),
        (3, {"sagaId": "t"}, "PushFlowRecordingComplete belongs to t, not to s"),
    ],
)
def test_guards_hold_on_replay(at: int, members: dict[str, object], reason: str) -> None:
    assert after(flows()[at], {**COURSE[at], **members}) == reason


def through(log: PushFlowLog) -> list[Callable[[str], PushFlow | Diagnostic]]:
    return [
        lambda saga: log.generated(saga, ["a", "b"]),
        lambda saga: log.confirmed(saga, accepted=["a"], skipped=["b"]),
        lambda saga: log.recorded(saga, 1),
        lambda saga: log.committed(saga, "1234"),
        log.completed,
    ]


@pytest.mark.parametrize("crash", range(6))
def test_a_flow_goes_on_where_it_was_interrupted(crash: int) -> None:
    store = opened()
    log = PushFlowLog(store)
    flow = log.start("a.moment", "src")
    assert isinstance(flow, PushFlow)
    for step in through(log)[:crash]:
        step(flow.saga_id)
    resumed = PushFlowLog(opened(store.storage))  # type: ignore[arg-type]
    assert (resumed.flow.saga_id, len(resumed.events)) == (flow.saga_id, 1 + crash)
    for step in through(resumed)[crash:]:
        assert isinstance(step(flow.saga_id), PushFlow)
    assert (resumed.flow.state, resumed.flow.snapshot, resumed.misfits) == ("Complete", "1234", ())


def test_one_flow_is_active_at_a_time() -> None:
    log = PushFlowLog(opened())
    flow = log.start("a.moment", "src")
    assert isinstance(flow, PushFlow)
    again = f"MOM822 `{flow.saga_id}` cannot be started again: it is Diffing"
    assert refusal(log.start("a.moment", "src")) == again
    wrong = f"MOM822 `{flow.saga_id}` cannot be continued: it is Diffing, where PushFlowCompleted cannot follow"
    assert refusal(log.completed(flow.saga_id)) == wrong
    log.aborted(flow.saga_id, "enough")
    second = log.start("a.moment", "src")
    assert isinstance(second, PushFlow)
    assert second.saga_id != flow.saga_id
