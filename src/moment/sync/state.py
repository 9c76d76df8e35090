"""What was proposed and decided, and the state in which both sides last agreed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from typing import Any, TypeAlias

import msgspec

from moment.diagnostics.model import Diagnostic
from moment.project.record import Event
from moment.project.recovery import drop, pending, recover, undo, undoable, waiting
from moment.project.state_rules import INTERRUPTED_APPLY, PROPOSAL_STATE
from moment.project.store import Store, instant, user_name
from moment.project.transaction import Change, Entry, Transaction, perform
from moment.sync import streams
from moment.sync.decisions import (
    OUTCOMES,
    RETURNED,
    SyncFold,
    Tracked,
    Verb,
    goes_back,
    instant_of,
    is_instant,
    is_past,
)
from moment.sync.feedback import RecordImplementationFeedbackInput, entry
from moment.sync.opening import SUMMARY, Named, named_log, open_store
from moment.sync.streams import FEEDBACK, SYNC
from moment.sync.summary import SyncStateDocument, summary
from moment.sync.types import NOTHING, ImplementationChangeProposal, Status, SyncCursor
from moment.sync.wire import accepted, written
from moment.text.span import Place

Answer: TypeAlias = "Event | Diagnostic"
"""The event that was appended, or why none was."""


class SyncState:
    """Reads and writes ``.moment/log/sync.jsonl``; every question is answered from the log as it is now.

    A decision and its entry in the journal are one; with ``changes`` the files are part of it too.
    """

    def __init__(self, store: Store | None = None) -> None:
        self._store = store or open_store(".moment")
        self._stream = SYNC
        self._fold = SyncFold()
        self._taken: list[str] = []

    def load(self, path: Named) -> SyncState:
        """Turns to the state at ``path``: a state folder, its ``sync-state.json``, or a log."""
        self._store, self._stream = open_store(path), named_log(path, SYNC)
        self._fold, self._taken = SyncFold(), []
        return self

    @property
    def store(self) -> Store:
        return self._store

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What is wrong with the log, and transactions that wait to be finished."""
        return (*self._store.read(self._stream).findings, *pending(self._store))

    @property
    def refusal(self) -> Diagnostic | None:
        """Why nothing can be decided: the log is damaged, or a newer version wrote it."""
        return self._store.read(self._stream).refusal

    @property
    def last_sync_timestamp(self) -> str | None:
        """When a push flow was last completed."""
        return self._folded().last_sync or None

    @property
    def fingerprints(self) -> Mapping[str, str]:
        """The hashes of ``specification`` and ``implementation`` at that time; empty before."""
        cursor = self.cursor
        found = {"specification": cursor.specification_hash, "implementation": cursor.implementation_hash}
        return {name: value for name, value in found.items() if value}

    @property
    def cursor(self) -> SyncCursor:
        return self._folded().cursor

    @property
    def bases(self) -> Mapping[str, Any]:
        """The shape of every element when both sides last agreed on it; ``None`` when it was absent on both."""
        return self._folded().bases

    def base(self, element: str) -> Any | None:
        return self._folded().bases.get(element)

    def proposals(self, status: Status | None = None) -> tuple[ImplementationChangeProposal, ...]:
        """All proposals as they stand now, in the order in which they were recorded."""
        now = self._store.now()
        found = (replace(each.proposal, status=each.status_at(now)) for each in self._folded().tracked.values())
        return tuple(proposal for proposal in found if status is None or proposal.status == status)

    @property
    def next_return(self) -> datetime | None:
        """When the next of the skipped proposals is pending again."""
        now = self._store.now()
        skipped = (each for each in self._folded().tracked.values() if each.until and each.status_at(now) == "skipped")
        return min((instant_of(each.until) for each in skipped), default=None)

    def proposal_status(self, name: str) -> Status | None:
        """``None`` when no proposal is called so."""
        tracked = self._folded().tracked.get(name)
        return tracked.status_at(self._store.now()) if tracked else None

    def tracked(self, name: str) -> Tracked | None:
        """A proposal with the decision about it."""
        return self._folded().tracked.get(name)

    def intended(self, proposal: ImplementationChangeProposal) -> Tracked | None:
        """A rejection of the same change elsewhere that was said to be intended: a hint, never a decision."""
        alike = _change(proposal)
        return next(
            (
                each
                for each in self._folded().tracked.values()
                if each.intended and each.proposal.element != proposal.element and _change(each.proposal) == alike
            ),
            None,
        )

    def history(self, name: str | None = None) -> tuple[Event, ...]:
        """Everything that happened, or what happened to one proposal."""
        events = self._store.read(self._stream).events
        return tuple(event for event in events if name is None or name in _named(event))

    def resolve(self, name: str, verb: str = "found") -> str | Diagnostic:
        """The whole id of a proposal from its beginning, with or without ``prp-``."""
        tracked = self._folded().tracked
        if name in tracked:
            return name
        start = name if name.startswith("prp-") else f"prp-{name}"
        found = [each for each in tracked if each.startswith(start)] if name not in ("", "prp-") else []
        if len(found) == 1:
            return found[0]
        return _refusal(name, verb, f"{len(found)} proposals begin so" if found else "no such proposal is recorded")

    def record_proposal(
        self, proposal: ImplementationChangeProposal | Mapping[str, Any] | None = None, **keywords: Any
    ) -> Answer:
        """Records a proposal; one that is known is not recorded twice, but it is pending again when its change returned."""
        given = accepted(ImplementationChangeProposal, proposal, keywords)
        answer = self._appended(lambda: self.recording(given))
        return _first(answer or (self._folded().recorded[given.proposal_id],))

    def recording(self, proposal: ImplementationChangeProposal) -> tuple[Event, ...]:
        """The events that record ``proposal``: none when it is known and undecided."""
        known = self._folded().tracked.get(proposal.proposal_id)
        if known is None:
            plain = replace(proposal, status="pending")
            return ({"type": streams.PROPOSAL_RECORDED, "proposal": written(plain)},)
        if known.status in ("accepted", "superseded"):
            return ({"type": streams.PROPOSAL_REOPENED, "proposalId": proposal.proposal_id, "reason": RETURNED},)
        return ()

    def record_proposals(self, proposals: Iterable[ImplementationChangeProposal]) -> Sequence[Event] | Diagnostic:
        """Records many as one command."""
        given = tuple(proposals)
        return self._appended(lambda: tuple(event for each in given for event in self.recording(each)))

    def accept(self, name: str, *, changes: Sequence[Change] = (), bases: Mapping[str, Any] = NOTHING) -> Answer:
        """Accepts a proposal; ``changes`` are the files that it changes, ``bases`` the shapes agreed upon with it."""
        return _first(self.accept_all((name,), changes=changes, bases=bases))

    def accept_all(
        self, names: Sequence[str], *, changes: Sequence[Change] = (), bases: Mapping[str, Any] = NOTHING
    ) -> Sequence[Event] | Diagnostic:
        """Accepts several as one command: all of them with all of their files, or none."""
        return self._decided("accept", names, {"type": streams.PROPOSAL_ACCEPTED}, changes, synced_events(bases))

    def reject(self, name: str, reason: str, *, intended: bool = False) -> Answer:
        """``intended``: the same change elsewhere is answered with a hint at this one."""
        said = {"type": streams.PROPOSAL_REJECTED, "reason": reason} | ({"intended": True} if intended else {})
        return _first(self._decided("reject", (name,), said))

    def skip(self, name: str, reason: str, until: str | date | None = None) -> Answer:
        """Leaves a proposal for later; it is pending again at ``until``, a date or an instant (ISO 8601)."""
        end = until.isoformat() if isinstance(until, date) else until
        if end and not is_instant(end):
            return _refusal(name, "skipped", f"`{end}` is no date", "Write it as 2026-01-31, or 2026-01-31T09:00:00Z.")
        if end and is_past(end, self._store.now()):
            return _refusal(name, "skipped", f"`{end}` is past", "Name a day to come, or none.")
        said = {"type": streams.PROPOSAL_SKIPPED, "reason": reason} | ({"until": end} if end else {})
        return _first(self._decided("skip", (name,), said))

    def reopen(self, name: str, reason: str = "") -> Answer:
        said = {"type": streams.PROPOSAL_REOPENED, "reason": reason}
        return _first(self._decided("reopen", (name,), said))

    def supersede(self, name: str, reason: str = "") -> Answer:
        """The difference is gone, or another one: nobody has to decide any more."""
        event: Event = {"type": streams.PROPOSAL_SUPERSEDED, "proposalId": name, "reason": reason}
        return _first(self._appended(lambda: self._refusal("supersede", name) or (event,)))

    def synced(self, bases: Mapping[str, Any]) -> Sequence[Event] | Diagnostic:
        """Advances the base of elements that are equal now; those whose base says so already are left out."""

        def decide() -> tuple[Event, ...]:
            known = self._folded().bases
            return synced_events({name: bases[name] for name in bases if known.get(name, "") != bases[name]})

        return self._appended(decide)

    def advance_cursor(self, cursor: SyncCursor | Mapping[str, Any] | None = None, **keywords: Any) -> Answer:
        """Only a completed push flow does this, and never backwards."""
        given = accepted(SyncCursor, cursor, keywords)
        event: Event = {"type": streams.CURSOR_ADVANCED, "cursor": written(given)}

        def decide() -> tuple[Event, ...] | Diagnostic:
            if goes_back(self.cursor, given):
                return _refusal("cursor", "advanced", "it would go back")
            return (event,)

        return _first(self._appended(decide))

    def undo(self) -> Answer:
        """Takes the newest applied edit back: its files, its bases, its proposals are pending again.

        An edit that was interrupted and cannot be finished is taken back instead, without a record, since it has none;
        what was edited meanwhile stays.
        """
        with self._store.writing(recovering=False) as writer:
            if isinstance(writer, Diagnostic):
                return writer
            if self.refusal is not None:
                return self.refusal
            problem = recover(writer)
            if problem is not None and problem.rule is not INTERRUPTED_APPLY:
                return problem
            if problem is not None:
                stopped = waiting(self._store)[0]
                drop(writer, stopped)
                return {"type": streams.EDIT_UNDONE, "transaction": stopped.id, "proposals": []}
            done = next(iter(undoable(self._store)), None)
            if done is None:
                return _refusal("edit", "undone", "none was applied, or all are undone")
            events = self._undoing(done)
            result = undo(writer, done, lambda _: (Entry(self._stream, events),))
            return _first(self._finished(result, events))

    def entries(self, verb: Verb, name: str, event: Event, *, correlation: str = "") -> tuple[Entry, ...] | Diagnostic:
        """What a decision writes to the two logs, to be made part of a larger transaction; or why it is refused."""
        refusal = self._refusal(verb, name)
        tracked = self._folded().tracked.get(name)
        if refusal is not None or tracked is None:
            return refusal or ()
        given = RecordImplementationFeedbackInput(
            feedback_event_type=event["type"],
            payload=tracked.proposal.payload,
            causation_id=name,
            correlation_id=correlation,
        )
        at = instant(self._store.now())
        noted = entry(given, tracked.decisions + 1, at=at, actor=self._store.actor or user_name())
        return Entry(self._stream, ({**event, "proposalId": name},)), Entry(FEEDBACK, (noted,))

    def summary(self) -> SyncStateDocument:
        """What ``sync-state.json`` says to other programs."""
        return summary(self.cursor, self.last_sync_timestamp, self.proposals())

    def _folded(self) -> SyncFold:
        records = self._store.read(self._stream).records
        known = len(self._taken)
        if len(records) < known or (known and records[known - 1].sum != self._taken[-1]):
            self._fold, self._taken, known = SyncFold(), [], 0
        for record in records[known:]:
            self._fold.take(record)
            self._taken.append(record.sum)
        return self._fold

    def _refusal(self, verb: Verb, name: str) -> Diagnostic | None:
        status = self.proposal_status(name)
        if status is None:
            return _refusal(name, _PAST[verb], "no such proposal is recorded")
        return None if (status, verb) in OUTCOMES else _refusal(name, _PAST[verb], f"it is {status}")

    def _decided(
        self, verb: Verb, names: Sequence[str], event: Event, changes: Sequence[Change] = (), more: Sequence[Event] = ()
    ) -> Sequence[Event] | Diagnostic:
        with self._store.writing() as writer:
            if isinstance(writer, Diagnostic):
                return writer
            if self.refusal is not None:
                return self.refusal
            decided: list[Event] = []
            noted: list[Event] = []
            for name in dict.fromkeys(names):
                entries = self.entries(verb, name, event)
                if isinstance(entries, Diagnostic):
                    return entries
                decided += entries[0].events
                noted += entries[1].events
            whole = Entry(self._stream, (*decided, *more)), Entry(FEEDBACK, tuple(noted))
            return self._finished(perform(writer, changes, whole) if decided else None, decided)

    def _undoing(self, done: Transaction) -> tuple[Event, ...]:
        """``EditUndone`` with the proposals of a transaction, and the bases before it."""
        events = [event for each in done.entries for event in each.events if each.stream.name == SYNC.name]
        proposals = [event["proposalId"] for event in events if event["type"] == streams.PROPOSAL_ACCEPTED]
        before: dict[str, Any] = {}
        for record in self._store.read(self._stream).records:
            if record.tx == done.id:
                break
            before |= {e["element"]: e["shape"] for e in record.events if e["type"] == streams.ELEMENT_SYNCED}
        changed = [event["element"] for event in events if event["type"] == streams.ELEMENT_SYNCED]
        undone: Event = {"type": streams.EDIT_UNDONE, "transaction": done.id, "proposals": proposals}
        return undone, *synced_events({name: before.get(name) for name in changed})

    def _appended(self, decide: Callable[[], Sequence[Event] | Diagnostic]) -> Sequence[Event] | Diagnostic:
        """Appends what ``decide`` gives over the state under the lock."""
        with self._store.writing() as writer:
            events = writer if isinstance(writer, Diagnostic) else decide()
            if isinstance(writer, Diagnostic) or isinstance(events, Diagnostic) or not events:
                return events
            return self._finished(writer.append(self._stream, events), events)

    def _finished(self, result: object, events: Sequence[Event]) -> Sequence[Event] | Diagnostic:
        if isinstance(result, Diagnostic):
            return result
        with suppress(OSError):
            self.write_summary()
        return events

    def write_summary(self) -> None:
        """Writes ``sync-state.json`` anew; it may be lost at any time, the log decides."""
        path = self._store.folder / SUMMARY
        staged = path.with_name(f"{path.name}.new")
        text = msgspec.json.format(msgspec.json.encode(self.summary(), order="sorted"), indent=2) + b"\n"
        self._store.storage.write(staged, text)
        self._store.storage.move(staged, path)


