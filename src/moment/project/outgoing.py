"""What moment tells others: events of its own below ``.complai/events/moment``, one file a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import msgspec

from moment.diagnostics.model import Diagnostic
from moment.project.record import canonical
from moment.project.store import Store, instant
from moment.project.stream import EVENTS_FOLDER
from moment.project.transaction import Line, append_line
from moment.project.vocabulary import MOMENT

VERSION = "1.0.0"
SPECIFICATION_PARSED = "SpecificationParsed"
TOPOLOGY_DERIVED = "TopologyDerived"
ARTIFACTS_GENERATED = "ArtifactsGenerated"
DRIFT_DETECTED = "DriftDetected"
SCHEMA_TRANSITIONED = "SchemaTransitioned"
RECONCILE_COMPLETED = "ReconcileCompleted"


def outgoing(
    event_type: str,
    payload: Mapping[str, Any],
    *,
    specification_hash: str,
    at: datetime,
    causes: Sequence[str] = (),
    correlation: str = "",
) -> Line:
    """The line that says an event, and the file that it belongs to. Its id follows from all that it says."""
    said = {
        "eventType": event_type,
        "version": VERSION,
        "productSource": MOMENT,
        "sessionId": MOMENT,
        "causationEventIds": list(causes),
        "correlationId": correlation,
        "timestamp": instant(at),
        "payload": {"specificationHash": specification_hash, **payload},
    }
    event_id = str(uuid5(NAMESPACE_URL, f"moment:outgoing:{canonical(said).decode()}"))
    text = msgspec.json.encode({"eventId": event_id, **said}).decode()
    return Line(f"{EVENTS_FOLDER}/{MOMENT}/{at.astimezone(UTC).date().isoformat()}.jsonl", f"{text}\n")


def append_outgoing(store: Store, line: Line) -> Diagnostic | None:
    """Puts one event at the end of its file; or says who keeps it from that. Raises ``OSError``."""
    with store.writing() as writer:
        if isinstance(writer, Diagnostic):
            return writer
        append_line(writer, line)
    return None
