"""The push flow on the disk: each step is in the log before the next begins, so that a crash loses none of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from moment.diagnostics.model import Diagnostic
from moment.project.log import Log
from moment.project.record import Event, canonical
from moment.project.state_rules import PROPOSAL_STATE
from moment.project.store import Store
from moment.project.transaction import Entry
from moment.sync import streams
from moment.sync.opening import Named, named_log, open_store
from moment.sync.push_flow import PushFlow, after, replay
from moment.sync.streams import PUSH
from moment.sync.types import NOTHING
from moment.text.span import Place


class PushFlowLog:
    """Reads and writes ``.moment/log/push.jsonl``. One flow is active at a time."""

    def __init__(self, store: Store | None = None) -> None:
        self.store = store or open_store(".moment")
        self._stream = PUSH

    def load(self, path: Named) -> PushFlowLog:
        """Turns to the state at ``path``: a state folder, a file in it, or a log."""
        self.store, self._stream = open_store(path), named_log(path, PUSH)
        return self

    @property
    def flow(self) -> PushFlow:
        """The flow that was started last, as far as it came."""
        return replay(PushFlow(), self.store.read(self._stream).records)[0]

    @property
    def events(self) -> tuple[Event, ...]:
        """The events of that flow."""
        saga_id = self.flow.saga_id
        return tuple(event for event in self.store.read(self._stream).events if event.get("sagaId") == saga_id)

    @property
    def misfits(self) -> tuple[str, ...]:
        """Events that did not fit, with their lines."""
        return replay(PushFlow(), self.store.read(self._stream).records)[1]

    def start(self, spec_path: str, implementation_dir: str, *, actor: str = "") -> PushFlow | Diagnostic:
        """Begins a flow; MOM822 while another one is active."""

        def decide(log: Log) -> Sequence[Event] | Diagnostic:
            flow = replay(PushFlow(), log.records)[0]
            if flow.is_active:
                return refusal(flow.saga_id, "started again", f"it is {flow.state}")
            said = [log.heads, spec_path, implementation_dir]
            event: Event = {
                "type": streams.PUSH_STARTED,
                "sagaId": f"psh-{sha256(canonical(said)).hexdigest()[:12]}",
                "specPath": spec_path,
                "implementationDir": implementation_dir,
            }
            return (event,)

        done = self.store.append(self._stream, decide, actor=actor)
        return done if isinstance(done, Diagnostic) else self.flow

    def take(self, saga_id: str, kind: str, members: Mapping[str, Any], *, actor: str = "") -> PushFlow | Diagnostic:
        """Appends an event of the flow if it fits, and returns the flow after it."""

        def decide(_: Log) -> Sequence[Event] | Diagnostic:
            entry = self.entry(saga_id, kind, members)
            return entry if isinstance(entry, Diagnostic) else entry.events

        done = self.store.append(self._stream, decide, actor=actor)
        return done if isinstance(done, Diagnostic) else self.flow

    def entry(self, saga_id: str, kind: str, members: Mapping[str, Any]) -> Entry | Diagnostic:
        """An event of the flow, to be made part of a larger transaction; or why it does not fit now."""
        event: Event = {"type": kind, "sagaId": saga_id, **members}
        found = after(self.flow, event)
        return refusal(saga_id, "continued", found) if isinstance(found, str) else Entry(self._stream, (event,))

    def generated(self, saga_id: str, proposals: Sequence[str]) -> PushFlow | Diagnostic:
        members = {"count": len(proposals), "proposals": list(proposals)}
        return self.take(saga_id, streams.PUSH_PROPOSALS_GENERATED, members)

    def confirmed(
        self,
        saga_id: str,
        *,
        accepted: Sequence[str],
        rejected: Sequence[str] = (),
        skipped: Sequence[str] = (),
        more: Mapping[str, Any] = NOTHING,
    ) -> PushFlow | Diagnostic:
        """``more`` are reasons and winners, which the flow itself does not ask for."""
        members = {**more, "accepted": list(accepted), "rejected": list(rejected), "skipped": list(skipped)}
        return self.take(saga_id, streams.PUSH_CONFIRMATION_COMPLETE, members)

    def recorded(self, saga_id: str, count: int) -> PushFlow | Diagnostic:
        return self.take(saga_id, streams.PUSH_RECORDING_COMPLETE, {"recorded": count})

    def committed(self, saga_id: str, snapshot: str) -> PushFlow | Diagnostic:
        return self.take(saga_id, streams.PUSH_COMMITTED, {"snapshot": snapshot})

    def completed(self, saga_id: str) -> PushFlow | Diagnostic:
        return self.take(saga_id, streams.PUSH_COMPLETED, {})

    def aborted(self, saga_id: str, reason: str) -> PushFlow | Diagnostic:
        return self.take(saga_id, streams.PUSH_ABORTED, {"reason": reason})


def refusal(name: str, verb: str, reason: str) -> Diagnostic:
    hint = "Go on with `moment sync push`, which takes up the flow that was interrupted."
    return PROPOSAL_STATE.at(Place(PUSH.path, 0, 0), hint=hint, id=name, verb=verb, reason=reason)
