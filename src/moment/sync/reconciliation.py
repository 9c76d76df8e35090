"""How far upstream was taken over: which state was reconciled last, and whether somebody is at it now."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Literal, TypeAlias

from moment.diagnostics.model import Diagnostic
from moment.project.log import Log, Stream
from moment.project.record import Event, Record, canonical
from moment.project.state_rules import PROPOSAL_STATE
from moment.project.store import Store
from moment.sync import streams
from moment.sync.opening import Named, named_log, open_store
from moment.sync.streams import RECONCILIATION
from moment.sync.types import NOTHING, CascadeCategory
from moment.sync.wire import accepted, written
from moment.text.span import Place

Mode: TypeAlias = Literal["local", "event", "import", "push"]


@dataclass(frozen=True, slots=True)
class DetectUpstreamDriftInput:
    """``current`` is the fingerprint of what upstream says now."""

    current: str
    cascade_category: CascadeCategory = CascadeCategory.CLEAN


@dataclass(frozen=True, slots=True)
class StartReconciliationInput:
    mode: str
    drift_summary: Mapping[str, Any] | str = field(default_factory=lambda: NOTHING)


@dataclass(frozen=True, slots=True)
class CompleteReconciliationInput:
    """``result`` is a record such as ``ReconciliationResult``, or a mapping."""

    reconciliation_id: str
    result: Any = None


@dataclass(frozen=True, slots=True)
class Active:
    """A reconciliation that was started and neither completed nor aborted."""

    reconciliation_id: str
    mode: str
    previous: str
    current: str
    at: str


@dataclass(slots=True)
class ReconciliationFold:
    """What the records so far come to."""

    last_fingerprint: str = ""
    detected: Event | None = None
    active: Active | None = None
    bases: dict[str, Any] = field(default_factory=dict)
    done: dict[str, Event] = field(default_factory=dict)
    started: int = 0

    def take(self, record: Record) -> None:
        for event in record.events:
            self._take(event, record.at)

    def _take(self, event: Event, at: str) -> None:
        match event["type"]:
            case streams.UPSTREAM_DRIFT_DETECTED:
                self.detected = event
            case streams.UPSTREAM_IMPORTED:
                self.bases[str(event.get("element"))] = event.get("shape")
            case streams.RECONCILIATION_STARTED if self.active is None:
                name, mode = str(event.get("reconciliationId", "")), str(event.get("mode", ""))
                previous, current = (str(event.get(f"{which}Fingerprint", "")) for which in ("previous", "current"))
                self.active = Active(name, mode, previous, current, at)
                self.started += 1
            case streams.RECONCILIATION_COMPLETED if self._is_active(event):
                self.last_fingerprint = str(event.get("currentFingerprint", ""))
                self._end(event)
            case streams.RECONCILIATION_ABORTED if self._is_active(event):
                self._end(event)

    def _is_active(self, event: Event) -> bool:
        return self.active is not None and event.get("reconciliationId") == self.active.reconciliation_id

    def _end(self, event: Event) -> None:
        self.done[str(event["reconciliationId"])] = event
        self.active = None


class ReconciliationState:
    """Reads and writes ``.moment/log/reconciliation.jsonl``. One reconciliation is active at a time."""

    def __init__(self, store: Store | None = None) -> None:
        self._store = store or open_store(".moment")
        self._stream = RECONCILIATION

    def load(self, path: Named) -> ReconciliationState:
        """Turns to the state at ``path``: a state folder, a file in it, or a log."""
        self._store, self._stream = open_store(path), named_log(path, RECONCILIATION)
        return self

    @property
    def store(self) -> Store:
        return self._store

    @property
    def stream(self) -> Stream:
        return self._stream

    @property
    def last_fingerprint(self) -> str | None:
        """Of the upstream state that was reconciled last."""
        return self.folded().last_fingerprint or None

    @property
    def active(self) -> Active | None:
        return self.folded().active

    @property
    def detected(self) -> Event | None:
        """The upstream drift found last, unless it was reconciled since."""
        fold = self.folded()
        found = fold.detected
        return None if found is None or found.get("currentFingerprint") == fold.last_fingerprint else found

    @property
    def bases(self) -> Mapping[str, Any]:
        """The shape of every element as it was last imported from upstream."""
        return self.folded().bases

    def detect_upstream_drift(
        self, given: DetectUpstreamDriftInput | Mapping[str, Any] | None = None, **keywords: Any
    ) -> Event | Diagnostic | None:
        """Notes that upstream is no longer what was reconciled last; ``None`` when it is. Also while one is active."""
        wanted = accepted(DetectUpstreamDriftInput, given, keywords)
        fold = self.folded()
        if wanted.current == fold.last_fingerprint:
            return None
        event: Event = {
            "type": streams.UPSTREAM_DRIFT_DETECTED,
            "previousFingerprint": fold.last_fingerprint,
            "currentFingerprint": wanted.current,
            "cascadeCategory": written(wanted.cascade_category),
        }
        return event if fold.detected == event else self._appended(lambda _: (event,))

    def start_reconciliation(
        self, given: StartReconciliationInput | Mapping[str, Any] | None = None, **keywords: Any
    ) -> Event | Diagnostic:
        wanted = accepted(StartReconciliationInput, given, keywords)

        def decide(fold: ReconciliationFold) -> Sequence[Event] | Diagnostic:
            if fold.active is not None:
                reason = "it is active since " + fold.active.at
                return refusal(fold.active.reconciliation_id, "started again", reason)
            current = str((fold.detected or {}).get("currentFingerprint", fold.last_fingerprint))
            said = [fold.started, wanted.mode, fold.last_fingerprint, current]
            event: Event = {
                "type": streams.RECONCILIATION_STARTED,
                "reconciliationId": f"rec-{sha256(canonical(said)).hexdigest()[:12]}",
                "mode": wanted.mode,
                "driftSummary": written(wanted.drift_summary),
                "previousFingerprint": fold.last_fingerprint,
                "currentFingerprint": current,
            }
            return (event,)

        return self._appended(decide)

    def complete_reconciliation(
        self, given: CompleteReconciliationInput | Mapping[str, Any] | None = None, **keywords: Any
    ) -> Event | Diagnostic:
        wanted = accepted(CompleteReconciliationInput, given, keywords)
        return self._appended(lambda fold: self.completing(fold, wanted.reconciliation_id, written(wanted.result)))

    def abort_reconciliation(self, reconciliation_id: str, reason: str) -> Event | Diagnostic:
        def decide(fold: ReconciliationFold) -> Sequence[Event] | Diagnostic:
            problem = _not_active(fold, reconciliation_id, "aborted")
            said = {"type": streams.RECONCILIATION_ABORTED, "reconciliationId": reconciliation_id, "reason": reason}
            return problem or (said,)

        return self._appended(decide)

    @staticmethod
    def completing(fold: ReconciliationFold, reconciliation_id: str, result: object) -> Sequence[Event] | Diagnostic:
        """The event that completes a reconciliation, to be made part of a larger transaction; or why it is refused."""
        problem = _not_active(fold, reconciliation_id, "completed")
        if problem is not None or fold.active is None:
            return problem or ()
        event: Event = {
            "type": streams.RECONCILIATION_COMPLETED,
            "reconciliationId": reconciliation_id,
            "result": result,
            "previousFingerprint": fold.active.previous,
            "currentFingerprint": fold.active.current,
        }
        return (event,)

    def folded(self) -> ReconciliationFold:
        fold = ReconciliationFold()
        for record in self._store.read(self._stream).records:
            fold.take(record)
        return fold

    def _appended(self, decide: Callable[[ReconciliationFold], Sequence[Event] | Diagnostic]) -> Event | Diagnostic:
        def decided(_: Log) -> Sequence[Event] | Diagnostic:
            return decide(self.folded())

        done = self._store.append(self._stream, decided)
        assert done is not None
        return done if isinstance(done, Diagnostic) else done.events[0]


def imported_events(bases: Mapping[str, Any]) -> tuple[Event, ...]:
    """``UpstreamImported`` for each element with its shape, ``None`` for one that is gone."""
    return tuple({"type": streams.UPSTREAM_IMPORTED, "element": name, "shape": bases[name]} for name in bases)


def refusal(name: str, verb: str, reason: str) -> Diagnostic:
    hint = "Complete it, or abort it with a reason."
    return PROPOSAL_STATE.at(Place(RECONCILIATION.path, 0, 0), hint=hint, id=name, verb=verb, reason=reason)


def _not_active(fold: ReconciliationFold, name: str, verb: str) -> Diagnostic | None:
    if fold.active is not None and fold.active.reconciliation_id == name:
        return None
    return refusal(name, verb, "it has ended" if name in fold.done else "no such reconciliation is active")
