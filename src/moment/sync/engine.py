"""The engine: what differs between two folders of code, between a specification and its code, and who uses what.

Whatever is wrong with what it is given (no specification, one with errors, no folder, text that cannot be read) stands
in the ``diagnostics`` or the ``unread`` of the answer. Nothing is written but the cache of a project.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from moment.diagnostics.model import Diagnostic
from moment.project.discover import Project, SearchLimitError
from moment.project.files import DISK, Files
from moment.project.rules import UNREADABLE_FILE
from moment.project.session import Session
from moment.project.store import Now, instant, utc_now
from moment.sync.comparing import Look, look
from moment.sync.inputs import DetectConsumptionInput, DetectDriftInput, DiffInput, GenerateProposalsInput
from moment.sync.opened import clean, missing_folder, project_with, without_specification
from moment.sync.opening import Named, open_store
from moment.sync.proposals import proposals, symbol_proposals
from moment.sync.remembered import DiskCache
from moment.sync.report import NOTHING_COMPARED, complete
from moment.sync.state import SyncState
from moment.sync.types import ASTDiff, ConsumptionReport, DriftReport, ImplementationChangeProposal
from moment.sync.wire import accepted
from moment.text.span import Place

Found = TypeVar("Found")


class ASTDiffEngine:
    """Compares what is generated from a specification with the code that implements it.

    ``strict`` tells mere representations apart. Paths are relative to the working directory. Every method takes its
    input record, a mapping with the same names in camelCase or snake_case, or keywords.
    """

    def __init__(
        self, *, strict: bool = False, files: Files = DISK, now: Now = utc_now, cwd: Path | None = None
    ) -> None:
        self._strict = strict
        self._files = files
        self._now = now
        self._cwd = cwd
        self._last: tuple[DriftReport, Look | Mapping[str, str]] | None = None

    def diff(
        self,
        given: DiffInput | Mapping[str, Any] | Named | None = None,
        implementation_dir: Named | None = None,
        **keywords: Any,
    ) -> ASTDiff:
        """Every type that one of two folders exports, against those of the other: ``diff("generated", "src/domain")``.

        What the generator adds for all its files alike, the runtime, is no part of it.
        """
        if isinstance(given, str | os.PathLike):
            keywords, given = {"generated_dir": given, **keywords}, None
        if implementation_dir is not None:
            keywords = {**keywords, "implementation_dir": implementation_dir}
        wanted = accepted(DiffInput, given, keywords)
        missing = self._missing(wanted.generated_dir, wanted.implementation_dir)
        if missing:
            return ASTDiff(False, diagnostics=missing)
        from moment.sync.two_way import diff, read_folders

        here = self._here
        generated, implementation = (clean(here, path) for path in (wanted.generated_dir, wanted.implementation_dir))
        found = _limited(lambda: read_folders(generated, implementation, cwd=here, files=self._files))
        if isinstance(found, Diagnostic):
            return ASTDiff(False, diagnostics=(found,))
        return diff(found, strict=self._strict)

    def detect_drift(self, given: DetectDriftInput | Mapping[str, Any] | None = None, **keywords: Any) -> DriftReport:
        """What differs between a specification and its code, with who moved since both agreed and whom it hurts.

        The specification is ``spec_path``, else that of the project around ``generated_dir`` or the code. Where there is
        none, ``generated_dir`` itself is the specification's side.
        """
        return self._detected(accepted(DetectDriftInput, given, keywords))

    def generate_proposals(
        self, given: GenerateProposalsInput | Mapping[str, Any] | None = None, **keywords: Any
    ) -> tuple[ImplementationChangeProposal, ...]:
        """What would end each difference, with its edits; nothing is recorded.

        A report alone does not say of what kind its elements are: unless this engine made it last, give with it where
        the code and the specification are, which are then compared again. ``TypeError`` when that is missing.
        """
        wanted = accepted(GenerateProposalsInput, given, keywords)
        report = wanted.report
        if wanted.implementation_dir is not None:
            made = self._detected(
                DetectDriftInput(wanted.implementation_dir, wanted.generated_dir, wanted.spec_path, wanted.state_dir)
            )
        elif report is not None:
            made = report
        else:
            raise TypeError("GenerateProposalsInput needs `report` or `implementation_dir`")
        found = self._proposed(made)
        if report is None or report is made:
            return found
        points = {(point.element, point.member, point.change, point.aspect) for point in report.points}
        about = {
            point.proposal_id
            for point in made.points
            if (point.element, point.member, point.change, point.aspect) in points
        }
        return tuple(each for each in found if each.proposal_id in about)

    def _proposed(self, report: DriftReport) -> tuple[ImplementationChangeProposal, ...]:
        if not report.points:
            return ()
        if self._last is None or self._last[0] != report:
            raise TypeError(
                "this engine did not make the report last, so what its elements are is not known: "
                "give `implementation_dir`, and `spec_path` or `generated_dir`, with it"
            )
        compared = self._last[1]
        if isinstance(compared, Mapping):
            return symbol_proposals(report, compared)
        return tuple(each.proposal for each in proposals(compared.analysis, compared.judged))

    def detect_consumption(
        self, given: DetectConsumptionInput | Mapping[str, Any] | None = None, **keywords: Any
    ) -> ConsumptionReport:
        """Who in a folder of code reads, builds, sends or implements which element, and how certain that is."""
        from moment.sync.consumers_of import named_consumption, specified_consumption

        wanted = accepted(DetectConsumptionInput, given, keywords)
        missing = self._missing(wanted.source_dir)
        if missing:
            return ConsumptionReport(diagnostics=missing)
        if wanted.known_events and wanted.spec_path is None:
            folder = clean(self._here, wanted.source_dir)
            root = self._here if self._here in folder.parents or folder == self._here else folder.parent
            project = without_specification(root, folder, files=self._files)
            found = _limited(lambda: named_consumption(project, wanted.known_events, files=self._files))
        else:
            session = self._session(wanted.spec_path, wanted.source_dir)
            if not isinstance(session, Session):
                return ConsumptionReport(diagnostics=session)
            found = _limited(lambda: specified_consumption(session, cache=self._cache(session.project)))
        return ConsumptionReport(diagnostics=(found,)) if isinstance(found, Diagnostic) else found

    # -- what they share ---------------------------------------------------------------------------------------------

    @property
    def _here(self) -> Path:
        return Path.cwd() if self._cwd is None else self._cwd

    def _detected(self, wanted: DetectDriftInput) -> DriftReport:
        timestamp = instant(self._now())
        missing = self._missing(wanted.implementation_dir)
        if missing:
            return DriftReport(summary=NOTHING_COMPARED, timestamp=timestamp, diagnostics=missing)
        session = self._session(wanted.spec_path, wanted.implementation_dir, wanted.generated_dir)
        if isinstance(session, Session):
            return self._looked(session, wanted.state_dir, timestamp)
        if wanted.spec_path is None and wanted.generated_dir is not None and session[0].code == "MOM901":
            return self._generated(wanted.generated_dir, wanted, timestamp)
        return DriftReport(summary=NOTHING_COMPARED, timestamp=timestamp, diagnostics=session)

    def _looked(self, session: Session, state_dir: Named | None, timestamp: str) -> DriftReport:
        state = SyncState(open_store(clean(self._here, state_dir))) if state_dir is not None else None
        found = _limited(lambda: look(session, strict=self._strict or None, state=state))
        if isinstance(found, Diagnostic):
            return DriftReport(summary=NOTHING_COMPARED, timestamp=timestamp, diagnostics=(found,))
        report = complete(found.drift, found.analysis, timestamp)
        self._last = (report, found)
        return report

    def _generated(self, generated_dir: Named, wanted: DetectDriftInput, timestamp: str) -> DriftReport:
        """Without a specification."""
        from moment.sync.generated_drift import blocks, generated_drift
        from moment.sync.two_way import read_folders

        missing = self._missing(generated_dir)
        if missing:
            return DriftReport(summary=NOTHING_COMPARED, timestamp=timestamp, diagnostics=missing)
        here = self._here
        generated, code = clean(here, generated_dir), clean(here, wanted.implementation_dir)
        found = _limited(lambda: read_folders(generated, code, cwd=here, files=self._files))
        if isinstance(found, Diagnostic):
            return DriftReport(summary=NOTHING_COMPARED, timestamp=timestamp, diagnostics=(found,))
        state = SyncState(open_store(clean(here, wanted.state_dir))) if wanted.state_dir is not None else None
        bases = state.bases if state is not None else {}
        report = generated_drift(found, bases, strict=self._strict, timestamp=timestamp)
        self._last = (report, blocks(found))
        return report

    def _session(
        self, spec_path: Named | None, code: Named, generated_dir: Named | None = None
    ) -> Session | tuple[Diagnostic, ...]:
        """A project that can be compared, or why there is none."""
        project = _limited(
            lambda: project_with(spec_path, code, generated_dir=generated_dir, cwd=self._here, files=self._files)
        )
        if isinstance(project, Diagnostic):
            return (project,)
        session = Session(project, files=self._files)
        return session.held_back or session

    def _missing(self, *paths: Named) -> tuple[Diagnostic, ...]:
        folders = (clean(self._here, path) for path in paths)
        return tuple(missing_folder(each, self._here) for each in folders if self._files.kind(each) is None)

    def _cache(self, project: Project) -> DiskCache | None:
        return None if project.isolated or self._files is not DISK else DiskCache(project.root)


def _limited(ask: Callable[[], Found]) -> Found | Diagnostic:
    """What ``ask`` answers; a search that would go on for too long is a finding."""
    try:
        return ask()
    except SearchLimitError as error:
        hint = "Name a folder nearer to the code."
        reason = "too many files to search"
        return UNREADABLE_FILE.at(Place(error.folder or ".", 0, 0), hint=hint, reason=reason)
