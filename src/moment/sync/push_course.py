"""The push flow as it runs: compare, propose, ask, apply, keep, each step in the log before the next begins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TypeVar

from moment.diagnostics.model import Diagnostic
from moment.model.spec_hash import spec_hash
from moment.project.outgoing import DRIFT_DETECTED, outgoing
from moment.project.record import Event
from moment.project.session import Session
from moment.project.state_rules import PROPOSAL_STATE
from moment.project.store import Store, instant
from moment.project.transaction import Entry, perform
from moment.sync import push_result, streams
from moment.sync.accepting import Acceptance, prepared
from moment.sync.announcing import drift_detected
from moment.sync.comparing import Look, look
from moment.sync.decisions import Verb, goes_back
from moment.sync.hashes import implementation_hash, specification_hash
from moment.sync.opening import open_store
from moment.sync.proposals import proposals
from moment.sync.proposing import propose
from moment.sync.push_decisions import GONE, Decide, Decisions, Open, decided, recalled, yes
from moment.sync.push_flow import PushFlow
from moment.sync.push_log import PushFlowLog, refusal
from moment.sync.state import SyncState, synced_events
from moment.sync.streams import FEEDBACK, SYNC
from moment.sync.types import CascadeCategory, Place, ReconciliationAction, ReconciliationResult, SyncCursor
from moment.sync.wire import written

_Result = TypeVar("_Result")
_UNREAD = frozenset(("MOM810", "MOM811", "MOM812"))


class Stopped(Exception):  # noqa: N818
    """The flow cannot go on; it is told as ``ABORTED``."""

    def __init__(self, reason: str, diagnostics: tuple[Diagnostic, ...] = ()) -> None:
        super().__init__(reason)
        self.reason = reason
        self.diagnostics = diagnostics


class Overtaken(Stopped):
    """Another process has taken the flow up, and goes on with it."""


class PushCourse:
    """One project pushed. Raises ``OSError`` when the disk refuses: what the log holds by then is taken up by ``resume``.

    ``look`` is what was compared, as soon as it was.
    """

    def __init__(self, session: Session, *, store: Store | None = None, decide: Decide | None = None) -> None:
        self.session = session
        self.store = store or open_store(session.project.root / ".moment")
        self.log = PushFlowLog(self.store)
        self.state = SyncState(self.store)
        self.look: Look | None = None
        self._decide = decide
        self._saga = ""
        self._notes: tuple[Diagnostic, ...] = ()
        self._places: Mapping[str, tuple[Place, ...]] = {}

    def execute(self, specification: str = ".", implementation: str = "") -> ReconciliationResult:
        """A new flow; the paths are noted. While another one is active: ``ABORTED`` with MOM822."""
        if not self.session.parsed or self.session.project.isolated:
            return push_result.aborted("there is no project to push", diagnostics=self.session.held_back)
        started = self.log.start(specification, implementation)
        if isinstance(started, Diagnostic):
            return push_result.aborted(started.message, saga_id=self.log.flow.saga_id, diagnostics=(started,))
        return self._run(started)

    def resume(self, saga_id: str) -> ReconciliationResult:
        """Goes on from the last event of the flow that is active."""
        with self.store.writing() as writer:  # what was interrupted is finished first
            if isinstance(writer, Diagnostic):
                return push_result.aborted(writer.message, saga_id=saga_id, diagnostics=(writer,))
        flow = self.log.flow
        if flow.saga_id != saga_id or not flow.is_active:
            active = f"`{flow.saga_id}` is {flow.state}" if flow.saga_id else "none was started"
            found = refusal(saga_id, "resumed", active)
            return push_result.aborted(found.message, saga_id=saga_id, diagnostics=(found,))
        return self._run(flow)

    def _run(self, flow: PushFlow) -> ReconciliationResult:
        self._saga = flow.saga_id
        try:
            match flow.state:
                case "Diffing":
                    return self._propose()
                case "AwaitingConfirmation":
                    return self._confirm(flow)
                case "Recording":
                    return self._record(flow)
                case _:
                    return self._commit(flow)
        except Stopped as stop:
            if not isinstance(stop, Overtaken):
                self.log.aborted(self._saga, stop.reason)
            return push_result.aborted(
                stop.reason, saga_id=self._saga, actions=self._actions(self.log.flow), diagnostics=stop.diagnostics
            )

    # -- compare and propose -----------------------------------------------------------------------------------------

    def _compared(self) -> Look:
        """Both sides as they are now. Raises ``Stopped`` when one cannot be read."""
        session = Session(self.session.project, files=self.session.files)
        if session.held_back:
            raise Stopped("the specification has errors", session.held_back)
        found = self.look = look(session, state=self.state)
        self._places = {**push_result.places_of(found.drift.told), **self._places}
        if found.analysis.findings:
            raise Stopped("the specification cannot be compared", found.analysis.findings)
        for each in found.drift.report.unread:
            place = f"{each.place.path}:{each.place.line}:{each.place.column}"
            told = tuple(one for one in found.drift.diagnostics if one.code in _UNREAD)
            raise Stopped(f"a side cannot be read: {place}: {each.reason}", told)
        return found

    def _propose(self) -> ReconciliationResult:
        self._check_repository()
        found = self._compared()
        answer = propose(found)
        if isinstance(answer, Diagnostic):
            raise Stopped(answer.message, (answer,))
        names = [each.name for group in self._open(found) for each in group]
        return self._confirm(self._generated(found, names))

    def _generated(self, found: Look, names: Sequence[str]) -> PushFlow:
        """The proposals noted, and others told that there is drift."""
        with self.store.writing() as writer:
            if isinstance(writer, Diagnostic):
                raise Stopped(writer.message, (writer,))
            members = {"count": len(names), "proposals": list(names)}
            entry = _stepping(self.log.entry(self._saga, streams.PUSH_PROPOSALS_GENERATED, members))
            payload = drift_detected(found.drift)
            line = outgoing(
                DRIFT_DETECTED,
                payload,
                specification_hash=spec_hash(found.session.domain()),
                at=self.store.now(),
                correlation=self._saga,
            )
            _fitting(perform(writer, (), (entry,), lines=(line,) if payload["elements"] else ()))
        return self.log.flow

    def _open(self, found: Look) -> tuple[tuple[Open, ...], ...]:
        """What is to be decided, by difference: the soft step of a break, then the whole change."""
        groups = []
        for told in found.judged:
            if told.counts:
                here = (each for each in proposals(found.analysis, (told,)))
                tracked = ((each, self.state.tracked(each.proposal.proposal_id)) for each in here)
                now = self.store.now()
                group = tuple(
                    Open(each, known.status_at(now), known.until)
                    for each, known in tracked
                    if known is not None and known.status_at(now) in ("pending", "skipped")
                )
                groups.append(group)
        return tuple(group for group in groups if group)

    # -- ask ---------------------------------------------------------------------------------------------------------

    def _confirm(self, flow: PushFlow) -> ReconciliationResult:
        found = self.look or self._compared()
        groups = self._open(found)
        if sorted(each.name for group in groups for each in group) != sorted(flow.proposals):
            raise Stopped("something was changed since both sides were compared")
        highest = max((each.proposal.category for group in groups for each in group), default=CascadeCategory.CLEAN)
        if self._decide is None and highest > CascadeCategory.CLEAN:
            return self._leave(flow, ())
        decisions = decided(groups, self._decide or yes)
        acceptance = prepared(found, decisions.accepted, side=decisions.sides)
        if isinstance(acceptance, Diagnostic):
            if self._decide is None:
                return self._leave(flow, (acceptance,))
            raise Stopped(acceptance.message, (acceptance,))
        confirmed = self.log.confirmed(
            self._saga,
            accepted=decisions.accepted,
            rejected=tuple(decisions.rejected),
            skipped=(*decisions.skipped, *decisions.left),
            more=decisions.members(),
        )
        return self._record(_stepping(confirmed), acceptance)

    def _leave(self, flow: PushFlow, diagnostics: tuple[Diagnostic, ...]) -> ReconciliationResult:
        """Only what hurts nobody is applied without a question."""
        result = push_result.left_open(self._actions(flow), saga_id=self._saga, diagnostics=diagnostics)
        _stepping(self.log.aborted(self._saga, f"{result.outcome}: {result.message}"))
        return result

    # -- apply -------------------------------------------------------------------------------------------------------

    def _record(self, flow: PushFlow, acceptance: Acceptance | None = None) -> ReconciliationResult:
        """Files, decisions, journal and bases as one, together with the event that says so."""
        decisions = self._decisions()
        if acceptance is None:
            acceptance = _fitting(prepared(self._compared(), flow.accepted, side=decisions.sides))
        with self.store.writing() as writer:
            if isinstance(writer, Diagnostic):
                raise Stopped(writer.message, (writer,))
            files = [each.path for each in acceptance.changes]
            members = {"recorded": len(flow.accepted), "files": files}
            entry = _stepping(self.log.entry(self._saga, streams.PUSH_RECORDING_COMPLETE, members))
            entries = self._entries(decisions, acceptance)
            _fitting(perform(writer, acceptance.changes, (*entries, entry)))
        self._summarize()
        return self._commit(self.log.flow)

    def _entries(self, decisions: Decisions, acceptance: Acceptance) -> tuple[Entry, ...]:
        """What the decisions write to the log of proposals and to the journal."""
        said: list[tuple[Verb, str, Event]] = [
            *(("accept", name, {"type": streams.PROPOSAL_ACCEPTED}) for name in decisions.accepted),
            *(
                ("reject", name, {"type": streams.PROPOSAL_REJECTED, "reason": reason})
                for name, reason in decisions.rejected.items()
            ),
            *(
                ("skip", name, {"type": streams.PROPOSAL_SKIPPED, "reason": reason})
                for name, reason in decisions.skipped.items()
            ),
        ]
        found: dict[str, list[Event]] = {SYNC.name: [], FEEDBACK.name: []}
        for verb, name, event in said:
            for entry in _fitting(self.state.entries(verb, name, event, correlation=self._saga)):
                found[entry.stream.name] += entry.events
        found[SYNC.name] += synced_events(acceptance.bases)
        return tuple(Entry(stream, tuple(found[stream.name])) for stream in (SYNC, FEEDBACK) if found[stream.name])

    # -- keep --------------------------------------------------------------------------------------------------------

    def _commit(self, flow: PushFlow) -> ReconciliationResult:
        if not flow.snapshot:
            flow = _stepping(self.log.committed(self._saga, self._snapshot(flow)))
        found = self._compared()
        with self.store.writing() as writer:
            if isinstance(writer, Diagnostic):
                raise Stopped(writer.message, (writer,))
            entry = _stepping(self.log.entry(self._saga, streams.PUSH_COMPLETED, {}))
            cursor = self._cursor(found)
            advanced: Event = {"type": streams.CURSOR_ADVANCED, "cursor": written(cursor)}
            is_later = not goes_back(self.state.cursor, cursor)
            _fitting(perform(writer, (), (*((Entry(SYNC, (advanced,)),) if is_later else ()), entry)))
        self._summarize()
        decisions = self._decisions()
        gone = (name for name, reason in decisions.left.items() if reason == GONE)
        return push_result.finished(
            self._actions(self.log.flow),
            decided=(*decisions.rejected, *gone),
            saga_id=self._saga,
            snapshot=flow.snapshot,
            diagnostics=self._notes,
        )

    def _snapshot(self, flow: PushFlow) -> str:
        from moment.sync.git.problems import GitProblem
        from moment.sync.git.snapshots import LocalGitArtifactStore

        domain = Session(self.session.project, files=self.session.files).domain()
        metadata = {
            "kind": "push",
            "specification": spec_hash(domain),
            "saga": flow.saga_id,
            "proposal": flow.accepted,
        }
        try:
            store = LocalGitArtifactStore(self.session.project.root)
            made = store.snapshot(metadata=metadata, besides=self._written())
            self._notes = store.diagnostics
            return made.id
        except GitProblem as problem:
            raise Stopped(
                f"what was decided is written, and no snapshot of it: {problem}", problem.diagnostics
            ) from problem

    def _written(self) -> list[str]:
        """The files that the flow has changed, code among them."""
        return [path for each in self.log.events for path in each.get("files", ())]

    def _check_repository(self) -> None:
        """A repository that cannot hold the snapshot is refused before anything is written."""
        from moment.sync.git.home import home_of
        from moment.sync.git.problems import GitProblem

        try:
            with home_of(self.session.project.root, create=False):
                pass
        except GitProblem as problem:
            raise Stopped(str(problem), problem.diagnostics) from problem

    def _cursor(self, found: Look) -> SyncCursor:
        analysis = found.analysis
        positions = self.state.cursor.positions
        at = instant(self.store.now())
        return SyncCursor(
            specification_hash(analysis.session), implementation_hash(analysis.implemented.texts), positions, at
        )

    def _summarize(self) -> None:
        with suppress(OSError):
            self.state.write_summary()

    # -- tell --------------------------------------------------------------------------------------------------------

    def _decisions(self) -> Decisions:
        """What the log says was decided in this flow; nothing before it was."""
        said = (each for each in self.log.events if each["type"] == streams.PUSH_CONFIRMATION_COMPLETE)
        return recalled(next(said, {"type": streams.PUSH_CONFIRMATION_COMPLETE}))

    def _actions(self, flow: PushFlow) -> tuple[ReconciliationAction, ...]:
        """Every proposal of the flow as it stands in the log."""
        decisions = self._decisions()
        reasons = {**decisions.rejected, **decisions.skipped, **decisions.left}
        is_recorded = any(each["type"] == streams.PUSH_RECORDING_COMPLETE for each in self.log.events)
        applied = frozenset(flow.accepted if is_recorded else ())
        tracked = {name: known for name in flow.proposals if (known := self.state.tracked(name)) is not None}
        return tuple(
            push_result.action(
                known.proposal,
                applied=name in applied,
                reason=reasons.get(name, "") if is_recorded else "",
                places=self._places.get(name, ()),
            )
            for name, known in tracked.items()
        )


def _stepping(found: _Result | Diagnostic) -> _Result:
    """The step into the next state; raises ``Overtaken`` when the flow is there already."""
    if isinstance(found, Diagnostic) and found.code == PROPOSAL_STATE.code:
        raise Overtaken(f"another process goes on with it: {found.message}", (found,))
    return _fitting(found)


def _fitting(found: _Result | Diagnostic) -> _Result:
    """What a step gave; raises ``Stopped`` for what refused it."""
    if isinstance(found, Diagnostic):
        raise Stopped(found.message, (found,))
    return found
