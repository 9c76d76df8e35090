"""The four logs of synchronisation and the events that each holds."""

from __future__ import annotations

from moment.project.log import Stream

PROPOSAL_RECORDED = "ProposalRecorded"
PROPOSAL_ACCEPTED = "ProposalAccepted"
PROPOSAL_REJECTED = "ProposalRejected"
PROPOSAL_SKIPPED = "ProposalSkipped"
PROPOSAL_REOPENED = "ProposalReopened"
PROPOSAL_SUPERSEDED = "ProposalSuperseded"
ELEMENT_SYNCED = "ElementSynced"
EDIT_UNDONE = "EditUndone"
CURSOR_ADVANCED = "CursorAdvanced"

UPSTREAM_DRIFT_DETECTED = "UpstreamDriftDetected"
UPSTREAM_IMPORTED = "UpstreamImported"
RECONCILIATION_STARTED = "ReconciliationStarted"
RECONCILIATION_COMPLETED = "ReconciliationCompleted"
RECONCILIATION_ABORTED = "ReconciliationAborted"

FEEDBACK_RECORDED = "ImplementationFeedbackRecorded"

PUSH_STARTED = "PushFlowStarted"
PUSH_PROPOSALS_GENERATED = "PushFlowProposalsGenerated"
PUSH_CONFIRMATION_COMPLETE = "PushFlowConfirmationComplete"
PUSH_RECORDING_COMPLETE = "PushFlowRecordingComplete"
PUSH_COMMITTED = "PushFlowCommitted"
PUSH_COMPLETED = "PushFlowCompleted"
PUSH_ABORTED = "PushFlowAborted"

SYNC = Stream(
    "sync",
    "log/sync.jsonl",
    frozenset((
        PROPOSAL_RECORDED, PROPOSAL_ACCEPTED, PROPOSAL_REJECTED, PROPOSAL_SKIPPED, PROPOSAL_REOPENED,
        PROPOSAL_SUPERSEDED, ELEMENT_SYNCED, EDIT_UNDONE, CURSOR_ADVANCED,
    )),
)  # fmt: skip
RECONCILIATION = Stream(
    "reconciliation",
    "log/reconciliation.jsonl",
    frozenset((
        UPSTREAM_DRIFT_DETECTED, UPSTREAM_IMPORTED, RECONCILIATION_STARTED, RECONCILIATION_COMPLETED,
        RECONCILIATION_ABORTED,
    )),
)  # fmt: skip
FEEDBACK = Stream("feedback", "log/feedback.jsonl", frozenset((FEEDBACK_RECORDED,)))
PUSH = Stream(
    "push",
    "log/push.jsonl",
    frozenset((
        PUSH_STARTED, PUSH_PROPOSALS_GENERATED, PUSH_CONFIRMATION_COMPLETE, PUSH_RECORDING_COMPLETE, PUSH_COMMITTED,
        PUSH_COMPLETED, PUSH_ABORTED,
    )),
)  # fmt: skip
STREAMS = (SYNC, RECONCILIATION, FEEDBACK, PUSH)
