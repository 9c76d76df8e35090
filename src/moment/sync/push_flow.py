"""The push flow as a machine: which event may follow in which state, and where a log of them leads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from moment.project.record import Event, Record
from moment.sync import streams

State: TypeAlias = Literal[
    "Idle", "Diffing", "Proposing", "AwaitingConfirmation", "Recording", "Committing", "Complete", "Aborted"
]
ENDED: frozenset[State] = frozenset(("Idle", "Complete", "Aborted"))
FOLLOWS: Mapping[str, frozenset[State]] = {
    streams.PUSH_STARTED: ENDED,
    streams.PUSH_PROPOSALS_GENERATED: frozenset(("Diffing", "Proposing")),
    streams.PUSH_CONFIRMATION_COMPLETE: frozenset(("AwaitingConfirmation",)),
    streams.PUSH_RECORDING_COMPLETE: frozenset(("Recording",)),
    streams.PUSH_COMMITTED: frozenset(("Committing",)),
    streams.PUSH_COMPLETED: frozenset(("Committing",)),
    streams.PUSH_ABORTED: frozenset(("Diffing", "Proposing", "AwaitingConfirmation", "Recording", "Committing")),
}
"""The states from which an event leads on. *Proposing* has no event: after a crash in it both sides are read again."""


@dataclass(frozen=True, slots=True)
class PushFlow:
    """One run of the flow. ``accepted``, ``rejected`` and ``skipped`` are ids of proposals; ``proposals`` all of them."""

    saga_id: str = ""
    state: State = "Idle"
    spec_path: str = ""
    implementation_dir: str = ""
    proposals: tuple[str, ...] = ()
    accepted: tuple[str, ...] = ()
    rejected: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    recorded: int = 0
    snapshot: str = ""
    reason: str = ""

    @property
    def is_active(self) -> bool:
        return self.state not in ENDED

    def proposing(self) -> PushFlow:
        """Both sides are compared, the proposals are being made."""
        return replace(self, state="Proposing") if self.state == "Diffing" else self


def after(flow: PushFlow, event: Event) -> PushFlow | str:
    """The flow after ``event``, or why it does not fit."""
    kind = event["type"]
    if flow.state not in FOLLOWS.get(kind, frozenset()):
        return f"it is {flow.state}, where {kind} cannot follow"
    saga_id = str(event.get("sagaId", ""))
    if kind != streams.PUSH_STARTED and saga_id != flow.saga_id:
        return f"{kind} belongs to {saga_id or 'no saga'}, not to {flow.saga_id}"
    match kind:
        case streams.PUSH_STARTED:
            places = str(event.get("specPath", "")), str(event.get("implementationDir", ""))
            return PushFlow(saga_id, "Diffing", *places)
        case streams.PUSH_PROPOSALS_GENERATED:
            return _generated(flow, event)
        case streams.PUSH_CONFIRMATION_COMPLETE:
            return _confirmed(flow, event)
        case streams.PUSH_RECORDING_COMPLETE:
            recorded = event.get("recorded")
            if recorded != len(flow.accepted):
                return f"{recorded} were recorded and {len(flow.accepted)} accepted"
            return replace(flow, state="Committing", recorded=len(flow.accepted))
        case streams.PUSH_COMMITTED:
            if flow.snapshot:
                return f"it is committed already, as {flow.snapshot}"
            return replace(flow, snapshot=str(event.get("snapshot", "")))
        case streams.PUSH_COMPLETED:
            return replace(flow, state="Complete") if flow.snapshot else "nothing was committed"
    return replace(flow, state="Aborted", reason=str(event.get("reason", "")))


def replay(flow: PushFlow, records: tuple[Record, ...]) -> tuple[PushFlow, tuple[str, ...]]:
    """Where the records lead, and what in them did not fit: two branches may each have pushed."""
    misfits = []
    for record in records:
        for event in record.events:
            if event["type"] not in FOLLOWS:
                continue
            next_flow = after(flow, event)
            if isinstance(next_flow, str):
                misfits.append(f"line {record.line}: {next_flow}")
            else:
                flow = next_flow
    return flow, tuple(misfits)


def _generated(flow: PushFlow, event: Event) -> PushFlow | str:
    proposals = tuple(map(str, event.get("proposals", ())))
    if event.get("count") != len(proposals):
        return f"{event.get('count')} proposals were counted and {len(proposals)} named"
    return replace(flow, state="AwaitingConfirmation", proposals=proposals)


def _confirmed(flow: PushFlow, event: Event) -> PushFlow | str:
    accepted, rejected, skipped = (tuple(map(str, event.get(name, ()))) for name in ("accepted", "rejected", "skipped"))
    if sorted((*accepted, *rejected, *skipped)) != sorted(flow.proposals):
        return "what was decided is not what was proposed"
    return replace(flow, state="Recording", accepted=accepted, rejected=rejected, skipped=skipped)
