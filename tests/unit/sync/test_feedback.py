from __future__ import annotations

import pytest

from moment.sync import ImplementationFeedbackJournal, SyncState
from moment.sync.streams import FEEDBACK, SYNC
from tests.unit.sync.stores import event, opened, proposal, refusal

ONE = proposal().proposal_id


def test_every_decision_is_written_down_with_its_metadata() -> None:
    state = SyncState(opened())
    state.record_proposals([proposal(), proposal(2, "Sales/Order/OrderLost")])
    state.skip(ONE, "later")
    state.reopen(ONE)
    state.reject(ONE, "no")
    state.accept(proposal(2).proposal_id)
    journal = ImplementationFeedbackJournal(state.store)
    kinds = [entry["metadata"]["eventType"] for entry in journal.entries()]
    assert kinds == ["ProposalSkipped", "ProposalReopened", "ProposalRejected", "ProposalAccepted"]
    assert len({entry["metadata"]["eventId"] for entry in journal.entries()}) == 4
    (accepted,) = journal.entries(decision="accepted")
    assert accepted["metadata"] | {"eventId": ""} == {
        "eventId": "",
        "eventType": "ProposalAccepted",
        "timestamp": "2026-01-15T10:00:00.000Z",
        "actor": "ann",
        "source": "moment:implementation-feedback",
        "causationId": proposal(2).proposal_id,
        "correlationId": proposal(2).proposal_id,
        "version": "1.0.0",
        "commitRef": None,
    }
    assert accepted["payload"] == proposal().payload
    assert journal.entries("Sales/Order/OrderLost") == (accepted,)
    assert journal.entries("Sales/Order/OrderLost", "rejected") == ()


def test_a_decision_and_its_entry_are_of_one_transaction() -> None:
    state = SyncState(opened())
    state.record_proposal(proposal())
    state.accept(ONE)
    (noted,) = state.store.read(FEEDBACK).records
    assert noted.tx == state.store.read(SYNC).records[-1].tx != ""


def test_a_decision_is_written_down_once() -> None:
    state = SyncState(opened())
    state.record_proposal(proposal())
    state.accept(ONE)
    journal = ImplementationFeedbackJournal(state.store)
    before = journal.entries()
    answer = journal.record(
        {"feedbackEventType": "ProposalAccepted", "payload": proposal().payload, "causationId": ONE, "commitRef": "abc"}
    )
    assert (event(answer),) == before == journal.entries()


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({"causation_id": "prp-9"}, "`prp-9` cannot be journalled: no such proposal is recorded"),
        ({"payload": {}}, f"`{ONE}` cannot be journalled: the payload is not that of the proposal"),
        (
            {"feedback_event_type": "ProposalRejected"},
            f"`{ONE}` cannot be journalled: it is accepted, and `ProposalRejected` says otherwise",
        ),
    ],
)
def test_only_what_was_decided_is_written_down(members: dict[str, object], reason: str) -> None:
    state = SyncState(opened())
    state.record_proposal(proposal())
    state.accept(ONE)
    given = {"feedback_event_type": "ProposalAccepted", "payload": proposal().payload, "causation_id": ONE} | members
    assert refusal(ImplementationFeedbackJournal(state.store).record(given)) == f"MOM822 {reason}"
