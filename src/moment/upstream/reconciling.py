"""A project reconciled with upstream: compared, planned, checked and, as far as it is asked for, written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, TypeAlias

from moment.diagnostics.model import Diagnostic, order
from moment.drift.patch.result import Refused
from moment.language.parser import parse
from moment.model.build import build
from moment.model.spec_hash import spec_hash
from moment.project.overlay import Overlaid
from moment.project.rules import UNREADABLE_FILE
from moment.project.session import Session
from moment.project.store import store_of
from moment.sync.cascade import read_cascade
from moment.sync.imports import Course, carry_out, name_of
from moment.sync.reconcile import Plan
from moment.sync.reconcile import reconcile as planned
from moment.sync.reconcile_document import ReconcileDocument, document, finding
from moment.sync.reconcile_findings import Where, findings, result
from moment.sync.types import CascadeCategory, ReconciliationResult
from moment.sync.upstream_changes import Prefer
from moment.text.source import Source
from moment.text.span import Place
from moment.upstream.compared import Compared, compared
from moment.upstream.placing import file_changes

Mode: TypeAlias = Literal["local", "event"]


@dataclass(frozen=True, slots=True)
class ReconcileInput:
    """``event`` is the path of an announcement: then only what it names is compared. Nothing is written without ``apply``;
    with it what is clean when nothing is above it, with ``category`` 2 also what is drift."""

    event: str | None = None
    apply: bool = False
    category: Literal[1, 2] = 1
    prefer: Prefer | None = None

    @property
    def mode(self) -> Mode:
        return "local" if self.event is None else "event"


@dataclass(frozen=True, slots=True)
class Reconciled:
    """``result`` says what came of it, with its findings. ``plan`` and ``where`` are absent when a side could not be read;
    ``refusal`` is what the state of the project refused by, before or while it was written."""

    session: Session
    mode: Mode
    result: ReconciliationResult
    plan: Plan | None = None
    found: Compared | None = None
    refusal: Diagnostic | None = None

    @property
    def where(self) -> Where | None:
        return self.found.where if self.found is not None else None

    @property
    def is_done(self) -> bool:
        """Whether nothing is left that has to be looked at."""
        return self.result.outcome in ("APPLIED", "NO_CHANGES")

    def document(self) -> ReconcileDocument:
        """``moment.reconcile/1``."""
        return document(
            self.result, self.plan, self.where, project=self.session.project.name, mode=self.mode,
            old=self.found.given.texts if self.found is not None else {},
            found=[finding(each, self.where) for each in self.result.diagnostics],
        )  # fmt: skip


def reconcile(session: Session, given: ReconcileInput = ReconcileInput()) -> Reconciled:
    """What upstream asks of the project of ``session``. Raises ``OSError`` when a disk refuses to be written."""
    if session.held_back and session.parsed:
        return _aborted(session, given.mode, "the specification has errors", *session.held_back)
    found = compared(session)
    if isinstance(found, Diagnostic):
        return replace(_aborted(session, given.mode, found.message, found), refusal=found)
    only = None
    if given.event is not None:
        content = _content(given.event)
        sides, elements = found.given.sides, found.given.elements
        cascade = content if isinstance(content, Diagnostic) else read_cascade(given.event, content, sides, elements)
        if isinstance(cascade, Diagnostic):
            return _aborted(session, given.mode, "the announcement cannot be read", cascade)
        found = found.with_announced(cascade.announced(sides, elements))
        only = cascade.concerns
    plan = planned(
        found.given, apply=given.apply, limit=CascadeCategory(given.category), prefer=given.prefer,
        only=only or (lambda _: True),
    )  # fmt: skip
    plan = _checked(found, plan) if plan.texts else plan
    name: str | Diagnostic = ""
    if given.apply and plan.outcome != "ABORTED" and (plan.texts or plan.bases):
        name = _carried_out(found, plan, given.mode)
    if isinstance(name, Diagnostic):
        return replace(_aborted(session, given.mode, name.message, name), refusal=name)
    told = sorted((*found.fold.errors, *findings(plan, found.where)), key=order)
    return Reconciled(session, given.mode, result(plan, found.where, name=name, found=told), plan, found)


def _content(path: str) -> bytes | Diagnostic:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        reason = str(error.strerror or error).lower()
        return UNREADABLE_FILE.at(Place(path, 0, 0), hint="Name a file that holds an event.", reason=reason)


def _aborted(session: Session, mode: Mode, reason: str, *found: Diagnostic) -> Reconciled:
    """One side cannot be read, so nothing is compared."""
    return Reconciled(session, mode, ReconciliationResult("ABORTED", message=reason, diagnostics=found))


def _checked(found: Compared, plan: Plan) -> Plan:
    """The plan, or one that is refused because a specification would have an error that it has not now."""
    project = found.session.project
    changes = file_changes(project.root, found.given.texts, plan.texts)
    files = Overlaid(found.session.files, {Path(project.root, each.path): each.after for each in changes})
    gone = {each.path for each in changes if each.after is None}
    sources = tuple(sorted({*project.sources, *(each.path for each in changes)} - gone))
    new = Session(replace(project, sources=sources, diagnostics=()), files=files).held_back
    if not new:
        return plan
    steps = tuple(replace(each, chosen=False) for each in plan.steps)
    reason = f"the text would have an error: {new[0].message}"
    return Plan(steps, "ABORTED", plan.category, {}, {}, Refused("all of the plan", reason, new[0].place))


def _carried_out(found: Compared, plan: Plan, mode: Mode) -> str | Diagnostic:
    """Writes the plan; the name of the reconciliation, or why nothing was written."""
    domain = build(parse(Source(path, text)) for path, text in {**found.given.texts, **plan.texts}.items())
    done = carry_out(
        store_of(found.session.project.root),
        file_changes(found.session.project.root, found.given.texts, plan.texts),
        plan.bases,
        course=Course(mode, plan.outcome, int(plan.category or 1)),
        fingerprint=found.fold.fingerprint,
        specification_hash=spec_hash(domain),
        applied=[each.change.subject for each in plan.steps if each.chosen],
        open_elements=[each.change.subject for each in plan.open],
    )
    return done if isinstance(done, Diagnostic) else name_of(done)
