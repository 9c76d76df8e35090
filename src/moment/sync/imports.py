"""An import or a reconciliation carried out: the files, the new bases and what others are told about it, all of it or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from moment.diagnostics.model import Diagnostic
from moment.project.outgoing import RECONCILE_COMPLETED, outgoing
from moment.project.record import Event, canonical
from moment.project.store import Store
from moment.project.transaction import Change, Entry, Transaction, perform
from moment.sync import streams
from moment.sync.reconciliation import Mode, ReconciliationFold, imported_events, refusal
from moment.sync.streams import RECONCILIATION
from moment.sync.types import Outcome


@dataclass(frozen=True, slots=True)
class Course:
    """What is carried out, and what came of it."""

    mode: Mode
    outcome: Outcome
    category: int


def carry_out(
    store: Store,
    changes: Sequence[Change],
    bases: Mapping[str, Any],
    *,
    course: Course,
    fingerprint: str,
    specification_hash: str,
    applied: Sequence[str],
    open_elements: Sequence[str],
) -> Transaction | Diagnostic:
    """Writes the files, records what was imported and tells others; or says why nothing was done. Raises ``OSError``."""
    with store.writing() as writer:
        if isinstance(writer, Diagnostic):
            return writer
        before = _fold(store)
        if before.active is not None:
            return refusal(before.active.reconciliation_id, "followed by another", "it is active")
        payload = {
            "reconciliationId": _name(course, before, fingerprint),
            "mode": course.mode,
            "outcome": course.outcome,
            "cascadeCategory": course.category,
            "applied": list(applied),
            "open": list(open_elements),
            "previousFingerprint": before.last_fingerprint,
            "currentFingerprint": fingerprint,
        }
        line = outgoing(RECONCILE_COMPLETED, payload, specification_hash=specification_hash, at=store.now())
        events = (*imported_events(bases), *_told(payload))
        return perform(writer, changes, (Entry(RECONCILIATION, events),), lines=(line,))


def name_of(done: Transaction) -> str:
    """The name of the reconciliation that a transaction carried out."""
    events = (event for entry in done.entries for event in entry.events)
    return next(str(event["reconciliationId"]) for event in events if "reconciliationId" in event)


def _name(course: Course, before: ReconciliationFold, fingerprint: str) -> str:
    if course.mode == "import":
        return f"imp-{fingerprint[:12]}"
    said = [before.started, course.mode, before.last_fingerprint, fingerprint]
    return f"rec-{sha256(canonical(said)).hexdigest()[:12]}"


def _told(payload: Mapping[str, Any]) -> tuple[Event, ...]:
    """It is a reconciliation that begins and ends in one record."""
    name, mode = payload["reconciliationId"], payload["mode"]
    ends = {key: payload[key] for key in ("previousFingerprint", "currentFingerprint")}
    result = {key: payload[key] for key in ("outcome", "applied", "open")}
    return (
        {"type": streams.RECONCILIATION_STARTED, "reconciliationId": name, "mode": mode, "driftSummary": {}, **ends},
        {"type": streams.RECONCILIATION_COMPLETED, "reconciliationId": name, "result": result, **ends},
    )


def _fold(store: Store) -> ReconciliationFold:
    fold = ReconciliationFold()
    for record in store.read(RECONCILIATION).records:
        fold.take(record)
    return fold
