"""A state in memory, with a clock that is set by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from moment.diagnostics.model import Diagnostic
from moment.project.store import Store
from moment.sync.types import ImplementationChangeProposal
from tests.storage import MemoryStorage

ROOT = Path("/project")


@dataclass
class Clock:
    now: datetime = field(default_factory=lambda: datetime(2026, 1, 15, 10, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.now


def opened(
    storage: MemoryStorage | None = None, *, files: Mapping[str, bytes] | None = None, clock: Clock | None = None
) -> Store:
    disk = storage or MemoryStorage({"/project/moment.toml": b"", **(files or {})})
    return Store(ROOT / ".moment", storage=disk, now=clock or Clock(), actor="ann")


def proposal(number: int = 1, element: str = "Sales/Order/OrderPlaced") -> ImplementationChangeProposal:
    return ImplementationChangeProposal(
        proposal_id=f"prp-{number:012x}",
        event_type="EventFieldAdded",
        payload={"contextName": "Sales", "fieldName": "note"},
        element=element,
        member="note",
        after="string",
    )


def event(answer: object) -> Mapping[str, object]:
    """The event that a method answered with; a refusal fails the test."""
    assert isinstance(answer, Mapping), answer
    return answer


def refusal(answer: object) -> str:
    """``MOM822 …``: why a method refused."""
    assert isinstance(answer, Diagnostic), answer
    return f"{answer.code} {answer.message}"
