"""One look at a project: its state, what both sides say now, and the report about it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from moment.project.implementation import Implementation, implementation_of
from moment.project.session import Session
from moment.sync.analysis import Analysis, analyse
from moment.sync.glance import Glances, leaves_traces
from moment.sync.locating import Locator
from moment.sync.memory import Memory
from moment.sync.opening import open_store
from moment.sync.remembered import DiskCache, DiskShapes
from moment.sync.report import Judged, drift, judged
from moment.sync.state import SyncState
from moment.sync.told import Drift


@dataclass(frozen=True, slots=True)
class Look:
    session: Session
    state: SyncState
    analysis: Analysis
    judged: tuple[Judged, ...]
    drift: Drift

    @property
    def bases(self) -> dict[str, Any]:
        """What is equal now and so becomes the base."""
        return self.analysis.agreed

    @property
    def locator(self) -> Locator:
        return self.analysis.locator

    @property
    def texts(self) -> Mapping[str, bytes]:
        return self.analysis.implemented.texts

    @property
    def last_sync(self) -> str | None:
        return self.state.last_sync_timestamp


def look(
    session: Session,
    *,
    strict: bool | None = None,
    only: Collection[str] = (),
    state: SyncState | None = None,
    code: Implementation | None = None,
    glances: Glances | None = None,
    memory: Memory | None = None,
) -> Look:
    """Compares the project of ``session``, which has no errors; writes nothing but the cache.

    ``code`` is what a caller has read of it already, ``glances`` where the answer is kept, ``memory`` that of looks
    before. Raises ``SearchLimitError``.
    """
    known = state or SyncState(open_store(session.project.root / ".moment"))
    code = code or implementation_of(session.project, session.files)
    analysis = analyse(session, known.bases, strict=strict, only=only, code=code, memory=memory or memory_of(session))
    statuses = {proposal.proposal_id: proposal.status for proposal in known.proposals()}
    found = judged(analysis, statuses)
    unmodelled = session.project.config.drift.unmodelled
    report = drift(analysis, found, unmodelled=unmodelled, state=known.diagnostics)
    if glances is not None and not analysis.findings:
        glances.keep(report, known)
    return Look(session, known, analysis, found, report)


def memory_of(session: Session) -> Memory:
    """An empty one, which knows what other processes left on the disk."""
    root = session.project.root
    return Memory(DiskCache(root), DiskShapes(root)) if leaves_traces(session) else Memory()


class Watch:
    """The project of ``session`` looked at again and again in one process: what did not change is not done again."""

    def __init__(self, session: Session, *, strict: bool | None = None) -> None:
        self.session = session
        self._strict = strict
        self._state = SyncState(open_store(session.project.root / ".moment"))
        self._memory = memory_of(session)
        self._code: Implementation | None = None

    def look(self, changed: Collection[str] | None = None) -> Look:
        """What ``look`` finds; ``changed`` are the only files of code that may have, all of them when left out.

        Specifications are those of the session. Raises ``SearchLimitError``.
        """
        if self._code is None or changed is None:
            self._code = implementation_of(self.session.project, self.session.files)
        else:
            self._code.forget(changed)
        return look(self.session, strict=self._strict, state=self._state, code=self._code, memory=self._memory)
