"""How every part of a project stands, looked at anew: what is known of it, or why nothing is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Literal, NamedTuple, TypeAlias

import msgspec

from moment.diagnostics.model import Diagnostic, Severity
from moment.diagnostics.summary import counted
from moment.project.implementation import implementation_of
from moment.project.session import Session
from moment.sync.comparing import look
from moment.sync.glance import Glances, Sight, leaves_traces
from moment.sync.hashes import implementation_hash
from moment.sync.opening import open_store
from moment.sync.state import SyncState
from moment.text.source import Source

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


class Part(NamedTuple):
    """A section, the findings that it counts, and the texts that these point into besides the specifications."""

    section: Section
    findings: tuple[Diagnostic, ...] = ()
    sources: Mapping[str, Source] = MappingProxyType({})


def parts(session: Session, names: tuple[str, ...] = NAMES) -> tuple[Part, ...]:
    """The parts asked for, in their order. Nothing is written but the cache. Raises ``SearchLimitError``."""
    return tuple(_PARTS[name](session) for name in NAMES if name in names)


def last_sync(session: Session) -> str | None:
    """When both sides were last in sync."""
    return SyncState(open_store(session.project.root / ".moment")).last_sync_timestamp


def _specification(session: Session) -> Part:
    found = session.diagnostics(behaviour=False)
    errors = [each for each in found if each.severity is Severity.ERROR and each.suppressed is None]
    if errors:
        return Part(Section("specification", "error", counted(len(errors), "error"), len(errors)), tuple(errors))
    domain = session.domain()
    held = (counted(len(session.parsed), "file"), counted(len(domain.contexts), "context"))
    return Part(Section("specification", "ok", ", ".join(held)))


def _outputs(session: Session) -> Part:
    """Generated files against what would be generated now, for the targets that the ledger knows."""
    from moment.generate import TARGETS
    from moment.generate import ledger as ledgers
    from moment.generate.plan import Run, conflict_findings, stale_findings
    from moment.project.outputs import survey
    from moment.project.production import produce_artifacts

    known = ledgers.read_ledger(_text(session.project.root / ledgers.PATH))
    if isinstance(known, str):
        is_there = (session.project.root / ledgers.PATH).is_file()
        reason = known if is_there else "nothing was generated"
        return Part(Section("outputs", "error" if is_there else "unknown", reason))
    if session.held_back:
        return Part(Section("outputs", "unknown", _HELD_BACK))
    names = tuple(dict.fromkeys(each.target for each in known.files.values() if each.target in TARGETS))
    made = produce_artifacts(session, names)
    if made.findings:
        return Part(Section("outputs", "error", made.findings[0].message, len(made.findings)), made.findings)
    run = Run(frozenset(made.targets), frozenset(session.project.config.generate.targets) | frozenset(names))
    found = survey(made.artifacts, session.project.root, run, folders=made.folders)
    if found.findings:
        return Part(Section("outputs", "error", found.findings[0].message, len(found.findings)), found.findings)
    stale = (*found.plan.findings, *stale_findings(found.plan), *conflict_findings(found.plan))
    if stale:
        return Part(
            Section("outputs", "drift", f"{counted(len(stale), 'file')} not as generated now", len(stale)), stale
        )
    return Part(Section("outputs", "ok", counted(len(known.files), "file")))


def _implementation(session: Session) -> Part:
    if session.held_back:
        return Part(Section("implementation", "unknown", _HELD_BACK))
    code = implementation_of(session.project, session.files)
    glances = Glances(session, code, strict=None, only=()) if leaves_traces(session) else None
    found: Sight | None = glances.recall() if glances is not None else None
    if found is None:
        looked = look(session, code=code, glances=glances)
        if looked.analysis.findings:
            return Part(Section("implementation", "unknown", looked.analysis.findings[0].message))
        found = looked
    if not code.search():
        include = ", ".join(session.project.config.implementation.include)
        return Part(Section("implementation", "unknown", f"no file is called {include}"))
    section = _compared(found, SyncState(open_store(session.project.root / ".moment")))
    return Part(section, found.drift.diagnostics if section.count else (), found.locator.sources())


def _compared(found: Sight, state: SyncState) -> Section:
    report = found.drift.report
    hashes = implementation_hash(found.texts), state.fingerprints.get("implementation")
    damages = [each for each in found.drift.state if each.severity is Severity.ERROR]
    if damages:
        return Section("implementation", "error", damages[0].message, len(damages), *hashes)
    if report.unread:
        first = report.unread[0]
        reason = f"{first.place.path}:{first.place.line}: {first.reason}"
        return Section("implementation", "error", reason, len(report.unread), *hashes)
    points = [each for each in found.drift.told if each.counts]
    if points:
        return Section("implementation", "drift", report.summary, len(points), *hashes)
    return Section("implementation", "ok", f"{counted(report.total_aligned, 'element')} in sync", 0, *hashes)


def _schema(session: Session) -> Part:
    if (session.project.root / REGISTRY).is_file():
        return Part(Section("schema", "unknown", f"this version does not read {REGISTRY}"))
    return Part(Section("schema", "unknown", f"no {REGISTRY}"))


def _upstream(session: Session) -> Part:
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
        return Part(Section("upstream", "error", place, len(errors), fold.fingerprint[:16]), tuple(errors))
    if nothing is not None or not fold.elements:
        reason = nothing.message if nothing is not None else "sift has published nothing"
        return Part(Section("upstream", "unknown", reason))
    if session.held_back:
        return Part(Section("upstream", "unknown", _HELD_BACK))
    last = ReconciliationState(open_store(session.project.root / ".moment")).last_fingerprint
    hashes = fold.fingerprint[:16], last[:16] if last else None
    between = len(gap(fold, elements_of(session.parsed.values())))
    if not between:
        return Part(Section("upstream", "ok", f"{counted(len(fold.elements), 'element')} as published", 0, *hashes))
    if last == fold.fingerprint:
        return Part(Section("upstream", "ok", f"{counted(between, 'change')} here not published", 0, *hashes))
    reason = f"{counted(between, 'change')} between published and specified"
    return Part(Section("upstream", "drift", reason, between, *hashes))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


_PARTS: Mapping[str, Callable[[Session], Part]] = {
    "specification": _specification,
    "outputs": _outputs,
    "implementation": _implementation,
    "schema": _schema,
    "upstream": _upstream,
}
