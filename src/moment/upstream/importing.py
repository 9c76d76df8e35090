"""What upstream says, taken over into the specifications of a project: each change where it stands, new contexts and flows
in files of their own, what moved on both sides left and said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from moment.diagnostics.model import Diagnostic, order
from moment.drift.patch.result import Refused
from moment.language.parser import parse
from moment.model.build import build
from moment.model.spec_hash import spec_hash
from moment.project.elements import KINDS
from moment.project.session import Session
from moment.project.state_rules import EDIT_REFUSED
from moment.project.store import store_of
from moment.sift.fold import Fold
from moment.sift.upstream import fold_of, missing
from moment.sync.agreeing import is_rename
from moment.sync.imports import Course, carry_out
from moment.sync.locating import Locator
from moment.sync.reconcile import Given
from moment.sync.reconcile_findings import Where, conflict
from moment.sync.reconciliation import ReconciliationState
from moment.sync.taking_over import Takeover, take_over
from moment.sync.upstream_changes import Prefer, Sign, UpstreamChange
from moment.text.source import Source
from moment.upstream.given import given_by
from moment.upstream.placing import file_changes, new_file


@dataclass(frozen=True, slots=True)
class Step:
    """One element that changes: inserted, removed, updated or renamed, as the event at ``path`` and ``line`` says."""

    sign: Sign
    kind: str
    element: str
    path: str = ""
    line: int = 0
    new_name: str = ""


@dataclass(frozen=True, slots=True)
class Imported:
    """``steps`` were made, or would be. ``refusal`` is why nothing was written: the state of the project refused, or there
    are no events."""

    fold: Fold | None
    given: Given | None
    takeover: Takeover | None
    steps: tuple[Step, ...] = ()
    findings: tuple[Diagnostic, ...] = ()
    refusal: Diagnostic | None = None


def import_upstream(
    session: Session, folder: str = "", *, prefer: Prefer | None = None, dry_run: bool = False
) -> Imported:
    """Takes over what the events below ``folder``, else those of the project, say since the last import.

    Raises ``OSError`` when a disk refuses to be written.
    """
    root = Path(folder) if folder else session.project.root
    nothing = missing(root, folder or ".")
    if nothing is not None:
        return _refused(nothing)
    fold = fold_of(root)
    state = ReconciliationState(store_of(session.project.root))
    refusal = state.store.read(state.stream).refusal
    if refusal is not None:
        return _refused(refusal)
    given = given_by(fold, state.bases, session.parsed.values(), lambda path: new_file(session, path))
    takeover = take_over(given, prefer=prefer)
    if not dry_run and not takeover.is_empty:
        done = _carried_out(session, given, takeover)
        if isinstance(done, Diagnostic):
            return _refused(done)
    told = sorted((*fold.errors, *findings(given, takeover)), key=order)
    return Imported(fold, given, takeover, tuple(steps(given, takeover)), tuple(told))


def steps(given: Given, takeover: Takeover) -> Iterator[Step]:
    """The elements in which something is taken over, new names first."""
    found: dict[object, UpstreamChange] = {}
    for each in takeover.taken:
        found.setdefault((each.key, is_rename(each)), each)
    for each in found.values():
        path, line = given.sides.origins.get(each.key, ("", 0))
        sign: Sign = each.sign if each.is_whole else "~"
        yield Step(sign, KINDS[each.key.word], each.key.identity, path, line, each.new_name if is_rename(each) else "")


def findings(given: Given, takeover: Takeover) -> Iterator[Diagnostic]:
    """MOM848 for everything that moved on both sides, MOM820 for every context and flow that could not be edited."""
    where = Where(given, Locator({path: Source(path, text) for path, text in given.texts.items()}, {}))
    for change in takeover.conflicts:
        yield conflict(change, where)
    yield from _refusals(takeover.refused)


def _refusals(found: Iterable[Refused]) -> Iterator[Diagnostic]:
    for each in found:
        hint = f"To do was: {each.change}. Mend the file, or change it by hand, and import again."
        yield EDIT_REFUSED.at(each.place, hint=hint, path=each.place.path or "?", reason=each.reason)


def _refused(refusal: Diagnostic) -> Imported:
    return Imported(None, None, None, refusal=refusal)


def _carried_out(session: Session, given: Given, takeover: Takeover) -> object:
    domain = build(parse(Source(path, text)) for path, text in {**given.texts, **takeover.texts}.items())
    left = [*(each.subject for each in takeover.conflicts), *(each.change for each in takeover.refused)]
    return carry_out(
        store_of(session.project.root),
        file_changes(session.project.root, given.texts, takeover.texts),
        takeover.bases,
        course=Course("import", "DRIFT" if left else "APPLIED", 2 if left else 1),
        fingerprint=given.fingerprint,
        specification_hash=spec_hash(domain),
        applied=[each.element for each in steps(given, takeover)],
        open_elements=left,
    )
