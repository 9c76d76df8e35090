"""Which decision a proposal takes in which state, and what the log of synchronisation comes to.

Folding never fails: an event that no longer fits, because two branches decided differently, is set aside, and the first
in the order of the log holds on every machine.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Literal, TypeAlias

from moment.project.record import Event, Record, canonical
from moment.sync import streams
from moment.sync.types import ImplementationChangeProposal, Status, SyncCursor
from moment.sync.wire import read

Verb: TypeAlias = Literal["accept", "reject", "skip", "reopen", "supersede"]
OUTCOMES: Mapping[tuple[Status, Verb], Status] = {
    ("pending", "accept"): "accepted",
    ("pending", "reject"): "rejected",
    ("pending", "skip"): "skipped",
    ("pending", "supersede"): "superseded",
    ("skipped", "accept"): "accepted",
    ("skipped", "reject"): "rejected",
    ("skipped", "reopen"): "pending",
    ("skipped", "supersede"): "superseded",
    ("rejected", "reopen"): "pending",
    ("rejected", "supersede"): "superseded",
}
"""What a decision makes of a proposal; a pair that is not here is refused."""
VERBS: Mapping[str, Verb] = {
    streams.PROPOSAL_ACCEPTED: "accept",
    streams.PROPOSAL_REJECTED: "reject",
    streams.PROPOSAL_SKIPPED: "skip",
    streams.PROPOSAL_REOPENED: "reopen",
    streams.PROPOSAL_SUPERSEDED: "supersede",
}
RETURNED = "the difference is there again"
"""The reason of a ``ProposalReopened`` that nobody decided: it is taken from ``accepted`` and ``superseded`` too."""
_RETURNS: frozenset[Status] = frozenset(("accepted", "superseded"))
_ID_LENGTHS = (12, 16)


@dataclass(frozen=True, slots=True)
class Tracked:
    """A proposal with what was decided about it last; ``decisions`` counts them."""

    proposal: ImplementationChangeProposal
    status: Status = "pending"
    reason: str = ""
    until: str = ""
    intended: bool = False
    at: str = ""
    actor: str = ""
    decisions: int = 0

    def status_at(self, now: datetime) -> Status:
        """A skip ends when its date has come."""
        return "pending" if self.status == "skipped" and self.until and is_past(self.until, now) else self.status


@dataclass(slots=True)
class SyncFold:
    """What the records so far come to. ``set_aside`` are events that did not fit."""

    tracked: dict[str, Tracked] = field(default_factory=dict)
    bases: dict[str, Any] = field(default_factory=dict)
    recorded: dict[str, Event] = field(default_factory=dict)
    cursor: SyncCursor = field(default_factory=SyncCursor)
    last_sync: str = ""
    set_aside: list[Event] = field(default_factory=list)

    def take(self, record: Record) -> None:
        """Goes on by one record."""
        now = instant_of(record.at)
        for event in record.events:
            if not self._take(event, record, now):
                self.set_aside.append(event)

    def _take(self, event: Event, record: Record, now: datetime) -> bool:
        match event["type"]:
            case streams.PROPOSAL_RECORDED:
                return self._record(event)
            case streams.ELEMENT_SYNCED:
                self.bases[str(event.get("element"))] = event.get("shape")
                return True
            case streams.EDIT_UNDONE:
                return self._undo(event.get("proposals", ()), record)
            case streams.CURSOR_ADVANCED:
                return self._advance(event, record)
            case kind if kind in VERBS:
                return self._decide(VERBS[kind], event, record, now)
        return True

    def _record(self, event: Event) -> bool:
        try:
            proposal = read(ImplementationChangeProposal, event["proposal"])
        except (TypeError, KeyError, ValueError):
            return False
        if proposal.proposal_id in self.tracked:
            return True
        self.tracked[proposal.proposal_id] = Tracked(proposal)
        self.recorded[proposal.proposal_id] = event
        return True

    def _decide(self, verb: Verb, event: Event, record: Record, now: datetime) -> bool:
        tracked = self.tracked.get(str(event.get("proposalId")))
        if tracked is None:
            return False
        status = tracked.status_at(now)
        outcome = OUTCOMES.get((status, verb))
        if verb == "reopen" and event.get("reason") == RETURNED and status in _RETURNS:
            outcome = "pending"
        if outcome is None:
            return False
        self.tracked[tracked.proposal.proposal_id] = replace(
            tracked,
            status=outcome,
            reason=str(event.get("reason", "")),
            until=str(event.get("until", "")),
            intended=event.get("intended") is True,
            at=record.at,
            actor=record.actor,
            decisions=tracked.decisions + 1,
        )
        return True

    def _undo(self, proposals: Iterable[object], record: Record) -> bool:
        for name in proposals:
            tracked = self.tracked.get(str(name))
            if tracked is not None and tracked.status == "accepted":
                self.tracked[str(name)] = replace(
                    tracked, status="pending", at=record.at, actor=record.actor, decisions=tracked.decisions + 1
                )
        return True

    def _advance(self, event: Event, record: Record) -> bool:
        try:
            cursor = read(SyncCursor, event["cursor"])
        except (TypeError, KeyError, ValueError):
            return False
        if goes_back(self.cursor, cursor):
            return False
        self.cursor = cursor
        self.last_sync = cursor.timestamp or record.at
        return True


def goes_back(old: SyncCursor, new: SyncCursor) -> bool:
    """Whether ``new`` is earlier than ``old``: in time, or in a file that was not written anew."""
    if old.timestamp and new.timestamp and instant_of(new.timestamp) < instant_of(old.timestamp):
        return True
    return any(
        name in new.positions and new.positions[name][0] < offset and new.positions[name][1] == total
        for name, (offset, total) in old.positions.items()
    )


def proposal_id(
    element: str,
    member: str | None,
    edit: str,
    aspect: str | None,
    before: str | None,
    after: str | None,
    direction: str,
    *,
    taken: Iterable[str] = (),
) -> str:
    """``prp-`` and 12 hex digits: the same on every machine, whatever file and line; 16 when the short one is taken."""
    said = canonical([element, member, edit, aspect, before, after, direction])
    digits = sha256(said).hexdigest()
    others = frozenset(taken)
    short, long = (f"prp-{digits[:length]}" for length in _ID_LENGTHS)
    return long if short in others else short


def instant_of(text: str) -> datetime:
    """The instant that an ISO 8601 text names; without an offset UTC; what is none is the beginning of time."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def is_instant(text: str) -> bool:
    """Whether ``text`` names an instant, or a day."""
    return instant_of(text) != instant_of("")


def is_past(until: str, now: datetime) -> bool:
    return instant_of(until) <= now
