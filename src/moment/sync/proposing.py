"""Recording what is proposed: new differences, and those that are gone; what is equal becomes the base."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from moment.diagnostics.model import Diagnostic
from moment.sync.comparing import Look
from moment.sync.proposals import Proposed, proposals


@dataclass(frozen=True, slots=True)
class Proposing:
    """``proposed`` are the open ones, ``recorded`` of them new in the log, ``gone`` the ids of what nobody decides now."""

    proposed: tuple[Proposed, ...]
    recorded: frozenset[str]
    gone: tuple[str, ...]
    advanced: int


def propose(look: Look, *, category: int | None = None) -> Proposing | Diagnostic:
    """Records the proposals of ``look``, those of one category when given, and advances the bases of what is equal."""
    found = tuple(
        each for each in proposals(look.analysis, look.judged) if category is None or each.proposal.category == category
    )
    known = {each.proposal_id: each.status for each in look.state.proposals()}
    refusal = look.state.refusal
    if refusal is not None:
        return refusal
    answer: Sequence[object] | Diagnostic = look.state.record_proposals(each.proposal for each in found)
    if isinstance(answer, Diagnostic):
        return answer
    here = {each.proposal.proposal_id for each in proposals(look.analysis, look.judged)}
    gone = tuple(
        name for name, status in known.items() if status in ("pending", "skipped", "rejected") and name not in here
    )
    for name in gone:
        refused = look.state.supersede(name, "the difference is gone")
        if isinstance(refused, Diagnostic):
            return refused
    advanced = look.state.synced(look.bases)
    if isinstance(advanced, Diagnostic):
        return advanced
    statuses = {each.proposal_id: each.status for each in look.state.proposals()}
    open_ = tuple(each for each in found if statuses.get(each.proposal.proposal_id) == "pending")
    fresh = frozenset(name for name in here if name not in known)
    return Proposing(open_, fresh, gone, len(advanced))