_PAST: Mapping[Verb, str] = {
    "accept": "accepted", "reject": "rejected", "skip": "skipped", "reopen": "reopened", "supersede": "superseded",
}  # fmt: skip


def synced_events(bases: Mapping[str, Any]) -> tuple[Event, ...]:
    """``ElementSynced`` for each element with its shape."""
    return tuple({"type": streams.ELEMENT_SYNCED, "element": name, "shape": bases[name]} for name in bases)


def _first(answer: Sequence[Event] | Diagnostic) -> Answer:
    return answer if isinstance(answer, Diagnostic) else answer[0]


def _change(proposal: ImplementationChangeProposal) -> tuple[object, ...]:
    """What a proposal would change, wherever that is."""
    return proposal.event_type, proposal.direction, proposal.member, proposal.before, proposal.after


def _named(event: Event) -> Iterable[str]:
    proposal = event.get("proposal")
    own = proposal.get("proposalId", "") if isinstance(proposal, Mapping) else ""
    return {str(event.get("proposalId", "")), str(own), *map(str, event.get("proposals", ()))} - {""}


def _refusal(
    name: str, verb: str, reason: str, hint: str = "`moment sync log` shows what was decided before."
) -> Diagnostic:
    return PROPOSAL_STATE.at(Place(SYNC.path, 0, 0), hint=hint, id=name, verb=verb, reason=reason)
