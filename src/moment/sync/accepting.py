"""Accepting proposals: all their edits in new texts, looked at again before a byte is written, then one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from moment.diagnostics.model import Diagnostic
from moment.drift.patch.unmodelled import Kind
from moment.project.record import Event
from moment.project.state_rules import EDIT_REFUSED, PROPOSAL_STATE
from moment.project.transaction import Change
from moment.sync.accepted_renames import followed, moves
from moment.sync.analysis import Analysis, analyse
from moment.sync.batch import Batch
from moment.sync.comparing import Look
from moment.sync.moved_bases import moved
from moment.sync.plans import Side, winner
from moment.sync.proposals import Proposed, proposals
from moment.sync.report import identity
from moment.text.span import Place


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What accepting would do: ``texts`` are whole new files by path, ``bases`` the elements that agree afterwards.

    ``left`` are the elements that stay as they are, with the reason.
    """

    proposed: tuple[Proposed, ...]
    texts: Mapping[str, str]
    changes: tuple[Change, ...]
    bases: Mapping[str, Any]
    left: tuple[tuple[str, str], ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(each.proposal.proposal_id for each in self.proposed)


def prepared(
    look: Look,
    names: Sequence[str],
    *,
    side: Side | Mapping[str, Side] | None = None,
    kind: Kind | None = None,
    as_possible: bool = False,
) -> Acceptance | Diagnostic:
    """The proposals called ``names`` (whole ids) with everything that accepting them writes; or why it cannot be.

    A conflict needs ``side``, the one that wins, for all or by id; for the others it overrides the one that is ahead.
    ``kind`` is what a type becomes that only the code has. With ``as_possible`` those that no edit can make are left out.
    """
    known = {each.proposal.proposal_id: each for each in proposals(look.analysis, look.judged)}
    wanted: dict[str, tuple[Proposed, Side | None]] = {}
    for name in dict.fromkeys(names):
        if name not in known:
            return _refused(name, "the difference is not there any more; `moment sync propose` says so in the log")
        wins = side.get(name) if isinstance(side, Mapping) else side
        problem = _problem(known[name], wins, kind)
        if problem:
            return _refused(name, problem)
        wanted[name] = known[name], wins
    batch = Batch(look.analysis, look.state.bases, kind)
    refused = batch.make(wanted)
    if refused and (not as_possible or len(refused) == len(wanted)):
        name, reason = next((name, refused[name]) for name in wanted if name in refused)
        return _edit_refused(known[name].proposal.element, reason, _home(look.analysis))
    batch.generate()
    left = tuple((_called(known[name]), reason) for name, reason in refused.items())
    chosen = [(each, wins or winner(each.difference) or "spec") for each, wins in wanted.values()]
    found = _checked(look, [each for each in chosen if each[0].proposal.proposal_id not in refused], batch)
    return replace(found, left=left) if isinstance(found, Acceptance) else found


def accept(look: Look, acceptance: Acceptance) -> Sequence[Event] | Diagnostic:
    """Records what is not recorded yet, then writes files, decisions and bases as one."""
    recorded = look.state.record_proposals(each.proposal for each in acceptance.proposed)
    if isinstance(recorded, Diagnostic):
        return recorded
    return look.state.accept_all(acceptance.names, changes=acceptance.changes, bases=acceptance.bases)


def _called(proposed: Proposed) -> str:
    proposal = proposed.proposal
    return f"{proposal.element}.{proposal.member}" if proposal.member else proposal.element


def _problem(proposed: Proposed, side: Side | None, kind: Kind | None) -> str:
    """Why a proposal cannot be accepted in this way."""
    if side is None and winner(proposed.difference) is None:
        return "both sides changed: say which wins, with `--side spec` or `--side impl`"
    if kind is not None and proposed.difference.stray is None:
        return "it is no type that the specification lacks: leave `--as` out"
    return ""


def _checked(look: Look, accepted: Sequence[tuple[Proposed, Side]], batch: Batch) -> Acceptance | Diagnostic:
    """Everything read again as it will be: no new error, no difference that was to go."""
    session = batch.session()
    new = session.held_back
    if new:
        return _edit_refused(new[0].place.path, f"the text would have an error: {new[0].message}")
    known = look.state.bases
    chosen = tuple(each for each, _ in accepted)
    made = moves(look.analysis, tuple((each.difference, wins) for each, wins in accepted), session.domain())
    after = analyse(session, moved(known, made))
    left = {identity(each) for each in after.differences}
    for each in chosen:
        if each.proposal.proposal_id in left and not each.difference.obligation:
            return _edit_refused(each.proposal.element, "the difference would still be there")
    agreed = {**followed(known, made), **after.agreed}
    bases = {name: agreed[name] for name in agreed if known.get(name, "") != agreed[name]}
    bases |= _reviewed(look, chosen, bases)
    return Acceptance(chosen, batch.texts, tuple(batch.changes()), bases)


def _reviewed(look: Look, chosen: Sequence[Proposed], bases: Mapping[str, Any]) -> dict[str, Any]:
    """What an element promises now becomes its base when the change was accepted as reviewed."""
    found: dict[str, Any] = {}
    for each in chosen:
        if each.difference.obligation:
            name = each.proposal.element
            known = dict(found.get(name) or bases.get(name) or look.state.base(name) or {})
            promised = dict(known.get("obligations", {}))
            after = each.difference.point.edit.after
            if after is None:
                promised.pop(each.difference.obligation, None)
            else:
                promised[each.difference.obligation] = after
            found[name] = {**known, "obligations": promised}
    return found


def decided_already(name: str) -> Diagnostic:
    """MOM822 for a proposal that is accepted."""
    return _refused(name, "it is accepted")


def _refused(name: str, reason: str) -> Diagnostic:
    return PROPOSAL_STATE.at(Place(".moment/log/sync.jsonl", 0, 0), id=name, verb="accepted", reason=reason)


def _edit_refused(path: str, reason: str, place: str = "") -> Diagnostic:
    return EDIT_REFUSED.at(
        Place(place or path, 0, 0), hint="edit it by hand, then run `moment drift` again", path=path, reason=reason
    )


def _home(analysis: Analysis) -> str:
    """Where a refusal that no single line is the cause of is shown."""
    return next(iter(analysis.session.project.sources), ".")
