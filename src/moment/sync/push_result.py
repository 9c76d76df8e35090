"""What a push answers: every change with what became of it, and one sentence about all of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from moment.diagnostics.model import Diagnostic
from moment.diagnostics.summary import counted
from moment.sync.told import Told
from moment.sync.types import (
    CascadeCategory,
    ImplementationChangeProposal,
    Outcome,
    Place,
    ReconciliationAction,
    ReconciliationResult,
)


def action(
    proposal: ImplementationChangeProposal, *, applied: bool = False, reason: str = "", places: Sequence[Place] = ()
) -> ReconciliationAction:
    """``Ordering/Order/OrderPlaced.total (spec-ahead): nothing → number``, with the reason why it is not applied."""
    subject = f"{proposal.element}.{proposal.member}" if proposal.member else proposal.element
    change = f"{proposal.before or 'nothing'} → {proposal.after or 'nothing'}"
    is_soft = proposal.deprecation is not None and proposal.category is CascadeCategory.CLEAN
    softly = ", the old one kept as deprecated" if is_soft else ""
    said = f"{subject} ({proposal.direction}): {change}{softly}"
    where = tuple(places) or _place(proposal)
    return ReconciliationAction(
        f"{said}; {reason}" if reason else said, proposal.category, proposal.proposal_id, applied, where
    )


def places_of(told: Iterable[Told]) -> Mapping[str, tuple[Place, ...]]:
    """From every point to the places where the two sides say it."""
    return {
        each.point.proposal_id: tuple(
            place for place in (each.point.spec, each.point.implementation) if place is not None
        )
        for each in told
    }


def finished(
    actions: Sequence[ReconciliationAction],
    *,
    decided: Iterable[str] = (),
    saga_id: str,
    snapshot: str,
    diagnostics: Sequence[Diagnostic] = (),
) -> ReconciliationResult:
    """A flow that came to its end: what is neither applied nor ``decided`` (rejected) is left, and names the outcome."""
    settled = frozenset(decided)
    left = [each.category for each in actions if not each.applied and each.proposal_id not in settled]
    applied = sum(1 for each in actions if each.applied)
    category = max((each.category for each in actions), default=None)
    outcome: Outcome = _open_outcome(max(left)) if left else "APPLIED"
    return ReconciliationResult(
        outcome, max(left) if left else category, tuple(actions), _sentence(applied, len(settled), len(left)), saga_id,
        snapshot, tuple(diagnostics),
    )  # fmt: skip


def left_open(
    actions: Sequence[ReconciliationAction], *, saga_id: str, diagnostics: Sequence[Diagnostic] = ()
) -> ReconciliationResult:
    """Nothing but the proposals is written: somebody has to decide."""
    highest = max((each.category for each in actions), default=CascadeCategory.DRIFT)
    category = max(highest, CascadeCategory.DRIFT)
    outcome = _open_outcome(category)
    why = "a change hurts another context" if outcome == "BREAKING" else "somebody has to decide"
    message = f"{counted(len(actions), 'proposal')}, none applied: {why}"
    return ReconciliationResult(outcome, category, tuple(actions), message, saga_id, "", tuple(diagnostics))


def aborted(
    reason: str,
    *,
    saga_id: str = "",
    actions: Sequence[ReconciliationAction] = (),
    diagnostics: Sequence[Diagnostic] = (),
) -> ReconciliationResult:
    category = max((each.category for each in actions), default=None)
    return ReconciliationResult("ABORTED", category, tuple(actions), reason, saga_id, "", tuple(diagnostics))


def _open_outcome(category: CascadeCategory) -> Outcome:
    return "BREAKING" if category is CascadeCategory.BREAKING else "DRIFT"


def _sentence(applied: int, rejected: int, left: int) -> str:
    if not applied and not rejected and not left:
        return "nothing differs"
    parts = [f"{counted(applied, 'change')} applied"] if applied else []
    parts += [f"{rejected} rejected"] if rejected else []
    parts += [f"{left} left open"] if left else []
    return ", ".join(parts)


def _place(proposal: ImplementationChangeProposal) -> tuple[Place, ...]:
    known = proposal.attribution.place if proposal.attribution is not None else None
    return (known,) if known is not None else ()
