from __future__ import annotations

from moment.sync import CascadeCategory, ReconciliationState
from moment.sync.reconciliation import imported_events
from moment.sync.streams import RECONCILIATION
from tests.unit.sync.stores import event, opened, refusal


def test_a_reconciliation_goes_from_drift_to_a_new_fingerprint() -> None:
    state = ReconciliationState(opened())
    assert (state.last_fingerprint, state.active) == (None, None)
    found = event(state.detect_upstream_drift(current="f1", cascade_category=CascadeCategory.DRIFT))
    assert found == {
        "type": "UpstreamDriftDetected", "previousFingerprint": "", "currentFingerprint": "f1", "cascadeCategory": 2,
    }  # fmt: skip
    started = event(state.start_reconciliation(mode="local", drift_summary={"changes": 3}))
    name = str(started["reconciliationId"])
    assert state.active is not None
    assert (state.active.reconciliation_id, state.active.current) == (name, "f1")
    done = event(state.complete_reconciliation(reconciliation_id=name, result={"outcome": "APPLIED"}))
    assert done["currentFingerprint"] == "f1"
    assert (state.last_fingerprint, state.folded().active, state.detected) == ("f1", None, None)
    assert state.detect_upstream_drift(current="f1") is None


def test_the_same_drift_is_noted_once() -> None:
    state = ReconciliationState(opened())
    assert state.detect_upstream_drift(current="f1") == state.detect_upstream_drift({"current": "f1"})
    assert len(state.store.read(RECONCILIATION).records) == 1


def test_one_is_active_at_a_time_and_drift_found_meanwhile_is_kept() -> None:
    state = ReconciliationState(opened())
    state.detect_upstream_drift(current="f1")
    name = str(event(state.start_reconciliation(mode="local"))["reconciliationId"])
    again = refusal(state.start_reconciliation(mode="local"))
    assert again == f"MOM822 `{name}` cannot be started again: it is active since 2026-01-15T10:00:00.000Z"
    state.detect_upstream_drift(current="f2")
    state.complete_reconciliation(reconciliation_id=name)
    assert state.last_fingerprint == "f1"
    assert event(state.detected)["currentFingerprint"] == "f2"
    assert event(state.start_reconciliation(mode="local"))["currentFingerprint"] == "f2"


def test_what_ended_cannot_end_again() -> None:
    state = ReconciliationState(opened())
    name = str(event(state.start_reconciliation(mode="event"))["reconciliationId"])
    event(state.abort_reconciliation(name, "no time"))
    assert state.active is None
    ended = f"MOM822 `{name}` cannot be completed: it has ended"
    assert refusal(state.complete_reconciliation(reconciliation_id=name)) == ended
    other = "MOM822 `rec-x` cannot be aborted: no such reconciliation is active"
    assert refusal(state.abort_reconciliation("rec-x", "?")) == other
    assert event(state.start_reconciliation(mode="event"))["reconciliationId"] != name


def test_what_was_imported_is_the_base_of_the_next_time() -> None:
    state = ReconciliationState(opened())
    with state.store.writing() as writer:
        writer.append(RECONCILIATION, imported_events({"Sales": {"name": "Sales"}, "Old": None}))  # type: ignore[union-attr]
    assert state.bases == {"Sales": {"name": "Sales"}, "Old": None}
