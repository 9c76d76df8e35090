"""How every part of a project stands, looked at anew: what is known of it, or why nothing is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal, TypeAlias

import msgspec

from moment.diagnostics.model import Severity
from moment.diagnostics.summary import counted
from moment.project.session import Session
from moment.sync.opening import open_store

FORMAT = "moment.status/1"
REGISTRY = ".moment/schema-registry.jsonl"
State: TypeAlias = Literal["ok", "drift", "error", "unknown"]
NAMES = ("specification", "outputs", "implementation", "schema", "upstream")
_HELD_BACK = "the specification has errors"


class Section(msgspec.Struct, frozen=True, rename="camel"):
    """One part. `count` are its errors or differences, `reason` says what they are, or why nothing is known.

    `hash` is that of its texts now, `last` when specification and implementation were last in sync.
    """

    name: Literal["specification", "outputs", "implementation", "schema", "upstream"]
    state: State
    reason: str
    count: int = 0
    hash: str | None = None
    last: str | None = None


class StatusDocument(msgspec.Struct, frozen=True, rename="camel"):
    """What `moment status --json` answers; `lastSync` is when both sides were last in sync."""

    format: str
    project: str
    last_sync: str | None
    sections: tuple[Section, ...]


def sections(session: Session, names: tuple[str, ...] = NAMES) -> tuple[Section, ...]:
    """The sections asked for, in their order. Nothing is written but the cache. Raises ``SearchLimitError``."""
    return tuple(_SECTIONS[name](session) for name in NAMES if name in names)


def last_sync(session: Session) -> str | None:
    """When both sides were last in sync."""
    from moment.sync.state import SyncState

    return SyncState(open_store(session.project.root / ".moment")).last_sync_timestamp


def _specification(session: Session) -> Section:
    found = session.diagnostics(behaviour=False)
    errors = [each for each in found if each.severity is Severity.ERROR and each.suppressed is None]
    if errors:
        return Section("specification", "error", counted(len(errors), "error"), len(errors))
    domain = session.domain()
    parts = (counted(len(session.parsed), "file"), counted(len(domain.contexts), "context"))
    return Section("specification", "ok", ", ".join(parts))


def _outputs(session: Session) -> Section:
    """Generated files against what would be generated now, for the targets that the ledger knows."""
    from moment.generate import TARGETS
    from moment.generate import ledger as ledgers
    from moment.generate.plan import Run, conflict_findings, stale_findings
    from moment.project.outputs import survey
    from moment.project.production import produce_artifacts

    known = ledgers.read_ledger(_text(session.project.root / ledgers.PATH))
    if isinstance(known, str):
        is_there = (session.project.root / ledgers.PATH).is_file()
        return Section("outputs", "error" if is_there else "unknown", known if is_there else "nothing was generated")
    if session.held_back:
        return Section("outputs", "unknown", _HELD_BACK)
    names = tuple(dict.fromkeys(each.target for each in known.files.values() if each.target in TARGETS))
    made = produce_artifacts(session, names)
    if made.findings:
        return Section("outputs", "error", made.findings[0].message, len(made.findings))
    run = Run(frozenset(made.targets), frozenset(session.project.config.generate.targets) | frozenset(names))
    found = survey(made.artifacts, session.project.root, run, folders=made.folders)
    if found.findings:
        return Section("outputs", "error", found.findings[0].message, len(found.findings))
    stale = (*found.plan.findings, *stale_findings(found.plan), *conflict_findings(found.plan))
    if stale:
        return Section("outputs", "drift", f"{counted(len(stale), 'file')} not as generated now", len(stale))
    return Section("outputs", "ok", counted(len(known.files), "file"))


def _implementation(session: Session) -> Section:
    from moment.sync.comparing import look
    from moment.sync.report import implementation_hash

    if session.held_back:
        return Section("implementation", "unknown", _HELD_BACK)
    found = look(session)
    if found.analysis.findings:
        return Section("implementation", "unknown", found.analysis.findings[0].message)
    if not found.analysis.implemented.searched:
        include = ", ".join(session.project.config.implementation.include)
        return Section("implementation", "unknown", f"no file is called {include}")
    report = found.drift.report
    hashes = implementation_hash(found.analysis), found.state.fingerprints.get("implementation")
    if report.unread:
        first = report.unread[0]
        reason = f"{first.place.path}:{first.place.line}: {first.reason}"
        return Section("implementation", "error", reason, len(report.unread), *hashes)
    counted_points = [each for each in found.drift.told if each.counts]
    if counted_points:
        return Section("implementation", "drift", report.summary, len(counted_points), *hashes)
    return Section("implementation", "ok", f"{counted(report.total_aligned, 'element')} in sync", 0, *hashes)


def _schema(session: Session) -> Section:
    if (session.project.root / REGISTRY).is_file():
        return Section("schema", "unknown", f"this version does not read {REGISTRY}")
    return Section("schema", "unknown", f"no {REGISTRY}")


def _upstream(session: Session) -> Section:
    """What was published against what is specified; what changed only here is no drift of upstream."""
    from moment.sift.describe import elements_of
    from moment.sift.gap import gap
    from moment.sift.upstream import fold_of, missing
    from moment.sync.reconciliation import ReconciliationState

    nothing = missing(session.project.root)
    fold = fold_of(session.project.root)
    errors = [each for each in fold.errors if each.severity is Severity.ERROR]
    if errors:
        place = f"{errors[0].place.path}: {errors[0].message}"
        return Section("upstream", "error", place, len(errors), fold.fingerprint[:16])
    if nothing is not None or not fold.elements:
        return Section("upstream", "unknown", nothing.message if nothing is not None else "sift has published nothing")
    if session.held_back:
        return Section("upstream", "unknown", _HELD_BACK)
    last = ReconciliationState(open_store(session.project.root / ".moment")).last_fingerprint
    hashes = fold.fingerprint[:16], last[:16] if last else None
    between = len(gap(fold, elements_of(session.parsed.values())))
    if not between:
        return Section("upstream", "ok", f"{counted(len(fold.elements), 'element')} as published", 0, *hashes)
    if last == fold.fingerprint:
        return Section("upstream", "ok", f"{counted(between, 'change')} here not published", 0, *hashes)
    return Section(
        "upstream", "drift", f"{counted(between, 'change')} between published and specified", between, *hashes
    )


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


_SECTIONS: Mapping[str, Callable[[Session], Section]] = {
    "specification": _specification,
    "outputs": _outputs,
    "implementation": _implementation,
    "schema": _schema,
    "upstream": _upstream,
}
