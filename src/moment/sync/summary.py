"""``moment.sync-state/1``: what ``.moment/sync-state.json`` says to other programs. The log decides; this may be lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

import msgspec

from moment.sync.types import ImplementationChangeProposal, Status, SyncCursor

FORMAT: Literal["moment.sync-state/1"] = "moment.sync-state/1"


class FingerprintsDocument(msgspec.Struct, frozen=True, omit_defaults=True):
    """The hashes of both sides when they were last in sync; absent before."""

    specification: str = ""
    implementation: str = ""


class CursorDocument(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    """How far both sides and the upstream files were read; a position is a byte offset and the sum of the line before."""

    specification_hash: str = ""
    implementation_hash: str = ""
    positions: Mapping[str, tuple[int, str]] = {}
    timestamp: str = ""


class CountsDocument(msgspec.Struct, frozen=True, omit_defaults=True):
    """How many proposals have each status; what is absent is none."""

    pending: int = 0
    accepted: int = 0
    rejected: int = 0
    skipped: int = 0
    superseded: int = 0


class SyncStateDocument(msgspec.Struct, frozen=True, rename="camel"):
    """When a push flow was last completed, and what it saw; `proposals` counts them by status."""

    format: Literal["moment.sync-state/1"]
    last_sync_timestamp: str | None
    fingerprints: FingerprintsDocument
    proposals: CountsDocument
    cursor: CursorDocument


def summary(
    cursor: SyncCursor, last_sync: str | None, proposals: Iterable[ImplementationChangeProposal]
) -> SyncStateDocument:
    """The state as other programs read it."""
    counts: dict[Status, int] = {}
    for proposal in proposals:
        counts[proposal.status] = counts.get(proposal.status, 0) + 1
    return SyncStateDocument(
        FORMAT,
        last_sync,
        FingerprintsDocument(cursor.specification_hash, cursor.implementation_hash),
        CountsDocument(**counts),
        CursorDocument(cursor.specification_hash, cursor.implementation_hash, dict(cursor.positions), cursor.timestamp),
    )
