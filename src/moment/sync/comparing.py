"""One look at a project: its state, what both sides say now, and the report about it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from moment.project.files import DISK
from moment.project.session import Session
from moment.sync.analysis import Analysis, analyse
from moment.sync.opening import open_store
from moment.sync.remembered import DiskCache
from moment.sync.report import Drift, drift
from moment.sync.state import SyncState


@dataclass(frozen=True, slots=True)
class Look:
    session: Session
    state: SyncState
    analysis: Analysis
    drift: Drift

    @property
    def bases(self) -> dict[str, Any]:
        """What is equal now and so becomes the base."""
        return dict(self.analysis.equal)


def look(
    session: Session, *, strict: bool | None = None, only: Collection[str] = (), state: SyncState | None = None
) -> Look:
    """Compares the project of ``session``, which has no errors; writes nothing but the cache.

    Raises ``SearchLimitError``.
    """
    root = session.project.root
    known = state or SyncState(open_store(root / ".moment"))
    cache = None if session.project.isolated or session.files is not DISK else DiskCache(root)
    analysis = analyse(session, known.bases, strict=strict, only=only, cache=cache)
    statuses = {proposal.proposal_id: proposal.status for proposal in known.proposals()}
    settings = session.project.config.drift
    return Look(session, known, analysis, drift(analysis, statuses, unmodelled=settings.unmodelled))
