"""The journal of decisions: for every one who took it, when, and what it was about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from moment.diagnostics.model import Diagnostic
from moment.project.log import Log
from moment.project.record import Event
from moment.project.state_rules import PROPOSAL_STATE
from moment.project.store import Store, instant, user_name
from moment.sync import streams
from moment.sync.decisions import SyncFold, Tracked
from moment.sync.opening import Named, named_log, open_store
from moment.sync.streams import FEEDBACK, SYNC
from moment.sync.wire import accepted
from moment.text.span import Place

SOURCE = "moment:implementation-feedback"
VERSION = "1.0.0"
DECISIONS = {
    streams.PROPOSAL_ACCEPTED: "accepted",
    streams.PROPOSAL_REJECTED: "rejected",
    streams.PROPOSAL_SKIPPED: "skipped",
    streams.PROPOSAL_REOPENED: "pending",
}


@dataclass(frozen=True, slots=True)
class RecordImplementationFeedbackInput:
    """``causation_id`` is the proposal that was decided, ``payload`` its payload."""

    feedback_event_type: str
    payload: Mapping[str, Any]
    causation_id: str
    correlation_id: str = ""
    actor: str = ""
    source: str = SOURCE
    commit_ref: str | None = None


class ImplementationFeedbackJournal:
    """Reads and writes ``.moment/log/feedback.jsonl``; the decisions of ``SyncState`` write into it by themselves."""

    def __init__(self, store: Store | None = None) -> None:
        self._store = store or open_store(".moment")
        self._stream = FEEDBACK

    def load(self, path: Named) -> ImplementationFeedbackJournal:
        """Turns to the journal at ``path``: a state folder, a file in it, or a log."""
        self._store, self._stream = open_store(path), named_log(path, FEEDBACK)
        return self

    def entries(self, element: str | None = None, decision: str | None = None) -> tuple[Event, ...]:
        """All entries in order, or those about an element, or with a decision (``accepted``, ``rejected``, …)."""
        about = {name: each.proposal.element for name, each in self._decided().tracked.items()} if element else {}
        return tuple(
            event
            for event in self._store.read(self._stream).events
            if event["type"] == streams.FEEDBACK_RECORDED
            and (element is None or about.get(event["metadata"]["causationId"]) == element)
            and (decision is None or DECISIONS.get(event["metadata"]["eventType"]) == decision)
        )

    def record(
        self, given: RecordImplementationFeedbackInput | Mapping[str, Any] | None = None, **keywords: Any
    ) -> Event | Diagnostic:
        """Writes a decision down and returns its entry; one that is written down already is returned as it stands.

        MOM822 when nothing of the kind was decided about the proposal, or the payload is not the proposal's.
        """
        wanted = accepted(RecordImplementationFeedbackInput, given, keywords)
        found: list[Event] = []

        def decide(log: Log) -> tuple[Event, ...] | Diagnostic:
            tracked = self._decided().tracked.get(wanted.causation_id)
            refusal = _refusal(wanted, tracked)
            if refusal is not None or tracked is None:
                return refusal or ()
            at, actor = instant(self._store.now()), wanted.actor or self._store.actor or user_name()
            event = entry(wanted, tracked.decisions, at=at, actor=actor)
            known = [
                each for each in log.events if each.get("metadata", {}).get("eventId") == event["metadata"]["eventId"]
            ]
            found.extend(known or [event])
            return () if known else (event,)

        done = self._store.append(self._stream, decide, actor=wanted.actor)
        return done if isinstance(done, Diagnostic) else found[0]

    def _decided(self) -> SyncFold:
        fold = SyncFold()
        for record in self._store.read(SYNC).records:
            fold.take(record)
        return fold


def entry(given: RecordImplementationFeedbackInput, decision: int, *, at: str, actor: str) -> Event:
    """The event of the journal; its id is the same for the same decision about the same proposal."""
    name = f"{given.causation_id}/{decision}/{given.feedback_event_type}"
    metadata = {
        "eventId": str(uuid5(NAMESPACE_URL, f"moment:feedback:{name}")),
        "eventType": given.feedback_event_type,
        "timestamp": at,
        "actor": actor,
        "source": given.source,
        "causationId": given.causation_id,
        "correlationId": given.correlation_id or given.causation_id,
        "version": VERSION,
        "commitRef": given.commit_ref,
    }
    return {"type": streams.FEEDBACK_RECORDED, "metadata": metadata, "payload": dict(given.payload)}


def _refusal(given: RecordImplementationFeedbackInput, tracked: Tracked | None) -> Diagnostic | None:
    reason = ""
    if tracked is None:
        reason = "no such proposal is recorded"
    elif DECISIONS.get(given.feedback_event_type) != tracked.status:
        reason = f"it is {tracked.status}, and `{given.feedback_event_type}` says otherwise"
    elif dict(given.payload) != dict(tracked.proposal.payload):
        reason = "the payload is not that of the proposal"
    if not reason:
        return None
    place = Place(SYNC.path, 0, 0)
    hint = "Decide about the proposal first; a decision is written down once."
    return PROPOSAL_STATE.at(place, hint=hint, id=given.causation_id, verb="journalled", reason=reason)
