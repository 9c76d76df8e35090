"""Accepting proposals: all their edits in new texts, looked at again before a byte is written, then one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from moment.diagnostics.model import Diagnostic
from moment.drift.patch.unmodelled import Kind
from moment.project.overlay import Overlaid
from moment.project.record import Event
from moment.project.session import Session
from moment.project.state_rules import EDIT_REFUSED, PROPOSAL_STATE
from moment.project.transaction import Change
from moment.sync.analysis import Analysis, analyse
from moment.sync.comparing import Look
from moment.sync.plans import Plan, Side, plan, winner
from moment.sync.proposals import Proposed, proposals
from moment.sync.report import identity
from moment.text.span import Place


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What accepting would do: ``texts`` are whole new files by path, ``bases`` the elements that agree afterwards."""

    proposed: tuple[Proposed, ...]
    texts: Mapping[str, str]
    changes: tuple[Change, ...]
    bases: Mapping[str, Any]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(each.proposal.proposal_id for each in self.proposed)


def prepared(
    look: Look, names: Sequence[str], *, side: Side | Mapping[str, Side] | None = None, kind: Kind | None = None
) -> Acceptance | Diagnostic:
    """The proposals called ``names`` (whole ids) with everything that accepting them writes; or why it cannot be.

    A conflict needs ``side``, the one that wins, for all or by id; for the others it overrides the one that is ahead.
    ``kind`` is what a type becomes that only the code has.
    """
    known = {each.proposal.proposal_id: each for each in proposals(look.analysis, look.judged)}
    texts: dict[str, str] = {}
    chosen: list[Proposed] = []
    for name in dict.fromkeys(names):
        proposed = known.get(name)
        if proposed is None:
            return _refused(name, "the difference is not there any more; `moment sync propose` says so in the log")
        wins = side.get(name) if isinstance(side, Mapping) else side
        made = _planned(look.analysis, proposed, wins, texts, kind)
        if isinstance(made, Diagnostic):
            return made
        texts.update(made.texts)
        if made.generates is not None:
            texts.update(_generated(look.analysis, made.generates))
        chosen.append(proposed)
    changes = tuple(_changes(look.analysis, texts))
    return _checked(look, chosen, texts, changes)


def accept(look: Look, acceptance: Acceptance) -> Sequence[Event] | Diagnostic:
    """Records what is not recorded yet, then writes files, decisions and bases as one."""
    recorded = look.state.record_proposals(each.proposal for each in acceptance.proposed)
    if isinstance(recorded, Diagnostic):
        return recorded
    return look.state.accept_all(acceptance.names, changes=acceptance.changes, bases=acceptance.bases)


def _planned(
    analysis: Analysis, proposed: Proposed, side: Side | None, texts: Mapping[str, str], kind: Kind | None
) -> Plan | Diagnostic:
    difference = proposed.difference
    name = proposed.proposal.proposal_id
    if side is None and winner(difference) is None:
        return _refused(name, "both sides changed: say which wins, with `--side spec` or `--side impl`")
    if kind is not None and difference.stray is None:
        return _refused(name, "it is no type that the specification lacks: leave `--as` out")
    is_soft = name != identity(difference)
    made = proposed.plan if is_soft and not texts else plan(analysis, difference, side, texts=texts, kind=kind)
    if made.refused:
        place = Place(analysis.session.project.sources[0] if analysis.session.project.sources else ".", 0, 0)
        return EDIT_REFUSED.at(
            place,
            hint="edit it by hand, then run `moment drift` again",
            path=proposed.proposal.element,
            reason=made.refused,
        )
    return made


def _generated(analysis: Analysis, language: str) -> dict[str, str]:
    """The files of the generator that are not as they would be written."""
    ending = ".ts" if language == "typescript" else ".py"
    found = {}
    for path, text in analysis.expected.texts.items():
        data = _bytes(analysis.session, path)
        if path.endswith(ending) and (data is None or data.decode("utf-8", "replace") != text):
            found[path] = text
    return found


def _changes(analysis: Analysis, texts: Mapping[str, str]) -> Iterator[Change]:
    """Files as they are and as they will be; a specification keeps its line ends and its mark."""
    for path in sorted(texts):
        before = _bytes(analysis.session, path)
        text = texts[path]
        if path in analysis.session.parsed and before is not None:
            if b"\r\n" in before:
                text = text.replace("\n", "\r\n")
            if before.startswith(b"\xef\xbb\xbf"):
                text = f"\ufeff{text}"
        after = text.encode()
        if after != before:
            yield Change(path, before, after)


def _bytes(session: Session, path: str) -> bytes | None:
    place = Path(session.project.root, path)
    return session.files.read(place) if session.files.kind(place) == "file" else None


def _checked(
    look: Look, chosen: Sequence[Proposed], texts: Mapping[str, str], changes: Sequence[Change]
) -> Acceptance | Diagnostic:
    """Everything read again as it will be: no new error, no difference that was to go."""
    before = look.analysis
    root = before.session.project.root
    files = Overlaid(before.session.files, {Path(root, each.path): each.after for each in changes})
    session = Session(before.session.project, files=files)
    new = session.held_back
    if new:
        return _edit_refused(new[0].place.path, f"the text would have an error: {new[0].message}")
    after = analyse(session, look.state.bases)
    left = {identity(each) for each in after.differences}
    for each in chosen:
        name = each.proposal.proposal_id
        if name in left and not each.difference.obligation:
            return _edit_refused(each.proposal.element, "the difference would still be there")
    known = look.state.bases
    bases = {name: after.equal[name] for name in after.equal if known.get(name, "") != after.equal[name]}
    bases |= _reviewed(look, chosen, bases)
    return Acceptance(tuple(chosen), texts, tuple(changes), bases)


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


def _refused(name: str, reason: str) -> Diagnostic:
    return PROPOSAL_STATE.at(Place(".moment/log/sync.jsonl", 0, 0), id=name, verb="accepted", reason=reason)


def _edit_refused(path: str, reason: str) -> Diagnostic:
    return EDIT_REFUSED.at(
        Place(path, 0, 0), hint="edit it by hand, then run `moment drift` again", path=path, reason=reason
    )
