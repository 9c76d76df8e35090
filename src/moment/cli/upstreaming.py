"""What the commands about upstream share: the store of a project, and how findings and failures of it are told."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from moment.cli.errors import Failure
from moment.cli.options import Options
from moment.cli.output import is_colored
from moment.diagnostics.model import Diagnostic, Severity
from moment.project.session import Session
from moment.project.store import FOLDER, Store


def store_of(session: Session) -> Store:
    return Store(session.project.root / FOLDER, root=session.project.root)


@contextmanager
def telling_refusals() -> Iterator[None]:
    """A disk that refuses ends the command with the file and the reason."""
    try:
        yield
    except OSError as error:
        reason = str(error.strerror or error).lower()
        hint = "make room or give permission, then run again"
        raise Failure("MOM905", f"`{error.filename}` cannot be written: {reason}", hint) from error


def refused(diagnostic: Diagnostic) -> Failure:
    """A refusal of the state as the end of a command: 2 when somebody else holds it, else 1."""
    return Failure(diagnostic.code, diagnostic.message, diagnostic.hint, exit=2 if diagnostic.code == "MOM833" else 1)


def show(options: Options, session: Session, findings: Sequence[Diagnostic]) -> None:
    """Findings in full, with excerpts of specifications."""
    from moment.diagnostics import full

    if findings:
        sys.stdout.write(full.findings(findings, session.sources, color=is_colored(options)))


def has_errors(findings: Sequence[Diagnostic]) -> bool:
    return any(finding.severity is Severity.ERROR for finding in findings)
