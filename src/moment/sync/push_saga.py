"""``PushFlowSaga``: specification and implementation brought together in one go, as far as nobody is hurt by it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from moment.diagnostics.model import Diagnostic
from moment.project.discover import discover
from moment.project.files import relative
from moment.project.record import Event
from moment.project.session import Session
from moment.sync import push_result
from moment.sync.opened import clean, project_with
from moment.sync.opening import Named, open_store
from moment.sync.push_course import PushCourse
from moment.sync.push_decisions import Decide
from moment.sync.push_flow import State
from moment.sync.push_log import PushFlowLog
from moment.sync.types import ReconciliationResult
from moment.sync.wire import accepted


@dataclass(frozen=True, slots=True)
class PushFlowInput:
    """``spec_path`` is a specification or a folder of some, ``implementation_dir`` the folder of the code.

    Without it moment.toml says where the code is.
    """

    spec_path: Any
    implementation_dir: Any = ""


class PushFlowSaga:
    """The push flow of the project around ``root``, after ``execute`` of the one that was pushed.

    One flow is active in a project at a time. After a crash ``resume`` goes on from the last event that was written.
    """

    def __init__(self, root: Named = ".") -> None:
        self._start = self._root = Path(os.path.abspath(root))  # noqa: PTH100

    def execute(
        self,
        spec_path: Named | PushFlowInput | Mapping[str, Any] | None = None,
        implementation_dir: Named | None = None,
        *,
        decide: Decide | None = None,
        actor: str = "",
        **keywords: Any,
    ) -> ReconciliationResult:
        """Compares both sides and applies what differs, when none of it hurts anybody; then nothing is asked.

        Else only proposals are written: ``DRIFT`` or ``BREAKING``. With ``decide``, which answers ``accept``, ``reject``
        or ``skip`` (or an ``Answer``) for a proposal, each is what was decided, and the outcome is that of what is left.
        ``ABORTED`` says in its message which side cannot be read, or that another flow is active. Raises ``OSError``.
        """
        given = _given(spec_path, implementation_dir, keywords)
        session = _opened(self._start, given.spec_path, given.implementation_dir)
        if isinstance(session, Diagnostic):
            return push_result.aborted(session.message, diagnostics=(session,))
        specification, code = (
            _noted(self._start, path, session) if path else "" for path in (given.spec_path, given.implementation_dir)
        )
        return self._course(session, decide, actor).execute(specification, code)

    def resume(self, saga_id: str, *, decide: Decide | None = None, actor: str = "") -> ReconciliationResult:
        """Goes on with the flow that a crash, or somebody who was asked, left behind."""
        flow = self._log.flow
        session = _opened(self._project, flow.spec_path or ".", flow.implementation_dir)
        if isinstance(session, Diagnostic):
            return push_result.aborted(session.message, saga_id=saga_id, diagnostics=(session,))
        return self._course(session, decide, actor).resume(saga_id)

    @property
    def state(self) -> State:
        """Where the flow that was started last is; ``Idle`` before the first."""
        return self._log.flow.state

    @property
    def events(self) -> tuple[Event, ...]:
        """The events of that flow."""
        return self._log.events

    @property
    def _project(self) -> Path:
        """The nearest folder with a state, from where this stands upwards."""
        return next((each for each in (self._root, *self._root.parents) if (each / ".moment").is_dir()), self._root)

    @property
    def _log(self) -> PushFlowLog:
        return PushFlowLog(open_store(self._project / ".moment"))

    def _course(self, session: Session, decide: Decide | None, actor: str) -> PushCourse:
        self._root = session.project.root
        return PushCourse(session, store=open_store(self._root / ".moment", actor=actor), decide=decide)


def _opened(start: Path, specification: Named, code: Named) -> Session | Diagnostic:
    """The project of both; without ``code`` its settings say where that is."""
    if not code:
        return Session(discover([clean(start, specification)], cwd=start))
    project = project_with(specification, code, cwd=start)
    return project if isinstance(project, Diagnostic) else Session(project)


def _noted(start: Path, path: Named, session: Session) -> str:
    """A path as the log keeps it: from the project, so that it holds on every machine."""
    return relative(clean(start, path), session.project.root)


def _given(spec_path: Any, implementation_dir: Any, keywords: Mapping[str, Any]) -> PushFlowInput:
    """What ``execute`` was called with: a record, a mapping, keywords, or paths."""
    if isinstance(spec_path, str | os.PathLike):
        keywords = {"spec_path": spec_path, **keywords}
        spec_path = None
    if implementation_dir is not None:
        keywords = {"implementation_dir": implementation_dir, **keywords}
    given: PushFlowInput = accepted(PushFlowInput, spec_path, keywords)
    return given
