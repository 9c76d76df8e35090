"""Runs the files of a test as a project in memory."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from moment.diagnostics.model import Diagnostic
from moment.project.discover import discover
from moment.project.files import Memory
from moment.project.session import Session


def session(files: Mapping[str, str]) -> Session:
    """A session whose clock stands still, so that no run is cut short."""
    memory = Memory({f"/project/{path}": text for path, text in files.items()})
    return Session(discover((), cwd=Path("/project"), files=memory), files=memory, clock=lambda: 0.0)


def findings(files: Mapping[str, str]) -> tuple[Diagnostic, ...]:
    """What `moment check` shows for the files, suppressed findings left out."""
    return tuple(finding for finding in session(files).diagnostics() if finding.suppressed is None)
