"""The records of synchronisation: what differs, what is proposed, how far both sides were read, what came of it.

All are frozen. As JSON (``moment.sync.wire``) their names are in camelCase.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

from moment.drift.cascade import CascadeCategory as CascadeCategory

Direction: TypeAlias = Literal["spec-ahead", "impl-ahead", "conflict"]
ChangeType: TypeAlias = Literal["added", "removed", "modified", "renamed", "moved"]
SymbolKind: TypeAlias = Literal["interface", "class", "alias", "enum"]
Status: TypeAlias = Literal["pending", "accepted", "rejected", "skipped", "superseded"]
Outcome: TypeAlias = Literal["APPLIED", "DRIFT", "BREAKING", "NO_CHANGES", "ABORTED"]
NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: the path relative to the project, lines and columns from 1, the end exclusive."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class TextEdit:
    """``text`` in the place of the code points from ``start`` to ``end`` of the file at ``path``."""

    path: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class ASTDifference:
    """One difference of two symbols; ``path`` is ``file#Symbol.member``, ``before`` and ``after`` canonical texts."""

    type: ChangeType
    path: str
    summary: str
    symbol: str = ""
    member: str | None = None
    aspect: str | None = None
    before: str | None = None
    after: str | None = None
    generated: Place | None = None
    implementation: Place | None = None


@dataclass(frozen=True, slots=True)
class TypeLevelChange:
    """All differences of one symbol."""

    symbol: str
    symbol_kind: SymbolKind
    type: ChangeType
    members: tuple[ASTDifference, ...] = ()


@dataclass(frozen=True, slots=True)
class ASTDiff:
    """Two folders compared: every difference, the same by symbol, what could not be read, and why."""

    has_drift: bool
    changes: tuple[ASTDifference, ...] = ()
    types: tuple[TypeLevelChange, ...] = ()
    unread: tuple[UnreadSource, ...] = ()
    diagnostics: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class DiffPoint:
    path: str
    description: str
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Consumer:
    """Somebody whom a change hurts: ``party`` says who (``contract of OrderPlaced``), ``context`` where."""

    party: str
    context: str = ""
    role: str = ""
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class DriftPoint:
    """One thing that both sides say differently: of which element, who moved, whom it hurts, what would mend it."""

    path: str
    summary: str
    direction: Direction
    element: str = ""
    member: str | None = None
    change: str = ""
    aspect: str | None = None
    base: str | None = None
    before: str | None = None
    after: str | None = None
    category: CascadeCategory = CascadeCategory.CLEAN
    reason: str = ""
    consumers: tuple[Consumer, ...] = ()
    spec: Place | None = None
    implementation: Place | None = None
    proposal_id: str = ""
    edits: tuple[TextEdit, ...] = ()


@dataclass(frozen=True, slots=True)
class Unmodelled:
    """An exported symbol that nothing in the specification matches."""

    symbol: str
    place: Place


@dataclass(frozen=True, slots=True)
class UnreadSource:
    """Text that gets no verdict, and the symbols in it."""

    place: Place
    symbols: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class DriftReport:
    """All points between a specification and its implementation; totals count elements.

    ``diagnostics`` are the findings: of points, and why something was not compared.
    """

    points: tuple[DriftPoint, ...] = ()
    summary: str = ""
    total_aligned: int = 0
    total_drifted: int = 0
    unmodelled: tuple[Unmodelled, ...] = ()
    unread: tuple[UnreadSource, ...] = ()
    category: CascadeCategory | None = None
    specification_hash: str = ""
    timestamp: str = ""
    diagnostics: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Consumption:
    """All uses of one event, value object, enum or command in one file; ``fields`` is ``None`` for all of it.

    ``event_type`` is the identity in the specification, or what a caller called it.
    """

    file: str
    context: str | None
    event_type: str
    fields: tuple[str, ...] | None
    role: Literal["read", "build", "send", "implement"]
    confidence: Literal["certain", "likely"]
    place: Place


@dataclass(frozen=True, slots=True)
class UnresolvedImport:
    """An import from generated code that names nothing."""

    file: str
    name: str
    module: str
    place: Place


@dataclass(frozen=True, slots=True)
class ConsumptionReport:
    """By file and place. ``diagnostics`` say why something could not be looked at."""

    consumptions: tuple[Consumption, ...] = ()
    unresolved: tuple[UnresolvedImport, ...] = ()
    diagnostics: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceAttribution:
    """Where a change comes from."""

    source: Literal["specification", "implementation", "upstream"]
    place: Place | None = None
    commit: str | None = None
    event_id: str | None = None


@dataclass(frozen=True, slots=True)
class DeprecationMetadata:
    """How a member goes: why, what replaces it, whether both are written until then."""

    reason: str
    replacement: str = ""
    populate_both: bool = False


@dataclass(frozen=True, slots=True)
class ImplementationChangeProposal:
    """A change that would end a difference; ``event_type`` with ``payload`` is the upstream event that says it."""

    proposal_id: str
    event_type: str = ""
    payload: Mapping[str, Any] = field(default_factory=lambda: NOTHING)
    direction: Direction = "spec-ahead"
    element: str = ""
    member: str | None = None
    before: str | None = None
    after: str | None = None
    category: CascadeCategory = CascadeCategory.CLEAN
    edits: tuple[TextEdit, ...] = ()
    consumers: tuple[Consumer, ...] = ()
    attribution: SourceAttribution | None = None
    deprecation: DeprecationMetadata | None = None
    status: Status = "pending"


@dataclass(frozen=True, slots=True)
class CascadeClassification:
    category: CascadeCategory
    description: str
    required_actions: tuple[str, ...] = ()
    consumers: tuple[Consumer, ...] = ()


@dataclass(frozen=True, slots=True)
class ReconciliationAction:
    """One step of a reconciliation, done (``applied``) or to be done."""

    description: str
    category: CascadeCategory
    proposal_id: str = ""
    applied: bool = False
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class ReconciliationResult:
    outcome: Outcome
    category: CascadeCategory | None = None
    actions: tuple[ReconciliationAction, ...] = ()
    message: str = ""
    saga_id: str = ""
    snapshot: str = ""
    diagnostics: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class SyncCursor:
    """How far both sides and the upstream files were read; a position is a byte offset and the sum of the line before."""

    specification_hash: str = ""
    implementation_hash: str = ""
    positions: Mapping[str, tuple[int, str]] = field(default_factory=lambda: NOTHING)
    timestamp: str = ""
